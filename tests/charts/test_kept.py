"""Figures kept by the content of what they are drawn from: drawn once for equal content, again for any difference."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from treasury.charts import base
from treasury.charts.kept import digest, kept

DAYS = pd.date_range("2025-01-01", periods=4, name="date")
FRAME = pd.DataFrame(
    {"2Y": [4.0, 4.1, np.nan, 4.2], "note": pd.Series(["a", "b", None, "d"], dtype="str").to_numpy()}, index=DAYS
)


class Drawn:
    """A chart function that counts how often it draws."""

    def __init__(self) -> None:
        self.times = 0
        self.chart = kept(self.draw)

    def draw(self, frame: pd.DataFrame, title: str = "", marks: tuple[base.Mark, ...] = ()) -> go.Figure:
        self.times += 1
        figure = base.new_figure(title)
        base.add_line(figure, frame["2Y"], "2Y", "#123456")
        return figure


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> Drawn:
    made = Drawn()
    made.chart(FRAME.head(0), request.node.name)  # kept figures outlive a test: every test has titles of its own
    made.times = 0
    return made


def relaid(frame: pd.DataFrame) -> pd.DataFrame:
    """The same content from other objects in another memory layout."""
    made = pd.DataFrame({name: frame[name].tolist() for name in reversed(frame.columns)}, index=frame.index.copy(deep=True))
    return made[list(frame.columns)].astype(frame.dtypes.to_dict())


def test_equal_content_is_drawn_once_wherever_it_lies(drawn: Drawn) -> None:
    marks = (base.Mark(date(2025, 4, 2), "Tariffs"),)
    first = drawn.chart(FRAME, "once", marks)
    again = drawn.chart(relaid(FRAME), "".join(["on", "ce"]), (base.Mark(date(2025, 4, 2), "Tariffs"),))
    assert drawn.times == 1
    assert again is first


@pytest.mark.parametrize(
    "other",
    [
        FRAME.assign(**{"2Y": FRAME["2Y"] + 1e-9}),
        FRAME.assign(note=["a", "b", None, "e"]),
        FRAME.rename(columns={"note": "words"}),
        FRAME.set_axis(DAYS + pd.Timedelta(days=1)),
        FRAME.rename_axis("day"),
        FRAME.head(3),
        FRAME.iloc[::-1],
        FRAME.fillna({"2Y": 0.0}),
        FRAME.assign(**{"2Y": FRAME["2Y"].astype("float32")}),
    ],
)
def test_any_difference_is_drawn_again(drawn: Drawn, other: pd.DataFrame) -> None:
    drawn.chart(FRAME, "differs")
    before = drawn.times
    drawn.chart(other, "differs")
    assert drawn.times == before + 1


NUMBERS = pd.DataFrame({"2Y": [4.0, 4.1, 4.2], "10Y": [4.5, 4.6, 4.7]}, index=DAYS[:3])


@pytest.mark.parametrize(
    "other",
    [
        NUMBERS.rename(columns={"2Y": "10Y", "10Y": "2Y"}),
        NUMBERS.set_axis(["10Y", "2Y"], axis="columns"),
        NUMBERS.assign(**{"10Y": NUMBERS["10Y"].iloc[::-1].to_numpy()}),
        pd.DataFrame(NUMBERS.to_numpy().T, index=DAYS[:2]),
        pd.DataFrame(NUMBERS.to_numpy().reshape(2, 3), index=DAYS[:2]),
        NUMBERS.to_numpy(),
        NUMBERS.to_numpy().T,
        NUMBERS.to_numpy().ravel(),
        [NUMBERS["2Y"], NUMBERS["10Y"]],
        NUMBERS.assign(**{"10Y": DAYS[:3]}),
        NUMBERS.assign(**{"10Y": DAYS[1:4]}),
    ],
)
def test_the_same_numbers_in_another_order_or_shape_are_something_else(other: object) -> None:
    assert digest(other) != digest(NUMBERS)


def test_where_numbers_lie_makes_no_difference() -> None:
    by_rows = pd.DataFrame(np.ascontiguousarray(NUMBERS.to_numpy()), index=NUMBERS.index, columns=NUMBERS.columns)
    by_columns = pd.DataFrame(np.asfortranarray(NUMBERS.to_numpy()), index=NUMBERS.index, columns=NUMBERS.columns)
    every_other = pd.concat([NUMBERS, NUMBERS]).sort_index(kind="stable").iloc[::2]
    assert digest(by_rows) == digest(by_columns) == digest(every_other) == digest(NUMBERS)
    assert digest(DAYS.to_numpy()[::2]) == digest(np.array(["2025-01-01", "2025-01-03"], dtype=DAYS.dtype))
    assert digest(NUMBERS.iloc[:0]) != digest(NUMBERS)


def test_arguments_count_too(drawn: Drawn) -> None:
    assert drawn.chart(FRAME, "one").layout.title.text == "one"
    assert drawn.chart(FRAME, "two").layout.title.text == "two"
    assert drawn.chart(FRAME, marks=(base.Mark(date(2025, 4, 2), "x"),)) is not drawn.chart(FRAME, marks=())


def test_what_is_sent_has_short_days_and_numbers_and_null_for_missing(drawn: Drawn) -> None:
    figure = drawn.chart(FRAME, "sent")
    line = json.loads(figure.to_json())["data"][0]
    assert line["x"] == ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"]
    assert line["y"] == [4.0, 4.1, None, 4.2]
    assert figure.to_dict() is figure.to_dict()


def test_a_chart_function_with_a_function_among_its_arguments_draws_each_time() -> None:
    times = []

    @kept
    def chart(call: object) -> go.Figure:
        times.append(1)
        return base.new_figure()

    chart(lambda: 1)
    chart(lambda: 1)
    assert len(times) == 2
