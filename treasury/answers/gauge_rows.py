"""The figure of the gauge's contributions in rows and words, for the Truce monitor and the brief alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from treasury import units
from treasury.analytics.gauge import COMPONENTS
from treasury.answers.gauge_words import score


def contribution_rows(answer: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of the figure, what adds most first and what is missing last."""
    rows = [
        {
            "name": one["name"],
            "words": _row_words(one),
            "percentile_pct": one["percentile"],
            "counts": not one["left_out"],
        }
        for one in answer["components"]
    ]
    made = pd.DataFrame(rows).astype({"percentile_pct": "float64"})
    order = made["percentile_pct"].where(made["counts"], made["percentile_pct"] - 1000)
    return made.loc[order.sort_values(ascending=False, na_position="last", kind="stable").index]


def _row_words(one: Mapping[str, Any]) -> str:
    if one["left_out"]:
        return "left out"
    if one["percentile"] is None:
        return _short_why(one)
    adds = f", adds {one['adds']:+.1f}" if one["adds"] is not None else ""
    return f"{one['figure']}, {units.ordinal(one['percentile'])}{adds}"


def _short_why(one: Mapping[str, Any]) -> str:
    """Why a component is missing, as short as a phone takes; the table has it in full."""
    if one["value"] is None:
        return "missing: not held"
    if str(one["missing"]).startswith("last value"):
        return f"missing: last on {units.day(date.fromisoformat(one['observed_on']))}"
    return "missing: history too short"


def contributions_title(answer: Mapping[str, Any]) -> str:
    if answer["gauge"] is None:
        return f"No gauge: {answer['components_counted']} of {len(COMPONENTS)} components"
    return f"Gauge {score(answer['gauge'])}: 50 and what each adds"


def contributions_alt(answer: Mapping[str, Any]) -> str:
    """The finding of the figure for those who cannot see it."""
    rows = contribution_rows(answer)
    said = "; ".join(f"{row.name_} {row.words}" for row in rows.rename(columns={"name": "name_"}).itertuples())
    value = answer["gauge"]
    head = f"Fragility gauge {score(value)} of 100" if value is not None else "No fragility gauge: fewer than six components"
    return f"{head} on {units.day(date.fromisoformat(answer['day']))}. {said}."
