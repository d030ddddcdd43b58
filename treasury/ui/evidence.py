"""The evidence of one chart or table: a workbook, the picture's format, the same figures by API and in Python, the sources.

What is known only for a recipe (treasury/ui/recipe.py) is left out where a page hands over a bare frame: absent, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
import streamlit as st

from treasury.language import N_, tr
from treasury.ui import address, definitions, navigation, page_snippet, provenance, retrace, server, snippet, workbook
from treasury.ui.cache import Loaded
from treasury.ui.downloads import file_name, shared
from treasury.ui.recipe import Recipe, frame_of
from treasury.ui.steps import Between, Held, Method, Picked
from treasury.ui.text import plain

API = "/api/v1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = ("PNG", "SVG")
_CHOSEN = "_picture_chosen"  # in the session: the format has just been chosen
COLLECTED = "_collected"  # in the session: evidence by key, where a run of the page is to collect it
HELP = N_("Excel, SVG, the same figures in Python and by API, sources")
_NAMING = frozenset({"add_prefix", "add_suffix", "dropna", "rename", "rename_axis"})  # leave the rows of a dataset what they are
_EMPHASIS = re.compile(r"\*\*|``?|^\s*\\n", re.MULTILINE)


@dataclass(frozen=True)
class Evidence:
    """What belongs to one chart or table. ``answer``: the API's path of the answer that holds its figures, "" for none."""

    key: str
    name: str
    csv: pd.DataFrame | Recipe
    sources: Sequence[Loaded]
    notes: str = ""
    figure: bool = False
    answer: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        return frame_of(self.csv)

    def shared(self) -> Evidence:
        """The same with rows that other visits hold too."""
        rows = shared(self.frame)
        return replace(self, csv=replace(self.csv, value=rows) if isinstance(self.csv, Recipe) else rows)

    @cached_property
    def recipe(self) -> Recipe | None:
        """How the frame is made: as the page says, else as it can be found by value; None where neither."""
        return self.csv if isinstance(self.csv, Recipe) else retrace.found(self.csv)

    @cached_property
    def python(self) -> str:
        """The snippet: the recipe's, else one that runs the page in a notebook; "" where a dataset is not held."""
        if isinstance(self.csv, Recipe) or self.recipe is not None:
            return self.recipe.python if self.recipe else ""
        return page_snippet.python(self.key, self.datasets) if self.datasets or not self.sources else ""

    @property
    def datasets(self) -> list[Loaded]:
        """The datasets behind the figures that are held."""
        every = self.csv.datasets if isinstance(self.csv, Recipe) and self.csv.datasets else self.sources
        return [item for item in every if item.vintage is not None]


def collect(one: Evidence) -> None:
    """Hands the evidence to who runs the page for it (treasury/ui/replay.py); a visit keeps none."""
    if COLLECTED in st.session_state:
        st.session_state[COLLECTED][one.key] = one


def picture(key: str) -> str:
    """The format in which the camera button saves a chart: "png", or "svg" where the reader chose so."""
    return str(st.session_state.get(f"_picture_{key}") or PICTURES[0]).lower()


def draw(one: Evidence) -> None:
    """The popover beside CSV and link; what is in it is worked out when a reader opens it."""
    collect(one)
    place = st.popover(
        tr("Evidence"), icon=":material/verified:", type="tertiary", key=f"evidence_{one.key}", on_change="rerun", help=tr(HELP)
    )
    if place.open:
        with place:
            address.at_end(lambda: _opened(one))


def _opened(one: Evidence) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _excel(one)
        if one.figure:
            _picture(one.key)
    if made := one.python:
        st.caption(tr("The figures of the CSV in Python, from the same versions (run it where this store is read)"))
        st.code(made, language="python")
    if asked := queries(one):
        st.caption(_api_words())
        st.code("\n".join(asked), language=None, wrap_lines=True)
    if one.datasets:
        st.caption("  \n".join([tr("Sources"), *map(provenance.line, one.datasets)]))
    st.caption(tr("Definitions: {where}", where=defined(one)))


def _picture(key: str) -> None:
    """Kept beside the widget, whose own value goes when the popover is closed."""
    widget, kept = f"picture_{key}", f"_picture_{key}"

    def keep() -> None:
        st.session_state[kept] = st.session_state[widget]
        st.session_state[_CHOSEN] = True

    words, start = tr("What the camera button of the chart saves"), st.session_state.get(kept, PICTURES[0])
    st.segmented_control(words, PICTURES, default=start, required=True, key=widget, on_change=keep)
    if st.session_state.pop(_CHOSEN, False):
        st.rerun()  # the chart, which has the button, stands outside this part of the page


