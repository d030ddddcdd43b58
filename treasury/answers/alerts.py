"""The alert rules with their track records, as `alerts --json`, the API and the page give them; and what a firing says.

Works out what a rule would have done; sends nothing and remembers nothing (treasury/alerts.py does).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from treasury import units
from treasury.alerts_file import Rule
from treasury.analytics import alert_rules
from treasury.analytics.alert_rules import HORIZONS, MOVE_UNITS, TrackRecord, Watched
from treasury.analytics.then_and_now import Kind
from treasury.answers import Load
from treasury.answers.alert_series import statistic
from treasury.language import ENGLISH, N_, current, tr, trn, using

# A condition in words, by the kind of the rule and its side.
_CONDITIONS: Mapping[tuple[str, str], str] = {
    ("level", "above"): N_("{series} above {limit}"),
    ("level", "below"): N_("{series} below {limit}"),
    ("percentile", "above"): N_("{series} above the {rank} percentile of {years}"),
    ("percentile", "below"): N_("{series} below the {rank} percentile of {years}"),
    ("move", "up"): N_("{series} up {size} or more {over}"),
    ("move", "down"): N_("{series} down {size} or more {over}"),
    ("move", "either"): N_("{series} up or down {size} or more {over}"),
    ("rare_move", "up"): N_("{series}: rise {over} at or above the {rank} percentile of {years}"),
    ("rare_move", "down"): N_("{series}: fall {over} at or above the {rank} percentile of {years}"),
    ("rare_move", "either"): N_("{series}: move {over} at or above the {rank} percentile of {years}"),
}
# A change with its unit; a level and a percentile have signs of their own.
_UNITS: Mapping[str, str] = {
    "bp": N_("{figure} bp"),
    "percent": N_("{figure} %"),
    "percentage points": N_("{figure} percentage points"),
    "points": N_("{figure} points"),
    "": "{figure}",
}
SENDER = "Treasury truce"  # begins the title of a message


def alerts(load: Load, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Every rule in words with its state and track record.

    Out, a dict a rule: ``id``, ``title``, ``condition``, ``series``, ``outcome``, ``cooldown_sessions``, ``false_alarm`` (its
    rule in words), ``reason``, ``page``, ``on``, ``why_off``, ``fingerprint``, ``last`` (``date``, ``value``, ``measure``,
    ``met``: whether the condition is) and ``record``: ``since``, ``until``, ``firings`` (each with its day, figures, changes
    after 1, 5 and 20 sessions, ``false_alarm``), ``unit``, ``after`` by sessions, ``false_alarms``, ``judged``;
    ``record_words``, the same in two sentences; ``not_fired``, why a condition that is met did not count as a firing where a
    pause lies before it, else "". ``last`` and ``record`` are None where the data are missing, and ``why`` says so.
    Raises BadInput for a series that there is not.
    """
    held: dict[str, pd.DataFrame] = {}

    def once(name: str) -> pd.DataFrame:
        if name not in held:
            held[name] = load(name)
        return held[name]

    return [_answer(once, rule) for rule in rules]


def _answer(load: Load, rule: Rule) -> dict[str, Any]:
    watched = statistic(rule.series).of(load)
    made = record(load, rule)
    missing = [name for name in datasets(rule) if load(name).empty]
    return {
        "id": rule.id,
        "title": tr(rule.title),
        "condition": condition(rule),
        "series": rule.series,
        "outcome": rule.outcome,
        "cooldown_sessions": rule.cooldown,
        "false_alarm": false_alarm(rule),
        "reason": tr(rule.reason),
        "page": rule.page,
        "on": rule.is_on,
        "why_off": rule.why_off,
        "fingerprint": rule.fingerprint,
        "last": _last(alert_rules.measured(watched, rule), watched.kept, rule),
        "record": _record(made) if made.until else None,
        "record_words": record_words(rule, made) if made.until else "",
        "not_fired": _not_fired(watched, rule),
        "why": tr("Not held: {missing}.", missing=", ".join(missing)) if missing else "",
    }


def _not_fired(watched: Watched, rule: Rule) -> str:
    pause = alert_rules.not_fired(watched, rule)
    if pause is None:
        return ""
    before, back = pause
    return tr(
        "The condition has been met since {back}, which does not count as a firing: the observation before is of "
        "{before}, more than {gap_days} days earlier, and nothing is compared across so long a pause.",
        back=units.day(back),
        before=units.day(before),
        gap_days=watched.gap_days,
    )


def record(load: Load, rule: Rule) -> TrackRecord:
    """The track record of one rule. Raises BadInput for a series that there is not."""
    return alert_rules.track_record(statistic(rule.series).of(load), statistic(rule.outcome).of(load), rule)


def datasets(*rules: Rule) -> list[str]:
    """Every dataset that rules read, each once. Raises BadInput for a series that there is not."""
    names = (name for rule in rules for one in (rule.series, rule.outcome) for name in statistic(one).datasets)
    return list(dict.fromkeys(names))


