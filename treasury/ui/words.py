"""Sentences that several pages need: alt texts that state the finding of a chart, from the figures that are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from treasury import units
from treasury.language import N_, tr
from treasury.language import joined as joined

MOST_NAMED = 6


def over(what: str, frame: pd.DataFrame, level: Callable[[float], str], change: Callable[[float], str], span: str) -> str:
    """What lines did over a span: last value and change of each (the first six), for those who cannot see them.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-11"])
    >>> frame = pd.DataFrame({"10Y": [4.01, 4.48]}, index=days)
    >>> over("Yields", frame, units.percent, lambda moved: units.bp(moved * 100), "4 to 11 April")
    'Yields, 4 to 11 April: 10Y 4.48 % (+47 bp).'
    """
    what, said = tr(what), list[str]()
    for name in frame.columns[:MOST_NAMED]:
        kept = frame[name].dropna()
        if len(kept):
            moved = change(kept.iloc[-1] - kept.iloc[0])
            said.append(tr("{name} {level} ({change})", name=tr(str(name)), level=level(kept.iloc[-1]), change=moved))
    if not said:
        return tr("{what}, {span}: no figure.", what=what, span=span)
    listed = tr(", ").join(said)
    if frame.shape[1] > MOST_NAMED:
        listed = tr("{names} and {count} more", names=listed, count=frame.shape[1] - MOST_NAMED)
    return tr("{what}, {span}: {figures}.", what=what, span=span, figures=listed)


def yields_over(frame: pd.DataFrame, span: str, what: str = N_("Yields")) -> str:
    """`over` for lines in percent, changes in basis points."""
    return over(what, frame, units.percent, lambda moved: units.bp(moved * 100), span)


def spreads_over(frame: pd.DataFrame, span: str, what: str = N_("Spreads")) -> str:
    """`over` for lines in basis points."""
    return over(what, frame, units.level_bp, units.bp, span)


def moved(name: str, series: pd.Series, level: Callable[[float], str], change: Callable[[float], str]) -> str:
    """The title of a figure: where a line ended, and by how much it moved since the first day drawn.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-11"])
    >>> moved("10Y", pd.Series([4.01, 4.48], index=days), units.percent, lambda moved: units.bp(moved * 100))
    '10Y 4.48 %, +47 bp since 4 Apr 2025'
    """
    kept, name = series.dropna(), tr(name)
    if len(kept) < 2:
        return name
    return tr(
        "{name} {level}, {change} since {day}",
        name=name,
        level=level(kept.iloc[-1]),
        change=change(kept.iloc[-1] - kept.iloc[0]),
        day=units.day(kept.index[0]),
    )


def sentences(said: Iterable[str]) -> str:
    """Sentences one after the other, with the space between them that the reader's language has; "" for none.

    >>> sentences(["Held to May.", "Two lie ahead."])
    'Held to May. Two lie ahead.'
    """
    made = ""
    for sentence in said:
        made = tr("{first} {second}", first=made, second=sentence) if made else sentence
    return made


def rate_moved(name: str, series: pd.Series) -> str:
    """`moved` for a line in percent, its change in basis points."""
    return moved(name, series, units.percent, lambda change: units.bp(change * 100))


def spread_moved(name: str, series: pd.Series) -> str:
    """`moved` for a line in basis points."""
    return moved(name, series, units.level_bp, units.bp)
