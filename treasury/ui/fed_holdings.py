"""The view "The Fed" of the demand page: its Treasuries by class, what they changed by, their share of each class."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import holders
from treasury.charts import holders as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.demand import RANGE, SELECT_PX, more_or_less

LABELS = {
    "holding": N_("Class"),
    "date": N_("Latest"),
    "holdings_usd": N_("Holdings"),
    "four_weeks_change_usd": N_("4 weeks"),
    "quarter_change_usd": N_("13 weeks"),
    "year_change_usd": N_("52 weeks"),
    "share_month_end": N_("Month end"),
    "share_date": N_("Statement"),
    "share_holdings_usd": N_("Held"),
    "of_class_share_pct": N_("Share"),
}
NOTES = N_("""
The System Open Market Account at par, each Wednesday; TIPS without inflation compensation. **Change of a month**: from the last
statement of a month to that of the next; none where a month is not held. **4, 13, 52 weeks**: against the statement so many weeks
before, within 3 days. **Share** of the class: what was held by the last statement before the **month end**, of what was
outstanding by the MSPD at that month end; not for TIPS, which the MSPD counts with their accrual. The page Duration has shares of
par rebuilt from auctions and buybacks, TIPS among them, which differ by about a tenth of a percentage point. The Fed buys at no
auction with the public: it gets add-ons for what matures (page Issuance mix) and buys in the market.
""")


def draw() -> str:
    """Holdings by class, changes by month, the table; returns the headline."""
    held, debt = cache.frame("fed_holdings"), cache.frame("debt_by_class")
    if not layout.drawable(held):
        return tr("No holdings of the Fed to show.")
    every = holders.treasuries(held.frame)
    table = holders.fed_table(held.frame, debt.frame)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        span = controls.date_range(every.index[0].date(), every.index[-1].date(), default=RANGE, options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    part = span.of(every)
    words: dict[str, Any] = {"sources": [held], "notes": NOTES}
    figure = charts.fed_by_class(part, _title(part), marks)
    layout.show_chart(figure, key="fed", alt=_alt(part), csv=part, name="fed holdings by class", **words)
    layout.section(N_("Bought and run off by month"), anchor="changes")
    moves = holders.fed_changes(held.frame)
    moves = moves[moves["period_end"].between(pd.Timestamp(span.start), pd.Timestamp(span.end) + pd.offsets.MonthEnd(0))]
    figure = charts.fed_changes(moves, tr("Change by month and class"), marks)
    layout.show_chart(figure, key="fed_changes", alt=_changes_alt(moves), csv=moves, name="fed holdings by month", **words)
    layout.section(N_("By class"))
    more: dict[str, Any] = {"labels": LABELS, "usd": ("bn", 1), "height": "content", "notes": NOTES}
    sources = [held, *([debt] if debt.ok else [])]
    layout.show_table(table[list(LABELS)], key="fed_table", sources=sources, name="fed holdings table", **more)
    return headline(table)


def headline(table: pd.DataFrame) -> str:
    """All Treasuries and the bills among them, with the changes of a year; the share of bills, of the day it is known for."""
    by = table.set_index("holding")
    whole, bills = by.loc[holders.TREASURIES], by.loc["Bills"]
    share = bills["of_class_share_pct"]
    of_bills = ""
    if not units.is_missing(share):
        then = tr(
            "the {amount} of {day}",
            amount=units.usd(bills["share_holdings_usd"]),
            day=units.day(bills["share_date"]),
        )
        of_bills = tr(
            "; {then} were {share} of bills outstanding at the end of {month}",
            then=then,
            share=units.percent(share, 1),
            month=units.month(bills["share_month_end"]),
        )
    return tr(
        "The Fed held {amount} of Treasuries on {day}, {change} than a year before; of them bills "
        "were {bills}, {bills_change}{of_bills}.",
        amount=units.usd(whole["holdings_usd"]),
        day=units.day(whole["date"]),
        change=more_or_less(whole["year_change_usd"]),
        bills=units.usd(bills["holdings_usd"]),
        bills_change=more_or_less(bills["year_change_usd"]),
        of_bills=of_bills,
    )


def _title(part: pd.DataFrame) -> str:
    kept = part["treasuries_usd"].dropna()
    if kept.empty:
        return tr("Treasuries held")
    return tr("{amount} on {day}", amount=units.usd(kept.iloc[-1]), day=units.day(kept.index[-1]))


def _alt(part: pd.DataFrame) -> str:
    kept = part.dropna(subset="treasuries_usd")
    if kept.empty:
        return tr("The Fed's Treasuries: no statement in this range.")
    first, last = kept.iloc[0], kept.iloc[-1]
    classes = tr(", ").join(
        f"{name if name.isupper() else tr(name).lower()} {units.usd(last[column])}"
        for column, (name, _) in holders.FED_CLASSES.items()
    )
    return tr(
        "The Fed's Treasuries: {first} on {first_day}, {last} on {last_day}: {classes}.",
        first=units.usd(first["treasuries_usd"]),
        first_day=units.day(kept.index[0]),
        last=units.usd(last["treasuries_usd"]),
        last_day=units.day(kept.index[-1]),
        classes=classes,
    )


def _changes_alt(moves: pd.DataFrame) -> str:
    known = moves.dropna(subset="treasuries_usd")
    if known.empty:
        return tr("Changes of the Fed's Treasuries by month: none is known in this range.")
    last = known.iloc[-1]
    month = units.month(last["period_end"])
    rises = int((known["treasuries_usd"] > 0).sum())
    return tr(
        "Changes of the Fed's Treasuries by month: in {month} {change}, bills {bills}; {rises} of {known} months had a rise.",
        month=tr("{month} so far", month=month) if last["partial"] else month,
        change=more_or_less(last["treasuries_usd"]),
        bills=more_or_less(last["bills_usd"]),
        rises=rises,
        known=len(known),
    )