def _last(measure: pd.Series, kept: pd.Series, rule: Rule) -> dict[str, Any] | None:
    if kept.empty:
        return None
    value = float(measure.iloc[-1])
    return {
        "date": kept.index[-1].date().isoformat(),
        "value": float(kept.iloc[-1]),
        "measure": None if units.is_missing(value) else value,
        "met": None if units.is_missing(value) else _met(value, rule),
    }


def _met(value: float, rule: Rule) -> bool:
    tests = {
        "above": value > rule.threshold,
        "below": value < rule.threshold,
        "up": value >= rule.threshold,
        "down": value <= -rule.threshold,
        "either": abs(value) >= rule.threshold,
    }
    return tests[rule.side]


def _record(made: TrackRecord) -> dict[str, Any]:
    rows = made.firings.assign(day=made.firings.index.strftime("%Y-%m-%d"))
    return {
        "since": made.since.isoformat() if made.since else None,
        "until": made.until.isoformat() if made.until else None,
        "firings": [{name: _plain(row[name]) for name in ("day", *made.firings.columns)} for row in rows.to_dict("records")],
        "unit": made.unit,
        "after": {str(h): {name: _plain(made.horizons.loc[h, name]) for name in made.horizons} for h in HORIZONS},
        "false_alarms": made.false_alarms,
        "judged": made.judged,
    }


def _plain(value: Any) -> Any:
    if value is pd.NA or units.is_missing(value):
        return None
    return value.item() if hasattr(value, "item") else value


# --- words ----------------------------------------------------------------------------------------------------------


def condition(rule: Rule) -> str:
    """When the rule fires, in words.

    >>> from treasury.analytics.alert_rules import _example
    >>> condition(_example("move", "either", 10)), condition(_example("percentile", "above", 90))
    ('10-year par yield up or down 10 bp or more in a session', '10-year par yield above the 90th percentile of its 10 years')
    >>> condition(_example("level", "above", 5))
    '10-year par yield above 5 %'
    """
    one = statistic(rule.series)
    said = _CONDITIONS[rule.kind, rule.side]
    if rule.kind == "level":
        return tr(said, series=one.title, limit=limit(rule.threshold, one.kind))
    if rule.kind == "percentile":
        return tr(said, series=one.title, rank=_rank(rule.threshold), years=_years(rule))
    over = trn("in a session", "over {count} sessions", rule.sessions, count=rule.sessions)
    if rule.kind == "rare_move":
        return tr(said, series=one.title, over=over, rank=_rank(rule.threshold), years=_years(rule))
    return tr(said, series=one.title, size=size(rule.threshold, one.kind), over=over)


def _rank(percentile: float) -> str:
    if percentile == int(percentile):
        return units.ordinal(percentile)
    return f"{percentile:g}th" if current() == ENGLISH else f"{percentile:g}"


def _years(rule: Rule) -> str:
    return trn("its year", "its {count} years", rule.years, count=rule.years)


def false_alarm(rule: Rule) -> str:
    """What counts as a false alarm of the rule, in words.

    >>> from treasury.analytics.alert_rules import _example
    >>> false_alarm(_example("level", "above", 5))
    'the condition is no longer met at one of the next 2 observations'
    """
    n = rule.false_alarm_sessions
    if rule.false_alarm == "reverts":
        soon = trn("at the next observation", "at one of the next {count} observations", n, count=n)
        if rule.kind in ("move", "rare_move"):
            return tr("the level is back where the move began {soon}", soon=soon)
        return tr("the condition is no longer met {soon}", soon=soon)
    said = {
        "same": N_("{outcome} has gone against the firing over {sessions}"),
        "rise": N_("{outcome} has gone down over {sessions}"),
        "fall": N_("{outcome} has gone up over {sessions}"),
    }[rule.expects]
    sessions = trn("the next session", "the next {count} sessions", n, count=n)
    return tr(said, outcome=_within(statistic(rule.outcome).title), sessions=sessions)


def _within(title: str) -> str:
    """A title within a sentence: abbreviations keep their capitals and have no article.

    >>> _within("10-year par yield"), _within("Cover of long-end buybacks"), _within("SOFR less IORB")
    ('the 10-year par yield', 'the cover of long-end buybacks', 'SOFR less IORB')
    """
    if current() != ENGLISH:
        return title
    return title if title[1:2].isupper() or title[1:2] == "&" else f"the {title[0].lower()}{title[1:]}"


def level(value: float | None, kind: Kind) -> str:
    """A level of a kind with its unit.

    >>> level(5.0, "percent"), level(22.25, "share_pct"), level(84.2, "bp"), level(3.1e11, "usd"), level(1.748, "ratio")
    ('5.00 %', '22.25 %', '84 bp', 'USD 310 bn', '1.75')
    """
    if kind in ("percent", "share_pct"):
        return units.percent(value)
    if kind == "bp":
        return units.level_bp(value)
    return units.usd(value) if kind == "usd" else units.number(value)


