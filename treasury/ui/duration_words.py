"""What the duration page says: headline, alt texts, the sentences above its tables, headings and notes."""

from __future__ import annotations

import pandas as pd

from treasury import units
from treasury.analytics.duration_flows import RealBeta
from treasury.ui.duration import UNIT, Made
from treasury.ui.issuance import period_words


def headline(made: Made) -> str:
    """Net supply in the last full period that is known, coupons apart, against the year before."""
    full = made.every[~made.every["partial"] & made.every["net_usd"].notna()]
    if full.empty:
        return "No period is held in full."
    last = full.iloc[-1]
    said = f"In {period_words(last['period'])} {_whom(made)} {units.usd(last['net_usd'])} in {made.choice.measure}"
    if not units.is_missing(last["coupons_net_usd"]):
        said += f", {units.usd(last['coupons_net_usd']) if last['coupons_net_usd'] else 'none'} of it coupons"
    if not units.is_missing(last["change_pct"]):
        said += f", {units.change_pct(last['change_pct'])} against a year before"
    return said + ("." if last["buybacks_held"] else " (before buybacks whose results are not held).")


def _whom(made: Made) -> str:
    what = "debt" if made.choice.in_par else "duration"
    if not made.choice.fed_out:
        return f"the market and the Fed took, net, {what} of"
    part = "the change of the Fed's holdings" if made.choice.in_par else "the Fed's add-ons"
    return f"the public took, net of {part}, {what} of"


def partial_words(made: Made) -> str:
    """For the line under a title: how a partial period is drawn, where the auctions end, and why a net is missing."""
    partial = made.net.loc[made.net["partial"], "period"].unique()
    said = [f"Pale: {period_words(partial[-1])}, partial, to {units.day(made.known_until)}"] if len(partial) else []
    if made.choice.in_par and made.choice.fed_out and made.net["fed_usd"].isna().any():
        said.append("no net where the Fed's holdings are not held")
    return "; ".join(said)


def supply_alt(made: Made) -> str:
    """Issued, taken out and net in the last full period of the range."""
    full = made.net[~made.net["partial"]]
    if full.empty:
        return "Duration supply: no full period in this range."
    last = full.iloc[-1]
    fed = f", {made.choice.fed_bar} {units.usd(last['fed_usd'], why='not held')}" if made.choice.fed_out else ""
    return (
        f"Supply in {made.choice.measure}, {_span(made.net)}: in {period_words(last['period'])} {units.usd(last['issued_usd'])} "
        f"issued, {units.usd(last['matured_usd'])} matured, bought back "
        f"{units.usd(last['bought_back_usd'], why='results not held')}{fed}, "
        f"net {units.usd(last['net_usd'], why='the Fed not held')}."
    )


def year_alt(made: Made) -> str:
    """How many of the full periods were above the year before, and the last one."""
    known = made.net.dropna(subset=["net_usd", "year_before_usd"])
    known = known[~known["partial"]]
    if known.empty:
        return "Net supply against the year before: no pair of full periods in this range."
    more, last = int((known["net_usd"] > known["year_before_usd"]).sum()), known.iloc[-1]
    return (
        f"Net supply in {made.choice.measure} was larger than a year before in {more} of {len(known)} full periods; in "
        f"{period_words(last['period'])} it was {units.usd(last['net_usd'])} against {units.usd(last['year_before_usd'])}."
    )


def stock_alt(made: Made) -> str:
    """What changed the stock in the last full period of the range, and where it stands."""
    full = _stock_in_full(made)
    if full.empty:
        return "Duration outstanding: no full period since December 2014 is known in this range."
    last = full.iloc[-1]
    parts = {name: units.usd(last[f"{name}_{UNIT}"]) for name in ("stock", "issued", "ageing", "repricing", "change")}
    return (
        f"Duration outstanding in ten-year equivalents, {period_words(last['period'])}: {parts['issued']} issued, ageing "
        f"and maturities {parts['ageing']}, yields and the 10-year {parts['repricing']}; "
        f"change {parts['change']} to {parts['stock']}."
    )


def _stock_in_full(made: Made) -> pd.DataFrame:
    return made.totals[~made.totals["partial"] & made.totals[f"change_{UNIT}"].notna()]


def stock_words(made: Made) -> str:
    """What issuance added after what ageing took, in the last full period, and the stock."""
    full = _stock_in_full(made)
    if full.empty:
        return ""
    last = full.iloc[-1]
    came, aged = last[f"issued_{UNIT}"], -last[f"ageing_{UNIT}"]
    day = units.day(last["record_date"].date())
    return (
        f"Issuance is not all added: in {period_words(last['period'])} {units.usd(came)} came in, and ageing and maturities took "
        f"{units.usd(aged)} off what was there, which left {units.usd(came - aged - last[f'bought_back_{UNIT}'])} before yields "
        f"moved. On {day} the debt outstanding, the Fed's part included, held {units.usd(last[f'stock_{UNIT}'])} in ten-year "
        "equivalents."
    )


def beta_words(beta: RealBeta | None) -> str:
    """What a TIPS beta was of late, beside the one assumed."""
    if beta is None:
        return ""
    return (
        f"Measured: in the last {beta.sessions} daily moves held, to {units.day(beta.last)}, the 10-year real yield moved "
        f"{units.number(beta.slope)} for each 1 of the nominal yield."
    )


