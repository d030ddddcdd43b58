"""The parts of the page "Alerts": the rules held with their track records, one rule in full, the log, and their sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from treasury import alerts as engine
from treasury import alerts_file, units
from treasury.alerts_file import Rule
from treasury.answers import alerts as answers
from treasury.answers.alert_series import statistic
from treasury.errors import BadInput, StoreError
from treasury.language import N_, tr
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.ui import cache, controls, layout, navigation
from treasury.ui.alert_record import NOTES, written
from treasury.ui.cache import Loaded
from treasury.ui.server import HOSTED
from treasury.ui.text import plain

VIEWS = (N_("Rules"), N_("New rule"), N_("Log"))
SELECT_PX = 420
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|bp\b)")
SAID = "_alerts_said"  # in the session: what the last press of a button did
LABELS = {
    "title": N_("Rule"),
    "state": N_("State"),
    "now": N_("Now"),
    "last_day": N_("Last figure"),
    "last_figure": N_("Value"),
    "firings": N_("Firings"),
    "last_fired": N_("Last fired"),
    "five_share_pct": N_("As expected"),
    "any_day_share_pct": N_("Any day"),
    "false_alarms": N_("False alarms"),
}
HELPS = {
    "now": N_("Whether the condition is met by the last figure"),
    "last_figure": N_("The last level, with what the rule looks at; of a rare move the percentile only"),
    "state": N_("Whether it is evaluated after every refresh"),
    "firings": N_("How often it would have fired over the history held"),
    "five_share_pct": N_("Share of the firings after which, five sessions later, the outcome had gone the way the rule expects"),
    "any_day_share_pct": N_("The same share over all days: what one would have seen without the rule"),
    "false_alarms": N_("Firings that the rule's own test calls false, of those that can be judged"),
}
LOG_STATES = {
    "due": N_("due"),
    "sending": N_("sending"),
    "sent": N_("sent"),
    "failed": N_("failed"),
    "given up": N_("given up"),
    "too old to send": N_("too old to send"),
    "no channel": N_("no channel"),
}
LOG_LABELS = {
    "day": N_("Record date"),
    "title": N_("Rule"),
    "channel": N_("Channel"),
    "state": N_("State"),
    "rounds": N_("Tries"),
    "detail": N_("Why"),
    "at": N_("Noticed, UTC"),
}


@dataclass(frozen=True)
class Board:
    """The rules, each with its answer (by id; none for a series that there is not), what they read, and what happened."""

    rules: list[Rule]
    by: Mapping[str, str]
    answers: Mapping[str, dict[str, Any]]
    sources: list[Loaded]
    events: pd.DataFrame


def board() -> Board:
    """Everything the page shows of rules held; cards for what cannot be read."""
    held = cache.alert_tables()
    for what, why in held.trouble.items():
        layout.failed_card(tr("{what} cannot be read", what=tr(what)), plain(why))
    rules, names = list[Rule](), list[str]()
    for rule in held.rules:
        try:
            names += [name for name in answers.datasets(rule) if name not in names]
            rules.append(rule)
        except BadInput as fault:
            layout.failed_card(tr("The rule {id} cannot be used", id=plain(rule.id)), plain(str(fault)))
    loaded = [cache.frame(name) for name in names]
    made = cache.computed(_answered, *loaded, names=tuple(names), rules=written(rules))
    return Board(rules, held.by, {one["id"]: one for one in made}, loaded, held.events)


def _answered(*frames: pd.DataFrame, names: Sequence[str], rules: str) -> list[dict[str, Any]]:
    made = [alerts_file.rule(cells) for cells in json.loads(rules)]
    return answers.alerts(dict(zip(names, frames, strict=True)).__getitem__, made)


def headline(made: Board) -> str:
    """How many rules are on, how many conditions are met, and which would have fired last."""
    on, held = [rule for rule in made.rules if rule.is_on], [one for one in made.answers.values() if one["record"]]
    if not made.rules:
        return tr("No alert rule is held.")
    if not held:
        return tr("None of the {count} alert rules can be evaluated: their figures are not held.", count=len(made.rules))
    met = [one["title"] for one in held if one["on"] and one["last"]["met"]]
    until = max(item.as_of for item in made.sources if item.as_of)
    places = {"on": len(on), "all": len(made.rules), "day": units.day(until), "count": len(met)}
    if len(met) == 1:
        said = tr(
            "{on} of {all} alert rules are on; 1 had its condition met in the last figures held, to {day}: {title}",
            title=_unbroken(met[0]),
            **places,
        )
    elif met:
        said = tr(
            "{on} of {all} alert rules are on; {count} had their conditions met in the last figures held, to {day}", **places
        )
    else:
        said = tr("{on} of {all} alert rules are on; none had its condition met in the last figures held, to {day}", **places)
    fired = [(one["record"]["firings"][-1]["day"], one["title"]) for one in held if one["on"] and one["record"]["firings"]]
    if not fired:
        return tr("{said}.", said=said)
    day, title = max(fired)
    return tr("{said}. By the record the last to fire was “{title}”, on {day}.", said=said, title=_unbroken(title), day=_day(day))


def _unbroken(title: str) -> str:
    """A title whose numbers are not parted from their units at the end of a line."""
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", title)


# --- rules ------------------------------------------------------------------------------------------------------------


def table(made: Board) -> pd.DataFrame:
    """One row a rule: state, what it looks at now, and its track record in figures."""
    return pd.DataFrame([_row(rule, made.answers[rule.id]) for rule in made.rules])


def _row(rule: Rule, one: Mapping[str, Any]) -> dict[str, Any]:
    last, record = one["last"], one["record"]
    five = record["after"]["5"] if record else {}
    return {
        "title": rule.title,
        "state": N_("on") if rule.is_on else N_("off"),
        "now": units.MISSING if last is None or last["met"] is None else N_("met") if last["met"] else N_("not met"),
        "last_day": pd.Timestamp(last["date"]) if last else pd.NaT,
        # A cell that begins with a hyphen is a formula to a spreadsheet.
        "last_figure": _short_figure(rule, last).replace("-", "\N{MINUS SIGN}") if last else one["why"].rstrip(".。"),
        "firings": float(len(record["firings"])) if record else None,
        "last_fired": pd.Timestamp(record["firings"][-1]["day"]) if record and record["firings"] else pd.NaT,
        "five_share_pct": five.get("continued_share_pct"),
        "any_day_share_pct": five.get("any_day_share_pct"),
        "false_alarms": tr("{count} of {all}", count=record["false_alarms"], all=record["judged"]) if record else None,
        "condition": one["condition"],
    }


def figure(rule: Rule, last: Mapping[str, Any]) -> str:
    """The last level, with the percentile or move that the rule looks at."""
    if last["measure"] is None:
        return answers.level(last["value"], statistic(rule.series).kind)
    return answers.fired(rule, last["value"], last["measure"])


def _short_figure(rule: Rule, last: Mapping[str, Any]) -> str:
    """The same for a cell; that of a rare move is too long for one with its level, which stands below."""
    measure = last["measure"]
    if rule.kind != "rare_move" or measure is None:
        return figure(rule, last)
    rank = units.ordinal(abs(measure))
    return tr("fall, {rank} percentile", rank=rank) if measure < 0 else tr("rise, {rank} percentile", rank=rank)


def show_rules(made: Board) -> None:
    """The table of all rules, whose CSV has reasons, tests and fingerprints as well."""
    shown = table(made)
    more = [
        {
            name: made.answers[rule.id][name]
            for name in ("id", "series", "outcome", "false_alarm", "reason", "page", "fingerprint", "not_fired")
        }
        for rule in made.rules
    ]
    sources = [one for one in made.sources if one.ok]
    csv = pd.concat([shown, pd.DataFrame(more)], axis="columns")
    layout.show_table(
        shown[list(LABELS)],
        key="rules",
        sources=sources,
        labels=LABELS,
        helps=HELPS,
        name="alert rules",
        notes=NOTES,
        height="content",
        csv=csv,
    )
    for rule in made.rules:
        if made.answers[rule.id]["not_fired"]:
            st.caption(plain(f"{made.answers[rule.id]['title']}: {made.answers[rule.id]['not_fired']}"))


def say_missing(made: Board) -> None:
    """Cards for the datasets that rules read and that are not there."""
    for item in made.sources:
        if not item.ok:
            layout.missing_card(item)


def choose(made: Board) -> Rule:
    """The rule to show in full; its id stands in the address, which messages link to."""
    titles = Counter(rule.title for rule in made.rules)
    by_id = {rule.id: rule for rule in made.rules}

    def words(rule_id: str) -> str:
        title = by_id[rule_id].title
        return tr(title) if titles[title] == 1 else f"{tr(title)} ({rule_id})"

    with st.container(width=SELECT_PX):
        first = next(iter(by_id))
        return by_id[controls.listed(tr("Rule"), list(by_id), key="rule", default=first, spelled=str, shown=words)]


def facts(rule: Rule, made: Board) -> None:
    """A rule in words: condition, state, test, reason, where to look; and the button where it is a reader's own."""
    one = made.answers[rule.id]
    fires = one["condition"]
    if rule.cooldown:
        fires = tr("{condition}; then silent for {count} observations", condition=fires, count=rule.cooldown)
    state = tr("on") if rule.is_on else tr("off, {why}", why=tr(rule.why_off))
    if made.by.get(rule.id):
        state = tr("{state}, switched by {reader}", state=state, reader=made.by[rule.id])
    last, now = one["last"], one["why"]
    if last:
        now = tr("{figure} on {day}", figure=figure(rule, last), day=_day(last["date"]))
    lines = {
        tr("Fires when"): fires,
        tr("False alarm"): one["false_alarm"],
        tr("State"): state,
        tr("Now"): now,
        tr("Why"): one["reason"],
    }
    if one["not_fired"]:
        lines[tr("No firing")] = one["not_fired"]
    st.markdown(f"**{plain(one['title'])}**")
    st.markdown("  \n".join(f"**{name}:** {plain(text)}" for name, text in lines.items()))
    path, _, query = rule.page.partition("?")
    entry = next((entry for entry in navigation.PAGES if entry.url_path == path), None)
    with st.container(horizontal=True):
        if entry:
            navigation.link(path, tr("Look at {title}", title=tr(entry.title)), parse_qsl(query))
        if rule.id in made.by and rule.is_on and allowed():
            st.button(
                tr("Switch off"), icon=":material/notifications_off:", key="switch_off", on_click=_switched_off, args=(rule.id,)
            )
    said()


