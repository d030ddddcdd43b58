"""Statistics that only alert rules watch: one figure a day from operations and auctions."""

from collections.abc import Callable

import pandas as pd

from treasury.analytics import buybacks
from treasury.analytics._series import DECIMALS, GAP_DAYS
from treasury.analytics.auction_card import cards
from treasury.analytics.auction_terms import exact_terms

AUCTIONS_AVERAGED = 5
# How far each must go for a day to count as a triple sell-off.
RISE_BP, DOLLAR_FALL_PCT, STOCKS_FALL_PCT, OFR_RISE_POINTS = 5.0, 0.25, 0.5, 0.02


def long_end_cover(operations: pd.DataFrame) -> pd.Series:
    """Offered over maximum of the buybacks in buckets that begin at ten years or more, by day of operation.

    In: ``buyback_operations``. Out, by day: offered / maximum, sum over sum where a day has several operations; operations
    without a result, or whose maximum is not published, are left out.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10.489 bn offered for 6 bn is a cover of 1.748.

    >>> row = {"operation_date": pd.to_datetime(["2026-09-10"]), "state": "result", "operation_type": "Liquidity Support",
    ...        "security_type": "Nominal Coupons", "maturity_bucket": "10Y to 20Y",
    ...        "maximum_usd": 6e9, "offered_usd": 10.489e9, "accepted_usd": 5.187e9}
    >>> long_end_cover(pd.DataFrame(row)).round(3).to_dict()
    {Timestamp('2026-09-10 00:00:00'): 1.748}
    """
    made = buybacks.operations(operations)
    held = made[made["long_end"] & made["cover_ratio"].notna()]
    sums = held.groupby("operation_date")[["offered_usd", "maximum_usd"]].sum()
    return (sums["offered_usd"] / sums["maximum_usd"]).rename("long_end_buyback_cover")


def auction_cover_average(auctions: pd.DataFrame, term: str) -> pd.Series:
    """The mean bid-to-cover of the last five auctions of a term, reopenings among them, by day of auction.

    In: ``auctions``; the term with its class ("10-Year Note"). Out, by day: the mean of the ratios as published; missing for the
    first four. New issues and reopenings are taken together, unlike on the report cards: five auctions are about five months.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 2.4, 2.5, 2.6, 2.5 and 2.5 have the mean 2.5.

    >>> rows = pd.DataFrame({"auction_date": pd.date_range("2025-01-08", periods=5, freq="28D"), "security_class": "Note",
    ...     "security_term": "10-Year", "original_security_term": "10-Year", "reopening": "No",
    ...     "bid_to_cover": [2.4, 2.5, 2.6, 2.5, 2.5]})
    >>> auction_cover_average(rows, "10-Year Note").round(2).tolist()
    [nan, nan, nan, nan, 2.5]
    """
    held = _of_term(auctions, term).dropna(subset=["bid_to_cover"]).groupby("auction_date")["bid_to_cover"].mean().sort_index()
    return held.rolling(AUCTIONS_AVERAGED).mean().rename("bid_to_cover_average")


def stop_above_prior_close(auctions: pd.DataFrame, par: pd.DataFrame, term: str) -> pd.Series:
    """The stop of each auction of a nominal term less the close before, in basis points, by day of auction.

    In: ``auctions``; ``par_yields``; the term with its class ("30-Year Bond"). Out: `auction_card.cards`,
    ``stop_minus_prior_close_bp``, where there is one. It is no tail: it holds what the market moved until the auction.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: a stop of 4.435 after a 10-year of 4.40 is 3.5 bp above the close before.

    >>> from treasury.analytics.auction_card import OTHERS
    >>> day = pd.to_datetime
    >>> row = {"cusip": "91282CMM0", "auction_date": day(["2025-04-09"]), "security_class": "Note", "security_term": "10-Year",
    ...     "original_security_term": "10-Year", "reopening": "No", "issue_date": day("2025-04-15"),
    ...     "maturity_date": day("2035-04-15"), "high_yield": 4.435, "median_yield": 4.38, "total_accepted_usd": 40e9}
    >>> auctions = pd.DataFrame(row).reindex(columns=[*row, *OTHERS]).assign(auction_format="Single-Price")
    >>> par = pd.DataFrame({"7Y": [4.2], "10Y": [4.4]}, index=day(["2025-04-08"]))
    >>> stop_above_prior_close(auctions, par, "10-Year Note").round(1).tolist()
    [3.5]
    """
    own = _of_term(auctions, term)
    if own.empty:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
    made = cards(own, par, par.iloc[:0]).dropna(subset=["stop_minus_prior_close_bp"])
    return made.groupby("auction_date")["stop_minus_prior_close_bp"].max()


