"""Figures as text: dollars, percent, basis points, days. Formats only; frames keep whole numbers and published units.

A missing figure becomes "n/a", with the reason in words where the caller knows it; it is never shown as zero.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import SupportsFloat

from babel.dates import format_skeleton

from treasury.language import ENGLISH, JAPANESE, N_, current, tr

Number = SupportsFloat | None

MISSING = N_("n/a")
# Written out because the names of strftime depend on the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Scales = tuple[tuple[float, str], ...]
SCALES: Scales = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
# Where numbers are counted by the ten thousand, the unit's name has the currency in it.
_SCALES_BY: dict[str, Scales] = {JAPANESE: ((1e12, "兆ドル"), (1e8, "億ドル"), (1e4, "万ドル"), (1.0, "ドル"))}


def missing(why: str = "") -> str:
    """What stands where a figure is not there.

    >>> missing(), missing("not held before 2004")
    ('n/a', 'n/a (not held before 2004)')
    """
    return tr("{missing} ({why})", missing=tr(MISSING), why=why) if why else tr(MISSING)


def is_missing(value: object) -> bool:
    """Whether a cell holds no figure: None, NaN or NaT.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0.0)
    (True, True, False)
    """
    return value is None or value != value


def usd(value: Number, decimals: int | None = None, why: str = "") -> str:
    """Whole dollars, scaled to three significant figures: tn from a million million, bn from a thousand million, m.

    >>> usd(5_190_000_000), usd(38_123_456_789_012), usd(-250_000_000), usd(None)
    ('USD 5.19 bn', 'USD 38.1 tn', 'USD -250 m', 'n/a')
    >>> usd(999_999_999_999), usd(12_345.4), usd(5_190_000_000, decimals=1)
    ('USD 1.00 tn', 'USD 12,345', 'USD 5.2 bn')
    """
    if value is None or is_missing(value):
        return missing(why)
    amount = float(value)
    divisor, name = usd_scale(amount)
    if divisor == 1.0:
        return tr("USD {amount}", amount=f"{amount:,.0f}")
    return tr("USD {amount} {unit}", amount=_three_figures(amount / divisor, decimals), unit=name)


def usd_scale(largest: float) -> tuple[float, str]:
    """What to divide dollars by so that the largest reads well, and the name of that unit ("" for plain dollars).

    >>> usd_scale(5.19e9), usd_scale(-3e12), usd_scale(1200)
    ((1000000000.0, 'bn'), (1000000000000.0, 'tn'), (1.0, ''))
    """
    for divisor, name in scales():
        # 999.6 m would be rounded to "1000 m"
        if abs(largest) >= divisor * 0.9995:
            return divisor, name
    return 1.0, ""


def scales() -> Scales:
    """The units of dollars in the reader's language, the largest first.

    >>> scales()[0]
    (1000000000000.0, 'tn')
    """
    return _SCALES_BY.get(current(), SCALES)


def _three_figures(value: float, decimals: int | None) -> str:
    if decimals is None:
        size = abs(value)
        decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    return f"{_no_minus_zero(value, decimals):,.{decimals}f}"


def _no_minus_zero(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0


def percent(value: Number, decimals: int = 2, why: str = "") -> str:
    """A yield, rate or share as published.

    >>> percent(4.48), percent(21.934, 1), percent(float("nan"), why="no auction yet")
    ('4.48 %', '21.9 %', 'n/a (no auction yet)')
    """
    if value is None or is_missing(value):
        return missing(why)
    return tr("{figure} %", figure=f"{_no_minus_zero(float(value), decimals):,.{decimals}f}")


def bp(value: Number, decimals: int = 0, why: str = "") -> str:
    """A change in basis points, always with its sign; no change is "0 bp".

    >>> bp(47), bp(-3.26, 1), bp(0.2), bp(None)
    ('+47 bp', '-3.3 bp', '0 bp', 'n/a')
    """
    if value is None or is_missing(value):
        return missing(why)
    shown = _no_minus_zero(float(value), decimals)
    return tr("{figure} bp", figure=f"{shown:+,.{decimals}f}" if shown else "0")


def level_bp(value: Number, decimals: int = 0, why: str = "") -> str:
    """A spread or volatility in basis points: a minus where it is negative, no plus.

    >>> level_bp(52), level_bp(-14.4)
    ('52 bp', '-14 bp')
    """
    if value is None or is_missing(value):
        return missing(why)
    return tr("{figure} bp", figure=f"{_no_minus_zero(float(value), decimals):,.{decimals}f}")


def change_pct(value: Number, decimals: int = 1, why: str = "") -> str:
    """A relative change, always with its sign.

    >>> change_pct(-4.84), change_pct(0.01)
    ('-4.8 %', '0.0 %')
    """
    if value is None or is_missing(value):
        return missing(why)
    shown = _no_minus_zero(float(value), decimals)
    return tr("{figure} %", figure=f"{shown:+,.{decimals}f}" if shown else f"{shown:.{decimals}f}")


def count(value: Number, why: str = "") -> str:
    """A whole number with separators.

    >>> count(1234567), count(None, "never fetched")
    ('1,234,567', 'n/a (never fetched)')
    """
    return missing(why) if value is None or is_missing(value) else f"{float(value):,.0f}"


def number(value: Number, decimals: int = 2, unit: str = "", why: str = "") -> str:
    """A plain figure with its unit behind it.

    >>> number(2.51), number(71.25, 1, "months")
    ('2.51', '71.2 months')
    """
    if value is None or is_missing(value):
        return missing(why)
    figure = f"{_no_minus_zero(float(value), decimals):,.{decimals}f}"
    return tr("{figure} {unit}", figure=figure, unit=tr(unit)) if unit else figure


def ordinal(value: Number, why: str = "") -> str:
    """A rank or percentile in words: whole, with its ending. A percentile is cut, not rounded: only the top is the 100th.

    In a language without such endings, the number alone: what it counts stands behind it.

    >>> ordinal(1), ordinal(22), ordinal(13), ordinal(99.7)
    ('1st', '22nd', '13th', '99th')
    """
    if value is None or is_missing(value):
        return missing(why)
    whole = math.floor(float(value))
    if current() != ENGLISH:
        return f"{whole:,}"
    ending = "th" if 10 <= whole % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


def day(value: date | None, why: str = "") -> str:
    """A day as people write it.

    >>> day(date(2025, 4, 11)), day(None)
    ('11 Apr 2025', 'n/a')
    """
    if value is None or is_missing(value):
        return missing(why)
    return _written(value, "yMMMd", f"{value.day} {MONTHS[value.month - 1]} {value.year}")


def day_of_month(value: date) -> str:
    """A day whose year stands elsewhere.

    >>> day_of_month(date(2025, 4, 11))
    '11 Apr'
    """
    return _written(value, "MMMd", f"{value.day} {MONTHS[value.month - 1]}")


def month(value: date) -> str:
    """A month with its year.

    >>> month(date(2025, 4, 11))
    'Apr 2025'
    """
    return _written(value, "yMMM", f"{MONTHS[value.month - 1]} {value.year}")


def month_of_year(value: date) -> str:
    """A month whose year stands elsewhere.

    >>> month_of_year(date(2025, 4, 11))
    'Apr'
    """
    return _written(value, "MMM", MONTHS[value.month - 1])


def _written(value: date, parts: str, english: str) -> str:
    return english if current() == ENGLISH else str(format_skeleton(parts, value, locale=current()))


def days(first: date | None, last: date | None) -> str:
    """A span of days, or the one day where both are the same.

    >>> days(date(2025, 4, 7), date(2025, 4, 11)), days(date(2025, 4, 7), None)
    ('7 Apr 2025 to 11 Apr 2025', '7 Apr 2025')
    """
    return day(first) if last is None or last == first else tr("{first} to {last}", first=day(first), last=day(last))


def moment(value: datetime | None, why: str = "") -> str:
    """A moment in UTC, to the minute.

    >>> moment(datetime(2026, 11, 23, 5, 46))
    '23 Nov 2026 05:46 UTC'
    """
    if value is None or is_missing(value):
        return missing(why)
    return tr("{day} {time} UTC", day=day(value), time=f"{value:%H:%M}")
