"""Opening pages without a browser, and what they then show: the tree of elements as `st` sent it, in reading order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from google.protobuf.message import Message
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from treasury.settings import ROOT
from treasury.ui.navigation import Entry

SECONDS = 60.0
_ALERTS = ("error", "warning", "info", "success")
_ESCAPED = re.compile(r"\\([^\w\s])")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Chart:
    """A figure as sent to the browser, and the caption that follows it."""

    spec: str
    alt: str
    below: str

    @property
    def name(self) -> str:
        title = self.figure["layout"].get("title", {})
        return str(title.get("text", "")) or self.alt[:40]

    @cached_property
    def figure(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.spec)
        return made

    @property
    def has_data(self) -> bool:
        return bool(self.figure["data"])


@dataclass(frozen=True)
class Control:
    """A widget whose value stands in the address."""

    key: str
    label: str
    options: tuple[str, ...]
    many: bool


class View:
    """One page after one run."""

    def __init__(self, app: AppTest) -> None:
        self.app = app
        self.elements = [*_walk(app.main), *_walk(app.sidebar)]

    @property
    def exceptions(self) -> list[str]:
        return [f"{e.proto.type}: {e.proto.message}" for e in self.app.exception]

    @property
    def headlines(self) -> list[str]:
        return [unescaped(title.value) for title in self.app.title]

    @property
    def place(self) -> str:
        """The line above the headline: section and title."""
        return self.app.caption[0].value if len(self.app.caption) else ""

    @cached_property
    def charts(self) -> list[Chart]:
        found = []
        for at, element in enumerate(self.elements):
            if element.type == "plotly_chart":
                after = self.elements[at + 1] if at + 1 < len(self.elements) else None
                said = after.value if after is not None and after.type in ("caption", "markdown") else ""
                below = said.removeprefix(":small[:gray[").removesuffix("]]") if said.startswith(":small[:gray[") else ""
                found.append(Chart(element.proto.spec, element.proto.alt, below))
        return found

    @property
    def kinds(self) -> set[str]:
        return {element.type for element in self.elements}

    @property
    def alerts(self) -> list[str]:
        return [unescaped(element.value) for element in self.elements if element.type in _ALERTS]

    @property
    def controls(self) -> list[Control]:
        found = {}
        for element in self.elements:
            key = getattr(element.proto, "query_param_key", "")
            if key:
                options = tuple(getattr(o, "content", o) for o in getattr(element.proto, "options", ()))
                many = element.type == "button_group" and element.proto.click_mode == element.proto.MULTI_SELECT
                found[key] = Control(key, element.proto.label, options, many)
        return list(found.values())

    @cached_property
    def texts(self) -> list[str]:
        """Every text sent, figures and the cells of tables included."""
        cells = [e.value.to_csv() for e in self.elements if e.type == "dataframe"]
        return [text for e in self.elements for text in _strings(e.proto)] + cells

    @property
    def words(self) -> str:
        return unescaped("\n".join(self.texts))

    def markup(self, payload: str) -> list[str]:
        """The texts in which something typed into the address stands other than as code."""
        found = []
        for element in self.elements:
            for text in _strings(element.proto):
                as_html = element.type == "html" or getattr(element.proto, "allow_html", False)
                shown = text if as_html or element.type == "plotly_chart" else _CODE.sub("", text)
                if payload in shown:
                    found.append(f"{element.type}: {text[:200]}")
        return found


def opened(entry: Entry, query: dict[str, Any] | None = None) -> View:
    """The page by its own address, in a new session."""
    return View(begun(entry, query).run())


def add(app: AppTest, key: str, entry: str) -> None:
    """Chooses or types an entry in the box that adds to those of a control."""
    box = app.selectbox(key=f"{key}_add")
    if entry not in box.options:  # what is typed, the browser sends as it would an option
        box.options.append(entry)
    box.set_value(entry).run()


def with_links_open(app: AppTest) -> AppTest:
    """The page after every "Link" on it has been opened: what they hold is sent then."""
    for element in _walk(app.main):
        if element.type == "download_button" and "-csv_" in element.proto.id:  # each chart and table has a Link beside its CSV
            app.session_state[f"link_{element.proto.id.partition('-csv_')[2]}"] = True
    app.session_state["link_page"] = True
    return app.run()


def begun(entry: Entry, query: Mapping[str, Any] | None = None) -> AppTest:
    """The same before its first run."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=SECONDS)
    app._page_hash = calc_hash(entry.url_path) if entry.url_path else ""  # what the address of a page is to Streamlit
    app._bidi_component_manager = _components()
    app.query_params.update(query or {})
    return app


@cache
def _components() -> BidiComponentManager:
    """Looked for once instead of for every page: it means reading the metadata of every installed package."""
    made = BidiComponentManager()
    made.discover_and_register_components(start_file_watching=False)
    return made


def unescaped(text: str) -> str:
    """Markdown without the backslashes and word joiners that keep outside text from being read as markup."""
    return _ESCAPED.sub(r"\1", text).replace("\u2060", "")


def _walk(node: Any) -> Iterator[Any]:
    for child in node.children.values():
        if getattr(getattr(child, "proto", None), "id", "").endswith("-menu"):
            continue  # the same above every page
        if hasattr(child, "children"):
            yield from _walk(child)
        else:
            yield child


def _strings(message: Any) -> Iterator[str]:
    """Every text in a protobuf message, the messages within it included."""
    if not isinstance(message, Message):
        return
    for field, value in message.ListFields():
        values = value if field.is_repeated else (value,)
        for one in values:
            if isinstance(one, str):
                yield one
            else:
                yield from _strings(one)
