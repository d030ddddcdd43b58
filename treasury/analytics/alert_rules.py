"""When a rule fires over the history of a series, and what came after: firings and their track record.

A rule fires on the day on which its condition becomes true (not again while it stays true), and not within its cooldown. It
looks at nothing later than that day; only the track record looks at what followed. Everything counts observations of the
series: a day without a figure is none, and across a pause longer than the series' own nothing is compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.alerts_file import Rule
from treasury.analytics._series import DECIMALS, GAP_DAYS, Day, observed, stretches
from treasury.analytics.then_and_now import Kind

HORIZONS = (1, 5, 20)  # sessions after a firing
# What a move of each kind is measured in.
MOVE_UNITS: Mapping[Kind, str] = {
    "percent": "bp",
    "bp": "bp",
    "share_pct": "percentage points",
    "level": "percent",
    "usd": "percent",
    "ratio": "",
    "points": "points",
}
_RELATIVE = ("level", "usd")
_MOVES = ("move", "rare_move")
FIRED = ("value", "measure", "direction")


@dataclass(frozen=True)
class Watched:
    """A series that rules can watch: its name, its figures (dates as index), their kind, and how many days may lie between
    two observations before nothing is compared across."""

    name: str
    series: pd.Series
    kind: Kind
    gap_days: int = GAP_DAYS

    @property
    def kept(self) -> pd.Series:
        return observed(self.series).astype("float64").round(DECIMALS)


@dataclass(frozen=True)
class TrackRecord:
    """What a rule would have done over all of the history held.

    ``firings``, by day: ``value`` (of the series), ``measure`` (the level, percentile or move that fired), ``direction`` (1 or
    -1), ``after_1``, ``after_5``, ``after_20`` (change of the outcome series over so many sessions from the firing, in
    ``unit``), ``false_alarm`` (missing while it cannot be told). ``horizons``, by sessions: ``known`` (firings whose change is
    known), ``mean``, ``median``, ``continued`` and ``continued_share_pct`` (went the way the rule expects),
    ``any_day_share_pct`` and ``any_day_mean`` (the same of every day of the outcome series, taken with the directions fired).
    """

    rule: str
    since: date | None
    until: date | None
    unit: str
    firings: pd.DataFrame
    horizons: pd.DataFrame
    false_alarms: int
    judged: int

    @property
    def fingerprint(self) -> str:
        """Of the rule and of the days on which it fired: what somebody has seen who has seen this record."""
        days = ",".join(self.firings.index.strftime("%Y-%m-%d"))
        return hashlib.sha256(f"{self.rule} {self.until} {days}".encode()).hexdigest()[:16]


def measured(watched: Watched, rule: Rule) -> pd.Series:
    """What the rule looks at on each day: the level, its percentile, or its move.

    In: a series. Out, at every observation: the level in its own unit; or the share of the observations of the ``years`` up to
    that day that are smaller or equal, in percent, missing until the series is so many years old; or the change over
    ``sessions`` observations in the unit of `MOVE_UNITS`, missing where a pause lies between; or, of a rare move, the percentile
    of that change among those of the ``years`` up to that day, with a minus where it is a fall that counts (side "down": among
    falls by their size; "either": among all by their size).

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: 4.15 after 4.01 is a move of 14 bp.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07"])
    >>> measured(Watched("10Y", pd.Series([4.01, 4.15], index=days), "percent"), _example("move", "up", 10)).tolist()
    [nan, 14.0]
    """
    kept = watched.kept
    if rule.kind == "level":
        return kept
    if rule.kind == "percentile":
        return _percentiles(kept, rule.years, watched.gap_days)
    moved = _moves(watched, rule.sessions)
    return moved if rule.kind == "move" else _rarities(moved, rule, watched.gap_days).reindex(kept.index)


def _rarities(moved: pd.Series, rule: Rule, gap_days: int) -> pd.Series:
    known = moved.dropna()
    sign = np.sign(known) if rule.side == "either" else -1 if rule.side == "down" else 1
    return _percentiles(known * sign, rule.years, gap_days) * sign


def _moves(watched: Watched, sessions: int) -> pd.Series:
    kept = watched.kept
    before = kept.shift(sessions)
    stretch = pd.Series(stretches(pd.DatetimeIndex(kept.index), watched.gap_days), index=kept.index)
    return change(before, kept, watched.kind).where(stretch == stretch.shift(sessions))


def change(before: pd.Series, after: pd.Series, kind: Kind) -> pd.Series:
    """The change between two values of a kind, in the unit of `MOVE_UNITS`: rates in bp, levels and dollars in percent.

    Reference: "Selected Interest Rates - H.15", Board of Governors of the Federal Reserve System (yields and their dates).

    By hand: from 4.00 to 4.25 percent is 25 bp; from 120 to 117 is -2.5 percent; nothing is measured from zero.

    >>> before, after = pd.Series([4.0, 120.0, 0.0]), pd.Series([4.25, 117.0, 1.0])
    >>> change(before, after, "percent")[0], change(before, after, "level").tolist()[1:]
    (np.float64(25.0), [-2.5, nan])
    """
    if kind in _RELATIVE:
        return ((after / before.where(before > 0) - 1) * 100).round(DECIMALS)
    return ((after - before) * (100 if kind == "percent" else 1)).round(DECIMALS)


def _percentiles(kept: pd.Series, years: int, gap_days: int) -> pd.Series:
    """Each level among the observations of the years up to it; missing while there are not so many years."""
    made = np.full(len(kept), np.nan)
    if len(kept):
        days, values = pd.DatetimeIndex(kept.index), kept.to_numpy()
        starts = days - pd.DateOffset(years=years)
        whole = starts >= days[0] - pd.Timedelta(days=gap_days)
        for at, start in enumerate(days.searchsorted(starts)):
            if whole[at]:
                made[at] = (values[start : at + 1] <= values[at]).mean() * 100
    return pd.Series(made, index=kept.index)


def _states(measure: pd.Series, rule: Rule) -> npt.NDArray[np.float64]:
    """1 or -1 where the condition is met, upwards or downwards; 0 where it is not; missing where it cannot be told."""
    values = measure.to_numpy()
    if rule.kind in _MOVES:
        up, down = values >= rule.threshold, values <= -rule.threshold
    else:
        up, down = values > rule.threshold, values < rule.threshold
    rises, falls = rule.side in ("above", "up", "either"), rule.side in ("below", "down", "either")
    state = np.where(up & rises, 1.0, np.where(down & falls, -1.0, 0.0))
    return np.where(np.isnan(values), np.nan, state)


def standing(watched: Watched, rule: Rule) -> float:
    """The state on the last observation: 1 or -1 where the condition is met (upwards, downwards), 0 where it is not, else NaN.

    Reference: "Engineering Statistics Handbook, 6.3: univariate and multivariate control charts", NIST/SEMATECH.

    By hand: 5.01 is above 5.

    >>> days = pd.to_datetime(["2026-10-01", "2026-10-02"])
    >>> standing(Watched("30Y", pd.Series([4.98, 5.01], index=days), "percent"), _example("level", "above", 5))
    1.0
    """
    state = _states(measured(watched, rule), rule)
    return float(state[-1]) if len(state) else float("nan")


def not_fired(watched: Watched, rule: Rule) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Why a condition that is met on the last observation has not fired: a pause lies before the first day on which it was met.

    In: a series. Out: the observation before the pause, and the one after it, from which on the condition has been met; None
    where it is not met now, was met before the pause already, or came to be met without one.

    Reference: "Engineering Statistics Handbook, 6.3: univariate and multivariate control charts", NIST/SEMATECH (the pause is
    this dashboard's own).

    By hand: nothing for a month, then above 5 on the first day back.

    >>> days = pd.to_datetime(["2026-09-01", "2026-10-01", "2026-10-02"])
    >>> [str(day.date()) for day in not_fired(Watched("30Y", pd.Series([4.9, 5.1, 5.2], index=days), "percent"),
    ...     _example("level", "above", 5))]
    ['2026-09-01', '2026-10-01']
    """
    kept = watched.kept
    state = _states(measured(watched, rule), rule)
    if not len(state) or np.isnan(state[-1]) or state[-1] == 0:
        return None
    others = np.flatnonzero(state != state[-1])
    if not len(others):
        return None
    last, stretch = int(others[-1]), stretches(pd.DatetimeIndex(kept.index), watched.gap_days)
    return None if stretch[last] == stretch[last + 1] else (kept.index[last], kept.index[last + 1])


