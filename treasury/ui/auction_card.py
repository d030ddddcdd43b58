"""One auction's report card: in a sentence, as figures with the six before and percentiles, and its grade with the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import auction_checks, auction_grade
from treasury.analytics.auction_card import tail_bp
from treasury.answers import terms
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, navigation
from treasury.ui.cache import Loaded
from treasury.ui.text import plain
from treasury.ui.words import sentences

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
    day, security = units.day(row["auction_date"].date()), terms.security(str(row["exact_term"])).replace(",", "")
    if not row["held"]:
        size = units.usd(row["offering_usd"], why=tr("size not announced"))
        return tr("{security} of {day}: announced with {size}; no result is held.", security=security, day=day, size=size)
    (_, value), why = stop(row), tr("stop not held")
    return tr(
        "On {day} the {security} stopped at {stop}, {against_close}; bid-to-cover was {cover}, {dealers}: {grade}.",
        day=day,
        security=security,
        stop=units.percent(value, 3, why),
        against_close=_against_close(row),
        cover=_cover(row),
        dealers=_dealers(row),
        grade=_graded(row),
    )


def _against_close(row: pd.Series) -> str:
    gap = row["stop_minus_prior_close_bp"]
    if units.is_missing(gap):
        return tr("no prior close to compare with")
    if abs(gap) < 0.05:
        return tr("at the prior close")
    size = units.level_bp(abs(gap), 1)
    return tr("{gap} above the prior close", gap=size) if gap > 0 else tr("{gap} below the prior close", gap=size)


def _dealers(row: pd.Series) -> str:
    if units.is_missing(row["dealer_share_pct"]):
        return tr("the split by bidder is not held")
    share, six = units.percent(row["dealer_share_pct"], 1), row["six_dealer_share_pct"]
    if units.is_missing(six):
        return tr("dealers took {share}", share=share)
    return tr("dealers took {share} against {six}", share=share, six=units.percent(six, 1))


def _cover(row: pd.Series) -> str:
    cover, six = units.number(row["bid_to_cover"]), row["six_bid_to_cover"]
    return cover if units.is_missing(six) else tr("{cover} against {six} in the six before", cover=cover, six=units.number(six))


def _graded(row: pd.Series) -> str:
    return tr("no grade") if units.is_missing(row["grade"]) else tr("grade {grade}", grade=row["grade"])


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
                "percentile": units.missing()
                if units.is_missing(rank)
                else tr("{rank} ({count:,} auctions)", rank=units.ordinal(rank), count=int(of)),
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
    return _minus(units.number(value, line.decimals, {"bp": "bp", "%": tr("pp"), "": ""}[line.unit]))


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
        layout.empty_card(
            tr("No result is held of this auction"), tr("It is shown as announced. {offer}", offer=plain(_offer(row)))
        )
        return
    _warn_of_broken_sums(row, held[0])
    with st.container(horizontal=True):
        for name, value in _metrics(row, wi).items():
            st.metric(tr(name), value, border=True)
    words = {"labels": HEADINGS, "csv": figures(row, wi), "notes": notes, "height": "content", "name": "auction card"}
    layout.show_table(table(row), key="card", sources=held, **words)
    st.caption(_basis(row))


def _identity(row: pd.Series) -> str:
    rate, total = row["coupon_pct"], row["total_accepted_usd"]
    return tr(
        "**{day}, {security}** ({term}{coupon}, due {maturity}): offered {offered}{sold}.",
        day=units.day(row["auction_date"].date()),
        security=plain(terms.security(row["exact_term"])),
        term=plain(terms.term(row["security_term"])),
        coupon="" if units.is_missing(rate) else tr(", coupon {rate}", rate=units.percent(rate, 3)),
        maturity=units.day(row["maturity_date"].date()),
        offered=units.usd(row["offering_usd"], 1, tr("not announced")),
        sold=tr(", sold {total} with the Fed's add-on", total=units.usd(total, 1)) if row["held"] else "",
    )


def _offer(row: pd.Series) -> str:
    size = units.usd(row["offering_usd"], why=tr("size not announced"))
    settles = units.day(row["issue_date"].date())
    if units.is_missing(row["announcement_date"]):
        return tr("Offered {size}, settles {settles}.", size=size, settles=settles)
    announced = units.day(row["announcement_date"].date())
    return tr("Announced {announced}, offered {size}, settles {settles}.", announced=announced, size=size, settles=settles)


def _metrics(row: pd.Series, wi: float | None) -> dict[str, str]:
    name, value = stop(row)
    points = "" if units.is_missing(row["points"]) else f" ({row['points']:+.0f})"
    made = {
        N_("Grade"): units.missing() if units.is_missing(row["grade"]) else f"{row['grade']}{points}",
        name or N_("Stop"): units.percent(value, 3, tr("not held")),
    }
    if not units.is_missing(row["high_investment_rate"]):
        made[INVESTMENT] = units.percent(row["high_investment_rate"], 3)
    made[N_("Prior close")] = units.percent(row["prior_close_pct"], 3)
    if wi is not None:
        made[N_("Tail")] = units.bp(tail_bp(value, wi), 1)
    return made


WHEN_ISSUED = controls.Bounds(-3.0, 25.0, 0.001, 4)  # percent
WHEN_ISSUED_LABELS = {
    "High yield": N_("When-issued yield, %"),
    "High discount rate": N_("When-issued discount rate, %"),
    "High discount margin": N_("When-issued discount margin, %"),
    "High investment rate": N_("When-issued investment rate, %"),
}


def when_issued(row: pd.Series) -> float | None:
    """The when-issued figure that the reader types for this auction; it is dropped when another auction is chosen."""
    own = f"{row['cusip']}_{row['auction_date']:%Y-%m-%d}"
    if st.session_state.get(_WI_OF, own) != own:
        st.session_state["wi"] = None
    st.session_state[_WI_OF] = own
    name, _ = stop(row)
    label = WHEN_ISSUED_LABELS.get(name) or N_("When-issued yield, %")
    words = tr("From your own screen: it gives the tail, the stop minus the when-issued figure just before the auction closed.")
    with st.container(width=SELECT_PX):
        return controls.optional_number(tr(label), WHEN_ISSUED, key="wi", help=words)


def _basis(row: pd.Series) -> str:
    """What the card's comparisons stand on, and the rule of the grade."""
    said = []
    if not units.is_missing(row["prior_close_pct"]):
        curve = tr("real par curve") if row["security_class"] == "TIPS" else tr("par curve")
        years = units.number(row["remaining_maturity_years"], 2)
        when = units.day(row["prior_close_date"].date())
        said.append(
            tr(
                "Prior close: {curve} of {day} at {years} years, between the published points.",
                curve=curve,
                day=when,
                years=years,
            )
        )
    elif reason := row["prior_close_missing"]:
        said.append(tr("No prior close: {reason}.", reason=tr(reason)))
    if not units.is_missing(row["six_since"]):
        said.append(tr("Six before: since {day}.", day=units.day(row["six_since"].date())))
    said.append(tr("History: since {day}.", day=units.day(row["history_since"].date())))
    if row["ungraded"]:
        reasons = tr("; ").join(tr(reason) for reason in row["ungraded"].split(auction_grade.BETWEEN))
        said.append(tr("No grade: {reasons}.", reasons=reasons))
    return tr("{said} **Grade.** {rule}", said=sentences(said), rule=tr(auction_grade.RULE))


def _warn_of_broken_sums(row: pd.Series, auctions: Loaded) -> None:
    checked = cache.computed(auction_checks.sides, auctions)
    own = checked["cusip"].eq(row["cusip"]) & checked["auction_date"].eq(row["auction_date"]) & checked["state"].eq("violated")
    for name in checked.loc[own, "identity"]:
        layout.failed_card(tr("The published figures of this auction do not add up"), tr(auction_checks.IDENTITIES[name].name))
