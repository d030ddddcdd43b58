"""The command line: `python -m treasury …`. Exit codes: 0 ok, 1 something failed and the rest was saved, 2 wrong usage."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import rich.box
import rich.console
import rich.progress
import rich.table
import rich.text
import typer

from treasury import frames, snapshot_writer
from treasury.answers.buybacks import buybacks as buybacks_answer
from treasury.answers.calendar import Release, known_until, window
from treasury.answers.calendar import calendar as calendar_answer
from treasury.answers.claims import claims as claims_answer
from treasury.answers.event import event as event_answer
from treasury.answers.ics import ics as calendar_file
from treasury.answers.issuance import BY
from treasury.answers.issuance import issuance as issuance_answer
from treasury.calendar import parse_day, parse_known
from treasury.errors import BadInput, TreasuryError
from treasury.refreshing import Result, open_store
from treasury.refreshing import refresh as run_refresh
from treasury.sources import CATALOG
from treasury.status import run_checks, statuses

app = typer.Typer(
    name="python -m treasury",
    help="Treasury-market data: refresh it, look at it, export it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
err = rich.console.Console(stderr=True, highlight=False)
SHOWN_DAYS = 60  # of the calendar, unless a range is given


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors made for people end as one line and an exit code: 2 for input that cannot be used, 1 for the rest."""
    try:
        yield
    except TreasuryError as failure:
        err.print(f"error: {failure}", markup=False, soft_wrap=True)
        raise typer.Exit(2 if isinstance(failure, BadInput) else 1) from None


@app.command()
def refresh(
    dataset: Annotated[list[str] | None, typer.Argument(help="Dataset ids; all when none is given.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Ask for whole histories, not only for what can have changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Results as JSON on standard output.")] = False,
) -> None:
    """Ask the publishers for what can have changed and save it; a dataset that fails leaves the others untouched."""
    chosen = len(dataset or CATALOG)
    out = err if as_json else rich.console.Console(highlight=False)
    with _plain_errors(), _progress(out) as progress:
        task = progress.add_task("refreshing", total=chosen)

        def told(result: Result) -> None:
            progress.update(task, advance=1, description=result.id)
            if not as_json:
                mark = "[green]✓[/green]" if result.ok else "[red]✗[/red]"
                cost = f"{result.requests} requests, {result.bytes / 1e6:,.2f} MB, {result.seconds:.1f} s"
                as_of = f"as of {result.as_of}; " if result.as_of else ""
                progress.console.print(
                    f"{mark} {result.id}: ", rich.text.Text(f"{result.words}; {as_of}{cost}"), soft_wrap=True, sep=""
                )
                for note in result.notes:
                    progress.console.print("    note:", rich.text.Text(note), soft_wrap=True)

        results = run_refresh(*(dataset or ()), full=full, on_result=told)
    failed = [r for r in results if not r.ok]
    if as_json:
        typer.echo(json.dumps([_result_json(r) for r in results], indent=1))
    else:
        requests, size = sum(r.requests for r in results), sum(r.bytes for r in results)
        out.print(f"{len(results) - len(failed)} of {len(results)} datasets refreshed, {requests} requests, {size / 1e6:,.2f} MB")
    raise typer.Exit(1 if failed else 0)


def _progress(console: rich.console.Console) -> rich.progress.Progress:
    columns = (
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
        rich.progress.TimeElapsedColumn(),
        rich.progress.TextColumn("{task.description}"),
    )
    return rich.progress.Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)


def _result_json(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "ok": result.ok,
        "added": result.added,
        "revised": result.revised,
        "unchanged": result.unchanged,
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "seconds": result.seconds,
        "requests": result.requests,
        "bytes": result.bytes,
        "error": None if result.ok else {"kind": result.error_kind, "message": result.error_message},
        "notes": list(result.notes),
    }


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False) -> None:
    """What is held of each dataset, how fresh it is by its record dates, and whether its figures keep their identities."""
    with _plain_errors():
        store = open_store()
        standing = [(s, run_checks(s.dataset, store)) for s in statuses(store)]
    if as_json:
        typer.echo(json.dumps([s.as_json(checks) for s, checks in standing], indent=1))
        return
    table = rich.table.Table(box=None, pad_edge=False)
    for name in ("dataset", "state", "rows", "first", "last", "retrieved", "origin", "due", "checks"):
        table.add_column(name, justify="right" if name == "rows" else "left", no_wrap=True)
    for s, checks in standing:
        held = s.vintage
        retrieved = f"{held.retrieved_at:%Y-%m-%d %H:%M}" if held and held.retrieved_at else ""
        bad = [c for c in checks if not c.ok]
        said = "" if not checks else f"{len(bad)} of {len(checks)} failed" if bad else f"{len(checks)} ok"
        cells = (f"{held.rows:,}", str(held.first), str(held.last), retrieved, held.origin) if held else ("0", "", "", "", "")
        table.add_row(s.dataset.id, s.state, *cells, str(s.due or ""), said)
    rich.console.Console(width=max(130, rich.console.Console().width)).print(table)
    for s, checks in standing:
        if s.reason:
            err.print(f"{s.dataset.id}: {s.reason}", markup=False, soft_wrap=True)
        for check in checks:
            if not check.ok:
                err.print(f"{s.dataset.id}: check failed, {check.name}: {check.detail}", markup=False, soft_wrap=True)