def _span(frame: pd.DataFrame) -> str:
    return f"{period_words(frame['period'].iloc[0])} to {period_words(frame['period'].iloc[-1])}"


def years_words(pair: pd.DataFrame) -> str:
    """This year against the same part of the last, and the whole of both, the current one as expected."""
    before, now, whole, expected = (row for _, row in pair.iterrows())
    this, last = period_words(now["period"]), period_words(before["period"])
    said = (
        f"Above one year the public took {units.usd(now['public_usd'])} of par in {this} to {units.day(now['through'].date())}, "
        f"against {units.usd(before['public_usd'])} in the same part of {last}; in ten-year equivalents "
        f"{units.usd(now[f'public_{UNIT}'])} against {units.usd(before[f'public_{UNIT}'])}. Less what matured and the buybacks "
        f"held, with the Fed counted, it was {units.usd(now['net_usd'])} of par against {units.usd(before['net_usd'])}."
    )
    if not expected["expected"]:
        return said
    return (
        f"{said} All of {this} would bring {units.usd(expected['public_usd'])} against {units.usd(whole['public_usd'])}: an "
        f"estimate, with {expected['expected_auctions']:.0f} more auctions, as many of each kind as in {last}, at the latest "
        "sizes."
    )


def fed_words(rows: pd.DataFrame) -> str:
    """How much the Fed would hold at the average duration of each class."""
    if rows.empty:
        return "No weekly statement of the Fed falls on the end of a period of this range."
    day, held = units.day(rows["record_date"].iloc[0].date()), units.usd(rows["held_usd"].sum())
    return (
        f"On {day} the Fed held {held} of Treasury securities. If each class had the average duration of its market, an "
        f"assumption, that would be {units.usd(rows[UNIT].sum())} in ten-year equivalents."
    )


NOTES = """
**Ten-year equivalents** = par x modified duration / modified duration of the on-the-run 10-year on the day of settlement.
Auctions count at their own high yield (bills at their price, TIPS at the real yield), buybacks at the price paid. On the run is
the 10-year note issued last, at the day's 10-year par yield. Missing before 1990.\n
**Matured** securities have no duration left on their last day: zero by the definition. It went as they aged, see below.\n
**The Fed**: add-ons are exact; one that is not published yet is total accepted less the offering. What it buys in the market or
lets mature is not known by security: in par the change of its weekly holdings stands for it, in equivalents nothing does.\n
**Buybacks not held**: net supply of the shaded periods is too high by them.
"""
STOCK_NOTES = """
Every security outstanding, rebuilt from auctions and buybacks, at the par curve's yield for its remaining maturity (TIPS: the
real curve). **Aged and matured**: what was there, or came in, brought to the end of the period at an unchanged yield and an
unchanged 10-year. A coupon that is paid lengthens a bond, so the weeks of mid-February, May, August and November can be above
zero. **Yields and the 10-year**: the rest. Buybacks that are not held stay in the stock. From December 2014.
"""
PRIVATE_NOTES = """
Notes, bonds, TIPS and FRNs. **To the public** = sold less the Fed's add-ons. **Net** = sold, add-ons included, less matured and
the buybacks held. **Private net** = net less the change of the Fed's holdings above one year, missing where a weekly statement
is. **Expected**: what is sold, and as many more auctions of each kind as the year before had, at the latest sizes.
"""
FED_NOTES = (
    "The weekly statement gives classes, no maturities. The Fed's own duration may be longer or shorter than its classes'. "
    "**Of the class**: par of par, both without inflation accrual, the class as rebuilt from auctions and buybacks. The page "
    "Demand divides by the debt as published (MSPD), so its shares differ by about a tenth of a percentage point; there "
    "TIPS have none, since the MSPD counts their accrual."
)
NET_LABELS = {
    "period": "Period",
    "issued_usd": "Issued",
    "fed_usd": "Fed",
    "matured_usd": "Matured",
    "bought_back_usd": "Bought back",
    "net_usd": "Net",
    "coupons_net_usd": "Net, coupons",
    "year_before_usd": "Net a year before",
    "change_pct": "Change",
}
YEAR_LABELS = {
    "period": "Year",
    "through": "To",
    "public_usd": "To the public, par",
    f"public_{UNIT}": "To the public, 10-year eq.",
    "net_usd": "Net, par",
    "private_net_usd": "Private net, par",
    "matured_usd": "Matured, par",
    "bought_back_usd": "Bought back, par",
    "fed_change_usd": "Fed holdings, change",
    "soma_usd": "Fed add-ons, par",
    f"soma_{UNIT}": "Fed add-ons, 10-year eq.",
}
PAIR_LABELS = {"part": "Part of the year", **YEAR_LABELS}
AHEAD_LABELS = {
    "issue_date": "Settles",
    "cusip": "CUSIP",
    "security_class": "Class",
    "security_term": "Term",
    "standing": "Standing",
    "par_usd": "Par to the public",
    "duration_years": "Duration",
    UNIT: "10-year equivalents",
}
FED_LABELS = {
    "holding": "Held",
    "held_usd": "Par",
    "outstanding_share_pct": "Of the class, rebuilt",
    "duration_years": "Average duration of the class",
    UNIT: "10-year eq. at it",
}
