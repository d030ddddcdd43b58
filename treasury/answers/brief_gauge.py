"""The fragility gauge of the brief: the newest answer against that of a day, component by component."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from treasury.answers import Load
from treasury.answers import gauge as gauges

SHORT = ("day", "verdict", "gauge", "components_counted", "components_needed")
SUPPORT = ("id", "name", "passes", "figure", "detail", "why_unknown")
COMPONENT = ("id", "name", "measure", "value", "figure", "percentile", "adds", "observed_on", "missing", "left_out")


def then_and_now(load: Load, since: date, today: date) -> dict[str, Any]:
    """Out: ``sentence`` and ``rule``; ``now`` and ``then`` in short, each with its ``supports``; ``shown``, the newest day with a
    gauge (the newest session where there is none), with its ``components`` and their ``percentile_then``.

    Then is the day of comparison, told by today's data; a component too old to count on a day says so.
    """
    made = gauges.measured(load)
    newest = gauges.answer(made, today=today)
    then = gauges.answer(made, since, today=today)
    shown = newest
    if newest["gauge"] is None and newest["last_answer"]:
        shown = gauges.answer(made, date.fromisoformat(newest["last_answer"]["day"]), today=today)
    before = {one["id"]: one["percentile"] for one in then["components"]}
    rows = [{name: one[name] for name in COMPONENT} | {"percentile_then": before[one["id"]]} for one in shown["components"]]
    return {
        "sentence": newest["sentence"],
        "rule": newest["rule"],
        "now": _short(newest),
        "then": _short(then),
        "shown": _short(shown) | {"components": rows},
    }


def _short(answer: Mapping[str, Any]) -> dict[str, Any]:
    supports = [{name: one[name] for name in SUPPORT} for one in answer["supports"]]
    return {name: answer[name] for name in SHORT} | {"supports": supports}
