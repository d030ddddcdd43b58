"""What the duration page says: headline, alt texts, the sentences above its tables, headings and notes."""

from __future__ import annotations

import pandas as pd

from treasury import units
from treasury.analytics.duration_flows import RealBeta
from treasury.language import N_, tr
from treasury.ui.duration import UNIT, Made
from treasury.ui.issuance import period_words


def headline(made: Made) -> str:
    """Net supply in the last full period that is known, coupons apart, against the year before."""
    full = made.every[~made.every["partial"] & made.every["net_usd"].notna()]
    if full.empty:
        return tr("No period is held in full.")
    last = full.iloc[-1]
    said = [_took(made, period_words(last["period"]), units.usd(last["net_usd"]))]
    if not units.is_missing(last["coupons_net_usd"]):
        coupons = units.usd(last["coupons_net_usd"]) if last["coupons_net_usd"] else tr("none")
        said.append(tr("{coupons} of it coupons", coupons=coupons))
    if not units.is_missing(last["change_pct"]):
        said.append(tr("{change} against a year before", change=units.change_pct(last["change_pct"])))
    words = tr(", ").join(said)
    if last["buybacks_held"]:
        return tr("{said}.", said=words)
    return tr("{said} (before buybacks whose results are not held).", said=words)


def _took(made: Made, period: str, amount: str) -> str:
    """Who took how much: in par or in ten-year equivalents, with the Fed's part or without."""
    places = {"period": period, "amount": amount}
    if made.choice.in_par:
        if made.choice.fed_out:
            return tr("In {period} the public took, net of the change of the Fed's holdings, debt of {amount} in par", **places)
        return tr("In {period} the market and the Fed took, net, debt of {amount} in par", **places)
    if made.choice.fed_out:
        return tr("In {period} the public took, net of the Fed's add-ons, duration of {amount} in ten-year equivalents", **places)
    return tr("In {period} the market and the Fed took, net, duration of {amount} in ten-year equivalents", **places)


def partial_words(made: Made) -> str:
    """For the line under a title: how a partial period is drawn, where the auctions end, and why a net is missing."""
    partial = made.net.loc[made.net["partial"], "period"].unique()
    said = []
    if len(partial):
        period, last_day = period_words(partial[-1]), units.day(made.known_until)
        said.append(tr("Pale: {period}, partial, to {last_day}", period=period, last_day=last_day))
    if made.choice.in_par and made.choice.fed_out and made.net["fed_usd"].isna().any():
        said.append(tr("no net where the Fed's holdings are not held"))
    return tr("; ").join(said)


def supply_title(made: Made) -> str:
    return tr("Debt issued and taken out") if made.choice.in_par else tr("Duration issued and taken out")


def supply_alt(made: Made) -> str:
    """Issued, taken out and net in the last full period of the range."""
    full = made.net[~made.net["partial"]]
    if full.empty:
        return tr("Duration supply: no full period in this range.")
    last = full.iloc[-1]
    taken = [tr("bought back {amount}", amount=units.usd(last["bought_back_usd"], why=tr("results not held")))]
    if made.choice.fed_out:
        fed = units.usd(last["fed_usd"], why=tr("not held"))
        taken.append(tr("{who} {amount}", who=made.choice.fed_bar, amount=fed))
    return tr(
        "Supply in {measure}, {span}: in {period} {issued} issued, {matured} matured, {taken}, net {net}.",
        measure=made.choice.measure,
        span=_span(made.net),
        period=period_words(last["period"]),
        issued=units.usd(last["issued_usd"]),
        matured=units.usd(last["matured_usd"]),
        taken=tr(", ").join(taken),
        net=units.usd(last["net_usd"], why=tr("the Fed not held")),
    )


