"""Alerts: evaluates the rules that are on after every refresh, sends each firing once, and remembers it in the store.

Two small tables in the store hold all that must survive: `_alerts`, what happened (a row an event, in order), and
`_alert_rules`, the rules that readers switched on. Each row is added only on top of what the deciding server saw (see
ledger.py), so a firing is recorded once and each of its messages is taken up by one server, whichever evaluates and however
often it restarts. A firing is its rule, the rule's fingerprint and the record date.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from treasury import alerts_file, delivery, frames
from treasury.alerts_file import Rule
from treasury.analytics.alert_rules import TrackRecord, Watched, firings, standing
from treasury.answers import Load
from treasury.answers import alerts as answers
from treasury.answers.alert_series import statistic
from treasury.errors import BadInput, TreasuryError
from treasury.language import tr
from treasury.ledger import Ledger
from treasury.settings import Settings, settings
from treasury.store import Store

log = logging.getLogger(__name__)

NEWS_DAYS = 7  # a firing whose record date lies further back is logged, not sent; or the dataset's own lag where it is longer
MOST_ROUNDS = 24  # evaluations in which a message is tried, each a few times, before it is given up
GIVE_UP_AFTER = timedelta(days=3)  # nor is it sent later than this after its firing was recorded
MOST_OWN_RULES = 50
OWN = "own_"  # begins the id of a reader's rule, so that it is never one of the file's
EVENTS = {
    **dict.fromkeys(("at", "day"), "datetime64[us]"),
    **dict.fromkeys(("event", "rule", "fingerprint", "channel", "detail", "title", "text", "page"), "str"),
}
OWN_RULES = {"at": "datetime64[us]", **dict.fromkeys(("id", "rule", "by", "seen"), "str"), "enabled": "bool"}
FIRING = ["rule", "fingerprint", "day"]
MESSAGE = [*FIRING, "channel"]


@dataclass(frozen=True)
class Report:
    """What one evaluation did: rules looked at, firings new, messages sent, messages that failed; or why it could not."""

    rules: int = 0
    fired: int = 0
    sent: int = 0
    failed: int = 0
    trouble: str = ""

    @property
    def words(self) -> str:
        """The outcome in a line for people."""
        if self.trouble:
            return f"alerts: not evaluated, {self.trouble}"
        words = f"alerts: {self.rules} rules evaluated, {self.fired} fired, {self.sent} messages sent"
        return f"{words}, {self.failed} failed and to be tried again" if self.failed else words


def events(store: Store) -> Ledger:
    """The table of what happened."""
    return Ledger(store, "_alerts", EVENTS)


def no_events() -> pd.DataFrame:
    """The table of what happened, without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in EVENTS.items()})


def own_rules(store: Store) -> Ledger:
    """The table of readers' rules; the last row of an id counts."""
    return Ledger(store, "_alert_rules", OWN_RULES)


def channel_names(config: Settings | None = None) -> list[str]:
    """Where messages go, by the services' names; the addresses are secrets. Raises BadInput as `delivery.channels` does."""
    return [one.name for one in delivery.channels(config)]


# --- rules ----------------------------------------------------------------------------------------------------------


def rules(store: Store) -> list[Rule]:
    """The rules of the file, then readers' own. Raises BadReference for the file, StoreError for the store."""
    return [*alerts_file.rules(), *(rule for rule, _ in saved(store))]


def saved(store: Store) -> list[tuple[Rule, str]]:
    """Readers' rules, each with who switched it last; one that can no longer be used is left out, with a word in the log."""
    made = []
    for row in own_rules(store).rows().drop_duplicates("id", keep="last").itertuples():
        try:
            rule = alerts_file.rule(json.loads(row.rule))
            answers.datasets(rule)
        except (BadInput, ValueError) as fault:
            log.warning("the saved alert rule %s is left out: %s", row.id, fault)
            continue
        made.append((replace(rule, enabled=bool(row.enabled)), str(row.by)))
    return made


