"""The figure of the gauge's contributions in rows and words, for the Truce monitor and the brief alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from treasury import units
from treasury.analytics.gauge import BY_ID, COMPONENTS
from treasury.answers.gauge_words import score
from treasury.language import tr


def contribution_rows(answer: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of the figure, what adds most first and what is missing last."""
    rows = [
        {
            "name": tr(str(one["name"])),
            "words": _row_words(one, answer["day"]),
            "percentile_pct": one["percentile"],
            "counts": not one["left_out"],
        }
        for one in answer["components"]
    ]
    made = pd.DataFrame(rows).astype({"percentile_pct": "float64"})
    order = made["percentile_pct"].where(made["counts"], made["percentile_pct"] - 1000)
    return made.loc[order.sort_values(ascending=False, na_position="last", kind="stable").index]


def _row_words(one: Mapping[str, Any], day: str) -> str:
    if one["left_out"]:
        return tr("left out")
    if one["percentile"] is None:
        return _short_why(one, day)
    figure, percentile = one["figure"], units.ordinal(one["percentile"])
    if one["adds"] is None:
        return tr("{figure}, {percentile}", figure=figure, percentile=percentile)
    return tr("{figure}, {percentile}, adds {adds}", figure=figure, percentile=percentile, adds=f"{one['adds']:+.1f}")


def _short_why(one: Mapping[str, Any], day: str) -> str:
    """Why a component is missing, as short as a phone takes; the table has it in full."""
    if one["value"] is None:
        return tr("missing: not held")
    last = date.fromisoformat(one["observed_on"])
    if (date.fromisoformat(day) - last).days > BY_ID[one["id"]].max_age_days:
        return tr("missing: last on {day}", day=units.day(last))
    return tr("missing: history too short")


def contributions_title(answer: Mapping[str, Any]) -> str:
    if answer["gauge"] is None:
        return tr(
            "No gauge: {count} of {all} components",
            count=answer["components_counted"],
            all=len(COMPONENTS),
        )
    return tr("Gauge {gauge}: 50 and what each adds", gauge=score(answer["gauge"]))


def contributions_alt(answer: Mapping[str, Any]) -> str:
    """The finding of the figure for those who cannot see it."""
    rows = contribution_rows(answer)
    said = "; ".join(f"{row.name_} {row.words}" for row in rows.rename(columns={"name": "name_"}).itertuples())
    value = answer["gauge"]
    head = (
        tr("Fragility gauge {score} of 100", score=score(value))
        if value is not None
        else tr("No fragility gauge: fewer than six components")
    )
    return tr("{head} on {day}. {said}.", head=head, day=units.day(date.fromisoformat(answer["day"])), said=said)
