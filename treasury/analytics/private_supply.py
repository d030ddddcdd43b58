"""Securities above one year for private hands, by calendar or fiscal year: in par and in ten-year equivalents.

Everything sold with more than a year to run: notes, bonds, TIPS and floating rate notes, but no bills. The Fed's add-ons are
apart. Amounts are whole dollars of par; flows count on the day they settle and end with the last auction with a result.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from treasury.analytics import duration_flows, issuance
from treasury.analytics._flows import Flows, known_in_full
from treasury.analytics._payments import Days, whole_days
from treasury.analytics._periods import every_start, period_end, period_labels, period_start
from treasury.analytics._series import GAP_DAYS
from treasury.analytics.duration_flows import PLAIN, Assumptions
from treasury.analytics.issuance_mix import COUPONS, buybacks_not_held
from treasury.language import N_

Year = Literal["year", "fiscal_year"]
SAME_PART, WHOLE = N_("same part"), N_("whole")
FED_COUPONS = ("notes_bonds_usd", "tips_usd", "frn_usd")
TERM = ["security_class", "original_security_term", "reopening"]
_AMOUNTS = ("issued_usd", "soma_usd", "issued_ten_year_equivalent_usd", "soma_ten_year_equivalent_usd")


@dataclass(frozen=True)
class _Rows:
    """Flows above one year, one row each, and what is needed to say how complete they are."""

    sold: pd.DataFrame
    bought: pd.DataFrame
    enters: Flows
    leaves: Flows
    fed: pd.Series
    not_held: list[tuple[np.datetime64, np.datetime64]]
    last: np.datetime64


def private_supply(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    fed_holdings: pd.DataFrame,
    par_yields: pd.DataFrame,
    period: Year = "year",
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """What was sold above one year, what of it the Fed took, and what matured and was bought back, by year.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``, ``fed_holdings``, ``par_yields``; calendar or fiscal
    year; the assumptions. Out, one row a year:

    * ``period``, ``period_start``, ``through`` (last day counted), ``partial``;
    * ``issued_usd``, ``soma_usd`` (the Fed's add-ons; ``soma_inferred_usd`` of it follows from the offering),
      ``public_usd`` = issued - add-ons; missing before 2016;
    * ``matured_usd`` (missing before 2015), ``bought_back_usd`` (what is held of it, missing where nothing is; not all of it
      where ``buybacks_held`` is False), ``net_usd`` = issued - matured - bought back as far as held;
    * ``fed_change_usd``: change of the Fed's holdings above one year between the weekly statements on or before the day before
      the first and the last day (missing where one is not held), ``private_net_usd`` = net - change;
    * ``issued_``, ``soma_``, ``public_`` and ``bought_back_ten_year_equivalent_usd``, and
      ``private_ten_year_equivalent_usd`` = public - bought back as far as held: what matures has no duration left to take out.

    Reference: "Quarterly Refunding Documents", US Department of the Treasury.

    By hand: 18 bn of a 10-year at par, 2 bn of it for the Fed, while the same note is the on-the-run 10-year: 16 bn.

    >>> day = pd.to_datetime
    >>> note = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...     "auction_date": day(["2026-08-15"]), "issue_date": day(["2026-08-15"]), "maturity_date": day(["2036-08-15"]),
    ...     "coupon_pct": 4.25, "high_yield": 4.25, "price_per100": 100.0, "high_discount_rate": None,
    ...     "high_investment_rate": None, "total_accepted_usd": 18e9, "soma_accepted_usd": 2e9, "offering_usd": 16e9})
    >>> key = {"operation_date": day([]), "start_time": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": [], "cusip": [], "price": []})
    >>> fed = pd.DataFrame({name: [] for name in FED_COUPONS}, index=day([]))
    >>> curve = pd.DataFrame({"10Y": 4.25}, index=day(["2026-08-15"]))
    >>> made = private_supply(note, none, none[[*key, "cusip", "price"]], fed, curve)
    >>> made[["period", "public_usd", "private_ten_year_equivalent_usd"]].round(0).to_numpy().tolist()
    [['2026', 16000000000.0, 16000000000.0]]
    """
    rows = _rows(auctions, operations, securities, fed_holdings, par_yields, assume)
    starts = every_start(rows.enters.enter.min(), rows.last, period)
    ends = period_end(starts, period)
    made = [
        {"period": label, "partial": bool(end > rows.last), **_between(rows, start, min(end, rows.last))}
        for label, start, end in zip(period_labels(starts, period), starts, ends, strict=True)
    ]
    return _framed(made)


def private_supply_compared(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    fed_holdings: pd.DataFrame,
    par_yields: pd.DataFrame,
    period: Year = "year",
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """The current year against the one before: the same part of both, and the whole of both, the current one as expected.

    In: as for `private_supply`; the current year is that of the last auction with a result. Out, four rows with the columns
    of `private_supply`, ``part`` ("same part", "whole") and ``expected``. The expected year is what has settled, what was
    sold to settle later in it, and for each kind of auction (class, term, reopening) as many more as the year before had,
    each with the latest offering and the duration of the latest auction of its kind. It has ``public_usd``,
    ``public_ten_year_equivalent_usd`` and ``matured_usd``, which is known, and ``expected_auctions``, how many are assumed;
    add-ons, buybacks and the Fed's holdings of days to come are missing and assumed nowhere.

    Reference: "Tentative Auction Schedule of US Treasury Securities", US Department of the Treasury.

    By hand: two auctions of a kind have settled this year and four did the year before: two more are expected, each with the
    offering of the latest. The sums of each row are those of `private_supply`.
    """
    rows = _rows(auctions, operations, securities, fed_holdings, par_yields, assume)
    start = period_start(np.array([rows.last]), period)
    before = period_start(start - np.timedelta64(1, "D"), period)
    end, label, label_before = period_end(start, period)[0], period_labels(start, period)[0], period_labels(before, period)[0]
    whole_before = _between(rows, before[0], start[0] - np.timedelta64(1, "D"))
    now = _between(rows, start[0], rows.last)
    rest, count = _expected_rest(rows, before[0], start[0], end)
    expected = {name: np.nan for name in now if name.endswith("_usd")} | {
        name: float(now[name]) + rest[name] for name in ("public_usd", "public_ten_year_equivalent_usd")
    }
    expected |= {"period_start": now["period_start"], "through": end.astype(object), "buybacks_held": False}
    expected["matured_usd"] = _matured(rows, start[0], end)
    made = [
        {"part": SAME_PART, "period": label_before, **_between(rows, before[0], _year_before(rows.last))},
        {"part": SAME_PART, "period": label, **now},
        {"part": WHOLE, "period": label_before, **whole_before},
        {"part": WHOLE, "period": label, **expected, "expected": bool(end > rows.last), "expected_auctions": count},
    ]
    framed = _framed([{"expected": False, "expected_auctions": 0, "partial": False} | row for row in made])
    return framed.assign(partial=framed["part"].eq(SAME_PART) & (end > rows.last))


def _rows(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    fed_holdings: pd.DataFrame,
    par_yields: pd.DataFrame,
    assume: Assumptions,
) -> _Rows:
    sold = duration_flows.issued(auctions, par_yields, assume)
    sold = sold[sold["security_class"].isin(COUPONS)].reset_index(drop=True)
    bought = duration_flows.bought_back(auctions, operations, securities, par_yields, assume)
    bought = bought[bought["security_class"].isin(COUPONS)]
    last = issuance.known_until(auctions)
    return _Rows(
        sold=sold,
        bought=bought,
        enters=Flows.of(sold, "issue_date", "issued_usd", COUPONS),
        leaves=Flows.of(bought, "settlement_date", "accepted_usd", COUPONS),
        fed=fed_holdings[list(FED_COUPONS)].sum(axis=1, min_count=1).where(fed_holdings["notes_bonds_usd"].notna()),
        not_held=buybacks_not_held(operations, securities, last),
        last=np.datetime64(last, "D"),
    )


def _between(rows: _Rows, start: np.datetime64, end: np.datetime64) -> dict[str, Any]:
    """One row of `private_supply`, for the days from start to end."""
    sold = rows.sold[_within(whole_days(rows.sold["issue_date"]), start, end)]
    bought = rows.bought[_within(whole_days(rows.bought["settlement_date"]), start, end)]
    made: dict[str, float] = {name: float(sold[name].sum(skipna=False)) for name in _AMOUNTS}
    made["soma_inferred_usd"] = float(sold.loc[sold["soma_inferred"], "soma_usd"].sum())
    for kind in ("", "ten_year_equivalent_"):
        made[f"public_{kind}usd"] = made[f"issued_{kind}usd"] - made[f"soma_{kind}usd"]
    made["matured_usd"] = _matured(rows, start, end)
    held = not any(first <= end and final >= start for first, final in rows.not_held)
    gone = float(bought["accepted_usd"].sum()), float(bought["ten_year_equivalent_usd"].sum(skipna=False))
    made["net_usd"] = made["issued_usd"] - made["matured_usd"] - gone[0]
    made["private_ten_year_equivalent_usd"] = made["public_ten_year_equivalent_usd"] - gone[1]
    nothing = not held and not len(bought)  # nothing held is no zero
    made["bought_back_usd"], made["bought_back_ten_year_equivalent_usd"] = (np.nan, np.nan) if nothing else gone
    made["fed_change_usd"] = _held_on(rows.fed, end) - _held_on(rows.fed, start - np.timedelta64(1, "D"))
    made["private_net_usd"] = made["net_usd"] - made["fed_change_usd"]
    return {"period_start": start.astype(object), "through": end.astype(object), **made, "buybacks_held": held}


def _within(days: Days, start: np.datetime64, end: np.datetime64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    made: np.ndarray[tuple[int], np.dtype[np.bool_]] = (days >= start) & (days <= end)
    return made


def _matured(rows: _Rows, start: np.datetime64, end: np.datetime64) -> float:
    """What fell due, less what had been bought back of it; missing where not all of it was sold in auctions held."""
    if not known_in_full(np.array([start]), COUPONS, end).all():
        return float("nan")
    due, gone = (
        float(flows.amount[_within(flows.leave, start, end) & (flows.enter <= flows.leave)].sum())
        for flows in (rows.enters, rows.leaves)
    )
    return due - gone


def _held_on(fed: pd.Series, day: np.datetime64) -> float:
    """The weekly holdings on or before a day; missing where they are more than a week old."""
    known = fed.dropna()
    row = int(known.index.searchsorted(pd.Timestamp(day), side="right")) - 1
    if row < 0 or (pd.Timestamp(day) - known.index[row]).days > GAP_DAYS:
        return float("nan")
    return float(known.iloc[row])


def _year_before(day: np.datetime64) -> np.datetime64:
    return np.datetime64(pd.Timestamp(day) - pd.DateOffset(years=1), "D")


def _expected_rest(rows: _Rows, before: np.datetime64, start: np.datetime64, end: np.datetime64) -> tuple[dict[str, float], int]:
    """What is still to settle in the current year: sold already, and as many more of each kind as the year before had."""
    sold = rows.sold
    days = whole_days(sold["issue_date"])
    later = sold[_within(days, rows.last + np.timedelta64(1, "D"), end)]
    known = {
        "public_usd": float((later["issued_usd"] - later["soma_usd"]).sum()),
        "public_ten_year_equivalent_usd": float(
            (later["issued_ten_year_equivalent_usd"] - later["soma_ten_year_equivalent_usd"]).sum()
        ),
    }
    counts = sold[_within(days, before, start - np.timedelta64(1, "D"))].groupby(TERM).size()
    more = counts.sub(sold[_within(days, start, end)].groupby(TERM).size(), fill_value=0).clip(lower=0)
    latest = sold.sort_values("issue_date", kind="stable").groupby(TERM).last()
    per_par = latest["issued_ten_year_equivalent_usd"] / latest["issued_usd"]
    expected = more * latest["offering_usd"].reindex(more.index)
    known["public_usd"] += float(expected.sum())
    known["public_ten_year_equivalent_usd"] += float((expected * per_par.reindex(more.index)).sum())
    return known, int(more.sum())


def _framed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    made = pd.DataFrame(rows)
    first = [name for name in ("part", "period", "period_start", "through", "partial", "expected") if name in made]
    made = made[[*first, *(name for name in made if name not in first)]]
    return made.astype({"period": "str", "period_start": "datetime64[us]", "through": "datetime64[us]"})
