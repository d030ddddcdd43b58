"""The parts of the auctions page: which auctions are chosen, the one picked, its history, what is announced, the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import auction_grade, auctions_ahead
from treasury.analytics.auction_terms import REOPENING
from treasury.answers import terms
from treasury.answers.terms import security as security
from treasury.calendar import utc_today
from treasury.charts import theme
from treasury.charts.auctions import Panel
from treasury.charts.base import Mark
from treasury.language import N_, tr, trn
from treasury.ui import cache, controls
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain
from treasury.ui.words import sentences

RESULT, NO_RESULT = N_("result"), N_("no result held")
ALL, NOMINAL, NEW, AGAIN = N_("All"), N_("Notes and bonds"), N_("New issue"), N_("Reopening")
CLASSES = {
    NOMINAL: ("Note", "Bond"),
    ALL: (),
    **{name: (name,) for name in (N_("Bill"), "CMB", N_("Note"), N_("Bond"), "TIPS", "FRN")},
}
SELECT_PX, ISSUE_PX, AUCTION_PX = 200, 290, 420
MOST_OFFERED = 400  # auctions in the list to pick from; earlier ones by narrower filters or a link
RECENT_DAYS = 400  # an exact term not auctioned for longer is not among the latest
_FILTERS = "_auction_filters"  # in the session: the filters under which the last auction was picked
STOP = Panel("high_yield", N_("High yield"), N_("Percent"), "%", 3)
STOPS = {
    **dict.fromkeys(("Bill", "CMB"), Panel("high_investment_rate", N_("High investment rate"), N_("Percent"), "%", 3)),
    "FRN": Panel("high_discount_margin", N_("High discount margin"), N_("Percent"), "%", 3),
    "TIPS": Panel("high_yield", N_("High real yield"), N_("Percent"), "%", 3),
}
PRICE_AND_COVER = (
    Panel("stop_minus_prior_close_bp", N_("Stop minus prior close"), "bp", "bp", zero=True),
    Panel("bid_to_cover", N_("Bid-to-cover"), N_("Times"), N_("times"), 2),
)
AROUND = (
    Panel("high_minus_median_bp", N_("High minus median"), "bp", "bp"),
    Panel("allotted_at_high_pct", N_("Allotted at the high"), N_("Percent"), "%"),
    Panel("next_session_bp", N_("Curve at the maturity, next session"), "bp", "bp", zero=True),
)
LABELS = {
    "auction_date": N_("Day"),
    "exact_term": N_("Exact term"),
    "cusip": "CUSIP",
    "state": N_("State"),
    "grade": N_("Grade"),
    "high_yield": N_("High yield"),
    "high_discount_rate": N_("High rate"),
    "high_discount_margin": N_("High margin"),
    "stop_minus_prior_close_bp": N_("Stop minus prior close"),
    "six_stop_minus_prior_close_bp": N_("Six before: stop minus close"),
    "bid_to_cover": N_("Bid-to-cover"),
    "six_bid_to_cover": N_("Six before: cover"),
    "indirect_share_pct": N_("Indirect"),
    "direct_share_pct": N_("Direct"),
    "dealer_share_pct": N_("Dealers"),
    "six_dealer_share_pct": N_("Six before: dealers"),
    "high_minus_median_bp": N_("High minus median"),
    "allotted_at_high_pct": N_("At the high"),
    "next_session_bp": N_("Next session"),
    "five_sessions_bp": N_("Five sessions"),
    "offering_usd": N_("Amount offered"),
    "total_accepted_usd": N_("Sold, Fed included"),
}
LATEST = tuple(
    name for name in LABELS if name not in ("state", "cusip", "offering_usd", "total_accepted_usd", "five_sessions_bp")
)
AHEAD_LABELS = {
    "auction_date": N_("Day"),
    "security": N_("Security"),
    "cusip": "CUSIP",
    "offering_usd": N_("Amount offered"),
    "announcement_date": N_("Announced"),
    "issue_date": N_("Settles"),
    "standing": N_("Standing"),
}
NOTES = N_("""
**Stop minus prior close**: high yield (bills: investment rate) less the par curve of the last day before the auction, on a
monotone cubic through the published points at the remaining maturity; TIPS against the real curve. It holds what the market
moved between that close and the auction: it is no tail. The tail needs a when-issued yield, which is in no free feed.\n
**Exact term**: class, original term (bills: term as auctioned) and whether it is a reopening; first and second reopening
together. After a pause of more than two years a new history begins. **Six before**: mean of the six auctions of the exact
term before, itself left out. **Percentile**: share of the history up to that auction, itself included, that is smaller or
equal.\n
**Shares**: of the competitive amount accepted. **High minus median**: of accepted bids; at several prices (until 1998) no
median is published. **Next session**: change of the curve at the maturity from the close of the auction's day.
""")
AHEAD_NOTES = N_("""
Announcements from a week before the last result held on. The publisher's list keeps old rows; those for earlier days are
left out. A size is missing until it is announced.
""")


@dataclass(frozen=True)
class Board:
    """All auctions with their cards, those the filters leave, the one picked and the history of its exact term."""

    every: pd.DataFrame
    chosen: pd.DataFrame
    picked: pd.Series
    history: pd.DataFrame
    shown: DateRange
    marks: list[Mark]
    choice: str

    @property
    def colour(self) -> str:
        return theme.class_colour(str(self.picked["security_class"]))

    @property
    def axis(self) -> dict[str, Any]:
        """What all charts over time have in common; half a quarter's bar has room at either end."""
        room = (self.shown.end - self.shown.start) / 40
        return {"start": self.shown.start - room, "end": self.shown.end + room, "marks": self.marks}

    @property
    def price_and_cover(self) -> tuple[Panel, ...]:
        return (STOPS.get(str(self.picked["security_class"]), STOP), *PRICE_AND_COVER)

    @property
    def span(self) -> str:
        return tr("{security}, {days}", security=terms.security(self.picked["exact_term"]), days=self.shown.words)


