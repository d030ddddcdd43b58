"""The view "The Fed" of the demand page: its Treasuries by class, what they changed by, their share of each class."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import holders
from treasury.charts import holders as charts
from treasury.ui import cache, controls, layout
from treasury.ui.demand import RANGE, SELECT_PX, month, more_or_less

LABELS = {
    "holding": "Class",
    "date": "Latest",
    "holdings_usd": "Holdings",
    "four_weeks_change_usd": "4 weeks",
    "quarter_change_usd": "13 weeks",
    "year_change_usd": "52 weeks",
    "share_month_end": "Month end",
    "share_date": "Statement",
    "share_holdings_usd": "Held",
    "of_class_share_pct": "Share",
}
NOTES = """
The System Open Market Account at par, each Wednesday; TIPS without inflation compensation. **Change of a month**: from the last
statement of a month to that of the next; none where a month is not held. **4, 13, 52 weeks**: against the statement so many weeks
before, within 3 days. **Share** of the class: what was held by the last statement before the **month end**, of what was
outstanding by the MSPD at that month end; not for TIPS, which the MSPD counts with their accrual. The page Duration has shares of
par rebuilt from auctions and buybacks, TIPS among them, which differ by about a tenth of a percentage point. The Fed buys at no
auction with the public: it gets add-ons for what matures (page Issuance mix) and buys in the market.
"""


def draw() -> str:
    """Holdings by class, changes by month, the table; returns the headline."""
    held, debt = cache.frame("fed_holdings"), cache.frame("debt_by_class")
    if not layout.drawable(held):
        return "No holdings of the Fed to show."
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
    layout.section("Bought and run off by month", anchor="changes")
    moves = holders.fed_changes(held.frame)
    moves = moves[moves["period_end"].between(pd.Timestamp(span.start), pd.Timestamp(span.end) + pd.offsets.MonthEnd(0))]
    figure = charts.fed_changes(moves, "Change by month and class", marks)
    layout.show_chart(figure, key="fed_changes", alt=_changes_alt(moves), csv=moves, name="fed holdings by month", **words)
    layout.section("By class")
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
        then = f"the {units.usd(bills['share_holdings_usd'])} of {units.day(bills['share_date'])}"
        of_bills = f"; {then} were {units.percent(share, 1)} of bills outstanding at the end of {month(bills['share_month_end'])}"
    return (
        f"The Fed held {units.usd(whole['holdings_usd'])} of Treasuries on {units.day(whole['date'])}, "
        f"{more_or_less(whole['year_change_usd'])} than a year before; of them bills were {units.usd(bills['holdings_usd'])}, "
        f"{more_or_less(bills['year_change_usd'])}{of_bills}."
    )


def _title(part: pd.DataFrame) -> str:
    kept = part["treasuries_usd"].dropna()
    return f"{units.usd(kept.iloc[-1])} on {units.day(kept.index[-1])}" if len(kept) else "Treasuries held"


def _alt(part: pd.DataFrame) -> str:
    kept = part.dropna(subset="treasuries_usd")
    if kept.empty:
        return "The Fed's Treasuries: no statement in this range."
    first, last = kept.iloc[0], kept.iloc[-1]
    classes = ", ".join(
        f"{name if name.isupper() else name.lower()} {units.usd(last[column])}"
        for column, (name, _) in holders.FED_CLASSES.items()
    )
    return (
        f"The Fed's Treasuries: {units.usd(first['treasuries_usd'])} on {units.day(kept.index[0])}, "
        f"{units.usd(last['treasuries_usd'])} on {units.day(kept.index[-1])}: {classes}."
    )


def _changes_alt(moves: pd.DataFrame) -> str:
    known = moves.dropna(subset="treasuries_usd")
    if known.empty:
        return "Changes of the Fed's Treasuries by month: none is known in this range."
    last = known.iloc[-1]
    name = f"{month(last['period_end'])}{' so far' if last['partial'] else ''}"
    rises = int((known["treasuries_usd"] > 0).sum())
    return (
        f"Changes of the Fed's Treasuries by month: in {name} {more_or_less(last['treasuries_usd'])}, bills "
        f"{more_or_less(last['bills_usd'])}; {rises} of {len(known)} months had a rise."
    )
