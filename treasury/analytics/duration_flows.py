"""What each auction put into the market and each buyback took out, in par and in ten-year equivalents.

Amounts are whole dollars of par. A flow counts on the day it settles, at its own yield: an auction at its stop, a buyback at
the price paid. How much of a security's own duration counts is an assumption that the reader can change.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from treasury.analytics._flows import last_result, with_result
from treasury.analytics._series import GAP_DAYS
from treasury.analytics.buybacks import settled
from treasury.analytics.duration import (
    BILL_YEAR,
    DAYS_A_YEAR,
    Numbers,
    bill_duration_years,
    bill_price,
    modified_duration_years,
    on_the_run_ten_year,
    par_curve_yield_pct,
    ten_year_equivalent_usd,
    yield_at_price_pct,
)
from treasury.language import N_

BILLS = (N_("Bill"), "CMB")
WITH_COUPON = (N_("Note"), N_("Bond"), "TIPS")
SOLD, ANNOUNCED = N_("sold"), N_("announced, estimate")
# What is sold beside the Fed's add-on is the amount offered, to the rounding of awards: 10 million at most in each of the
# 3,995 auctions from 18 February 2016 to 23 July 2026 that publish both.
ADD_ON_FOLLOWS_SINCE = "2016-02-18"


@dataclass(frozen=True)
class Assumptions:
    """How much of a security's own duration counts: what the reader can change.

    ``tips_beta`` and ``bill_beta`` are the part of their own modified duration that counts, 1 by default: the plain
    definition. Lower values say that real yields, or bill rates, move less than the yields of nominal notes; 0 leaves them
    out. ``frn_reset_days`` is the time to the next reset of a floating rate note: its index rate changes with the weekly auction
    of 13-week bills, hence 7 at most.
    """

    tips_beta: float = 1.0
    bill_beta: float = 1.0
    frn_reset_days: float = 7.0


PLAIN = Assumptions()
_TERMS = [
    *("cusip", "auction_date", "issue_date", "maturity_date", "security_class"),
    *("original_security_term", "reopening"),
]


def counted_duration_years(rows: pd.DataFrame, days: Any, yield_pct: Any, assume: Assumptions = PLAIN) -> Numbers:
    """Modified duration as it counts: by the formula of the class, times its beta.

    In: ``security_class``, ``coupon_pct``, ``maturity_date``; a day and a yield per row (compounded twice a year, real for
    TIPS; simple for bills, not used for floating rate notes). Out: years; missing on and after maturity.

    Reference: see `duration.modified_duration_years` and `duration.bill_duration_years`.

    By hand: a floating rate note that resets in seven days has 7 / 365.25 = 0.019165 years.

    >>> row = pd.DataFrame({"security_class": ["FRN"], "coupon_pct": [None], "maturity_date": pd.to_datetime(["2028-07-31"])})
    >>> counted_duration_years(row, pd.to_datetime(["2026-07-31"]), [float("nan")]).round(6).tolist()
    [0.019165]
    """
    names, due = rows["security_class"].to_numpy(), rows["maturity_date"].to_numpy().astype("datetime64[D]")
    day, rate = np.asarray(days, dtype="datetime64[D]"), np.asarray(yield_pct, dtype=np.float64)
    bill, alive = np.isin(names, BILLS), due > day
    years = (due - day).astype("timedelta64[D]").astype(np.float64) / BILL_YEAR
    of_bill = bill_duration_years(due, day, 100 / (1 + rate / 100 * years)) * assume.bill_beta
    of_coupon = modified_duration_years(np.where(bill, np.nan, rows["coupon_pct"].to_numpy(np.float64)), due, day, rate)
    own: Numbers = np.where(bill, of_bill, of_coupon * np.where(names == "TIPS", assume.tips_beta, 1.0))
    made: Numbers = np.where(names == "FRN", np.where(alive, assume.frn_reset_days / DAYS_A_YEAR, np.nan), own)
    return made


@dataclass(frozen=True)
class RealBeta:
    """How the 10-year real yield moved with the nominal one: the slope, over how many sessions, to which day."""

    slope: float
    sessions: int
    last: date


def real_yield_beta(par_yields: pd.DataFrame, real_par_yields: pd.DataFrame, sessions: int = 504) -> RealBeta | None:
    """The slope of daily moves of the 10-year real par yield on those of the nominal one: a measured TIPS beta.

    In: ``par_yields``, ``real_par_yields``; how many of the last moves that both have. Out: ordinary least squares with a
    constant; None with fewer than half of the moves. No move is taken across more than 7 days.

    Reference: Francis E. Laatsch and Daniel P. Klein, "The nominal duration of TIPS bonds", Review of Financial Economics 14
    (2005).

    By hand: real yields that move by half of each nominal move have 0.5.

    >>> days = pd.date_range("2026-08-03", periods=4)
    >>> nominal = pd.DataFrame({"10Y": [4.0, 4.2, 4.1, 4.5]}, index=days)
    >>> round(real_yield_beta(nominal, 1 + nominal / 2, sessions=4).slope, 6)
    0.5
    """
    both = pd.DataFrame({"nominal": par_yields["10Y"], "real": real_par_yields["10Y"]}).dropna()
    near = both.index.to_series().diff() <= pd.Timedelta(days=GAP_DAYS)
    moves = both.diff()[near].tail(sessions)
    if len(moves) < sessions / 2 or not moves["nominal"].var() > 0:
        return None
    slope = moves["nominal"].cov(moves["real"]) / moves["nominal"].var()
    return RealBeta(float(slope), len(moves), moves.index[-1].date())


def issued(auctions: pd.DataFrame, par_yields: pd.DataFrame, assume: Assumptions = PLAIN) -> pd.DataFrame:
    """Every auction with a result: par and ten-year equivalents, in all and as the Fed's add-on, on the issue date.

    In: ``auctions``, ``par_yields``, the assumptions. Out, one row an auction: ``cusip``, ``auction_date``, ``issue_date``,
    ``maturity_date``, ``security_class``, ``original_security_term``, ``reopening``, ``coupon_pct``, ``offering_usd``,
    ``issued_usd`` (total accepted), ``soma_usd`` (the Fed's part; where it is not published since February 2016 it follows
    as total accepted less the offering, and ``soma_inferred`` is True; missing before), ``yield_pct`` (the auction's own: high
    yield, real for TIPS; for bills the simple yield at their price), ``duration_years`` (as counted),
    ``issued_ten_year_equivalent_usd``, ``soma_ten_year_equivalent_usd``.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 18 bn of a 10-year at par, 2 bn of it for the Fed, while the same note is the on-the-run 10-year: 18 and 2 bn.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...     "auction_date": day(["2026-08-12"]), "issue_date": day(["2026-08-15"]), "maturity_date": day(["2036-08-15"]),
    ...     "coupon_pct": 4.25, "high_yield": 4.25, "total_accepted_usd": 18e9, "soma_accepted_usd": None,
    ...     "offering_usd": 16e9, "price_per100": 100.0, "high_discount_rate": None, "high_investment_rate": None})
    >>> curve = pd.DataFrame({"10Y": [4.25]}, index=day(["2026-08-15"]))
    >>> made = issued(sold, curve)
    >>> made[["issued_ten_year_equivalent_usd", "soma_ten_year_equivalent_usd"]].round(0).to_numpy().tolist()
    [[18000000000.0, 2000000000.0]]
    """
    held = with_result(auctions).reset_index(drop=True)
    follows = held["soma_accepted_usd"].isna() & (held["auction_date"] >= pd.Timestamp(ADD_ON_FOLLOWS_SINCE))
    add_on = (held["total_accepted_usd"] - held["offering_usd"]).clip(lower=0)
    made = held[[*_TERMS, "coupon_pct", "offering_usd"]].assign(
        issued_usd=held["total_accepted_usd"],
        soma_usd=held["soma_accepted_usd"].astype("float64").mask(follows, add_on),
        soma_inferred=follows,
        yield_pct=_own_yield(held),
    )
    made["duration_years"] = counted_duration_years(made, made["issue_date"], made["yield_pct"], assume)
    ten_year = on_the_run_ten_year(auctions, par_yields)
    for name in ("issued", "soma"):
        made[f"{name}_ten_year_equivalent_usd"] = ten_year_equivalent_usd(
            made[f"{name}_usd"], made["duration_years"], made["issue_date"], ten_year
        )
    return made


def _own_yield(held: pd.DataFrame) -> Numbers:
    """High yield; for bills the simple yield at their price; missing for floating rate notes."""
    years = (held["maturity_date"] - held["issue_date"]).dt.days.to_numpy(np.float64) / BILL_YEAR
    simple = (100 / bill_price(held) - 1) / years * 100
    made: Numbers = np.where(held["security_class"].isin(BILLS), simple, held["high_yield"].to_numpy(np.float64))
    return made


def bought_back(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    par_yields: pd.DataFrame,
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """Every purchase of a buyback: par and the duration it took out, in ten-year equivalents, on its settlement date.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``, ``par_yields``, the assumptions.
    Out: the columns of `buybacks.settled`, with ``coupon_pct`` (as auctioned: small operations of 2014 to
    2023 publish it as a rounded fraction), ``price``, ``yield_pct``, ``yield_from`` ("price"; "par curve" at the remaining
    maturity for bills, whose price column holds their discount rate, and where no price is published, but for TIPS: the par
    curve is nominal, and they are missing), ``duration_years`` (as counted), ``ten_year_equivalent_usd``.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `buyback_ten_year_equivalents`, of which this is the detail.
    """
    key = ["operation_date", "start_time", "cusip"]
    made = settled(operations, securities, auctions).merge(securities[[*key, "price"]], on=key, how="left", validate="1:1")
    made = made.join(auctions.groupby("cusip")["coupon_pct"].first(), on="cusip")
    days, due, names = made["settlement_date"], made["maturity_date"], made["security_class"]
    by_price = yield_at_price_pct(made["coupon_pct"], due, days, made["price"].where(names.isin(WITH_COUPON)))
    by_curve = np.where(names.eq("TIPS"), np.nan, par_curve_yield_pct(par_yields, days, due))
    unpriced = np.isnan(by_price)
    made["yield_pct"] = np.where(unpriced, by_curve, by_price)
    made["yield_from"] = np.where(unpriced, "par curve", "price")
    made["duration_years"] = counted_duration_years(made, days, made["yield_pct"], assume)
    made["ten_year_equivalent_usd"] = ten_year_equivalent_usd(
        made["accepted_usd"], made["duration_years"], days, on_the_run_ten_year(auctions, par_yields)
    )
    return made


def buyback_ten_year_equivalents(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    par_yields: pd.DataFrame,
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """The duration each buyback operation took out of the market, in ten-year equivalents.

    In: as for `bought_back`. Out, one row an operation that bought something whose securities are held, in their order:
    ``operation_date``, ``start_time``, ``operation_type``, ``security_type``, ``maturity_bucket`` (as held),
    ``settlement_date``, ``accepted_usd`` (of the securities), ``duration_years`` (average, weighted by par),
    ``ten_year_equivalent_usd``; missing where one security's is.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 5 bn of a note due in ten years bought at par, while the on-the-run 10-year has the same terms: 5 bn.

    >>> day = pd.to_datetime
    >>> key = {"operation_date": day(["2026-08-14"]), "start_time": "13:40"}
    >>> operation = pd.DataFrame({**key, "settlement_date": day(["2026-08-15"]), "state": "result", "accepted_usd": 5e9,
    ...     "operation_type": "Liquidity Support", "security_type": "Nominal Coupons", "maturity_bucket": "7Y to 10Y"})
    >>> bought = pd.DataFrame({**key, "cusip": "A", "coupon_pct": 4.25, "accepted_usd": 5e9, "price": 100.0})
    >>> note = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...     "issue_date": day(["2026-08-15"]), "maturity_date": day(["2036-08-15"]), "coupon_pct": 4.25,
    ...     "total_accepted_usd": 4e10})
    >>> curve = pd.DataFrame({"10Y": [4.25]}, index=day(["2026-08-15"]))
    >>> made = buyback_ten_year_equivalents(note, operation, bought, curve)
    >>> made[["duration_years", "ten_year_equivalent_usd"]].round(4).to_numpy().tolist()
    [[8.0779, 5000000000.0]]
    """
    key = ["operation_date", "start_time"]
    made = bought_back(auctions, operations, securities, par_yields, assume)
    weighed = made.assign(weighted=made["accepted_usd"] * made["duration_years"])
    grouped = weighed.groupby(key, sort=True)
    summed = grouped[["accepted_usd", "weighted", "ten_year_equivalent_usd"]].sum(skipna=False)
    summed["duration_years"] = summed.pop("weighted") / summed["accepted_usd"]
    summed["settlement_date"] = grouped["settlement_date"].first()
    names = operations.set_index(key)[["operation_type", "security_type", "maturity_bucket"]]
    columns = [*key, *names.columns, "settlement_date", "accepted_usd", "duration_years", "ten_year_equivalent_usd"]
    return summed.join(names).reset_index()[columns]


def ahead(auctions: pd.DataFrame, par_yields: pd.DataFrame, assume: Assumptions = PLAIN) -> pd.DataFrame:
    """What is known to settle after the last auction with a result: sold already, or announced and estimated.

    In: ``auctions``, ``par_yields``, the assumptions. Out, one row an auction in the order of settlement: ``issue_date``,
    ``cusip``, ``security_class``, ``security_term``, ``standing`` ("sold", or "announced, estimate"), ``par_usd`` (total accepted
    less the Fed's add-on; the offering), ``duration_years``, ``ten_year_equivalent_usd`` by the 10-year of the issue date or the
    last day of the curve. Of an announced one coupon and yield are the par yield at its maturity on that last day; for TIPS that
    is nominal, and they are missing.

    Reference: "Upcoming Auctions", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 39 bn of the on-the-run 10-year itself, announced when it trades at par, is 39 bn.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year",
    ...     "security_term": "10-Year", "reopening": ["No", "Yes"], "soma_accepted_usd": 0.0,
    ...     "auction_date": day(["2026-08-15", "2026-08-16"]),
    ...     "issue_date": day("2026-08-15"), "maturity_date": day("2036-08-15"), "coupon_pct": [4.25, None],
    ...     "high_yield": [4.25, None], "total_accepted_usd": [42e9, None], "offering_usd": [42e9, 39e9],
    ...     "price_per100": None, "high_discount_rate": None, "high_investment_rate": None})
    >>> later = sold.assign(issue_date=day(["2026-08-15", "2026-08-17"]))
    >>> made = ahead(later, pd.DataFrame({"10Y": 4.25}, index=day(["2026-08-15"])))
    >>> made[["standing", "par_usd", "ten_year_equivalent_usd"]].round(-8).to_numpy().tolist()
    [['announced, estimate', 39000000000.0, 39000000000.0]]
    """
    last, newest = last_result(auctions), par_yields.index[-1]
    held = issued(auctions, par_yields, assume).join(with_result(auctions)["security_term"].reset_index(drop=True))
    held = held.assign(standing=SOLD, par_usd=held["issued_usd"] - held["soma_usd"])
    held = held[held["issue_date"] > last]
    unheld = auctions[auctions["total_accepted_usd"].isna() & (auctions["auction_date"] >= last)]
    unheld = unheld.assign(standing=ANNOUNCED, par_usd=unheld["offering_usd"])
    at_par = par_curve_yield_pct(par_yields, newest, newest + (unheld["maturity_date"] - unheld["issue_date"]))
    rate = np.where(unheld["security_class"].eq("TIPS"), np.nan, at_par)
    unheld["coupon_pct"] = rate
    unheld["duration_years"] = counted_duration_years(unheld, unheld["issue_date"], rate, assume)
    columns = ["issue_date", "cusip", "security_class", "security_term", "standing", "par_usd", "duration_years"]
    made = pd.concat([part[columns] for part in (held, unheld) if len(part)] or [held[columns]], ignore_index=True)
    made["ten_year_equivalent_usd"] = ten_year_equivalent_usd(
        made["par_usd"], made["duration_years"], made["issue_date"].clip(upper=newest), on_the_run_ten_year(auctions, par_yields)
    )
    return made.sort_values(["issue_date", "cusip"], kind="stable", ignore_index=True)
