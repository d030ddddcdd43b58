"""The parts of the auctions page: which auctions are chosen, the one picked, its history, what is announced, the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import auction_checks, auction_grade, auctions_ahead
from treasury.calendar import utc_today
from treasury.charts import theme
from treasury.charts.auctions import Panel
from treasury.charts.base import Mark
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain

ALL, NOMINAL, NEW, AGAIN = "All", "Notes and bonds", "New issue", "Reopening"
CLASSES = {NOMINAL: ("Note", "Bond"), ALL: (), **{name: (name,) for name in ("Bill", "CMB", "Note", "Bond", "TIPS", "FRN")}}
SELECT_PX, ISSUE_PX, AUCTION_PX = 200, 290, 420
MOST_OFFERED = 400  # auctions in the list to pick from; earlier ones by narrower filters or a link
RECENT_DAYS = 400  # an exact term not auctioned for longer is not among the latest
_FILTERS = "_auction_filters"  # in the session: the filters under which the last auction was picked
STOP = Panel("high_yield", "High yield", "Percent", "%", 3)
STOPS = {
    **dict.fromkeys(("Bill", "CMB"), Panel("high_investment_rate", "High investment rate", "Percent", "%", 3)),
    "FRN": Panel("high_discount_margin", "High discount margin", "Percent", "%", 3),
    "TIPS": Panel("high_yield", "High real yield", "Percent", "%", 3),
}
PRICE_AND_COVER = (
    Panel("stop_minus_prior_close_bp", "Stop minus prior close", "bp", "bp", zero=True),
    Panel("bid_to_cover", "Bid-to-cover", "Times", "times", 2),
)
AROUND = (
    Panel("high_minus_median_bp", "High minus median", "bp", "bp"),
    Panel("allotted_at_high_pct", "Allotted at the high", "Percent", "%"),
    Panel("next_session_bp", "Curve at the maturity, next session", "bp", "bp", zero=True),
)
LABELS = {
    "auction_date": "Day",
    "exact_term": "Exact term",
    "cusip": "CUSIP",
    "state": "State",
    "grade": "Grade",
    "high_yield": "High yield",
    "high_discount_rate": "High rate",
    "high_discount_margin": "High margin",
    "stop_minus_prior_close_bp": "Stop minus prior close",
    "six_stop_minus_prior_close_bp": "Six before: stop minus close",
    "bid_to_cover": "Bid-to-cover",
    "six_bid_to_cover": "Six before: cover",
    "indirect_share_pct": "Indirect",
    "direct_share_pct": "Direct",
    "dealer_share_pct": "Dealers",
    "six_dealer_share_pct": "Six before: dealers",
    "high_minus_median_bp": "High minus median",
    "allotted_at_high_pct": "At the high",
    "next_session_bp": "Next session",
    "five_sessions_bp": "Five sessions",
    "offering_usd": "Offered",
    "total_accepted_usd": "Sold, Fed included",
}
LATEST = tuple(
    name for name in LABELS if name not in ("state", "cusip", "offering_usd", "total_accepted_usd", "five_sessions_bp")
)
AHEAD_LABELS = {
    "auction_date": "Day",
    "security": "Security",
    "cusip": "CUSIP",
    "offering_usd": "Offered",
    "announcement_date": "Announced",
    "issue_date": "Settles",
    "standing": "Standing",
}
CHECK_LABELS = {
    "identity": "Identity",
    "kept": "Kept",
    "violated": "Violated",
    "not_checked": "Not checked: a part is not held",
    "checked_since": "Checked since",
}
NOTES = """
**Stop minus prior close**: high yield (bills: investment rate) less the par curve of the last day before the auction, on a
monotone cubic through the published points at the remaining maturity; TIPS against the real curve. It holds what the market
moved between that close and the auction: it is no tail. The tail needs a when-issued yield, which is in no free feed.\n
**Exact term**: class, original term (bills: term as auctioned) and whether it is a reopening; first and second reopening
together. After a pause of more than two years a new history begins. **Six before**: mean of the six auctions of the exact
term before, itself left out. **Percentile**: share of the history up to that auction, itself included, that is smaller or
equal.\n
**Shares**: of the competitive amount accepted. **High minus median**: of accepted bids; at several prices (until 1998) no
median is published. **Next session**: change of the curve at the maturity from the close of the auction's day.
"""
AHEAD_NOTES = """
Announcements from a week before the last result held on. The publisher's list keeps old rows; those for earlier days are
left out. A size is missing until it is announced.
"""
CHECK_NOTES = "Dollars to the half dollar; the bid-to-cover ratio to half a hundredth, since it is published with two decimals."


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
        return f"{self.picked['exact_term']}, {self.shown.words}"


def sources() -> list[Loaded]:
    """Auctions first; then the two curves that the prior close is taken from."""
    return [cache.frame(name) for name in ("auctions", "par_yields", "real_par_yields")]


def board(held: Sequence[Loaded]) -> Board:
    """The controls of the page, all in the address, and what they leave."""
    every = cache.computed(auction_grade.report_cards, *held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SELECT_PX):
            group = controls.choice("Class", list(CLASSES), key="class")
        shown = controls.date_range(
            every["auction_date"].min().date(), _last_day(every), key="span", default="5Y", options=controls.PERIOD_RANGES
        )
        of_class = _within(every[every["security_class"].isin(CLASSES[group] or every["security_class"])], shown)
        with st.container(width=SELECT_PX):
            terms = of_class.sort_values("term_years")["term"].drop_duplicates().tolist()
            term = controls.choice("Term", [ALL, *terms], key="term")
        with st.container(width=ISSUE_PX):
            issue = controls.choice("Issue", [ALL, NEW, AGAIN], key="issue")
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    chosen = of_class if term == ALL else of_class[of_class["term"].eq(term)]
    if issue != ALL:
        chosen = chosen[chosen["is_reopening"].eq(issue == AGAIN)]
    picked = _picked(every, chosen, (group, term, issue, shown))
    own = _within(every[every["exact_term"].eq(picked["exact_term"]) & every["held"]], shown)
    choice = ", ".join(name for name in (group, term, issue) if name != ALL)
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
        words = f"The latest {MOST_OFFERED} that the filters leave; narrow them, or open a link, for earlier ones."
        default = options(every.loc[[start]])[0]
        made = controls.listed("Auction", listed, key="auction", default=default, spelled=spelled, help=words)
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
    made = chosen.iloc[::-1].assign(state=chosen["held"].map({True: "result", False: "no result held"}))
    without = {"state"} if made["held"].all() else set()
    kept = [name for name in LABELS if name not in without and made[name].notna().any()]
    return made[kept].reset_index(drop=True)


def measures_alt(made: Board, shown: Sequence[Panel], name: str) -> str:
    """Each measure's mean over the auctions drawn, and its last figure with the six before."""
    said = []
    for panel in shown:
        own = made.history.dropna(subset=[panel.column])
        if own.empty:
            continue
        last, six = own.iloc[-1], own.get(f"six_{panel.column}")
        before = f", six before {_figure(six.iloc[-1], panel)}" if six is not None else ""
        said.append(
            f"{panel.heading.lower()} {_figure(last[panel.column], panel)} on {units.day(last['auction_date'].date())}{before}, "
            f"mean of {len(own)} {_figure(own[panel.column].mean(), panel)}"
        )
    return f"{name}, {made.span}: {'; '.join(said)}." if said else f"{name}, {made.span}: no figure held."


