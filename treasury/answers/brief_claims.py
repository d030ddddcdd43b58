"""The claims whose verdict turned between two readings of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from treasury.answers import Load
from treasury.answers.claims import MOVE, claims

SHOWN = ("figure", "start", "end", "detail", "would_change", "why_untestable")


def turned(load: Load, earlier: Load) -> dict[str, Any]:
    """Claims whose first definition has another verdict than in the earlier reading, and other definitions that turned.

    Only claims that read a dataset whose rows differ are tested twice: the same rows give the same verdict. Out: ``turned``
    (``id``, ``statement``, ``statement_ja``, ``then``, ``now``, ``definition``, the figures of both readings, ``sources``),
    ``by_another_definition`` (``id``, ``statement``, ``definition``, ``then``, ``now``), ``counts`` of the verdicts now, and
    ``tested``, how many there are.
    """
    now = claims(load)
    changed = _changed({name for one in now for name in _datasets(one)}, load, earlier)
    affected = [one["id"] for one in now if changed & _datasets(one)]
    then = {one["id"]: one for one in claims(earlier, only=affected)} if affected else {}
    pairs = [(then[one["id"]], one) for one in now if one["id"] in then]
    return {
        "turned": [_turn(before, after) for before, after in pairs if before["verdict"] != after["verdict"]],
        "by_another_definition": [row for before, after in pairs for row in _others(before, after)],
        "counts": dict(Counter(one["verdict"] for one in now)),
        "tested": len(now),
    }


def _datasets(claim: Mapping[str, Any]) -> set[str]:
    """Every dataset that any definition of a claim reads."""
    return {one["dataset"] for definition in (claim, *claim["others"]) for one in definition["sources"]} - {MOVE}


def _changed(names: set[str], load: Load, earlier: Load) -> set[str]:
    return {name for name in names if not load(name).equals(earlier(name))}


def _turn(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: after[name] for name in ("id", "statement", "statement_ja", "definition", "page", "sources")}
    figures = {f"{name}_{when}": one[name] for when, one in (("then", before), ("now", after)) for name in SHOWN}
    return {**same, "then": before["verdict"], "now": after["verdict"], **figures}


def _others(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other definitions of a claim that turned."""
    verdicts = {one["definition"]: one["verdict"] for one in before["others"]}
    return [
        {
            "id": after["id"],
            "statement": after["statement"],
            "statement_ja": after["statement_ja"],
            "definition": one["definition"],
            "then": verdicts[one["definition"]],
            "now": one["verdict"],
        }
        for one in after["others"]
        if verdicts[one["definition"]] != one["verdict"]
    ]
