"""The report card of every auction: its stop, cover and buyers, against its own history and the curve around it."""

from bisect import bisect_right, insort

import numpy as np
import pandas as pd

from treasury.analytics import bidders
from treasury.analytics._series import DECIMALS
from treasury.analytics.auction_terms import BILLS, exact_terms
from treasury.analytics.par_points import par_yield_at, rows_before, rows_on
from treasury.language import N_

DAYS_A_YEAR = 365.25
SIX = 6
FOLLOWING = {"next_session_bp": 1, "five_sessions_bp": 5}
# What is compared with the six auctions before and ranked in the history; the unit ends the name.
MEASURES = (
    "stop_minus_prior_close_bp",
    "high_minus_median_bp",
    "bid_to_cover",
    "indirect_share_pct",
    "direct_share_pct",
    "dealer_share_pct",
    "allotted_at_high_pct",
)
IDENTITY = (
    *("auction_date", "cusip", "security_class", "security_term", "term", "is_reopening", "exact_term", "history", "term_years"),
    *("announcement_date", "issue_date", "maturity_date", "remaining_maturity_years", "auction_format", "offering_usd"),
    *("total_accepted_usd", "soma_accepted_usd", "coupon_pct"),
    *("high_yield", "high_discount_rate", "high_investment_rate", "high_discount_margin"),
)
NO_RESULT = N_("no result is held")
NO_MARGIN = N_("no daily margin of floating rate notes is published")
NO_CURVE = N_("no curve of the week before is held")
NO_POINT = N_("the maturity lies outside the curve's points of that day")
NO_STOP = N_("the stop is not held")


