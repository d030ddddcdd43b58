"""The parts that all views of the buybacks page share: the operations chosen, labels, notes, and their sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buybacks
from treasury.calendar import utc_today
from treasury.charts.base import Mark
from treasury.charts.parts import Span
from treasury.ui import cache, controls
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange

VIEWS = ("Operations", "One operation", "Cover and fill", "Size", "Yields", "Support or cap")
FILTERED = ("Operations", "Cover and fill", "Size", "Yields")
ALL, LONG_END = "All", "Long end"
SELECT_PX = 220
TABLE = (
    "operation_date",
    "state",
    "bucket",
    "operation_type",
    "maximum_usd",
    "offered_usd",
    "accepted_usd",
    "cover_ratio",
    "fill_pct",
    "unused_usd",
    "regime",
    "start_time",
)
LABELS = {
    "operation_date": "Day",
    "start_time": "Opens, ET",
    "state": "State",
    "operation_type": "Type",
    "security_type": "Securities",
    "maturity_bucket": "Bucket",
    "bucket": "Bucket",
    "regime": "Regime",
    "operations": "Results",
    "maximum_usd": "Maximum",
    "offered_usd": "Offered",
    "accepted_usd": "Accepted",
    "unused_usd": "Unused",
    "cover_ratio": "Cover",
    "fill_pct": "Fill",
    "securities_accepted_usd": "Sum of securities",
    "ten_year_equivalent_usd": "10-year eq.",
}
NOTES = """
**Cover** = offered / maximum, **fill** = accepted / maximum, **unused** = maximum - accepted; sums are sum over sum. A
cancelled operation is shown and counted nowhere; where the maximum is not published, cover and fill are missing. **Regimes**
begin with the first operation under each change of the programme (key dates).\n
**No results held**: more than 28 days of the regular programme without an operation in the dataset. It is a gap of the data.
"""


@dataclass(frozen=True)
class Cockpit:
    """The operations with their measures, all of them and those chosen, and what stands around them."""

    source: Loaded
    view: str
    kind: str  # the type chosen, or All
    every: pd.DataFrame
    chosen: pd.DataFrame
    gaps: pd.DataFrame
    regimes: pd.DataFrame
    marks: list[Mark]
    start: date
    end: date
    last: date  # the day up to which results could be held, whatever range is chosen
    choice: str  # the filters in words, "" for none

    @property
    def axis(self) -> dict[str, Any]:
        """What all charts over time have in common."""
        spans = [Span(gap.start.date(), gap.end.date(), "no results\nheld") for gap in self.gaps.itertuples()]
        return {"start": self.start, "end": self.end, "marks": self.marks, "spans": spans}

    @property
    def span(self) -> str:
        return units.days(self.start, self.end) + (f", {self.choice}" if self.choice else "")

    @property
    def inferred(self) -> str:
        """What of the operations drawn is not as published: those without a settlement date, where the version has caveats."""
        vintage, rows = self.source.vintage, self.chosen
        since = rows["operation_date"] >= pd.Timestamp(programme.REGULAR_SINCE)
        bare = rows[since & rows["settlement_date"].isna() & rows["state"].ne("announced")]
        if bare.empty or vintage is None or not vintage.caveats:
            return ""
        return f"Inferred to {units.day(bare['operation_date'].max().date())}: type, bucket, maximum"


def cockpit(source: Loaded, plan: Loaded) -> Cockpit:
    """The controls of the page (bucket, type, range and key dates, all in the address) and the operations they leave."""
    key_dates, _ = cache.key_dates()
    made = programme.labelled(buybacks.operations(source.frame, None if key_dates.empty else key_dates))
    last = _last_day(source, plan)
    view = controls.choice("View", VIEWS, key="view")
    held = key_dates if len(key_dates) else pd.DataFrame({"date": pd.to_datetime([]), "regime": []})
    whole = Cockpit(
        source=source,
        view=view,
        kind=ALL,
        every=made,
        chosen=made,
        gaps=programme.results_gaps(source.frame, last),
        regimes=programme.regimes(held, source.frame, last),
        marks=[],
        start=made["operation_date"].min().date(),
        end=last,
        last=last,
        choice="",
    )
    return _filtered(whole) if view in FILTERED else whole


def _filtered(whole: Cockpit) -> Cockpit:
    """The controls of the views that show some of the operations: bucket, type, range, key dates."""
    made = whole.every
    with st.container(horizontal=True, vertical_alignment="bottom"):
        buckets = [str(name) for name in made["bucket"].cat.categories if (made["bucket"] == name).any()]
        with st.container(width=SELECT_PX):
            bucket = controls.choice("Bucket", [ALL, LONG_END, *buckets], key="bucket", help="Long end: from 10 years, TIPS too.")
        kind = controls.choice("Type", [ALL, *sorted(set(made["operation_type"]))], key="type")
        shown = controls.date_range(whole.start, whole.end, key="span", default="3Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates(default="Main" if whole.regimes.empty else "Buyback")
    return replace(
        whole,
        kind=kind,
        chosen=_kept(made, bucket, kind, shown),
        marks=marks,
        start=shown.start,
        end=shown.end,
        choice=", ".join(name for name in (bucket, kind) if name != ALL),
    )


def _last_day(source: Loaded, plan: Loaded) -> date:
    """The day up to which results could be held: that of the last operation, or of the last one planned that has passed."""
    days = [item.frame["operation_date"] for item in (source, plan) if item.ok]
    now = pd.Timestamp(utc_today())
    passed: list[date] = [day.date() for series in days for day in series[series <= now]]
    return max(passed, default=utc_today())


def _kept(made: pd.DataFrame, bucket: str, kind: str, shown: DateRange) -> pd.DataFrame:
    kept = made["operation_date"].between(pd.Timestamp(shown.start), pd.Timestamp(shown.end))
    if bucket == LONG_END:
        kept &= made["long_end"]
    elif bucket != ALL:
        kept &= made["bucket"].eq(bucket)
    if kind != ALL:
        kept &= made["operation_type"].eq(kind)
    return made[kept].reset_index(drop=True)


def headline(made: pd.DataFrame) -> str:
    """The last result, and the regular programme as far as it is held."""
    results = made[made["state"].eq("result")]
    if results.empty:
        return "No buyback result is held."
    last = results.iloc[-1]
    sums = buybacks.totals(made[made["operation_date"] >= pd.Timestamp(programme.REGULAR_SINCE)])
    first = (
        f"On {units.day(last['operation_date'].date())} the Treasury bought back {units.usd(last['accepted_usd'])} "
        f"in {bucket_words(last)}: {_measures(last)}."
    )
    if not sums.operations:
        return first
    return (
        f"{first} The {sums.operations} results held since {units.day(programme.REGULAR_SINCE)} add up to "
        f"{units.usd(sums.accepted_usd)}, {units.percent(sums.long_end_share_pct, 0)} of it in buckets from 10 years."
    )


def bucket_words(row: pd.Series) -> str:
    return "a bucket that is not stated" if row["bucket"] == buybacks.UNSTATED else str(row["bucket"])


def _measures(row: pd.Series) -> str:
    if units.is_missing(row["cover_ratio"]):
        return f"{units.usd(row['offered_usd'], why='amount offered not held')} offered, maximum not published"
    return (
        f"{units.percent(row['fill_pct'], 0)} of the maximum of {units.usd(row['maximum_usd'])}, "
        f"which was covered {units.number(row['cover_ratio'])} times"
    )


def operations_alt(cockpit: Cockpit) -> str:
    """How many operations, and their sums."""
    sums = buybacks.totals(cockpit.chosen)
    if not len(cockpit.chosen):
        return f"Buyback operations, {cockpit.span}: none."
    missing = f"; no results held {_gaps_in(cockpit)}" if _gaps_in(cockpit) else ""
    return (
        f"Buyback operations, {cockpit.span}: {sums.operations} results with {units.usd(sums.accepted_usd)} accepted, "
        f"{sums.cancelled} cancelled, {sums.announced} without a result{missing}."
    )


def _gaps_in(cockpit: Cockpit) -> str:
    within = cockpit.gaps[
        (cockpit.gaps["end"] >= pd.Timestamp(cockpit.start)) & (cockpit.gaps["start"] <= pd.Timestamp(cockpit.end))
    ]
    return " and ".join(units.days(gap.start.date(), gap.end.date()) for gap in within.itertuples())


def ratios_alt(cockpit: Cockpit) -> str:
    """Cover and fill of all operations drawn, and their extremes."""
    rows = cockpit.chosen.dropna(subset=["cover_ratio"])
    if rows.empty:
        return f"Cover and fill, {cockpit.span}: no operation with a published maximum."
    sums = buybacks.totals(cockpit.chosen)
    low, high = (rows.loc[at] for at in (rows["cover_ratio"].idxmin(), rows["cover_ratio"].idxmax()))
    edges = [
        f"{units.number(row['cover_ratio'])} on {units.day(row['operation_date'].date())} ({row['bucket']})"
        for row in (low, high)
    ]
    return (
        f"Cover and fill of {len(rows)} operations, {cockpit.span}: offered {units.number(sums.cover_ratio)} times the maximum "
        f"in all, from {edges[0]} to {edges[1]}; {units.percent(sums.fill_pct, 0)} of the maximum was accepted."
    )


def bucket_alt(cockpit: Cockpit, sums: pd.DataFrame, column: str) -> str:
    """The bucket with the lowest and the one with the highest ratio."""
    held = sums.dropna(subset=[column]).sort_values(column)
    name = "Cover" if column == "cover_ratio" else "Fill"
    if held.empty:
        return f"{name} by bucket, {cockpit.span}: no operation with a published maximum."
    written = [
        f"{row.bucket} {units.number(row.cover_ratio) if name == 'Cover' else units.percent(row.fill_pct, 0)}"
        for row in (held.iloc[0], held.iloc[-1])
    ]
    return f"{name} by bucket, {cockpit.span}: from {written[0]} to {written[1]}."


def quarters_alt(cockpit: Cockpit, rows: pd.DataFrame, column: str, measure: str) -> str:
    """The largest quarter, and which are not held in full."""
    if rows.empty:
        return f"Buybacks by quarter, {cockpit.span}: none."
    summed = rows.groupby("quarter")[column].sum(min_count=1).dropna()
    if summed.empty:
        return f"{measure} bought back by quarter, {cockpit.span}: not known."
    partial = ", ".join(sorted(set(rows.loc[~rows["held_in_full"], "quarter"])))
    missing = f" Not held in full: {partial}; quarters without a bar have no result held." if partial else ""
    return f"{measure} bought back by quarter, {cockpit.span}: most in {summed.idxmax()}, {units.usd(summed.max())}.{missing}"


def scatter_alt(cockpit: Cockpit) -> str:
    """How many operations used their maximum whole, and the lowest cover at which one did."""
    rows = cockpit.chosen.dropna(subset=["cover_ratio", "fill_pct"])
    if rows.empty:
        return f"Fill against cover, {cockpit.span}: no operation with a published maximum."
    whole = rows[rows["fill_pct"] >= 100]
    least = f", from a cover of {units.number(whole['cover_ratio'].min())} times up" if len(whole) else ""
    return f"Fill against cover, {cockpit.span}: {len(whole)} of {len(rows)} operations used their maximum whole{least}."