def _excel(one: Evidence) -> None:
    why = workbook.too_large(one.frame)
    frame, told = one.frame, about(one)
    st.download_button(
        tr("Excel"),
        data=lambda: workbook.workbook(frame, told),
        file_name=file_name(one.name, provenance.oldest(one.sources), "xlsx"),
        mime=XLSX,
        key=f"xlsx_{one.key}",
        on_click="ignore",
        icon=":material/table:",
        disabled=bool(why),
        help=why or tr("The figures with typed cells, and a sheet with sources, definitions and this link"),
    )
    if why:
        st.caption(plain(why))


def _api_words() -> str:
    return tr("By API") if server.HOSTED.is_set() else tr("By API, below the address of a hosted dashboard (`serve.py`)")


def queries(one: Evidence) -> list[str]:
    """The API's addresses of the answer that holds the figures, and of the rows of each dataset behind them."""
    base = f"{urlsplit(address.base()).scheme}://{urlsplit(address.base()).netloc}" if server.HOSTED.is_set() else ""
    found = [f"{base}{API}/{one.answer}"] if one.answer else []
    moment = snippet.known(one.datasets)
    cut = _rows(one.recipe.step) if one.recipe else None
    return found + [f"{base}{_query(item, moment, cut)}" for item in one.datasets]


@dataclass(frozen=True)
class _Cut:
    """Which columns and days of a dataset are left; None: all."""

    columns: tuple[str, ...] | None = None
    start: date | None = None
    end: date | None = None


def _rows(step: Any) -> _Cut | None:
    """What a recipe leaves of the rows of one dataset; None where it does more than choose columns and days."""
    columns: tuple[str, ...] | None = None
    start: date | None = None
    end: date | None = None
    while not isinstance(step, Held):
        if isinstance(step, Between) and start is None:
            start, end = step.start, step.end
        elif isinstance(step, Picked) and columns is None and isinstance(step.key, list):
            columns = tuple(step.key)
        elif not (isinstance(step, Method) and step.name in _NAMING):
            return None
        step = step.on
    if columns is not None and not set(columns) <= set(step.item.dataset.names):
        return None
    return _Cut(columns, start, end)


def _query(item: Loaded, moment: str, cut: _Cut | None) -> str:
    asked = {
        "start": cut.start.isoformat() if cut and cut.start else "",
        "end": cut.end.isoformat() if cut and cut.end else "",
        "columns": ",".join(cut.columns) if cut and cut.columns else "",
        "as_known_on": moment,
    }
    words = urlencode({name: text for name, text in asked.items() if text}, safe=",:", quote_via=quote)
    return f"{API}/datasets/{item.dataset.id}.csv?{words}"


def defined(one: Evidence) -> str:
    """Where the definitions of the figures stand."""
    modules = retrace.modules(one.recipe.step) if one.recipe else retrace.called_modules()
    named = tr(", ").join(f"“{title}”" for title in definitions.sections(modules)) or tr("Conventions for all of them")
    where = tr("{file} ({sections}), with formulas and references", file=definitions.FILE, sections=named)
    return tr("the notes beside this figure; {where}", where=where) if one.notes else where


def about(one: Evidence) -> list[tuple[str, str]]:
    """What the workbook says of its figures: where they stand, how they were made, their sources and definitions."""
    entry, as_of = navigation.here(), provenance.oldest(one.sources)
    rows = [
        (tr("Figures"), one.name),
        (tr("Page"), f"{tr(entry.section)} / {tr(entry.title)}" if entry else ""),
        (tr("Link"), address.pinned()),
        (
            tr("As of"),
            tr("{day}, the day up to which all its datasets reach", day=as_of.isoformat()) if as_of else "",
        ),
        (tr("Rows"), f"{len(one.frame):,}"),
        *((tr("Source"), provenance.described(item)) for item in one.datasets),
        (tr("Definitions"), _EMPHASIS.sub("", tr(one.notes)).strip()),
        (tr("Methods"), defined(one)),
        ("API", "\n".join(queries(one))),
        ("Python", one.python),
    ]
    return [(name, text) for name, text in rows if text]
