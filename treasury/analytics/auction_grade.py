"""A grade for an auction, by a rule short enough to print beside it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics.auction_card import cards, six_before
from treasury.language import N_

# Part of the grade: the measure, and whether more of it is better.
PARTS: dict[str, tuple[str, bool]] = {
    "price_points": ("stop_minus_prior_close_bp", False),
    "cover_points": ("bid_to_cover", True),
    "dealer_points": ("dealer_share_pct", False),
}
# What is said where a part has no figure of the auction itself, and where it lacks one of the six before.
LACKS = {
    "price_points": (N_("stop minus prior close is missing"), N_("six earlier figures of stop minus prior close are not held")),
    "cover_points": (N_("bid-to-cover is missing"), N_("six earlier figures of bid-to-cover are not held")),
    "dealer_points": (N_("dealer share is missing"), N_("six earlier figures of dealer share are not held")),
}
BETWEEN = "; "
MOST = 5  # of the six before
GRADES = {3: "A", 2: "A", 1: "B", 0: "C", -1: "D", -2: "F", -3: "F"}
RULE = N_(
    "Three parts: stop minus prior close (lower is better), bid-to-cover (higher is better), dealer share (lower is better). "
    "Better than at least five of the six auctions of the same exact term before: +1; worse than at least five: -1; otherwise 0. "
    "The sum: 2 or 3 is an A, 1 a B, 0 a C, -1 a D, -2 or -3 an F. Where a part is missing there is no grade."
)


def report_cards(auctions: pd.DataFrame, par: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    """`auction_card.cards` with `grades` beside them: everything a page shows of each auction."""
    made = cards(auctions, par, real)
    return pd.concat([made, grades(made)], axis="columns")


def grades(made: pd.DataFrame) -> pd.DataFrame:
    """The points of the three parts, their sum, the grade, and which parts are missing.

    In: the frame of `auction_card.cards`. Out, on the same rows: ``price_points``, ``cover_points``, ``dealer_points`` (-1, 0,
    1; NaN where the auction or one of the six before has no figure), ``points`` (NaN unless all three are there), ``grade``
    (A, B, C, D, F, or missing) and ``ungraded`` (the parts that miss, in words of LACKS; "" with a grade). The rule is RULE. It
    compares with a short past only, since sizes and the number of bidders drift over years.

    Reference: the parts are those of "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US
    Department of the Treasury; the rule is this project's own.

    By hand: cover and dealer share better than all six before and the stop in the middle: 0 + 1 + 1 is an A.

    >>> frame = pd.DataFrame({"history": 1, "held": True, "auction_date": pd.date_range("2025-01-08", periods=7, freq="MS"),
    ...     "stop_minus_prior_close_bp": [1.0, -1.0, 2.0, -2.0, 1.5, -1.5, 0.0],
    ...     "bid_to_cover": [2.4, 2.5, 2.4, 2.5, 2.4, 2.5, 2.7], "dealer_share_pct": [15.0] * 6 + [9.0]})
    >>> print(grades(frame)[["price_points", "cover_points", "dealer_points", "points", "grade"]].tail(1).to_string(index=False))
     price_points  cover_points  dealer_points  points grade
              0.0           1.0            1.0     2.0     A
    """
    held = made[made["held"]]
    points = pd.DataFrame({part: _points(held, measure, more) for part, (measure, more) in PARTS.items()}).reindex(made.index)
    total = points.sum(axis="columns", skipna=False)
    return points.assign(points=total, grade=total.map(GRADES), ungraded=_ungraded(made, points))


def _points(held: pd.DataFrame, measure: str, more_is_better: bool) -> pd.Series:
    """+1 when better than at least five of the six before, -1 when worse than at least five; NaN when one has no figure."""
    values = held[measure] if more_is_better else -held[measure]
    before = six_before(values, held["history"])
    better, worse = before.lt(values, axis="index").sum(axis="columns"), before.gt(values, axis="index").sum(axis="columns")
    points = (better >= MOST).astype("float64") - (worse >= MOST)
    return points.where(before.notna().all(axis="columns") & values.notna())


def _ungraded(made: pd.DataFrame, points: pd.DataFrame) -> npt.NDArray[np.object_]:
    words = np.full(len(made), "", dtype=object)
    for part, (measure, _) in PARTS.items():
        own, six = made[measure].isna().to_numpy(), points[part].isna().to_numpy()
        own_lacks, six_lack = LACKS[part]
        said = np.where(own, own_lacks, np.where(six, six_lack, ""))
        both = (words != "") & (said != "")
        words = words + np.where(both, BETWEEN, "") + said
    return words
