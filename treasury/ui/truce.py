"""The answer of the Truce monitor: fragility gauge with its components, the two supports, history and key dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from typing import Any

import pandas as pd
import streamlit as st

from treasury import claims_file, reference, units
from treasury.analytics import gauge as gauges
from treasury.analytics.gauge import COMPONENTS
from treasury.analytics.truce import BROKEN, STRAINED, rule
from treasury.answers import gauge as answers
from treasury.answers.gauge import Measured
from treasury.answers.gauge_rows import contribution_rows, contributions_alt, contributions_title  # noqa: F401 (of the page)
from treasury.answers.gauge_words import WORDS, score, tenths
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import N_, joined, tr, trn
from treasury.ui import cache, controls, layout, tables
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain

CONTROL_PX = 170
NAMES = {one.name: one.id for one in COMPONENTS}
PASSES: Mapping[bool | None, tuple[str, str]] = {
    True: (N_("Pass"), "check_circle"),
    False: (N_("Fail"), "cancel"),
    None: (N_("Unknown"), "help"),
}
LABELS = {"figure": N_("Value"), "own_percentile_pct": N_("Own ten years"), "adds": N_("Adds"), "measure": N_("Measure")}
LABELS |= {
    "fragile": N_("Fragile when"),
    "observed_on": N_("Last value"),
    "since": N_("Compared since"),
    "of": N_("Values"),
}
FRAGILE = {"high": N_("high"), "low": N_("low")}
KEY_LABELS = {"date": N_("Day"), "gauge": N_("Gauge"), "verdict": N_("The truce was"), "label": N_("What happened")}
KEY_LABELS |= {"highest_after": N_("Highest of 21 sessions from then"), "components_counted": N_("Components")}
KEY_LABELS |= {"quiet": N_("Expectations quiet"), "bills": N_("Bill-heavy")}
NOTES = N_("""
**Percentile**: share of a component's own values of the ten years up to the day that are no more fragile, itself included: a
direct count; nothing later counts. Where low is fragile (auction demand, yield and dollar) it counts the values that are as high
or higher. **Gauge**: the mean of the percentiles, each with the same weight; at least six are needed. **Adds**: (percentile - 50)
/ number of components, so 50 and all that is added make the gauge.

**Missing**: a value more than 14 days old (auctions 21, bill share and buybacks 45), or fewer than three years of history
(buybacks: 20 values; the programme began in May 2024).

**Rule.** {rule} The two levels belong to all components; with some left out they are a rough guide.

