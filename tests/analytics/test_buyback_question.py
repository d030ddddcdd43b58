"""Liquidity support or yield cap: the measures, and how each reads."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury import reference
from treasury.analytics import buyback_programme, buyback_question, buybacks

BN = 1e9
DAY = pd.to_datetime
REGIMES = pd.DataFrame(
    {"regime": ["first", "second"], "start": DAY(["2025-01-01", "2025-06-01"]), "end": DAY(["2025-05-31", "2025-12-31"])}
)


def operations() -> pd.DataFrame:
    rows = [
        ("2025-02-06", "first", "result", 2.0, 20.0, 2.0),
        ("2025-03-05", "first", "result", 2.0, 5.0, 1.0),
        ("2025-04-01", "first", "cancelled", 2.0, float("nan"), float("nan")),
        ("2025-07-31", "second", "result", float("nan"), float("nan"), 1.5),
        ("2025-08-31", "second", "announced", 2.0, float("nan"), float("nan")),
    ]
    names = ["operation_date", "regime", "state", "maximum_usd", "offered_usd", "accepted_usd"]
    made = pd.DataFrame(rows, columns=names).assign(
        start_time="13:40", security_type="Nominal Coupons", maturity_bucket="10Y to 20Y"
    )
    made["operation_date"] = DAY(made["operation_date"])
    made[names[3:]] = made[names[3:]] * BN
    return made.assign(regime=pd.Categorical(made["regime"], ["first", "second"], ordered=True))


def securities() -> pd.DataFrame:
    rows = [
        ("2025-02-06", "OLD", 1.5, 62.0),
        ("2025-02-06", "NEW", 0.5, 98.0),
        ("2025-03-05", "OLD", 1.0, 64.0),
        ("2025-03-05", "NEW", 0.0, float("nan")),
        ("2025-07-31", "OLD", 1.5, 79.99),
    ]
    made = pd.DataFrame(rows, columns=["operation_date", "cusip", "accepted_usd", "price"]).assign(start_time="13:40")
    return made.assign(operation_date=DAY(made["operation_date"]), accepted_usd=made["accepted_usd"] * BN)


def auctions() -> pd.DataFrame:
    rows = [
        ("OLD", "2020-11-16", "2040-11-15", 23.0),
        ("NEW", "2024-11-29", "2044-11-15", 16.0),
        ("NEW", "2025-01-31", "2044-11-15", 13.0),
    ]
    rows.append(("LATE", "2025-09-02", "2045-08-15", 16.0))
    made = pd.DataFrame(rows, columns=["cusip", "issue_date", "maturity_date", "offering_usd"])
    made = made.assign(security_class="Bond", offering_usd=made["offering_usd"] * BN, total_accepted_usd=1.0)
    return made.assign(issue_date=DAY(made["issue_date"]), maturity_date=DAY(made["maturity_date"]))


def reactions() -> pd.DataFrame:
    made = pd.DataFrame({"operation_date": DAY(["2025-02-06", "2025-03-05"]), "start_time": "13:40", "session": 0})
    return made.assign(change_bp=[-2.0, 1.0], change_percentile_pct=[20.0, 60.0])


def equivalents() -> pd.DataFrame:
    made = pd.DataFrame({"operation_date": DAY(["2025-02-06", "2025-03-05"]), "start_time": "13:40"})
    return made.assign(ten_year_equivalent_usd=[3.0 * BN, 1.5 * BN])


def evidence() -> pd.DataFrame:
    bought = buyback_question.purchases(operations(), securities(), auctions())
    return buyback_question.evidence(operations(), bought, auctions(), reactions(), equivalents(), REGIMES).set_index("regime")


def test_the_measures_of_a_regime_worked_by_hand():
    first = evidence().loc["first"]
    assert first["operations"] == 2  # the cancelled one is none
    assert first["accepted_of_offered_pct"] == pytest.approx(3 / 25 * 100)
    assert first["cover_ratio"] == pytest.approx(25 / 4)
    assert first["fill_pct"] == pytest.approx(75.0)
    assert first["filled_whole_pct"] == 50.0
    assert first["deep_discount_pct"] == pytest.approx(2.5 / 3 * 100)
    assert first["young_pct"] == pytest.approx(0.5 / 3 * 100)
    old, new = ((DAY("2025-02-06") - DAY(day)).days / 365.25 for day in ("2020-11-16", "2024-11-29"))
    later = (DAY("2025-03-05") - DAY("2020-11-16")).days / 365.25
    assert first["mean_age_years"] == pytest.approx((1.5 * old + 0.5 * new + 1.0 * later) / 3)
    assert first["issuance_usd"] == 13 * BN  # from the start of the regime on 1 January to its last operation
    assert first["of_issuance_pct"] == pytest.approx(3 / 13 * 100)
    assert (first["day_mean_bp"], first["day_percentile_pct"]) == (-0.5, 40.0)
    assert first["ten_year_equivalent_usd"] == 4.5 * BN


def test_what_is_not_published_is_missing_and_divides_nothing():
    second = evidence().loc["second"]
    assert second["operations"] == 1
    for name in ("offered_usd", "accepted_of_offered_pct", "cover_ratio", "fill_pct", "filled_whole_pct", "day_percentile_pct"):
        assert math.isnan(second[name]), name
    assert math.isnan(second["ten_year_equivalent_usd"])  # bought something, and its duration is not held
    assert second["deep_discount_pct"] == 100.0
    assert math.isnan(second["of_issuance_pct"])  # nothing was offered between 1 June and 31 July


def row(**figures: float) -> pd.Series:
    base = {
        "operations": 10,
        "accepted_of_offered_pct": 60.0,
        "filled_whole_pct": 95.0,
        "young_pct": 30.0,
        "of_issuance_pct": 40.0,
    }
    return pd.Series(base | {"day_percentile_pct": 50.0, "usual_low_pct": 40.0} | figures)


@pytest.mark.parametrize(
    ("name", "value", "reading"),
    [
        ("accepted_of_offered_pct", 50.0, "support"),
        ("accepted_of_offered_pct", 50.1, "neither"),
        ("accepted_of_offered_pct", 80.0, "cap"),
        ("filled_whole_pct", 90.0, "support"),
        ("filled_whole_pct", 100.0, "neither"),  # a size set in advance and used whole says nothing
        ("young_pct", 10.0, "support"),
        ("young_pct", 50.0, "cap"),
        ("of_issuance_pct", 25.0, "support"),
        ("of_issuance_pct", 50.0, "cap"),
        ("of_issuance_pct", float("nan"), "not known"),
        ("day_percentile_pct", 39.9, "cap"),
        ("day_percentile_pct", 40.0, "support"),
    ],
)
def test_each_reading_has_its_limits(name, value, reading):
    assert buyback_question.readings(row(**{name: value}))[name] == reading


def test_few_operations_are_not_read():
    assert set(buyback_question.readings(row(operations=4)).values()) == {"too few"}
    assert "too few" not in buyback_question.readings(row(operations=5)).values()


def test_the_long_end_of_2025_by_direct_count(snapshot):
    """21 August to 7 October 2025: six operations of 2 bn each, all filled, 138.952 bn offered."""
    held = snapshot("buyback_operations")
    made = buybacks.operations(held, reference.key_dates())
    own = made[made["long_end"] & made["security_type"].eq("Nominal Coupons")]
    bought = buyback_question.purchases(own, snapshot("buyback_securities"), snapshot("auctions"))
    regimes = buyback_programme.regimes(reference.key_dates(), held, "2026-11-05")
    none = pd.DataFrame()
    found = buyback_question.evidence(own, bought, snapshot("auctions"), none, none, regimes).set_index("regime")
    row = found.loc["July 2025 enlargement"]
    assert (row["operations"], row["accepted_usd"], row["offered_usd"]) == (6, 12 * BN, 138.952 * BN)
    assert row["accepted_of_offered_pct"] == pytest.approx(12 / 138.952 * 100)
    assert row["filled_whole_pct"] == 100.0
    # Offered from 13 August to 7 October: 25 + 22 of 30-year and 16 + 13 of 20-year bonds.
    assert row["issuance_usd"] == 76 * BN
