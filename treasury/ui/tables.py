"""How columns of a table are written: the unit at the end of a column's name decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury.ui.downloads import defused
from treasury.units import SCALES, usd_scale

# By the end of the column's name: the number format and the unit that the heading gets. Changes carry their sign.
_FORMATS: Mapping[str, tuple[str, str]] = {
    "fsi_change": ("%+.3f", "points"),
    "_equity_valuation_change": ("%+.3f", "points"),
    "_change_pct": ("%+.1f", "%"),
    "_change": ("%+.2f", ""),  # the unit stands in a column of its own
    "_percentile_pct": ("%.0f", "percentile"),
    "_share_pct": ("%.1f", "%"),
    "stop_pct": ("%.3f", "%"),
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


def cut_percentiles(frame: pd.DataFrame) -> pd.DataFrame:
    """Percentiles cut to whole numbers as `units.ordinal` writes them, so that sentence and table agree: only the top is 100."""
    names = [name for name in frame.columns if str(name).endswith("_percentile_pct")]
    return frame.assign(**{name: frame[name] // 1 for name in names})


def from_rows(rows: Iterable[Any], columns: Mapping[str, str]) -> pd.DataFrame:
    """Dataclass values (or mappings) as a frame: attribute name -> column name, in this order."""

    def cell(row: Any, name: str) -> Any:
        return row.get(name) if isinstance(row, Mapping) else getattr(row, name)

    made = pd.DataFrame(
        [{column: cell(row, name) for name, column in columns.items()} for row in rows], columns=list(columns.values())
    )
    for name in made.columns:
        if made[name].map(lambda value: isinstance(value, date)).any():
            made[name] = made[name].astype("datetime64[us]")
    return made