def sources() -> list[Loaded]:
    """Auctions first; then the two curves that the prior close is taken from."""
    return [cache.frame(name) for name in ("auctions", "par_yields", "real_par_yields")]


def board(held: Sequence[Loaded]) -> Board:
    """The controls of the page, all in the address, and what they leave."""
    every = cache.computed(auction_grade.report_cards, *held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SELECT_PX):
            group = controls.choice(tr("Class"), list(CLASSES), key="class")
        shown = controls.date_range(
            every["auction_date"].min().date(), _last_day(every), key="span", default="5Y", options=controls.PERIOD_RANGES
        )
        of_class = _within(every[every["security_class"].isin(CLASSES[group] or every["security_class"])], shown)
        with st.container(width=SELECT_PX):
            offered = of_class.sort_values("term_years")["term"].drop_duplicates().tolist()
            term = controls.choice(tr("Term"), [ALL, *offered], key="term", shown=terms.term)
        with st.container(width=ISSUE_PX):
            issue = controls.choice(tr("Issue"), [ALL, NEW, AGAIN], key="issue")
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    chosen = of_class if term == ALL else of_class[of_class["term"].eq(term)]
    if issue != ALL:
        chosen = chosen[chosen["is_reopening"].eq(issue == AGAIN)]
    picked = _picked(every, chosen, (group, term, issue, shown))
    own = _within(every[every["exact_term"].eq(picked["exact_term"]) & every["held"]], shown)
    choice = tr(", ").join(terms.term(name) for name in (group, term, issue) if name != ALL)
    return Board(every, chosen, picked, own, shown, marks, choice)


def _last_day(every: pd.DataFrame) -> date:
    last: date = every["auction_date"].max().date()
    return last


def _within(rows: pd.DataFrame, shown: DateRange) -> pd.DataFrame:
    return rows[rows["auction_date"].between(pd.Timestamp(shown.start), pd.Timestamp(shown.end))]


