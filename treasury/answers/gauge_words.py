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
from treasury.language import N_, joined, tr

SUPPORTS: Mapping[str, tuple[str, str, str]] = {  # name; what is said where it fails, now and of a past day
    "quiet_inflation_expectations": (
        N_("Quiet inflation expectations"),
        N_("inflation expectations are not quiet"),
        N_("inflation expectations were not quiet"),
    ),
    "bill_heavy_funding": (N_("Bill-heavy funding"), N_("funding is not bill-heavy"), N_("funding was not bill-heavy")),
}
WORDS: Mapping[Verdict, str] = {
    "holding": N_("holding"),
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
        question = (
            tr("Whether the truce holds on {day} cannot be answered: {why}.", day=units.day(day), why=_why_not(found))
            if now
            else tr("Whether the truce held on {day} cannot be answered: {why}.", day=units.day(day), why=_why_not(found))
        )
        return _together(question, _last_words(last, ten_year, day) if last else _yield_words(ten_year, base, day, now))
    places = {"verdict": verdict_words(found), "day": units.day(day), "score": score(found["gauge"])}
    places |= {"components": _counted(found), "leader": _leader(found)}
    said = (
        tr(
            "The truce is {verdict} on {day}: the fragility gauge stands at {score} of 100 from {components}, led by {leader}",
            **places,
        )
        if now
        else tr(
            "The truce was {verdict} on {day}: the fragility gauge stood at {score} of 100 from {components}, led by {leader}",
            **places,
        )
    )
    supports = _supports_words(found, now)
    though = found["verdict"] != "holding" and all(one["passes"] for one in found["supports"])
    whole = (
        tr("{gauge}, though {supports}.", gauge=said, supports=supports)
        if though
        else tr("{gauge}, and {supports}.", gauge=said, supports=supports)
    )
    return _together(whole, _yield_words(ten_year, base, day, now))


def verdict_words(answer: Mapping[str, Any]) -> str:
    """The verdict of an answer in words."""
    words = WORDS[answer["verdict"]]
    return tr(words)


def _together(first: str, second: str) -> str:
    """Two sentences, or the one where there is no second."""
    return tr("{first} {second}", first=first, second=second) if second else first


def _counted(found: Mapping[str, Any]) -> str:
    counted, every = found["components_counted"], len(COMPONENTS)
    if found["left_out"]:
        out = len(found["left_out"])
        return tr("{count} of {all} components ({out} left out by choice)", count=counted, all=every, out=out)
    return tr("{count} of {all} components", count=counted, all=every)


def _leader(found: Mapping[str, Any]) -> str:
    """The component that adds most, with its percentile."""
    first = max((one for one in found["components"] if one["adds"] is not None), key=lambda one: float(one["percentile"]))
    name = tr(str(first["name"]))
    return tr(
        "{component} ({percentile} percentile)",
        component=f"{name[0].lower()}{name[1:]}",
        percentile=units.ordinal(first["percentile"]),
    )


def _why_not(found: Mapping[str, Any]) -> str:
    if found["gauge"] is None:
        counted = {"components": _counted(found), "least": LEAST_COMPONENTS}
        if found["left_out"]:
            return tr("only {components} count, and the gauge needs {least}", **counted)
        return tr("only {components} are current, and the gauge needs {least}", **counted)
    unknown = [tr(str(one["name"])).lower() for one in found["supports"] if one["passes"] is None]
    return tr(
        "the gauge is at {score} of 100, but {supports} cannot be tested", score=score(found["gauge"]), supports=joined(unknown)
    )


def _supports_words(found: Mapping[str, Any], now: bool) -> str:
    passes = [one["passes"] for one in found["supports"]]
    if all(passes):
        return tr("both supports pass") if now else tr("both supports passed")
    if not any(passes) and None not in passes:
        return tr("both supports fail") if now else tr("both supports failed")
    failed = [_failed(one, now) for one in found["supports"] if one["passes"] is False]
    unknown = [
        tr("{support} cannot be tested", support=tr(str(one["name"])).lower())
        for one in found["supports"]
        if one["passes"] is None
    ]
    return joined(failed + unknown)


def _failed(support: Mapping[str, Any], now: bool) -> str:
    _, is_, was = SUPPORTS[support["id"]]
    return tr(is_ if now else was)


def _last_words(last: Mapping[str, Any], ten_year: pd.Series, day: date) -> str:
    """The last answer, and what the 10-year has done from then to the day that has none."""
    then = date.fromisoformat(last["day"])
    said = tr(
        "On {day}, the last day with an answer, it was {verdict} (gauge {score} of 100, {supports})",
        day=units.day(then),
        verdict=verdict_words(last),
        score=score(last["gauge"]),
        supports=_supports_words(last, now=False),
    )
    (_, before), (on, level) = (last_on_or_before(ten_year, pd.Timestamp(one)) for one in (then, day))
    if on is None or math.isnan(before):
        return tr("{said}.", said=said)
    moved = round((level - before) * 100, 6)
    places = {"said": said, "day": units.day(on), "size": units.level_bp(abs(moved)), "level": units.percent(level)}
    if moved > 0:
        return tr("{said}; by {day} the 10-year had risen {size}, to {level}.", **places)
    if moved < 0:
        return tr("{said}; by {day} the 10-year had fallen {size}, to {level}.", **places)
    return tr("{said}; by {day} the 10-year was unchanged at {level}.", said=said, day=units.day(on), level=units.percent(level))


def _yield_words(ten_year: pd.Series, base: pd.Timestamp, day: date, now: bool) -> str:
    """The 10-year's level on the day, and its change since the reference date of the key dates."""
    kept = ten_year.loc[: pd.Timestamp(day)]
    if kept.empty:
        return ""
    on, level = last_on_or_before(kept, kept.index[-1])
    said = units.percent(level)
    start, before = last_on_or_before(kept, base)
    if start is not None and on is not None and on > base:
        moved = units.bp(round((level - before) * 100, 6))
        said = tr("{level}, {change} since {day}", level=said, change=moved, day=units.day(base))
    return tr("The 10-year yields {level}.", level=said) if now else tr("The 10-year yielded {level}.", level=said)


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
