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
    target = _flat(wanted)
    for start in _starts():
        for tried in _selections(start, wanted, target):
            if _same(tried.frame, target):
                return tried
        if (conditioned := _conditioned(start, target)) is not None:
            return conditioned
    return None


def _same(frame: pd.DataFrame, target: pd.DataFrame) -> bool:
    """Whether a frame makes the CSV of the one wanted; the text, which takes long, is compared only where the cells agree."""
    return len(frame) == len(target) and _flat(frame).equals(target) and csv_bytes(frame) == csv_bytes(target)


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

    for rows in _rows(start, wanted if named else target):
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


def _rows(start: Recipe, wanted: pd.DataFrame) -> Iterator[Recipe]:
    """All rows; a span of days of the index; the first or last so many."""
    frame, count = start.frame, len(wanted)
    if len(frame) == count:
        yield start
    elif isinstance(frame.index, pd.DatetimeIndex) and isinstance(wanted.index, pd.DatetimeIndex):
        yield start.between(wanted.index.min().date(), wanted.index.max().date())
    else:
        yield start.then("head", count)
        yield start.then("tail", count)


def _conditioned(start: Recipe, target: pd.DataFrame) -> Recipe | None:
    """The rows of a start between days and with texts as those wanted have them, by as few conditions as will do."""
    frame = start.frame
    if frame.empty or len(frame) <= len(target) or not set(target.columns) <= set(frame.columns):
        return None
    conditions = [said for name in target.columns if (said := _condition(name, frame[name], target[name]))]

    def made(parts: list[str]) -> Recipe | None:
        rows = start.then("query", " and ".join(parts))
        if len(rows.frame) != len(target):
            return None
        columns = list(target.columns)
        rows = rows if list(rows.frame.columns) == columns else rows[columns]
        ordered = (rows, rows.then("sort_index", ascending=False))
        return next((one for one in ordered if _same(one.frame, target)), None)

    whole = made(conditions) if conditions else None
    if whole is None:
        return None
    for part in reversed(conditions):  # what tells rows apart stands in the first columns, what follows from it in the later
        fewer = [one for one in conditions if one != part]
        if fewer and (again := made(fewer)) is not None:
            conditions, whole = fewer, again
    return whole


def _condition(name: Any, every: pd.Series, cells: pd.Series) -> str:
    """What the cells wanted of a column have in common, where not all of them have it; "" for nothing that can be said."""
    if not str(name).isidentifier() or cells.isna().any():
        return ""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return f"'{cells.min().date()}' <= {name} <= '{cells.max().date()}'"
    if not pd.api.types.is_string_dtype(cells):
        return ""
    listed = sorted(cells.unique())
    if not 0 < len(listed) <= _FEW_TEXTS or set(listed) == set(every):
        return ""
    return f"{name} == {listed[0]!r}" if len(listed) == 1 else f"{name} in [{', '.join(map(repr, listed))}]"
