"""The window of an event: which day stands for which, and ranks counted by hand beside each other."""

from datetime import date

import pandas as pd
import pytest

from tests.analytics.published import THIRTY_YEAR_EDGES, par_2025, series
from treasury.analytics.event_window import RANKED, SINCE, beside, default_window, in_week
from treasury.analytics.moves import MOVES

PAR = par_2025()


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2025-04-11", "2025-04-11"),
        ("2025-04-13", "2025-04-11"),  # a Sunday belongs to the week before it
        ("2025-04-18", "2025-04-17"),  # Good Friday
        ("2025-04-20", "2025-04-17"),
        ("2025-04-05", "2025-04-04"),
        ("2025-03-31", "2025-03-31"),
        ("2025-04-23", "2025-04-22"),
        ("2025-04-29", None),
    ],
)
def test_a_day_without_a_figure_stays_in_its_week(day: str, stands: str | None) -> None:
    found = in_week(PAR["10Y"], day)
    assert (found.isoformat() if found else None) == stands


def test_a_holiday_on_a_monday_stands_for_the_tuesday_after() -> None:
    week = series({"2025-05-23": 4.51, "2025-05-27": 4.43, "2025-05-28": 4.47})
    assert in_week(week, "2025-05-26") == date(2025, 5, 27)


@pytest.mark.parametrize(
    ("event", "session", "window"),
    [
        ("2025-04-02", 5, date(2025, 4, 11)),  # session 5 is Wednesday the 9th
        ("2025-04-02", 0, date(2025, 4, 4)),
        ("2025-04-11", 0, date(2025, 4, 11)),
        ("2025-04-11", 5, date(2025, 4, 22)),  # the 21st: Good Friday is no session; the last day held of that week
        ("2025-04-21", 20, date(2025, 4, 22)),  # as far as it goes
        ("2025-04-23", 5, None),  # no session follows
    ],
)
def test_the_window_opens_on_the_week_of_the_session(event: str, session: int, window: date | None) -> None:
    assert default_window(PAR["10Y"], event, session) == window


def test_ranks_stand_beside_each_other_and_agree_with_sorting() -> None:
    found = beside(PAR, "2025-04-11")
    assert [(one.definition, one.series) for one in found[::2]] == [
        (definition, tenor) for definition in ("calendar_week", "rolling_five", "day") for tenor in RANKED
    ]
    assert [one.since for one in found[:2]] == [SINCE[0], date(2025, 4, 11)], "the start of each series"
    for one in found:
        moves = MOVES[one.definition](PAR[one.series]).dropna()
        sign = 1 if one.value_bp and one.value_bp > 0 else -1
        ordered = sorted((sign * move for move in moves), reverse=True)
        assert one.rank == ordered.index(sign * one.value_bp) + 1
        assert one.of == len(moves)


def test_no_later_move_stands_in_for_a_tenor_without_a_figure() -> None:
    holed = PAR.copy()
    holed.loc["2025-04-11", "30Y"] = float("nan")
    found = {(one.definition, one.series): one for one in beside(holed, "2025-04-11")}
    assert found["day", "30Y"].value_bp is None
    assert found["rolling_five", "30Y"].value_bp is None
    assert found["calendar_week", "30Y"].value_bp == 45, "the week goes on to Thursday: 4.86 after 4.41"
    assert found["calendar_week", "10Y"].value_bp == 47


def test_no_rank_reaches_across_the_gap_of_the_30_year() -> None:
    curve = pd.DataFrame({"30Y": series(THIRTY_YEAR_EDGES)})
    assert {one.value_bp for one in beside(curve, "2006-02-09", ("30Y",))} == {None}
    assert {one.value_bp for one in beside(curve, "2004-05-05", ("30Y",))} == {None}
    after = {one.definition: one.value_bp for one in beside(curve, "2006-02-14", ("30Y",))}
    assert after == {"calendar_week": -4, "rolling_five": None, "day": 4}, "4.51 on the 17th after 4.55 on the 10th"
