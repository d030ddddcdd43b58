"""The pictures of the brief: figures of the pages, drawn by Kaleido in a Chromium, for light and for dark pages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import kaleido
import pandas as pd
from choreographer.errors import DevtoolsProtocolError
from kaleido.errors import KaleidoError

from treasury import units
from treasury.analytics.term_premium import premia
from treasury.answers import Load
from treasury.answers.gauge_rows import contribution_rows, contributions_alt, contributions_title
from treasury.brief.browser import may_use_sandbox
from treasury.brief.html import Picture
from treasury.charts import curve, term_premium
from treasury.charts import gauge as gauge_charts
from treasury.charts.base import Mark
from treasury.charts.still import Figure, still
from treasury.language import ENGLISH, tr

log = logging.getLogger(__name__)

WIDTH = 440  # fits a phone with a little shrinking, and half of a printed page
SECONDS = 30  # for one picture
YEAR = pd.Timedelta(days=365)


@dataclass(frozen=True)
class Drawing:
    """A figure with its key and what it shows, in a sentence for those who cannot see it."""

    key: str
    figure: Figure
    height: int
    alt: str


def drawings(load: Load, answer: Mapping[str, Any]) -> list[Drawing]:
    """The figures for which there is something to draw: the curve then and now, the premium, what the gauge is made of."""
    made = [_curve(load, answer["figures"]), _premium(load, date.fromisoformat(answer["since"])), _gauge(answer["gauge"])]
    return [one for one in made if one]


def _curve(load: Load, figures: Sequence[Mapping[str, Any]]) -> Drawing | None:
    ten = next(one for one in figures if one["name"] == "10-year")
    days = [ten[when]["date"] for when in ("then", "now") if ten[when]["date"]]
    if not days:
        return None
    rows = load("par_yields").loc[sorted({pd.Timestamp(day) for day in days})]
    title = tr("10-year {level}", level=ten["now_words"])
    if ten["change"] is not None:
        since = units.day(date.fromisoformat(ten["then"]["date"]))
        title = tr("10-year {level}, {change} since {day}", level=ten["now_words"], change=units.bp(ten["change"]), day=since)
    return Drawing("curve", curve.curve_overlay(rows, title), 320, curve.overlay_words(rows))


def _premium(load: Load, since: date) -> Drawing | None:
    models = premia(load("term_premium_acm"), load("term_premium_kw"))
    kept = models[models.index > models.index.max() - YEAR].dropna(how="all")
    if kept.empty:
        return None
    acm = kept["acm_premium_pct"].dropna()
    title = tr("10-year term premium")
    if len(acm) > 1:
        moved = units.bp((acm.iloc[-1] - acm.iloc[0]) * 100)
        title = tr("ACM premium {level}, {change} in a year", level=units.percent(acm.iloc[-1]), change=moved)
    span = units.days(kept.index[0].date(), kept.index[-1].date())
    figure = term_premium.premium_lines(kept, title, [Mark(since, units.day(since))])
    return Drawing("premium", figure, 230, term_premium.premium_words(kept, span))


def _gauge(gauge: Mapping[str, Any]) -> Drawing | None:
    shown = gauge["shown"]
    if shown["gauge"] is None:
        return None
    figure = gauge_charts.contributions(contribution_rows(shown), contributions_title(shown))
    return Drawing("gauge", figure, 360, contributions_alt(shown))


def rendered(made: Sequence[Drawing], browser: Path, language: str = ENGLISH, *, dark: bool = True) -> dict[str, Picture]:
    """Each drawing as a picture, by its key; none, with a warning in the log, where the browser fails.

    Without ``dark`` there is one for light pages alone: paper is light.
    """
    with TemporaryDirectory() as folder:
        jobs = [
            {
                "fig": still(one.figure, WIDTH, one.height, language, dark=is_dark),
                "path": _path(folder, one, is_dark),
                "opts": {"format": "svg", "width": WIDTH, "height": one.height},
            }
            for one in made
            for is_dark in ((False, True) if dark else (False,))
        ]
        try:
            # plotly.js is the one that comes with the charts; MathJax would be read from a server, and no chart has formulas.
            kaleido.write_fig_from_object_sync(
                jobs,
                cancel_on_error=True,
                kopts={"path": str(browser), "mathjax": False, "timeout": SECONDS, "enable_sandbox": may_use_sandbox()},
            )
            return {one.key: _picture(one, folder, dark) for one in made}
        except (RuntimeError, OSError, KaleidoError, DevtoolsProtocolError) as failure:
            log.warning("the pictures of the brief were not drawn: %s", failure)
            return {}


def _path(folder: str, one: Drawing, dark: bool) -> Path:
    return Path(folder) / f"{one.key}-{'dark' if dark else 'light'}.svg"


def _picture(one: Drawing, folder: str, dark: bool) -> Picture:
    return Picture(
        one.alt,
        _path(folder, one, False).read_bytes(),
        _path(folder, one, True).read_bytes() if dark else b"",
        WIDTH,
        one.height,
    )
