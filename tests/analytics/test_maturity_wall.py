"""The maturity wall against sums by hand and by pandas."""

from __future__ import annotations

import pandas as pd
import pytest

import treasury
from treasury.analytics import ladder as ladders
from treasury.analytics.maturity_wall import by_period, largest_month, maturity_wall, share_maturing_pct

ROWS = pd.DataFrame(
    {
        "security_class": ["Bill", "Note", "Note", "TIPS", "FRN"],
        "due": pd.to_datetime(["2026-09-03", "2026-09-30", "2026-10-01", "2027-01-15", "2028-07-31"]),
        "outstanding_usd": [60.0, 40.0, 30.0, 20.0, 10.0],
        "rate_pct": [3.5, 2.0, 4.0, 0.5, 0.1],
    }
)


def test_a_fiscal_year_ends_on_30_september() -> None:
    made = maturity_wall(ROWS, "2026-08-20", "fiscal_year").pivot(index="period", columns="security_class", values="maturing_usd")
    assert made.loc["FY2026"].tolist() == [60.0, 40.0, 0.0, 0.0, 0.0]
    assert made.loc["FY2027"].tolist() == [0.0, 30.0, 0.0, 20.0, 0.0]
    assert made.loc["FY2028"].tolist() == [0.0, 0.0, 0.0, 0.0, 10.0]


def test_rates_are_given_for_nominal_securities_alone() -> None:
    made = maturity_wall(ROWS, "2026-08-20", "quarter").dropna(subset=["rate_pct"])
    assert [(r.period, r.security_class, r.rate_pct) for r in made.itertuples()] == [
        ("2026 Q3", "Bill", 3.5),
        ("2026 Q3", "Note", 2.0),
        ("2026 Q4", "Note", 4.0),
    ]


def test_the_period_of_the_day_is_partial() -> None:
    made = maturity_wall(ROWS, "2026-08-20", "month")
    assert made.loc[made["partial"], "period"].unique().tolist() == ["2026-08"]


def test_one_row_a_period_has_every_class_their_sum_and_the_nominal_rate() -> None:
    made = by_period(maturity_wall(ROWS, "2026-08-20", "fiscal_year")).set_index("period")
    classes = ["bill_usd", "note_usd", "bond_usd", "tips_usd", "frn_usd"]
    assert made.loc["FY2026", [*classes, "total_usd"]].tolist() == [60.0, 40.0, 0.0, 0.0, 0.0, 100.0]
    assert made.loc["FY2027", [*classes, "total_usd"]].tolist() == [0.0, 30.0, 0.0, 20.0, 0.0, 50.0]
    assert made["nominal_rate_pct"].iloc[:2].tolist() == [(60 * 3.5 + 40 * 2) / 100, 4.0]
    assert pd.isna(made.loc["FY2028", "nominal_rate_pct"])  # nothing but a floating rate note
    assert made["partial"].tolist() == [True, False, False]


def test_the_share_within_twelve_months_and_the_largest_period() -> None:
    assert share_maturing_pct(ROWS, "2026-08-20") == pytest.approx(150 / 160 * 100)
    assert share_maturing_pct(ROWS, "2026-08-20", days=14) == pytest.approx(60 / 160 * 100)
    assert largest_month(maturity_wall(ROWS, "2026-08-20", "month"))[1] == 40.0
    assert pd.isna(share_maturing_pct(ROWS.iloc[:0], "2026-08-20"))


@pytest.mark.parametrize("period", ["month", "quarter", "fiscal_year"])
def test_the_wall_holds_the_whole_ladder(period: str) -> None:
    frames = [treasury.load(name) for name in ("auctions", "buyback_operations", "buyback_securities", "debt_by_security")]
    held, day = ladders.ladder(*frames), ladders.ladder_day(frames[0])
    made = maturity_wall(held, day, period)
    assert made["maturing_usd"].sum() == pytest.approx(ladders.total(held))
    by_class = made.groupby("security_class", observed=True)["maturing_usd"].sum()
    assert by_class.to_dict() == pytest.approx(held.groupby("security_class", observed=True)["outstanding_usd"].sum().to_dict())
    labels = held["due"].dt.to_period("M")
    if period == "month":
        direct = held.groupby(labels)["outstanding_usd"].sum()
        got = made.groupby("period")["maturing_usd"].sum()
        assert got[got > 0].to_dict() == pytest.approx({str(label): value for label, value in direct.items()})
