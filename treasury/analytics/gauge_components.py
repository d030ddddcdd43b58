"""The nine series of the fragility gauge, each from the datasets it needs.

A series has one value at each of its own observations, made of nothing that came later. `gauge.COMPONENTS` says which way each is
fragile and how old a value may be.
"""

import pandas as pd

from treasury.analytics._series import DECIMALS
from treasury.analytics.auction_card import six_before
from treasury.analytics.auction_terms import exact_terms
from treasury.analytics.buyback_programme import LONG_SEGMENT, REGULAR_SINCE, labelled
from treasury.analytics.buybacks import operations
from treasury.analytics.joint_moves import moves_together, rolling_correlation, shared_days
from treasury.analytics.moves import move_over
from treasury.analytics.outstanding import bill_share_outstanding
from treasury.analytics.stress import SP500, Thresholds, three_levels, three_moves, triple_days
from treasury.analytics.term_premium import TREND_WINDOWS

PREMIUM_SESSIONS = TREND_WINDOWS[0]
SESSIONS = 63  # a quarter: of the correlation and of the count of triple sell-offs
WINDOW = "91D"  # a quarter: every term of the auctions and every bucket of the buybacks comes round in it
LEAST_AUCTIONS, LEAST_OPERATIONS = 6, 3  # in a window
NOMINAL = ("Note", "Bond")
# Half the usual ones. With the usual ones a quarter without such a day would be the rule on nine sessions of ten, and its
# percentile near 90; with these it is the rule on half, and having none counts as the middle.
HALF = Thresholds(Thresholds.rise_bp / 2, Thresholds.fall_pct / 2, Thresholds.stocks / 2)


def premium_change(premium: pd.Series) -> pd.Series:
    """The change of the 10-year ACM premium over 20 observations, in basis points.

    In: percent, dates as index. Out: bp, at every observation that has one (see `moves.move_over`).

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York.

    By hand: 0.70 after 0.60 twenty observations earlier is 10 bp.

    >>> days = pd.date_range("2025-03-03", periods=21, freq="B")
    >>> premium_change(pd.Series([0.60] * 20 + [0.70], index=days)).tolist()
    [10.0]
    """
    return move_over(premium, PREMIUM_SESSIONS).dropna()


def month_end_bill_share(levels: pd.DataFrame) -> pd.Series:
    """Bills in percent of marketable debt at the ends of whole months, rebuilt from auctions.

    In: the frame of `issuance_mix.levels` by month, rebuilt only. Out: percent; dated with the month's last day. One source all
    along: the published share counts the inflation accrual of TIPS, which would look like a move where the two meet.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 22 of 100; the month that is not over does not count.

    >>> days = pd.to_datetime(["2025-12-31", "2026-01-15"]).repeat(2)
    >>> rows = pd.DataFrame({"record_date": days, "source": "rebuilt", "partial": [False, False, True, True],
    ...     "security_class": ["Bill", "Note"] * 2, "outstanding_usd": [22.0, 78.0, 30.0, 70.0]})
    >>> month_end_bill_share(rows).tolist()
    [22.0]
    """
    whole = levels[~levels["partial"].astype(bool)]
    return bill_share_outstanding(whole).set_index("record_date")["bill_share_outstanding_pct"].dropna()


def auction_demand(auctions: pd.DataFrame) -> pd.Series:
    """Bid-to-cover of notes and bonds against the six auctions before of the exact term, in percent, mean of 91 days.

    Each auction: bid-to-cover / mean of the six before of its term and reopening state - 1. In: ``auctions``. Out: the mean over
    the auctions of the 91 days up to each auction day, where at least six have a figure.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: six terms, each sold six times at 2.5 and then at 2.4: 2.4 / 2.5 - 1 is -4 percent in each.

    >>> years = pd.Series([2, 3, 5, 7, 10, 20]).repeat(7).astype("str") + "-Year"
    >>> days = [*pd.date_range("2024-01-01", periods=6, freq="MS"), pd.Timestamp("2025-01-02")] * 6
    >>> sold = pd.DataFrame({"auction_date": days, "cusip": "A", "security_class": "Note", "security_term": years,
    ...     "original_security_term": years, "reopening": "No", "total_accepted_usd": 1.0,
    ...     "bid_to_cover": ([2.5] * 6 + [2.4]) * 6})
    >>> auction_demand(sold).tolist()
    [-4.0]
    """
    rows = auctions[auctions["total_accepted_usd"].notna()].sort_values(["auction_date", "cusip"], ignore_index=True)
    cover = rows["bid_to_cover"].astype("float64")
    before = six_before(cover, exact_terms(rows)["history"]).mean(axis="columns", skipna=False)
    against = ((cover / before - 1) * 100).set_axis(pd.DatetimeIndex(rows["auction_date"]))
    counted = against[rows["security_class"].isin(NOMINAL).to_numpy()].dropna()
    made = counted.rolling(WINDOW, min_periods=LEAST_AUCTIONS).mean().round(DECIMALS).dropna()
    return made[~made.index.duplicated(keep="last")]


