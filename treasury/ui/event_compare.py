"""What the page "Compare" asks, says and tabulates: the events, the measure, reactions, ranks, what else happened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import event_compare, event_study, event_window
from treasury.analytics.assets import ASSETS
from treasury.analytics.assets import series as asset_series
from treasury.analytics.confounders import confounders
from treasury.analytics.moves import Rank
from treasury.analytics.then_and_now import CHANGE_UNITS, Named
from treasury.calendar import parse_day
from treasury.charts import event_compare as charts
from treasury.charts.base import Mark
from treasury.errors import BadInput
from treasury.language import ENGLISH, N_, tr, trn, using
from treasury.tenors import TENORS
from treasury.ui import cache, controls, event_ranks, layout, navigation
from treasury.ui.cache import Loaded
from treasury.ui.events import (
    KINDS,
    PATH,
    SERIES,
    SESSIONS,
    SINCE,
    Event,
    after,
    listed,
    listed_in_english,
    offered,
    together,
    what_happened,
)
from treasury.ui.text import one_line, plain

MOST_EVENTS = 9
LONGEST_NAME = 40
NO_POLICY = ("reference", "market")  # categories of main key dates that are no act of policy, and so not compared at first
AXES = {N_("Sessions"): "session", N_("Calendar days"): "day"}
DAYS = (-14, 35)  # of the calendar axis
_ENTRY = re.compile(r"(\S+)\s*(.*)")
NOTES = N_("""
Each line starts from the last value before its event (0 at session -1). **Session 0** is the first observation of the series on
or after the day. On the axis of calendar days weekends and holidays have no figure and the line goes straight on. A line ends
where the series does, or pauses for more than 7 days.
""")
TABLE_NOTES = N_("""
The change from the last value before the day to the session. **Percentile**: of the change at the session chosen, among the same
change around every other date since the start chosen; 100 is the largest rise. **Within two sessions**: what else happened within
two business days of session 0; all of it stands in the last table.
""")
RANK_NOTES = N_("""
The move of session 0's day, of its calendar week, and of the five observations up to it, each ranked among all such moves since
the start chosen: rises among rises, falls among falls, 1 is the largest.
""")
RANKS = {"calendar_week": N_("Calendar week"), "rolling_five": N_("Rolling five"), "day": N_("Day")}
RANK_LABELS: Mapping[str, str] = MappingProxyType(
    {"day": N_("Event")} | {f"{name}_bp": label for name, label in RANKS.items()} | {f"{name}_rank": N_("Rank") for name in RANKS}
)
BESIDE_LABELS = {"event": N_("Event"), "date": N_("Day"), "kind": N_("Kind"), "label": N_("What")}


@dataclass(frozen=True)
class Asked:
    """What is compared: one series, its dataset, the events, the axis ("session" or "day"), the session, and since when."""

    one: Named
    source: Loaded
    events: tuple[Event, ...]
    axis: str
    session: int
    since: str

    @property
    def unit(self) -> str:
        return {"percent": "%"}.get(CHANGE_UNITS[self.one.kind], CHANGE_UNITS[self.one.kind])

    @property
    def days(self) -> list[date]:
        return [event.day for event in self.events]

    @property
    def names(self) -> dict[str, str]:
        """By the day as it is written: the event in full."""
        return {units.day(event.day): event.name for event in self.events}


def asked() -> Asked | None:
    """The controls; None, with a card, where the yields that give the days are not held."""
    chosen = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=230):
            curve = cache.frame(SERIES[controls.choice(tr("Series"), list(SERIES), key="series", help=tr("Of the tenors."))])
        if not layout.drawable(curve):
            return None
        with st.container(width=220):
            held = _measures(curve)
            measure = controls.choice(tr("Measure"), list(held), key="measure", default="10Y")
        with st.container(width=220):
            axis = controls.choice(tr("Axis"), list(AXES), key="axis")
        with st.container(width=250):
            session = controls.choice(
                tr("Session"), SESSIONS, key="session", default="5", help=tr("Of the headline and the percentile.")
            )
        with st.container(width=200):
            since = controls.choice(tr("Other dates since"), list(SINCE), key="since")
    with chosen:
        events = choose(curve.frame.index[1].date(), curve.frame.index[-1].date())
    one, source = held[measure]
    return Asked(one, source, events, AXES[axis], int(session), since)


def _measures(curve: Loaded) -> dict[str, tuple[Named, Loaded]]:
    """Every series that can be compared, by its name: the tenors, long ones first, then the other assets that are held."""
    first = [tenor for tenor in ("10Y", "30Y", "2Y") if tenor in curve.frame]
    tenors = [*first, *(tenor for tenor in curve.frame if tenor not in first)]
    made = {tenor: (Named(tenor, curve.frame[tenor], "percent"), curve) for tenor in tenors}
    for asset in ASSETS:
        loaded = cache.frame(asset.dataset)
        if loaded.ok:
            made[asset.name] = (asset_series(asset, {asset.dataset: loaded.frame}.__getitem__), loaded)
    return made


def choose(first: date, last: date) -> tuple[Event, ...]:
    """Key dates and days of one's own, in order; in the address as ?events=2025-04-02&events=2020-03-16 A name."""
    by_day = offered(listed(), first, last)
    english = {day: together_in_english(marks) for day, marks in offered(listed_in_english(), first, last).items()}
    options = {day: _entry(day, english[day]) for day in by_day}
    shown = {options[day]: _entry(day, together([mark.label for mark in marks])) for day, marks in by_day.items()}

    def read(text: str) -> str:
        day, name = _parsed(text, first, last)
        listed_as = options.get(day, _entry(day, ""))
        return listed_as if not name or one_line(text) == listed_as else _entry(day, name)

    help = tr("Key dates, or days of your own: type 2020-03-16, and a name behind it if you like.")
    days = {entry: day.isoformat() for day, entry in options.items()}
    made = controls.entries(
        tr("Events"),
        list(options.values()),
        key="events",
        default=_defaults(options),
        read=read,
        short=lambda entry: days.get(entry, entry),
        most=MOST_EVENTS,
        shown=lambda entry: shown.get(entry, entry),
        help=help,
    )
    found = {}
    for entry in made:
        day, name = _parsed(entry, first, last)
        own = "" if entry == options.get(day) else name
        found[day] = Event(day, tuple(by_day.get(day, ())), own, english.get(day, ""))
    return tuple(found[day] for day in sorted(found))


