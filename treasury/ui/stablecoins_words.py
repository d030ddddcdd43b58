"""What the views of stablecoins say: headlines, titles, alt texts, headings of the tables, notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.stablecoins import BillSupply, Fall, Goal, Redemption, share_of_net_over
from treasury.ui.demand import more_or_less
from treasury.ui.issuance import period_words

BY_2030, TEN_YEARS = "By the end of 2030", "In ten years"
ARITHMETIC = "Arithmetic of steady growth, no forecast"
GROWTH_LABELS = {
    "years": "Years",
    "from_date": "From",
    "from_usd": "Then",
    "to_date": "To",
    "to_usd": "Now",
    "change_usd": "Change",
    "multiple_ratio": "Multiple",
    "growth_change_pct": "Growth a year",
    "tenfold_years": "Tenfold at this growth in",
}
NET_LABELS = {
    "period": "Period",
    "net_bills_usd": "Net bill issuance",
    "coins_change_usd": "Growth of coins",
    "assumed_bills_usd": "Assumed into bills",
    "of_net_share_pct": "Of net issuance",
    "reason": "No share because",
}
GOAL_COLUMNS = {
    "name": "name",
    "on": "on",
    "target_usd": "target_usd",
    "needed_pct": "needed_change_pct",
    "assumed_added_bills_usd": "assumed_added_bills_usd",
    "assumed_bills_a_year_usd": "assumed_bills_a_year_usd",
}
GOAL_LABELS = {
    "name": "Tenfold",
    "on": "Day",
    "target_usd": "Coins",
    "needed_change_pct": "Growth needed a year",
    "assumed_added_bills_usd": "Bills added, assumed",
    "assumed_bills_a_year_usd": "Bills added a year",
}
REDEMPTION_COLUMNS = {
    "redeemed_usd": "redeemed_usd",
    "assumed_bills_sold_usd": "assumed_bills_sold_usd",
    "a_week_usd": "a_week_usd",
    "of_supply_share_pct": "of_supply_share_pct",
    "weeks_of_supply": "supply_weeks_ratio",
}
REDEMPTION_LABELS = {
    "redeemed_share_pct": "Redeemed",
    "redeemed_usd": "Coins redeemed",
    "assumed_bills_sold_usd": "Bills sold, assumed",
    "a_week_usd": "Bills sold a week",
    "of_supply_share_pct": "Of weekly bill issuance",
    "supply_weeks_ratio": "Weeks of issuance",
}
NOTES = """
**In circulation**: coins on public blockchains as DefiLlama counts them, a private publisher; coins backed by bills, by other
assets or by nothing are counted alike. **Pegged to the dollar** leaves out coins of other pegs. **Growth a year**: (now / then)
to the power of 1 / years, less 1; **tenfold at this growth**: ln 10 / ln (1 + growth).
"""
SHARE_NOTES = """
**Assumed**: coins x the share of reserves in bills that you set, over all bills outstanding (MSPD where held, else rebuilt from
auctions). What issuers hold is in their own reports, not in any dataset here, so this is arithmetic on an assumption and no
measurement; 50 % is a round number to start from. Reserves also lie in repurchase agreements, money market funds and deposits,
which may lead to bills or not. The law of 18 July 2025 asks for cash, short Treasury bills and the like.
"""
NET_NOTES = """
**Assumed into bills** = growth of coins over the period x the share set above. **Of net issuance** = that / net bill issuance
(issued - matured, settlement dates). No share where net bill issuance is below USD 50 bn: bills were paid down, or the divisor
is too small. In the last period both run to the last auction held.
"""
TENFOLD_NOTES = """
**Growth needed a year** = 10 to the power of 1 / years, less 1. **Bills added** = nine times the coins x the share set above.
The grey line goes on with the growth of the last twelve months. On a logarithmic scale steady growth is a straight line.
"""
REDEMPTION_NOTES = """
**Bills sold** = coins x redeemed x share of reserves in bills: every part of the reserves shrinks alike, and no maturing bill
or deposit is used first, so it is an upper bound for an issuer with cash at hand. **Of weekly bill issuance**: against the mean
of the last 13 full weeks, gross, cash management bills and the Fed's add-ons included: what the market takes in a week
anyway, not what it would take on top.
"""


def assumed(share_pct: float) -> str:
    return f"With {share_pct:g} % of reserves in bills, an assumption"


def headline(now: tuple[date, float], growth: pd.DataFrame, share_pct: float, share: pd.DataFrame | None, net: str) -> str:
    """The amount, its growth in a year, and the assumed share of bills; ``net`` are the words of `net_words`."""
    day, amount = now
    said = f"Stablecoins stood at {units.usd(amount)} on {units.day(day)}{_growth_words(growth)}"
    kept = share.dropna(subset="of_bills_share_pct") if share is not None else pd.DataFrame()
    if kept.empty:
        return f"{said}."
    last = kept.iloc[-1]
    return (
        f"{said}; if {share_pct:g} % of their reserves were bills, they would hold "
        f"{units.percent(last['of_bills_share_pct'], 1)} of all bills outstanding{net}."
    )


def _growth_words(growth: pd.DataFrame) -> str:
    year = growth.set_index("years")["growth_pct"].get(1, math.nan)
    return "" if units.is_missing(year) else f", {units.change_pct(year)} in a year"


def net_words(net: pd.DataFrame | None, by: str) -> str:
    """The share of the net issuance of the last year that is known in full."""
    if net is None:
        return ""
    last, share = share_of_net_over(net, 4 if by == "quarter" else 1)
    if units.is_missing(share):
        return ""
    span = f"over the four quarters to {period_words(last)}" if by == "quarter" else f"in {period_words(last)}"
    return f", and their growth would have taken {units.percent(share, 1)} of net bill issuance {span}"


def circulation_title(now: tuple[date, float], growth: pd.DataFrame) -> str:
    return f"{units.usd(now[1])}{_growth_words(growth)}"


def circulation_alt(part: pd.DataFrame) -> str:
    kept = part["coins_usd"].dropna()
    if kept.empty:
        return "Stablecoins in circulation: no figure in this range."
    return (
        f"Stablecoins in circulation: {units.usd(kept.iloc[0])} on {units.day(kept.index[0])}, {units.usd(kept.iloc[-1])} on "
        f"{units.day(kept.index[-1])}; the most was {units.usd(kept.max())} on {units.day(kept.idxmax())}."
    )


def share_title(share: pd.DataFrame) -> str:
    kept = share.dropna(subset="of_bills_share_pct")
    if kept.empty:
        return "Share of bills outstanding"
    return f"{units.percent(kept['of_bills_share_pct'].iloc[-1], 1)} of bills on {units.day(kept['record_date'].iloc[-1])}"


def share_alt(share: pd.DataFrame, share_pct: float) -> str:
    kept = share.dropna(subset="of_bills_share_pct")
    if kept.empty:
        return f"{assumed(share_pct)}: no month of this range has both coins and bills."
    first, last = kept.iloc[0], kept.iloc[-1]
    return (
        f"{assumed(share_pct)}, stablecoins would hold {units.percent(last['of_bills_share_pct'], 1)} of bills outstanding on "
        f"{units.day(last['record_date'])} ({units.usd(last['assumed_bills_usd'])} of {units.usd(last['bills_usd'])}, "
        f"{last['source']}), after {units.percent(first['of_bills_share_pct'], 1)} on {units.day(first['record_date'])}."
    )


def net_alt(rows: pd.DataFrame, share_pct: float) -> str:
    """The last full period, and how many of the full periods have a share."""
    full = rows[~rows["partial"]]
    if full.empty:
        return f"{assumed(share_pct)}: no full period of this range has both coins and net bill issuance."
    last = full.iloc[-1]
    taken = float(last["assumed_bills_usd"])
    verb = "sold" if taken < 0 else "taken"
    share = f"; no share, since {last['reason']}" if last["reason"] else f": {units.percent(last['of_net_share_pct'], 1)}"
    amount = units.usd(abs(taken))
    return (
        f"{assumed(share_pct)}, stablecoins would have {verb} {amount} of bills in {period_words(last['period'])}, the last "
        f"full period, against net bill issuance of {units.usd(last['net_bills_usd'])}{share}."
    )


def what_if_headline(now: tuple[date, float], goals: Sequence[Goal], share_pct: float) -> str:
    """What a tenfold takes, by each day."""
    day, amount = now
    parts = [f"{units.percent(goal.needed_pct, 0)} a year {goal.name[0].lower()}{goal.name[1:]}" for goal in goals]
    if not parts:
        return f"Stablecoins stood at {units.usd(amount)} on {units.day(day)}."
    added = units.usd(goals[-1].assumed_added_bills_usd)
    return (
        f"Ten times the {units.usd(amount)} of stablecoins of {units.day(day)} takes growth of {' or '.join(parts)}; with "
        f"{share_pct:g} % of reserves in bills, an assumption, it would add {added} of demand for bills."
    )


def tenfold_title(goals: Sequence[Goal]) -> str:
    return f"{units.usd(goals[-1].target_usd)}, ten times today" if goals else "Ten times today"


def path_names(growth_pct: float) -> dict[str, str]:
    """The legend of the paths."""
    return {"at_past_growth": f"At the last year's {units.change_pct(growth_pct)}"}


def tenfold_words(goals: Sequence[Goal], growth: pd.Series, net: pd.DataFrame) -> str:
    """What growth there has been against what is needed, and the bills a year against net bill issuance."""
    been = [
        f"{units.change_pct(each)} over {years} {'year' if years == 1 else 'years'}" for years, each in growth.dropna().items()
    ]
    said = [f"Growth a year has been {', '.join(been)}."] if been else []
    if goals:
        amounts = " or ".join(units.usd(goal.assumed_bills_a_year_usd) for goal in goals)
        said.append(f"Bills assumed to be added a year: {amounts}.")
    if len(net) == 4 and net["net_bills_usd"].notna().all():  # quarters
        last = period_words(net["period"].iloc[-1])
        said.append(f"Net bill issuance over the four quarters to {last} was {units.usd(net['net_bills_usd'].sum())}.")
    return " ".join(said)


def tenfold_alt(goals: Sequence[Goal], now: tuple[date, float]) -> str:
    if not goals:
        return f"Stablecoins at {units.usd(now[1])} on {units.day(now[0])}; no goal lies ahead."
    parts = [f"{units.usd(g.target_usd)} on {units.day(g.on)} takes {units.percent(g.needed_pct, 1)} a year" for g in goals]
    return f"Paths from {units.usd(now[1])} on {units.day(now[0])}: {'; '.join(parts)}."


def redemption_words(made: Redemption, redeemed_pct: float, days: float, supply: BillSupply, share_pct: float) -> str:
    """The redemption set, against what the Treasury sells a week."""
    span = f"{days:g} {'day' if days == 1 else 'days'}"
    pace, sold = units.percent(made.of_supply_share_pct, 1), units.usd(made.assumed_bills_sold_usd)
    return (
        f"If {redeemed_pct:g} % of all coins ({units.usd(made.redeemed_usd)}) were redeemed within {span}, and {share_pct:g} % "
        f"of reserves were bills, issuers would have to sell {sold} of bills, a weekly pace of {pace} of what the Treasury "
        f"issues in a week ({units.usd(supply.gross_usd)} gross, {units.usd(supply.net_usd)} net; mean of the {supply.weeks} "
        f"weeks to {units.day(supply.last)})."
    )


def fall_words(fall: Fall | None, days: int) -> str:
    """The largest fall there has been over as many days."""
    span = f"over {days} {'day' if days == 1 else 'days'}"
    if fall is None:
        return f"Since 2021 the amount has never fallen {span}."
    return (
        f"For scale, the largest fall {span} since 2021: {units.change_pct(fall.change_pct)} "
        f"({more_or_less(fall.change_usd)}) from {units.day(fall.first)} to {units.day(fall.last)}, of coins of every kind, "
        "those without any bills included."
    )
