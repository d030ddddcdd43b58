"""What a page is put together from: header with headline, cards for what is missing, chart blocks, source lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from treasury import units
from treasury.charts.dress import dressed
from treasury.language import N_, tr
from treasury.ui import address, embed, evidence, part, pin, reader, tables
from treasury.ui.cache import Loaded
from treasury.ui.downloads import csv_button, file_name
from treasury.ui.evidence import Evidence
from treasury.ui.provenance import oldest as oldest
from treasury.ui.provenance import source_line as source_line
from treasury.ui.recipe import Recipe, frame_of
from treasury.ui.text import plain

_FEW_DATES = 10  # numbered key dates up to this many are spelled out below the figure; the list holds them all
_THINNED = N_(
    "Drawn with {shown:,} of {held:,} days a line, chosen so that its shape and its highest, lowest and last value stay, "
    "closest in the last year. A shorter range has more of its days, the CSV has all."
)
_HIDDEN_TOOLS = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"]


def page(section: str, title: str, headline: str) -> None:
    """The head of a page: where one is, and the finding of the page in a sentence."""

    def row() -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page_head"):
            st.caption(f"{tr(section)} / {tr(title)}", width="content")
            _link("page", "")

    with st.container(gap=None):
        pin.banner()
        reader.say_unknown()
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            part.alone(row)
            reader.switch()
        st.title(plain(headline), anchor=False)


def section(title: str, anchor: str = "") -> None:
    """A heading within a page; links reach it as #anchor (default: the title in small letters with hyphens)."""
    st.header(tr(title), anchor=anchor or title.lower().replace(" ", "-"))


def drawable(*loaded: Loaded) -> bool:
    """Whether all of them hold rows; shows the card of each that does not."""
    for item in loaded:
        if not item.ok:
            missing_card(item)
    return all(item.ok for item in loaded)


def missing_card(item: Loaded) -> None:
    """Why a dataset is not there: never fetched, failed, or without rows."""
    name = plain(tr(item.dataset.title))
    reason = plain(item.reason)
    if item.state == "failed":
        failed_card(tr("{name} cannot be read", name=name), reason)
    elif item.vintage is None:
        never_card(tr("{name} has not been fetched yet", name=name), reason)
    else:
        empty_card(tr("{name} holds no rows", name=name), reason)


def failed_card(what: str, why: str = "") -> None:
    """Something went wrong: red, with the reason."""
    st.error(_card(what, why), icon=":material/error:")


def stale_card(what: str, why: str = "") -> None:
    """Older than its cadence promises: yellow."""
    st.warning(_card(what, why), icon=":material/schedule:")


def empty_card(what: str, why: str = "") -> None:
    """A valid answer without anything in it: blue."""
    st.info(_card(what, why), icon=":material/inbox:")


def never_card(what: str, why: str = "") -> None:
    """Not fetched so far: a plain frame, since nothing is wrong."""
    with st.container(border=True):
        st.markdown(f":material/cloud_download: {_card(what, why)}")


def _card(what: str, why: str) -> str:
    return f"**{what}**" + (f"  \n{why}" if why else "")


def show_chart(
    figure: Any,
    *,
    key: str,
    alt: str,
    sources: Sequence[Loaded],
    csv: pd.DataFrame | Recipe | None = None,
    name: str = "",
    notes: str = "",
    answer: str = "",
) -> None:
    """A figure with everything that belongs to it: alt text, source line, CSV, PNG, link, evidence, key dates and notes.

    ``alt`` states the finding. ``csv`` holds the figures drawn, unthinned, with units in the column names; as a `Recipe` it
    brings the Python that makes them. ``name`` is for the file names (default: the key). ``notes`` is Markdown of our own:
    definition, method, what to beware of. ``answer``: the API's path that gives the figures, such as "events/2025-04-02".
    """
    name = name or key.replace("_", " ")
    as_of = oldest(sources)
    picture = {
        "format": evidence.picture(key),
        "filename": file_name(name, as_of, "png").removesuffix(".png"),
        "width": 1200,
        "height": max(640, figure.layout.height or 0),
        "scale": 2,
    }
    config = {"displaylogo": False, "toImageButtonOptions": picture, "modeBarButtonsToRemove": _HIDDEN_TOOLS}

    def draw() -> None:
        st.plotly_chart(dressed(figure), key=key, alt=alt, config=config, theme=None)
        source_line(sources)

    if embed.wanted() == key:
        raise embed.Chosen(draw)
    draw()
    told = figure.layout.meta or {}
    listed = told.get("key_dates", [])
    said = [tr(_THINNED, shown=told["thinned"][0], held=told["thinned"][1])] if "thinned" in told else []
    if 0 < len(listed) <= _FEW_DATES and listed[0]["number"]:
        dates = " · ".join(f"**{i['number']}** {plain(i['label'])}, {i['days']}" for i in listed)
        said.append(tr("Key dates: {dates}", dates=dates))
    if said:
        st.caption("  \n".join(said))
    _tools(key, None if csv is None else Evidence(key, name, csv, sources, notes, True, answer), notes, listed, figure=True)


