"""The issuance and buybacks pages: what they say of the embedded snapshot, and what their controls leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury.ui import buybacks, controls, issuance

Open = Callable[..., AppTest]
ISSUANCE, BUYBACKS = "supply/issuance.py", "supply/buybacks.py"


def said(app: AppTest) -> str:
    return shown(app.title[0].value)


def shown(text: str) -> str:
    """Markdown as the reader sees it: without the marks that keep data from being read as Markdown."""
    return text.replace("\\", "").replace("\u2060", "")


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The table that has these columns."""
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def test_the_issuance_headline_names_each_share_for_what_it_is(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE)
    assert not app.exception
    assert said(app) == (
        "Bills are 21.5 % of marketable debt outstanding (MSPD, Jun 2026). In Jul 2026 they were 86.4 % of gross and 79.3 % of "
        "net issuance; net was USD 376 bn, before buybacks that are not held."
    )


def test_without_the_statement_the_headline_still_names_bills_and_the_gap_is_whole_months(held: Path, open_page: Open) -> None:
    made = issuance.sources()
    shown = controls.DateRange(date(2023, 8, 20), date(2026, 8, 20), "3Y")
    mix = issuance.mix(made, "Month", shown)
    assert mix is not None
    assert [(gap.start, gap.end) for gap in mix.gaps] == [(date(2025, 10, 1), date(2026, 8, 31))]
    nothing = replace(made.debt, vintage=None)
    assert issuance.headline(nothing, mix).startswith("In Jul 2026 bills were 86.4 % of gross and 79.3 % of net issuance")


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("quarter", "In Q2 2026 they were 84.0 % of gross and -46.2 % of net issuance; net was USD 279 bn"),
        ("Fiscal year", "In fiscal year 2025 they were 84.2 % of gross and 19.7 % of net issuance; net was USD 2.00 tn."),
    ],
)
def test_the_period_of_the_address_counts(held: Path, open_page: Open, by: str, words: str) -> None:
    assert words in said(open_page(ISSUANCE, by=by))


def test_a_wrong_period_is_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE, by="fortnight", span="9Y")
    assert not app.exception
    assert [item.value for item in app.info] == [
        "By: the link says `fortnight`, which there is not; showing Month.",
        "Range: the link says `9Y`, which there is not; showing 3Y.",
    ]


def test_alt_texts_give_the_figures(held: Path, open_page: Open) -> None:
    classes, bills, coupons, shares, outstanding, _ = alts(open_page(ISSUANCE))
    assert "USD 376 bn: bills USD 298 bn, coupons USD 77.7 bn, before buybacks that are not held." in classes
    assert "USD 2.57 tn issued, USD 2.27 tn matured, bought back none, net USD 298 bn." in bills
    assert "bought back n/a (results not held)" in coupons
    assert "22.4 % of outstanding (rebuilt), 86.4 % of gross issuance, 79.3 % of net issuance." in shares
    assert "Outstanding by class on 20 Aug 2026 (rebuilt): Bill USD 7.21 tn" in outstanding


def test_gross_is_another_measure_of_the_same_chart(held: Path, open_page: Open) -> None:
    assert alts(open_page(ISSUANCE, show="gross"))[0].startswith("Gross issuance, Aug 2023 to Aug 2026: in Jul 2026")


def test_the_reconciliation_holds_every_month_of_the_statement(held: Path, open_page: Open) -> None:
    errors = table(open_page(ISSUANCE), "bill_error_usd")
    assert len(errors) == 8
    assert errors["bill_error_usd"].round(2).iloc[0] == 0.18  # billions, June 2026
    assert errors["note_error_usd"].round(1).tolist()[0::7] == [133.7, 3.8]


def test_what_settles_later_is_apart(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE)
    ahead = table(app, "to_settle_usd")
    assert ahead["to_settle_usd"].sum().round(1) == 327.1
    assert any("is announced without a result" in m.value and "None of it is counted above." in m.value for m in app.markdown)


@pytest.mark.parametrize(
    ("label", "words"), [("2026-07", "Jul 2026"), ("2026 Q3", "Q3 2026"), ("FY2026", "fiscal year 2026"), ("2026-12", "Dec 2026")]
)
def test_periods_are_written_as_people_do(label: str, words: str) -> None:
    assert issuance.period_words(label) == words