def together_in_english(marks: Sequence[Mark]) -> str:
    """What the key dates of a day say, as the address and downloads have it."""
    with using(ENGLISH):
        return together([mark.label for mark in marks])


def _entry(day: date, name: str) -> str:
    return f"{day.isoformat()} {name}".strip()


def _parsed(text: str, first: date, last: date) -> tuple[date, str]:
    """The day and the name of an entry. Raises BadInput for anything else, and for a day without figures."""
    matched = _ENTRY.fullmatch(one_line(text[:1000]))
    if matched is None:
        raise BadInput(tr("nothing is written"))
    try:
        day = parse_day(matched[1])
    except BadInput as fault:
        raise BadInput(str(fault).removeprefix("date: ")) from None
    if not first <= day <= last:
        raise BadInput(tr("the figures go from {first} to {last}", first=units.day(first), last=units.day(last)))
    return day, matched[2][:LONGEST_NAME].strip()


def _defaults(options: Mapping[date, str]) -> list[str]:
    days = [day for day in _main_days() if day in options] or sorted(options)[-3:]
    return [options[day] for day in days][:MOST_EVENTS]


def _main_days() -> list[date]:
    frame = cache.key_dates()[0]
    main = frame[frame["default"] & ~frame["category"].isin(NO_POLICY)] if len(frame) else frame
    return sorted({row.date.date() for row in main.itertuples()})


def link(event: Event) -> None:
    """The way from one event to its comparison with the main ones."""
    others = [day.isoformat() for day in _main_days() if day != event.day]
    query = {"events": [_entry(event.day, event.label), *others][:MOST_EVENTS]}
    navigation.link("compare", tr("Compare with other events"), query)


