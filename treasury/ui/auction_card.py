"""One auction's report card: in a sentence, as figures with the six before and percentiles, and its grade with the rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import auction_checks, auction_grade
from treasury.analytics.auction_card import tail_bp
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, navigation
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

_WI_OF = "_when_issued_of"  # in the session: the auction for which the when-issued figure was typed
SELECT_PX = 220


@dataclass(frozen=True)
class Line:
    """One line of the card: its measure, its name, unit and decimals, and the points it gives, if any."""

    column: str
    name: str
    unit: str
    decimals: int = 1
    points: str = ""


LINES = (
    Line("stop_minus_prior_close_bp", N_("Stop minus prior close"), "bp", points="price_points"),
    Line("high_minus_median_bp", N_("High minus median"), "bp"),
    Line("bid_to_cover", N_("Bid-to-cover"), "", 2, "cover_points"),
    Line("indirect_share_pct", N_("Indirect"), "%"),
    Line("direct_share_pct", N_("Direct"), "%"),
    Line("dealer_share_pct", N_("Primary dealers"), "%", points="dealer_points"),
    Line("allotted_at_high_pct", N_("Allotted at the high"), "%", 2),
)
AFTER = (
    Line("next_session_bp", N_("Curve, next session"), "bp"),
    Line("five_sessions_bp", N_("Curve, five sessions"), "bp"),
)
STOPS = {
    "high_yield": N_("High yield"),
    "high_discount_rate": N_("High discount rate"),
    "high_discount_margin": N_("High discount margin"),
    "high_investment_rate": N_("High investment rate"),  # where of a bill nothing else is held
}
INVESTMENT = STOPS["high_investment_rate"]
HEADINGS = {
    "measure": N_("Measure"),
    "this": N_("This auction"),
    "six": N_("Mean of six before"),
    "difference": N_("Difference"),
    "percentile": N_("Percentile"),
    "points": N_("Points"),
}


def stop(row: pd.Series) -> tuple[str, float]:
    """The measure that the auction was decided on, and its value; ("", NaN) without a result."""
    for column, name in STOPS.items():
        if not units.is_missing(row[column]):
            return name, float(row[column])
    return "", float("nan")


def headline(row: pd.Series) -> str:
    """The card in a sentence; an auction without a result as announced."""
    day, term = units.day(row["auction_date"].date()), str(row["exact_term"]).replace(",", "")
    if not row["held"]:
        size = units.usd(row["offering_usd"], why=tr("size not announced"))
        return tr("{term} of {day}: announced with {size}; no result is held.", term=term, day=day, size=size)
    _, value = stop(row)
    return tr(
        "On {day} the {term} stopped at {percent}, {row}; bid-to-cover was {row_2}, {row_3}: {row_4}.",
        day=day,
        term=term,
        percent=units.percent(value, 3, "stop not held"),
        row=_against_close(row),
        row_2=_with_six(row, "bid_to_cover", units.number, "in the six before"),
        row_3=_dealers(row),
        row_4=_graded(row),
    )


def _against_close(row: pd.Series) -> str:
    gap = row["stop_minus_prior_close_bp"]
    if units.is_missing(gap):
        return tr("no prior close to compare with")
    if abs(gap) < 0.05:
        return tr("at the prior close")
    return tr("{gap} {value} the prior close", gap=units.level_bp(abs(gap), 1), value="above" if gap > 0 else "below")


def _dealers(row: pd.Series) -> str:
    if units.is_missing(row["dealer_share_pct"]):
        return tr("the split by bidder is not held")
    return tr("dealers took {row}", row=_with_six(row, "dealer_share_pct", lambda share: units.percent(share, 1)))


def _with_six(row: pd.Series, column: str, written: Callable[[float], str], when: str = "") -> str:
    six = row[f"six_{column}"]
    return written(row[column]) + ("" if units.is_missing(six) else f" against {written(six)} {when}".rstrip())


def _graded(row: pd.Series) -> str:
    return tr("no grade") if units.is_missing(row["grade"]) else f"grade {row['grade']}"


def table(row: pd.Series) -> pd.DataFrame:
    """The card's lines as text: measure, this auction, mean of the six before, difference, percentile, points."""
    made = []
    for line in LINES:
        value, six = row[line.column], row[f"six_{line.column}"]
        stem = line.column.removesuffix("_bp").removesuffix("_pct")
        rank, of = row[f"{stem}_percentile_pct"], row[f"{stem}_of"]
        made.append(
            {
                "measure": line.name,
                "this": _written(value, line, missing_why(row, line.column)),
                "six": _written(six, line),
                "difference": _difference(value - six, line),
                "percentile": units.MISSING
                if units.is_missing(rank)
                else tr("{rank} ({of:,} auctions)", rank=units.ordinal(rank), of=int(of)),
                "points": _points(row[line.points]) if line.points else "",
            }
        )
    made += [{"measure": line.name, "this": _written(row[line.column], line)} for line in AFTER]
    return pd.DataFrame(made, columns=list(HEADINGS)).fillna("")