**Bills stand on both sides**: leaning on them keeps long bonds scarce (support), and makes more debt roll over at the rate of the
day (fragility).
""")
BLIND = N_("""
**What it cannot see**: the level of yields (they can rise far in an orderly way, as in 2026); positions, leverage and swap
spreads; implied volatility (MOVE is not free); what foreign holders do until months later; politics. Percentiles say how rare a
value is, not how dangerous. Components overlap: the stress index holds some rate volatility. The premium is that of the newest
estimation, not as it was known then. When a component is missing, the mean is of the others, and moves a little for that alone.
""")


@dataclass(frozen=True)
class Shown:
    """What the page shows: all that was measured, the answer of the day chosen, and the sentence of the headline."""

    measured: Measured
    answer: dict[str, Any]
    unanswered: dict[str, Any] | None  # the newest session, where it has no answer and the page shows the last that has
    headline: str
    without: tuple[str, ...]
    held: list[Loaded]

    @property
    def sources(self) -> list[Loaded]:
        """The datasets that have rows."""
        return [one for one in self.held if one.ok]

    def source(self, name: str) -> Loaded:
        """One of the datasets, without reading it again."""
        return next(one for one in self.held if one.dataset.id == name)

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.answer["day"]) if self.answer["day"] else None

    @property
    def line(self) -> pd.Series:
        """The gauge of every session, without the components left out."""
        return self.table["gauge"]

    @cached_property
    def table(self) -> pd.DataFrame:
        """The gauge of every session and how many components it counts."""
        return gauges.gauge(self.measured.percentiles, self.without)


def loaded() -> list[Loaded]:
    return [cache.frame(name) for name in answers.DATASETS]


def measured(held: Sequence[Loaded]) -> Measured:
    """The components from the datasets held, kept by their versions. Raises BadReference and OSError for a reviewed file."""
    made: Measured = cache.computed(_measured, *held, names=tuple(answers.DATASETS), changed=_changed())
    return made


def _measured(*frames: pd.DataFrame, names: Sequence[str], changed: int) -> Measured:  # noqa: ARG001 (part of the key)
    return answers.measured(dict(zip(names, frames, strict=True)).__getitem__)


def shown(row: Any) -> Shown | None:
    """The controls (day in a row of controls, components below it; both in the address) and the answer they leave.

    Nothing, with a card, where a reviewed file is broken.
    """
    try:
        held = loaded()
        return _shown(measured(held), held, row)
    except (BadReference, OSError) as fault:
        layout.failed_card(tr("A reviewed file cannot be read"), plain(str(fault)))
        return None


def _shown(made: Measured, held: Sequence[Loaded], row: Any) -> Shown:
    today = utc_today()
    newest = answers.answer(made, today=today)
    start = day = _first_shown(newest)
    if start and made.newest:
        with row, st.container(width=CONTROL_PX):
            first = made.percentiles.index[0].date()
            day = controls.day(tr("Day"), key="day", default=start, first=first, last=made.newest)
    chosen = controls.several(tr("Components"), list(NAMES), key="components", default=list(NAMES), at_least_one=False)
    without = tuple(one for name, one in NAMES.items() if name not in chosen)
    answer = answers.answer(made, day, without, today)
    if day == start and not without:
        unanswered = newest if newest["verdict"] == "unanswerable" else None
        return Shown(made, answer, unanswered, newest["sentence"], without, list(held))
    return Shown(made, answer, None, answer["sentence"], without, list(held))


def _first_shown(newest: Mapping[str, Any]) -> date | None:
    """The newest session, or the last with an answer where it has none."""
    day = (newest["last_answer"] or newest)["day"]
    return date.fromisoformat(day) if day else None


def cards(made: Shown, then: date) -> None:
    """Gauge and supports side by side, each with its threshold; on a phone below each other."""
    places = st.columns(1 + len(made.answer["supports"]), border=True)
    with places[0]:
        _gauge_card(made, then)
    for place, support in zip(places[1:], made.answer["supports"], strict=True):
        with place:
            _support_card(support)
    without_answer = made.answer if made.answer["verdict"] == "unanswerable" else made.unanswered
    if without_answer and without_answer["day"]:
        _missing_card(without_answer)


def _gauge_card(made: Shown, then: date) -> None:
    value, counted = made.answer["gauge"], made.answer["components_counted"]
    before = made.line.dropna().loc[: pd.Timestamp(then)].tail(1)
    moved = value is not None and len(before) and made.day and made.day > then
    st.metric(
        tr("Fragility gauge, {day}", day=units.day(made.day)),
        tr("{score} of 100", score=score(value)) if value is not None else None,
        delta=_scored(before.iloc[0], before.index[0]) if moved else None,
        delta_color="off",
        delta_arrow="off",
        help=rule(),
    )
    words = [tr("{count} of {all} components", count=counted, all=len(COMPONENTS))]
    if value is None:
        words.append(tr("{least} are needed: no number", least=made.answer["components_needed"]))
    if made.without:
        words.append(tr("{count} left out by choice", count=len(made.without)))
    st.caption(
        tr(
            "{counted}. Under strain from {strained}, not holding from {broken}.",
            counted=tr(", ").join(words),
            strained=f"{STRAINED:g}",
            broken=f"{BROKEN:g}",
        )
    )


def _scored(value: float, day: date) -> str:
    return tr("{score} on {day}", score=score(value), day=units.day(day))


def _support_card(support: Mapping[str, Any]) -> None:
    word, icon = PASSES[support["passes"]]
    figure = support["figure"] if support["value"] is not None else None
    st.metric(
        tr(str(support["name"])),
        tr(word),
        icon=f":material/{icon}:",
        delta=figure,
        delta_color="off",
        delta_arrow="off",
        help=support["rule"],
    )
    said = [part for part in (support["detail"], support["would_change"], support["why_unknown"]) if part]
    st.caption(plain(reduce(_together, said)))


def _together(first: str, second: str) -> str:
    return tr("{first} {second}", first=first, second=second)


def _missing_card(answer: Mapping[str, Any]) -> None:
    """Why a day has no answer, input by input."""
    out = [tr(str(one["name"])) for one in answer["components"] if one["left_out"]]
    missing = [tr("{component}: left out by choice", component=name) for name in out]
    missing += [f"{tr(one['name'])}: {one['missing']}" for one in _missing(answer)]
    missing += [f"{tr(one['name'])}: {one['why_unknown']}" for one in answer["supports"] if one["why_unknown"]]
    day = units.day(date.fromisoformat(answer["day"]))
    with st.expander(tr("Why there is no answer for {day}: what is missing", day=day), icon=":material/schedule:"):
        st.markdown("\n".join(f"- {plain(one)}" for one in missing))


def _missing(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The components that are missing on the day, those left out by choice not among them."""
    return [one for one in answer["components"] if one["missing"] and not one["left_out"]]


def component_table(answer: Mapping[str, Any]) -> pd.DataFrame:
    """Every component with what it is, where it stands and since when it is compared, for the table and the CSV."""
    rows = [{**one, "own_percentile_pct": one["percentile"]} for one in answer["components"]]
    made = pd.DataFrame(rows).rename(columns={"name": "component"}).set_index("component")
    types = dict.fromkeys(("since", "observed_on"), "datetime64[us]")
    types |= dict.fromkeys(("own_percentile_pct", "adds", "value"), "float64")
    return made[["value", *LABELS, "missing", "left_out"]].astype(types)


