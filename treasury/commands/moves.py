"""`event` and `claims`: what one day did, and which statements hold."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import rich.box
import rich.table
import rich.text
import typer

from treasury import frames
from treasury.answers.claims import claims as claims_answer
from treasury.answers.event import event as event_answer
from treasury.calendar import parse_day
from treasury.commands.console import AsJson, app, note, plain_errors, put, put_json, put_table, wide
from treasury.refreshing import open_store


@app.command()
def event(
    day: Annotated[str, typer.Argument(help="The day of the event, YYYY-MM-DD.")],
    window: Annotated[str, typer.Option(help="A day whose week is ranked, YYYY-MM-DD (default: the week of session 5).")] = "",
    as_json: AsJson = False,
) -> None:
    """What one day did: reactions by session, ranks by every definition, what they were made of, what else happened."""
    with plain_errors():
        ranked = parse_day(window, name="--window") if window else None
        answer = event_answer(frames.reader(open_store()), parse_day(day, name="DATE"), ranked)
    if as_json:
        put_json(answer)
        return
    sessions = list(next(iter(answer["reactions"].values())))
    rows = [[tenor, *(_signed(row[s]) for s in sessions)] for tenor, row in answer["reactions"].items()]
    put_table(f"Change in basis points against {answer['baseline_date']}, by session", ["tenor", *sessions], rows)
    for rank in (*answer["ranks"], *answer["window"]["ranks"]):
        if rank["tenor"] == "10Y" and rank["rank"] is not None:
            since = f"largest since {rank['largest_since']}" if rank["largest_since"] else "none before is as large"
            words = f"{rank['value_bp']:+.0f} bp, rank {rank['rank']} of {rank['of']} since {rank['since']}, {since}"
            put(f"10Y, {rank['definition']}, {rank['moved_on']}: {words}")
    for other in answer["confounders"]:
        put(f"within two sessions: {other['date']} {other['label']}")
    if not answer["confounders"]:
        put("within two sessions: no key date, FOMC statement, coupon auction or buyback held")


def _signed(value: float | None) -> str:
    return "n/a" if value is None else f"{value:+.0f}"


@app.command()
def claims(
    as_json: Annotated[bool, typer.Option("--json", help="Every definition in full as JSON on standard output.")] = False,
) -> None:
    """Which checkable statements hold: verdict, figure, days and definition, and what the other definitions say."""
    with plain_errors():
        answers = claims_answer(frames.reader(open_store()))
    if as_json:
        put_json(answers)
        return
    table = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False, show_lines=True)
    for name in ("verdict", "statement", "figure", "days", "by this definition", "by others"):
        table.add_column(name, no_wrap=name in ("verdict", "days"))
    for one in answers:
        others = Counter(other["verdict"] for other in one["others"])
        days = dict.fromkeys(day for day in (one["start"], one["end"]) if day)
        cells = (one["verdict"], one["statement"], one["figure"], "\n".join(days), one["definition"])
        table.add_row(*map(rich.text.Text, (*cells, ", ".join(f"{count} {verdict}" for verdict, count in others.items()))))
    wide().print(table)
    for one in answers:
        if one["why_untestable"]:
            note(f"{one['id']}: {one['why_untestable']}")
