"""A rule's track record as the page "Alerts" shows it: over its series, after 1, 5 and 20 sessions, and every firing."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from treasury import alerts_file, units
from treasury.alerts_file import Rule
from treasury.analytics import alert_rules
from treasury.analytics.alert_rules import TrackRecord
from treasury.answers import alerts as answers
from treasury.answers.alert_series import statistic
from treasury.charts import alerts as charts
from treasury.language import N_, tr, trn
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

NOTES = N_("""
**Fires** on the record date on which the condition is first met, once, and not again within the cooldown. **Track record**: the
same rule over all of the history held, as known now: series that are revised later, such as the ACM premium, look better in it
than they did then. **After 1, 5, 20 sessions**: change of the outcome from the day of the firing. **As expected**: the outcome
went the way the rule says; **any day** is the same share over all days, without which a share says nothing. **False alarm**: by
the test that each rule names.

A rule is evaluated only where it is enabled and its track record was looked at as the rule stands: in the file `backtest` repeats
the fingerprint that the backtest prints, on this page the button stands below the record.
""")
HORIZON_LABELS = {
    "sessions": N_("Sessions after"),
    "known": N_("Firings"),
    "continued": N_("As expected"),
    "continued_share_pct": N_("Share"),
    "any_day_share_pct": N_("Any day"),
}
ENDINGS = {"bp": "_bp", "percent": "_change_pct"}


def written(rules: Sequence[Rule]) -> str:
    """Rules as a short text, for the cache."""
    return json.dumps([alerts_file.cells(rule) for rule in rules])


def loaded_for(rule: Rule) -> list[Loaded]:
    """The datasets that a rule reads."""
    return [cache.frame(name) for name in answers.datasets(rule)]


def tested(*frames: pd.DataFrame, names: Sequence[str], rules: str) -> tuple[pd.Series, TrackRecord]:
    """The series of a rule and its track record, for `cache.computed`."""
    load = dict(zip(names, frames, strict=True)).__getitem__
    rule = alerts_file.rule(json.loads(rules)[0])
    kept = statistic(rule.series).of(load).kept.rename(statistic(rule.series).title)
    return kept, answers.record(load, rule)


def show_record(rule: Rule) -> TrackRecord | None:
    """The track record of a rule: in words, over its series, after 1, 5 and 20 sessions, and every firing. None where nothing
    is held to test it on, which a card says."""
    sources = loaded_for(rule)
    if not layout.drawable(*sources):
        return None
    names = tuple(item.dataset.id for item in sources)
    kept, record = cache.computed(tested, *sources, names=names, rules=written([rule]))
    if record.until is None:
        layout.empty_card(
            tr("Nothing to test the rule on"), tr("None of its days holds every figure that the series is made from.")
        )
        return None
    st.markdown(plain(answers.record_words(rule, record)))
    _show_firings(rule, kept, record, sources)
    if len(record.firings):
        _show_aftermath(rule, record, sources)
    return record


def _show_firings(rule: Rule, kept: pd.Series, record: TrackRecord, sources: Sequence[Loaded]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(kept.index[0].date(), kept.index[-1].date(), default="10Y")
        marks = controls.key_dates()
    part = kept.loc[pd.Timestamp(shown.start) : pd.Timestamp(shown.end)]
    fired = record.firings.loc[pd.Timestamp(shown.start) : pd.Timestamp(shown.end)]
    kind = statistic(rule.series).kind
    divisor, unit = _scale(kept, kind)
    figure = charts.firings(
        part / divisor,
        fired.assign(value=fired["value"] / divisor),
        trn("{count} firing, {range}", "{count} firings, {range}", len(fired), count=len(fired), range=shown.words),
        _labelled(statistic(rule.series).title, unit),
        marks,
        limit=rule.threshold / divisor if rule.kind == "level" else None,
        decimals=0 if kind == "bp" else 2,
        unit=unit,
    )
    false = int(fired["false_alarm"].fillna(False).sum())
    places = {"condition": answers.condition(rule), "range": shown.words, "count": len(fired), "false": false}
    alt = tr("{condition}, {range}: {count} firings, {false} of them false alarms.", **places)
    if len(fired):
        last = units.day(fired.index.max().date())
        alt = tr(
            "{condition}, {range}: {count} firings, {false} of them false alarms. The last was on {day}.", **places, day=last
        )
    csv = pd.DataFrame({"value": part}).join(fired.drop(columns="value"))
    layout.show_chart(figure, key="firings", alt=alt, sources=sources, csv=csv, name=f"alert {rule.id}", notes=NOTES)


def _scale(kept: pd.Series, kind: str) -> tuple[float, str]:
    if kind == "usd":
        divisor, name = units.usd_scale(float(kept.abs().max()))
        return divisor, tr("USD {unit}", unit=name) if name else "USD"
    return 1.0, {"percent": "%", "share_pct": "%", "bp": "bp"}.get(kind, "")


def _labelled(label: str, unit: str) -> str:
    return tr("{label}, {unit}", label=label, unit=unit) if unit else label


def _show_aftermath(rule: Rule, record: TrackRecord, sources: Sequence[Loaded]) -> None:
    outcome = statistic(rule.outcome).title
    layout.section(N_("What came after"))
    unit = "%" if record.unit == "percent" else tr(record.unit)
    fired, horizons = record.firings, record.horizons
    figure = charts.aftermath(
        fired,
        horizons,
        tr("{outcome} after a firing", outcome=outcome),
        _labelled(tr("Change"), unit),
        unit,
    )
    five = horizons.loc[5]
    alt = tr(
        "{outcome} after each of {count} firings: five sessions later {mean} on average of {known}, against "
        "{any_day} on any day.",
        outcome=outcome,
        count=len(fired),
        mean=answers.moved(five["mean"], record.unit),
        known=f"{five['known']:.0f}",
        any_day=answers.moved(five["any_day_mean"], record.unit),
    )
    ending = ENDINGS.get(record.unit, "_change")
    layout.show_chart(figure, key="aftermath", alt=alt, sources=sources, csv=fired, name=f"alert {rule.id} after", notes=NOTES)
    named = {"mean": f"mean{ending}", "median": f"median{ending}", "any_day_mean": f"any_day{ending}"}
    rows = horizons.reset_index().rename(columns=named)
    words = {named["mean"]: tr("Mean"), named["median"]: tr("Median"), named["any_day_mean"]: tr("Mean, any day")}
    layout.show_table(
        rows,
        key="horizons",
        sources=sources,
        labels=HORIZON_LABELS | words,
        name=f"alert {rule.id} spans",
        height="content",
    )
    layout.section(N_("Every firing"))
    listed = _listed(rule, record, ending)
    layout.show_table(listed, key="every_firing", sources=sources, labels=_firing_labels(ending), name=f"alert {rule.id} firings")


def _listed(rule: Rule, record: TrackRecord, ending: str) -> pd.DataFrame:
    """The firings, newest first: day, what fired, what came after, how it was judged."""
    fired = record.firings.iloc[::-1]
    judged = fired["false_alarm"].map({True: N_("false alarm"), False: N_("no")}).astype("object").fillna(N_("too recent"))
    figures = [answers.fired(rule, value, measure) for value, measure in zip(fired["value"], fired["measure"], strict=True)]
    made = pd.DataFrame({"day": fired.index, "figure": figures})
    for sessions in alert_rules.HORIZONS:
        made[f"after_{sessions}{ending}"] = fired[f"after_{sessions}"].to_numpy()
    return made.assign(judged=judged.to_numpy())


def _firing_labels(ending: str) -> dict[str, str]:
    spans = {f"after_{h}{ending}": tr("After {sessions}", sessions=h) for h in alert_rules.HORIZONS}
    return {"day": tr("Day"), "figure": tr("Figure"), "judged": tr("False alarm")} | spans
