"""Figures as pages send them: their look in place of the template, their arrays written, and the same colours as the page."""

from __future__ import annotations

import json
import tomllib

import numpy as np
import pandas as pd
import plotly.io as pio
import pytest

from treasury.charts import base, theme
from treasury.charts.dress import dressed
from treasury.charts.yields import yield_lines
from treasury.settings import ROOT
from treasury.ui import dark

DAYS = pd.bdate_range("2025-01-01", periods=60)
FRAME = pd.DataFrame({"2Y": np.linspace(4.0, 4.2, 60), "10Y": np.linspace(4.5, 4.9, 60)}, index=DAYS)


def sent(figure) -> dict:
    return json.loads(pio.to_json(dressed(figure), validate=False))


def test_the_look_stands_in_the_figure_and_no_template() -> None:
    layout = sent(yield_lines(FRAME, "Dressed"))["layout"]
    assert "template" not in layout
    assert layout["datarevision"] == 1
    assert layout["paper_bgcolor"] == "#ffffff"
    assert layout["yaxis"]["gridcolor"] == layout["xaxis"]["tickcolor"] == theme.LIGHT.grid
    assert layout["xaxis"]["showgrid"] is False
    assert layout["yaxis"]["tickfont"]["color"] == theme.LIGHT.muted
    assert layout["title"]["font"]["color"] == theme.LIGHT.text
    assert layout["hovermode"] == "x unified", "as the template has it"
    assert layout["xaxis"]["type"] == "date", "as the chart function has it"
    assert layout["yaxis"]["automargin"] is False, "what a chart says goes before the look"


def test_every_axis_has_the_look() -> None:
    figure = base.new_figure("Two axes")
    figure.add_scatter(x=[1, 2], y=[1, 2], yaxis="y2")
    figure.update_layout(yaxis2={"overlaying": "y", "side": "right"})
    layout = sent(figure)["layout"]
    assert layout["yaxis2"]["gridcolor"] == layout["yaxis"]["gridcolor"] == theme.LIGHT.grid
    assert (layout["yaxis2"]["side"], layout["yaxis"].get("side")) == ("right", None)


def test_days_and_numbers_go_as_short_texts() -> None:
    figure = base.new_figure("Days")
    base.add_line(figure, FRAME["2Y"].mask(FRAME.index == DAYS[30]), "2Y", "#123456")
    line = sent(figure)["data"][0]
    assert line["x"][:2] == ["2025-01-01", "2025-01-02"]
    assert (line["y"][0], line["y"][30], line["x"][30]) == (4.0, None, "2025-02-12")


def test_other_x_values_stay_as_they_are() -> None:
    figure = base.new_figure("Names", dates=False)
    figure.add_bar(x=[f"{n} days" for n in range(40)], y=list(range(40)), text=["<b>"] * 40)
    bar = sent(figure)["data"][0]
    assert bar["x"][:2] == ["0 days", "1 days"]
    assert bar["y"] == list(range(40))
    assert bar["text"][0] == "<b>"


def test_a_kept_figure_is_dressed_once_and_stays_as_it_was() -> None:
    figure = yield_lines(FRAME, "Once")
    assert dressed(figure) is dressed(figure)
    assert figure.layout.template.layout.hovermode == "x unified"
    assert figure.data[0].x[0] == "2025-01-01"


def test_a_figure_that_nobody_keeps_is_dressed_as_it_is_now() -> None:
    figure = base.new_figure("Now")
    assert sent(figure)["data"] == []
    base.add_line(figure, FRAME["2Y"], "2Y", "#123456")
    assert len(sent(figure)["data"]) == 1


@pytest.mark.parametrize(("look", "mode"), [(theme.LIGHT, "light"), (theme.DARK, "dark")])
def test_the_colours_are_those_of_the_page(look: theme.Look, mode: str) -> None:
    page = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"][mode]
    assert (look.text, look.ground, look.muted) == (page["textColor"], page["backgroundColor"], page["grayTextColor"])
    assert (look.border, look.grid) == (page["borderColor"], page["dataframeBorderColor"])


def test_each_colour_has_one_for_a_dark_page() -> None:
    rules = list(dark.rules())
    assert '.stPlotlyChart [style*="fill: rgb(85, 96, 109)"] { fill: light-dark(#55606d, #a3aebb) !important; }' in rules
    assert '.stPlotlyChart [style*="stroke: rgb(225, 230, 236)"] { stroke: light-dark(#e1e6ec, #2a3643) !important; }' in rules
    assert '.stPlotlyChart .hoverlayer [style*="fill: rgb(255, 255, 255)"]' in " ".join(rules)


def test_no_colour_of_a_series_is_taken_for_one_of_the_look() -> None:
    look = {theme.LIGHT.text, theme.LIGHT.muted, theme.LIGHT.grid, theme.LIGHT.border}
    maps = (
        theme.TENOR_COLOURS,
        theme.CLASS_COLOURS,
        theme.DIRECTION,
        theme.REGIME_COLOURS,
        theme.PART_COLOURS,
        theme.FLOW_COLOURS,
    )
    assert look.isdisjoint({*theme.SERIES, theme.TOTAL, theme.TOTAL_EDGE, *(colour for one in maps for colour in one.values())})