def firings(
    watched: Watched, rule: Rule, after: Day | None = None, fired: Sequence[Day] = (), was: float | None = None
) -> pd.DataFrame:
    """The days on which the rule fires: its condition is met, was not met on the observation before, and no cooldown runs.

    In: a series; ``after`` leaves out days up to and including it; ``fired`` are days on which the rule has fired already, whose
    cooldowns count; ``was`` is the state seen on the day ``after`` when it was new (see `standing`), which may have been
    revised since: so a revision makes no firing, and hides none. Out, by day: ``value``, ``measure``, ``direction`` (1 or -1).
    "above" and "below" are strict, a move counts from its threshold on. Where the observation before is missing, a pause lies
    between, or its own condition is unknown, the rule does not fire. The n observations after a firing, with a cooldown of n,
    cannot fire; a condition first met among them fires once it has ended and been met anew.

    Reference: "Engineering Statistics Handbook, 6.3: univariate and multivariate control charts", NIST/SEMATECH (a signal where
    a limit is crossed; that it is given once, and the cooldown, are this dashboard's own).

    By hand: moves of 14, 11, 8 and 6 bp with "up 10 or more": the first has no known move before it, 11 follows 14, and none
    fires; after a quiet day a move of 12 does.

    >>> days = pd.date_range("2025-04-04", periods=7, freq="B")
    >>> yields = Watched("10Y", pd.Series([4.01, 4.15, 4.26, 4.34, 4.40, 4.52, 4.53], index=days), "percent")
    >>> firings(yields, _example("move", "up", 10))["measure"].to_dict()
    {Timestamp('2025-04-11 00:00:00'): 12.0}
    """
    kept, measure = watched.kept, measured(watched, rule)
    state = _states(measure, rule)
    first = int(kept.index.searchsorted(pd.Timestamp(after), side="right")) if after is not None else 0
    if was is not None and first:
        state[first - 1] = was
    stretch = stretches(pd.DatetimeIndex(kept.index), watched.gap_days)
    before = np.concatenate([[np.nan], state[:-1]])[: len(state)]
    follows = np.concatenate([[False], stretch[1:] == stretch[:-1]])[: len(state)]
    with np.errstate(invalid="ignore"):
        edges = np.flatnonzero(follows & ~np.isnan(state) & ~np.isnan(before) & (state != 0) & (state != before))
    known = kept.index.searchsorted(pd.DatetimeIndex(list(fired))).tolist()
    at = _cooled([int(edge) for edge in edges if edge >= first], rule.cooldown, known)
    days = pd.DatetimeIndex(kept.index[at], name="day")
    figures = (kept.to_numpy()[at], measure.to_numpy()[at], state[at])
    return pd.DataFrame(dict(zip(FIRED, figures, strict=True)), index=days)


