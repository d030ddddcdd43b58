"""What the page "Term premium" says and tabulates: headline, key dates, headings, notes and methods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics import term_premium
from treasury.charts.base import Mark

MODELS = {"acm_premium_pct": "ACM", "kim_wright_premium_pct": "Kim-Wright"}
TREND = {"model": "Model", "observations": "Observations", "change_bp": "Change", "from_date": "From", "to_date": "To"}
AROUND = {"date": "Day", "model": "Model", "baseline_pct": "Premium at session -1", "before_bp": "-5 to -1", "day_bp": "-1 to 0"}
AROUND |= {"after_bp": "-1 to +5", "whole_bp": "-5 to +5", "event": "Key date", "baseline_date": "Session -1"}
WINDOW = 60
TREND_NOTES = """
The last value minus the value 20, 60 and 250 observations earlier: about a month, a quarter and a year. Missing where the
series pauses for more than 7 calendar days in between.
"""
AROUND_NOTES = """
Session 0 is the first observation on or after the day, session -1 the last before it; the premium is that of session -1. The
columns give the change from one session to another: before the day, on it, in the five sessions after it, and in all.
"""
METHODS = """
The **term premium** is what investors want on top of the expected average short rate for holding a 10-year security instead of
rolling bills. It is not observed: **fitted yield = expected path of the short rate + term premium**, by a model.

* **ACM** (Adrian, Crump and Moench, "Pricing the Term Structure with Linear Regressions", Federal Reserve Bank of New York,
  Staff Report 340): five principal components of zero-coupon yields. It is re-estimated early each month, and its past changes.
* **Kim-Wright** (Kim and Wright, Federal Reserve Board, Finance and Economics Discussion Series 2005-33): three latent factors,
  with surveys of forecasts of the short rate, which steady its expected path. FRED carries it as THREEFYTP10.

The models differ in level by tens of basis points; their changes are closer. Here they are compared only on days that both
publish, and a part that is not published is not computed from the others.
"""


def headline(models: pd.DataFrame, trends: pd.DataFrame) -> str:
    """Level, day and trend of each model that is held; from `term_premium.premia` and `term_premium.trends`."""
    said = []
    for column, name in MODELS.items():
        kept = models[column].dropna()
        if len(kept):
            row = trends[(trends["model"] == name) & (trends["observations"] == WINDOW)].iloc[0]
            moved = units.bp(row["change_bp"], why="too few observations")
            said.append(f"{name} {units.percent(kept.iloc[-1])} ({units.day(kept.index[-1])}), {moved}")
    return f"10-year term premium: {'; '.join(said)} over {WINDOW} observations." if said else "No term premium is held."


def around(models: pd.DataFrame, marks: Sequence[Mark]) -> pd.DataFrame:
    """The premium before, on and after each key date that the figures reach, both models below each other."""
    named: dict[date, str] = {}
    for mark in sorted(marks, key=lambda one: one.day):
        if mark.day <= models.index[-1].date():
            named[mark.day] = f"{named[mark.day]}; {mark.label}" if mark.day in named else mark.label
    table = term_premium.around(models.rename(columns=MODELS), list(named))
    return table.assign(event=[named[day.date()] for day in table["date"]])[list(AROUND)]