def headline(table: pd.DataFrame, made: Asked) -> str:
    """The largest rise and the largest fall among the events at the session chosen."""
    known, count = table[made.session].dropna(), len(table)
    tenor = made.one.name in TENORS and made.one.name.endswith("Y")
    measure = tr("The {years}-year", years=made.one.name[:-1]) if tenor else tr(made.one.name)
    compared = trn("the event", "{count} events", count, count=count)
    what = tr("{measure} {when}", measure=measure, when=after(made.session, compared))
    if known.empty:
        return tr("{what}: no change is known.", what=what)
    names = {event.day: event.name for event in made.events}
    low, high = (
        tr("{change} after {event}", change=written(known[at], made.unit), event=names[at.date()])
        for at in (known.idxmin(), known.idxmax())
    )
    unknown = tr("; {count} not known", count=count - len(known)) if len(known) < count else ""
    if len(known) == 1:
        return tr("{what}: {change}{unknown}.", what=what, change=low, unknown=unknown)
    return tr("{what}: from {low} to {high}{unknown}.", what=what, low=low, high=high, unknown=unknown)


def written(value: float, unit: str) -> str:
    """A change in the unit of its kind."""
    if unit == "bp":
        return units.bp(value)
    return units.change_pct(value) if unit == "%" else tr("{change} points", change=f"{value + 0.0:+.2f}")


def draw_paths(made: Asked) -> None:
    """All events on one axis."""
    if made.axis == "session":
        frame = event_compare.by_session(made.one, made.days, PATH)
    else:
        frame = event_compare.by_calendar_day(made.one, made.days, *DAYS)
    frame.columns = pd.Index([units.day(day) for day in made.days])
    measure = tr(made.one.name)
    title = tr("{measure}, change since the day before", measure=measure)
    figure = charts.paths(frame, made.names, title, made.unit, made.axis)
    alt = charts.words(frame, made.names, measure, made.unit, made.axis)
    csv = frame.rename(columns={units.day(day): f"{day}_{_suffix(made)}" for day in made.days})
    layout.show_chart(figure, key="paths", alt=alt, sources=[made.source], csv=csv, name=f"events {made.one.name}", notes=NOTES)


def _suffix(made: Asked) -> str:
    return {"%": "pct", "points": "points"}.get(made.unit, "bp")


def table(made: Asked) -> pd.DataFrame:
    """The frame of `event_compare.reactions_table`."""
    return event_compare.reactions_table(made.one, made.days, made.session, since=SINCE[made.since])


def draw_table(made: Asked, reactions: pd.DataFrame, beside: pd.DataFrame, english: pd.DataFrame) -> None:
    """Rows are events, columns sessions; with the percentile at the session chosen and what else happened, in short."""
    unit = made.unit if made.unit != "%" else "percent"
    layout.section(tr("Reactions, {unit}", unit=tr(unit)), f"reactions,-{unit}")
    ending = "bp" if made.unit == "bp" else "change"
    shown = {f"session_{session}_{ending}": reactions[session] for session in event_study.SESSIONS}
    shown |= {"change_percentile_pct": reactions["change_percentile_pct"] // 1}
    frame = pd.DataFrame(shown).set_axis(pd.Index([units.day(day) for day in made.days], name="day"))
    frame["event"] = [event.what for event in made.events]
    frame["beside"] = _shorts(made, beside)
    labels = {column: column.split("_")[1] for column in frame if str(column).startswith("session_")}
    labels |= {
        "day": N_("Session"),
        "event": N_("Event"),
        "change_percentile_pct": tr("Session {session}", session=made.session),
        "beside": N_("Within two sessions"),
    }
    with using(ENGLISH):
        csv = reactions.rename(columns={s: f"session_{s}_{_suffix(made)}" for s in event_study.SESSIONS}).assign(
            event=[event.label or event.english for event in made.events], within_two_sessions=_shorts(made, english)
        )
    layout.show_table(frame, key="reactions", sources=[made.source], labels=labels, csv=csv, notes=TABLE_NOTES, height="content")
    _say_missing(made, reactions)


def _shorts(made: Asked, beside: pd.DataFrame) -> list[str]:
    return [in_short(beside[beside["event"] == units.day(day)]) for day in made.days]


def _say_missing(made: Asked, reactions: pd.DataFrame) -> None:
    lines = []
    for event in made.events:
        cells = reactions.loc[pd.Timestamp(event.day), list(event_study.SESSIONS)]
        empty = cells.index[cells.isna()]
        if len(empty):
            why = event_study.why_missing(made.one.series, event.day, int(empty[0]))
            day = units.day(event.day)
            lines.append(tr("{day} from session {session}: the series {reason}", day=day, session=empty[0], reason=why))
    if lines:
        st.caption(tr("{missing} for {reasons}.", missing=units.missing(), reasons=plain(tr("; ").join(lines))))


def draw_ranks(made: Asked) -> None:
    """The day of session 0 and its week by every definition, for rates; for anything else a word."""
    since = SINCE[made.since]
    compared = tr("Ranks of session 0, since {day}", day=units.day(since)) if since else tr("Ranks of session 0, whole series")
    layout.section(compared, "ranks")
    if made.one.kind != "percent":
        st.markdown(
            tr(
                "Moves are ranked for rates; for {measure} the percentile above says how unusual each reaction is.",
                measure=plain(tr(made.one.name)),
            )
        )
        return
    found = cache.computed(_ranks, made.source, column=_column(made), days=tuple(made.days))
    at = list(SINCE).index(made.since)
    chosen = [ranks[at::2] for ranks in found]
    rows = {units.day(day): _rank_cells(ranks) for day, ranks in zip(made.days, chosen, strict=True)}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[name for name in RANK_LABELS if name != "day"])
    csv = pd.concat([event_ranks.figures(ranks).assign(event=day) for day, ranks in zip(made.days, chosen, strict=True)])
    layout.show_table(
        frame[[f"{name}_{what}" for name in RANKS for what in ("bp", "rank")]].rename_axis("day"),
        key="ranks",
        sources=[made.source],
        labels=RANK_LABELS,
        csv=csv,
        name="event ranks",
        notes=RANK_NOTES,
        height="content",
    )


