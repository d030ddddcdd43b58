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
from treasury.language import N_, tr
from treasury.ui import cache, controls
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange

VIEWS = (N_("Operations"), N_("One operation"), N_("Cover and fill"), N_("Size"), N_("Yields"), N_("Support or cap"))
FILTERED = (N_("Operations"), N_("Cover and fill"), N_("Size"), N_("Yields"))
ALL, LONG_END = N_("All"), N_("Long end")
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
    "operation_date": N_("Day"),
    "start_time": N_("Opens, ET"),
    "state": N_("State"),
    "operation_type": N_("Type"),
    "security_type": N_("Securities"),
    "maturity_bucket": N_("Bucket"),
    "bucket": N_("Bucket"),
    "regime": N_("Regime"),
    "operations": N_("Results"),
    "maximum_usd": N_("Maximum"),
    "offered_usd": N_("Offered"),
    "accepted_usd": N_("Accepted"),
    "unused_usd": N_("Unused"),
    "cover_ratio": N_("Cover"),
    "fill_pct": N_("Fill"),
    "securities_accepted_usd": N_("Sum of securities"),
    "ten_year_equivalent_usd": N_("10-year eq."),
}
NOTES = N_("""
**Cover** = offered / maximum, **fill** = accepted / maximum, **unused** = maximum - accepted; sums are sum over sum. A
cancelled operation is shown and counted nowhere; where the maximum is not published, cover and fill are missing. **Regimes**
begin with the first operation under each change of the programme (key dates).\n
**No results held**: more than 28 days of the regular programme without an operation in the dataset. It is a gap of the data.
""")


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
        spans = [Span(gap.start.date(), gap.end.date(), tr("no results\nheld")) for gap in self.gaps.itertuples()]
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
        return tr("Inferred to {date}: type, bucket, maximum", date=units.day(bare["operation_date"].max().date()))