def show_table(
    frame: pd.DataFrame | Recipe,
    *,
    key: str,
    sources: Sequence[Loaded],
    labels: Mapping[str, str] | None = None,
    helps: Mapping[str, str] | None = None,
    name: str = "",
    notes: str = "",
    height: int | Literal["auto", "content"] = "auto",
    csv: pd.DataFrame | Recipe | None = None,
    usd: tuple[str, int] | None = None,
    answer: str = "",
) -> None:
    """A table with its source line, CSV and evidence. Column names end in their unit (_bp _pct _usd …), which sets the format.

    ``labels`` and ``helps`` are the headings and their explanations by column; a column without label keeps its name.
    ``csv`` holds the figures where the table itself shows them as text. ``usd``: unit and decimals of all dollar columns.
    ``csv`` as a `Recipe` and ``answer``: as in `show_chart`.
    """
    name, rows = name or key.replace("_", " "), frame_of(frame)
    shown, columns = tables.formatted(rows, labels or {}, helps or {}, usd)
    hidden = not any(rows.index.names)
    st.dataframe(shown, key=key, column_config=columns, hide_index=hidden, height=height, placeholder=units.missing())
    source_line(sources)
    _tools(key, Evidence(key, name, frame if csv is None else csv, sources, notes, False, answer), notes, ())


def show_words(
    frame: pd.DataFrame, *, key: str, sources: Sequence[Loaded], csv: pd.DataFrame, name: str = "", notes: str = ""
) -> None:
    """A small table of words that wraps instead of scrolling, for a phone, with its source line and CSV.

    The cells are text and shown letter for letter; ``csv`` holds the figures.
    """
    name = name or key.replace("_", " ")
    st.table(frame.map(plain), border="horizontal", hide_index=True)
    source_line(sources)
    _tools(key, Evidence(key, name, csv, sources, notes, False), notes, ())


def _tools(key: str, made: Evidence | None, notes: str, listed: Sequence[dict[str, Any]], *, figure: bool = False) -> None:
    """The row below a chart or table: CSV, link, evidence, key dates, notes. Opening one leaves the rest of the page alone."""
    made = made.shared() if made else None

    def row() -> None:
        with st.container(horizontal=True, gap="small", key=f"tools_{key}"):
            if made is not None:
                csv_button(made.frame, made.name, oldest(made.sources), key=f"csv_{key}")
            _link(key, key if figure else "")
            if made is not None:
                evidence.draw(made)
            if listed:
                with st.popover(tr("Key dates"), icon=":material/event:", type="tertiary"):
                    st.markdown(_dates_list(listed))
            if notes:
                with st.popover(tr("Method"), icon=":material/info:", type="tertiary"):
                    st.markdown(tr(notes))

    part.alone(row)


def _link(key: str, chart: str) -> None:
    """What the popover holds is sent when a reader opens it."""
    place = st.popover(tr("Link"), icon=":material/link:", type="tertiary", key=f"link_{key}", on_change="rerun")
    if place.open:
        with place:
            address.at_end(lambda: _links(chart))


def _links(chart: str) -> None:
    """Addresses to hand on: the page as it is set, the same with today's figures for good, one chart alone."""
    kept = {pin.KEY: pin.text()} if pin.text() else {}
    st.caption(tr("This page as it is set now"))
    st.code(address.current(**kept), language=None, wrap_lines=True)
    st.caption(tr("The same, for good with the figures known now"))
    st.code(address.pinned(), language=None, wrap_lines=True)
    if chart:
        st.caption(tr("This chart alone, to embed"))
        alone = address.current(**kept, embed="true", **{embed.KEY: chart})
        st.code(
            f'<iframe src="{alone}" width="100%" height="560" title="Treasury truce"></iframe>', language="html", wrap_lines=True
        )


def _dates_list(listed: Iterable[dict[str, Any]]) -> str:
    def line(item: dict[str, Any]) -> str:
        number = f"{item['number']}. " if item["number"] else "- "
        title = f": {plain(item['title'])}" if item["title"] else ""
        return f"{number}{item['days']} **{plain(item['label'])}**{title}"

    return "\n".join(line(item) for item in listed)