def _rank_cells(ranks: Sequence[Rank]) -> Sequence[float | str | None]:
    if not ranks:
        return [None] * len(RANKS) + [units.missing()] * len(RANKS)
    return [*(one.value_bp for one in ranks), *(event_ranks.place(one) for one in ranks)]


def _column(made: Asked) -> str:
    return next((asset.column for asset in ASSETS if asset.name == made.one.name), made.one.name)


def _ranks(frame: pd.DataFrame, column: str, days: Sequence[date]) -> list[list[Rank]]:
    zeros = [event_study.session_dates(frame[column], day, (0,)).iloc[0] for day in days]
    return [[] if pd.isna(zero) else event_window.beside(frame, zero.date(), (column,)) for zero in zeros]


def beside(made: Asked) -> tuple[pd.DataFrame, pd.DataFrame, list[Loaded]]:
    """What else happened within two sessions of each event, by event; the same in English; and the datasets behind it."""
    given, held = what_happened()

    def found() -> pd.DataFrame:
        rows = [confounders(event.day, *given).assign(event=units.day(event.day)) for event in made.events]
        return pd.concat(rows, ignore_index=True)[list(BESIDE_LABELS)]

    with using(ENGLISH):
        english = found()
    return found(), english, held


def in_short(found: pd.DataFrame) -> str:
    """What happened beside one event in a few words: what is named, and how many auctions and buybacks.

    >>> in_short(pd.DataFrame({"kind": ["fomc", "auction", "auction"], "label": ["FOMC holds", "2-Year Note", "5-Year Note"]}))
    'FOMC holds, 2 auctions'
    """
    said = [tr(label) for label in found["label"][found["kind"].isin(("key_date", "fomc"))]]
    sold, bought = (int((found["kind"] == kind).sum()) for kind in ("auction", "buyback"))
    said += [trn("{count} auction", "{count} auctions", sold, count=sold)] if sold else []
    said += [trn("{count} buyback", "{count} buybacks", bought, count=bought)] if bought else []
    return tr(", ").join(said) or tr("nothing held")


def draw_beside(found: pd.DataFrame, english: pd.DataFrame, held: Sequence[Loaded]) -> None:
    """Everything that happened beside the events."""
    layout.section(N_("What else happened"))
    if found.empty:
        st.markdown(
            tr("No key date, FOMC statement, auction of 2 years or more, or buyback within two sessions of any event is held.")
        )
        return
    shown, csv = (frame.replace({"kind": KINDS}) for frame in (found, english))
    layout.show_table(shown, key="beside", sources=held, labels=BESIDE_LABELS, csv=csv, name="events beside")


def draw_links(made: Asked) -> None:
    """The way to each event in full."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("In full:"), width="content")
        for event in made.events:
            query = {"event": event.day.isoformat()} | ({"label": event.label} if event.label else {})
            navigation.link("event-lab", units.day(event.day), query)