def cockpit(source: Loaded, plan: Loaded) -> Cockpit:
    """The controls of the page (bucket, type, range and key dates, all in the address) and the operations they leave."""
    key_dates, _ = cache.key_dates()
    made = programme.labelled(buybacks.operations(source.frame, None if key_dates.empty else key_dates))
    last = _last_day(source, plan)
    view = controls.choice(tr("View"), VIEWS, key="view")
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
            bucket = controls.choice(
                tr("Bucket"), [ALL, LONG_END, *buckets], key="bucket", help=tr("Long end: from 10 years, TIPS too.")
            )
        kind = controls.choice(tr("Type"), [ALL, *sorted(set(made["operation_type"]))], key="type")
        shown = controls.date_range(whole.start, whole.end, key="span", default="3Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates(default="Main" if whole.regimes.empty else tr("Buyback"))
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
        return tr("No buyback result is held.")
    last = results.iloc[-1]
    sums = buybacks.totals(made[made["operation_date"] >= pd.Timestamp(programme.REGULAR_SINCE)])
    first = tr(
        "On {date} the Treasury bought back {accepted_usd} in {last}: {last_2}.",
        date=units.day(last["operation_date"].date()),
        accepted_usd=units.usd(last["accepted_usd"]),
        last=bucket_words(last),
        last_2=_measures(last),
    )
    if not sums.operations:
        return first
    return tr(
        "{first} The {operations} results held since {regular_since} add up to {accepted_usd}, "
        "{long_end_share_pct} of it in buckets from 10 years.",
        first=first,
        operations=sums.operations,
        regular_since=units.day(programme.REGULAR_SINCE),
        accepted_usd=units.usd(sums.accepted_usd),
        long_end_share_pct=units.percent(sums.long_end_share_pct, 0),
    )


def bucket_words(row: pd.Series) -> str:
    return tr("a bucket that is not stated") if row["bucket"] == buybacks.UNSTATED else str(row["bucket"])


def _measures(row: pd.Series) -> str:
    if units.is_missing(row["cover_ratio"]):
        return tr(
            "{offered_usd} offered, maximum not published",
            offered_usd=units.usd(row["offered_usd"], why="amount offered not held"),
        )
    return tr(
        "{fill_pct} of the maximum of {maximum_usd}, which was covered {cover_ratio} times",
        fill_pct=units.percent(row["fill_pct"], 0),
        maximum_usd=units.usd(row["maximum_usd"]),
        cover_ratio=units.number(row["cover_ratio"]),
    )


def operations_alt(cockpit: Cockpit) -> str:
    """How many operations, and their sums."""
    sums = buybacks.totals(cockpit.chosen)
    if not len(cockpit.chosen):
        return tr("Buyback operations, {span}: none.", span=cockpit.span)
    missing = tr("; no results held {cockpit}", cockpit=_gaps_in(cockpit)) if _gaps_in(cockpit) else ""
    return tr(
        "Buyback operations, {span}: {operations} results with {accepted_usd} accepted, {cancelled} cancelled, "
        "{announced} without a result{missing}.",
        span=cockpit.span,
        operations=sums.operations,
        accepted_usd=units.usd(sums.accepted_usd),
        cancelled=sums.cancelled,
        announced=sums.announced,
        missing=missing,
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
        return tr("Cover and fill, {span}: no operation with a published maximum.", span=cockpit.span)
    sums = buybacks.totals(cockpit.chosen)
    low, high = (rows.loc[at] for at in (rows["cover_ratio"].idxmin(), rows["cover_ratio"].idxmax()))
    edges = [
        tr(
            "{cover_ratio} on {date} ({bucket})",
            cover_ratio=units.number(row["cover_ratio"]),
            date=units.day(row["operation_date"].date()),
            bucket=row["bucket"],
        )
        for row in (low, high)
    ]
    return tr(
        "Cover and fill of {rows} operations, {span}: offered {cover_ratio} times the maximum in all, from "
        "{edges} to {edges_2}; {fill_pct} of the maximum was accepted.",
        rows=len(rows),
        span=cockpit.span,
        cover_ratio=units.number(sums.cover_ratio),
        edges=edges[0],
        edges_2=edges[1],
        fill_pct=units.percent(sums.fill_pct, 0),
    )


def bucket_alt(cockpit: Cockpit, sums: pd.DataFrame, column: str) -> str:
    """The bucket with the lowest and the one with the highest ratio."""
    held = sums.dropna(subset=[column]).sort_values(column)
    name = tr("Cover") if column == "cover_ratio" else tr("Fill")
    if held.empty:
        return tr("{name} by bucket, {span}: no operation with a published maximum.", name=name, span=cockpit.span)
    written = [
        f"{row.bucket} {units.number(row.cover_ratio) if name == 'Cover' else units.percent(row.fill_pct, 0)}"
        for row in (held.iloc[0], held.iloc[-1])
    ]
    return tr(
        "{name} by bucket, {span}: from {written} to {written_2}.",
        name=name,
        span=cockpit.span,
        written=written[0],
        written_2=written[1],
    )


def quarters_alt(cockpit: Cockpit, rows: pd.DataFrame, column: str, measure: str) -> str:
    """The largest quarter, and which are not held in full."""
    if rows.empty:
        return tr("Buybacks by quarter, {span}: none.", span=cockpit.span)
    summed = rows.groupby("quarter")[column].sum(min_count=1).dropna()
    if summed.empty:
        return tr("{measure} bought back by quarter, {span}: not known.", measure=measure, span=cockpit.span)
    partial = ", ".join(sorted(set(rows.loc[~rows["held_in_full"], "quarter"])))
    missing = tr(" Not held in full: {partial}; quarters without a bar have no result held.", partial=partial) if partial else ""
    return tr(
        "{measure} bought back by quarter, {span}: most in {idxmax}, {max}.{missing}",
        measure=measure,
        span=cockpit.span,
        idxmax=summed.idxmax(),
        max=units.usd(summed.max()),
        missing=missing,
    )


def scatter_alt(cockpit: Cockpit) -> str:
    """How many operations used their maximum whole, and the lowest cover at which one did."""
    rows = cockpit.chosen.dropna(subset=["cover_ratio", "fill_pct"])
    if rows.empty:
        return tr("Fill against cover, {span}: no operation with a published maximum.", span=cockpit.span)
    whole = rows[rows["fill_pct"] >= 100]
    least = tr(", from a cover of {min} times up", min=units.number(whole["cover_ratio"].min())) if len(whole) else ""
    return tr(
        "Fill against cover, {span}: {whole} of {rows} operations used their maximum whole{least}.",
        span=cockpit.span,
        whole=len(whole),
        rows=len(rows),
        least=least,
    )