def limit(value: float, kind: Kind) -> str:
    """A threshold of a kind as it was written, with its unit.

    >>> limit(5.0, "percent"), limit(2.5, "percent"), limit(0.0, "points"), limit(150.0, "bp")
    ('5 %', '2.5 %', '0', '150 bp')
    """
    if kind == "usd":
        return units.usd(value)
    unit = {"percent": "percent", "share_pct": "percent", "bp": "bp"}.get(kind, "")
    return tr(_UNITS[unit], figure=f"{value:,.10g}")


def size(value: float, kind: Kind) -> str:
    """The size of a move of a kind with its unit, without a sign.

    >>> size(10.0, "percent"), size(2.0, "level"), size(0.25, "ratio")
    ('10 bp', '2 %', '0.25')
    """
    return tr(_UNITS[MOVE_UNITS[kind]], figure=f"{value:,.10g}")


def moved(value: float | None, unit: str) -> str:
    """A change in the unit of a record, with its sign.

    >>> moved(-12.0, "bp"), moved(1.25, "percent"), moved(None, "bp"), moved(0.3, "")
    ('-12 bp', '+1.2 %', 'n/a', '+0.3')
    """
    if value is None or units.is_missing(value):
        return units.missing()
    if unit == "bp":
        return units.bp(value)
    if unit == "percent":
        return units.change_pct(value)
    return tr(_UNITS[unit], figure=f"{value:+,.2g}") if value else "0"


def fired(rule: Rule, value: float, measure: float) -> str:
    """What the figures of a firing were: the level, and the percentile or move.

    >>> from treasury.analytics.alert_rules import _example
    >>> fired(_example("move", "up", 10), 4.15, 14.0), fired(_example("percentile", "above", 90), 4.15, 92.7)
    ('4.15 %, +14 bp', '4.15 %, 92nd percentile')
    """
    kind = statistic(rule.series).kind
    if rule.kind == "level":
        return level(value, kind)
    if rule.kind == "percentile":
        return tr("{level}, {rank} percentile", level=level(value, kind), rank=units.ordinal(measure))
    if rule.kind == "rare_move":
        places = {"level": level(value, kind), "rank": units.ordinal(abs(measure))}
        if measure < 0:
            return tr("{level}, a fall at the {rank} percentile", **places)
        return tr("{level}, a rise at the {rank} percentile", **places)
    return tr("{level}, {change}", level=level(value, kind), change=moved(measure, MOVE_UNITS[kind]))


def message(rule: Rule, day: date, value: float, measure: float, made: TrackRecord | None, public_url: str) -> tuple[str, str]:
    """Title and text of the message of one firing, in English whoever sends it: what happened, when, how such firings went
    before, where to look."""
    with using(ENGLISH):
        lines = [
            f"{condition(rule)}: {fired(rule, value, measure)} on {units.day(day)}.",
            record_words(rule, made) if made else "Its track record cannot be worked out now.",
            f"See: {public_url}/{rule.page}",
            f"Rule and track record: {public_url}/alerts?rule={rule.id}",
        ]
    return f"{SENDER}: {rule.title}", "\n".join(lines)


def fired_words(answer: Mapping[str, Any], most: int = 5) -> list[str]:
    """The last firings of a rule, newest first: day and figure."""
    kind = statistic(answer["series"]).kind
    listed = answer["record"]["firings"][::-1][:most]
    return [f"{one['day']} at {level(one['value'], kind)}" for one in listed]


def record_words(rule: Rule, made: TrackRecord) -> str:
    """A track record in two sentences."""
    count = len(made.firings)
    if not count or made.since is None:
        return tr("It has not fired in the history held.")
    places = {"day": units.day(made.since), "count": f"{count:,}"}
    said = trn("It fired once since {day}", "It fired {count} times since {day}", count, **places)
    five = made.horizons.loc[5]
    if five["known"]:
        later = {
            "same": N_("{said}; five sessions later {outcome} had gone the way it fired in {share} (any day: {any})"),
            "rise": N_("{said}; five sessions later {outcome} had gone up in {share} (any day: {any})"),
            "fall": N_("{said}; five sessions later {outcome} had gone down in {share} (any day: {any})"),
        }[rule.expects]
        said = tr(
            later,
            said=said,
            outcome=_within(statistic(rule.outcome).title),
            share=tr(
                "{count} of {all}, {share}",
                count=f"{five['continued']:.0f}",
                all=f"{five['known']:.0f}",
                share=units.percent(five["continued_share_pct"], 0),
            ),
            any=units.percent(five["any_day_share_pct"], 0),
        )
    return tr(
        "{said}. False alarms: {false} of {judged} that can be judged.", said=said, false=made.false_alarms, judged=made.judged
    )
