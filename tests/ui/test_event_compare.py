"""The page Compare: events from the list and from the address, two axes, other measures, what is missing."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from tests.visits import add
from treasury.charts.base import Mark
from treasury.ui import event_compare as ui
from treasury.ui.events import Event

PAGE = "events/compare.py"
TABLES = ("reactions", "ranks", "beside")
FOUR = ["2025-04-02", "2025-04-09", "2025-07-30", "2025-11-05"]


def said(app) -> str:
    assert [e.message for e in app.exception] == []
    words = " | ".join(item.value for item in (*app.info, *app.warning, *app.error, *app.caption, *app.markdown))
    return words.replace("\\", "").replace("\u2060", "")


def title(app) -> str:
    return app.title[0].value.replace("\\", "")


def table(app, key: str) -> pd.DataFrame:
    return app.dataframe[TABLES.index(key)].value


def figure(app) -> dict:
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def test_it_opens_on_the_main_acts_of_policy(held, open_page):
    app = open_page(PAGE)
    shown = app.pills(key="events").value
    assert shown[:3] == ["2025-04-02 Reciprocal tariffs", "2025-04-09 Tariff pause", "2025-07-30 Long-end buybacks doubled"]
    assert "2025-11-05 Hint at larger coupons; Court hears tariff case" in shown
    assert not [entry for entry in shown if "reference" in entry]
    assert len(figure(app)["data"]) == len(shown)
    assert title(app).startswith(f"The 10-year 5 sessions after {len(shown)} events: from -12 bp after 30 Jul 2025 (Long-end")
    assert "to +17 bp after 2 Apr 2025 (Reciprocal tariffs)" in title(app)
    assert "19 Aug 2026 from session 5: the series pauses after 21 Aug 2026" in said(app)


def test_reactions_ranks_and_what_else_happened(held, open_page):
    app = open_page(PAGE, events=FOUR)
    reactions = table(app, "reactions")
    assert reactions.index.tolist() == ["2 Apr 2025", "9 Apr 2025", "30 Jul 2025", "5 Nov 2025"]
    assert reactions.loc["5 Nov 2025"].tolist()[:6] == [7, 1, 1, 1, 0, 4]
    assert reactions.loc["2 Apr 2025"].tolist()[:7] == [3, -11, -16, 17, 12, 8, 91]
    assert reactions.loc["30 Jul 2025", "beside"].startswith("FOMC holds, ")
    ranks = table(app, "ranks")
    assert ranks.loc["9 Apr 2025", ["calendar_week_bp", "calendar_week_rank"]].tolist() == [47, "2 of 1,343"]
    assert ranks.loc["5 Nov 2025", ["day_bp", "calendar_week_rank"]].tolist() == [7, "no change, no rank"]
    beside = table(app, "beside")
    assert ("30 Jul 2025", "FOMC", "FOMC holds") in set(zip(beside["event"], beside["kind"], beside["label"], strict=True))
    whole = table(open_page(PAGE, events=FOUR, since="Whole series"), "ranks")
    assert whole.loc["9 Apr 2025", "calendar_week_rank"] == "2 of 1,916"


def test_days_of_ones_own_have_names(held, open_page):
    app = open_page(PAGE, events=["2020-03-09 Oil & virus", "2025-04-02", "2025-03-10"], measure="30Y", session="0")
    assert table(app, "reactions")["event"].tolist() == ["Oil & virus", "", "Reciprocal tariffs"]
    assert next(trace["name"] for trace in figure(app)["data"]) == "9 Mar 2020 (Oil &amp; virus)"
    assert title(app).startswith("The 30-year on 3 events: from ")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["2025-13-45"], "Events: `2025-13-45` cannot be used (2025-13-45 does not exist, months run from 01 to 12"),
        (["<script>alert(1)</script>", "2025-04-02"], "cannot be used ('scriptalert(1)/script' is no date"),
        (["2031-01-01 Later"], "cannot be used (the figures go from 3 Jan 1990 to 5 Oct 2026)"),
        (["1985-01-01"], "the figures go from 3 Jan 1990"),
        (["9" * 10_000], "(10,000 characters)"),
        ([f"2025-0{month}-0{day}" for month in range(3, 6) for day in range(1, 8)], "21 are named, the first 9 are kept"),
    ],
)
def test_wrong_events_are_left_out_with_a_word(held, open_page, typed, words):
    app = open_page(PAGE, events=typed)
    assert words in said(app)
    assert 0 < len(table(app, "reactions")) <= ui.MOST_EVENTS


def test_what_is_typed_in_the_box_is_read_too(held, open_page):
    app = open_page(PAGE, events=FOUR[:1])
    add(app, "events", "soon")
    assert "Events: `soon` cannot be used" in said(app)
    add(app, "events", "2025-08-01 Jobs")
    assert app.pills(key="events").value == ["2025-04-02 Reciprocal tariffs", "2025-08-01 Jobs"]
    assert "cannot be used" not in said(app)
    assert table(app, "reactions")["event"].tolist() == ["Reciprocal tariffs", "Jobs"]
    app.pills(key="events").set_value([]).run()
    assert "None chosen under “Events”" in said(app)
    assert len(table(app, "reactions")) == 6


def test_no_event_can_be_added_to_nine(held, open_page):
    app = open_page(PAGE, events=[f"2025-0{month}-0{day}" for month in (3, 4) for day in (3, 4, 5, 6)])
    add(app, "events", "2025-08-01 *Jobs* :red[x]")
    box = app.selectbox(key="events_add")
    assert (box.value, box.disabled, box.placeholder) == (None, True, "9 at most: take one out")
    last = app.pills(key="events").options[-1]
    assert last == r"2025-08-01 \*Jobs\* :" + "\u2060" + r"red\[x\]", "a name is no markup"


def test_calendar_days_and_other_measures(held, open_page):
    app = open_page(PAGE, events=FOUR, axis="Calendar days", measure="Dollar")
    drawn = figure(app)
    assert drawn["layout"]["xaxis"]["title"]["text"] == "Calendar days from the day of the event"
    assert drawn["layout"]["yaxis"]["title"]["text"] == "Percent"
    assert -3 not in drawn["data"][0]["x"], "Sunday 30 March"
    assert table(app, "reactions")["session_20_change"].iloc[0] == pytest.approx(-3.04, abs=0.01)
    assert "Moves are ranked for rates" in said(app)
    assert title(app).startswith("Dollar 5 sessions after 4 events: from -")
    stress = open_page(PAGE, events=FOUR[:1], measure="Financial stress")
    assert title(stress) == "Financial stress 5 sessions after the event: +2.96 points after 2 Apr 2025 (Reciprocal tariffs)."


def test_an_event_before_the_30_year_returned_is_missing_with_words(held, open_page):
    app = open_page(PAGE, events=["2004-05-05", "2025-04-02"], measure="30Y")
    assert table(app, "reactions").iloc[0, :6].isna().all()
    assert "5 May 2004 from session 0: the series pauses after 15 Feb 2002" in said(app)
    ranks = table(app, "ranks").loc["5 May 2004"]
    assert ranks[[name for name in ranks.index if name.endswith("_rank")]].tolist() == ["n/a"] * 3
    assert ranks[[name for name in ranks.index if name.endswith("_bp")]].isna().all()
    assert "1 not known" in title(app)
    none = open_page(PAGE, events=["2004-05-05"], measure="30Y")
    assert title(none) == "The 30-year 5 sessions after the event: no change is known."


def test_the_short_words_name_what_has_a_name_and_count_the_rest():
    found = pd.DataFrame({"kind": ["key_date", "auction", "buyback", "buyback"], "label": ["Tariff pause", "a", "b", "c"]})
    assert ui.in_short(found) == "Tariff pause, 1 auction, 2 buybacks"
    assert ui.in_short(found.iloc[:0]) == "nothing held"


def test_an_event_is_called_what_the_reader_calls_it():
    marks = (Mark(date(2025, 4, 2), "Reciprocal tariffs"),)
    assert Event(date(2025, 4, 2), marks).name == "2 Apr 2025 (Reciprocal tariffs)"
    assert Event(date(2025, 4, 2), marks, "Day one").name == "2 Apr 2025 (Day one)"
    assert Event(date(2025, 4, 2), ()).name == "2 Apr 2025"