def switch_on(store: Store, rule: Rule, seen: str, by: str = "", *, hosted: bool = False, config: Settings | None = None) -> Rule:
    """Saves a reader's rule and switches it on from the next record date on.

    ``seen`` is the fingerprint of the track record that was shown (`TrackRecord.fingerprint`): the record is worked out anew,
    and unless it is that very one, nothing is switched on. Raises BadInput where the settings do not allow it, nothing is
    held to test the rule on, the record was not shown, or too many rules are saved; StoreError.
    """
    _allowed(config or settings(), hosted)
    load = frames.reader(store)
    made = answers.record(load, rule)
    if made.until is None:
        raise BadInput(tr("nothing is held of the series, so the rule has no track record; refresh first"))
    if seen != made.fingerprint:
        raise BadInput(tr("a rule is switched on with its track record in view; this one was not shown, or has changed since"))
    rule = replace(rule, id=f"{OWN}{rule.fingerprint}", enabled=True, backtest=rule.fingerprint)
    begin = _evaluated(datetime.now(UTC), rule, statistic(rule.series).of(load))

    def decide(held: pd.DataFrame) -> pd.DataFrame:
        if held["id"].nunique() >= MOST_OWN_RULES and rule.id not in set(held["id"]):
            raise BadInput(
                tr("{count} rules are saved already; have one taken into data/reference/alerts.toml", count=MOST_OWN_RULES)
            )
        return _own(rule, by, seen)

    events(store).add(lambda _: pd.DataFrame([begin]))
    own_rules(store).add(decide)
    return rule


def switch_off(store: Store, rule_id: str, by: str = "", *, hosted: bool = False, config: Settings | None = None) -> None:
    """Switches a reader's rule off; it stays saved. Raises BadInput for any other rule, and where it is not allowed."""
    _allowed(config or settings(), hosted)
    mine = {rule.id: rule for rule, _ in saved(store)}
    if rule_id not in mine:
        raise BadInput(f"{rule_id!r} is no rule that a reader saved; those of the file are switched off in alerts.toml")
    rule = replace(mine[rule_id], enabled=False)
    own_rules(store).add(lambda _: _own(rule, by, ""))


def _allowed(config: Settings, hosted: bool) -> None:
    if not config.own_rules(hosted):
        raise BadInput(tr("rules by form are off here; TREASURY_ALERT_FORM=on or sign-in allows them"))


def _own(rule: Rule, by: str, seen: str) -> pd.DataFrame:
    cells = json.dumps(alerts_file.cells(rule), sort_keys=True)
    row = {"at": _moment(datetime.now(UTC)), "id": rule.id, "rule": cells, "by": by, "seen": seen, "enabled": rule.enabled}
    return pd.DataFrame([row])


# --- evaluating -----------------------------------------------------------------------------------------------------


def after_refresh(store: Store, config: Settings | None = None, now: datetime | None = None) -> Report:
    """Evaluates every rule that is on over what is held, and sends what is due. Never raises: a refresh does not fail by it."""
    config, now = config or settings(), now or datetime.now(UTC)
    try:
        channels = delivery.channels(config)
        on = [rule for rule in rules(store) if rule.is_on]
        fired = _evaluate(store, on, channels, config, now)
        outcomes = _deliver(store, channels, now)
        sent = sum(outcome.ok for outcome in outcomes)
        made = Report(len(on), fired, sent, len(outcomes) - sent)
    except TreasuryError as failure:
        made = Report(trouble=str(failure))
    except Exception as failure:
        log.debug("alerts: unforeseen", exc_info=True)
        made = Report(trouble=f"it stopped unexpectedly ({type(failure).__name__})")
    if made.trouble:
        log.warning("%s", made.words)
    return made


def _evaluate(store: Store, on: Sequence[Rule], channels: Sequence[delivery.Channel], config: Settings, now: datetime) -> int:
    """Records what fired on record dates not yet evaluated, and where it is to be sent; returns how many firings are new."""
    load = _each_once(frames.reader(store))
    watched = {rule.id: series for rule in on if (series := _readable(rule, load)) is not None}

    def decide(held: pd.DataFrame) -> pd.DataFrame:
        new = [row for rule in on if rule.id in watched for row in _news(rule, watched[rule.id], held, load, config, now)]
        every = pd.concat([held, pd.DataFrame(new, columns=list(EVENTS))], ignore_index=True)
        return pd.concat([every.iloc[len(held) :], _due(every, channels, now)], ignore_index=True)

    added = events(store).add(decide)
    return int(added["event"].isin(["fired", "late"]).sum())


