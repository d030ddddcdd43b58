"""The announced plan of buybacks, with what became of each operation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import reference, units
from treasury.analytics import buyback_programme as programme
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import N_, joined, tr
from treasury.ui import layout
from treasury.ui.buybacks import Cockpit
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


def draw(plan: Loaded, cockpit: Cockpit) -> None:
    """The plan as a sentence and a table, for the bucket and type chosen."""
    layout.section(N_("Announced plan"), anchor="plan")
    if not layout.drawable(plan):
        return
    sizes = _sizes()
    rows = cockpit.of_choice(plan_rows(plan, cockpit.source, sizes))
    st.markdown(plan_words(rows, cockpit.choice))
    if words := release_words(rows, sizes):
        st.markdown(words)
    sources = [plan, cockpit.source]
    layout.show_table(rows[list(LABELS)], key="plan", sources=sources, labels=LABELS, usd=("bn", 3), notes=NOTES)


def plan_words(plan: pd.DataFrame, choice: str = "") -> str:
    """What of the plan (for a choice in words) is to come, and what of it has passed without a result."""
    if plan.empty:
        return tr("{choice}: the schedule held has no such operation.", choice=plain(choice))
    said = _ahead(plan, choice)
    if choice:
        said = tr("**{choice}.** {said}", choice=plain(choice), said=said)
    unheld = int(plan["standing"].eq(programme.NOT_HELD).sum())
    if not unheld:
        return said
    return tr("{said} Passed without a result held: {unheld} of {plan}.", said=said, unheld=unheld, plan=len(plan))


def _ahead(plan: pd.DataFrame, choice: str) -> str:
    upcoming = plan[plan["standing"].eq(programme.UPCOMING)].sort_values(["operation_date", "start_time"])
    if upcoming.empty:
        day = units.day(plan["operation_date"].max().date())
        if choice:
            return tr("The last operation planned is that of {day}; none lies ahead.", day=day)
        return tr("The schedule held ends on {day}; nothing of it lies ahead.", day=day)
    row = upcoming.iloc[0]
    least = row.get("released_least_usd")
    words = {
        "upcoming": len(upcoming),
        "plan": len(plan),
        "day": units.day(row["operation_date"].date()),
        "bucket": plain(tr(str(row["maturity_bucket"]))),
        "maximum": units.usd(row["planned_maximum_usd"]),
    }
    if units.is_missing(least):
        return tr("Still ahead: {upcoming} of {plan} planned operations, the next on {day}: {bucket}, up to {maximum}.", **words)
    return tr(
        "Still ahead: {upcoming} of {plan} planned operations, the next on {day}: {bucket}, up to {maximum} by the schedule, "
        "at least {least} by a later release.",
        least=units.usd(least),
        **words,
    )


def release_words(rows: pd.DataFrame, sizes: pd.DataFrame | None) -> str:
    """What a press release changed that the schedule does not say; "" where nothing."""
    if sizes is None or sizes.empty or rows["released_least_usd"].isna().all():
        return ""
    last = sizes[sizes["date"].eq(sizes["date"].max())]
    row = last.iloc[0]
    return tr(
        "The schedule does not show what a press release of {day} states: at least {least} an operation in {buckets} "
        "from {from_day}.",
        day=units.day(row["date"].date()),
        least=units.usd(row["least_maximum_usd"]),
        buckets=joined(plain(tr(bucket)) for bucket in last["maturity_bucket"]),
        from_day=units.day(row["effective_date"].date()),
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
    ahead = made["standing"].isin([programme.UPCOMING, "announced"])
    return pd.concat([made[ahead], made[~ahead].iloc[::-1]], ignore_index=True)