def _cooled(edges: Sequence[int], cooldown: int, fired: Sequence[int]) -> list[int]:
    """The positions that fire: more than ``cooldown`` observations after the last one that did."""
    made: list[int] = []
    for edge in edges:
        last = max([one for one in (*fired, *made[-1:]) if one <= edge], default=None)
        if last is None or edge - last > cooldown:
            made.append(edge)
    return made


def track_record(watched: Watched, outcome: Watched, rule: Rule) -> TrackRecord:
    """Every firing of a rule over the history held, what the outcome did after each, and how many were false alarms.

    In: the series watched; the series in which outcomes are measured. Out: a `TrackRecord`. The change over n sessions is the
    outcome's value n observations after its last one on or before the firing, less that value; missing where the history ends
    before or a pause lies between. It continued where its sign is the one expected: that of the firing ("same"), or
    always up ("rise") or down ("fall"); no change is neither. Any day's share is that of all days of the outcome series, over
    the same sessions, with the signs expected at the firings: what one would have seen without the rule.

    A false alarm, "reverts": within ``false_alarm_sessions`` observations of the series the condition is no longer met or, for
    a move, the level is back where the move began. "opposite": the change of the outcome over that many sessions has
    the sign opposite to the one expected. A firing that is too recent to tell is judged as neither.

    Reference: "Forecast Verification: Issues, Methods and FAQ", WWRP/WGNE Joint Working Group on Forecast Verification Research
    (what a false alarm is; when one is counted here is this dashboard's own).

    By hand: 4.01, 4.01, 4.15, 4.10, 4.00 fires once, on the third day, with 14 bp up; the next session brings -5 bp; two
    sessions later it is back below 4.01, a false alarm.

    >>> days = pd.date_range("2025-04-04", periods=5, freq="B")
    >>> yields = Watched("10Y", pd.Series([4.01, 4.01, 4.15, 4.10, 4.00], index=days), "percent")
    >>> made = track_record(yields, yields, _example("move", "up", 10))
    >>> made.firings["after_1"].tolist(), made.false_alarms, made.judged
    ([-5.0], 1, 1)
    """
    fired = firings(watched, rule)
    ahead = {h: _ahead(outcome, h) for h in {*HORIZONS, rule.false_alarm_sessions}}
    expected = _expected(fired["direction"], rule)
    for h in HORIZONS:
        fired[f"after_{h}"] = _at(ahead[h], fired.index, outcome.gap_days)
    if rule.false_alarm == "opposite":
        later = _at(ahead[rule.false_alarm_sessions], fired.index, outcome.gap_days)
        false = pd.Series(np.sign(later) == -expected.to_numpy(), index=fired.index).astype("boolean").mask(np.isnan(later))
    else:
        false = _reverted(watched, rule, pd.DatetimeIndex(fired.index), fired["direction"].to_numpy())
    kept = watched.kept
    return TrackRecord(
        rule=rule.fingerprint,
        since=kept.index[0].date() if len(kept) else None,
        until=kept.index[-1].date() if len(kept) else None,
        unit=MOVE_UNITS[outcome.kind],
        firings=fired.assign(false_alarm=false),
        horizons=pd.DataFrame([_horizon(fired[f"after_{h}"], ahead[h], expected, h) for h in HORIZONS]).set_index("sessions"),
        false_alarms=int(false.fillna(False).sum()),
        judged=int(false.notna().sum()),
    )


