"""The page Curve: what it asks for, and that its sentences say what its figures say."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.visits import add
from treasury import frames
from treasury.analytics import curve, curve_changes, curve_days, curve_factors
from treasury.charts.base import BUDGET_BYTES, Mark
from treasury.ui import curve as ui
from treasury.ui.navigation import PAGES

SCRIPT = next(entry.script for entry in PAGES if entry.url_path == "curve")
DAYS = pd.DatetimeIndex(pd.to_datetime(["2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04", "2025-04-07", "2025-04-08"]))
ROWS = pd.DataFrame(
    {"2Y": [3.87, 3.96], "10Y": [4.17, 4.48], "30Y": [4.52, 4.85]}, index=pd.to_datetime(["2025-04-01", "2025-04-11"])
)
WEEK = """
import pandas as pd
import streamlit as st
from datetime import date
from treasury.ui import address, controls
held = pd.DatetimeIndex(pd.to_datetime([f"2025-04-{day:02d}" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11)]))
made = controls.days("Days", held, key="days", default=[date(2025, 4, 1), date(2025, 4, 11)], offered=[date(2025, 4, 9)])
st.text(" ".join(day.isoformat() for day in made))
st.code(address.current())
"""


def shown(app) -> str:
    assert [e.message for e in app.exception] == []
    return app.text[0].value


def said(app) -> str:
    return " ".join(item.value for item in app.info)


# --- the days -----------------------------------------------------------------------------------------------------------


def test_the_default_days_stand_in_no_link(run_script):
    app = run_script(WEEK)
    assert shown(app) == "2025-04-01 2025-04-11"
    assert "?" not in app.code[0].value


@pytest.mark.parametrize("link", ["2025-04-09,2025-04-02", ["2025-04-09", "2025-04-02"], "2025-04-02, 2025-04-09,2025-04-02"])
def test_a_link_sets_the_days_in_their_order(run_script, link):
    app = run_script(WEEK, days=link)
    assert shown(app) == "2025-04-02 2025-04-09"
    assert said(app) == ""
    assert app.code[0].value.endswith("?days=2025-04-02&days=2025-04-09")


def test_a_day_without_a_figure_is_moved_back_with_a_word(run_script):
    app = run_script(WEEK, days=["2025-04-06", "2025-04-09"])
    assert shown(app) == "2025-04-04 2025-04-09"
    assert said(app) == "Days: 6 Apr 2025 has no figure; showing 4 Apr 2025."


def test_days_outside_the_series_are_moved_to_its_ends_with_a_word(run_script):
    app = run_script(WEEK, days="1999-01-04,2030-01-01")
    assert shown(app) == "2025-04-01 2025-04-11"
    assert "4 Jan 1999 lies before the first; showing 1 Apr 2025." in said(app)
    assert "1 Jan 2030 lies after the last figure; showing 11 Apr 2025." in said(app)


@pytest.mark.parametrize("wrong", ["no", "<b>x</b>", "2025-13-45", "9" * 10_000])
def test_what_is_no_day_is_left_out_with_a_word(run_script, wrong):
    app = run_script(WEEK, days=[wrong, "2025-04-09"])
    assert shown(app) == "2025-04-09"
    assert said(app).startswith("Days: `")
    assert "is left out" in said(app)
    assert "9" * 200 not in said(app)
    alone = run_script(WEEK, days=wrong)
    assert shown(alone) == "2025-04-01 2025-04-11"
    assert said(alone).endswith("Showing 1 Apr 2025, 11 Apr 2025.")


def test_more_days_than_can_be_told_apart_are_cut_with_a_word(run_script):
    app = run_script(WEEK, days=",".join(f"2025-04-{day:02d}" for day in (1, 2, 3, 4, 7, 8, 9)))
    assert shown(app) == "2025-04-01 2025-04-02 2025-04-03 2025-04-04 2025-04-07 2025-04-08"
    assert "7 days are more than can be told apart; showing the first 6." in said(app)


def test_a_typed_day_is_taken_and_a_correction_said_until_another_choice(run_script):
    app = run_script(WEEK)
    app.pills[0].set_value(["2025-04-01"]).run()
    add(app, "days", "2025-04-05")
    assert shown(app) == "2025-04-01 2025-04-04"
    assert "5 Apr 2025 has no figure" in said(app)
    add(app, "days", "2025-04-02")
    app.pills[0].set_value(["2025-04-02"]).run()
    assert (shown(app), said(app)) == ("2025-04-02", "")
    app.pills[0].set_value([]).run()
    assert shown(app) == "2025-04-01 2025-04-11"
    assert app.caption[0].value == "None chosen under “Days”: 1 Apr 2025, 11 Apr 2025 shown."


def test_a_day_from_the_list_joins_in_its_place_and_the_box_is_empty_again(run_script):
    app = run_script(WEEK)
    box = app.selectbox(key="days_add")
    assert box.options == ["2025-04-09"], "those that are shown are not offered again"
    add(app, "days", "2025-04-09")
    assert shown(app) == "2025-04-01 2025-04-09 2025-04-11"
    assert app.code[0].value.endswith("?days=2025-04-01&days=2025-04-09&days=2025-04-11")
    box = app.selectbox(key="days_add")
    assert (box.value, box.options) == (None, [])
    app.pills[0].unselect("2025-04-09").run()
    assert shown(app) == "2025-04-01 2025-04-11"
    assert app.pills[0].value == ["2025-04-01", "2025-04-11"]
    assert "?" not in app.code[0].value
    assert app.selectbox(key="days_add").options == ["2025-04-09"]


def test_typed_days_may_have_commas_between_and_what_is_no_day_changes_nothing(run_script):
    app = run_script(WEEK)
    add(app, "days", "2025-04-09, 2025-04-03")
    assert shown(app) == "2025-04-01 2025-04-03 2025-04-09 2025-04-11"
    add(app, "days", "<b>soon</b>")
    assert shown(app) == "2025-04-01 2025-04-03 2025-04-09 2025-04-11"
    assert said(app).startswith("Days: `<b>soon</b>` is left out")
    assert app.selectbox(key="days_add").value is None


def test_no_day_can_be_added_to_six_until_one_is_taken_out(run_script):
    app = run_script(WEEK, days=[f"2025-04-{day:02d}" for day in (1, 2, 3, 4, 7)])
    assert not app.selectbox(key="days_add").disabled
    add(app, "days", "2025-04-08")
    box = app.selectbox(key="days_add")
    assert (box.disabled, box.placeholder) == (True, "6 at most: take one out")
    app.pills[0].unselect("2025-04-01").run()
    assert not app.selectbox(key="days_add").disabled
    assert shown(app) == "2025-04-02 2025-04-03 2025-04-04 2025-04-07 2025-04-08"


def test_many_days_are_taken_out_at_once(run_script):
    app = run_script(WEEK, days=["2025-04-02", "2025-04-03", "2025-04-04"])
    app.button(key="days_none").click().run()
    assert (app.pills[0].value, shown(app)) == ([], "2025-04-01 2025-04-11")
    add(app, "days", "2025-04-09")
    assert shown(app) == "2025-04-09"
    assert len(app.button) == 0


def test_presets_stand_around_key_dates():
    marks = [
        Mark(date(2025, 4, 2), "Tariffs"),
        Mark(date(2025, 4, 3), "Span", end=date(2025, 4, 6)),
        Mark(date(2031, 1, 1), "Later"),
    ]
    made = ui.presets(DAYS, marks, [Mark(date(2025, 4, 5), "Reference")])
    assert made["Latest and Reference"] == [date(2025, 4, 4), date(2025, 4, 8)]
    assert next(iter(made)) == "Latest and Reference"
    assert made["2 Apr 2025: Tariffs"] == [date(2025, 4, 1), date(2025, 4, 2), date(2025, 4, 8)], "the sixth session is not held"
    assert made["3 Apr 2025 to 6 Apr 2025: Span"] == [date(2025, 4, 2), date(2025, 4, 4)]
    assert not any("Later" in name for name in made)


# --- what it says -------------------------------------------------------------------------------------------------------


def test_the_headline_names_the_kind_of_change_between_the_days():
    assert ui.headline(ROWS, (date(2025, 4, 11), "Bear steepener")) == (
        "From 1 Apr 2025 to 11 Apr 2025 the curve made a bear steepener: 2-year +9 bp, 10-year +31 bp, 30-year +33 bp. "
        "Over the last five sessions, to 11 Apr 2025, it made a bear steepener."
    )
    assert (
        ui.headline(ROWS.iloc[:1], None)
        == "On 1 Apr 2025 the 2-year yields 3.87 %, the 10-year yields 4.17 %, the 30-year yields 4.52 %."
    )
    assert ui.headline(ROWS[["10Y"]], None) == "From 1 Apr 2025 to 11 Apr 2025 the curve moved: 10-year +31 bp."


def test_the_last_five_sessions_from_the_snapshot(held):
    week = frames.load("par_yields", "2025-04-01", "2025-04-11")
    assert ui.last_five(week) == (date(2025, 4, 11), "Bear steepener"), "+28 and +47 since 4 April"
    assert ui.last_five(week.iloc[-5:]) is None


def test_the_table_at_the_tenors_says_what_the_curve_says(held):
    day, yields = date(2025, 4, 11), frames.load("par_yields", "2025-04-11", "2025-04-11")
    row, made = yields.iloc[0], curve_days.fitted(yields, [date(2025, 4, 11)])
    table = curve_days.at_tenors(yields, made, day)
    assert table.index.tolist() == ["1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y"]
    assert table.loc["10Y", "par_pct"] == 4.48
    assert table.loc["1Y", "zero_pct"] == pytest.approx(row["1Y"], abs=0.01)
    assert table.loc["10Y", "par_duration_years"] == pytest.approx((1 - 1.0224**-20) / 0.0448)
    assert pd.isna(table.loc["30Y", "forward_pct"])
    lines = curve_days.readings(made, curve.zero_pct)
    assert lines.loc[10.0].iloc[0] == pytest.approx(table.loc["10Y", "zero_pct"])
    assert lines.index[-1] == 30.0
    assert curve_days.readings({}, curve.zero_pct).empty


def test_differences_for_the_csv():
    made = curve_days.with_differences(ROWS)
    assert made.columns.tolist() == ["2025-04-01_pct", "2025-04-11_pct", "2025-04-11_change_bp"]
    assert made.loc["10Y"].tolist() == [4.17, 4.48, 31.0]


def test_explained_shares_add_up_in_every_window(held):
    table = curve_factors.explained(frames.load("par_yields"))
    assert table.index.tolist() == list(curve_factors.WINDOWS)
    shares = table[["level_share_pct", "slope_share_pct", "curvature_share_pct", "rest_share_pct"]]
    assert shares.sum(axis="columns").to_numpy() == pytest.approx([100] * len(table))
    assert table.loc["All", "count"] > table.loc["10Y", "count"] > table.loc["1Y", "count"]


# --- the page -----------------------------------------------------------------------------------------------------------


def test_the_sell_off_of_april_2025_on_the_page(held, open_page):
    app = open_page(SCRIPT, days="2025-04-04,2025-04-11", range="Custom", start="2025-04-01", end="2025-05-30", measure="Zeros")
    assert [e.message for e in app.exception] == []
    assert app.title[0].value.startswith(
        "From 4 Apr 2025 to 11 Apr 2025 the curve made a bear steepener: 2-year +28 bp, 10-year +47 bp, 30-year +44 bp."
    )
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert len(alts) == 8
    assert "10Y 4.48 % (+47 bp)" in alts[0]
    counts = next(table.value for table in app.dataframe if table.value.index.name == "regime")
    yields = frames.load("par_yields")
    weeks = curve_changes.regimes(curve_changes.period_changes(yields, "week")).loc["2025-04-01":"2025-05-30"]
    assert counts["periods"].sum() == len(weeks) == 9


def test_a_preset_sets_the_days(held, open_page):
    app = open_page(SCRIPT)
    app.selectbox(key="days_preset").select("2 Apr 2025: Reciprocal tariffs").run()
    assert app.pills(key="days").value == ["2025-04-01", "2025-04-02", "2025-04-09"]
    assert app.title[0].value.startswith("From 1 Apr 2025 to 9 Apr 2025 the curve made a bear steepener: 2-year +4 bp")


def test_wrong_and_too_many_days_in_a_link_fit_the_page(held, open_page):
    many = ["<script>alert(1)</script>", *(f"2025-04-{day:02d}" for day in range(1, 12))]
    app = open_page(SCRIPT, days=many)
    assert [e.message for e in app.exception] == []
    assert app.pills(key="days").value == ["2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04", "2025-04-07", "2025-04-08"]
    assert "Days: `<script>alert(1)</script>` is left out" in said(app)
    assert max(len(chart.proto.spec.encode()) for chart in app.get("plotly_chart")) <= BUDGET_BYTES


def test_an_early_day_of_the_long_history_says_what_was_skipped(held, open_page):
    app = open_page(SCRIPT, series="Long history", days="1962-01-02,1981-09-30")
    assert [e.message for e in app.exception] == []
    captions = [caption.value for caption in app.caption]
    assert any(c.startswith("Without a figure, and skipped in the fit: 1M, 3M, 6M, 2Y, 7Y, 30Y on 2 Jan 1962") for c in captions)
