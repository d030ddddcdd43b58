"""A rule of the reader's own: put together from controls that live in the address, tried over history, then switched on."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from treasury import alerts as engine
from treasury import alerts_file, frames
from treasury.alerts_file import OWN_KEYS, SIDES, Rule
from treasury.analytics.alert_rules import MOVE_UNITS, TrackRecord
from treasury.answers import alerts as answers
from treasury.answers.alert_series import Statistic, available, statistic
from treasury.dataset import NUMERIC
from treasury.errors import BadInput, StoreError
from treasury.language import N_, tr
from treasury.refreshing import open_store
from treasury.ui import alerts as ui
from treasury.ui import cache, controls, layout, navigation
from treasury.ui.controls import Bounds
from treasury.ui.server import HOSTED
from treasury.ui.text import plain

KINDS: Mapping[str, str] = {
    N_("Level"): "level",
    N_("Percentile"): "percentile",
    N_("Move"): "move",
    N_("Rare move"): "rare_move",
}
EXPECTS: Mapping[str, str] = {N_("As it fired"): "same", N_("Up"): "rise", N_("Down"): "fall"}
TESTS: Mapping[str, str] = {N_("Goes the other way"): "opposite", N_("Reverts"): "reverts"}
SERIES = OUTCOME = "par_yields.10Y"
SERIES_PX, SMALL_PX = 420, 150
PERCENTILES = Bounds(0.5, 99.5, 0.5, 1)
DEFAULTS = {"percentile": 95.0, "rare_move": 99.0}
# By the unit of the move.
MOVES: Mapping[str, float] = {"bp": 20.0, N_("percent"): 2.0, N_("percentage points"): 1.0, "": 0.5, N_("points"): 0.5}
USD_BN = 1e9
KIND_HELP = N_(
    "Level: above or below a figure. Percentile: of the level in its own past. Move: over some sessions, by its size. "
    "Rare move: over some sessions, by its percentile among such moves."
)


def series_names() -> list[str]:
    """Every series and statistic that a rule can watch, statistics first."""

    def columns(dataset: str) -> list[str]:
        declared = frames.dataset(dataset)
        return [column.name for column in declared.columns if column.name not in declared.key and column.kind in NUMERIC]

    return available(columns)


def build() -> Rule | None:
    """The controls, and the rule that they make; None, with a card, where the parts do not go together."""
    names = series_names()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SERIES_PX):
            watched = _series(tr("Series"), names, "series", SERIES)
        kind = KINDS[controls.choice(tr("Condition"), list(KINDS), key="kind", default="Move", help=tr(KIND_HELP))]
    cells: dict[str, Any] = {"id": "own", "series": watched, "kind": kind, "enabled": False}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cells |= _condition(statistic(watched), watched, kind)
        cells["cooldown"] = int(
            controls.number(
                tr("Cooldown, observations"), Bounds(0.0, float(alerts_file.MOST_SESSIONS), 1.0, 0), key="cooldown", default=20.0
            )
        )
    with st.expander(tr("How a firing is judged"), icon=":material/rule:"):
        cells |= _judged(names)
    title = controls.text(
        tr("Name"), key="title", longest=alerts_file.LONGEST_TITLE, placeholder=tr("As the condition, unless you name it")
    )
    return _made(cells, title)


def _series(label: str, names: Sequence[str], key: str, default: str) -> str:
    return controls.listed(label, names, key=key, default=default, spelled=str, shown=lambda name: statistic(name).title)


def _condition(one: Statistic, name: str, kind: str) -> dict[str, Any]:
    sides = SIDES[kind]
    made: dict[str, Any] = {"side": controls.choice(tr("Side"), sides, key="side", default=sides[0])}
    if kind in OWN_KEYS["years"]:
        made["threshold"] = controls.number(tr("Percentile"), PERCENTILES, key="percentile", default=DEFAULTS[kind])
    elif kind == "move":
        unit = MOVE_UNITS[one.kind]
        controls.follows("size", unit, MOVES[unit])
        made["threshold"] = controls.number(
            _labelled(tr("Size"), tr(unit)), Bounds(0.01, 10_000.0, 1.0, 2), key="size", default=MOVES[unit]
        )
    else:
        made["threshold"] = _level(one, name)
    if kind in OWN_KEYS["sessions"]:
        made["sessions"] = int(controls.number(tr("Sessions"), _up_to(alerts_file.MOST_SESSIONS), key="sessions", default=5.0))
    if kind in OWN_KEYS["years"]:
        made["years"] = int(controls.number(tr("Years"), _up_to(alerts_file.MOST_YEARS), key="years", default=10.0))
    return made


def _level(one: Statistic, name: str) -> float:
    """The threshold of a level, in the unit of the series; dollars are typed in billions."""
    unit = {"percent": "%", "share_pct": "%", "bp": "bp", "usd": tr("USD bn")}.get(one.kind, "")
    divisor = USD_BN if one.kind == "usd" else 1.0
    start = _usual(one, divisor)
    controls.follows("level", name, start)
    bounds = Bounds(-1e6, 1e6, 1.0 if one.kind in ("usd", "bp", "level") else 0.25, 2)
    return controls.number(_labelled(tr("Level"), unit), bounds, key="level", default=start) * divisor


def _usual(one: Statistic, divisor: float) -> float:
    """A first threshold that is crossed now and then: the level exceeded on a tenth of all days, to two figures."""
    loaded = [cache.frame(name) for name in one.datasets]
    if not all(item.ok for item in loaded):
        return 0.0
    kept = one.make(*(item.frame for item in loaded)).dropna()
    return float(f"{kept.quantile(0.9) / divisor:.2g}") if len(kept) else 0.0


def _up_to(most: int) -> Bounds:
    """Whole numbers from 1."""
    return Bounds(1.0, float(most), 1.0, 0)


def _labelled(label: str, unit: str) -> str:
    return tr("{label}, {unit}", label=label, unit=unit) if unit else label


def _judged(names: Sequence[str]) -> dict[str, Any]:
    st.caption(
        tr("What the series, or another one, is expected to do after a firing, and when a firing counts as a false alarm.")
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SERIES_PX):
            outcome = _series(tr("Outcome"), names, "outcome", OUTCOME)
        expects = EXPECTS[controls.choice(tr("Expected to go"), list(EXPECTS), key="expects")]
        test = TESTS[
            controls.choice(tr("False alarm if it"), list(TESTS), key="test", help=tr("Reverts: the condition no longer holds."))
        ]
        within = int(controls.number(tr("Within, sessions"), _up_to(alerts_file.MOST_JUDGED), key="within", default=5.0))
    return {"outcome": outcome, "expects": expects, "false_alarm": test, "false_alarm_sessions": within}


def _made(cells: dict[str, Any], title: str) -> Rule | None:
    cells |= {"page": statistic(cells["series"]).page, "reason": N_("Made on the page Alerts.")}
    try:
        rule = alerts_file.rule(cells | {"title": "Own rule"})
        words = answers.condition(rule)
        return alerts_file.rule(cells | {"title": title or _shortened(words)})
    except BadInput as fault:
        layout.failed_card(tr("This rule cannot be used"), plain(str(fault)))
        return None


def _shortened(words: str) -> str:
    """As long as a title may be: cut between words, and anywhere in a language that puts no spaces between them."""
    made = textwrap.shorten(words, alerts_file.LONGEST_TITLE, placeholder=" …")
    return made if len(made) * 2 > min(len(words), alerts_file.LONGEST_TITLE) else f"{words[: alerts_file.LONGEST_TITLE - 1]}…"


# --- switching on -----------------------------------------------------------------------------------------------------


def describe(rule: Rule) -> None:
    """The rule in words, above its track record."""
    lines = {tr("Fires when"): answers.condition(rule), tr("False alarm"): answers.false_alarm(rule)}
    st.markdown("  \n".join(f"**{name}:** {plain(text)}" for name, text in lines.items()))


def offer(rule: Rule, record: TrackRecord) -> None:
    """Below the track record: the button that switches the rule on, or why there is none; and the rule for the file."""
    layout.section(N_("Switch on"))
    ui.said()
    if ui.allowed():
        st.markdown(tr("From the next record date on it is evaluated after every refresh, and each firing is sent once."))
        st.button(
            tr("Switch on"),
            icon=":material/notifications_active:",
            key="switch_on",
            on_click=_switched_on,
            args=(rule, record.fingerprint),
        )
    else:
        layout.never_card(
            tr("Readers cannot switch rules on here"),
            tr(
                "Whoever runs the dashboard allows it by sign-in or `TREASURY_ALERT_FORM=on`, or takes the rule below into "
                "the file."
            ),
        )
    with st.expander(tr("As a rule of data/reference/alerts.toml"), icon=":material/code:"):
        st.code(as_toml(rule), language="toml")


def _switched_on(rule: Rule, seen: str) -> None:
    try:
        made = engine.switch_on(open_store(), rule, seen, ui.reader(), hosted=HOSTED.is_set())
        st.session_state[ui.SAID] = ("", tr("The rule is on: {title}", title=tr(made.title)))
    except (BadInput, StoreError) as fault:
        st.session_state[ui.SAID] = (tr("Not switched on"), str(fault))
    cache.forget_alerts()


def as_toml(rule: Rule) -> str:
    """The rule as the file holds it, on, with the fingerprint of its backtest. JSON's numbers and texts are TOML's too."""
    cells = alerts_file.cells(rule) | {"id": "name_of_your_own", "enabled": True, "backtest": rule.fingerprint}
    return "[[rule]]\n" + "\n".join(f"{name} = {json.dumps(value)}" for name, value in cells.items())


def query(rule: Rule) -> dict[str, str]:
    """The rule as values of the controls above, for a link that opens it to be changed."""
    words = {
        name: {value: key for key, value in table.items()}
        for name, table in (("kind", KINDS), ("expects", EXPECTS), ("test", TESTS))
    }
    made = {
        "view": ui.VIEWS[1],
        "series": rule.series,
        "kind": words["kind"][rule.kind],
        "side": rule.side,
        "cooldown": rule.cooldown,
    }
    made |= {"outcome": rule.outcome, "expects": words["expects"][rule.expects], "test": words["test"][rule.false_alarm]}
    made |= {"within": rule.false_alarm_sessions, "title": rule.title}
    made |= {name: getattr(rule, name) for name, kinds in OWN_KEYS.items() if rule.kind in kinds}
    scale = USD_BN if statistic(rule.series).kind == "usd" and rule.kind == "level" else 1.0
    key = "percentile" if rule.kind in OWN_KEYS["years"] else "size" if rule.kind == "move" else "level"
    made[key] = rule.threshold / scale
    return {name: f"{value:.10g}" if isinstance(value, int | float) else str(value) for name, value in made.items()}


def link(rule: Rule) -> None:
    """To this rule among the controls of a new one."""
    navigation.link("alerts", tr("Change it and test again"), query(rule))
