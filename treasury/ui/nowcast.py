"""The nowcast of the ACM premium as the page "Term premium" shows it: the days, the error and how it was measured, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import nowcast, nowcast_estimate
from treasury.analytics.nowcast_estimate import Estimate
from treasury.charts import term_premium as charts
from treasury.language import N_, tr, trn
from treasury.ui import layout, recipe
from treasury.ui.cache import Loaded
from treasury.ui.recipe import Recipe

PREMIUM = "ACMTP10"
SHOWN = 60  # published days before the nowcast in its own figure
LABELS = {
    "days_ahead": N_("Business days ahead"),
    "rmse_bp": "RMSE",
    "mae_bp": N_("Mean absolute"),
    "worst_bp": N_("Largest"),
    "carried_rmse_bp": N_("RMSE, last value kept"),
    "predictions": N_("Nowcasts"),
    "ten_years_rmse_bp": N_("Ten years: RMSE"),
    "ten_years_mae_bp": N_("Ten years: mean absolute"),
}
NOTES = N_("""
**Nowcast**: our own estimate of the ACM premium on the days of the par curve after its last published day; never part of the
published series. It is the last published premium plus the change of the par curve since then (1 to 30 years), weighed as in a
regression of the premium's daily changes on the first {components} principal components of the curve's, over the
{training} daily changes before. Up to {ahead} business days ahead.

**Out-of-sample error**: at every past day the same was done with what was known then, and compared with what was published
afterwards. RMSE is the root mean squared error, over the year up to the last day measured unless it says ten years; "last value
kept" is the error of carrying the last published premium forward instead.

In 2022 and 2023 the published premium jumped by 10 to 30 bp on some days on which the par curve hardly moved; no nowcast from the
par curve can know such jumps, and the ten-year figures hold them.
""")


@dataclass(frozen=True)
class Nowcast:
    """The nowcast and its error. ``days``: dates as index, ``days_ahead nowcast_pct moved_bp rmse_bp``; empty with ``why_none``.

    ``errors``: by ``days_ahead``, of the past year and of ten years. ``measured``: how, in words.
    """

    days: pd.DataFrame
    errors: pd.DataFrame
    measured: str
    why_none: str

    def until(self, day: date) -> date:
        """The last day of the nowcast, or the given one where there is none."""
        ends: list[date] = [day, *(last.date() for last in self.days.index[-1:])]
        return max(ends)

    @property
    def printed(self) -> str:
        """What stands on the figure: that it is one, and by how much the last of its days may be off."""
        return tr("Dashed: nowcast, {error} out of sample", error=error(self.days)) if len(self.days) else ""

    @property
    def sentence(self) -> str:
        """The last day's nowcast for headline and alt text; "" where there is none."""
        if self.days.empty:
            return ""
        day, level = units.day(self.days.index[-1]), units.percent(self.days["nowcast_pct"].iloc[-1])
        return tr("The nowcast for {day} is {level}, {error}", day=day, level=level, error=error(self.days))


def made(found: Estimate, versions: pd.DataFrame, par: pd.DataFrame) -> Nowcast:
    """In words: an estimate, from the premium as each version had it (the last column is the newest) and the par curve."""
    why = "" if len(found.days) else why_none(versions.iloc[:, -1].dropna(), par)
    return Nowcast(found.days, found.errors, measured(found.tested, versions.shape[1]), why)


