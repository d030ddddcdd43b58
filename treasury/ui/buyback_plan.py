"""The announced plan of buybacks, with what became of each operation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import reference, units
from treasury.analytics import buyback_programme as programme
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

LABELS = {
    "operation_date": N_("Day"),
    "start_time": N_("Opens, ET"),
    "maturity_bucket": N_("Bucket"),
    "security_type": N_("Securities"),
    "operation_type": N_("Type"),
    "planned_maximum_usd": N_("Planned maximum"),
    "released_least_usd": N_("Release: at least"),
    "standing": N_("Standing"),
    "maximum_usd": N_("Maximum"),
    "accepted_usd": N_("Accepted"),
    "settlement_date": N_("Planned settlement"),
}
NOTES = N_("""
The Treasury's tentative schedule: a plan, not a result. **Release: at least** is the least maximum of an operation that a
later press release states; the Treasury does not write it into the schedule. The announcement of each operation decides.
**Standing** says what the operations dataset holds of that day.
""")


def draw(plan: Loaded, source: Loaded) -> None:
    """The plan as a sentence and a table."""
    layout.section(tr("Announced plan"), anchor="plan")
    if not layout.drawable(plan):
        return
    sizes = _sizes()
    rows = plan_rows(plan, source, sizes)
    st.markdown(" ".join(part for part in (plan_words(rows), release_words(rows, sizes)) if part))
    sources = [plan, source]
    layout.show_table(rows[list(LABELS)], key="plan", sources=sources, labels=LABELS, usd=("bn", 3), notes=NOTES)


def plan_words(plan: pd.DataFrame) -> str:
    """What of the plan is to come, and what of it has passed without a result."""
    upcoming = plan[plan["standing"].eq("upcoming")].sort_values(["operation_date", "start_time"])
    unheld = int(plan["standing"].eq("no result held").sum())
    words = tr("The schedule held ends on {date}; nothing of it lies ahead.", date=units.day(plan["operation_date"].max().date()))
    if len(upcoming):
        row = upcoming.iloc[0]
        least = row.get("released_least_usd")
        later = (
            "" if units.is_missing(least) else tr(" by the schedule, at least {least} by a later release", least=units.usd(least))
        )
        words = tr(
            "Still ahead: {upcoming} of {plan} planned operations, the next on {date}: {maturity_bucket}, up to "
            "{planned_maximum_usd}{later}.",
            upcoming=len(upcoming),
            plan=len(plan),
            date=units.day(row["operation_date"].date()),
            maturity_bucket=plain(row["maturity_bucket"]),
            planned_maximum_usd=units.usd(row["planned_maximum_usd"]),
            later=later,
        )
    return words + (tr(" Passed without a result held: {unheld} of {plan}.", unheld=unheld, plan=len(plan)) if unheld else "")


def release_words(rows: pd.DataFrame, sizes: pd.DataFrame | None) -> str:
    """What a press release changed that the schedule does not say; "" where nothing."""
    if sizes is None or sizes.empty or rows["released_least_usd"].isna().all():
        return ""
    last = sizes[sizes["date"].eq(sizes["date"].max())]
    row, buckets = last.iloc[0], " and ".join(plain(bucket) for bucket in last["maturity_bucket"])
    return tr(
        "The schedule does not show what a press release of {date} states: at least {least_maximum_usd} an "
        "operation in {buckets} from {date_2}.",
        date=units.day(row["date"].date()),
        least_maximum_usd=units.usd(row["least_maximum_usd"]),
        buckets=buckets,
        date_2=units.day(row["effective_date"].date()),
    )


def _sizes() -> pd.DataFrame | None:
    try:
        return reference.buyback_sizes()
    except (OSError, BadReference) as fault:
        layout.failed_card(tr("Sizes changed by press release cannot be read"), plain(str(fault)))
        return None


def plan_rows(plan: Loaded, source: Loaded, sizes: pd.DataFrame | None) -> pd.DataFrame:
    """The schedule with what became of each operation: what is to come in its order, then what has passed, the last first."""
    made = programme.planned(plan.frame, source.frame, utc_today(), sizes)
    ahead = made["standing"].isin(["upcoming", "announced"])
    return pd.concat([made[ahead], made[~ahead].iloc[::-1]], ignore_index=True)