def _of_term(auctions: pd.DataFrame, term: str) -> pd.DataFrame:
    if auctions.empty:
        return auctions
    return auctions[exact_terms(auctions)["exact_term"].str.partition(",")[0].eq(term)]


def triple_sell_off(par: pd.DataFrame, dollar: pd.DataFrame, stocks: pd.DataFrame) -> pd.Series:
    """1 on days on which the 10-year rose, the dollar and the S&P 500 fell, each by its threshold or more; 0 on other days.

    In: ``par_yields``, ``dollar_index``, ``equities``. Out: on the days that all three have, but for the first and those after a
    pause of more than a week: 5 bp up, 0.25 percent down, 0.5 percent down.

    Reference: "S&P 500 (SP500)", Federal Reserve Bank of St. Louis; the thresholds are this dashboard's own.

    By hand: on the second day the 10-year is up 6 bp, the dollar down 1.2 and stocks down 1 percent.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10"])
    >>> frames = ({"10Y": [4.34, 4.40]}, {"DTWEXBGS": [125.0, 123.5]}, {"SP500": [5400.0, 5346.0]})
    >>> triple_sell_off(*(pd.DataFrame(one, index=days) for one in frames)).tolist()
    [1.0]
    """
    return _triple(par, dollar, stocks["SP500"], lambda held: -held.pct_change(fill_method=None) * 100 >= STOCKS_FALL_PCT)


def triple_sell_off_ofr(par: pd.DataFrame, dollar: pd.DataFrame, stress: pd.DataFrame) -> pd.Series:
    """The same with the equity-valuation part of the OFR's stress index for stocks: up by 0.02 points or more.

    In: ``par_yields``, ``dollar_index``, ``financial_stress``. The part is no share price: it says how much equity valuations in
    several markets add to stress.

    Reference: "OFR Financial Stress Index", Office of Financial Research; the thresholds are this dashboard's own.

    By hand: on the second day the 10-year is up 6 bp and the dollar down 1.2 percent, but valuations add 0.01 points only.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10"])
    >>> frames = ({"10Y": [4.34, 4.40]}, {"DTWEXBGS": [125.0, 123.5]}, {"equity_valuation": [0.30, 0.31]})
    >>> triple_sell_off_ofr(*(pd.DataFrame(one, index=days) for one in frames)).tolist()
    [0.0]
    """
    return _triple(par, dollar, stress["equity_valuation"], lambda held: held.diff() >= OFR_RISE_POINTS)


def _triple(par: pd.DataFrame, dollar: pd.DataFrame, stocks: pd.Series, sold: Callable[[pd.Series], pd.Series]) -> pd.Series:
    held = pd.concat({"yield": par["10Y"], "dollar": dollar["DTWEXBGS"], "stocks": stocks}, axis="columns", sort=True).dropna()
    up = (held["yield"].diff() * 100).round(DECIMALS) >= RISE_BP
    down = (-held["dollar"].pct_change(fill_method=None) * 100).round(DECIMALS) >= DOLLAR_FALL_PCT
    made = (up & down & sold(held["stocks"]).astype("bool")).astype("float64")
    return made[(held.index.to_series().diff() <= pd.Timedelta(days=GAP_DAYS)).to_numpy()]