@app.command()
def show(
    dataset: Annotated[str, typer.Argument(help="Dataset id, as `status` lists them.")],
    start: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")] = "",
    columns: Annotated[str, typer.Option(help="Columns to show beside the key, separated by commas.")] = "",
    as_known_on: Annotated[
        str, typer.Option(help="The version held at the end of this day or at a moment, such as 2026-09-01T07:30:00Z (UTC).")
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How to write the rows.")] = Format.table,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file instead of standard output.")] = None,
) -> None:
    """The rows of a dataset, from the store alone."""
    with _plain_errors():
        declared = frames.dataset(dataset)
        known = parse_known(as_known_on, name="--as-known-on") if as_known_on else None
        held = open_store().read(declared, known)
        wanted = columns.split(",") if columns else None
        rows = frames.select(held, declared, start or None, end or None, wanted)
        if form is Format.parquet and output is None:
            raise BadInput("parquet is no text: name a file with -o FILE")
        content = frames.render(rows, declared, form.value)
        if output is None:
            sys.stdout.write(content.decode())
        else:
            _write(output, content)
            err.print(f"{len(rows):,} rows written to {output}", markup=False)
        if held.vintage.caveats or held.vintage.trouble:
            err.print(f"note: {held.vintage.trouble or held.vintage.caveats}", markup=False, soft_wrap=True)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as failure:
        raise BadInput(f"{path} cannot be written: {failure.strerror}; name another file") from failure