def _each_once(load: Load) -> Load:
    held: dict[str, pd.DataFrame] = {}

    def once(name: str) -> pd.DataFrame:
        if name not in held:
            held[name] = load(name)
        return held[name]

    return once


def _readable(rule: Rule, load: Load) -> Watched | None:
    """The series of a rule; nothing where there is none or it cannot be read, which stops no other rule."""
    try:
        made = statistic(rule.series).of(load)
    except (TreasuryError, ValueError) as failure:
        log.warning("the alert rule %s is not evaluated: %s", rule.id, failure)
        return None
    return None if made.kept.empty else made


def _news(rule: Rule, watched: Watched, held: pd.DataFrame, load: Load, config: Settings, now: datetime) -> list[dict[str, Any]]:
    """The rows to add for one rule: how far it is evaluated now, and its new firings."""
    last = watched.kept.index[-1]
    own = held[held["rule"].eq(rule.id)]
    done = own[own["event"].eq("evaluated")].sort_values("day", kind="stable").tail(1)
    if done.empty:  # on its first evaluation a rule looks at the newest record date alone
        made = firings(watched, rule).loc[last:]
    else:
        seen = done.iloc[0]
        if last <= seen["day"]:
            return []
        was = float(seen["detail"]) if seen["fingerprint"] == rule.fingerprint else None
        fired = own.loc[own["event"].isin(["fired", "late"]), "day"]
        made = firings(watched, rule, after=seen["day"].date(), fired=list(fired), was=was)
    record = _record(rule, load) if len(made) else None
    rows = [_firing(rule, day.date(), row, record, config, now) for day, row in made.iterrows()]
    return [_evaluated(now, rule, watched), *rows]


def _record(rule: Rule, load: Load) -> TrackRecord | None:
    try:
        return answers.record(load, rule)
    except (TreasuryError, ValueError) as failure:  # of the outcome's dataset: the message goes out without it
        log.warning("the track record of %s cannot be worked out: %s", rule.id, failure)
        return None


def _evaluated(now: datetime, rule: Rule, watched: Watched) -> dict[str, Any]:
    """How far a rule has been evaluated, and how it stood there."""
    return _event(now, "evaluated", rule, watched.kept.index[-1].date(), detail=str(standing(watched, rule)))


def _firing(rule: Rule, day: date, row: pd.Series, record: TrackRecord | None, config: Settings, now: datetime) -> dict[str, Any]:
    title, text = answers.message(rule, day, row["value"], row["measure"], record, config.public_url)
    limit = max([NEWS_DAYS, *(frames.dataset(name).max_age_days for name in statistic(rule.series).datasets)])
    age = (now.date() - day).days
    late = f"{age} days old when it became known; at most {limit} are sent" if age > limit else ""
    return _event(now, "late" if late else "fired", rule, day, detail=late, title=title, text=text, page=rule.page)


def _due(every: pd.DataFrame, channels: Sequence[delivery.Channel], now: datetime) -> pd.DataFrame:
    """A row for each channel of every firing that has none yet: new ones, and recent ones of a server without channels."""
    fired = every[every["event"].eq("fired") & (every["at"] > _moment(now - GIVE_UP_AFTER))]
    assigned = every.loc[every["event"].eq("due"), FIRING].drop_duplicates().assign(assigned=True)
    open_ = fired[FIRING].merge(assigned, on=FIRING, how="left")
    wanted = open_[open_["assigned"].isna()][FIRING].merge(pd.DataFrame({"channel": [one.name for one in channels]}), how="cross")
    return _rows(wanted, "due", now)


def _rows(messages: pd.DataFrame, event: str, now: datetime) -> pd.DataFrame:
    blank = dict.fromkeys(("detail", "title", "text", "page"), "")
    return messages[MESSAGE].assign(at=_moment(now), event=event, **blank)[list(EVENTS)]


def _event(now: datetime, event: str, rule: Rule, day: date, **more: str) -> dict[str, Any]:
    blank = dict.fromkeys(EVENTS, "")
    own = {"at": _moment(now), "event": event, "rule": rule.id, "fingerprint": rule.fingerprint, "day": pd.Timestamp(day)}
    return blank | own | more


def _moment(now: datetime) -> pd.Timestamp:
    return pd.Timestamp(now.astimezone(UTC).replace(tzinfo=None)).as_unit("us")


# --- sending --------------------------------------------------------------------------------------------------------