def figures(row: pd.Series, wi: float | None) -> pd.DataFrame:
    """The card's figures for the download, one line a measure, units in the names; the tail where it can be told."""
    made = []
    for line in LINES:
        stem = line.column.removesuffix("_bp").removesuffix("_pct")
        names = {
            "value": line.column,
            "six_before_mean": f"six_{line.column}",
            "percentile_pct": f"{stem}_percentile_pct",
            "of": f"{stem}_of",
        }
        made.append({"measure": line.column} | {name: row[column] for name, column in names.items()})
    made += [{"measure": line.column, "value": row[line.column]} for line in AFTER]
    if wi is not None:
        made.append({"measure": "tail_bp", "value": tail_bp(stop(row)[1], wi)})
    key = {"cusip": row["cusip"], "auction_date": row["auction_date"], "exact_term": row["exact_term"]}
    return pd.DataFrame(made).assign(**key, six_since=row["six_since"], history_since=row["history_since"])


def missing_why(row: pd.Series, column: str) -> str:
    """Why a measure of the card is not there, in a few words; "" where nothing is known."""
    if not row["held"]:
        return tr("no result")
    if column == "stop_minus_prior_close_bp":
        return ""  # the reason is long and stands below the card
    if column == "high_minus_median_bp":
        return tr("median not held") if row["auction_format"] == "Single-Price" else tr("awarded at several prices")
    return tr("split not held") if column.endswith("_share_pct") else tr("not held")


def _written(value: float, line: Line, why: str = "") -> str:
    if line.unit == "bp":
        return _minus(units.level_bp(value, line.decimals, why))
    return units.percent(value, line.decimals, why) if line.unit else units.number(value, line.decimals, why=why)


def _difference(value: float, line: Line) -> str:
    return _minus(units.number(value, line.decimals, {"bp": "bp", "%": "pp", "": ""}[line.unit]))


def _points(value: float) -> str:
    return _minus(units.number(value, 0))


def _minus(text: str) -> str:
    """With a typographic minus: a hyphen at the start of a cell is a formula to a spreadsheet."""
    return text.replace("-", "\N{MINUS SIGN}", 1) if text.startswith("-") else text


def draw(row: pd.Series, held: Sequence[Loaded], notes: str) -> None:
    """The card of one auction: what was sold, its grade and stop, the lines against history, the rule of the grade."""
    st.markdown(_identity(row))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wi = when_issued(row) if row["held"] else None
        navigation.link(
            "security", tr("{cusip} from announcement to maturity", cusip=row["cusip"]), [("cusip", str(row["cusip"]))]
        )
    if not row["held"]:
        layout.empty_card(tr("No result is held of this auction"), tr("It is shown as announced. {row}", row=plain(_offer(row))))
        return
    _warn_of_broken_sums(row, held[0])
    with st.container(horizontal=True):
        for name, value in _metrics(row, wi).items():
            st.metric(name, value, border=True)
    words = {"labels": HEADINGS, "csv": figures(row, wi), "notes": notes, "height": "content", "name": "auction card"}
    layout.show_table(table(row), key="card", sources=held, **words)
    st.caption(_basis(row))


