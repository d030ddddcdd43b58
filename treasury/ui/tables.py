"""How columns of a table are written: the unit at the end of a column's name decides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from treasury.analytics.rows import from_rows as from_rows
from treasury.language import ENGLISH, JAPANESE, N_, current, tr
from treasury.ui.downloads import defused
from treasury.units import SCALES, missing, scales, usd_scale

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

_DAYS = {ENGLISH: "D MMM YYYY", JAPANESE: "YYYY年M月D日"}
_GROUPED_FROM = 999.5  # what is written with four digits or more gets a comma

# By the end of the column's name: the number format and the unit that the heading gets. Changes carry their sign.
_FORMATS: Mapping[str, tuple[str, str]] = {
    "fsi_change": ("%+.3f", N_("points")),
    "_equity_valuation_change": ("%+.3f", N_("points")),
    "_change_pct": ("%+.1f", "%"),
    "_change": ("%+.2f", ""),  # the unit stands in a column of its own
    "_percentile_pct": ("%.0f", N_("percentile")),
    "_share_pct": ("%.1f", "%"),
    "stop_pct": ("%.3f", "%"),
    "high_yield": ("%.3f", "%"),
    "high_discount_rate": ("%.3f", "%"),
    "high_discount_margin": ("%.3f", "%"),
    "bid_to_cover": ("%.2f", N_("times")),
    "coupon_pct": ("%.3f", "%"),
    "_level_bp": ("%.0f", "bp"),  # a volatility or spread: no plus
    "rmse_bp": ("%.1f", "bp"),  # sizes of errors: no plus either
    "mae_bp": ("%.1f", "bp"),
    "worst_bp": ("%.1f", "bp"),
    "_fine_bp": ("%+.2f", "bp"),  # parts that must be seen to add up
    "_bp": ("%+.1f", "bp"),  # without the decimal where the whole table is in whole basis points, as par yields are published
    "_pct": ("%.2f", "%"),
    "_ratio": ("%.2f", ""),
    "gauge": ("%.1f", ""),
    "highest_after": ("%.1f", ""),
    "adds": ("%+.1f", ""),
    "_years": ("%.2f", N_("years")),
    "_months": ("%.1f", N_("months")),
}


def formatted(
    frame: pd.DataFrame, labels: Mapping[str, str], helps: Mapping[str, str], usd: tuple[str, int] | None = None
) -> tuple[pd.DataFrame | Styler, dict[str, Any]]:
    """The frame for display and Streamlit's column settings; dollars are scaled to one unit a column.

    ``usd`` gives the unit ("bn") and the decimals for all dollar columns alike. Changes that round to zero have no sign.
    """
    frame = frame if current() == ENGLISH else frame.rename(index=_words)
    shown, columns = frame.copy(), dict[str, Any]()
    whole, texts = _in_whole_bp(frame), dict[str, Callable[[float], str]]()
    for name in frame.columns:
        label, note = tr(labels.get(name, str(name))), tr(helps[name]) if name in helps else None
        cells = frame[name]
        if pd.api.types.is_datetime64_any_dtype(cells):
            columns[name] = st.column_config.DateColumn(label, help=note, format=day_format())
        elif str(name).endswith("_usd"):
            divisor, unit = usd_scale(float(cells.abs().max()) if cells.notna().any() else 0.0)
            form = "%.1f" if divisor > 1 else "%.0f"  # plain dollars bear a name in other languages
            if usd:
                divisor, unit, decimals = _alike(*usd)
                form = f"%.{decimals}f"
            shown[name] = cells / divisor
            if cells.abs().max() / divisor >= _GROUPED_FROM:
                texts[name], form = partial(_grouped, decimals=int(form[2])), ""
            columns[name] = st.column_config.NumberColumn(_in_usd(label, unit), help=note, format=form or None)
        elif pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
            form, unit = _form(str(name), whole)
            if form.startswith("%+") and cells.round(int(form[3])).eq(0).any():
                texts[name], form = partial(_with_sign, decimals=int(form[3])), ""
            columns[name] = st.column_config.NumberColumn(
                tr("{label}, {unit}", label=label, unit=tr(unit)) if unit else label, help=note, format=form or None
            )
        else:
            shown[name] = cells.map(lambda cell: defused(_words(cell)), na_action="ignore")  # the table has an export of its own
            columns[name] = st.column_config.TextColumn(label, help=note)
    for name in frame.index.names:
        if name:
            columns[name] = st.column_config.Column(tr(labels.get(name, str(name).capitalize())))
    # The browser's number formats have no word for zero in a column of signs, and none for thousands with fixed decimals; a
    # text beside the number has.
    return (shown.style.format(texts, na_rep=missing()) if texts else shown), columns


def _words(cell: Any) -> Any:
    """A cell or the name of a row in the reader's language; one of several texts is translated text by text."""
    if not isinstance(cell, str) or current() == ENGLISH:
        return cell
    if (whole := tr(cell)) != cell:
        return whole
    parts = cell.split("; ")
    translated = list(map(tr, parts))
    return cell if translated == parts else tr(", ").join(translated)


