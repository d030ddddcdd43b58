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
from treasury.language import N_, tr

_WAYS: Mapping[str, str] = {"up": "up", "down": "down", "either": N_("up or down")}


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
        "title": rule.title,
        "condition": condition(rule),
        "series": rule.series,
        "outcome": rule.outcome,
        "cooldown_sessions": rule.cooldown,
        "false_alarm": false_alarm(rule),
        "reason": rule.reason,
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
    if rule.kind == "level":
        return f"{one.title} {rule.side} {limit(rule.threshold, one.kind)}"
    if rule.kind == "percentile":
        return tr(
            "{title} {side} the {threshold} percentile of {rule}",
            title=one.title,
            side=rule.side,
            threshold=_rank(rule.threshold),
            rule=_span(rule),
        )
    over = tr("in a session") if rule.sessions == 1 else tr("over {sessions} sessions", sessions=rule.sessions)
    if rule.kind == "rare_move":
        way = {"up": "rise", "down": "fall", "either": "move"}[rule.side]
        rank = tr("{threshold} percentile of {rule}", threshold=_rank(rule.threshold), rule=_span(rule))
        return tr("{title}: {way} {over} at or above the {rank}", title=one.title, way=way, over=over, rank=rank)
    return tr(
        "{title} {ways} {threshold} or more {over}",
        title=one.title,
        ways=_WAYS[rule.side],
        threshold=size(rule.threshold, one.kind),
        over=over,
    )


def _rank(percentile: float) -> str:
    return units.ordinal(percentile) if percentile == int(percentile) else f"{percentile:g}th"


def _span(rule: Rule) -> str:
    return tr("its year") if rule.years == 1 else tr("its {years} years", years=rule.years)


def false_alarm(rule: Rule) -> str:
    """What counts as a false alarm of the rule, in words.

    >>> from treasury.analytics.alert_rules import _example
    >>> false_alarm(_example("level", "above", 5))
    'the condition is no longer met at one of the next 2 observations'
    """
    n = rule.false_alarm_sessions
    soon = tr("at the next observation") if n == 1 else tr("at one of the next {n} observations", n=n)
    if rule.false_alarm == "reverts":
        moves = rule.kind in ("move", "rare_move")
        back = tr("the level is back where the move began") if moves else tr("the condition is no longer met")
        return f"{back} {soon}"
    after = tr("the next session") if n == 1 else tr("the next {n} sessions", n=n)
    way = {"same": tr("against the firing"), "rise": "down", "fall": "up"}[rule.expects]
    return tr("{title} has gone {way} over {after}", title=_within(statistic(rule.outcome).title), way=way, after=after)


def _within(title: str) -> str:
    """A title within a sentence: abbreviations keep their capitals and have no article.

    >>> _within("10-year par yield"), _within("Cover of long-end buybacks"), _within("SOFR less IORB")
    ('the 10-year par yield', 'the cover of long-end buybacks', 'SOFR less IORB')
    """
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
    unit = {"percent": "%", "share_pct": "%", "bp": "bp"}.get(kind, "")
    return f"{value:,.10g} {unit}".rstrip()


def size(value: float, kind: Kind) -> str:
    """The size of a move of a kind with its unit, without a sign.

    >>> size(10.0, "percent"), size(2.0, "level"), size(0.25, "ratio")
    ('10 bp', '2 %', '0.25')
    """
    unit = MOVE_UNITS[kind]
    return f"{value:,.10g} {'%' if unit == 'percent' else unit}".rstrip()


def moved(value: float | None, unit: str) -> str:
    """A change in the unit of a record, with its sign.

    >>> moved(-12.0, "bp"), moved(1.25, "percent"), moved(None, "bp"), moved(0.3, "")
    ('-12 bp', '+1.2 %', 'n/a', '+0.3')
    """
    if value is None or units.is_missing(value):
        return units.MISSING
    if unit == "bp":
        return units.bp(value)
    if unit == "percent":
        return units.change_pct(value)
    return f"{value:+,.2g} {unit}".rstrip() if value else "0"


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
        return tr("{kind}, {measure} percentile", kind=level(value, kind), measure=units.ordinal(measure))
    if rule.kind == "rare_move":
        return tr(
            "{kind}, a {value} at the {measure} percentile",
            kind=level(value, kind),
            value="fall" if measure < 0 else "rise",
            measure=units.ordinal(abs(measure)),
        )
    return f"{level(value, kind)}, {moved(measure, MOVE_UNITS[kind])}"


def message(rule: Rule, day: date, value: float, measure: float, made: TrackRecord | None, public_url: str) -> tuple[str, str]:
    """Title and text of the message of one firing: what happened, when, how such firings went before, where to look."""
    lines = [
        tr("{rule}: {rule_2} on {day}.", rule=condition(rule), rule_2=fired(rule, value, measure), day=units.day(day)),
        record_words(rule, made) if made else tr("Its track record cannot be worked out now."),
        tr("See: {public_url}/{page}", public_url=public_url, page=rule.page),
        tr("Rule and track record: {public_url}/alerts?rule={id}", public_url=public_url, id=rule.id),
    ]
    return tr("Treasury truce: {title}", title=rule.title), "\n".join(lines)


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
    times = "once" if count == 1 else f"{count:,} times"
    five = made.horizons.loc[5]
    said = tr("It fired {times} since {since}", times=times, since=units.day(made.since))
    if five["known"]:
        way = {"same": tr("the way it fired"), "rise": "up", "fall": "down"}[rule.expects]
        said += tr(
            "; five sessions later {title} had gone {way} in {continued:.0f} of {known:.0f}, {continued_share_pct} "
            "(any day: {any_day_share_pct})",
            title=_within(statistic(rule.outcome).title),
            way=way,
            continued=five["continued"],
            known=five["known"],
            continued_share_pct=units.percent(five["continued_share_pct"], 0),
            any_day_share_pct=units.percent(five["any_day_share_pct"], 0),
        )
    return tr(
        "{said}. False alarms: {false_alarms} of {judged} that can be judged.",
        said=said,
        false_alarms=made.false_alarms,
        judged=made.judged,
    )