def draw(estimate: Nowcast, found: Recipe, models: Recipe, sources: Sequence[Loaded]) -> None:
    """The section: what the nowcast says and how good it was, the last weeks and the days after them, errors by days ahead.

    ``found`` is the `Estimate`, ``models`` the premia published.
    """
    layout.section(N_("Nowcast"))
    notes = tr(NOTES, components=nowcast.COMPONENTS, training=nowcast.TRAINING, ahead=nowcast.AHEAD)
    if estimate.why_none:
        layout.empty_card(tr("No nowcast"), estimate.why_none)
    else:
        words, published = said(estimate), models[["acm_premium_pct"]].then("dropna").then("tail", SHOWN)
        st.markdown(words)
        figure = charts.nowcast_lines(published.frame, title(estimate), estimate.days, estimate.printed)
        csv = recipe.call(nowcast_estimate.beside, published, found.part("days"))
        layout.show_chart(figure, key="nowcast", alt=words, sources=sources, csv=csv, notes=notes)
    errors = estimate.errors
    if len(errors):
        shown = errors[list(LABELS)[1:]]
        layout.show_table(
            shown, key="errors", sources=sources, labels=LABELS, name="nowcast errors", notes=notes, csv=found.part("errors")
        )


def title(made: Nowcast) -> str:
    """By how much the nowcast's last day differs from the last published one.

    >>> days = pd.DataFrame({"nowcast_pct": [0.947], "moved_bp": [4.2]}, index=pd.to_datetime(["2026-10-05"]))
    >>> title(Nowcast(days, days, "", ""))
    'Nowcast +4 bp from the last published'
    """
    return tr("Nowcast {change} from the last published", change=units.bp(made.days["moved_bp"].iloc[-1]))


def error(days: pd.DataFrame) -> str:
    """The error of the last day.

    >>> error(pd.DataFrame({"rmse_bp": [1.2, 1.27]}))
    '±1.3 bp'
    """
    return f"±{units.level_bp(days['rmse_bp'].iloc[-1], 1)}"


def why_none(premium: pd.Series, par: pd.DataFrame) -> str:
    """Why there is no day to estimate."""
    curve = par[[tenor for tenor in nowcast.CURVE if tenor in par]].dropna()
    if premium.empty or curve.empty:
        return tr("It takes both the published premium and the par curve.")
    if curve.index[-1] <= premium.index[-1]:
        return tr(
            "There is no day to estimate: the par curve as held ends on {curve_end}, the premium on {premium_end}.",
            curve_end=units.day(curve.index[-1]),
            premium_end=units.day(premium.index[-1]),
        )
    return tr(
        "It takes {training} daily changes that premium and par curve have in common, past days to measure the "
        "error on, and a par curve that is at most {ahead} business days ahead.",
        training=nowcast.TRAINING,
        ahead=nowcast.AHEAD,
    )


def measured(tested: pd.DataFrame, versions: int) -> str:
    """How the error was measured: over which days, on which versions."""
    if tested.empty:
        return tr("No past day has enough history to measure the error.")
    first, last, later = tested["edge"].min(), tested["edge"].max(), int(tested["later_version"].sum())
    how = tr("the one version held, cut off at each of these days")
    if versions > 1:
        how = tr("{versions} versions held, each day by the first that reaches it", versions=versions)
    if later:
        how += tr(
            "; {later} of {all} nowcasts are compared with a later version than the one known",
            later=units.count(later),
            all=units.count(len(tested)),
        )
    return tr(
        "Measured at {count} days from {days}, on {how}.",
        count=units.count(tested["edge"].nunique()),
        days=units.days(first, last),
        how=how,
    )


def said(made: Nowcast) -> str:
    """What the figure shows, and how good it has been, in sentences."""
    row, ahead = made.errors.loc[made.days["days_ahead"].iloc[-1]], int(made.days["days_ahead"].iloc[-1])
    return tr(
        "{sentence}: the root mean squared error {days} over the last year measured, {count} nowcasts "
        "(keeping the last value: {kept}; the nowcast over ten years: {ten_years}). {measured}",
        sentence=made.sentence,
        days=trn("{count} business day ahead", "{count} business days ahead", ahead, count=ahead),
        count=units.count(row["predictions"]),
        kept=units.level_bp(row["carried_rmse_bp"], 1),
        ten_years=units.level_bp(row["ten_years_rmse_bp"], 1),
        measured=made.measured,
    )