def test_the_buyback_headline_is_the_last_result_and_the_sum(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS)
    assert not app.exception
    assert said(app) == (
        "On 10 Sep 2026 the Treasury bought back USD 5.19 bn in 10Y to 20Y: 86 % of the maximum of USD 6.00 bn, which was "
        "covered 1.75 times. The 91 results held since 29 May 2024 add up to USD 242 bn, 22 % of it in buckets from 10 years."
    )


def test_the_last_operation_is_shown_by_its_securities(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS)
    assert [metric.value for metric in app.metric] == ["USD 6.000 bn", "USD 10.489 bn", "USD 5.187 bn", "1.75", "86 %"]
    bought = table(app, "cusip")
    assert len(bought) == 23
    assert bought["accepted_usd"].sum().round(3) == 5.187
    assert bought["cusip"].iloc[0] == "912810ST6"


def test_an_operation_without_a_published_maximum_has_no_cover(held: Path, open_page: Open) -> None:
    values = [metric.value for metric in open_page(BUYBACKS, operation="2025-10-22 13:40").metric]
    assert values == ["n/a (not published)", "n/a (not held)", "USD 1.902 bn", "n/a (no maximum)", "n/a (no maximum)"]


def test_cancelled_operations_are_in_the_table_and_in_no_sum(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS)
    rows = table(app, "state", "cover_ratio")
    cancelled = rows[rows["state"].eq("cancelled")]
    assert len(cancelled) == 2
    assert cancelled[["offered_usd", "accepted_usd", "cover_ratio", "fill_pct"]].isna().all(axis=None)
    assert rows["accepted_usd"].sum().round(3) == 243.045
    assert "2 cancelled" in alts(app)[0]
    assert "no results held 23 Oct 2025 to 9 Sep 2026 and 11 Sep 2026 to 5 Nov 2026" in alts(app)[0]


@pytest.mark.parametrize(
    ("query", "operations", "accepted"),
    [
        ({"bucket": "20Y to 30Y"}, 12, 24.0),
        ({"bucket": "long end"}, 25, 53.187),
        ({"type": "Cash Management"}, 16, 112.668),
        ({"start": "2025-04-01", "end": "2025-06-30"}, 19, 69.173),
        ({"bucket": "TIPS 1Y to 10Y", "type": "Cash Management"}, 0, 0.0),
    ],
)
def test_filters_stand_in_the_address(
    held: Path, open_page: Open, query: dict[str, str], operations: int, accepted: float
) -> None:
    app = open_page(BUYBACKS, **query)
    assert not app.exception
    rows = table(app, "state", "cover_ratio")
    assert (len(rows), rows["accepted_usd"].sum().round(3)) == (operations, accepted)


def test_unknown_filters_are_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS, bucket="40Y", operation="2000-01-01")
    assert not app.exception
    assert [shown(item.value) for item in app.info] == [
        "Bucket: the link says `40Y`, which there is not; showing All.",
        "Operation: the link says `2000-01-01`, which there is not; showing 2026-09-10 13:40.",
    ]


def test_the_plan_is_no_result(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS)
    plan = table(app, "planned_maximum_usd", "standing")
    assert len(plan) == 18
    september = plan[plan["operation_date"].eq("2026-09-10")].iloc[0]
    assert (september["planned_maximum_usd"], september["standing"], september["maximum_usd"]) == (2.0, "result", 6.0)
    assert plan.loc[plan["standing"].ne("result"), "accepted_usd"].isna().all()


def test_words_for_a_plan_with_days_ahead() -> None:
    plan = pd.DataFrame(
        {
            "operation_date": pd.to_datetime(["2026-12-01", "2026-11-24", "2026-11-19"]),
            "start_time": "13:40",
            "maturity_bucket": ["2Y to 3Y", "10Y to 20Y", "3Y to 5Y"],
            "planned_maximum_usd": 4e9,
            "standing": ["upcoming", "upcoming", "no result held"],
        }
    )
    assert buybacks.plan_words(plan) == (
        "Still ahead: 2 of 3 planned operations, the next on 24 Nov 2026: 10Y to 20Y, up to USD 4.00 bn. "
        "Passed without a result held: 1 of 3."
    )


def test_without_a_result_the_headline_says_so() -> None:
    made = pd.DataFrame({"state": ["announced"]})
    assert buybacks.headline(made) == "No buyback result is held."


def test_nothing_held_is_a_page_with_cards(nothing_held: Path, open_page: Open) -> None:
    for script, words in ((ISSUANCE, "No issuance to show."), (BUYBACKS, "No buyback operations to show.")):
        app = open_page(script)
        assert not app.exception
        assert said(app) == words
