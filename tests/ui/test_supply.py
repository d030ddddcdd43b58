"""The issuance and buybacks pages: what they say of the embedded snapshot, and what their controls leave."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury import units
from treasury.charts.base import BUDGET_BYTES
from treasury.ui import buyback_plan, buybacks, cache, controls, issuance, issuance_words

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
    assert issuance_words.headline(nothing, mix).startswith("In Jul 2026 bills were 86.4 % of gross and 79.3 % of net issuance")


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
    classes, bills, coupons = alts(open_page(ISSUANCE))
    (shares,) = alts(open_page(ISSUANCE, view="Bill shares"))
    outstanding, months = alts(open_page(ISSUANCE, view="outstanding"))
    assert "USD 376 bn: bills USD 298 bn, coupons USD 77.7 bn, before buybacks that are not held." in classes
    assert "USD 2.57 tn issued, USD 2.27 tn matured, bought back none, net USD 298 bn." in bills
    assert "bought back n/a (results not held)" in coupons
    assert "22.4 % of outstanding (rebuilt), 86.4 % of gross issuance, 79.3 % of net issuance." in shares
    assert "Outstanding by class on 20 Aug 2026 (rebuilt): Bill USD 7.21 tn" in outstanding
    assert "20 Aug 2026: 69.4 months, coupons alone 89.3." in months


def test_gross_is_another_measure_of_the_same_chart(held: Path, open_page: Open) -> None:
    assert alts(open_page(ISSUANCE, show="gross"))[0].startswith("Gross issuance, Aug 2023 to Aug 2026: in Jul 2026")


def test_the_reconciliation_holds_every_month_of_the_statement(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE, view="Checks")
    assert not app.exception
    errors = table(app, "bill_unexplained_usd")
    assert len(errors) == 9  # November 2025 to June 2026, and August 2023
    assert errors["bill_unexplained_usd"].round(2).iloc[0] == 0.18  # billions, June 2026
    assert errors["note_unexplained_usd"].round(1).tolist()[0::7] == [133.7, 3.8]
    assert errors["tips_unexplained_usd"].round(1).tolist()[0::8] == [5.6, 0.3]  # with their accrual rebuilt
    assert errors["beyond"].tolist()[0::8] == ["Notes, Bonds, TIPS: buybacks not held", "none"]
    words = " ".join(m.value for m in app.markdown)
    assert "Of 45 class-months of the statement held (9 months) 22 agree within 0.05 % of the amount published" in words
    assert "none are left unexplained" in words
    assert "The statements of two 30 September in a row, which a fiscal year needs, are not held" in words


def test_what_settles_later_is_apart(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE)
    ahead = table(app, "to_settle_usd")
    assert ahead["to_settle_usd"].sum().round(1) == 327.1
    august = ahead[ahead["period"].eq("2026-08")].set_index("security_class")["announced_usd"]
    assert august.to_dict() == {"Bill": 266.0, "Note": 183.0, "Bond": 0.0, "TIPS": 0.0, "FRN": 28.0}
    assert any("is announced without a result" in m.value and "None of it is counted above." in m.value for m in app.markdown)


def test_announced_auctions_are_hatched_in_gross_issuance_only(held: Path, open_page: Open) -> None:
    def hatched(**query: str) -> list[str]:
        figure = json.loads(open_page(ISSUANCE, **query).get("plotly_chart")[0].proto.spec)
        return [t["name"] for t in figure["data"] if t.get("marker", {}).get("pattern", {}).get("shape") == "/"]

    assert hatched(show="Gross") == [f"{name}, to settle or announced" for name in ("Bill", "Note", "Bond", "TIPS", "FRN")]
    assert hatched() == []
    assert hatched(show="Gross", start="2020-01-01", end="2021-12-31") == []


def test_new_cash_is_known_to_june_and_its_chart_shows_whole_periods_only(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE, view="New cash")
    assert not app.exception
    assert alts(app) == [
        "New cash from the public in Jun 2026, the last full period known: USD 184 bn, before buybacks that are not held; bills "
        "USD -68.1 bn, coupons USD 252 bn."
    ]


def test_supply_above_one_year_is_compared_with_the_same_part_of_the_year_before(held: Path, open_page: Open) -> None:
    app = open_page(ISSUANCE, view="Above one year")
    assert not app.exception
    assert alts(app)[0].startswith(
        "To 20 Aug 2026 the public was sold USD 2.69 tn above one year, +0.2 % on the same part of 2025"
    )
    assert table(app, "part", "soma_usd")["part"].tolist() == ["same part", "same part", "whole", "whole"]


def test_the_band_is_the_readers_own(held: Path, open_page: Open) -> None:
    def names(**query: str) -> list[str]:
        app = open_page(ISSUANCE, view="Bill shares", **query)
        assert not app.exception
        return [trace["name"] for trace in json.loads(app.get("plotly_chart")[0].proto.spec)["data"]]

    assert not any("band" in name or "TBAC" in name for name in names())
    assert "Your band, 15 to 20 %" in names(band_from="20", band_to="15")  # the order does not matter
    assert "Your band, 0 to 20 %" in names(band_from="fifteen", band_to="20")


@pytest.mark.parametrize("view", issuance.VIEWS)
@pytest.mark.parametrize("query", [{"by": "Week", "span": "All"}, {"by": "Fiscal year", "span": "1Y"}])
def test_every_view_of_issuance_fits_the_budget(held: Path, open_page: Open, view: str, query: dict[str, str]) -> None:
    app = open_page(ISSUANCE, view=view, **query)
    assert not app.exception
    for chart in app.get("plotly_chart"):
        assert len(chart.proto.spec.encode()) <= BUDGET_BYTES
        assert len(chart.proto.alt) > 20
        assert "nan" not in chart.proto.alt


@pytest.mark.parametrize("view", buybacks.VIEWS)
@pytest.mark.parametrize("query", [{"span": "All"}, {"type": "unstated"}, {"start": "2026-11-01"}])
def test_every_view_of_buybacks_opens(held: Path, open_page: Open, view: str, query: dict[str, str]) -> None:
    app = open_page(BUYBACKS, view=view, **query)
    assert not app.exception
    for chart in app.get("plotly_chart"):
        assert len(chart.proto.spec.encode()) <= BUDGET_BYTES
        assert "nan" not in chart.proto.alt


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2026-07", "Jul 2026"),
        ("2026 Q3", "Q3 2026"),
        ("FY2026", "fiscal year 2026"),
        ("2026-12", "Dec 2026"),
        ("2026-W03", "week 3 of 2026"),
    ],
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
    app = open_page(BUYBACKS, view="One operation")
    amounts = ["USD 6.000 bn", "USD 10.489 bn", "USD 5.187 bn"]
    assert [metric.value for metric in app.metric] == [*amounts, "1.75", "86 %", "USD 0.813 bn", "23 of 40"]
    bought = table(app, "cusip")
    assert len(bought) == 23
    assert bought["accepted_usd"].sum().round(3) == 5.187
    assert bought["cusip"].iloc[0] == "912810ST6"
    assert (bought["so_far_share_pct"] >= bought["issue_share_pct"]).all()


def test_an_operation_without_a_published_maximum_has_no_cover(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS, view="One operation", operation="2025-10-22 13:40")
    values = [metric.value for metric in app.metric]
    assert values[:3] == ["n/a (not published)", "n/a (not held)", "USD 1.902 bn"]
    assert values[3:] == [*["n/a (no maximum)"] * 3, "7 of 34"]


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
    app = open_page(BUYBACKS, bucket="40Y")
    assert not app.exception
    assert [shown(item.value) for item in app.info] == ["Bucket: the link says `40Y`, which there is not; showing All."]
    app = open_page(BUYBACKS, view="one operation", operation="2000-01-01")
    assert [shown(item.value) for item in app.info] == [
        "Operation: the link says `2000-01-01`, which there is not; showing 2026-09-10 13:40."
    ]


def test_headline_and_plan_are_those_of_the_bucket_chosen_and_say_so(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS, bucket="TIPS 1Y to 10Y")
    operations = cache.frame("buyback_operations").frame
    own = operations[operations["maturity_bucket"].eq("1Y to 10Y") & operations["state"].eq("result")]
    last = own.sort_values("operation_date").iloc[-1]
    head = shown(app.title[0].value)
    assert head.startswith(f"On {units.day(last['operation_date'].date())} the Treasury bought back ")
    assert "in TIPS 1Y to 10Y" in head
    amount = units.usd(own["accepted_usd"].sum())
    assert head.endswith(f"TIPS 1Y to 10Y: the {len(own)} results held since 29 May 2024 add up to {amount}.")
    plan = table(app, "planned_maximum_usd", "standing")
    assert set(plan["maturity_bucket"]) == {"1Y to 10Y"}
    assert set(plan["security_type"]) == {"TIPS"}
    assert any(shown(m.value).startswith("**TIPS 1Y to 10Y.** The last operation planned is that of") for m in app.markdown)
    size = open_page(BUYBACKS, bucket="Long end", view="Size")
    assert "Of all buckets: the statement announces one sum for them." in [shown(c.value) for c in size.caption]


def test_the_plan_is_no_result(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS)
    plan = table(app, "planned_maximum_usd", "standing")
    assert len(plan) == 18
    september = plan[plan["operation_date"].eq("2026-09-10")].iloc[0]
    assert (september["planned_maximum_usd"], september["standing"], september["maximum_usd"]) == (2.0, "result", 6.0)
    # By the release of 19 August at least 4 billion in the long nominal buckets from 9 September; the schedule says 2.
    long = plan["maturity_bucket"].isin(["10Y to 20Y", "20Y to 30Y"]) & plan["security_type"].eq("Nominal Coupons")
    after = plan["operation_date"] >= "2026-09-09"
    assert plan.loc[long & after, "planned_maximum_usd"].eq(2.0).all()
    assert plan.loc[long & after, "released_least_usd"].eq(4.0).all()
    assert plan.loc[~(long & after), "released_least_usd"].isna().all()
    words = " ".join(shown(m.value) for m in app.markdown)
    assert "a press release of 19 Aug 2026 states: at least USD 4.00 bn an operation in 10Y to 20Y and 20Y to 30Y" in words
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
    assert buyback_plan.plan_words(plan) == (
        "Still ahead: 2 of 3 planned operations, the next on 24 Nov 2026: 10Y to 20Y, up to USD 4.00 bn. "
        "Passed without a result held: 1 of 3."
    )


def test_the_totals_by_regime_are_the_sums_of_the_securities(held: Path, open_page: Open) -> None:
    regimes = table(open_page(BUYBACKS, view="Size", span="All"), "regime", "securities_accepted_usd")
    assert len(regimes) == 8
    assert (regimes["accepted_usd"] - regimes["securities_accepted_usd"]).abs().max() < 1e-9
    summed = regimes.groupby("regime", observed=True)["accepted_usd"].sum().round(3)
    assert summed["2000-2002 programme"] == 67.507
    assert summed["2024 start":"July 2025 enlargement"].sum().round(3) == 237.258  # 235.356 to 16 October 2025, 1.902 on the 22nd


def test_the_question_is_answered_with_its_caveats(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS, view="Support or cap")
    words = " ".join(m.value for m in app.markdown)
    assert "“July 2025 enlargement”, 6 results held: 4 of 5 measures read as liquidity support, none as a yield cap" in words
    assert "“August 2026 enlargement” has one result held: too few to read." in words
    assert words.count("*Caveat:*") == 5
    said = table(app, "Measure", "July 2025 enlargement")["July 2025 enlargement"].tolist()
    assert said[:2] == ["8.6 %: support", "100 %: neither"]  # 12.0 of 138.952 billion; each of six operations was filled


def test_the_use_of_the_maximum_names_the_last_quarter_held_whole(held: Path, open_page: Open) -> None:
    app = open_page(BUYBACKS, view="Size")
    use, share, quarters = alts(app)
    assert "May-Jul 2025, the last quarter held whole with a sum announced: USD 21.9 bn of USD 30.0 bn (73 %)." in use
    assert "In Aug-Oct 2026 at least USD 5.19 bn of USD 38.0 bn: not all its results are held." in use
    assert "2024 Q3 to 2025 Q3" in share
    assert "most in 2025 Q2, USD 69.2 bn" in quarters
    cash = alts(open_page(BUYBACKS, view="Size", type="Cash Management", measure="Ten-year equivalents"))
    assert (
        "Cash Management, May-Jul 2025, the last quarter held whole with a sum announced: USD 20.0 bn of USD 20.0 bn" in cash[0]
    )
    assert cash[2].startswith("Ten-year equivalents bought back by quarter")


def test_yields_around_operations_follow_the_filters(held: Path, open_page: Open) -> None:
    (alt,) = alts(open_page(BUYBACKS, view="Yields", bucket="20Y to 30Y"))
    assert "around 12 operations" in alt
    (one,) = alts(open_page(BUYBACKS, view="Yields", start="2026-09-01"))
    assert "around 1 operation," in one
    assert "on the day +11.5 bp on average, mean percentile 98" in one  # par yields of 9 and 10 September 2026: +11 and +12


def test_without_a_result_the_headline_says_so() -> None:
    made = pd.DataFrame({"state": ["announced"]})
    assert buybacks.headline(made) == "No buyback result is held."


def test_nothing_held_is_a_page_with_cards(nothing_held: Path, open_page: Open) -> None:
    for script, words in ((ISSUANCE, "No issuance to show."), (BUYBACKS, "No buyback operations to show.")):
        app = open_page(script)
        assert not app.exception
        assert said(app) == words
