"""What a link says, read as what a control can show: a value, and a word where it had to be corrected. Nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from treasury import units
from treasury.calendar import parse_day
from treasury.errors import BadInput
from treasury.language import tr
from treasury.ui.text import one_line, plain, quoted

_LONGEST_NUMBER = 40  # characters
MANY = 30  # more values than this in a link are not looked at
MOST_DAYS = 6  # over each other in one figure


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest number a control takes, its step, and how many decimals are shown."""

    least: float
    most: float
    step: float
    decimals: int = 2

    def within(self, value: float) -> float:
        return min(max(float(value), self.least), self.most)


def one(
    raw: Sequence[str], options: Sequence[str], default: str, label: str, spelled: Callable[[str], str] = str
) -> tuple[str, str]:
    found = match(raw[0], options) or match(raw[0], options, spelled)
    if found is not None:
        return found, ""
    return default, tr(
        "{label}: the link says {asked}, which there is not; showing {shown}.",
        label=label,
        asked=quoted(raw[0]),
        shown=plain(tr(default)),
    )


def many(raw: Sequence[str], options: Sequence[str], default: Sequence[str], label: str) -> tuple[list[str], str]:
    pieces = [piece for text in raw[:MANY] for piece in (text[:1000].split(",") if match(text, options) is None else [text])]
    pieces = pieces[:MANY]
    found = [match(piece, options) for piece in pieces]
    chosen = [option for option in options if option in found]
    unknown = [piece for piece, option in zip(pieces, found, strict=True) if option is None]
    if not unknown:
        return chosen, ""
    shown = chosen or list(default)
    longest = max(raw, key=len) if len(raw) == 1 and len(raw[0]) > 1000 else unknown[0]
    return shown, tr(
        "{label}: the link says {asked}, which there is not; showing {shown}.",
        label=label,
        asked=quoted(longest),
        shown=plain(", ".join(map(tr, shown))) or tr("none"),
    )


def read_entries(
    raw: Sequence[str], read: Callable[[str], str], default: Sequence[str], most: int, label: str
) -> tuple[list[str], str]:
    kept, said = dict[str, None](), list[str]()
    for text in raw[:MANY]:
        try:
            kept[read(text)] = None
        except BadInput as fault:
            said.append(tr("{text} cannot be used ({fault})", text=quoted(text), fault=plain(str(fault))))
    if len(kept) > most or len(raw) > MANY:
        said.append(tr("{count} are named, the first {most} are kept", count=len(raw), most=most))
    chosen = list(kept)[:most] or list(default)
    return chosen, tr(
        "{label}: {faults}; showing {shown}.", label=label, faults="; ".join(said[:3]), shown=plain(", ".join(chosen))
    ) if said else ""


def match(text: str, options: Sequence[str], spelled: Callable[[str], str] = str) -> str | None:
    wanted = text.strip().casefold()
    return next((option for option in options if spelled(option).casefold() == wanted), None)


def as_number(text: str, default: float, bounds: Bounds, label: str) -> tuple[float, str]:
    value, said = _finite(text), tr("{label}: {asked} in the link", label=label, asked=quoted(text))
    if value is None:
        return default, tr("{said} is no number; showing {shown}.", said=said, shown=units.number(default, bounds.decimals))
    mended = bounds.within(value)
    if mended != value:
        shown = units.number(mended, bounds.decimals)
        if value > mended:
            return mended, tr("{said} is too large; showing {shown}.", said=said, shown=shown)
        return mended, tr("{said} is too small; showing {shown}.", said=said, shown=shown)
    return value, ""


def as_optional_number(text: str, bounds: Bounds, label: str, *, nearest: bool = False) -> tuple[float | None, str]:
    value, said = _finite(text), tr("{label}: {asked} in the link", label=label, asked=quoted(text))
    if value is None:
        return None, tr("{said} is no number; none is used.", said=said)
    if nearest:
        return as_number(text, value, bounds, label)
    if bounds.within(value) != value:
        return None, tr(
            "{said} is not between {least:g} and {most:g}; none is used.", said=said, least=bounds.least, most=bounds.most
        )
    return value, ""


def _finite(text: str) -> float | None:
    try:
        value = float(text) if len(text) <= _LONGEST_NUMBER else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def as_text(raw: str, longest: int, label: str) -> tuple[str, str]:
    value = one_line(raw)
    kept = value[:longest].rstrip()
    reasons = [tr("signs that are no letters, figures or punctuation")] if value != " ".join(raw.split()) else []
    reasons += [tr("more than {longest} characters", longest=longest)] if kept != value else []
    if not reasons:
        return kept, ""
    return kept, tr(
        "{label}: {asked} in the link has {reasons}; showing {shown}.",
        label=label,
        asked=quoted(raw),
        reasons=tr(" and ").join(reasons),
        shown=plain(kept) if kept else tr("none"),
    )


def as_day(text: str, default: date | None, first: date, last: date, label: str) -> tuple[date | None, str]:
    instead = units.day(default) if default else tr("the whole range on that side")
    try:
        value = parse_day(text, name="date")
    except BadInput as fault:
        reason = plain(str(fault).removeprefix("date: "))
        return default, tr(
            "{label}: {asked} in the link cannot be used ({reason}); showing {shown}.",
            label=label,
            asked=quoted(text),
            reason=reason,
            shown=instead,
        )
    if value > last:
        return last, tr(
            "{label}: {day} lies after the last figure; showing {shown}.",
            label=label,
            day=units.day(value),
            shown=units.day(last),
        )
    if value < first:
        return first, tr(
            "{label}: {day} lies before the first figure; showing {shown}.",
            label=label,
            day=units.day(value),
            shown=units.day(first),
        )
    return value, ""


def as_days(pieces: Sequence[str], held: pd.DatetimeIndex) -> tuple[list[str], list[str]]:
    """The days meant, ascending and each once, and what was done to those that cannot be shown."""
    found, words = list[date](), list[str]()
    first, last = held[0].date(), held[-1].date()
    for piece in pieces:
        try:
            day = parse_day(piece, name="date")
        except BadInput as fault:
            words.append(
                tr(
                    "{asked} is left out ({reason}).",
                    asked=quoted(piece),
                    reason=plain(str(fault).removeprefix("date: ")),
                )
            )
            continue
        near = max(held[max(held.searchsorted(pd.Timestamp(day), side="right") - 1, 0)].date(), first)
        if near != day:
            why = (
                tr("lies after the last figure")
                if day > last
                else tr("lies before the first")
                if day < first
                else tr("has no figure")
            )
            words.append(tr("{day} {why}; showing {shown}.", day=units.day(day), why=why, shown=units.day(near)))
        found.append(near)
    kept = list(dict.fromkeys(found))
    if len(kept) > MOST_DAYS:
        words.append(
            tr("{count} days are more than can be told apart; showing the first {most}.", count=len(kept), most=MOST_DAYS)
        )
    return [day.isoformat() for day in sorted(kept[:MOST_DAYS])], words
