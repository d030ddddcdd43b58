"""Alert rules: what data/reference/alerts.toml holds and what readers save, checked the same way. No verdicts, no figures.

A rule that is to be on must name its own fingerprint as `backtest`, which only a backtest prints: a rule whose thresholds
were changed after its track record was looked at is off until somebody looks again.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from treasury.errors import BadInput
from treasury.language import N_
from treasury.reference import FOLDER
from treasury.reviewed_tables import Fault, each, match, only, sentence, tables, text

PATH = FOLDER / "alerts.toml"

Kind = Literal["level", "percentile", "move", "rare_move"]
Side = Literal["above", "below", "up", "down", "either"]
Expects = Literal["same", "rise", "fall"]
FalseAlarm = Literal["reverts", "opposite"]

SIDES: Mapping[str, tuple[str, ...]] = {
    "level": (N_("above"), N_("below")),
    "percentile": ("above", "below"),
    "move": (N_("up"), N_("down"), N_("either")),
    "rare_move": ("up", "down", "either"),
}
# Keys that only some kinds have, and need.
OWN_KEYS: Mapping[str, tuple[str, ...]] = {"sessions": ("move", "rare_move"), "years": ("percentile", "rare_move")}
LONGEST_TITLE, LONGEST_REASON = 70, 320
MOST_SESSIONS, MOST_YEARS, MOST_JUDGED = 250, 30, 60
LARGEST = 1e15  # of a threshold: no series held comes near
_DECIDING = (
    *("series", "kind", "side", "threshold", "sessions", "years", "cooldown"),
    *("outcome", "expects", "false_alarm", "false_alarm_sessions"),
)
_SERIES = r"[a-z_0-9]+(\.\w[\w.]*)?"
_REQUIRED = (
    *("id", "title", "series", "kind", "side", "threshold", "cooldown", "outcome", "expects"),
    *("false_alarm", "false_alarm_sessions", "page", "reason", "enabled"),
)
_KEYS = (*_REQUIRED, "sessions", "years", "backtest")


@dataclass(frozen=True)
class Rule:
    """When to send word, and what would make that a false alarm.

    ``series`` and ``outcome`` are "dataset.column" or the name of a statistic. ``threshold`` is a level in the unit of the
    series, a percentile, or the size of a move; of a rare move, its percentile among moves over as many sessions. ``sessions``
    (of a move), ``cooldown`` and ``false_alarm_sessions`` count observations; ``years`` is the window of a percentile.
    ``expects`` says which way the outcome should go: as fired, up or down.
    """

    id: str
    title: str
    series: str
    kind: Kind
    side: Side
    threshold: float
    sessions: int
    years: int
    cooldown: int
    outcome: str
    expects: Expects
    false_alarm: FalseAlarm
    false_alarm_sessions: int
    page: str
    reason: str
    enabled: bool
    backtest: str = ""

    @property
    def fingerprint(self) -> str:
        """What decides when the rule fires and how that is judged, in 16 characters; title, page and reason do not count."""
        deciding = {name: value for name, value in asdict(self).items() if name in _DECIDING}
        return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def is_on(self) -> bool:
        """Whether it is evaluated: enabled, and its track record was looked at as the rule stands."""
        return self.enabled and self.backtest == self.fingerprint

    @property
    def why_off(self) -> str:
        """Why it is not evaluated; "" where it is."""
        if self.is_on:
            return ""
        if not self.enabled:
            return N_("not enabled")
        return N_("changed since its last backtest") if self.backtest else N_("no backtest yet")


def rules(path: Path | None = None) -> tuple[Rule, ...]:
    """Every rule in the order of the file. Raises BadReference naming rule, key and fault."""
    file = path or PATH
    return tuple(each(file, "rule", tables(file, "rule")["rule"], _rule))


def rule(cells: Mapping[str, Any]) -> Rule:
    """One rule from its cells, as a form or the store holds them. Raises BadInput naming key and fault."""
    try:
        return _rule(dict(cells))
    except Fault as fault:
        raise BadInput(str(fault)) from None


def cells(made: Rule) -> dict[str, Any]:
    """The cells of a rule, as `rule` reads them."""
    left_out = {key for key, kinds in OWN_KEYS.items() if made.kind not in kinds}
    return {name: value for name, value in asdict(made).items() if name not in left_out}


def _rule(row: Any) -> Rule:
    only(row, _KEYS, _REQUIRED)
    kind = _one_of(row, "kind", get_args(Kind))
    for key, kinds in OWN_KEYS.items():
        if kind in kinds and key not in row:
            raise Fault(f"{key!r}: is missing; a {kind} needs it")
        if kind not in kinds and key in row:
            raise Fault(f"{key!r}: belongs to a {' or '.join(kinds)} only")
    return Rule(
        id=match(row, "id", r"[a-z0-9]+(_[a-z0-9]+)*", "no name in lower-case letters, digits and single underscores"),
        title=text(row, "title", LONGEST_TITLE),
        series=match(row, "series", _SERIES, "no dataset.column and no name of a statistic"),
        kind=kind,
        side=_one_of(row, "side", SIDES[kind]),
        threshold=_threshold(row, kind),
        sessions=_whole(row, "sessions", 1, MOST_SESSIONS) if kind in OWN_KEYS["sessions"] else 1,
        years=_whole(row, "years", 1, MOST_YEARS) if kind in OWN_KEYS["years"] else 0,
        cooldown=_whole(row, "cooldown", 0, MOST_SESSIONS),
        outcome=match(row, "outcome", _SERIES, "no dataset.column and no name of a statistic"),
        expects=_one_of(row, "expects", get_args(Expects)),
        false_alarm=_one_of(row, "false_alarm", get_args(FalseAlarm)),
        false_alarm_sessions=_whole(row, "false_alarm_sessions", 1, MOST_JUDGED),
        page=match(row, "page", r"[a-z0-9-]*(\?[A-Za-z0-9=&.,+%_-]+)?", "no page with an optional ?key=value"),
        reason=sentence(row, "reason", LONGEST_REASON),
        enabled=_yes(row, "enabled"),
        backtest=match(row, "backtest", r"[0-9a-f]{16}|", "no fingerprint as a backtest prints it") if "backtest" in row else "",
    )


def _threshold(row: Mapping[str, Any], kind: str) -> float:
    value = row["threshold"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > LARGEST:
        raise Fault(f"'threshold': {value!r} is no number that can be used")
    if kind in OWN_KEYS["years"] and not 0 < value < 100:
        raise Fault(f"'threshold': {value:g} is no percentile; it lies between 0 and 100")
    if kind == "move" and value <= 0:
        raise Fault(f"'threshold': {value:g} is no size of a move; it is above 0, and 'side' says which way")
    return float(value)


def _whole(row: Mapping[str, Any], key: str, least: int, most: int) -> int:
    value = row[key]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Fault(f"{key!r}: {value!r} is no whole number from {least} to {most}")
    return value


def _yes(row: Mapping[str, Any], key: str) -> bool:
    value = row[key]
    if not isinstance(value, bool):
        raise Fault(f"{key!r}: {value!r} is neither true nor false")
    return value


def _one_of(row: Mapping[str, Any], key: str, allowed: Sequence[str]) -> Any:
    value = row[key]
    if value not in allowed:
        raise Fault(f"{key!r}: {value!r} is none of {', '.join(allowed)}")
    return value
