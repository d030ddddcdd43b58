"""The answer in words: whether the truce holds, in a sentence or two computed from the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS, last_on_or_before
from treasury.analytics.gauge import COMPONENTS, LEAST_COMPONENTS
from treasury.analytics.truce import Verdict
from treasury.language import N_, tr

SUPPORTS: Mapping[str, tuple[str, str, str]] = {  # name; what is said where it fails, now and of a past day
    "quiet_inflation_expectations": (
        N_("Quiet inflation expectations"),
        N_("inflation expectations are not quiet"),
        N_("inflation expectations were not quiet"),
    ),
    "bill_heavy_funding": (N_("Bill-heavy funding"), N_("funding is not bill-heavy"), N_("funding was not bill-heavy")),
}
WORDS: Mapping[Verdict, str] = {
    "holding": "holding",
    "strained": N_("under strain"),
    "not_holding": N_("not holding"),
    "unanswerable": N_("no answer"),
}
RECENT_DAYS = 10  # an older day is told in the past tense


def sentence(
    found: Mapping[str, Any], last: Mapping[str, Any] | None, ten_year: pd.Series, base: pd.Timestamp, today: date
) -> str:
    """The answer in a sentence, or two: the verdict with its gauge, what leads it and the supports; or why there is none, what it
    was last, and how far the 10-year has gone since.

    In: an answer of `gauge.answer` without its sentence, ``last_answer`` where it has none; the 10-year in percent, observations
    only; the day since which its change is told; today. The sentence names its day, and is in the past tense where that is more
    than ten days ago.
    """
    if found["day"] is None:
        return tr("Whether the truce holds cannot be answered: nothing that the gauge is made of is held.")
    day = date.fromisoformat(found["day"])
    now = (today - day).days <= RECENT_DAYS
    if found["verdict"] == "unanswerable":
        said = tr(
            "Whether the truce {value} on {day} cannot be answered: {found}.",
            value="holds" if now else "held",
            day=units.day(day),
            found=_why_not(found),
        )
        return f"{said} {_last_words(last, ten_year, day) if last else _yield_words(ten_year, base, day, now)}".strip()
    is_, stands = ("is", "stands") if now else ("was", "stood")
    said = tr(
        "The truce {value} {words} on {day}: the fragility gauge {stands} at ",
        value=is_,
        words=WORDS[found["verdict"]],
        day=units.day(day),
        stands=stands,
    )
    said += tr(
        "{gauge} of 100 from {found}, led by {found_2}, ",
        gauge=score(found["gauge"]),
        found=_counted(found),
        found_2=_leader(found),
    )
    link = "though" if found["verdict"] != "holding" and all(one["passes"] for one in found["supports"]) else "and"
    return f"{said}{link} {_supports_words(found, now)}. {_yield_words(ten_year, base, day, now)}".strip()


def _counted(found: Mapping[str, Any]) -> str:
    choice = tr(" ({left_out} left out by choice)", left_out=len(found["left_out"])) if found["left_out"] else ""
    return tr(
        "{components_counted} of {components} components{choice}",
        components_counted=found["components_counted"],
        components=len(COMPONENTS),
        choice=choice,
    )


def _leader(found: Mapping[str, Any]) -> str:
    """The component that adds most, with its percentile."""
    first = max((one for one in found["components"] if one["adds"] is not None), key=lambda one: float(one["percentile"]))
    name = str(first["name"])
    return tr(
        "{lower}{name} ({percentile} percentile)",
        lower=name[0].lower(),
        name=name[1:],
        percentile=units.ordinal(first["percentile"]),
    )


def _why_not(found: Mapping[str, Any]) -> str:
    if found["gauge"] is None:
        word = "count" if found["left_out"] else tr("are current")
        return tr(
            "only {found} {word}, and the gauge needs {least_components}",
            found=_counted(found),
            word=word,
            least_components=LEAST_COMPONENTS,
        )
    unknown = [one["name"].lower() for one in found["supports"] if one["passes"] is None]
    return tr(
        "the gauge is at {gauge} of 100, but {unknown} cannot be tested",
        gauge=score(found["gauge"]),
        unknown=" and ".join(unknown),
    )


def _supports_words(found: Mapping[str, Any], now: bool) -> str:
    passes = [one["passes"] for one in found["supports"]]
    if all(passes) or (not any(passes) and None not in passes):
        return tr("both supports {value}{value_2}", value="pass" if passes[0] else "fail", value_2="" if now else "ed")
    failed = [SUPPORTS[one["id"]][1 if now else 2] for one in found["supports"] if one["passes"] is False]
    unknown = [tr("{lower} cannot be tested", lower=one["name"].lower()) for one in found["supports"] if one["passes"] is None]
    return " and ".join(failed + unknown)


def _last_words(last: Mapping[str, Any], ten_year: pd.Series, day: date) -> str:
    """The last answer, and what the 10-year has done from then to the day that has none."""
    then = date.fromisoformat(last["day"])
    figures = tr("gauge {gauge} of 100, {last}", gauge=score(last["gauge"]), last=_supports_words(last, now=False))
    said = tr(
        "On {then}, the last day with an answer, it was {words} ({figures})",
        then=units.day(then),
        words=WORDS[last["verdict"]],
        figures=figures,
    )
    (_, before), (on, level) = (last_on_or_before(ten_year, pd.Timestamp(one)) for one in (then, day))
    if on is None or math.isnan(before):
        return f"{said}."
    moved = round((level - before) * 100, 6)
    way = (
        tr("had {value} {moved}, to", value="risen" if moved > 0 else "fallen", moved=units.level_bp(abs(moved)))
        if moved
        else tr("was unchanged at")
    )
    return tr("{said}; by {on} the 10-year {way} {level}.", said=said, on=units.day(on), way=way, level=units.percent(level))


def _yield_words(ten_year: pd.Series, base: pd.Timestamp, day: date, now: bool) -> str:
    """The 10-year's level on the day, and its change since the reference date of the key dates."""
    kept = ten_year.loc[: pd.Timestamp(day)]
    if kept.empty:
        return ""
    on, level = last_on_or_before(kept, kept.index[-1])
    said = tr("The 10-year {value} {level}", value="yields" if now else "yielded", level=units.percent(level))
    start, before = last_on_or_before(kept, base)
    if start is not None and on is not None and on > base:
        said += tr(", {level} since {base}", level=units.bp(round((level - before) * 100, 6)), base=units.day(base))
    return f"{said}."


def score(value: float) -> str:
    """The gauge in words, with one decimal as in the tables: cut, not rounded, so that 70 in words has reached 70.

    >>> score(69.97), score(70.0)
    ('69.9', '70.0')
    """
    return f"{tenths(value):.1f}"


def tenths(value: float) -> float:
    """The gauge cut to one decimal.

    >>> tenths(57.97), tenths(70.0), tenths(61.3)
    (57.9, 70.0, 61.3)
    """
    return math.floor(round(value * 10, DECIMALS)) / 10