def _deliver(store: Store, channels: Sequence[delivery.Channel], now: datetime) -> list[delivery.Outcome]:
    """Sends every message that is due or failed before, once in this evaluation, and records what became of each.

    Each is taken up alone, just before it is sent: no other server then sends it, and a server that stops loses one at most.
    """
    by_name = {one.name: one for one in channels}
    tried: set[tuple[Any, ...]] = set()
    outcomes: list[delivery.Outcome] = []

    def take_up(held: pd.DataFrame) -> pd.DataFrame:
        messages = deliveries(held, now)
        waiting = messages[messages["state"].isin(["due", "failed"]) & messages["channel"].isin(by_name)]
        untried = [key not in tried for key in waiting[MESSAGE].itertuples(index=False, name=None)]
        return _rows(waiting[np.array(untried, dtype=bool)].head(1), "sending", now)

    while len(taken := events(store).add(take_up)):
        row = taken.iloc[0]
        tried.add(tuple(row[MESSAGE]))
        words = _words_of(store, row)
        outcome = delivery.send(words["title"], words["text"], to=[by_name[row["channel"]]])[0]
        done = row.to_dict() | {"at": _moment(datetime.now(UTC)), "detail": outcome.detail}
        events(store).add(_always(done | {"event": "sent" if outcome.ok else "failed"}))
        outcomes.append(outcome)
    return outcomes


def _always(row: Mapping[str, Any]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda _: pd.DataFrame([row])


def _words_of(store: Store, row: pd.Series) -> Mapping[str, str]:
    held = events(store).rows()
    same = held["event"].eq("fired") & (held[FIRING] == list(row[FIRING])).all(axis="columns")
    found = held[same].iloc[0]
    return {"title": str(found["title"]), "text": str(found["text"])}


def deliveries(held: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """How each message stands, from the rows of `events`: one row a firing and channel.

    Out: ``rule``, ``fingerprint``, ``day``, ``channel``, ``state``, ``rounds`` (evaluations in which it was tried), ``why`` (of
    the last failure). States: due; sending (or not known: the server stopped while it sent; it is not sent again, since it
    may have arrived); sent; failed (to be tried again); given up.
    """
    own = held[held["event"].isin(["due", "sending", "sent", "failed"])]
    grouped = own.groupby(MESSAGE, sort=False)
    made = grouped.agg(state=("event", "last"), since=("at", "first"), why=("detail", "last")).reset_index()
    made["rounds"] = grouped["event"].agg(lambda events: int(events.eq("sending").sum())).to_numpy(dtype="int64")
    over = (made["rounds"] >= MOST_ROUNDS) | (made["since"] <= _moment(now - GIVE_UP_AFTER))
    made["state"] = made["state"].mask(over & made["state"].isin(["due", "failed"]), "given up")
    return made[[*MESSAGE, "state", "rounds", "why"]]


def logged(held: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """The log: one row a firing and channel, newest first; a firing that goes nowhere has one row that says why.

    Out: ``at`` (when it was recorded), ``day``, ``rule``, ``title``, ``channel``, ``state``, ``rounds``, ``detail``, ``text``,
    ``page``.
    """
    fired = held[held["event"].isin(["fired", "late"])]
    made = fired[["at", *FIRING, "title", "text", "page", "event", "detail"]].merge(deliveries(held, now), on=FIRING, how="left")
    nowhere = made["state"].isna()
    made["state"] = made["state"].mask(nowhere, made["event"].map({"late": "too old to send", "fired": "no channel"}))
    made["detail"] = made["detail"].where(nowhere, made["why"])
    made = made.fillna({"channel": "", "rounds": 0, "detail": ""}).astype({"rounds": "int64"})
    columns = ["at", "day", "rule", "title", "channel", "state", "rounds", "detail", "text", "page"]
    return made[columns].sort_values(["at", "day"], ascending=False, kind="stable", ignore_index=True)


def log_json(store: Store, now: datetime | None = None) -> list[dict[str, Any]]:
    """The log as JSON values, newest first. Raises StoreError."""
    made = logged(events(store).rows(), now or datetime.now(UTC))
    made = made.assign(at=made["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"), day=made["day"].dt.strftime("%Y-%m-%d"))
    return [{str(name): value for name, value in row.items()} for row in made.to_dict("records")]
