"""What the page "Volatility" says and tabulates: realised volatility, headline, the reader's own file, headings and notes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.calendar import utc_today
from treasury.errors import BadInput
from treasury.language import N_, joined, tr
from treasury.ui import layout, move_file
from treasury.ui.text import plain

TENOR = "10Y"  # of the headline
AFTER_PAUSE = N_("No move is taken across a pause, so the 21 sessions after it have no volatility.")
LABELS = {
    "tenor": N_("Tenor"),
    "date": N_("Last day"),
    "now_level_bp": N_("Now"),
    "month_ago_level_bp": N_("1 month ago"),
    "year_ago_level_bp": N_("1 year ago"),
    "ten_years_percentile_pct": N_("Ten years"),
    "history_percentile_pct": N_("Own history"),
    "as_low_on": N_("Last as low"),
    "as_high_on": N_("Last as high"),
    "history_from": N_("Series from"),
}
NOTES = N_("""
**Realised volatility**: sample standard deviation of the last 21 daily moves in basis points, times the square root of 252: basis
points a year. All 21 moves must be there; a pause of more than 7 calendar days leaves the 21 sessions after it without a figure.

It looks back over about a month, so a single large day enters at once and leaves 21 sessions later.

Long ranges are drawn with fewer days, chosen so that shape, extremes and last day stay; the CSV holds every day.
""")
TABLE_NOTES = N_("""
**Percentile**: share of the days up to the last one, in ten years or in the tenor's own history, with a volatility smaller or
equal; 100 is the highest.

**Last as low / as high**: the latest earlier day with a volatility at most / at least as large, looked for in the whole series;
n/a where there is none.
""")
WHY_NO_MOVE = N_(
    "The MOVE index belongs to ICE and may not be passed on, so none of it is held here. If you have it, choose a CSV file of "
    "date,value (days as YYYY-MM-DD, at most {megabytes} MB): it is used for this visit and not stored."
)


def headline(volatility_table: pd.DataFrame) -> str:
    """The 10-year's volatility, its percentile, since when it was not so high or low, and what it was before."""
    if TENOR not in volatility_table.index:
        return tr("The {tenor} has no realised volatility yet: it takes 21 moves.", tenor=TENOR)
    row = volatility_table.loc[TENOR]
    month, year = row["month_ago_level_bp"], row["year_ago_level_bp"]
    before = [] if units.is_missing(month) else [tr("{level} one month earlier", level=units.level_bp(month))]
    before += [] if units.is_missing(year) else [tr("{level} twelve months earlier", level=units.level_bp(year))]
    return tr(
        "The 10-year's realised volatility stood at {level} a year on {day}, {rank} percentile of its ten years, "
        "{since}{before}.",
        level=units.level_bp(row["now_level_bp"]),
        day=units.day(row["date"]),
        rank=units.ordinal(row["ten_years_percentile_pct"]),
        since=since(row),
        before=tr("; it had been {levels}", levels=joined(before)) if before else "",
    )


def since(row: pd.Series) -> str:
    """ "the highest since …" or "the lowest since …", whichever reaches further back; both days where neither reaches a month.

    >>> days = {"date": pd.Timestamp("2025-02-03"), "as_low_on": pd.Timestamp("2025-01-31"), "history_from": pd.NaT}
    >>> since(pd.Series(days | {"as_high_on": pd.Timestamp("2024-08-05")}))
    'the highest since 5 Aug 2024'
    >>> since(pd.Series(days | {"as_high_on": pd.Timestamp("2025-01-30")}))
    'last as high on 30 Jan 2025, last as low on 31 Jan 2025'
    """
    low, high, start = row["as_low_on"], row["as_high_on"], row["history_from"]
    highest = _reaches(high) <= _reaches(low)
    day = high if highest else low
    if pd.isna(day):
        words = N_("the highest since the series begins, {day}") if highest else N_("the lowest since the series begins, {day}")
        return tr(words, day=units.day(start))
    if day > row["date"] - pd.DateOffset(months=1):
        return tr("last as high on {high}, last as low on {low}", high=units.day(high), low=units.day(low))
    words = N_("the highest since {day}") if highest else N_("the lowest since {day}")
    return tr(words, day=units.day(day))


def _reaches(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else day


def title(shown: pd.DataFrame) -> str:
    """Where the 10-year, or the first line drawn, ended within its range."""
    name = TENOR if TENOR in shown else str(shown.columns[0])
    kept = shown[name].dropna()
    if kept.empty:
        return tr("Realised volatility")
    return tr(
        "{tenor} {level} a year, between {low} and {high}",
        tenor=name,
        level=units.level_bp(kept.iloc[-1]),
        low=f"{kept.min():.0f}",
        high=f"{kept.max():.0f}",
    )


def volatility_over(frame: pd.DataFrame, span: str) -> str:
    """What the lines did over a span: last, lowest and highest of each, for those who cannot see them."""
    said = []
    for tenor in frame:
        kept = frame[tenor].dropna()
        if len(kept):
            said.append(
                tr(
                    "{tenor} {level} on {day}, between {low} and {high}",
                    tenor=tenor,
                    level=units.level_bp(kept.iloc[-1]),
                    day=units.day(kept.index[-1]),
                    low=units.level_bp(kept.min()),
                    high=units.level_bp(kept.max()),
                )
            )
    if not said:
        return tr("Realised volatility, {span}: no figure.", span=span)
    return tr("Realised volatility, {span}: {said}.", span=span, said=tr("; ").join(said))


def own_move() -> pd.Series | None:
    """The reader's MOVE from a file chosen on the page; None without one. Says why there is none, or what is wrong with it."""
    st.caption(tr(WHY_NO_MOVE, megabytes=move_file.MEGABYTES))
    chosen: Any = st.file_uploader(tr("MOVE, date,value"), type="csv", key="move_file", max_upload_size=move_file.MEGABYTES)
    if chosen is None:
        return None
    name = plain(chosen.name, 80)
    try:
        made = move_file.read(chosen.getvalue(), utc_today())
    except BadInput as fault:
        layout.failed_card(
            tr("{name} is not used", name=name), plain(str(fault), 900).replace("://", ":\u2060//")
        )  # no link out of the file
        return None
    span = units.days(made.index[0], made.index[-1])
    st.caption(
        tr(
            "{name}: {count} days, {span}. The link and the CSV below do not hold them.",
            name=name,
            count=units.count(len(made)),
            span=span,
        )
    )
    return made


def chosen_move() -> pd.Series | None:
    """The same file where it stands above its uploader: None without one, or where something is wrong with it."""
    chosen: Any = st.session_state.get("move_file")
    try:
        return None if chosen is None else move_file.read(chosen.getvalue(), utc_today())
    except BadInput:
        return None  # own_move says what is wrong


def move_words(volatility: pd.Series, move: pd.Series) -> str:
    """What the figure of both shows, for those who cannot see it."""
    ours, theirs = volatility.dropna(), move.dropna()
    if ours.empty or theirs.empty:
        return tr("MOVE from your file: none of its days lies in the range shown.")
    return tr(
        "{tenor} realised volatility {level} a year on {day}; MOVE from your file {move} on {move_day}, on its own axis.",
        tenor=volatility.name,
        level=units.level_bp(ours.iloc[-1]),
        day=units.day(ours.index[-1]),
        move=units.number(theirs.iloc[-1], 1),
        move_day=units.day(theirs.index[-1]),
    )
