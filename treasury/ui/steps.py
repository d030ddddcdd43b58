"""The steps by which a frame is made from datasets, each of which can be written as Python.

A step writes itself with the help of ``said``, which gives the text of whatever it is made of: another step or a plain value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from treasury.ui.cache import Loaded

Said = Callable[[Any], str]
# Where functions may come from that stand in a snippet: what works in a notebook, without the dashboard.
PUBLIC = ("treasury.analytics.", "treasury.answers.", "treasury.reference", "treasury.refunding_files", "pandas")


@dataclass(frozen=True, eq=False)
class Held:
    """A dataset's rows, as `treasury.load` gives them; ``known``: as known at the end of an earlier day."""

    item: Loaded
    known: date | None = None

    def text(self, said: Said) -> str:
        known = f', as_known_on="{self.known.isoformat()}"' if self.known else ""
        return f"treasury.load({said(self.item.dataset.id)}{known})"


@dataclass(frozen=True, eq=False)
class AsHeld:
    """One column of a dataset as it was known at several times, as `treasury.as_held` gives it."""

    item: Loaded
    column: str
    known: tuple[str, ...]

    def text(self, said: Said) -> str:
        return f"treasury.as_held({said(self.item.dataset.id)}, {said(self.column)}, {said(list(self.known))})"


@dataclass(frozen=True, eq=False)
class Call:
    """A function of other steps and plain values."""

    function: Callable[..., Any]
    inputs: tuple[Any, ...]
    scalars: Mapping[str, Any]

    def text(self, said: Said) -> str:
        return f"{said(self.function)}({_listed(self.inputs, self.scalars, said)})"


@dataclass(frozen=True, eq=False)
class File(Call):
    """A reviewed file, by the function that reads it; ``changed`` says when it was last written."""

    changed: int


@dataclass(frozen=True, eq=False)
class Method:
    """A method of the pandas value that another step makes."""

    on: Any
    name: str
    inputs: tuple[Any, ...]
    scalars: Mapping[str, Any]

    def text(self, said: Said) -> str:
        return f"{said(self.on)}.{self.name}({_listed(self.inputs, self.scalars, said)})"


@dataclass(frozen=True, eq=False)
class Picked:
    """A column, some columns or an item."""

    on: Any
    key: Any

    def text(self, said: Said) -> str:
        return f"{said(self.on)}[{said(self.key)}]"


@dataclass(frozen=True, eq=False)
class Between:
    """The rows from one day to another, both included; days as index."""

    on: Any
    start: date
    end: date

    def text(self, said: Said) -> str:
        return f'{said(self.on)}.loc["{self.start.isoformat()}":"{self.end.isoformat()}"]'


@dataclass(frozen=True, eq=False)
class Part:
    """A field of the value that another step makes."""

    on: Any
    name: str

    def text(self, said: Said) -> str:
        return f"{said(self.on)}.{self.name}"


STEPS = (Held, AsHeld, Call, File, Method, Picked, Between, Part)


def _listed(inputs: tuple[Any, ...], scalars: Mapping[str, Any], said: Said) -> str:
    return ", ".join([*map(said, inputs), *(f"{name}={said(value)}" for name, value in scalars.items())])


def written(value: Any, said: Said) -> str:
    """A plain value as Python; functions and classes by module and name. Raises TypeError for what cannot be written."""
    if value is None or isinstance(value, bool | int | range):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise TypeError(f"{value} cannot be written")
        return repr(value)
    if isinstance(value, datetime):  # a pandas timestamp too
        return f"pd.Timestamp({said(str(value))})"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, list | tuple | pd.Index):
        inner = ", ".join(map(said, value))
        return f"({inner}{',' if len(value) == 1 else ''})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{said(key)}: {said(one)}" for key, one in value.items()) + "}"
    if is_dataclass(value) and not isinstance(value, type):
        inside = ", ".join(f"{field.name}={said(getattr(value, field.name))}" for field in fields(value))
        return f"{said(type(value))}({inside})"
    if callable(value):
        return f"{module_of(value)}.{value.__qualname__}"
    if pd.api.types.is_scalar(value) and hasattr(value, "item"):  # a number as numpy has it
        return written(value.item(), said)
    raise TypeError(f"{type(value).__name__} cannot be written")


def module_of(function: Any) -> str:
    """The module under which a snippet finds a function or class. Raises TypeError for one that no notebook should import."""
    module, name = str(function.__module__), str(function.__qualname__)
    private = any(part.startswith("_") for part in (*module.split("."), *name.split("."))) or "<" in name
    if not module.startswith(PUBLIC) or (private and not module.startswith("pandas")):
        raise TypeError(f"{module}.{name} is no public analysis: move it to treasury/analytics")
    return "pandas" if module.startswith("pandas") else module


def spelled(value: Any) -> str:
    """A step, or anything it may be made of, as one expression: the same text means the same value from the same versions."""
    return value.text(spelled) if isinstance(value, STEPS) else written(value, spelled)


def leaves(value: Any) -> list[Held | AsHeld | File]:
    """The datasets and reviewed files behind a step, each once, in the order in which they are used."""
    found: dict[str, Held | AsHeld | File] = {}

    def said(one: Any) -> str:
        if isinstance(one, Held | AsHeld | File):
            found.setdefault(spelled(one), one)
        return one.text(said) if isinstance(one, STEPS) else written(one, said)

    said(value)
    return list(found.values())


def datasets(value: Any) -> list[Loaded]:
    """The datasets behind a step, each once, in the order in which they are used; at their newest where several are used."""
    newest_first = sorted(leaves(value), key=lambda leaf: isinstance(leaf, Held) and leaf.known is not None)
    found = [leaf.item for leaf in newest_first if not isinstance(leaf, File)]
    return list({item.dataset.id: item for item in reversed(found)}.values())[::-1]


def versions(value: Any) -> tuple[Any, ...]:
    """What a step is made from: every dataset with its version, every file with its last change."""
    return tuple(
        (spelled(leaf), leaf.changed) if isinstance(leaf, File) else (spelled(leaf), leaf.item.version, leaf.item.as_of)
        for leaf in leaves(value)
    )
