"""The parts of the page of one security: which CUSIP is meant, what it is, its events, its sentences."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_programme, security_life
from treasury.analytics.security_life import Security
from treasury.answers import terms
from treasury.calendar import utc_today
from treasury.charts.parts import Span
from treasury.language import N_, tr, trn
from treasury.ui import cache, controls, navigation
from treasury.ui.cache import Loaded
from treasury.ui.text import plain, quoted

LENGTH = 9
LABELS = {
    "date": N_("Day"),
    "event": N_("Event"),
    "par_usd": N_("Par"),
    "high_yield": N_("High yield"),
    "high_discount_rate": N_("High rate"),
    "high_discount_margin": N_("High margin"),
    "bid_to_cover": N_("Bid-to-cover"),
    "price": N_("Price"),
    "words": N_("Remark"),
}
NOTES = N_("""
**Par outstanding, rebuilt**: par sold at each settlement less par bought back at its settlement. TIPS at par; the monthly
statement counts them with inflation compensation. **Par** of an announcement is what was offered to the public; what was sold
holds the Federal Reserve's add-on. **Price** per 100: paid by buyers at the auction, or the average of the buyback.\n
How much investor classes (funds, foreign accounts) were allotted is published in a file of its own that is not held here.
""")


@dataclass(frozen=True)
class Life:
    """One security with its events, its par outstanding over time, and the statements that hold it."""

    security: Security
    events: pd.DataFrame
    par: pd.Series
    statement: pd.DataFrame
    gaps: list[Span]

    @property
    def name(self) -> str:
        """As people say it: coupon, term, class, maturity."""
        one = self.security
        named = terms.security(f"{one.original_term} {one.security_class}")
        due = units.day(one.maturity_date.date())
        if units.is_missing(one.coupon_pct):
            return tr("{security} due {maturity}", security=named, maturity=due)
        return tr("{coupon} {security} due {maturity}", coupon=units.percent(one.coupon_pct, 3), security=named, maturity=due)


def sources() -> list[Loaded]:
    """Auctions, buyback operations, buyback securities, debt by security."""
    return [cache.frame(name) for name in ("auctions", "buyback_operations", "buyback_securities", "debt_by_security")]


def pick(auctions: Loaded, securities: Loaded) -> str:
    """The CUSIP typed or linked to; by default that of which the last buyback held bought most."""
    known = auctions.frame["cusip"]
    default = _default(auctions.frame, securities.frame)
    listed = cache.frame("upcoming_auctions").frame
    coming = listed.dropna(subset="cusip").drop_duplicates("cusip", keep="last").set_index("cusip")["auction_date"]
    words = tr("Nine letters and digits, such as those in the table of auctions.")
    return controls.typed(
        "CUSIP", key="cusip", default=default, read=lambda text: _read(text, known, coming, default), help=words
    )


def _default(auctions: pd.DataFrame, securities: pd.DataFrame) -> str:
    bought = securities[(securities["accepted_usd"] > 0) & securities["cusip"].isin(auctions["cusip"])]
    if bought.empty:
        return str(auctions.loc[auctions["auction_date"].idxmax(), "cusip"])
    last = bought[bought["operation_date"].eq(bought["operation_date"].max())]
    return str(last.loc[last["accepted_usd"].idxmax(), "cusip"])


def _read(text: str, known: pd.Series, coming: pd.Series, default: str) -> tuple[str, str]:
    """The CUSIP to show for what was typed, and in words why it is another one. ``coming``: day of announced auctions."""
    wanted = text.strip().upper()
    if known.eq(wanted).any():
        return wanted, ""
    if wanted in coming.index:
        day = units.day(coming[wanted].date())
        return default, tr(
            "{typed} is announced for {day}, and no auction of it is held; showing {cusip}.",
            typed=quoted(text),
            day=day,
            cusip=plain(default),
        )
    same = known[known.str[:-1].eq(wanted[: LENGTH - 1])].unique()  # all but the check digit
    near = list(same) or difflib.get_close_matches(wanted[:LENGTH], list(known.unique()), n=1, cutoff=0.75)
    shown = near[0] if near else default
    fault = _fault(wanted, quoted(text))
    if near:
        return shown, tr("{fault}; showing {cusip}, the nearest held.", fault=fault, cusip=plain(shown))
    return shown, tr("{fault}; showing {cusip}.", fault=fault, cusip=plain(shown))


def _fault(wanted: str, said: str) -> str:
    if not re.fullmatch(r"[0-9A-Z]{9}", wanted):
        return tr("{typed} is no CUSIP, which has {length} letters and digits", typed=said, length=LENGTH)
    right = check_digit(wanted[:-1])
    if wanted[-1] != right:
        return tr(
            "{typed} is no CUSIP: after {start} the last digit is {digit}", typed=said, start=plain(wanted[:-1]), digit=right
        )
    return tr("no auction of {typed} is held (auctions since 1979)", typed=said)


def check_digit(eight: str) -> str:
    """The ninth character of a CUSIP: letters count from 10, every second value twice, the digits are added up.

    >>> check_digit("91282CQQ"), check_digit("912810UX")
    ('7', '4')
    """
    total = 0
    for place, sign in enumerate(eight):
        value = int(sign, 36) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def life(held: list[Loaded], cusip: str) -> Life:
    """Everything the page shows of the security."""
    auctions, operations, securities, debt = (item.frame for item in held)
    until = _until(held)
    own = auctions[auctions["cusip"].eq(cusip)]
    gaps = buyback_programme.results_gaps(operations, until) if held[1].ok else pd.DataFrame(columns=["start", "end"])
    return Life(
        security=security_life.describe(own, securities, debt, cusip, utc_today()),
        events=security_life.events(own, securities, cusip),
        par=security_life.par_outstanding(own, operations, securities, cusip, until),
        statement=debt[debt["cusip"].eq(cusip)].sort_values("record_date"),
        gaps=[Span(gap.start.date(), gap.end.date(), tr("Buyback results not held")) for gap in gaps.itertuples()],
    )


def _until(held: list[Loaded]) -> date:
    """The last day for which a sale, a settlement or a buyback is held."""
    auctions = held[0].frame
    days = [auctions.loc[auctions["total_accepted_usd"].notna(), "issue_date"].max()]
    days += [item.frame[column].max() for item, column in ((held[1], "operation_date"), (held[3], "record_date")) if item.ok]
    last: date = max(day for day in days if not pd.isna(day)).date()
    return min(last, utc_today())


def headline(made: Life) -> str:
    """What the security is, how much was sold in how many auctions, how much bought back, how long it has left."""
    one = made.security
    if not one.auctions:
        return tr("{security} ({cusip}) is announced; no result is held.", security=made.name, cusip=one.cusip)
    return tr(
        "Of the {security} ({cusip}) {sold} was sold in {auctions}; {bought}. {left}",
        security=made.name,
        cusip=one.cusip,
        sold=units.usd(one.sold_usd),
        auctions=trn("one auction", "{count} auctions", one.auctions, count=one.auctions),
        bought=_bought(one),
        left=tr("It has {years} years left.", years=units.number(one.years_left, 1))
        if one.years_left > 0
        else tr("It has matured."),
    )


def _bought(one: Security) -> str:
    if not one.buybacks:
        return tr("none of it is known to have been bought back")
    amount, share = units.usd(one.bought_usd), units.percent(one.bought_share_pct, 1)
    return tr("{amount} ({share}) is known to have been bought back", amount=amount, share=share)


def draw_figures(made: Life) -> None:
    one = made.security
    day = tr("none held") if units.is_missing(one.statement_usd) else units.day(one.statement_date.date())
    figures = {
        tr("Sold"): units.usd(one.sold_usd, why=tr("no result held")),
        tr("Of it to the Fed"): units.usd(one.fed_usd, why=tr("not all held")),
        tr("Bought back, held"): tr("{amount} in {count}", amount=units.usd(one.bought_usd), count=one.buybacks)
        if one.buybacks
        else tr("none held"),
        tr("Monthly statement, {day}", day=day): units.usd(one.statement_usd),
        tr("Years left"): units.number(one.years_left, 2) if one.years_left > 0 else tr("matured"),
    }
    with st.container(horizontal=True):
        for name, value in figures.items():
            st.metric(name, value, border=True)


def draw_links(made: Life) -> None:
    """To the card of each auction of the security, the latest first."""
    sales = made.events[made.events["event"].isin(["Auction", "Reopening"])].iloc[::-1]
    with st.container(horizontal=True):
        for row in sales.itertuples():
            navigation.link(
                "auctions",
                tr("{event} of {day}", event=tr(row.event), day=units.day(row.date.date())),
                [("auction", f"{made.security.cusip}_{row.date:%Y-%m-%d}")],
            )


def table(made: Life) -> pd.DataFrame:
    """The events in order, without the columns that none of them has."""
    kept = [name for name in LABELS if made.events[name].notna().any() and not made.events[name].eq("").all()]
    return made.events[kept]


def chart_words(made: Life) -> str:
    """For the line under the title: what par leaves out."""
    return tr("At par, without inflation compensation") if made.security.security_class == "TIPS" else ""


def life_alt(made: Life) -> str:
    """Par outstanding at the end, and when it was largest."""
    one = made.security
    if made.par.empty:
        return tr("{security} ({cusip}): nothing issued yet.", security=made.name, cusip=one.cusip)
    most, end = made.par.idxmax(), made.par.index[-1]
    return tr(
        "Par outstanding of the {security} ({cusip}): {most} from {most_since}, {last} on {last_day}; {sales} sales, "
        "{buybacks} buybacks held.",
        security=made.name,
        cusip=one.cusip,
        most=units.usd(made.par.max()),
        most_since=units.day(most.date()),
        last=units.usd(made.par.iloc[-1]),
        last_day=units.day(end.date()),
        sales=one.auctions,
        buybacks=one.buybacks,
    )


def compared_words(made: Life) -> str:
    """The rebuilt amount against the newest statement that holds the security."""
    one = made.security
    if units.is_missing(one.statement_usd) or made.par.empty:
        return ""
    before = made.par[made.par.index <= one.statement_date]
    if before.empty:
        return ""
    gap = before.iloc[-1] - one.statement_usd
    places = {
        "day": units.day(one.statement_date.date()),
        "amount": units.usd(one.statement_usd, 3),
        "gap": units.usd(abs(gap), 3),
    }
    if not round(abs(gap) / 1e6):
        said = tr("On {day} the monthly statement has {amount} outstanding; rebuilt it is the same.", **places)
    elif gap > 0:
        said = tr("On {day} the monthly statement has {amount} outstanding; rebuilt it is {gap} more.", **places)
    else:
        said = tr("On {day} the monthly statement has {amount} outstanding; rebuilt it is {gap} less.", **places)
    unheld = any(span.start <= one.statement_date.date() for span in made.gaps)
    return said + tr(" Buybacks whose results are not held are not in the rebuilt amount.") if unheld else said
