"""What the page "Term premium" says and tabulates: headline, key dates, headings, notes and methods."""

from __future__ import annotations

import pandas as pd

from treasury import units
from treasury.analytics.premium_tables import MODELS
from treasury.language import N_, joined, tr
from treasury.ui import words

TREND = {
    "model": N_("Model"),
    "date": N_("Last day"),
    "last_pct": N_("Premium"),
    "change_20_bp": N_("20 observations"),
    "change_60_bp": N_("60 observations"),
    "change_250_bp": N_("250 observations"),
    "level_percentile_pct": N_("Level, ten years"),
    "percentile_since": N_("Counted from"),
}
AROUND = {
    "date": N_("Day"),
    "model": N_("Model"),
    "baseline_pct": N_("Premium at session -1"),
    "before_bp": N_("-5 to -1"),
    "day_bp": N_("-1 to 0"),
}
AROUND |= {
    "after_bp": N_("-1 to +5"),
    "whole_bp": N_("-5 to +5"),
    "event": N_("Key date"),
    "baseline_date": N_("Session -1"),
}
WINDOW = 60
TREND_NOTES = N_("""
The last value minus the value 20, 60 and 250 observations earlier: about a month, a quarter and a year. Missing where the
series pauses for more than 7 calendar days in between.

**Percentile**: share of the levels of the ten years up to the last day that are smaller or equal; 100 is the highest.
""")
AROUND_NOTES = N_("""
Session 0 is the first observation on or after the day, session -1 the last before it; the premium is that of session -1. The
columns give the change from one session to another: before the day, on it, in the five sessions after it, and in all.
""")
METHODS = N_("""
The **term premium** is what investors want on top of the expected average short rate for holding a 10-year security instead of
rolling bills. It is not observed: **fitted yield = expected path of the short rate + term premium**, by a model.

* **ACM** (Adrian, Crump and Moench, "Pricing the Term Structure with Linear Regressions", Federal Reserve Bank of New York,
  Staff Report 340): five principal components of zero-coupon yields. It is re-estimated early each month, and its past changes.
* **Kim-Wright** (Kim and Wright, Federal Reserve Board, Finance and Economics Discussion Series 2005-33): three latent factors,
  with surveys of forecasts of the short rate, which steady its expected path. FRED carries it as THREEFYTP10.

The models differ in level by tens of basis points; their changes are closer. Here they are compared only on days that both
publish, and a part that is not published is not computed from the others.
""")


def headline(models: pd.DataFrame, trends: pd.DataFrame, nowcast: str = "") -> str:
    """Level, day and trend of each model that is held, and the nowcast; from `term_premium.premia` and `.trends`."""
    said: list[str] = []
    for column, name in MODELS.items():
        kept = models[column].dropna()
        if len(kept):
            change = trends.loc[(trends["model"] == name) & (trends["observations"] == WINDOW), "change_bp"].iloc[0]
            if units.is_missing(change):
                moved = tr("fewer than {count} observations before", count=WINDOW)
            else:
                moved = tr("{change} over {count} observations", change=units.bp(change), count=WINDOW)
            level, day = units.percent(kept.iloc[-1]), units.day(kept.index[-1])
            said.append(tr("{level} by {model} on {day} ({moved})", level=level, model=name, day=day, moved=moved))
    if not said:
        return tr("No term premium is held.")
    return with_nowcast(tr("The 10-year term premium stood at {said}.", said=joined(said)), nowcast)


def with_nowcast(words: str, nowcast: str) -> str:
    """A sentence, and behind it that of the nowcast where there is one (`Nowcast.sentence`, which has no full stop).

    >>> with_nowcast("ACM stood at 0.91 %.", "The nowcast for 5 Oct 2026 is 0.95 %, ±1.3 bp"), with_nowcast("None is held.", "")
    ('ACM stood at 0.91 %. The nowcast for 5 Oct 2026 is 0.95 %, ±1.3 bp.', 'None is held.')
    """
    return tr("{words} {nowcast}.", words=words, nowcast=nowcast) if nowcast else words


def level_title(models: pd.DataFrame) -> str:
    """Where the first model held ended, and its change over the range."""
    held = [name for name in MODELS if models[name].notna().any()]
    return words.rate_moved(MODELS[held[0]], models[held[0]]) if held else tr("10-year term premium")


def parts_title(parts: pd.DataFrame) -> str:
    """What the yield was made of at the end of the range."""
    if parts.empty:
        return tr("Expected path and premium")
    last = parts.iloc[-1]
    return tr(
        "{path} path + {premium} premium = {total}",
        path=f"{last['path_pct']:.2f}",
        premium=f"{last['premium_pct']:.2f}",
        total=units.percent(last["yield_pct"]),
    )


def distance_title(both: pd.DataFrame) -> str:
    """How far apart the models were at the end of the range."""
    kept = both["difference_bp"].dropna()
    if kept.empty:
        return tr("ACM and Kim-Wright")
    distance = units.level_bp(abs(kept.iloc[-1]))
    if kept.iloc[-1] >= 0:
        return tr("ACM {distance} above Kim-Wright", distance=distance)
    return tr("ACM {distance} below Kim-Wright", distance=distance)