def options(rows: pd.DataFrame) -> list[str]:
    """How auctions stand in the list to pick from: day, exact term and CUSIP."""
    listed: list[str] = (rows["auction_date"].dt.strftime("%Y-%m-%d") + " " + rows["exact_term"] + " " + rows["cusip"]).tolist()
    return listed


def spelled(listed: str) -> str:
    """How an auction is written in a link: CUSIP_DATE.

    >>> spelled("2026-08-12 10-Year Note 91282CRF0")
    '91282CRF0_2026-08-12'
    """
    return f"{listed.rsplit(' ', 1)[-1]}_{listed.split(' ', 1)[0]}"


def listed_words(listed: str) -> str:
    """How an auction of the list is shown: the same, its exact term in the reader's language.

    >>> listed_words("2026-08-12 10-Year Note 91282CRF0")
    '2026-08-12 10-Year Note 91282CRF0'
    """
    day, rest = listed.split(" ", 1)
    name, cusip = rest.rsplit(" ", 1)
    return f"{day} {terms.security(name)} {cusip}"


def _picked(every: pd.DataFrame, chosen: pd.DataFrame, filters: tuple[object, ...]) -> pd.Series:
    """The auction of the reader's choice, by default the last one held of those the filters leave.

    One that a link names is offered too where the filters leave it out, until the filters change.
    """
    start = _default(every, chosen)
    offered = [*chosen.index[::-1][:MOST_OFFERED], start]
    if st.session_state.setdefault(_FILTERS, filters) == filters:
        offered += _named(every)
    st.session_state[_FILTERS] = filters
    rows = every.loc[list(dict.fromkeys(offered))]
    listed = options(rows)
    with st.container(width=AUCTION_PX):
        default = options(every.loc[[start]])[0]
        words = tr(
            "The latest {count} that the filters leave; narrow them, or open a link, for earlier ones.", count=MOST_OFFERED
        )
        made = controls.listed(
            tr("Auction"), listed, key="auction", default=default, spelled=spelled, help=words, shown=listed_words
        )
    row: pd.Series = rows.iloc[listed.index(made)]
    return row


def _default(every: pd.DataFrame, chosen: pd.DataFrame) -> int:
    held = every[every["held"]]
    for rows in (chosen[chosen["held"]], held[held["security_class"].isin(CLASSES[NOMINAL])], every):
        if len(rows):
            return int(rows.index[-1])
    raise ValueError("there is no auction")


def _named(every: pd.DataFrame) -> list[int]:
    """The auction that the session or the address names, if it is held."""
    asked = str(st.session_state.get("auction") or st.query_params.get("auction") or "").strip()
    cusip, _, day = (spelled(asked) if " " in asked else asked).partition("_")
    own = every[every["cusip"].eq(cusip.upper())]
    return [int(at) for at in own.index[own["auction_date"].dt.strftime("%Y-%m-%d").eq(day)]]


def latest(every: pd.DataFrame) -> pd.DataFrame:
    """The last auction held of each exact term that was auctioned within the last 400 days, cash management bills left out."""
    held = every[every["held"] & every["security_class"].ne("CMB")]
    recent = held[held["auction_date"] >= held["auction_date"].max() - pd.Timedelta(days=RECENT_DAYS)]
    last = recent.drop_duplicates("exact_term", keep="last")
    order = {name: number for number, name in enumerate(("Note", "Bond", "TIPS", "FRN", "Bill"))}
    made = last.assign(order=last["security_class"].map(order)).sort_values(["order", "term_years", "is_reopening"])
    return made[list(LATEST)].reset_index(drop=True)