def _identity(row: pd.Series) -> str:
    coupon = (
        "" if units.is_missing(row["coupon_pct"]) else tr(", coupon {coupon_pct}", coupon_pct=units.percent(row["coupon_pct"], 3))
    )
    sold = (
        tr(", sold {total_accepted_usd} with the Fed's add-on", total_accepted_usd=units.usd(row["total_accepted_usd"], 1))
        if row["held"]
        else ""
    )
    return tr(
        "**{date}, {exact_term}** ({security_term}{coupon}, due {date_2}): offered {offering_usd}{sold}.",
        date=units.day(row["auction_date"].date()),
        exact_term=plain(row["exact_term"]),
        security_term=plain(row["security_term"]),
        coupon=coupon,
        date_2=units.day(row["maturity_date"].date()),
        offering_usd=units.usd(row["offering_usd"], 1, "not announced"),
        sold=sold,
    )


def _offer(row: pd.Series) -> str:
    said = tr(
        "offered {offering_usd}, settles {date}",
        offering_usd=units.usd(row["offering_usd"], why="size not announced"),
        date=units.day(row["issue_date"].date()),
    )
    if not units.is_missing(row["announcement_date"]):
        said = tr("announced {date}, {said}", date=units.day(row["announcement_date"].date()), said=said)
    return said[0].upper() + said[1:] + "."


def _metrics(row: pd.Series, wi: float | None) -> dict[str, str]:
    name, value = stop(row)
    points = "" if units.is_missing(row["points"]) else f" ({row['points']:+.0f})"
    made = {
        "Grade": units.missing() if units.is_missing(row["grade"]) else f"{row['grade']}{points}",
        name or "Stop": units.percent(value, 3, tr("not held")),
    }
    if not units.is_missing(row["high_investment_rate"]):
        made[INVESTMENT] = units.percent(row["high_investment_rate"], 3)
    made["Prior close"] = units.percent(row["prior_close_pct"], 3)
    if wi is not None:
        made["Tail"] = units.bp(tail_bp(value, wi), 1)
    return made


WHEN_ISSUED = controls.Bounds(-3.0, 25.0, 0.001, 4)  # percent


def when_issued(row: pd.Series) -> float | None:
    """The when-issued figure that the reader types for this auction; it is dropped when another auction is chosen."""
    own = f"{row['cusip']}_{row['auction_date']:%Y-%m-%d}"
    if st.session_state.get(_WI_OF, own) != own:
        st.session_state["wi"] = None
    st.session_state[_WI_OF] = own
    name, _ = stop(row)
    label = tr("When-issued {removeprefix}, %", removeprefix=(name or "yield").removeprefix("High "))
    words = tr("From your own screen: it gives the tail, the stop minus the when-issued figure just before the auction closed.")
    with st.container(width=SELECT_PX):
        return controls.optional_number(label, WHEN_ISSUED, key="wi", help=words)


def _basis(row: pd.Series) -> str:
    """What the card's comparisons stand on, and the rule of the grade."""
    said = []
    if not units.is_missing(row["prior_close_pct"]):
        curve = tr("real par curve") if row["security_class"] == "TIPS" else tr("par curve")
        years = units.number(row["remaining_maturity_years"], 2)
        when = units.day(row["prior_close_date"].date())
        said.append(
            tr(
                "Prior close: {curve} of {when} at {years} years, between the published points.",
                curve=curve,
                when=when,
                years=years,
            )
        )
    elif row["prior_close_missing"]:
        said.append(tr("No prior close: {prior_close_missing}.", prior_close_missing=row["prior_close_missing"]))
    if not units.is_missing(row["six_since"]):
        said.append(tr("Six before: since {date}.", date=units.day(row["six_since"].date())))
    said.append(tr("History: since {date}.", date=units.day(row["history_since"].date())))
    if row["ungraded"]:
        said.append(tr("No grade: {ungraded}.", ungraded=row["ungraded"]))
    return tr("{said} **Grade.** {rule}", said=" ".join(said), rule=auction_grade.RULE)


def _warn_of_broken_sums(row: pd.Series, auctions: Loaded) -> None:
    checked = cache.computed(auction_checks.sides, auctions)
    own = checked["cusip"].eq(row["cusip"]) & checked["auction_date"].eq(row["auction_date"]) & checked["state"].eq("violated")
    for name in checked.loc[own, "identity"]:
        layout.failed_card(tr("The published figures of this auction do not add up"), auction_checks.IDENTITIES[name].name)