def day_format() -> str:
    """How the days of a table are written, for Streamlit's date columns."""
    return _DAYS.get(current(), _DAYS[ENGLISH])


def _alike(unit: str, decimals: int) -> tuple[float, str, int]:
    """Divisor and name of a unit of dollars, and decimals; in other languages the unit nearest below, to the same cent."""
    wanted = next(divisor for divisor, name in SCALES if name == unit)
    divisor, name = next((divisor, name) for divisor, name in scales() if divisor <= wanted)
    return divisor, name, max(0, decimals - round(math.log10(wanted / divisor)))


def _in_usd(label: str, unit: str) -> str:
    return tr("{label}, USD {unit}", label=label, unit=unit) if unit else tr("{label}, USD", label=label)


def _form(name: str, whole: bool) -> tuple[str, str]:
    form, unit = next((made for ending, made in _FORMATS.items() if name.endswith(ending)), ("localized", ""))
    return ("%+.0f" if whole and form == "%+.1f" and unit == "bp" else form), unit


def _in_whole_bp(frame: pd.DataFrame) -> bool:
    """Whether every change in basis points is a whole number."""
    cells = frame[[name for name in frame.columns if _form(str(name), False) == _FORMATS["_bp"]]]
    return bool((cells.isna() | (cells.round(6) % 1 == 0)).all(axis=None))


def _grouped(value: float, decimals: int) -> str:
    """A number with a comma between thousands.

    >>> _grouped(2572.64, 1), _grouped(-0.04, 1)
    ('2,572.6', '0.0')
    """
    return f"{round(value, decimals) + 0.0:,.{decimals}f}"


def _with_sign(value: float, decimals: int) -> str:
    """A change with its sign, zero without.

    >>> _with_sign(47.0, 0), _with_sign(-0.04, 1), _with_sign(-3.26, 1)
    ('+47', '0.0', '-3.3')
    """
    shown = round(value, decimals) + 0.0
    return f"{shown:+,.{decimals}f}" if shown else f"{shown:.{decimals}f}"


def number_format(name: str) -> str:
    """How a spreadsheet shows the numbers of a column, by the end of its name; text and days are not asked for.

    >>> number_format("change_bp"), number_format("accepted_usd"), number_format("10Y")
    ('+0.0;-0.0;0.0', '#,##0', 'General')
    """
    if name.endswith("_usd"):
        return "#,##0"
    form = next((form for ending, (form, _) in _FORMATS.items() if name.endswith(ending)), "")
    if not form:
        return "General"
    places = int(form[form.index(".") + 1])
    shown = "0." + "0" * places if places else "0"
    return f"+{shown};-{shown};{shown}" if "+" in form else shown


def cut_percentiles(frame: pd.DataFrame) -> pd.DataFrame:
    """Percentiles cut to whole numbers as `units.ordinal` writes them, so that sentence and table agree: only the top is 100."""
    names = [name for name in frame.columns if str(name).endswith("_percentile_pct")]
    return frame.assign(**{name: frame[name] // 1 for name in names})
