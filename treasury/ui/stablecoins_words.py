"""What the views of stablecoins say: headlines, titles, alt texts, headings of the tables, notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.stablecoins import BillSupply, Fall, Goal, Redemption, share_of_net_over
from treasury.language import N_, tr, trn
from treasury.ui.demand import more_or_less
from treasury.ui.issuance import period_words

BY_2030, TEN_YEARS = N_("By the end of 2030"), N_("In ten years")
SPOKEN = {BY_2030: N_("{growth} a year by the end of 2030"), TEN_YEARS: N_("{growth} a year in ten years")}
SOURCES = {"published": N_("published"), "rebuilt": N_("rebuilt")}  # of bills outstanding
ARITHMETIC = N_("Arithmetic of steady growth, no forecast")
GROWTH_LABELS = {
    "years": N_("Years"),
    "from_date": N_("From"),
    "from_usd": N_("Then"),
    "to_date": N_("To"),
    "to_usd": N_("Now"),
    "change_usd": N_("Change"),
    "multiple_ratio": N_("Multiple"),
    "growth_change_pct": N_("Growth a year"),
    "tenfold_years": N_("Tenfold at this growth in"),
}
NET_LABELS = {
    "period": N_("Period"),
    "net_bills_usd": N_("Net bill issuance"),
    "coins_change_usd": N_("Growth of coins"),
    "assumed_bills_usd": N_("Assumed into bills"),
    "of_net_share_pct": N_("Of net issuance"),
    "reason": N_("No share because"),
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
    "name": N_("Tenfold"),
    "on": N_("Day"),
    "target_usd": N_("Coins"),
    "needed_change_pct": N_("Growth needed a year"),
    "assumed_added_bills_usd": N_("Bills added, assumed"),
    "assumed_bills_a_year_usd": N_("Bills added a year"),
}
REDEMPTION_COLUMNS = {
    "redeemed_usd": "redeemed_usd",
    "assumed_bills_sold_usd": "assumed_bills_sold_usd",
    "a_week_usd": "a_week_usd",
    "of_supply_share_pct": "of_supply_share_pct",
    "weeks_of_supply": "supply_weeks_ratio",
}
REDEMPTION_LABELS = {
    "redeemed_share_pct": N_("Redeemed"),
    "redeemed_usd": N_("Coins redeemed"),
    "assumed_bills_sold_usd": N_("Bills sold, assumed"),
    "a_week_usd": N_("Bills sold a week"),
    "of_supply_share_pct": N_("Of weekly bill issuance"),
    "supply_weeks_ratio": N_("Weeks of issuance"),
}
NOTES = N_("""
**In circulation**: coins on public blockchains as DefiLlama counts them, a private publisher; coins backed by bills, by other
assets or by nothing are counted alike. **Pegged to the dollar** leaves out coins of other pegs. **Growth a year**: (now / then)
to the power of 1 / years, less 1; **tenfold at this growth**: ln 10 / ln (1 + growth).
""")
SHARE_NOTES = N_("""
**Assumed**: coins x the share of reserves in bills that you set, over all bills outstanding (MSPD where held, else rebuilt from
auctions). What issuers hold is in their own reports, not in any dataset here, so this is arithmetic on an assumption and no
measurement; 50 % is a round number to start from. Reserves also lie in repurchase agreements, money market funds and deposits,
which may lead to bills or not. The law of 18 July 2025 asks for cash, short Treasury bills and the like.
""")
NET_NOTES = N_("""
**Assumed into bills** = growth of coins over the period x the share set above. **Of net issuance** = that / net bill issuance
(issued - matured, settlement dates). No share where net bill issuance is below USD 50 bn: bills were paid down, or the divisor
is too small. In the last period both run to the last auction held.
""")
TENFOLD_NOTES = N_("""
**Growth needed a year** = 10 to the power of 1 / years, less 1. **Bills added** = nine times the coins x the share set above.
The grey line goes on with the growth of the last twelve months. On a logarithmic scale steady growth is a straight line.
""")
REDEMPTION_NOTES = N_("""
**Bills sold** = coins x redeemed x share of reserves in bills: every part of the reserves shrinks alike, and no maturing bill
or deposit is used first, so it is an upper bound for an issuer with cash at hand. **Of weekly bill issuance**: against the mean
of the last 13 full weeks, gross, cash management bills and the Fed's add-ons included: what the market takes in a week
anyway, not what it would take on top.
""")


def assumed(share_pct: float) -> str:
    return tr("With {share_pct:g} % of reserves in bills, an assumption", share_pct=share_pct)


def headline(now: tuple[date, float], growth: pd.DataFrame, share_pct: float, share: pd.DataFrame | None, net: str) -> str:
    """The amount, its growth in a year, and the assumed share of bills; ``net`` are the words of `net_words`."""
    day, amount = now
    said: dict[str, object] = {"amount": units.usd(amount), "day": units.day(day), "growth": _growth_words(growth)}
    kept = share.dropna(subset="of_bills_share_pct") if share is not None else pd.DataFrame()
    if kept.empty:
        return tr("Stablecoins stood at {amount} on {day}{growth}.", **said)
    return tr(
        "Stablecoins stood at {amount} on {day}{growth}; if {assumed:g} % of their reserves were bills, they would hold "
        "{share} of all bills outstanding{net}.",
        assumed=share_pct,
        share=units.percent(kept.iloc[-1]["of_bills_share_pct"], 1),
        net=net,
        **said,
    )


def _growth_words(growth: pd.DataFrame) -> str:
    year = growth.set_index("years")["growth_pct"].get(1, math.nan)
    return "" if units.is_missing(year) else tr(", {change} in a year", change=units.change_pct(year))


def net_words(net: pd.DataFrame | None, by: str) -> str:
    """The share of the net issuance of the last year that is known in full."""
    if net is None:
        return ""
    last, share = share_of_net_over(net, 4 if by == "quarter" else 1)
    if units.is_missing(share):
        return ""
    places = {"share": units.percent(share, 1), "period": period_words(last)}
    if by == "quarter":
        return tr(", and their growth would have taken {share} of net bill issuance over the four quarters to {period}", **places)
    return tr(", and their growth would have taken {share} of net bill issuance in {period}", **places)


def circulation_title(now: tuple[date, float], growth: pd.DataFrame) -> str:
    return f"{units.usd(now[1])}{_growth_words(growth)}"


def circulation_alt(part: pd.DataFrame) -> str:
    kept = part["coins_usd"].dropna()
    if kept.empty:
        return tr("Stablecoins in circulation: no figure in this range.")
    return tr(
        "Stablecoins in circulation: {first} on {first_day}, {last} on {last_day}; the most was {most} on {most_day}.",
        first=units.usd(kept.iloc[0]),
        first_day=units.day(kept.index[0]),
        last=units.usd(kept.iloc[-1]),
        last_day=units.day(kept.index[-1]),
        most=units.usd(kept.max()),
        most_day=units.day(kept.idxmax()),
    )


def share_title(share: pd.DataFrame) -> str:
    kept = share.dropna(subset="of_bills_share_pct")
    if kept.empty:
        return tr("Share of bills outstanding")
    return tr(
        "{share} of bills on {day}",
        share=units.percent(kept["of_bills_share_pct"].iloc[-1], 1),
        day=units.day(kept["record_date"].iloc[-1]),
    )


def share_alt(share: pd.DataFrame, share_pct: float) -> str:
    kept = share.dropna(subset="of_bills_share_pct")
    if kept.empty:
        return tr("{assumed}: no month of this range has both coins and bills.", assumed=assumed(share_pct))
    first, last = kept.iloc[0], kept.iloc[-1]
    return tr(
        "{assumed}, stablecoins would hold {share} of bills outstanding on {day} ({amount} of {bills}, {source}), "
        "after {first_share} on {first_day}.",
        assumed=assumed(share_pct),
        share=units.percent(last["of_bills_share_pct"], 1),
        day=units.day(last["record_date"]),
        amount=units.usd(last["assumed_bills_usd"]),
        bills=units.usd(last["bills_usd"]),
        source=tr(SOURCES.get(str(last["source"]), str(last["source"]))),
        first_share=units.percent(first["of_bills_share_pct"], 1),
        first_day=units.day(first["record_date"]),
    )


def net_alt(rows: pd.DataFrame, share_pct: float) -> str:
    """The last full period, and how many of the full periods have a share."""
    full = rows[~rows["partial"]]
    if full.empty:
        return tr("{assumed}: no full period of this range has both coins and net bill issuance.", assumed=assumed(share_pct))
    last = full.iloc[-1]
    taken, reason = float(last["assumed_bills_usd"]), str(last["reason"])
    places = {
        "assumed": assumed(share_pct),
        "amount": units.usd(abs(taken)),
        "period": period_words(last["period"]),
        "net": units.usd(last["net_bills_usd"]),
        "share": tr("; no share, since {reason}", reason=tr(reason))
        if reason
        else tr(": {share}", share=units.percent(last["of_net_share_pct"], 1)),
    }
    if taken < 0:
        return tr(
            "{assumed}, stablecoins would have sold {amount} of bills in {period}, the last full period, against "
            "net bill issuance of {net}{share}.",
            **places,
        )
    return tr(
        "{assumed}, stablecoins would have taken {amount} of bills in {period}, the last full period, against "
        "net bill issuance of {net}{share}.",
        **places,
    )


def what_if_headline(now: tuple[date, float], goals: Sequence[Goal], share_pct: float) -> str:
    """What a tenfold takes, by each day."""
    day, amount = now
    parts = [tr(SPOKEN[goal.name], growth=units.percent(goal.needed_pct, 0)) for goal in goals]
    if not parts:
        return tr("Stablecoins stood at {amount} on {day}.", amount=units.usd(amount), day=units.day(day))
    added = units.usd(goals[-1].assumed_added_bills_usd)
    return tr(
        "Ten times the {amount} of stablecoins of {day} takes growth of {growth}; with {assumed:g} % of reserves "
        "in bills, an assumption, it would add {added} of demand for bills.",
        amount=units.usd(amount),
        day=units.day(day),
        growth=tr(" or ").join(parts),
        assumed=share_pct,
        added=added,
    )


def tenfold_title(goals: Sequence[Goal]) -> str:
    return tr("{amount}, ten times today", amount=units.usd(goals[-1].target_usd)) if goals else tr("Ten times today")


def path_names(growth_pct: float) -> dict[str, str]:
    """The legend of the paths."""
    return {"at_past_growth": tr("At the last year's {growth}", growth=units.change_pct(growth_pct))}


def tenfold_words(goals: Sequence[Goal], growth: pd.Series, net: pd.DataFrame) -> str:
    """What growth there has been against what is needed, and the bills a year against net bill issuance."""
    been = [
        trn("{growth} over {years} year", "{growth} over {years} years", years, growth=units.change_pct(each), years=years)
        for years, each in growth.dropna().items()
    ]
    said = [tr("Growth a year has been {growth}.", growth=tr(", ").join(been))] if been else []
    if goals:
        amounts = tr(" or ").join(units.usd(goal.assumed_bills_a_year_usd) for goal in goals)
        said.append(tr("Bills assumed to be added a year: {amounts}.", amounts=amounts))
    if len(net) == 4 and net["net_bills_usd"].notna().all():  # quarters
        last = period_words(net["period"].iloc[-1])
        said.append(
            tr(
                "Net bill issuance over the four quarters to {last} was {amount}.",
                last=last,
                amount=units.usd(net["net_bills_usd"].sum()),
            )
        )
    return " ".join(said)


def tenfold_alt(goals: Sequence[Goal], now: tuple[date, float]) -> str:
    if not goals:
        return tr("Stablecoins at {amount} on {day}; no goal lies ahead.", amount=units.usd(now[1]), day=units.day(now[0]))
    parts = [
        tr(
            "{amount} on {day} takes {growth} a year",
            amount=units.usd(g.target_usd),
            day=units.day(g.on),
            growth=units.percent(g.needed_pct, 1),
        )
        for g in goals
    ]
    paths = tr("; ").join(parts)
    return tr("Paths from {amount} on {day}: {paths}.", amount=units.usd(now[1]), day=units.day(now[0]), paths=paths)


def redemption_words(made: Redemption, redeemed_pct: float, days: float, supply: BillSupply, share_pct: float) -> str:
    """The redemption set, against what the Treasury sells a week."""
    span = trn("{days:g} day", "{days:g} days", days, days=days)
    pace, sold = units.percent(made.of_supply_share_pct, 1), units.usd(made.assumed_bills_sold_usd)
    return tr(
        "If {redeemed:g} % of all coins ({amount}) were redeemed within {span}, and {assumed:g} % of "
        "reserves were bills, issuers would have to sell {sold} of bills, a weekly pace of {pace} of what the "
        "Treasury issues in a week ({gross} gross, {net} net; mean of the {weeks} weeks to {last}).",
        redeemed=redeemed_pct,
        amount=units.usd(made.redeemed_usd),
        span=span,
        assumed=share_pct,
        sold=sold,
        pace=pace,
        gross=units.usd(supply.gross_usd),
        net=units.usd(supply.net_usd),
        weeks=supply.weeks,
        last=units.day(supply.last),
    )


def fall_words(fall: Fall | None, days: int) -> str:
    """The largest fall there has been over as many days."""
    span = trn("over {days} day", "over {days} days", days, days=days)
    if fall is None:
        return tr("Since 2021 the amount has never fallen {span}.", span=span)
    return tr(
        "For scale, the largest fall {span} since 2021: {change} ({amount}) from {first} to {last}, of "
        "coins of every kind, those without any bills included.",
        span=span,
        change=units.change_pct(fall.change_pct),
        amount=more_or_less(fall.change_usd),
        first=units.day(fall.first),
        last=units.day(fall.last),
    )
