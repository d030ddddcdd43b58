"""`gauge`: whether the truce holds."""

from __future__ import annotations

from typing import Annotated, Any

import rich.table
import rich.text
import typer

from treasury import frames
from treasury.answers.gauge import gauge as gauge_answer
from treasury.answers.gauge_words import WORDS, tenths
from treasury.calendar import parse_day
from treasury.commands.console import AsJson, app, note, plain_errors, put, put_json, put_table, wide
from treasury.refreshing import open_store


@app.command()
def gauge(
    day: Annotated[str, typer.Option(help="The day, YYYY-MM-DD; the newest unless given.")] = "",
    without: Annotated[str, typer.Option(help="Ids of components to leave out, separated by commas.")] = "",
    as_json: AsJson = False,
) -> None:
    """Whether the truce holds: the fragility gauge, what each component adds, the two supports, and the key dates."""
    with plain_errors():
        when = parse_day(day, name="--day") if day else None
        made = gauge_answer(frames.reader(open_store()), when, without.split(",") if without else [])
    if as_json:
        put_json(made)
        return
    put(made["sentence"])
    names = ("component", "figure", "percentile", "adds", "last value")
    put_table(f"Components on {made['day'] or 'no day'}", names, [_component_cells(one) for one in made["components"]])
    for one in made["supports"]:
        word = {True: "pass", False: "fail", None: "unknown"}[one["passes"]]
        put(f"{one['name']}: {word}. {one['detail'] or one['why_unknown']}")
    _put_key_dates(made["key_dates"])
    put(made["rule"])
    for one in made["components"]:
        if one["missing"]:
            note(f"{one['name']}: {one['missing']}")


def _component_cells(one: dict[str, Any]) -> tuple[str, ...]:
    percentile = "n/a" if one["percentile"] is None else f"{one['percentile']:.1f}"
    adds = "left out" if one["left_out"] else "n/a" if one["adds"] is None else f"{one['adds']:+.1f}"
    return one["name"], one["figure"], percentile, adds, one["observed_on"] or "n/a"


def _put_key_dates(rows: list[dict[str, Any]]) -> None:
    """The gauge on the key dates, with what happened in full, so that it wants a wide console."""
    table = rich.table.Table(box=None, pad_edge=False)
    for name in ("key date", "gauge", "components", "verdict", "what happened"):
        table.add_column(name)
    for row in rows:
        value = "n/a" if row["gauge"] is None else f"{tenths(row['gauge']):.1f}"
        cells = (row["date"], value, str(row["components_counted"]), WORDS[row["verdict"]], row["label"])
        table.add_row(*map(rich.text.Text, cells))
    wide().print(table)