def allowed() -> bool:
    """Whether readers may switch rules of their own on and off here."""
    return settings().own_rules(HOSTED.is_set())


def reader() -> str:
    """Who is signed in, "" where nobody must be."""
    return str(st.user.to_dict().get("email") or "") if settings().sign_in else ""


def _switched_off(rule_id: str) -> None:
    try:
        engine.switch_off(open_store(), rule_id, reader(), hosted=HOSTED.is_set())
        st.session_state[SAID] = ("", tr("The rule is off; it stays in the list."))
    except (BadInput, StoreError) as fault:
        st.session_state[SAID] = (tr("Not switched off"), str(fault))
    cache.forget_alerts()


def said() -> None:
    """What the last press of a button did, once."""
    trouble, words = st.session_state.pop(SAID, ("", ""))
    if trouble:
        layout.failed_card(trouble, plain(words))
    elif words:
        st.success(plain(words), icon=":material/check_circle:")


# --- the log ----------------------------------------------------------------------------------------------------------


def show_log(made: Board) -> None:
    """Where messages go, and every firing that was noticed with what became of its messages, newest first."""
    _channels()
    log = engine.logged(made.events, datetime.now(UTC))
    if log.empty:
        layout.empty_card(
            tr("Nothing has fired yet"),
            tr("A rule looks at each new record date after a refresh, from the day it is switched on."),
        )
        return
    titles = [_title(title) for title in log["title"]]
    states = [tr(LOG_STATES.get(state, state)) for state in log["state"]]
    shown = log[list(LOG_LABELS)].assign(at=log["at"].dt.strftime("%Y-%m-%d %H:%M"), title=titles, state=states)
    layout.show_table(shown, key="log", sources=[], labels=LOG_LABELS, name="alert log", csv=log)


def _title(sent: str) -> str:
    """The title of a message, which was sent in English."""
    sender, _, title = sent.partition(": ")
    return f"{sender}: {tr(title)}" if sender == answers.SENDER else sent


def _channels() -> None:
    try:
        names = engine.channel_names()
    except BadInput as fault:
        layout.failed_card(tr("Messages cannot be sent"), plain(str(fault)))
        return
    if names:
        st.markdown(tr("Messages go to **{names}**.", names=plain(", ".join(names))))
    else:
        layout.never_card(
            tr("No channel is set"), tr("`TREASURY_ALERT_URLS` names where messages go: mail, Slack, Teams, webhooks.")
        )


def _day(iso: str) -> str:
    return units.day(date.fromisoformat(iso))
