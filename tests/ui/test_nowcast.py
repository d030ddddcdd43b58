"""The nowcast on the page: named as one, with its error, apart from the published premium; versions then and now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from tests.visits import unescaped
from treasury import calendar, frames
from treasury.analytics import nowcast as analysis
from treasury.analytics import nowcast_estimate
from treasury.dataset import Vintage
from treasury.refreshing import open_store
from treasury.ui import cache, nowcast
from treasury.ui import premium_versions as versions

PAGE = "rates/term_premium.py"
# The 10-year ACM premium on the last published day, as known on days of 2026 on which the New York Fed's file was read, and
# the figures published next. Percent, Federal Reserve Bank of New York.
FIRST_PUBLISHED = {
    ("2026-06-05", 0.6723): {"2026-06-08": 0.6898, "2026-06-09": 0.6744, "2026-06-10": 0.6948},
    ("2026-06-29", 0.4656): {"2026-06-30": 0.5130, "2026-07-01": 0.5492, "2026-07-02": 0.5908},
    ("2026-07-02", 0.5908): {"2026-07-06": 0.5940, "2026-07-07": 0.6305, "2026-07-08": 0.6481},
    ("2026-07-31", 0.8382): {"2026-08-03": 0.7889, "2026-08-04": 0.7529, "2026-08-05": 0.7563},
    ("2026-08-03", 0.7889): {"2026-08-04": 0.7529, "2026-08-05": 0.7563, "2026-08-06": 0.7753},
}


def test_the_nowcast_meets_what_was_published_next(held):
    """At five real publication edges its changes are within 1.5 bp of the published ones, which moved up to 13 bp."""
    par, premium = frames.load("par_yields"), frames.load("term_premium_acm")["ACMTP10"]
    off, moved = [], []
    for (edge, known), later in FIRST_PUBLISHED.items():
        said = analysis.nowcast(premium.loc[:edge], par)["nowcast_pct"] - premium[edge]
        for day, published in later.items():
            off.append((said[day] - (published - known)) * 100)
            moved.append(abs(published - known) * 100)
    assert max(map(abs, off)) < 1.5
    assert max(moved) > 12
    assert np.sqrt(np.mean(np.square(off))) == pytest.approx(0.73, abs=0.06)
    assert np.sqrt(np.mean(np.square(moved))) > 5, "what keeping the last value is off by"


def synthetic(sessions: int = 900) -> tuple[pd.DataFrame, pd.DataFrame]:
    days = calendar.business_days(date(2022, 1, 3), date(2026, 1, 30))[:sessions]
    random = np.random.default_rng(6)
    par = pd.DataFrame(4 + random.normal(0, 0.05, (sessions, 8)).cumsum(axis=0), index=days, columns=list(analysis.CURVE))
    premium = (par @ np.linspace(-0.2, 0.4, 8) - 0.5 + random.normal(0, 0.01, sessions)).rename("newest")
    return premium.iloc[:-2].to_frame().reindex(days), par


def words_of(versions: pd.DataFrame, par: pd.DataFrame) -> nowcast.Nowcast:
    return nowcast.made(nowcast_estimate.estimate(versions, par), versions, par)


def test_the_words_state_day_level_error_and_how_it_was_measured():
    premium, par = synthetic()
    made = words_of(premium, par)
    assert made.days["days_ahead"].tolist() == [1, 2]
    day, level, rmse = par.index[-1], made.days["nowcast_pct"].iloc[-1], made.errors.loc[2, "rmse_bp"]
    assert made.sentence == f"The nowcast for {day.day} {day:%b %Y} is {level:.2f} %, ±{rmse:.1f} bp"
    assert made.printed == f"Dashed: nowcast, ±{rmse:.1f} bp out of sample"
    tested = analysis.backtest(premium, par)
    recent = tested[(tested["days_ahead"] == 2) & (tested["edge"] >= tested["edge"].max() - pd.DateOffset(years=1))]
    assert rmse == pytest.approx(np.sqrt((recent["error_bp"] ** 2).mean()))
    said = nowcast.said(made)
    assert f"2 business days ahead over the last year measured, {len(recent)} nowcasts" in said
    assert f"Measured at {tested['edge'].nunique()} days" in said
    assert said.endswith("on the one version held, cut off at each of these days.")
    assert nowcast.title(made).startswith("Nowcast ")


def test_versions_are_named_where_there_are_several():
    premium, par = synthetic()
    edge = premium.index[800]
    both = pd.DataFrame({"2025-03-01": premium["newest"].loc[:edge] + 0.02, "newest": premium["newest"]})
    said = words_of(both, par).measured
    assert "2 versions held, each day by the first that reaches it; 210 of " in said, "1 + 2 + ... + 20, of the last 20 edges"
    assert said.endswith(" nowcasts are compared with a later version than the one known.")


def test_without_a_newer_curve_it_says_so():
    premium, par = synthetic()
    made = words_of(premium, par.iloc[:-2])
    assert (made.days.empty, made.sentence, made.printed) == (True, "", "")
    ends = par.index[-3]
    said = f"{ends.day} {ends:%b %Y}"
    assert made.why_none == f"There is no day to estimate: the par curve as held ends on {said}, the premium on {said}."
    assert len(made.errors), "how good it would be is known all the same"
    short = words_of(premium.iloc[-400:], par.iloc[-400:])
    assert short.why_none.startswith("It takes 504 daily changes")
    assert short.errors.empty
    nothing = words_of(premium.iloc[:0], par.iloc[:0])
    assert nothing.why_none == "It takes both the published premium and the par curve."
    assert nothing.until(date(2026, 1, 2)) == date(2026, 1, 2)


def test_the_nowcast_stands_in_columns_of_its_own():
    premium, par = synthetic()
    made = words_of(premium, par)
    published = premium["newest"].dropna().rename("acm_premium_pct").to_frame()
    both = nowcast_estimate.beside(published, made.days)
    assert both.columns.tolist() == ["acm_premium_pct", "nowcast_pct", "nowcast_days_ahead", "nowcast_rmse_bp"]
    assert both["acm_premium_pct"].last_valid_index() == premium.index[-3]
    assert both["nowcast_pct"].dropna().index.tolist() == par.index[-2:].tolist()
    assert (both["acm_premium_pct"].notna() & both["nowcast_pct"].notna()).sum() == 0


def figures(app) -> dict[str, dict]:
    return {chart.proto.alt: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def test_the_page_draws_it_dashed_under_its_own_name_with_its_error(held, open_page):
    app = open_page(PAGE)
    assert [e.message for e in app.exception] == []
    assert "The nowcast for 5 Oct 2026 is 0.95 %, ±1.3 bp." in unescaped(app.title[0].value)
    alt, figure = next(iter(figures(app).items()))
    assert "The nowcast for 5 Oct 2026 is 0.95 %, ±1.3 bp." in alt
    assert figure["layout"]["title"]["subtitle"]["text"] == "Dashed: nowcast, ±1.3 bp out of sample"
    traces = {trace["name"]: trace for trace in figure["data"]}
    assert traces["Nowcast"]["x"] == ["2026-10-02", "2026-10-05"]
    assert traces["To the nowcast"]["line"]["dash"] == "dash"
    assert traces["ACM"]["x"][-1] == "2026-10-01", "the published series ends where it is published"


def test_a_range_that_ends_earlier_shows_no_nowcast(held, open_page):
    app = open_page(PAGE, range="Custom", start="2025-01-02", end="2025-12-31")
    figure = next(iter(figures(app).values()))
    assert [trace["name"] for trace in figure["data"]] == ["ACM", "Kim-Wright"]


def publish(retrieved: datetime, change) -> Vintage:
    """A new version of the ACM premium in the store: the newest, changed."""
    store, declared = open_store(), frames.dataset("term_premium_acm")
    base = store.read(declared)
    frame = change(base.frame.copy())
    vintage = replace(base.vintage, origin="refreshed", rows=len(frame), retrieved_at=retrieved, as_of=frame["date"].max().date())
    return store.publish(declared, frame, vintage, base.vintage, only_added=False)


def revised(frame: pd.DataFrame) -> pd.DataFrame:
    recent = frame["date"] >= "2026-01-01"
    return frame.assign(ACMTP10=frame["ACMTP10"] + recent * 0.02)


def test_with_one_version_the_page_says_how_to_get_more(held, open_page):
    app = open_page(PAGE)
    card = next(card.value for card in app.info if "Only one version" in card.value)
    assert "retrieved 23 Nov 2026" in card
    assert "python -m treasury refresh term_premium_acm" in card


def test_then_and_now_compares_the_versions_known_on_a_day(held, open_page):
    publish(datetime(2027, 1, 5, tzinfo=UTC), revised)
    app = open_page(PAGE, known="2026-12-24", range="1Y")
    assert [e.message for e in app.exception] == []
    assert app.date_input(key="known").value == date(2026, 12, 24)
    words = next(m.value for m in app.markdown if m.value.startswith("As known on"))
    assert words.startswith("As known on 24 Dec 2026 (retrieved 23 Nov 2026, to 1 Oct 2026) against now (retrieved 5 Jan 2027, ")
    held_days = frames.load("term_premium_acm", "2025-10-05")["ACMTP10"].dropna()
    days = held_days.loc["2026-01-01":]
    mean = 2 * len(days) / len(held_days)
    assert f": {len(days)} of {len(held_days)} days differ, +{mean:.1f} bp on average, at most +2.0 bp on " in words
    same = open_page(PAGE, known="2027-01-05")
    assert any("it is the same version; choose an earlier day" in m.value for m in same.markdown)
    early = open_page(PAGE, known="2020-01-01")
    assert any("showing 23 Nov 2026" in card.value for card in early.info)


def test_the_first_day_offered_is_of_another_estimation():
    days = [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 20)]
    assert versions.earlier(days) == date(2026, 10, 1)
    assert versions.earlier(days[2:]) == date(2026, 11, 2)


def test_a_column_as_each_month_knew_it(held):
    for month, shift in ((12, 0.01), (13, 0.02), (13, 0.03), (14, 0.05)):
        day = datetime(2026 + (month - 1) // 12, (month - 1) % 12 + 1, 3 + int(shift * 100), tzinfo=UTC)
        publish(day, lambda frame, shift=shift: frame.assign(ACMTP10=frame["ACMTP10"] + shift))
    cache._standing.clear()
    wide = cache.as_held("term_premium_acm", "ACMTP10")
    assert wide.frame.columns.tolist() == ["2026-11-23", "2026-12-04", "2027-01-06", "newest"], "the last of each month"
    steps = wide.frame.iloc[-1].diff().round(6).tolist()[1:]
    assert steps == [0.01, 0.05, 0.05], "each was shifted on top of the one before"
    assert wide.version == cache.frame("term_premium_acm").version


def test_a_column_of_what_is_not_held_is_empty(nothing_held):
    wide = cache.as_held("term_premium_acm", "ACMTP10")
    assert not wide.ok
    assert wide.frame.columns.tolist() == ["ACMTP10"]
