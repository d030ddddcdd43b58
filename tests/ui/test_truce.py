"""The Truce monitor as a reader sees it: the answer of a day, components left out, what is next, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.visits import View, opened, unescaped
from treasury.settings import settings
from treasury.ui import ahead, truce
from treasury.ui.navigation import PAGES

MONITOR = PAGES[0]


@pytest.fixture(autouse=True)
def _from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "none"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def metrics(view: View) -> dict[str, str]:
    return {metric.label: metric.value for metric in view.app.metric}


def figure(view: View, at: int) -> dict[str, Any]:
    return view.charts[at].figure


def test_the_answer_comes_first_with_gauge_and_supports() -> None:
    view = opened(MONITOR)
    assert "cannot be answered: only 3 of 9 components are current" in view.headlines[0]
    shown = metrics(view)
    assert shown["Fragility gauge, 21 Aug 2026"] == "51.1 of 100"
    assert (shown["Quiet inflation expectations"], shown["Bill-heavy funding"]) == ("Pass", "Pass")
    assert next(unescaped(e.label) for e in view.app.expander) == "Why there is no answer for 5 Oct 2026: what is missing"
    assert "5y5y breakeven: last value 5 Aug 2026, 61 days before" in view.words
    assert figure(view, 0)["layout"]["title"]["text"] == "Gauge 51.1: 50 and what each adds"


def test_a_day_of_the_past_from_a_link() -> None:
    view = opened(MONITOR, {"day": "2025-04-11"})
    assert view.headlines[0].startswith("The truce was not holding on 11 Apr 2025: the fragility gauge stood at 71.3 of 100")
    assert "Why there is no answer" not in view.words
    assert view.charts[0].alt.startswith(
        "Fragility gauge 71.3 of 100 on 11 Apr 2025. Financial stress 1.60 points, 93rd, adds +6.2;"
    )


def test_components_left_out_by_a_link() -> None:
    chosen = [name for name in truce.NAMES if name != "Financial stress"]
    view = opened(MONITOR, {"day": "2025-04-11", "components": chosen})
    assert "67.6 of 100 from 6 of 9 components (1 left out by choice)" in view.headlines[0]
    assert metrics(view)["Fragility gauge, 11 Apr 2025"] == "67.6 of 100"
    fewer = opened(MONITOR, {"day": "2025-04-11", "components": chosen[:4]})
    assert "cannot be answered: only 4 of 9 components (5 left out by choice) count" in fewer.headlines[0]
    assert metrics(fewer)["Fragility gauge, 11 Apr 2025"] in ("", "—", "None")
    assert figure(fewer, 0)["layout"]["title"]["text"] == "No gauge: 4 of 9 components"
    assert "Financial stress: left out by choice" in fewer.words


def test_what_changed_since_a_day() -> None:
    view = opened(MONITOR, {"since": "2026-08-17"})
    assert "Coupon auctions with a result: 2, listed below." in view.words  # 20-year bond and 30-year TIPS, 19 and 20 August
    assert "Buybacks with a result: 1, USD 5.19 bn accepted; the last on 10 Sep 2026, cover 1.75." in view.words
    assert "Fragility gauge: 55.0 on 17 Aug 2026, no number on 5 Oct 2026." in view.words
    week = opened(MONITOR)
    assert "Coupon auctions: no newer result; the last held is of 20 Aug 2026." in week.words
    assert "10-year above 2007 peak (30 Sep 2026)" in week.words


def event(kind: str, day: str, title: str, start: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "date": day, "title": title, "start_time": start}


def test_what_is_next_says_up_to_where_it_is_known() -> None:
    auctions = [
        event("auction", "2026-12-01", "Auction: 4-week bill", "11:30"),
        event("auction", "2026-12-01", "Auction: 8-week bill", "11:30"),
        event("auction", "2026-12-08", "Auction: 3-year note", "13:00"),
    ]
    found = {kind: {"events": [], "until": None} for kind in ahead.KINDS}
    found |= {"auction": {"events": auctions, "until": "2026-12-08"}, "buyback": {"events": [], "until": "2026-11-05"}}
    rows = ahead.table(found).set_index("What")
    assert rows.loc["Auction"].tolist() == ["1 Dec 2026 11:30", "4-week bill; 8-week bill; 1 more within 200 days."]
    assert rows.loc["Buyback"].tolist() == ["not known", "None from today on; the last known is 5 Nov 2026."]
    assert rows.loc["FOMC", "Which"] == "None from today on; none is held."


def test_rows_of_the_figure_run_from_what_adds_most_to_what_is_missing() -> None:
    components = [
        {"name": "a", "figure": "1 bp", "value": 1.0, "percentile": 20.0, "adds": -5.0, "left_out": False, "missing": None},
        {"name": "b", "figure": "2 bp", "value": 2.0, "percentile": 90.0, "adds": 6.7, "left_out": False, "missing": None},
        {"name": "c", "figure": "3 bp", "value": 3.0, "percentile": 99.0, "adds": None, "left_out": True, "missing": None},
        {
            "name": "d",
            "figure": "n/a",
            "value": None,
            "percentile": None,
            "adds": None,
            "left_out": False,
            "missing": "not held: x",
        },
    ]
    rows = truce.contribution_rows({"day": "2026-08-14", "components": components})
    assert rows["name"].tolist() == ["b", "a", "c", "d"]
    assert rows["words"].tolist() == ["2 bp, 90th, adds +6.7", "1 bp, 20th, adds -5.0", "left out", "missing: not held"]


def test_the_sentence_of_the_history_names_its_ends() -> None:
    line = pd.Series([55.0, 71.2, 60.0], index=pd.to_datetime(["2025-04-09", "2025-04-11", "2025-05-09"]))
    shown = truce.DateRange(date(2025, 4, 9), date(2025, 5, 9), "1M")
    assert truce.history_title(line, shown) == "Highest 71.2 on 11 Apr 2025; 60.0 on 9 May 2025"
    assert truce.history_alt(line, shown).endswith("60.0 on 9 May 2025; at 70 or more on 1 session.")


def test_the_notes_count_how_often_the_levels_were_reached() -> None:
    """A quarter and a twentieth of the sessions, as `tests/answers/test_gauge.py` counts them."""
    said = opened(MONITOR).words
    assert "of the sessions with a gauge since 6 Apr 2009, 24 % stood at 60 or more and 4 % stood at 70 or more" in said


def test_what_is_missing_on_the_day_stands_in_the_open() -> None:
    captions = [unescaped(one.value) for one in opened(MONITOR, {"day": "2025-04-11"}).app.caption]
    assert (
        "Missing on this day: **Long-end buybacks**: own history only since 15 Aug 2024 (11 values); 20 values are needed · "
        "**Triple sell-offs**: not held: equities (python -m treasury refresh equities)"
    ) in captions


def test_words_and_table_cut_the_gauge_alike() -> None:
    """57.97 on 30 July 2025 reads 57 in the sentence, so it is no 58.0 in the table."""
    view = opened(MONITOR, {"day": "2025-07-30"})
    assert "stood at 57.9 of 100" in view.headlines[0]
    table = next(one.value for one in view.app.dataframe if "highest_after" in one.value.columns)
    assert table.set_index("date").loc["2025-07-30", "gauge"] == 57.9
