"""The duration page on the embedded snapshot, and its figures worked out a second time with QuantLib."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import QuantLib as ql
from streamlit.testing.v1 import AppTest

from tests.analytics.test_duration import bond, terms
from treasury.ui import cache

Open = Callable[..., AppTest]
PAGE = "supply/duration.py"
UNIT = "ten_year_equivalent_usd"


def said(app: AppTest) -> str:
    return app.title[0].value.replace("\\", "").replace("\u2060", "")


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def duration(coupon: float, maturity: pd.Timestamp, day: pd.Timestamp, rate: float) -> float:
    made = bond(pd.Series({"coupon_pct": coupon, "maturity_date": maturity}), day)
    return float(ql.BondFunctions.duration(made, *terms(made, rate), ql.Duration.Modified))


def test_the_headline_names_period_measure_and_what_is_not_held(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == (
        "In Q2 2026 the public took, net of the Fed's add-ons, duration of USD 897 bn in ten-year equivalents, USD 701 bn of it "
        "coupons, +2.2 % against a year before (before buybacks whose results are not held)."
    )


def test_the_second_quarter_of_2026_one_auction_at_a_time_with_quantlib(held: Path, open_page: Open) -> None:
    auctions, par = cache.frame("auctions").frame, cache.frame("par_yields").frame
    ten_years = auctions.query("security_class == 'Note' and original_security_term == '10-Year' and reopening == 'No'")
    total = 0.0
    for row in auctions[auctions["issue_date"].between("2026-04-01", "2026-06-30")].itertuples():
        day = row.issue_date
        note = ten_years[ten_years["issue_date"] <= day].iloc[-1]
        ten = duration(note["coupon_pct"], note["maturity_date"], day, par.loc[day, "10Y"])
        if row.security_class in ("Bill", "CMB"):
            own = (row.maturity_date - day).days / 365 * (1 - row.high_discount_rate / 100 * (row.maturity_date - day).days / 360)
        elif row.security_class == "FRN":
            own = 7 / 365.25
        else:
            own = duration(row.coupon_pct, row.maturity_date, day, row.high_yield)
        total += (row.total_accepted_usd - row.soma_accepted_usd) * own / ten
    classes = table(open_page(PAGE), "security_class", "per_par_ratio").set_index("security_class")
    assert classes[f"net_public_{UNIT}"]["All"] == pytest.approx(total / 1e9, abs=1e-4)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"by": "month"}, "In Jul 2026 the public took, net of the Fed's add-ons, duration of USD 313 bn"),
        ({"fed": "Counted"}, "In Q2 2026 the market and the Fed took, net, duration of USD 1.00 tn in ten-year equivalents"),
        ({"measure": "Par"}, "In Q3 2025 the public took, net of the change of the Fed's holdings, debt of USD 1.07 tn in par"),
        ({"measure": "Par", "fed": "Counted"}, "In Q2 2026 the market and the Fed took, net, debt of USD 279 bn in par"),
        ({"bill_beta": "0"}, "duration of USD 701 bn in ten-year equivalents, USD 701 bn of it coupons"),
        ({"by": "Fiscal year"}, "In fiscal year 2025 the public took, net of the Fed's add-ons, duration of USD 3.50 tn"),
    ],
)
def test_controls_stand_in_the_address(held: Path, open_page: Open, query: dict[str, str], words: str) -> None:
    app = open_page(PAGE, **query)
    assert not app.exception
    assert words in said(app)


def test_wrong_assumptions_are_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, tips_beta="much", bill_beta="9", frn_days="-3")
    assert [item.value for item in app.info] == [
        "TIPS beta: `much` in the link is no number; showing 1.00.",
        "Bill beta: `9` in the link is too large; showing 1.50.",
        "FRN reset, days: `-3` in the link is too small; showing 0.",
    ]


def test_weeks_have_no_year_before_in_the_sentence(held: Path, open_page: Open) -> None:
    assert said(open_page(PAGE, by="Week", span="1Y")) == (
        "In week 33 of 2026 the public took, net of the Fed's add-ons, duration of USD 15.4 bn in ten-year equivalents, none of "
        "it coupons (before buybacks whose results are not held)."
    )


def test_alt_texts_give_the_figures(held: Path, open_page: Open) -> None:
    supply, year, stock = alts(open_page(PAGE))
    assert (
        "USD 1.00 tn issued, USD 0 matured, bought back n/a (results not held), Fed add-ons USD 103 bn, net USD 897 bn." in supply
    )
    assert "in Q2 2026 it was USD 897 bn against USD 878 bn." in year
    assert "USD 1.00 tn issued, ageing and maturities USD -784 bn" in stock


def test_years_are_compared_by_the_same_part_and_as_expected(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    pair = table(app, "part", f"public_{UNIT}")
    assert pair["part"].tolist() == ["same part", "same part", "whole", "whole, estimate"]
    assert pair["public_usd"].round().tolist() == [2684, 2689, 4390, 4464]
    assert pair[f"public_{UNIT}"].round().tolist() == [1778, 1768, 2851, 2857]
    every = table(app, "fed_change_usd", "private_net_usd", "through").iloc[0]
    assert every["period"] in ("2025", "2026")


def test_what_settles_later_is_apart(held: Path, open_page: Open) -> None:
    ahead = table(open_page(PAGE), "standing", UNIT)
    assert ahead["standing"].unique().tolist() == ["sold"]
    assert ahead["par_usd"].sum().round(1) == 306.0


def test_nothing_held_is_a_page_with_cards(nothing_held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == "No duration supply to show."


def test_the_holdings_of_the_fed_bear_the_day_of_their_statement(held: Path, open_page: Open) -> None:
    stated = cache.frame("fed_holdings").frame["total_usd"]
    app = open_page(PAGE)
    words = next(m.value for m in app.markdown if "the Fed held" in m.value)
    assert words.startswith("On 25 Mar 2026 the Fed held")
    assert "average duration of its market on 31 Mar 2026" in words
    assert pd.Timestamp("2026-03-25") in stated.index
    assert pd.Timestamp("2026-03-31") not in stated.index
