"""The sell-off monitor over the embedded snapshot: days by date, thresholds in the address, and which stock measure is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury import frames
from treasury.charts.base import BUDGET_BYTES
from treasury.ui import cache, sell_offs, sell_offs_words

Open = Callable[..., AppTest]
SCRIPT = "risk/sell_offs.py"
TEN_YEARS = {"start": "2016-01-01", "end": "2025-12-31"}


def said(app: AppTest) -> str:
    return app.title[0].value.replace("\\", "").replace("\u2060", "")


def days(app: AppTest) -> list[str]:
    """The dates of the first table, oldest first."""
    if not len(app.dataframe) or "date" not in app.dataframe[0].value:
        return []
    return [f"{day:%Y-%m-%d}" for day in app.dataframe[0].value["date"]][::-1]


def test_the_triple_days_of_2016_to_2025_by_date(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, **TEN_YEARS)
    assert not app.exception
    assert days(app) == ["2018-01-02", "2018-07-20", "2021-02-19", "2021-03-18", "2025-04-21", "2025-05-21"]
    assert said(app).startswith(
        "Yields up, the dollar down and the OFR's equity-valuation stress up (the S&P 500 is not held): 6 days beyond the "
        "thresholds from 4 Jan 2016 to 31 Dec 2025, the last on 21 May 2025."
    )


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"ofr_up": "0.02"}, ["2018-01-02", "2021-02-19", "2021-03-18"]),
        ({"up": "8"}, ["2021-03-18", "2025-04-21", "2025-05-21"]),
        ({"down": "0.6"}, ["2025-04-21"]),
        ({"up": "60"}, []),
    ],
)
def test_the_list_changes_with_the_thresholds_of_the_address(
    held: Path, open_page: Open, address: dict[str, str], found: list[str]
) -> None:
    app = open_page(SCRIPT, **TEN_YEARS, **address)
    assert not app.exception
    assert days(app) == found
    if not found:
        assert "no day beyond the thresholds from 4 Jan 2016 to 31 Dec 2025." in said(app)


def test_another_tenor_has_other_days(held: Path, open_page: Open) -> None:
    assert days(open_page(SCRIPT, tenor="30Y", **TEN_YEARS)) != days(open_page(SCRIPT, **TEN_YEARS))


def test_a_wrong_threshold_is_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, up="-3", down="half")
    assert not app.exception
    assert [item.value for item in app.info] == [
        "Yield up, bp: `-3` in the link is too small; showing 0.0.",
        "Dollar down, %: `half` in the link is no number; showing 0.25.",
    ]


def test_the_measure_that_stands_for_stocks_is_always_said(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT)
    assert any("The S&P 500 is not held" in caption.value for caption in app.caption)
    (chart,) = app.get("plotly_chart")
    assert "by OFR equity valuation" in chart.proto.alt
    assert "OFR part up 0.005 points" in chart.proto.spec


def test_with_share_prices_held_they_come_first_and_the_other_measure_stands_beside(
    held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = sell_offs.sources().dollar.frame.loc["2025-01-01":"2025-12-31"].index
    moves = [0.99 if day in pd.to_datetime(["2025-04-10", "2025-04-11"]) else 1.001 for day in index]  # made up
    prices = pd.DataFrame({"SP500": pd.Series(moves, index=index).cumprod() * 5000})
    before = cache.frame
    held_as = {"dataset": frames.dataset("equities"), "frame": prices}

    def frame(name: str) -> cache.Loaded:
        return replace(before("financial_stress"), **held_as) if name == "equities" else before(name)

    monkeypatch.setattr(cache, "frame", frame)
    app = open_page(SCRIPT)
    assert not app.exception
    assert days(app) == ["2025-04-10", "2025-04-11"]
    assert said(app).startswith("Yields up, the dollar down and the S&P 500 down: 2 days beyond the thresholds from 3 Jan 2025")
    assert not any("is not held" in caption.value for caption in app.caption)
    row = app.dataframe[0].value.iloc[-1]
    assert (row["yield_bp"], round(row["sp500_pct"], 2)) == (6.0, -1.0)
    assert row["ofr_equity_valuation_change"] == pytest.approx(-0.029)
    other = open_page(SCRIPT, measure="OFR equity valuation")
    assert "the OFR's equity-valuation stress up (not stocks)" in said(other)


def test_rare_is_share_against_chance(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="How rare")
    assert said(app) == (
        "The 10Y yield rose by 5 bp or more while the dollar fell by 0.25 % or more on 3.6 % of days from 4 Jan 2006 to "
        "14 Aug 2026, against 3.2 % if the two were unrelated; it was 2.8 % in 2025 and 0.6 % in 2026 so far."
    )
    table = app.dataframe[0].value.set_index("period")
    assert table.loc["All", ["moves", "both"]].tolist() == [5125, 186]
    weeks = open_page(SCRIPT, view="How rare", count="Weeks", up="10", down="0.5")
    assert "of weeks from" in said(weeks)


ENDED = "the dollar index ends on 14 Aug 2026, before this range begins"


def drawn(chart: Any) -> str:
    """What a figure says, line breaks as spaces."""
    return str(json.loads(chart.proto.spec)).replace("<br>", " ")


def words_of(app: AppTest) -> str:
    """All that a page without figures says: headline, charts with their alt texts, expanders, captions."""
    charts = [text for chart in app.get("plotly_chart") for text in (chart.proto.alt, chart.proto.spec)]
    return " ".join([said(app), *charts, *(one.label for one in app.expander), *(one.value for one in app.subheader)])


@pytest.mark.parametrize("view", sell_offs.VIEWS[:3])
def test_where_nothing_can_be_counted_the_series_that_ended_is_named_and_never_none(
    held: Path, open_page: Open, view: str
) -> None:
    app = open_page(SCRIPT, view=view, range="1M")
    assert not app.exception
    assert said(app).endswith(f": {ENDED}.")
    (chart,) = app.get("plotly_chart")
    shown = words_of(app)
    for claim in ("No triple", "no triple", "no day beyond", "No day of this range is beyond", "0 days", "0 of them", "Episodes"):
        assert claim not in shown, claim
    if view != "Correlations":
        assert ENDED in chart.proto.alt
        assert "cannot be counted" in said(app)
        assert "Cannot be counted: the dollar index ends on 14 Aug 2026, before" in drawn(chart)
        assert len(app.dataframe) == 0


def test_a_range_that_is_known_in_part_says_none_only_of_that_part(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, range="3M")
    assert not app.exception
    counted = sell_offs.sources().dollar.frame["DTWEXBGS"].dropna().loc["2026-06-22":].index
    assert f"{counted[0]:%Y-%m-%d}" == "2026-06-22"
    assert "no day beyond the thresholds from 22 Jun 2026 to 14 Aug 2026" in said(app)
    assert "No day from 22 Jun 2026 to 14 Aug 2026 is" in drawn(app.get("plotly_chart")[0])


def test_both_counts_say_on_which_days_they_are_taken(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT)
    assert app.expander[0].label.startswith("185 days with the yield up and the dollar down, 20 of them")
    assert app.expander[0].label.endswith("(of the days on which all three are held)")
    assert "whatever is held of stocks" in sell_offs_words.RARE_NOTES


def test_correlation_window_is_in_the_address(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="Correlations", window="120")
    assert not app.exception
    assert said(app).startswith("The 120-session correlation of the 10Y yield and the dollar was ")


def test_stress_names_its_percentile_and_its_parts_add_up(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="Financial stress")
    assert said(app).startswith(
        "The OFR stress index stood at -2.77 on 22 Sep 2026: 26th percentile of its ten years. Credit takes off most, "
    )
    frame = sell_offs.sources().stress.frame
    parts = frame[["credit", "equity_valuation", "safe_assets", "funding", "volatility"]].sum(axis="columns", skipna=False)
    assert (parts - frame["fsi"]).abs().max() < 0.01
    regions = open_page(SCRIPT, view="Financial stress", parts="By region")
    assert not regions.exception
    assert "emerging markets" in regions.get("plotly_chart")[0].proto.alt


def test_an_extreme_of_a_few_days_is_not_told_and_parts_are_told_by_their_sign() -> None:
    days = pd.date_range("2026-01-01", periods=120, freq="D")
    level = pd.Series(0.0, index=days)
    level.iloc[-16], level.iloc[-1] = -1.0, -0.5  # as low fifteen days before
    frame = pd.DataFrame(dict.fromkeys(("credit", "equity_valuation", "safe_assets", "funding", "volatility"), 0.0), index=days)
    near = sell_offs_words.stress_words(frame.assign(fsi=level, funding=-0.5), frame.assign(fsi=level, funding=-0.5))
    assert "since" not in near
    assert near.endswith("Funding takes off most, -0.50.")
    level.iloc[-16], level.iloc[2], level.iloc[-1] = 0.0, 0.7, 0.6
    far = sell_offs_words.stress_words(frame.assign(fsi=level, credit=0.6), frame.assign(fsi=level, credit=0.6))
    assert "the highest since 3 Jan 2026." in far
    assert far.endswith("Credit adds most, +0.60.")


def test_what_was_set_stays_when_another_view_is_opened(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, up="8")
    app.session_state["view"] = "Financial stress"
    app.run()
    app.session_state["view"] = "Triple sell-offs"
    app.run()
    assert app.session_state["up"] == 8.0


@pytest.mark.parametrize("view", sell_offs.VIEWS)
def test_without_any_data_a_card_says_so(nothing_held: Path, open_page: Open, view: str) -> None:
    app = open_page(SCRIPT, view=view)
    assert not app.exception
    assert said(app) == "No sell-offs to show."


@pytest.mark.parametrize("view", sell_offs.VIEWS)
def test_figures_keep_to_their_budget(held: Path, open_page: Open, view: str) -> None:
    charts = open_page(SCRIPT, view=view, up="0", down="0", ofr_up="0").get("plotly_chart")
    assert charts
    assert all(len(chart.proto.spec) < BUDGET_BYTES for chart in charts)