def notes(made: Shown) -> str:
    """What the gauge is, and how often it stood at the levels of the rule."""
    line, said = made.line.dropna(), tr(NOTES, rule=rule())
    if line.empty:
        return said
    shares = [
        tr("{share} stood at {level} or more", share=units.percent((line >= level).mean() * 100, 0), level=f"{level:g}")
        for level in (STRAINED, BROKEN)
    ]
    often = tr(
        "**How often**: of the sessions with a gauge since {day}, {shares}.", day=units.day(line.index[0]), shares=joined(shares)
    )
    return f"{said}\n{often}\n"


def show_words(answer: Mapping[str, Any]) -> None:
    """Which components are missing on the day, and why; and what the gauge cannot see."""
    missing = [f"**{tr(one['name'])}**: {plain(one['missing'])}" for one in _missing(answer)]
    if missing:
        st.caption(tr("Missing on this day: {missing}", missing=" · ".join(missing)))
    st.caption(tr(BLIND))


def show_components(made: Shown) -> None:
    """The table below the figure; its CSV holds the unrounded values and the reasons of what is missing as well."""
    whole = component_table(made.answer)
    figures = whole["figure"].str.lstrip("+").str.replace("-", "\N{MINUS SIGN}")  # a sign begins a formula to a spreadsheet
    fragile = [tr(FRAGILE[end]) for end in whole["fragile"]]
    table = tables.cut_percentiles(whole.assign(figure=figures, fragile=fragile)[list(LABELS)]).rename(index=tr)
    layout.show_table(
        table,
        key="components_table",
        sources=made.sources,
        labels=LABELS | {"component": N_("Component")},
        notes=notes(made),
        height="content",
        csv=whole,
    )


def history_title(line: pd.Series, range_: DateRange) -> str:
    """The highest of the range and its last, each with its day."""
    kept = range_.of(line).dropna()
    if kept.empty:
        return tr("Fragility gauge")
    top, last = kept.idxmax(), kept.index[-1]
    highest = tr("Highest {score} on {day}", score=score(kept.max()), day=units.day(top))
    return highest if top == last else tr("{highest}; {last}", highest=highest, last=_scored(kept.iloc[-1], last))


def history_alt(line: pd.Series, range_: DateRange) -> str:
    kept = range_.of(line).dropna()
    if kept.empty:
        return tr("Fragility gauge, {range}: no session has six components (0 figures).", range=range_.words)
    count = int((kept >= BROKEN).sum())
    return trn(
        "Fragility gauge, {range}: between {lowest} and {highest}, {last}; at {broken} or more on {count} session.",
        "Fragility gauge, {range}: between {lowest} and {highest}, {last}; at {broken} or more on {count} sessions.",
        count,
        range=range_.words,
        lowest=_scored(kept.min(), kept.idxmin()),
        highest=_scored(kept.max(), kept.idxmax()),
        last=_scored(kept.iloc[-1], kept.index[-1]),
        broken=f"{BROKEN:g}",
        count=count,
    )


def levels() -> tuple[tuple[float, str], ...]:
    """The two levels of the rule with their names, in two lines each."""
    strained, broken = tr("{level}: under\nstrain", level=f"{STRAINED:g}"), tr("{level}: not\nholding", level=f"{BROKEN:g}")
    return (STRAINED, strained), (BROKEN, broken)


def history_csv(made: Shown) -> pd.DataFrame:
    """Every session: the gauge, how many components count, and the percentile of each."""
    return made.table.join(made.measured.percentiles.add_suffix("_percentile_pct"))


def key_dates(made: Shown) -> pd.DataFrame:
    """The gauge on the key dates, one row a day."""
    rows = _on_key_dates(made)
    flat = [{**row, **dict(zip(("quiet", "bills"), row["supports"].values(), strict=True))} for row in rows]
    table = pd.DataFrame(flat, columns=list(KEY_LABELS))
    return table.assign(
        date=table["date"].astype("datetime64[us]"),
        gauge=table["gauge"].astype("float64").map(tenths, na_action="ignore"),
        highest_after=table["highest_after"].astype("float64").map(tenths, na_action="ignore"),
        verdict=table["verdict"].map(WORDS),
        **{name: [PASSES[one][0] for one in table[name]] for name in ("quiet", "bills")},
    )


def labels_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """The same, days with several labels in the reader's language too; the table translates single ones by itself."""
    return table.assign(label=["; ".join(map(tr, label.split("; "))) for label in table["label"]])


def _on_key_dates(made: Shown) -> list[dict[str, Any]]:
    def dated(*_frames: pd.DataFrame, without: tuple[str, ...], changed: int) -> list[dict[str, Any]]:  # noqa: ARG001
        return answers.on_key_dates(made.measured, without)

    found: list[dict[str, Any]] = cache.computed(dated, *made.held, without=made.without, changed=_changed())
    return found


def _changed() -> int:
    """Moves when one of the reviewed files does."""
    return sum(path.stat().st_mtime_ns for path in (claims_file.PATH, reference.FOLDER / "key_dates.csv"))
