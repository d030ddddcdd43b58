"""How columns of a table are written: the unit at the end of a column's name decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from treasury.analytics.rows import from_rows as from_rows
from treasury.ui.downloads import defused
from treasury.units import SCALES, usd_scale

# By the end of the column's name: the number format and the unit that the heading gets. Changes carry their sign.
_FORMATS: Mapping[str, tuple[str, str]] = {
    "_change_pct": ("%+.1f", "%"),
    "_change": ("%+.2f", ""),  # the unit stands in a column of its own
    "_percentile_pct": ("%.0f", "percentile"),
    "_share_pct": ("%.1f", "%"),
    "stop_pct": ("%.3f", "%"),
    "high_yield": ("%.3f", "%"),
    "high_discount_rate": ("%.3f", "%"),
    "high_discount_margin": ("%.3f", "%"),
    "bid_to_cover": ("%.2f", "times"),
    "coupon_pct": ("%.3f", "%"),
    "_level_bp": ("%.0f", "bp"),  # a volatility or spread: no plus
    "rmse_bp": ("%.1f", "bp"),  # sizes of errors: no plus either
    "mae_bp": ("%.1f", "bp"),
    "worst_bp": ("%.1f", "bp"),
    "_bp": ("%+.1f", "bp"),
    "_pct": ("%.2f", "%"),
    "_ratio": ("%.2f", ""),
    "_years": ("%.2f", "years"),
    "_months": ("%.1f", "months"),
}


def formatted(
    frame: pd.DataFrame, labels: Mapping[str, str], helps: Mapping[str, str], usd: tuple[str, int] | None = None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The frame for display and Streamlit's column settings; dollars are scaled to one unit a column.

    ``usd`` gives the unit ("bn") and the decimals for all dollar columns alike.
    """
    shown, columns = frame.copy(), dict[str, Any]()
    for name in frame.columns:
        label, note = labels.get(name, str(name)), helps.get(name)
        cells = frame[name]
        if pd.api.types.is_datetime64_any_dtype(cells):
            columns[name] = st.column_config.DateColumn(label, help=note, format="D MMM YYYY")
        elif str(name).endswith("_usd"):
            divisor, unit = usd_scale(float(cells.abs().max()) if cells.notna().any() else 0.0)
            form = "%.1f" if unit else "%.0f"
            if usd:
                divisor, unit, form = next(d for d, u in SCALES if u == usd[0]), usd[0], f"%.{usd[1]}f"
            shown[name] = cells / divisor
            columns[name] = st.column_config.NumberColumn(f"{label}, USD {unit}".rstrip(), help=note, format=form)
        elif pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
            columns[name] = _number(str(name), label, note)
        else:
            shown[name] = cells.map(defused, na_action="ignore")  # the table has an export of its own
            columns[name] = st.column_config.TextColumn(label, help=note)
    for name in frame.index.names:
        if name:
            columns[name] = st.column_config.Column(labels.get(name, str(name).capitalize()))
    return shown, columns


def _number(name: str, label: str, note: str | None) -> Any:
    for ending, (form, unit) in _FORMATS.items():
        if name.endswith(ending):
            return st.column_config.NumberColumn(f"{label}, {unit}" if unit else label, help=note, format=form)
    return st.column_config.NumberColumn(label, help=note, format="localized")


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
