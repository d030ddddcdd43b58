"""The recipe of figures whose page gives none: found by value among what the page has read and worked out (treasury/ui/trace.py).

Every dataset read and every result of a public analysis is a start; from there the selections a page usually makes are tried:
columns, names, a span of days, rows by text, the order. What is returned makes the very CSV, or nothing is returned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd

from treasury.errors import BadInput
from treasury.ui import cache, trace
from treasury.ui.cache import Loaded
from treasury.ui.downloads import csv_bytes
from treasury.ui.recipe import Recipe, of
from treasury.ui.steps import STEPS, Call, Held, Picked, module_of, spelled, written
from treasury.ui.trace import Read, Worked

_FEW_TEXTS = 6  # as many texts of a column are listed in a condition
_FEW_ROWS = 1_000_000  # larger frames are nobody's chart


def found(wanted: pd.DataFrame) -> Recipe | None:
    """A recipe that makes the CSV of a frame, cell by cell; None where none is found."""
    if wanted.empty or len(wanted) > _FEW_ROWS:
        return None
    target, text = _flat(wanted), csv_bytes(wanted)
    for start in _starts():
        for tried in _selections(start, wanted, target):
            if csv_bytes(tried.frame) == text:
                return tried
    return None


def named_calls() -> list[str]:
    """The public analyses that the page has worked out so far, as it called them, for a reader who wants to look."""
    made = []
    for step in trace.so_far():
        if isinstance(step, Worked) and (said := _spelled(step)):
            made.append(said)
    return made


def read() -> list[Loaded]:
    """The datasets that the page has read so far, as it is pinned."""
    return [cache.frame(step.dataset) for step in trace.so_far() if isinstance(step, Read) and not step.known]


def called_modules() -> list[str]:
    """The modules of the public analyses that the page has worked out so far."""
    return [step.function.__module__ for step in trace.so_far() if isinstance(step, Worked) and _spelled(step)]


def modules(step: Any) -> list[str]:
    """The modules of the functions in a step."""
    found: list[str] = []

    def said(one: Any) -> str:
        if callable(one):
            found.append(str(one.__module__))
        return one.text(said) if isinstance(one, STEPS) else written(one, said)

    said(step)
    return found


def _spelled(step: Worked) -> str:
    try:
        module = module_of(step.function)
        scalars = [f"{name}={spelled(value)}" for name, value in step.scalars.items()]
    except TypeError:
        return ""
    return f"{module}.{step.function.__qualname__}({', '.join([*(name for name, _ in step.inputs), *scalars])})"


def _starts() -> Iterator[Recipe]:
    """Frames to begin from: results first, the latest before the earlier, then datasets as they are held."""
    steps = trace.so_far()
    for step in reversed(steps):
        if isinstance(step, Worked):
            yield from _results(step)
    for step in steps:
        if isinstance(step, Read) and not step.known:
            yield of(cache.frame(step.dataset))


def _results(step: Worked) -> Iterator[Recipe]:
    """The frames within what one call gives, itself included; nothing for a call that no notebook can repeat."""
    try:
        loaded = [cache.frame(name) for name, _ in step.inputs]
        call = Call(step.function, tuple(map(Held, loaded)), step.scalars)
        spelled(call)
    except (TypeError, BadInput):
        return
    if [item.version for item in loaded] == [version for _, version in step.inputs]:
        yield from _frames(Recipe(cache.computed(step.function, *loaded, **step.scalars), call))


def _frames(made: Recipe, depth: int = 0) -> Iterator[Recipe]:
    value = made.value
    if isinstance(value, pd.DataFrame):
        yield made
    elif isinstance(value, pd.Series):
        yield made.then("to_frame")
    elif depth > 1:
        return
    elif isinstance(value, list | tuple) and len(value) <= _FEW_TEXTS:
        for at in range(len(value)):
            yield from _frames(made[at], depth + 1)
    elif isinstance(value, Mapping) and len(value) <= _FEW_TEXTS:
        for key in value:
            if isinstance(key, str):
                yield from _frames(Recipe(value[key], Picked(made.step, key)), depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _frames(made.part(field.name), depth + 1)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """As the CSV has it: named indexes are columns."""
    return frame.reset_index() if any(name is not None for name in frame.index.names) else frame.reset_index(drop=True)


def _selections(start: Recipe, wanted: pd.DataFrame, target: pd.DataFrame) -> Iterator[Recipe]:
    """What could make the frame wanted from a start; few, and only where the columns allow it."""
    named = any(name is not None for name in start.frame.index.names)
    if named and list(start.frame.index.names) != list(wanted.index.names):
        start, named = start.then("reset_index"), False
    columns = list(wanted.columns if named else target.columns)
    suffix = _suffix(columns, list(start.frame.columns))
    if suffix is None or start.frame.empty or len(start.frame) < len(wanted):
        return
    asked = [str(name).removesuffix(suffix) if suffix else name for name in columns]

    def finished(rows: Recipe) -> Recipe:
        chosen = rows if list(rows.frame.columns) == asked else rows[asked]
        return chosen.then("add_suffix", suffix) if suffix else chosen

    for rows in _rows(start, wanted if named else target, suffix):
        if len(rows.frame) == len(wanted):
            yield finished(rows)
            if len(wanted) > 1:
                yield finished(rows).then("sort_index", ascending=False)
                for name in columns:
                    if pd.api.types.is_datetime64_any_dtype(target[name]) and not suffix:
                        yield finished(rows.then("sort_values", name, ascending=False, kind="stable"))
                        yield finished(rows.then("sort_values", name, kind="stable"))


def _suffix(wanted: list[Any], there: list[Any]) -> str | None:
    """What stands behind every wanted name to tell it from those there ("": nothing); None where the names do not match."""
    if set(wanted) <= set(there):
        return ""
    for name in there:
        if isinstance(name, str) and str(wanted[0]).startswith(name):
            suffix = str(wanted[0])[len(name) :]
            if suffix and all(str(one).endswith(suffix) and str(one).removesuffix(suffix) in there for one in wanted):
                return suffix
    return None


def _rows(start: Recipe, wanted: pd.DataFrame, suffix: str) -> Iterator[Recipe]:
    """All rows; a span of days of the index; the first or last; those between days and with the texts that are wanted."""
    frame, count = start.frame, len(wanted)
    if len(frame) == count:
        yield start
    if isinstance(frame.index, pd.DatetimeIndex) and isinstance(wanted.index, pd.DatetimeIndex):
        yield start.between(wanted.index.min().date(), wanted.index.max().date())
        return
    yield start.then("head", count)
    yield start.then("tail", count)
    if suffix:
        return
    days = [name for name in frame if pd.api.types.is_datetime64_any_dtype(frame[name]) and name in wanted.columns]
    texts = [name for name in frame if pd.api.types.is_string_dtype(frame[name]) and name in wanted.columns]
    parts = [_with_texts(name, wanted[name]) for name in texts]
    only = " and ".join(part for part in parts if part)
    if only:
        yield start.then("query", only)
    for name in days:
        first, last = wanted[name].min(), wanted[name].max()
        if pd.notna(first):
            span = f"'{first.date()}' <= {name} <= '{last.date()}'"
            yield start.then("query", span)
            if only:
                yield start.then("query", f"{only} and {span}")


def _with_texts(name: Any, cells: pd.Series) -> str:
    """The condition that a column has one of the few texts it has here; "" where they are many."""
    listed = sorted(cells.dropna().unique())
    if (
        not str(name).isidentifier()
        or not 0 < len(listed) <= _FEW_TEXTS
        or any('"' in one for one in listed)
        or cells.isna().any()
    ):
        return ""
    return f"{name} == [{', '.join(repr(one) for one in listed)}]"
