"""The Event lab: the day from the list and from the address, words for what cannot be shown, what is missing."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from tests.visits import opened
from treasury import frames
from treasury.analytics import event_study
from treasury.analytics.assets import ASSETS
from treasury.answers.event import event as event_answer
from treasury.charts.base import Mark
from treasury.errors import StoreError
from treasury.refreshing import open_store
from treasury.store import Store
from treasury.ui import event_lab as ui
from treasury.ui import events
from treasury.ui.event_ranks import DEFINITIONS
from treasury.ui.events import Event
from treasury.ui.navigation import PAGES

LAB = "events/event_lab.py"
PIECES = ("expected path", "premium", "remainder")
DAYS = pd.to_datetime(["2025-04-01", "2025-04-02", "2025-04-03"])
YIELDS = pd.DataFrame({"2Y": [3.87, 3.91, 3.71], "10Y": [4.17, 4.20, 4.06], "30Y": [4.52, 4.54, float("nan")]}, index=DAYS)
TARIFFS = Event(date(2025, 4, 2), (Mark(date(2025, 4, 2), "Reciprocal tariffs", "Tariffs."),))


def said(app) -> str:
    assert [e.message for e in app.exception] == []
    words = " | ".join(item.value for item in (*app.info, *app.warning, *app.error, *app.caption, *app.markdown))
    return words.replace("\\", "")  # Markdown's escapes


def title(app) -> str:
    return app.title[0].value.replace("\\", "")


def test_the_headline_names_change_session_and_event():
    table = event_study.reactions(YIELDS, TARIFFS.day)
    assert ui.headline(table, TARIFFS, 0) == ("10-year: +3 bp on 2 Apr 2025 (Reciprocal tariffs); 30-year: +2 bp; 2-year: +4 bp.")
    assert ui.headline(table, TARIFFS, 1) == "10-year: -11 bp 1 session after 2 Apr 2025 (Reciprocal tariffs); 2-year: -16 bp."
    assert ui.headline(table, TARIFFS, 5) == "No change is known 5 sessions after 2 Apr 2025 (Reciprocal tariffs)."


def test_the_lab_opens_on_2_april_2025(held, open_page):
    app = open_page(LAB)
    assert title(app).startswith("10-year: +17 bp 5 sessions after 2 Apr 2025 (Reciprocal tariffs); 30-year: +20 bp")
    assert app.selectbox(key="event_picked").value == date(2025, 4, 2)
    assert "last value before the day, **1 Apr 2025**" in said(app)
    assert "Session 0 is 2 Apr 2025, 1 is 3 Apr 2025, 2 is 4 Apr 2025, 5 is 9 Apr 2025" in said(app)
    assert "**S&P 500 and VIX: live only**" in said(app)


def test_main_key_dates_come_first_and_those_without_a_figure_are_left_out(held, open_page):
    options = open_page(LAB).selectbox(key="event_picked").options
    assert options[0] == "15 Sep 2026 (10-year at 5%)"
    assert options.index("2 Apr 2025 (Reciprocal tariffs)") < options.index("30 Sep 2026 (10-year above 2007 peak)")
    assert "5 Nov 2025 (Hint at larger coupons; Court hears tariff case)" in options
    assert not [one for one in options if "Funding deadline" in one]


def test_an_event_from_the_list_goes_into_the_address(held, open_page):
    app = open_page(LAB, session="0")
    app.selectbox(key="event_picked").set_value(date(2025, 11, 5)).run()
    assert app.date_input(key="event").value == date(2025, 11, 5)
    assert app.query_params["event"] == "2025-11-05"
    assert "10-year: +7 bp on 5 Nov 2025" in title(app)
    app.date_input(key="event").set_value(date(2025, 11, 6)).run()
    assert app.selectbox(key="event_picked").value is None
    assert "10-year: -6 bp on 6 Nov 2025" in title(app)


@pytest.mark.parametrize(
    ("typed", "word", "shown"),
    [
        ("2025-13-45", "does not exist, months run from 01 to 12", date(2025, 4, 2)),
        ("1900-01-01", "too early", date(2025, 4, 2)),
        ("2031-01-01", "1 Jan 2031 lies after the last figure", date(2026, 10, 5)),
        ("1962-02-01", "1 Feb 1962 lies before the first figure", date(1990, 1, 3)),
        ("x" * 10_000, "10,000 characters", date(2025, 4, 2)),
        ("<script>alert(1)</script>", "is no date", date(2025, 4, 2)),
        (
            "2025-04-05",
            "Saturday 5 Apr 2025 has no figure. Session 0 is the first day after it that has one: Monday 7",
            date(2025, 4, 5),
        ),
        ("2025-04-18", "Friday 18 Apr 2025 has no figure", date(2025, 4, 18)),
        ("2026-08-19", "Session 5 is not held (see below): showing session 2.", date(2026, 8, 19)),
    ],
)
def test_a_day_that_is_no_session_is_spoken_of(held, open_page, typed, word, shown):
    app = open_page(LAB, event=typed)
    assert word in said(app)
    assert app.date_input(key="event").value == shown


def test_missing_cells_have_their_reason(held, open_page):
    words = said(open_page(LAB, event="2026-10-05"))
    assert "n/a for all from session 1: the series ends on 5 Oct 2026." in words
    assert "Dollar: the series ends on" in words


def test_the_rest_is_drawn_where_another_dataset_cannot_be_read(held, open_page, monkeypatch):
    real = Store.read

    def only_yields(self, dataset, as_known_on=None):
        if dataset.id != "par_yields":
            raise StoreError(f"{dataset.id} is gone")
        return real(self, dataset, as_known_on)

    monkeypatch.setattr(Store, "read", only_yields)
    app = open_page(LAB)
    assert title(app).startswith("10-year: +17 bp")
    assert "term_premium_acm is gone" in said(app)
    assert len(app.get("plotly_chart")) == 5
    assert "buyback_operations is gone" in said(app)


def test_unreadable_meetings_are_a_card(held, open_page, monkeypatch, tmp_path):
    broken = tmp_path / "reference"
    broken.mkdir()
    monkeypatch.setattr("treasury.reference.FOLDER", broken)
    app = open_page(LAB)
    assert "FOMC meetings cannot be read" in said(app)
    assert "Key dates cannot be offered" in said(app)


TABLES = ("ranks", "reactions", "beside", "parts_table", "assets", "own_ranks", "placebo")  # in the page's order


def table(app, key: str) -> pd.DataFrame:
    return app.dataframe[TABLES.index(key)].value


def test_the_window_of_the_week_of_11_april_2025_stands_side_by_side_by_every_definition(held, open_page):
    app = open_page(LAB)
    assert app.date_input(key="window").value == date(2025, 4, 11)
    ranks = table(app, "ranks").set_index(["definition", "series"])
    week, rolling = ranks.loc["Calendar week"], ranks.loc["Rolling five"]
    assert week.loc["10Y"].tolist()[:4] == [47, "2 of 1,343", "2 of 1,916", "16 Nov 2001"]
    assert week.loc["30Y"].tolist()[:4] == [44, "1 of 1,135", "1 of 1,708", "none in the series"]
    assert week.loc["2Y", "value_bp"] == 28
    assert rolling.loc["10Y"].tolist()[:3] == [47, "8 of 6,432", "11 of 9,181"]
    assert len(ranks) == 9
    assert "In the week to 11 Apr 2025 the 10-year moved +47 bp, the 2nd largest rise among 1,343 weeks" in title(app)


@pytest.mark.parametrize(
    ("typed", "shown", "words"),
    [
        ("2025-04-18", "Calendar week", "18 Apr 2025 has no figure; 17 Apr 2025 stands for it"),  # Good Friday
        ("2025-05-26", "Calendar week", "26 May 2025 has no figure; 27 May 2025 stands for it"),  # Memorial Day, a Monday
        ("nonsense", "Calendar week", "Window: `nonsense` in the link cannot be used"),
        ("2031-01-01", "Calendar week", "Window: 1 Jan 2031 lies after the last figure"),
    ],
)
def test_a_window_that_is_no_session_is_spoken_of(held, open_page, typed, shown, words):
    app = open_page(LAB, window=typed)
    assert words in said(app)
    assert shown in table(app, "ranks")["definition"].tolist()


def test_a_holiday_week_has_a_calendar_week_move(held, open_page):
    """Good Friday: 4.34 on Thursday 17 April 2025 after 4.48 on Friday the 11th."""
    ranks = table(open_page(LAB, window="2025-04-18"), "ranks").set_index(["definition", "series"])
    assert ranks.loc[("Calendar week", "10Y"), "value_bp"] == -14


def test_a_tenor_without_figures_is_missing_with_words(held, open_page):
    app = open_page(LAB, event="2004-05-05")
    ranks = table(app, "ranks").set_index(["definition", "series"])
    assert ranks.loc[("Calendar week", "30Y")].tolist()[1:4] == ["n/a", "n/a", "n/a"]
    assert pd.isna(ranks.loc[("Day", "30Y"), "value_bp"])
    assert "n/a: 30Y has no figure on" in said(app)
    assert "30Y: the series pauses after 15 Feb 2002" in said(app)


def test_the_window_follows_the_event_and_the_session_until_it_is_chosen(held, open_page):
    app = open_page(LAB, session="0")
    assert app.date_input(key="window").value == date(2025, 4, 4)
    app.date_input(key="window").set_value(date(2025, 4, 9)).run()
    assert "11 Apr 2025 the 10-year moved +47 bp" in title(app), "the week that holds the day"
    app.selectbox(key="event_picked").set_value(date(2025, 11, 5)).run()
    assert app.date_input(key="window").value == date(2025, 11, 7)


def test_a_label_of_the_readers_own_names_the_event_and_does_not_outlive_it(held, open_page):
    app = open_page(LAB, event="2025-03-10", label="My *day* of <b>note</b>")
    assert "after 10 Mar 2025 (My *day* of bnote/b)" in title(app)
    assert "signs that are no letters" in said(app)
    path = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]
    assert "My *day* of bnote/b" in [mark["label"] for mark in path["meta"]["key_dates"]]
    app.date_input(key="event").set_value(date(2025, 3, 11)).run()
    assert app.text_input(key="label").value == ""
    assert "11 Mar 2025;" in title(app)


def test_a_label_that_is_too_long_is_cut_with_a_word(held, open_page):
    app = open_page(LAB, label="long " * 50)
    assert "Label: `long long" in said(app)
    assert "has more than 60 characters" in said(app)
    assert len(title(app)) <= 320


def test_the_placebo_is_drawn_with_the_event_in_it(held, open_page):
    app = open_page(LAB)
    assert "10Y +17 bp by session 5: the 91st percentile of 6,425 other dates since 1 January 2001" in said(app)
    picture = next(json.loads(c.proto.spec) for c in app.get("plotly_chart") if "all dates" in c.proto.spec)
    assert sum(picture["data"][0]["y"]) == 6425
    assert "<b>2 Apr 2025 +17 bp</b>" in [note["text"] for note in picture["layout"]["annotations"]]
    whole = open_page(LAB, tenor="30Y", compared="1", since="Whole series")
    assert "30Y -3 bp by session 1" in said(whole)
    assert "other dates of the whole series" in said(whole)


def test_the_parts_add_up_in_the_digits_shown(held, open_page):
    parts = table(open_page(LAB), "parts_table")
    whole = parts.loc["10Y par yield"]
    for split in (("Real yield", "Breakeven", "Remainder"), *((f"{m}: {p}" for p in PIECES) for m in ("ACM", "Kim-Wright"))):
        summed = parts.loc[list(split)].round(2).sum()
        assert (summed - whole).abs().max() < 0.005


def test_what_is_not_held_of_a_model_is_said(held, open_page):
    app = open_page(LAB, event="2025-11-05")
    assert table(app, "parts_table").loc["Kim-Wright: expected path"].isna().all()
    assert "Kim-Wright: expected path: the series ends on 30 May 2025" in said(app)


def test_what_the_page_shows_is_what_the_command_answers(held, open_page):
    """Every table of the page against `event 2025-07-30 --json`."""
    answer = event_answer(frames.reader(open_store()), date(2025, 7, 30))
    app = open_page(LAB, event="2025-07-30")
    shown = table(app, "reactions")
    assert {tenor: same(row) for tenor, row in shown.iterrows()} == {t: list(v.values()) for t, v in answer["reactions"].items()}
    for key, ranks in (("ranks", answer["window"]["ranks"]), ("own_ranks", answer["ranks"])):
        rows = [
            (DEFINITIONS[one["definition"]], one["tenor"], one["value_bp"], f"{one['rank']:,} of {one['of']:,}") for one in ranks
        ]
        got = table(app, key)
        assert list(zip(got["definition"], got["series"], got["value_bp"], got["since_2001"], strict=True)) == rows[::2]
        assert got["whole"].tolist() == [row[3] for row in rows[1::2]]
    parts = table(app, "parts_table").T
    for row, (session, made) in zip(parts.iterrows(), answer["decomposition"].items(), strict=True):
        assert row[0].endswith(f"_{session}_fine_bp")
        models = [made[model][f"{part}_bp"] for model in ("acm", "kim_wright") for part in ("path", "premium", "remainder")]
        assert same(row[1]) == [made[f"{part}_bp"] for part in ("nominal", "real", "breakeven", "remainder")] + models
    held_assets = {a.key: a.name for a in ASSETS if a.dataset not in ("equities", "vix")}
    assets = table(app, "assets")
    assets.index = [name.rsplit(", ", 1)[0] for name in assets.index]
    assert {key: same(assets.loc[name]) for key, name in held_assets.items()} == {
        key: list(answer["assets"][key].values()) for key in held_assets
    }
    beside = table(app, "beside")
    assert beside["label"].tolist() == [one["label"] for one in answer["confounders"]]
    assert "FOMC holds" in beside["label"].tolist()
    percentiles = {one["session"]: one for one in answer["placebo"] if one["tenor"] == "10Y" and one["since"]}
    for session, row in table(app, "placebo").iterrows():
        assert row["change_percentile_pct"] == percentiles[session]["percentile"] // 1
        assert row["share_at_least_pct"] == pytest.approx(percentiles[session]["share_at_least"], abs=1e-4)


def same(row) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value), 4) for value in row]


def test_a_quiet_date_has_nothing_beside_it_and_says_so(held, open_page):
    assert "No key date, FOMC statement, auction of 2 years or more, or buyback within two sessions" in said(
        open_page(LAB, event="2026-08-28")
    )


def test_a_control_that_there_is_not_is_spoken_of(held):
    entry = next(one for one in PAGES if one.url_path == "event-lab")
    view = opened(entry, {"day": "2025-04-02", "event": "2025-11-05", "<b>": "1"})
    assert view.exceptions == []
    assert "The link has `day`, `<b>`, which this page, as it is set, does not use." in view.alerts
    assert "day" not in " ".join(opened(entry, {"event": "2025-11-05"}).alerts)


def test_key_dates_stand_on_sessions_and_the_day_itself_is_named():
    marks = [Mark(date(2025, 4, 2), "Reciprocal tariffs"), Mark(date(2025, 4, 1), "Before"), Mark(date(2025, 4, 9), "Later")]
    found = events.session_marks(marks, Event(date(2025, 4, 2), (marks[0],)), YIELDS["10Y"])
    assert [(one.mark.label, one.first) for one in found] == [("Reciprocal tariffs", 0), ("Before", -1)]
    own = events.session_marks([], Event(date(2025, 4, 3), ()), YIELDS["10Y"])
    assert [(one.mark.label, one.first) for one in own] == [("Event", 0)]
