"""A frame together with how it was made: the page draws the one, and the reader gets the other as Python (docs/evidence.md).

A page begins with `of` (a dataset as it is held), goes on with `call` or `kept` (an analysis) and with pandas' own selections,
and hands the end to `layout.show_chart` or `show_table` as their csv. So what is drawn and what the snippet makes cannot drift.

    yields = recipe.of(loaded)
    part = yields[["2Y", "10Y"]].between(shown.start, shown.end)
    table = recipe.kept(moves.moves_table, yields, as_of=day)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from treasury import reference
from treasury.ui import cache, snippet
from treasury.ui.cache import Loaded
from treasury.ui.steps import AsHeld, Between, Call, File, Held, Method, Part, Picked, datasets, module_of, spelled, versions

_NO_TEXT = pd.Series(dtype="str")
_TEXTS = ("label", "title", "category", "end_date")  # of a key date


@dataclass(frozen=True, eq=False)
class Recipe:
    """A value (a frame, a series, the result of an analysis) and the step that made it."""

    value: Any
    step: Any

    @property
    def frame(self) -> pd.DataFrame:
        """The value, which is a frame."""
        made: pd.DataFrame = self.value
        return made

    @property
    def python(self) -> str:
        """About ten lines that make the frame again from the same versions; "" where one of its datasets is not held."""
        return snippet.lines(self.step)

    @property
    def datasets(self) -> list[Loaded]:
        """What it is made from."""
        return datasets(self.step)

    def __getitem__(self, key: Any) -> Recipe:
        """A column, a list of columns, or an item."""
        return Recipe(self.value[key], Picked(self.step, key))

    def between(self, start: date, end: date) -> Recipe:
        """The rows from one day to another, both included; days as index."""
        return Recipe(self.value.loc[pd.Timestamp(start) : pd.Timestamp(end)], Between(self.step, start, end))

    def then(self, method: str, *inputs: Any, **scalars: Any) -> Recipe:
        """A method of pandas, by its name; recipes among its arguments are part of it."""
        made = getattr(self.value, method)(*_values(inputs), **_values(scalars))
        return Recipe(made, Method(self.step, method, _steps(inputs), _steps(scalars)))

    def part(self, name: str) -> Recipe:
        """A field of the value."""
        return Recipe(getattr(self.value, name), Part(self.step, name))


def of(loaded: Loaded, known: date | None = None) -> Recipe:
    """A dataset's rows, as `treasury.load` gives them; ``known``: the earlier day at whose end they were known."""
    return Recipe(loaded.frame, Held(loaded, known))


def as_held(name: str, column: str) -> Recipe:
    """One column of a dataset as its versions had it, oldest first (`cache.as_held`)."""
    loaded = cache.as_held(name, column)
    return Recipe(loaded.frame, AsHeld(loaded, column, (*cache.earlier(name), snippet.known([loaded]))))


def call(function: Callable[..., Any], *inputs: Any, **scalars: Any) -> Recipe:
    """``function(*inputs, **scalars)``: a public analysis of datasets, other recipes and small values, also within lists."""
    module_of(function)
    return Recipe(function(*_values(inputs), **_values(scalars)), Call(function, _steps(inputs), _steps(scalars)))


def kept(function: Callable[..., Any], *inputs: Any, **scalars: Any) -> Recipe:
    """As `call`, and kept in memory by what it is made from; for analyses that take more than a few milliseconds."""
    step = Call(function, _steps(inputs), _steps(scalars))
    value = cache.worked_out(spelled(step), versions(step), lambda: function(*_values(inputs), **_values(scalars)))
    return Recipe(value, step)


def reviewed(read: Callable[[], pd.DataFrame], frame: pd.DataFrame, changed: int = 0) -> Recipe:
    """A reviewed file that the page holds already, the function that reads it, and when the file was last written."""
    module_of(read)
    return Recipe(frame, File(read, (), {}, changed))


def key_dates() -> Recipe:
    """The key dates; without rows where they cannot be read."""
    frame, trouble = cache.key_dates()
    empty = pd.DataFrame({"date": pd.to_datetime([]), "default": pd.Series(dtype="bool")} | dict.fromkeys(_TEXTS, _NO_TEXT))
    return reviewed(reference.key_dates, empty if trouble else frame)


def frame_of(given: pd.DataFrame | Recipe) -> pd.DataFrame:
    return given.frame if isinstance(given, Recipe) else given


def _values(given: Any) -> Any:
    return _each(given, lambda one: one.value if isinstance(one, Recipe) else one.frame)


def _steps(given: Any) -> Any:
    return _each(given, lambda one: one.step if isinstance(one, Recipe) else Held(one))


def _each(given: Any, change: Callable[[Any], Any]) -> Any:
    """The same with every recipe and dataset in it changed, also within lists, tuples and dictionaries."""
    if isinstance(given, Recipe | Loaded):
        return change(given)
    if isinstance(given, dict | Mapping):
        return {key: _each(one, change) for key, one in given.items()}
    if type(given) in (list, tuple):
        return type(given)(_each(one, change) for one in given)
    return given