def _expected(direction: pd.Series, rule: Rule) -> pd.Series:
    return direction if rule.expects == "same" else direction.abs() * (1 if rule.expects == "rise" else -1)


def _ahead(outcome: Watched, sessions: int) -> pd.Series:
    """At each observation, the change over the sessions that follow."""
    return _moves(outcome, sessions).shift(-sessions)


def _at(ahead: pd.Series, days: pd.DatetimeIndex, gap_days: int) -> npt.NDArray[np.float64]:
    """The figures at the last observation on or before each day; missing where it is older than the pause allowed."""
    if not len(ahead):
        return np.full(len(days), np.nan)
    at = ahead.index.searchsorted(days, side="right") - 1
    near = (days - ahead.index[at.clip(min=0)]).days <= gap_days
    return np.where((at >= 0) & near, ahead.to_numpy()[at.clip(min=0)], np.nan)


def _reverted(watched: Watched, rule: Rule, days: pd.DatetimeIndex, direction: npt.NDArray[np.float64]) -> pd.Series:
    kept = watched.kept
    values, state = kept.to_numpy(), _states(measured(watched, rule), rule)
    stretch = stretches(pd.DatetimeIndex(kept.index), watched.gap_days)
    made: list[bool | None] = []
    for at, sign in zip(kept.index.get_indexer(days), direction, strict=True):
        later = [i for i in range(at + 1, at + 1 + rule.false_alarm_sessions) if i < len(kept) and stretch[i] == stretch[at]]
        if rule.kind in _MOVES:
            back = [sign * (values[i] - values[at - rule.sessions]) <= 0 for i in later]
        else:
            back = [state[i] != sign for i in later]
        made.append(True if any(back) else False if len(later) == rule.false_alarm_sessions else None)
    return pd.Series(made, index=days, dtype="boolean")


def _horizon(after: pd.Series, every: pd.Series, expected: pd.Series, sessions: int) -> dict[str, float]:
    known, days = after.dropna(), every.dropna()
    signs = expected[after.notna()]
    continued = int((np.sign(known) == signs).sum())
    share = {sign: float((np.sign(days) == sign).mean() * 100) if len(days) else np.nan for sign in (-1.0, 1.0)}
    return {
        "sessions": sessions,
        "known": len(known),
        "mean": known.mean(),
        "median": known.median(),
        "continued": continued,
        "continued_share_pct": continued / len(known) * 100 if len(known) else np.nan,
        "any_day_share_pct": signs.map(share).mean(),
        "any_day_mean": days.mean(),
    }


def _example(kind: str, side: str, threshold: float) -> Rule:
    """A rule for the examples above: over one session, no cooldown, a false alarm where it reverts within two."""
    return Rule(
        *("example", "Example", "par_yields.10Y", kind, side, threshold, 1, 10, 0),  # type: ignore[arg-type]
        *("par_yields.10Y", "same", "reverts", 2, "yields", "Example.", False),
    )
