"""A path of shocks written by hand: an editable table by fiscal year, kept in the address as ?path=50.50.50.50.50_0.0.25.50.75.

Each group is a fiscal year, from the first on; within it the points of the curve in whole basis points, the shortest first. One
number stands for all points, and the last group for all years after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from treasury.analytics.refinancing_mix import SHOCK_POINTS
from treasury.analytics.refinancing_stress import SHOCK_LIMITS_BP, Path
from treasury.language import tr
from treasury.ui import address
from treasury.ui.text import quoted

KEY = "path"  # in the address
LEAST_BP, MOST_BP = (round(limit) for limit in SHOCK_LIMITS_BP)
_EDITOR, _SEED, _LAST = "path_editor", "_path_seed", "_path_last"  # in the session
_LONGEST = 400  # characters of a path in a link

Rows = tuple[tuple[int, ...], ...]


def edited(years: Sequence[int], start_bp: float) -> Path:
    """Draws the table and gives its rows by fiscal year; without a path in the address it begins with one shock everywhere."""
    if _EDITOR not in st.session_state:
        st.session_state[_SEED] = _seed(years, round(start_bp))
    table = pd.DataFrame(st.session_state[_SEED], index=[f"FY{year}" for year in years], columns=list(SHOCK_POINTS))
    columns = {
        name: st.column_config.NumberColumn(
            tr("{name}, bp", name=name), min_value=LEAST_BP, max_value=MOST_BP, step=1, required=True
        )
        for name in SHOCK_POINTS
    }
    years_label = tr("Fiscal year")
    made = st.data_editor(
        table.rename_axis(years_label), key=_EDITOR, column_config=columns, height="content", disabled=[years_label]
    )
    rows = tuple(tuple(round(cell) for cell in row) for row in made.fillna(0).to_numpy().tolist())
    st.session_state[_LAST] = rows  # for when the table is taken away and comes back
    _keep(written(rows))
    return tuple((year, tuple(map(float, row))) for year, row in zip(years, rows, strict=True))


def forget() -> None:
    """Takes the path out of the address while it is not in use."""
    address.record(KEY, [])
    st.query_params.pop(KEY, None)


def written(rows: Sequence[Sequence[int]]) -> str:
    """A path as it stands in the address.

    >>> written([(50, 50, 50, 50, 50), (0, 0, 25, 50, 50), (0, 0, 25, 50, 50)])
    '50_0.0.25.50.50'
    """
    groups = [str(row[0]) if len(set(row)) == 1 else ".".join(map(str, row)) for row in rows]
    while len(groups) > 1 and groups[-1] == groups[-2]:
        groups.pop()
    return "_".join(groups)


def read(text: str, count: int) -> Rows:
    """The rows of a path in the address. Raises ValueError, in words, for what is none.

    >>> read("50_-10.0.25.50.50", 3)
    ((50, 50, 50, 50, 50), (-10, 0, 25, 50, 50), (-10, 0, 25, 50, 50))
    """
    groups = text.split("_")
    if len(text) > _LONGEST or len(groups) > count:
        raise ValueError(tr("it has more than {count} fiscal years", count=count))
    made: list[tuple[int, ...]] = []
    for group in groups:
        try:
            cells = [int(cell) for cell in group.split(".")]
        except ValueError:
            raise ValueError(tr("it is not made of whole basis points")) from None
        if len(cells) not in (1, len(SHOCK_POINTS)):
            raise ValueError(tr("a fiscal year has one number or {most}, not {count}", most=len(SHOCK_POINTS), count=len(cells)))
        if not all(LEAST_BP <= cell <= MOST_BP for cell in cells):
            raise ValueError(tr("it goes beyond {least} to {most} basis points", least=f"{LEAST_BP:,}", most=f"{MOST_BP:,}"))
        made.append(tuple(cells * len(SHOCK_POINTS) if len(cells) == 1 else cells))
    return tuple(made + made[-1:] * (count - len(made)))


def _seed(years: Sequence[int], start_bp: int) -> Rows:
    """What the table begins with: the address, what it held when it was last shown, else the same shock everywhere."""
    flat = ((start_bp,) * len(SHOCK_POINTS),) * len(years)
    raw = str(st.query_params.get(KEY, ""))
    if not raw:
        held: Rows = st.session_state.get(_LAST, flat)
        return held if len(held) == len(years) else flat
    try:
        return read(raw, len(years))
    except ValueError as fault:
        words = tr(
            "Path: the link says {asked}, which cannot be used ({fault}); it begins with {start} bp everywhere.",
            asked=quoted(raw),
            fault=fault,
            start=start_bp,
        )
        st.info(words, icon=":material/edit_note:")
        return flat


def _keep(text: str) -> None:
    address.record(KEY, [text])
    if st.query_params.get(KEY) != text:
        st.query_params[KEY] = text