def table(chosen: pd.DataFrame) -> pd.DataFrame:
    """The auctions chosen, newest first, without the columns that none of them has."""
    made = chosen.iloc[::-1].assign(state=chosen["held"].map({True: RESULT, False: NO_RESULT}))
    without = {"state"} if made["held"].all() else set()
    kept = [name for name in LABELS if name not in without and made[name].notna().any()]
    return made[kept].reset_index(drop=True)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows for display, with the exact terms in the reader's language; the CSV keeps the Treasury's."""
    return rows.assign(exact_term=rows["exact_term"].map(terms.security)) if "exact_term" in rows else rows


def measures_alt(made: Board, shown: Sequence[Panel], name: str) -> str:
    """Each measure's mean over the auctions drawn, and its last figure with the six before."""
    said = []
    for panel in shown:
        own = made.history.dropna(subset=[panel.column])
        if own.empty:
            continue
        last, six = own.iloc[-1], own.get(f"six_{panel.column}")
        before = tr(", six before {mean}", mean=_figure(six.iloc[-1], panel)) if six is not None else ""
        said.append(
            tr(
                "{measure} {figure} on {day}{before}, mean of {count} {mean}",
                measure=tr(panel.heading).lower(),
                figure=_figure(last[panel.column], panel),
                day=units.day(last["auction_date"].date()),
                before=before,
                count=len(own),
                mean=_figure(own[panel.column].mean(), panel),
            )
        )
    if not said:
        return tr("{name}, {span}: no figure held.", name=name, span=made.span)
    return tr("{name}, {span}: {said}.", name=name, span=made.span, said=tr("; ").join(said))


def _figure(value: float, panel: Panel) -> str:
    return units.bp(value, 1) if panel.unit == "bp" else units.number(value, panel.decimals, tr(panel.unit))


def bidders_alt(made: Board) -> str:
    """Who bought the last auction drawn, and on average."""
    own = made.history.dropna(subset=["dealer_share_pct"])
    if own.empty:
        return tr("Who bought, {span}: no split by bidder held.", span=made.span)
    names = {"indirect": tr("indirect bidders"), "direct": tr("direct bidders"), "dealer": tr("primary dealers")}
    last = own.iloc[-1]
    parts = [
        tr(
            "{bidders} {share} (mean {mean})",
            bidders=name,
            share=units.percent(last[f"{who}_share_pct"], 1),
            mean=units.percent(own[f"{who}_share_pct"].mean(), 1),
        )
        for who, name in names.items()
    ]
    return tr(
        "Who bought, {span}: on {day} {parts}; {count} auctions.",
        span=made.span,
        day=units.day(last["auction_date"].date()),
        parts=tr(", ").join(parts),
        count=len(own),
    )


def announced(held: Loaded, upcoming: Loaded) -> pd.DataFrame:
    """Auctions without a result, from a week before the last result on."""
    made = auctions_ahead.announced(upcoming.frame, held.frame, utc_today())
    again = made["is_reopening"].map({True: f", {REOPENING}", False: ""})
    security = made["security_term"] + " " + made["security_class"] + again
    return made.assign(security=security)[list(AHEAD_LABELS)]


def announced_words(rows: pd.DataFrame, held: Loaded) -> str:
    """What is ahead, and what has passed without a result held."""
    ahead = rows[rows["standing"].eq(auctions_ahead.AHEAD)]
    passed = len(rows) - len(ahead)
    done = held.frame.loc[held.frame["total_accepted_usd"].notna(), "auction_date"]
    words = [tr("Results are held to {day}.", day=units.day(done.max().date())) if len(done) else tr("No result is held.")]
    if len(ahead):
        row, no_size = ahead.iloc[0], tr("size not announced")
        words.append(
            trn(
                "{count} announced auction lies ahead, on {day}: {security}, {size}.",
                "{count} announced auctions lie ahead, the next on {day}: {security}, {size}.",
                len(ahead),
                count=len(ahead),
                day=units.day(row["auction_date"].date()),
                security=plain(terms.security(row["security"])),
                size=units.usd(row["offering_usd"], why=no_size),
            )
        )
    else:
        words.append(tr("No announced auction held lies ahead of today."))
    if passed:
        words.append(tr("Announced for days that have passed, without a result held: {count}.", count=passed))
    return sentences(words)