def cards(auctions: pd.DataFrame, par: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    """One row an auction, oldest first, announced ones included: measures, prior close, history, what came after.

    In: ``auctions``, ``par_yields``, ``real_par_yields``. Out: the columns of IDENTITY and

    * ``prior_close_pct``, ``prior_close_date``, ``prior_close_missing`` (words; "" where there is one): the par curve of the
      last day before the auction, at the security's remaining maturity at issue; for TIPS the real curve.
    * ``stop_minus_prior_close_bp``: high yield (bills: high investment rate, which is a bond-equivalent yield as the curve
      is) less the prior close. ``high_minus_median_bp``: high less median yield, discount rate or margin; missing in
      auctions at several prices, which publish an average. ``bid_to_cover`` and ``allotted_at_high_pct`` as published;
      shares of `bidders.shares`.
    * ``six_…``: mean of the measure over the six auctions of the exact term before, itself left out; missing with fewer, or
      when one of the six lacks it. ``six_since``: the day of the first of the six.
    * ``…_percentile_pct``: share of the auctions of the history up to this one, itself included, with a figure smaller or
      equal; ``…_of``: how many have a figure. ``history_since``: the first auction of the history.
    * ``next_session_bp``, ``five_sessions_bp``: change of the curve at the same maturity from the close of the auction's day.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: a stop of 4.435 after a 10-year of 4.40 and a median of 4.38 is 3.5 bp above the prior close, 5.5 above the median.

    >>> day = pd.to_datetime
    >>> row = {"cusip": "91282CMM0", "auction_date": day(["2025-04-09"]), "security_class": "Note", "security_term": "10-Year",
    ...     "original_security_term": "10-Year", "reopening": "No", "issue_date": day("2025-04-15"),
    ...     "maturity_date": day("2035-04-15"), "high_yield": 4.435, "median_yield": 4.38, "total_accepted_usd": 40e9}
    >>> auctions = pd.DataFrame(row).reindex(columns=[*row, *OTHERS]).assign(auction_format="Single-Price")
    >>> par = pd.DataFrame({"7Y": [4.2, 4.3], "10Y": [4.4, 4.5]}, index=day(["2025-04-08", "2025-04-09"]))
    >>> made = cards(auctions, par, par[:0]).iloc[0]
    >>> [round(float(made[name]), 1) for name in ("stop_minus_prior_close_bp", "high_minus_median_bp")]
    [3.5, 5.5]
    """
    rows = auctions.sort_values(["auction_date", "cusip"], ignore_index=True)
    years = (rows["maturity_date"] - rows["issue_date"]).dt.days / DAYS_A_YEAR
    rows = pd.concat([rows, exact_terms(rows)], axis="columns").assign(remaining_maturity_years=years)
    made = pd.concat([rows[list(IDENTITY)], _around(rows, par, real), bidders.shares(rows)], axis="columns").assign(
        bid_to_cover=rows["bid_to_cover"],
        allotted_at_high_pct=rows["allotted_at_high_pct"],
        high_minus_median_bp=_dispersion(rows),
        held=rows["total_accepted_usd"].notna(),
    )
    return pd.concat([made, _history(made)], axis="columns")


def tail_bp(stop: float, when_issued: float) -> float:
    """The tail: the stop less the when-issued yield just before bidding closed, in basis points; negative is a stop-through.

    In: both in percent and of one measure (yield, discount rate or discount margin). Nothing else is a tail: the prior close
    holds what the market moved until the auction.

    Reference: Kenneth D. Garbade and Jeffrey F. Ingber, "The Treasury Auction Process: Objectives, Structure, and Recent
    Adaptations", Current Issues in Economics and Finance 11(2), 2005, Federal Reserve Bank of New York.

    By hand: 4.255 after 4.244 is a tail of 1.1 basis points.

    >>> tail_bp(4.255, 4.244)
    1.1
    """
    return float(round((stop - when_issued) * 100, DECIMALS))


# What `cards` reads of an auction beyond its identity, dates and stop.
OTHERS = (
    *("announcement_date", "auction_format", "offering_usd", "soma_accepted_usd", "coupon_pct", "bid_to_cover"),
    *("high_discount_rate", "high_investment_rate", "high_discount_margin", "median_discount_rate", "median_discount_margin"),
    *("allotted_at_high_pct", "competitive_accepted_usd", *(f"{who}_accepted_usd" for who in bidders.BIDDERS)),
)


def _dispersion(rows: pd.DataFrame) -> pd.Series:
    """High less median, each of its own measure: yield, discount rate or discount margin."""
    pairs = [(f"high_{kind}", f"median_{kind}") for kind in ("yield", "discount_rate", "discount_margin")]
    gaps = [rows[high].astype("float64") - rows[median].astype("float64") for high, median in pairs]
    gap = gaps[0].fillna(gaps[1]).fillna(gaps[2])
    return (gap * 100).round(DECIMALS).where(rows["auction_format"].eq("Single-Price"))


def _around(rows: pd.DataFrame, par: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    """The curve before, on and after the auction's day: prior close, the stop against it, what followed."""
    stop = rows["high_yield"].astype("float64").where(~rows["security_class"].isin(BILLS), rows["high_investment_rate"])
    made = pd.DataFrame(
        {
            "prior_close_pct": np.nan,
            "prior_close_date": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"),
            "prior_close_missing": NO_MARGIN,
            **dict.fromkeys(FOLLOWING, np.nan),
        },
        index=rows.index,
    )
    tips = rows["security_class"].eq("TIPS")
    for own, curve in ((~tips & rows["security_class"].ne("FRN"), par), (tips, real)):
        if own.any():
            made.loc[own] = _on_curve(rows[own], curve)
    reasons = made["prior_close_missing"].mask(made["prior_close_missing"].eq("") & stop.isna(), NO_STOP)
    difference = ((stop - made["prior_close_pct"]) * 100).round(DECIMALS)
    return made.assign(
        prior_close_missing=reasons.mask(rows["total_accepted_usd"].isna(), NO_RESULT), stop_minus_prior_close_bp=difference
    )


def _on_curve(rows: pd.DataFrame, curve: pd.DataFrame) -> pd.DataFrame:
    days, years = rows["auction_date"], rows["remaining_maturity_years"].to_numpy(dtype="float64")
    curve = curve.dropna(how="all")
    before = rows_before(curve, days)
    close = par_yield_at(curve, before, years)
    words = np.where(before < 0, NO_CURVE, np.where(np.isnan(close), NO_POINT, ""))
    at_close = par_yield_at(curve, rows_on(curve, days), years)
    moves = {
        name: ((par_yield_at(curve, rows_on(curve, days, count), years) - at_close) * 100).round(DECIMALS)
        for name, count in FOLLOWING.items()
    }
    dates = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    if len(curve):
        dates = pd.Series(curve.index[np.clip(before, 0, None)], index=rows.index).where(~np.isnan(close))
    return pd.DataFrame(
        {"prior_close_pct": close, "prior_close_date": dates, "prior_close_missing": words, **moves}, index=rows.index
    )


def _history(made: pd.DataFrame) -> pd.DataFrame:
    """Six-auction averages and percentiles within the history, over the auctions held."""
    held = made[made["held"]]
    each = held.groupby("history", sort=False)
    columns = {}
    for name in MEASURES:
        before = six_before(held[name], held["history"])
        stem = name.removesuffix("_bp").removesuffix("_pct")
        columns[f"six_{name}"] = before.mean(axis="columns", skipna=False)
        columns[f"{stem}_percentile_pct"] = _percentiles(held[name], held["history"])
        columns[f"{stem}_of"] = held[name].notna().groupby(held["history"], sort=False).cumsum()
    columns["six_since"] = each["auction_date"].shift(SIX)
    columns["history_since"] = each["auction_date"].transform("min")
    return pd.DataFrame(columns).reindex(made.index)


def six_before(values: pd.Series, history: pd.Series) -> pd.DataFrame:
    """The figures of the six auctions before each auction, within its history: one column a lag, 1 the latest.

    In: a measure and the number of its history (`auction_terms.exact_terms`), rows in the order of time. Out: missing where there
    is no such auction, or it lacks the figure.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: the second auction of a history has one before it.

    >>> six_before(pd.Series([2.5, 2.6]), pd.Series([1, 1])).loc[1, [1, 2]].tolist()
    [2.5, nan]
    """
    own = values.groupby(history, sort=False)
    return pd.DataFrame({lag: own.shift(lag) for lag in range(1, SIX + 1)})


def _percentiles(values: pd.Series, history: pd.Series) -> pd.Series:
    """Share of the figures of the history so far that are smaller or equal, in percent; rows in the order of time."""
    seen: dict[int, list[float]] = {}
    shares = []
    for value, own in zip(values.tolist(), history.tolist(), strict=True):
        if value != value:
            shares.append(float("nan"))
            continue
        so_far = seen.setdefault(own, [])
        insort(so_far, value)
        shares.append(bisect_right(so_far, value) / len(so_far) * 100)
    return pd.Series(shares, index=values.index)