def year_alt(made: Made) -> str:
    """How many of the full periods were above the year before, and the last one."""
    known = made.net.dropna(subset=["net_usd", "year_before_usd"])
    known = known[~known["partial"]]
    if known.empty:
        return tr("Net supply against the year before: no pair of full periods in this range.")
    more, last = int((known["net_usd"] > known["year_before_usd"]).sum()), known.iloc[-1]
    return tr(
        "Net supply in {measure} was larger than a year before in {more} of {known} full periods; in {period} it "
        "was {net} against {before}.",
        measure=made.choice.measure,
        more=more,
        known=len(known),
        period=period_words(last["period"]),
        net=units.usd(last["net_usd"]),
        before=units.usd(last["year_before_usd"]),
    )


def stock_alt(made: Made) -> str:
    """What changed the stock in the last full period of the range, and where it stands."""
    full = _stock_in_full(made)
    if full.empty:
        return tr("Duration outstanding: no full period since December 2014 is known in this range.")
    last = full.iloc[-1]
    parts = {name: units.usd(last[f"{name}_{UNIT}"]) for name in ("stock", "issued", "ageing", "repricing", "change")}
    return tr(
        "Duration outstanding in ten-year equivalents, {period}: {issued} issued, ageing and maturities {ageing}, "
        "yields and the 10-year {repricing}; change {change} to {stock}.",
        period=period_words(last["period"]),
        issued=parts["issued"],
        ageing=parts["ageing"],
        repricing=parts["repricing"],
        change=parts["change"],
        stock=parts["stock"],
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
    return tr(
        "Issuance is not all added: in {period} {came} came in, and ageing and maturities took {aged} off what "
        "was there, which left {left} before yields moved. On {day} the debt outstanding, the Fed's part "
        "included, held {stock} in ten-year equivalents.",
        period=period_words(last["period"]),
        came=units.usd(came),
        aged=units.usd(aged),
        left=units.usd(came - aged - last[f"bought_back_{UNIT}"]),
        day=day,
        stock=units.usd(last[f"stock_{UNIT}"]),
    )


def beta_words(beta: RealBeta | None) -> str:
    """What a TIPS beta was of late, beside the one assumed."""
    if beta is None:
        return ""
    return tr(
        "Measured: in the last {sessions} daily moves held, to {last_day}, the 10-year real yield moved {slope} for "
        "each 1 of the nominal yield.",
        sessions=beta.sessions,
        last_day=units.day(beta.last),
        slope=units.number(beta.slope),
    )


def _span(frame: pd.DataFrame) -> str:
    return tr("{first} to {last}", first=period_words(frame["period"].iloc[0]), last=period_words(frame["period"].iloc[-1]))


def years_words(pair: pd.DataFrame) -> str:
    """This year against the same part of the last, and the whole of both, the current one as expected."""
    before, now, whole, expected = (row for _, row in pair.iterrows())
    this, last = period_words(now["period"]), period_words(before["period"])
    said = tr(
        "Above one year the public took {par} of par in {this} to {last_day}, against {par_before} in the "
        "same part of {last}; in ten-year equivalents {equivalents} against {equivalents_before}. Less what matured and the "
        "buybacks held, with the Fed counted, it was {net} of par against {net_before}.",
        par=units.usd(now["public_usd"]),
        this=this,
        last_day=units.day(now["through"].date()),
        par_before=units.usd(before["public_usd"]),
        last=last,
        equivalents=units.usd(now[f"public_{UNIT}"]),
        equivalents_before=units.usd(before[f"public_{UNIT}"]),
        net=units.usd(now["net_usd"]),
        net_before=units.usd(before["net_usd"]),
    )
    if not expected["expected"]:
        return said
    return tr(
        "{said} All of {this} would bring {par} against {par_before}: an estimate, with "
        "{auctions:.0f} more auctions, as many of each kind as in {last}, at the latest sizes.",
        said=said,
        this=this,
        par=units.usd(expected["public_usd"]),
        par_before=units.usd(whole["public_usd"]),
        auctions=expected["expected_auctions"],
        last=last,
    )


def fed_words(rows: pd.DataFrame) -> str:
    """How much the Fed would hold at the average duration of each class."""
    if rows.empty:
        return tr("No weekly statement of the Fed falls on the end of a period of this range.")
    return tr(
        "On {day} the Fed held {held} of Treasury securities. If each class had the average duration of its "
        "market on {period_end}, an assumption, that would be {equivalents} in ten-year equivalents.",
        day=units.day(rows["statement_date"].iloc[0].date()),
        held=units.usd(rows["held_usd"].sum()),
        period_end=units.day(rows["record_date"].iloc[0].date()),
        equivalents=units.usd(rows[UNIT].sum()),
    )


NOTES = N_("""
**Ten-year equivalents** = par x modified duration / modified duration of the on-the-run 10-year on the day of settlement.
Auctions count at their own high yield (bills at their price, TIPS at the real yield), buybacks at the price paid. On the run is
the 10-year note issued last, at the day's 10-year par yield. Missing before 1990.\n
**Matured** securities have no duration left on their last day: zero by the definition. It went as they aged, see below.\n
**The Fed**: add-ons are exact; one that is not published yet is total accepted less the offering. What it buys in the market or
lets mature is not known by security: in par the change of its weekly holdings stands for it, in equivalents nothing does.\n
**Buybacks not held**: net supply of the shaded periods is too high by them.
""")
STOCK_NOTES = N_("""
Every security outstanding, rebuilt from auctions and buybacks, at the par curve's yield for its remaining maturity (TIPS: the
real curve). **Aged and matured**: what was there, or came in, brought to the end of the period at an unchanged yield and an
unchanged 10-year. A coupon that is paid lengthens a bond, so the weeks of mid-February, May, August and November can be above
zero. **Yields and the 10-year**: the rest. Buybacks that are not held stay in the stock. From December 2014.
""")
PRIVATE_NOTES = N_("""
Notes, bonds, TIPS and FRNs. **To the public** = sold less the Fed's add-ons. **Net** = sold, add-ons included, less matured and
the buybacks held. **Private net** = net less the change of the Fed's holdings above one year, missing where a weekly statement
is. **Expected**: what is sold, and as many more auctions of each kind as the year before had, at the latest sizes.
""")
FED_NOTES = N_(
    "The weekly statement gives classes, no maturities. The Fed's own duration may be longer or shorter than its classes'. "
    "**Of the class**: par of par, both without inflation accrual, the class as rebuilt from auctions and buybacks. The page "
    "Demand divides by the debt as published (MSPD), so its shares differ by about a tenth of a percentage point; there "
    "TIPS have none, since the MSPD counts their accrual."
)
NET_LABELS = {
    "period": N_("Period"),
    "issued_usd": N_("Issued"),
    "fed_usd": N_("Fed"),
    "matured_usd": N_("Matured"),
    "bought_back_usd": N_("Bought back"),
    "net_usd": N_("Net"),
    "coupons_net_usd": N_("Net, coupons"),
    "year_before_usd": N_("Net a year before"),
    "change_pct": N_("Change"),
}
YEAR_LABELS = {
    "period": N_("Year"),
    "through": N_("To"),
    "public_usd": N_("To the public, par"),
    f"public_{UNIT}": N_("To the public, 10-year eq."),
    "net_usd": N_("Net, par"),
    "private_net_usd": N_("Private net, par"),
    "matured_usd": N_("Matured, par"),
    "bought_back_usd": N_("Bought back, par"),
    "fed_change_usd": N_("Fed holdings, change"),
    "soma_usd": N_("Fed add-ons, par"),
    f"soma_{UNIT}": N_("Fed add-ons, 10-year eq."),
}
PAIR_LABELS = {"part": N_("Part of the year"), **YEAR_LABELS}
AHEAD_LABELS = {
    "issue_date": N_("Settles"),
    "cusip": "CUSIP",
    "security_class": N_("Class"),
    "security_term": N_("Term"),
    "standing": N_("Standing"),
    "par_usd": N_("Par to the public"),
    "duration_years": N_("Duration"),
    UNIT: N_("10-year equivalents"),
}
FED_LABELS = {
    "holding": N_("Held"),
    "held_usd": N_("Par"),
    "outstanding_share_pct": N_("Of the class, rebuilt"),
    "duration_years": N_("Average duration of the class"),
    UNIT: N_("10-year eq. at it"),
}
