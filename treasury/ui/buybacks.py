"""The parts of the buybacks page: its datasets, the operations chosen, the last one, the plan, and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buybacks
from treasury.charts.base import Mark
from treasury.charts.parts import Span
from treasury.ui import cache, controls
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain

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
    "planned_maximum_usd": "Planned maximum",
    "standing": "Standing",
    "settlement_date": "Planned settlement",
}
SECURITY_LABELS = {
    "cusip": "CUSIP",
    "coupon_pct": "Coupon",
    "maturity_date": "Maturity",
    "remaining_maturity_years": "Remaining",
    "age_years": "Age",
    "accepted_usd": "Accepted",
    "operation_share_pct": "Of the operation",
    "issue_share_pct": "Of its issue",
    "price": "Price",
}
NOTES = """
**Cover** = offered / maximum, **fill** = accepted / maximum, **unused** = maximum - accepted; sums are sum over sum. A
cancelled operation is shown and counted nowhere; where the maximum is not published, cover and fill are missing. **Regimes**
begin with the first operation under each change of the programme (key dates).\n
**No results held**: more than 28 days of the regular programme without an operation in the dataset. It is a gap of the data.
"""
PLAN = """
The Treasury's tentative schedule: a plan, not a result. Sizes changed later by press release are not written into it; the
announcement of each operation decides. **Standing** says what the operations dataset holds of that day.
"""
SECURITIES = """
**Of its issue**: par bought in this operation, of the par sold in all auctions of the security. **Age**: years since its
first issue. **Price**: weighted average per 100 of par.
"""


@dataclass(frozen=True)
class Cockpit:
    """The operations with their measures, all of them and those chosen, and what stands around them."""

    source: Loaded
    every: pd.DataFrame
    chosen: pd.DataFrame
    gaps: pd.DataFrame
    regimes: pd.DataFrame
    marks: list[Mark]
    start: date
    end: date
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


def today() -> date:
    return datetime.now(UTC).date()


def cockpit(source: Loaded, plan: Loaded) -> Cockpit:
    """The controls of the page (bucket, type, range and key dates, all in the address) and the operations they leave."""
    key_dates, _ = cache.key_dates()
    made = programme.labelled(buybacks.operations(source.frame, None if key_dates.empty else key_dates))
    last = _last_day(source, plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        buckets = [str(name) for name in made["bucket"].cat.categories if (made["bucket"] == name).any()]
        with st.container(width=SELECT_PX):
            bucket = controls.choice("Bucket", [ALL, LONG_END, *buckets], key="bucket", help="Long end: from 10 years, TIPS too.")
        kind = controls.choice("Type", [ALL, *sorted(set(made["operation_type"]))], key="type")
        shown = controls.date_range(
            made["operation_date"].min().date(), last, key="span", default="3Y", options=controls.PERIOD_RANGES
        )
        with st.container(width=SELECT_PX):
            marks = controls.key_dates(default="Buyback" if len(key_dates) else "Main")
    held = key_dates if len(key_dates) else pd.DataFrame({"date": pd.to_datetime([]), "regime": []})
    return Cockpit(
        source=source,
        every=made,
        chosen=_filtered(made, bucket, kind, shown),
        gaps=programme.results_gaps(source.frame, last),
        regimes=programme.regimes(held, source.frame, last),
        marks=marks,
        start=shown.start,
        end=shown.end,
        choice=", ".join(name for name in (bucket, kind) if name != ALL),
    )


def _last_day(source: Loaded, plan: Loaded) -> date:
    """The day up to which results could be held: that of the last operation, or of the last one planned that has passed."""
    days = [item.frame["operation_date"] for item in (source, plan) if item.ok]
    now = pd.Timestamp(today())
    passed: list[date] = [day.date() for series in days for day in series[series <= now]]
    return max(passed, default=today())


def _filtered(made: pd.DataFrame, bucket: str, kind: str, shown: DateRange) -> pd.DataFrame:
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
        f"in {_bucket(last)}: {_measures(last)}."
    )
    if not sums.operations:
        return first
    return (
        f"{first} The {sums.operations} results held since {units.day(programme.REGULAR_SINCE)} add up to "
        f"{units.usd(sums.accepted_usd)}, {units.percent(sums.long_end_share_pct, 0)} of it in buckets from 10 years."
    )


def _bucket(row: pd.Series) -> str:
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


def quarters_alt(cockpit: Cockpit, rows: pd.DataFrame) -> str:
    """The largest quarter, and which are not held in full."""
    if rows.empty:
        return f"Buybacks by quarter, {cockpit.span}: none."
    summed = rows.groupby("quarter")["accepted_usd"].sum()
    partial = ", ".join(sorted(set(rows.loc[~rows["held_in_full"], "quarter"])))
    missing = f" Not held in full: {partial}; quarters without a bar have no result held." if partial else ""
    return f"Par bought back by quarter, {cockpit.span}: most in {summed.idxmax()}, {units.usd(summed.max())}.{missing}"


def pick_operation(made: pd.DataFrame) -> pd.Series | None:
    """Shows the card of the operation with a result that the reader chose (by default the last one) and returns its row."""
    results = made[made["state"].eq("result")].iloc[::-1]
    if results.empty:
        st.info("No operation with a result is held.", icon=":material/inbox:")
        return None
    names = [f"{row.operation_date:%Y-%m-%d} {row.start_time}" for row in results.itertuples()]
    with st.container(width=SELECT_PX):
        picked = controls.choice("Operation", names, key="operation")
    row = results.iloc[names.index(picked)]
    _draw_card(row)
    return row


def _draw_card(row: pd.Series) -> None:
    st.markdown(
        f"**{units.day(row['operation_date'].date())}**, {plain(row['security_type'])}, {plain(_bucket(row))}, "
        f"{plain(row['operation_type'])}" + (f", {plain(row['regime'])}" if not units.is_missing(row["regime"]) else "")
    )
    figures = {
        "Maximum": units.usd(row["maximum_usd"], 3, "not published"),
        "Offered": units.usd(row["offered_usd"], 3, "not held"),
        "Accepted": units.usd(row["accepted_usd"], 3),
        "Cover": units.number(row["cover_ratio"], why="no maximum"),
        "Fill": units.percent(row["fill_pct"], 0, "no maximum"),
    }
    with st.container(horizontal=True):
        for name, value in figures.items():
            st.metric(name, value, border=True)


def plan_words(plan: pd.DataFrame) -> str:
    """What of the plan is to come, and what of it has passed without a result."""
    upcoming = plan[plan["standing"].eq("upcoming")].sort_values(["operation_date", "start_time"])
    unheld = int(plan["standing"].eq("no result held").sum())
    words = f"The schedule held ends on {units.day(plan['operation_date'].max().date())}; nothing of it lies ahead."
    if len(upcoming):
        row = upcoming.iloc[0]
        words = (
            f"Still ahead: {len(upcoming)} of {len(plan)} planned operations, the next on "
            f"{units.day(row['operation_date'].date())}: {plain(row['maturity_bucket'])}, "
            f"up to {units.usd(row['planned_maximum_usd'])}."
        )
    return words + (f" Passed without a result held: {unheld} of {len(plan)}." if unheld else "")


def plan_rows(plan: Loaded, source: Loaded) -> pd.DataFrame:
    """The schedule with what became of each operation: what is to come in its order, then what has passed, the last first."""
    made = programme.planned(plan.frame, source.frame, today())
    ahead = made["standing"].isin(["upcoming", "announced"])
    return pd.concat([made[ahead], made[~ahead].iloc[::-1]], ignore_index=True)
