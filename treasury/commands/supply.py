"""`issuance`, `buybacks` and `calendar`: what is sold, bought back and due."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

import rich.table
import rich.text
import typer

from treasury import frames
from treasury.answers.buybacks import buybacks as buybacks_answer
from treasury.answers.calendar import calendar as calendar_answer
from treasury.answers.calendar import known_until, window
from treasury.answers.ics import ics as calendar_file
from treasury.answers.issuance import BY
from treasury.answers.issuance import issuance as issuance_answer
from treasury.calendar import parse_day, utc_today
from treasury.commands.console import AsJson, app, note, plain_errors, put_json, put_table, scaled, wide
from treasury.errors import BadInput
from treasury.refreshing import open_store
from treasury.status import statuses

SHOWN_DAYS = 60  # of the calendar, unless a range is given
LATEST = 12  # periods or operations in a table for people; --json has them all


class By(StrEnum):
    week = "week"
    month = "month"
    quarter = "quarter"
    fiscal_year = "fiscal-year"


@app.command()
def issuance(
    by: Annotated[By, typer.Option("--by", help="Length of the periods.")] = By.month,
    as_json: AsJson = False,
) -> None:
    """Issued, matured, bought back and net by period and class; the three bill shares; average maturity; reconciliation."""
    with plain_errors():
        answer = issuance_answer(frames.reader(open_store()), BY[by.value])
    if as_json:
        put_json(answer)
        return
    net: dict[str, list[str]] = {}
    for row in answer["rows"]:
        net.setdefault(row["period"], []).append(scaled(row["net_usd"], 1e9, 1))
    shares = [answer["bill_share_pct"][name] for name in ("outstanding", "gross", "net")]
    names = ["period", *dict.fromkeys(row["class"] for row in answer["rows"]), "of debt %", "of gross %", "of net %"]
    rows = [[period, *net[period], *(scaled(share.get(period), 1, 1) for share in shares)] for period in list(net)[-LATEST:]]
    put_table(f"Net issuance by class, USD bn, and bill shares; auctions held to {answer['known_until']}", names, rows)
    if not all(row["buybacks_held"] for row in answer["rows"]):
        note("note: where buyback results are not held, net is before them; --json marks those rows")


@app.command()
def buybacks(as_json: AsJson = False) -> None:
    """Every buyback operation: state, maximum, offered, accepted, cover and fill."""
    with plain_errors():
        answer = buybacks_answer(frames.reader(open_store()))
    if as_json:
        put_json(answer)
        return
    rows = [
        [row["operation_date"], row["maturity_bucket"] or "n/a", row["state"]]
        + [scaled(row[name], 1e9, 3) for name in ("maximum_usd", "offered_usd", "accepted_usd")]
        + [scaled(row["cover_ratio"], 1, 2), scaled(row["fill_pct"], 1, 0)]
        for row in answer[-LATEST:]
    ]
    names = ["day", "bucket", "state", "maximum", "offered", "accepted", "cover", "fill %"]
    put_table(f"The last {len(rows)} of {len(answer)} operations, USD bn", names, rows)


@app.command()
def calendar(
    start: Annotated[str, typer.Option(help="First day, YYYY-MM-DD; today unless given.")] = "",
    end: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; 60 days from the first unless given.")] = "",
    as_ics: Annotated[
        bool, typer.Option("--ics", help="A calendar file on standard output: a year ahead unless days are given.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The events as JSON on standard output.")] = False,
) -> None:
    """What is due: auctions, settlements, buybacks, refundings, FOMC statements, expected releases. Times are US Eastern."""
    with plain_errors():
        if as_ics and as_json:
            raise BadInput("--ics and --json: choose one")
        first, last = _calendar_days(start, end, as_ics)
        store = open_store()
        load = frames.reader(store)
        events = calendar_answer(load, first, last, statuses(store))
        until = known_until(load)
    if as_ics:
        sys.stdout.buffer.write(calendar_file(events))
    elif as_json:
        put_json(events)
    else:
        _print_events(events, first, last)
    for kind, day in until.items():
        if day is None or day < last.isoformat():
            note(f"note: no {kind} after {day or 'any day'} is held; refresh to look for more")


def _calendar_days(start: str, end: str, as_ics: bool) -> tuple[date, date]:
    """The days asked for: 60 from today on (or up to a last day before today); for the file a year unless one is given."""
    today, span = utc_today(), timedelta(days=SHOWN_DAYS)
    if as_ics and not (start or end):
        return window(today)
    last = parse_day(end, name="--end") if end else None
    first = parse_day(start, name="--start") if start else today if last is None or last >= today else last - span
    return first, last or first + span


def _print_events(events: list[dict[str, Any]], first: date, last: date) -> None:
    table = rich.table.Table(box=None, pad_edge=False)
    for name in ("date", "time", "state", "what", "detail"):
        table.add_column(name, no_wrap=name in ("date", "time", "state"), overflow="fold")
    for event in events:
        cells = (event["date"], event["start_time"] or "", event["state"], event["title"], event["detail"])
        table.add_row(*map(rich.text.Text, cells))
    out = wide()
    out.print(f"{len(events)} events from {first} to {last}")
    out.print(table)
