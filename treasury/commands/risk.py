"""`gauge`: whether the truce holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import rich.console
import rich.table
import rich.text
import typer

from treasury import frames
from treasury.answers.gauge import gauge as gauge_answer
from treasury.answers.gauge_words import WORDS, tenths
from treasury.calendar import parse_day
from treasury.commands.console import AsJson, app, note, plain_errors, put_json, wide
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
    out = wide()
    out.print(made["sentence"], markup=False)
    _print_rows(out, ("component", "figure", "percentile", "adds", "last value"), map(_component_cells, made["components"]))
    for one in made["supports"]:
        word = {True: "pass", False: "fail", None: "unknown"}[one["passes"]]
        out.print(f"{one['name']}: {word}. {one['detail'] or one['why_unknown']}", markup=False)
    _print_rows(out, ("key date", "gauge", "components", "verdict", "what happened"), map(_key_date_cells, made["key_dates"]))
    out.print(made["rule"], markup=False)
    for one in made["components"]:
        if one["missing"]:
            note(f"{one['name']}: {one['missing']}")


def _component_cells(one: dict[str, Any]) -> tuple[str, ...]:
    percentile = "n/a" if one["percentile"] is None else f"{one['percentile']:.1f}"
    adds = "left out" if one["left_out"] else "n/a" if one["adds"] is None else f"{one['adds']:+.1f}"
    return one["name"], one["figure"], percentile, adds, one["observed_on"] or "n/a"


def _key_date_cells(row: dict[str, Any]) -> tuple[str, ...]:
    value = "n/a" if row["gauge"] is None else f"{tenths(row['gauge']):.1f}"
    return row["date"], value, str(row["components_counted"]), WORDS[row["verdict"]], row["label"]


def _print_rows(out: rich.console.Console, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    table = rich.table.Table(box=None, pad_edge=False)
    for name in heads:
        table.add_column(name)
    for cells in rows:
        table.add_row(*map(rich.text.Text, cells))
    out.print(table)