def _figure(value: float, panel: Panel) -> str:
    return units.bp(value, 1) if panel.unit == "bp" else units.number(value, panel.decimals, panel.unit)


def bidders_alt(made: Board) -> str:
    """Who bought the last auction drawn, and on average."""
    own = made.history.dropna(subset=["dealer_share_pct"])
    if own.empty:
        return f"Who bought, {made.span}: no split by bidder held."
    names = {"indirect": "indirect bidders", "direct": "direct bidders", "dealer": "primary dealers"}
    last = own.iloc[-1]
    parts = [
        f"{name} {units.percent(last[f'{who}_share_pct'], 1)} (mean {units.percent(own[f'{who}_share_pct'].mean(), 1)})"
        for who, name in names.items()
    ]
    return f"Who bought, {made.span}: on {units.day(last['auction_date'].date())} {', '.join(parts)}; {len(own)} auctions."


def announced(held: Loaded, upcoming: Loaded) -> pd.DataFrame:
    """Auctions without a result, from a week before the last result on."""
    made = auctions_ahead.announced(upcoming.frame, held.frame, utc_today())
    again = made["is_reopening"].map({True: ", reopening", False: ""})
    security = made["security_term"] + " " + made["security_class"] + again
    return made.assign(security=security)[list(AHEAD_LABELS)]


def announced_words(rows: pd.DataFrame, held: Loaded) -> str:
    """What is ahead, and what has passed without a result held."""
    ahead = rows[rows["standing"].eq(auctions_ahead.AHEAD)]
    passed = len(rows) - len(ahead)
    done = held.frame.loc[held.frame["total_accepted_usd"].notna(), "auction_date"]
    words = f"Results are held to {units.day(done.max().date())}. " if len(done) else "No result is held. "
    if len(ahead):
        row = ahead.iloc[0]
        size = units.usd(row["offering_usd"], why="size not announced")
        words += (
            f"{len(ahead)} announced auctions lie ahead, the next on {units.day(row['auction_date'].date())}: "
            f"{plain(row['security'])}, {size}."
        )
    else:
        words += "No announced auction held lies ahead of today."
    return words + (f" Announced for days that have passed, without a result held: {passed}." if passed else "")


def draw_checks(held: Loaded) -> None:
    """The sum checks on every auction held: how many keep them, and each that does not."""
    checked = cache.computed(auction_checks.sides, held)
    counts = auction_checks.counted(checked)
    broken = checked[checked["state"].eq("violated")]
    if len(broken):
        layout.failed_card(f"{len(broken):,} published sums do not add up", "Each is listed below, as published.")
        names = {name: one.name for name, one in auction_checks.IDENTITIES.items()}
        rows = broken.assign(identity=broken["identity"].map(names)).drop(columns="state")
        labels = {"auction_date": "Day", "cusip": "CUSIP", "identity": "Identity"}
        layout.show_table(rows, key="violations", sources=[held], labels=labels, notes=CHECK_NOTES)
    else:
        judged = int(checked.loc[checked["state"].ne("not checked"), ["auction_date", "cusip"]].drop_duplicates().shape[0])
        total = int(held.frame["total_accepted_usd"].notna().sum())
        st.markdown(
            f"All {judged:,} auctions of which parts are held keep the identities that can be checked; of {total - judged:,} "
            "more the parts are not held."
        )
    name = "auction sum checks"
    layout.show_table(counts, key="checks", sources=[held], labels=CHECK_LABELS, name=name, notes=CHECK_NOTES, height="content")
