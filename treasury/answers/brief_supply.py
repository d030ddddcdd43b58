"""The supply side of the brief: auctions and buybacks with a result that an earlier reading lacks, and what is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from treasury.analytics import buybacks as operations
from treasury.analytics.auction_grade import RULE, report_cards
from treasury.analytics.auction_terms import BILLS
from treasury.answers import Load
from treasury.answers.calendar import DATASETS as CALENDAR
from treasury.answers.calendar import calendar, known_until
from treasury.answers.plain import cell, rows

DATASETS = ("auctions", "buyback_operations", *CALENDAR)
AUCTION_KEY = ["auction_date", "cusip"]
OPERATION_KEY = ["operation_date", "start_time"]
AUCTIONS = (
    *("auction_date", "cusip", "security_class", "exact_term", "total_accepted_usd", "high_yield", "high_discount_margin"),
    *("stop_minus_prior_close_bp", "prior_close_missing", "bid_to_cover", "six_bid_to_cover", "indirect_share_pct"),
    *("six_indirect_share_pct", "dealer_share_pct", "grade", "ungraded"),
)
OPERATIONS = (
    *("operation_date", "start_time", "operation_type", "security_type", "maturity_bucket", "state"),
    *("maximum_usd", "offered_usd", "accepted_usd", "cover_ratio", "fill_pct"),
)
AHEAD_DAYS, LOOKED_DAYS = 14, 200
KINDS = ("auction", "buyback", "refunding", "fomc")
DONE = ("result", "cancelled")


def auctions(load: Load, earlier: Load) -> dict[str, Any]:
    """Auctions with a result that the earlier reading lacks: coupons as report cards, bills in sum.

    Out: ``rows`` (newest first; measures as on the report card, against the six auctions of the exact term before), ``bills``
    (``count``, ``total_accepted_usd``, ``first``, ``last``), ``last_held`` (day of the newest result at all), ``grade_rule``.
    """
    held = _with_result(load("auctions"))
    new = held[~_known(held, _with_result(earlier("auctions")), AUCTION_KEY)]
    bills = new[new["security_class"].isin(BILLS)]
    coupons = new[~new["security_class"].isin(BILLS)]
    made = report_cards(load("auctions"), load("par_yields"), load("real_par_yields")) if len(coupons) else None
    shown = [] if made is None else rows(_newest_first(made[_known(made, coupons, AUCTION_KEY)], AUCTION_KEY), AUCTIONS)
    return {
        "rows": shown,
        "bills": {
            "count": len(bills),
            "total_accepted_usd": float(bills["total_accepted_usd"].sum()) if len(bills) else None,
            "first": cell(bills["auction_date"].min()),
            "last": cell(bills["auction_date"].max()),
        },
        "last_held": cell(held["auction_date"].max()),
        "grade_rule": RULE,
    }


def buybacks(load: Load, earlier: Load) -> dict[str, Any]:
    """Operations with a result, or cancelled, that the earlier reading did not hold so.

    Out: ``rows`` (newest first), ``totals`` over those with a result (``operations``, ``accepted_usd``, and ``cover_ratio`` and
    ``fill_pct`` over those that publish a maximum), ``last_held`` (day of the newest result at all).
    """
    held, before = _ended(load("buyback_operations")), _ended(earlier("buyback_operations"))
    new = held[~_known(held, before, [*OPERATION_KEY, "state"])]
    made = operations.operations(new) if len(new) else None
    summed = operations.totals(made) if made is not None else None
    return {
        "rows": [] if made is None else rows(_newest_first(_stated(made), OPERATION_KEY), OPERATIONS),
        "totals": {
            "operations": summed.operations if summed else 0,
            "accepted_usd": cell(summed.accepted_usd) if summed and summed.operations else None,
            "cover_ratio": cell(summed.cover_ratio, 4) if summed else None,
            "fill_pct": cell(summed.fill_pct, 4) if summed else None,
        },
        "last_held": cell(held.loc[held["state"].eq("result"), "operation_date"].max()),
    }


def ahead(load: Load, today: date) -> dict[str, Any]:
    """What is due from today on, by the data and reviewed files held.

    Out: ``days``, the length of the list; ``events`` of these days (as `calendar` has them); ``later``, for each kind that has
    none: its next event, or the last day known of it.
    """
    found = [
        event
        for event in calendar(load, today, today + timedelta(days=LOOKED_DAYS))
        if event["kind"] in KINDS and event["state"] not in DONE
    ]
    last = (today + timedelta(days=AHEAD_DAYS)).isoformat()
    soon = [event for event in found if event["date"] <= last]
    until = known_until(load)
    later = [
        {
            "kind": kind,
            "event": next((event for event in found if event["kind"] == kind), None),
            "known_until": until[kind],
        }
        for kind in KINDS
        if kind not in {event["kind"] for event in soon}
    ]
    return {"days": AHEAD_DAYS, "events": soon, "later": later}


def _with_result(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["total_accepted_usd"].notna()]


def _ended(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["state"].isin(DONE)]


def _known(frame: pd.DataFrame, other: pd.DataFrame, key: list[str]) -> pd.Series:
    """Which rows of a frame have the key of a row of the other."""
    known = pd.MultiIndex.from_frame(other[key])
    return pd.Series(pd.MultiIndex.from_frame(frame[key]).isin(known), index=frame.index)


def _newest_first(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return frame.sort_values(key, ascending=False, kind="stable")


def _stated(made: pd.DataFrame) -> pd.DataFrame:
    """Types and buckets that are not published are missing, not a word for it."""
    names = ("operation_type", "security_type", "maturity_bucket")
    return made.assign(**{name: made[name].astype("str").mask(made[name].eq(operations.UNSTATED)) for name in names})
