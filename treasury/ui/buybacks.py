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
from treasury.language import N_, joined, tr, trn
from treasury.ui import cache, controls
from treasury.ui.cache import Loaded

VIEWS = (N_("Operations"), N_("One operation"), N_("Cover and fill"), N_("Size"), N_("Yields"), N_("Support or cap"))
FILTERED = ("Operations", "Cover and fill", "Size", "Yields")
ALL, LONG_END = N_("All"), N_("Long end")
SELECT_PX = 220
BUYBACK_DATES = "Buyback"  # the set of key dates with which the page opens
# What cells say that parsers have written, for the catalogue.
CELLS = (N_("announced"), N_("result"), N_("cancelled"), N_("Nominal Coupons"))
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
    bucket: str  # the bucket chosen, Long end or All
    kind: str  # the type chosen, or All
    every: pd.DataFrame
    picked: pd.DataFrame  # those of the bucket and type, on all days
    chosen: pd.DataFrame  # those of the bucket, type and range
    gaps: pd.DataFrame
    regimes: pd.DataFrame
    marks: list[Mark]
    start: date
    end: date
    last: date  # the day up to which results could be held, whatever range is chosen

    @property
    def axis(self) -> dict[str, Any]:
        """What all charts over time have in common."""
        spans = [Span(gap.start.date(), gap.end.date(), tr("no results\nheld")) for gap in self.gaps.itertuples()]
        return {"start": self.start, "end": self.end, "marks": self.marks, "spans": spans}

    @property
    def choice(self) -> str:
        """Bucket and type in words, "" for all of them."""
        return tr(", ").join(tr(name) for name in (self.bucket, self.kind) if name != ALL)

    @property
    def span(self) -> str:
        days = units.days(self.start, self.end)
        return tr("{days}, {choice}", days=days, choice=self.choice) if self.choice else days

    @property
    def inferred(self) -> str:
        """What of the operations drawn is not as published: those without a settlement date, where the version has caveats."""
        vintage, rows = self.source.vintage, self.chosen
        since = rows["operation_date"] >= pd.Timestamp(programme.REGULAR_SINCE)
        bare = rows[since & rows["settlement_date"].isna() & rows["state"].ne("announced")]
        if bare.empty or vintage is None or not vintage.caveats:
            return ""
        return tr("Inferred to {day}: type, bucket, maximum", day=units.day(bare["operation_date"].max().date()))

    def of_choice(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The operations, held or planned, of the bucket and type chosen."""
        kept = pd.Series(True, index=rows.index)
        if self.bucket == LONG_END:
            kept &= buybacks.in_long_end(rows["maturity_bucket"])
        elif self.bucket != ALL:
            kept &= programme.bucket_names(rows).eq(self.bucket)
        if self.kind != ALL:
            kept &= rows["operation_type"].eq(self.kind)
        return rows[kept].reset_index(drop=True)


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
        bucket=ALL,
        kind=ALL,
        every=made,
        picked=made,
        chosen=made,
        gaps=programme.results_gaps(source.frame, last),
        regimes=programme.regimes(held, source.frame, last),
        marks=[],
        start=made["operation_date"].min().date(),
        end=last,
        last=last,
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
            marks = controls.key_dates(default="Main" if whole.regimes.empty else BUYBACK_DATES)
    narrowed = replace(whole, bucket=bucket, kind=kind, marks=marks, start=shown.start, end=shown.end)
    picked = narrowed.of_choice(made)
    within = picked["operation_date"].between(pd.Timestamp(shown.start), pd.Timestamp(shown.end))
    return replace(narrowed, picked=picked, chosen=picked[within].reset_index(drop=True))


def _last_day(source: Loaded, plan: Loaded) -> date:
    """The day up to which results could be held: that of the last operation, or of the last one planned that has passed."""
    days = [item.frame["operation_date"] for item in (source, plan) if item.ok]
    now = pd.Timestamp(utc_today())
    passed: list[date] = [day.date() for series in days for day in series[series <= now]]
    return max(passed, default=utc_today())


def headline(made: pd.DataFrame, choice: str = "") -> str:
    """The last result, and the regular programme as far as it is held: of all operations, or of those of a choice in words."""
    results = made[made["state"].eq("result")]
    if results.empty:
        return tr("No buyback result is held: {choice}.", choice=choice) if choice else tr("No buyback result is held.")
    last = results.iloc[-1]
    sums = buybacks.totals(made[made["operation_date"] >= pd.Timestamp(programme.REGULAR_SINCE)])
    first = tr(
        "On {day} the Treasury bought back {accepted} in {bucket}: {measures}.",
        day=units.day(last["operation_date"].date()),
        accepted=units.usd(last["accepted_usd"]),
        bucket=bucket_words(last),
        measures=_measures(last),
    )
    if not sums.operations:
        return first
    held = {
        "first": first,
        "operations": sums.operations,
        "since": units.day(programme.REGULAR_SINCE),
        "accepted": units.usd(sums.accepted_usd),
    }
    if choice:
        return trn(
            "{first} {choice}: the one result held since {since} is {accepted}.",
            "{first} {choice}: the {operations} results held since {since} add up to {accepted}.",
            sums.operations,
            choice=choice,
            **held,
        )
    return tr(
        "{first} The {operations} results held since {since} add up to {accepted}, {long_end} of it in buckets from 10 years.",
        long_end=units.percent(sums.long_end_share_pct, 0),
        **held,
    )


def bucket_words(row: pd.Series) -> str:
    return tr("a bucket that is not stated") if row["bucket"] == buybacks.UNSTATED else tr(str(row["bucket"]))


def _measures(row: pd.Series) -> str:
    if units.is_missing(row["cover_ratio"]):
        offered = units.usd(row["offered_usd"], why=tr("amount offered not held"))
        return tr("{offered} offered, maximum not published", offered=offered)
    return tr(
        "{fill} of the maximum of {maximum}, which was covered {cover} times",
        fill=units.percent(row["fill_pct"], 0),
        maximum=units.usd(row["maximum_usd"]),
        cover=units.number(row["cover_ratio"]),
    )


def operations_alt(cockpit: Cockpit) -> str:
    """How many operations, and their sums."""
    sums = buybacks.totals(cockpit.chosen)
    if not len(cockpit.chosen):
        return tr("Buyback operations, {span}: none.", span=cockpit.span)
    said = tr(
        "Buyback operations, {span}: {operations} results with {accepted} accepted, {cancelled} cancelled, "
        "{announced} without a result",
        span=cockpit.span,
        operations=sums.operations,
        accepted=units.usd(sums.accepted_usd),
        cancelled=sums.cancelled,
        announced=sums.announced,
    )
    gaps = _gaps_in(cockpit)
    return tr("{said}; no results held {gaps}.", said=said, gaps=gaps) if gaps else tr("{said}.", said=said)


def _gaps_in(cockpit: Cockpit) -> str:
    within = cockpit.gaps[
        (cockpit.gaps["end"] >= pd.Timestamp(cockpit.start)) & (cockpit.gaps["start"] <= pd.Timestamp(cockpit.end))
    ]
    return joined(units.days(gap.start.date(), gap.end.date()) for gap in within.itertuples())


def ratios_alt(cockpit: Cockpit) -> str:
    """Cover and fill of all operations drawn, and their extremes."""
    rows = cockpit.chosen.dropna(subset=["cover_ratio"])
    if rows.empty:
        return tr("Cover and fill, {span}: no operation with a published maximum.", span=cockpit.span)
    sums = buybacks.totals(cockpit.chosen)
    low, high = (_cover_on(rows.loc[at]) for at in (rows["cover_ratio"].idxmin(), rows["cover_ratio"].idxmax()))
    return tr(
        "Cover and fill of {operations} operations, {span}: offered {cover} times the maximum in all, from {low} to {high}; "
        "{fill} of the maximum was accepted.",
        operations=len(rows),
        span=cockpit.span,
        cover=units.number(sums.cover_ratio),
        low=low,
        high=high,
        fill=units.percent(sums.fill_pct, 0),
    )


def _cover_on(row: pd.Series) -> str:
    return tr(
        "{cover} on {day} ({bucket})",
        cover=units.number(row["cover_ratio"]),
        day=units.day(row["operation_date"].date()),
        bucket=tr(str(row["bucket"])),
    )


def bucket_alt(cockpit: Cockpit, sums: pd.DataFrame, column: str) -> str:
    """The bucket with the lowest and the one with the highest ratio."""
    held = sums.dropna(subset=[column]).sort_values(column)
    cover = column == "cover_ratio"
    measure = tr("Cover") if cover else tr("Fill")
    if held.empty:
        return tr("{measure} by bucket, {span}: no operation with a published maximum.", measure=measure, span=cockpit.span)
    low, high = (
        f"{tr(str(row['bucket']))} {units.number(row[column]) if cover else units.percent(row[column], 0)}"
        for row in (held.iloc[0], held.iloc[-1])
    )
    return tr("{measure} by bucket, {span}: from {low} to {high}.", measure=measure, span=cockpit.span, low=low, high=high)


def quarters_alt(cockpit: Cockpit, rows: pd.DataFrame, column: str, measure: str) -> str:
    """The largest quarter, and which are not held in full."""
    if rows.empty:
        return tr("Buybacks by quarter, {span}: none.", span=cockpit.span)
    summed = rows.groupby("quarter")[column].sum(min_count=1).dropna()
    if summed.empty:
        return tr("{measure} bought back by quarter, {span}: not known.", measure=tr(measure), span=cockpit.span)
    said = tr(
        "{measure} bought back by quarter, {span}: most in {quarter}, {most}.",
        measure=tr(measure),
        span=cockpit.span,
        quarter=quarter_words(str(summed.idxmax())),
        most=units.usd(summed.max()),
    )
    partial = tr(", ").join(quarter_words(name) for name in sorted(set(rows.loc[~rows["held_in_full"], "quarter"])))
    if not partial:
        return said
    return tr(
        "{said} Not held in full: {partial}; quarters without a bar have no result held.",
        said=said,
        partial=partial,
    )


def quarter_words(label: str) -> str:
    """A calendar quarter in a sentence.

    >>> quarter_words("2025 Q4")
    '2025 Q4'
    """
    year, _, number = label.partition(" Q")
    return tr("{year} Q{number}", year=year, number=number)


def scatter_alt(cockpit: Cockpit) -> str:
    """How many operations used their maximum whole, and the lowest cover at which one did."""
    rows = cockpit.chosen.dropna(subset=["cover_ratio", "fill_pct"])
    if rows.empty:
        return tr("Fill against cover, {span}: no operation with a published maximum.", span=cockpit.span)
    whole = rows[rows["fill_pct"] >= 100]
    counted = {"span": cockpit.span, "whole": len(whole), "operations": len(rows)}
    if whole.empty:
        return tr("Fill against cover, {span}: {whole} of {operations} operations used their maximum whole.", **counted)
    return tr(
        "Fill against cover, {span}: {whole} of {operations} operations used their maximum whole, from a cover of {least} times "
        "up.",
        least=units.number(whole["cover_ratio"].min()),
        **counted,
    )