def long_end_cover(held: pd.DataFrame) -> pd.Series:
    """Offered over maximum in the nominal buyback buckets from 10 years, summed over the operations of 91 days.

    In: ``buyback_operations``. Out: a ratio at each day of such an operation of the regular programme, where at least three
    operations with a result and a maximum lie in the 91 days up to it.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 20, 22 and 18 bn offered against three times 2 bn is a cover of 60 / 6 = 10.

    >>> days = pd.to_datetime(["2025-08-21", "2025-09-03", "2025-09-10"])
    >>> held = pd.DataFrame({"operation_date": days, "state": "result", "operation_type": "Liquidity Support",
    ...     "security_type": "Nominal Coupons", "maturity_bucket": ["10Y to 20Y", "20Y to 30Y", "10Y to 20Y"],
    ...     "maximum_usd": 2e9, "offered_usd": [20e9, 22e9, 18e9], "accepted_usd": 2e9})
    >>> long_end_cover(held).tolist()
    [10.0]
    """
    made = labelled(operations(held))
    own = made["segment"].eq(LONG_SEGMENT) & made["cover_ratio"].notna() & (made["operation_date"] >= pd.Timestamp(REGULAR_SINCE))
    amounts = made[own].set_index("operation_date").sort_index()[["offered_usd", "maximum_usd"]]
    summed = amounts.rolling(WINDOW, min_periods=LEAST_OPERATIONS).sum().dropna()
    cover = (summed["offered_usd"] / summed["maximum_usd"]).round(DECIMALS)
    return cover[~cover.index.duplicated(keep="last")]


def yield_dollar_correlation(yields: pd.Series, dollar: pd.Series) -> pd.Series:
    """The correlation of daily moves of a yield and the dollar over 63 shared sessions, from -1 to 1.

    In: percent; an index. Out: as `joint_moves.rolling_correlation`. Below zero, higher yields come with a weaker dollar: foreign
    money does not follow the yield.

    Reference: "Engineering Statistics Handbook, 1.3.3.26: correlation", NIST/SEMATECH.

    By hand: see `joint_moves.rolling_correlation`.
    """
    levels = shared_days({"yield": yields, "dollar": dollar})
    return rolling_correlation(moves_together(levels, {"yield": "bp", "dollar": "pct"}), "yield_bp", "dollar_pct", SESSIONS)


def triple_sell_offs(yields: pd.Series, dollar: pd.Series, stocks: pd.Series) -> pd.Series:
    """How many of the last 63 shared sessions were triple sell-offs, by half the usual thresholds.

    In: percent; an index; the S&P 500, and no other measure of stocks. Out: the number of days with the yield up by 2.5 basis
    points, the dollar down by 0.125 and the S&P 500 by 0.25 percent or more, where all 63 sessions have moves.

    Reference: "S&P 500 (SP500)", Federal Reserve Bank of St. Louis.

    By hand: of 63 sessions the last has all three.

    >>> days = pd.date_range("2025-01-01", periods=64, freq="B")
    >>> flat = pd.Series(4.0, index=days)
    >>> triple_sell_offs(flat.add([0.0] * 63 + [0.1]), flat.sub([0.0] * 63 + [1.0]), flat.sub([0.0] * 63 + [1.0])).tolist()
    [1.0]
    """
    moves = three_moves(three_levels(yields, dollar, stocks, SP500), SP500)
    found = triple_days(moves, SP500, HALF)
    counted = pd.Series(0.0, index=moves.index).mask(moves.isna().any(axis="columns"))
    counted[found.index] = 1.0
    return counted.rolling(SESSIONS).sum().dropna()