@app.command()
def event(
    day: Annotated[str, typer.Argument(help="The day of the event, YYYY-MM-DD.")],
    window: Annotated[str, typer.Option(help="A day whose week is ranked, YYYY-MM-DD (default: the week of session 5).")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON on standard output.")] = False,
) -> None:
    """What one day did: reactions by session, ranks by every definition, what they were made of, what else happened."""
    with _plain_errors():
        ranked = parse_day(window, name="--window") if window else None
        answer = event_answer(frames.reader(open_store()), parse_day(day, name="DATE"), ranked)
    if as_json:
        typer.echo(json.dumps(answer, indent=1))
        return
    table = rich.table.Table(
        box=None,
        pad_edge=False,
    )
    sessions = list(next(iter(answer["reactions"].values())))
    for name in ("tenor", *sessions):
        table.add_column(name, justify="right", no_wrap=True)
    for tenor, row in answer["reactions"].items():
        table.add_row(tenor, *("n/a" if row[s] is None else f"{row[s]:+.0f}" for s in sessions))
    out = rich.console.Console(highlight=False)
    out.print(f"Change in basis points against {answer['baseline_date']}, by session")
    out.print(table)
    for rank in (*answer["ranks"], *answer["window"]["ranks"]):
        if rank["tenor"] == "10Y" and rank["rank"] is not None:
            since = f"largest since {rank['largest_since']}" if rank["largest_since"] else "none before is as large"
            words = f"{rank['value_bp']:+.0f} bp, rank {rank['rank']} of {rank['of']} since {rank['since']}, {since}"
            out.print(f"10Y, {rank['definition']}, {rank['moved_on']}: {words}", markup=False, soft_wrap=True)
    for other in answer["confounders"]:
        out.print(f"within two sessions: {other['date']} {other['label']}", markup=False, soft_wrap=True)
    if not answer["confounders"]:
        out.print("within two sessions: no key date, FOMC statement, coupon auction or buyback held")


class By(StrEnum):
    week = "week"
    month = "month"
    quarter = "quarter"
    fiscal_year = "fiscal-year"


LATEST = 12  # periods or operations in a table for people; --json has them all


@app.command()
def issuance(
    by: Annotated[By, typer.Option("--by", help="Length of the periods.")] = By.month,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON on standard output.")] = False,
) -> None:
    """Issued, matured, bought back and net by period and class; the three bill shares; average maturity; reconciliation."""
    with _plain_errors():
        answer = issuance_answer(frames.reader(open_store()), BY[by.value])
    if as_json:
        typer.echo(json.dumps(answer, indent=1))
        return
    net: dict[str, list[str]] = {}
    for row in answer["rows"]:
        net.setdefault(row["period"], []).append(_scaled(row["net_usd"], 1e9, 1))
    shares = [answer["bill_share_pct"][name] for name in ("outstanding", "gross", "net")]
    names = ["period", *dict.fromkeys(row["class"] for row in answer["rows"]), "of debt %", "of gross %", "of net %"]
    rows = [[period, *net[period], *(_scaled(share.get(period), 1, 1) for share in shares)] for period in list(net)[-LATEST:]]
    _print_table(f"Net issuance by class, USD bn, and bill shares; auctions held to {answer['known_until']}", names, rows)
    if not all(row["buybacks_held"] for row in answer["rows"]):
        err.print("note: where buyback results are not held, net is before them; --json marks those rows", soft_wrap=True)


@app.command()
def buybacks(
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON on standard output.")] = False,
) -> None:
    """Every buyback operation: state, maximum, offered, accepted, cover and fill."""
    with _plain_errors():
        answer = buybacks_answer(frames.reader(open_store()))
    if as_json:
        typer.echo(json.dumps(answer, indent=1))
        return
    rows = [
        [row["operation_date"], row["maturity_bucket"] or "n/a", row["state"]]
        + [_scaled(row[name], 1e9, 3) for name in ("maximum_usd", "offered_usd", "accepted_usd")]
        + [_scaled(row["cover_ratio"], 1, 2), _scaled(row["fill_pct"], 1, 0)]
        for row in answer[-LATEST:]
    ]
    names = ["day", "bucket", "state", "maximum", "offered", "accepted", "cover", "fill %"]
    _print_table(f"The last {len(rows)} of {len(answer)} operations, USD bn", names, rows)


def _scaled(value: float | None, by: float, decimals: int) -> str:
    return "n/a" if value is None else f"{value / by:,.{decimals}f}"


def _print_table(title: str, names: list[str], rows: list[list[str]]) -> None:
    table = rich.table.Table(box=None, pad_edge=False)
    for at, name in enumerate(names):
        table.add_column(name, justify="right" if at else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    out = rich.console.Console(highlight=False)
    out.print(title, markup=False, soft_wrap=True)
    out.print(table)


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
    with _plain_errors():
        if as_ics and as_json:
            raise BadInput("--ics and --json: choose one")
        first, last = _calendar_days(start, end, as_ics)
        store = open_store()
        load = frames.reader(store)
        held = [Release(s.dataset, s.vintage.as_of if s.vintage else None, s.due) for s in statuses(store)]
        events = calendar_answer(load, first, last, held)
        until = known_until(load)
    if as_ics:
        sys.stdout.buffer.write(calendar_file(events))
    elif as_json:
        typer.echo(json.dumps(events, indent=1))
    else:
        _print_events(events, first, last)
    for kind, day in until.items():
        if day is None or day < last.isoformat():
            err.print(f"note: no {kind} after {day or 'any day'} is held; refresh to look for more", markup=False, soft_wrap=True)


def _calendar_days(start: str, end: str, as_ics: bool) -> tuple[date, date]:
    """The days asked for: 60 from today on (or up to a last day before today); for the file a year unless one is given."""
    today, span = datetime.now(UTC).date(), timedelta(days=SHOWN_DAYS)
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
    out = rich.console.Console(highlight=False, width=max(130, rich.console.Console().width))
    out.print(f"{len(events)} events from {first} to {last}")
    out.print(table)


@app.command()
def claims(
    as_json: Annotated[bool, typer.Option("--json", help="Every definition in full as JSON on standard output.")] = False,
) -> None:
    """Which checkable statements hold: verdict, figure, days and definition, and what the other definitions say."""
    with _plain_errors():
        answers = claims_answer(frames.reader(open_store()))
    if as_json:
        typer.echo(json.dumps(answers, indent=1, ensure_ascii=False))
        return
    table = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False, show_lines=True)
    for name in ("verdict", "statement", "figure", "days", "by this definition", "by others"):
        table.add_column(name, no_wrap=name in ("verdict", "days"))
    for one in answers:
        others = Counter(other["verdict"] for other in one["others"])
        days = dict.fromkeys(day for day in (one["start"], one["end"]) if day)
        cells = (one["verdict"], one["statement"], one["figure"], "\n".join(days), one["definition"])
        table.add_row(*map(rich.text.Text, (*cells, ", ".join(f"{count} {verdict}" for verdict, count in others.items()))))
    rich.console.Console(width=max(130, rich.console.Console().width)).print(table)
    for one in answers:
        if one["why_untestable"]:
            err.print(f"{one['id']}: {one['why_untestable']}", markup=False, soft_wrap=True)


@app.command()
def snapshot() -> None:
    """Rewrite data/snapshot from the store, with every dataset whose licence allows it."""
    with _plain_errors():
        written = snapshot_writer.write(open_store())
    for name in written.left_out:
        err.print(f"left out: {name}", markup=False, soft_wrap=True)
    err.print(f"{written.datasets} datasets, {written.size / 1e6:,.1f} MB in {written.folder}", markup=False)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()


if __name__ == "__main__":
    main()
