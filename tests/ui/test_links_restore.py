"""A link copied from any page after changing every control opens the same page elsewhere: controls, figures, data version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.visits import View, begun, opened, with_links_open
from treasury.refreshing import open_store
from treasury.sources import BY_ID
from treasury.ui import pin
from treasury.ui.navigation import PAGES, Entry

KINDS = ("button_group", "checkbox", "date_input", "number_input", "selectbox", "text_input", "toggle")
NOT_OF_THE_PAGE = ("picture_", "evidence_", "link_", "move_")  # what is done with a chart, and a reader's own file
LATER = datetime.now(UTC) + timedelta(days=2)
TYPED = {"cusip": "91282CEP2"}  # a security of the snapshot, not the one that the page begins with
NO_CONTROLS = ("",)
ROUNDS = 4  # a control may bring others


@pytest.fixture(params=PAGES, ids=lambda entry: entry.url_path or "root")
def entry(request: pytest.FixtureRequest) -> Entry:
    found: Entry = request.param
    return found


def widgets(app: AppTest) -> dict[str, Any]:
    """The controls of a page by key, in reading order."""
    found = [one for one in _every(app) if one.type in KINDS and one.key and not one.key.startswith(NOT_OF_THE_PAGE)]
    return {one.key: one for one in found if not one.proto.disabled}


def _every(app: AppTest) -> Iterator[Any]:
    return iter(View(app).elements)


def change(widget: Any) -> bool:
    """Sets a control to something else; False where there is nothing else to set."""
    if widget.type in ("checkbox", "toggle"):
        widget.set_value(not widget.value)
    elif widget.type == "date_input":
        other = widget.value - timedelta(days=40) if isinstance(widget.value, date) else None
        if other is None or (widget.min and other < widget.min):
            return False
        widget.set_value(other)
    elif widget.type == "number_input":
        other = (widget.value or 0.0) + widget.step
        if widget.max is not None and other > widget.max:
            return False
        widget.set_value(other)
    elif widget.type == "text_input":
        widget.set_value(TYPED.get(widget.key, "2025"))
    else:
        return _choose(widget)
    return True


def _choose(widget: Any) -> bool:
    options = [getattr(one, "content", one) for one in widget.proto.options]
    many = widget.type == "button_group" and widget.proto.click_mode == widget.proto.MULTI_SELECT
    chosen = widget.value if many else [widget.value]
    others = [one for one in options if one not in chosen and one != "Custom"]
    if not others:
        return False
    widget.set_value([others[-1]] if many else others[-1])
    return True


def changed_everywhere(entry: Entry, view: str) -> tuple[AppTest, set[str]]:
    """A page on which every control that a reader can reach has been changed, and the keys of those."""
    app = begun(entry, {"view": view} if view else {}).run()
    done = {"view"}
    for _ in range(ROUNDS):
        new = [one for key, one in widgets(app).items() if key not in done]
        if not new:
            break
        moved = [one.key for one in new if change(one)]
        done |= {one.key for one in new}
        if moved:
            app.run()
    return with_links_open(app), done


def links(view: View) -> list[str]:
    """The addresses that each "Link" of the page hands out: as it is set now, and the same for good."""
    codes = [one.value for one in view.elements if one.type == "code" and not one.value.startswith("<iframe")]
    return [text for text in codes if not text or text.startswith(("http", "?"))]


def query(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query, keep_blank_values=True)


def shown(view: View) -> dict[str, Any]:
    """What a reader compares: the headline, every figure, every table, every control."""
    tables = [one.value.to_csv() for one in view.elements if one.type == "dataframe"]
    values = {key: one.value for key, one in widgets(view.app).items()}
    return {
        "headline": view.headlines,
        "charts": [chart.figure["data"] for chart in view.charts],
        "alt": [chart.alt for chart in view.charts],
        "tables": tables,
        "controls": values,
    }


def publish_later() -> None:
    """New versions of two datasets that most pages read, with other figures, after the link was taken."""
    for name, column in (("par_yields", "10Y"), ("auctions", "bid_to_cover")):
        store, declared = open_store(), BY_ID[name]
        base = store.read(declared)
        rows = base.frame.copy()
        rows[column] = rows[column] + 1.0
        store.publish(
            declared, rows, replace(base.vintage, retrieved_at=LATER, origin="refreshed"), base.vintage, only_added=False
        )
    st.cache_data.clear()


def test_a_link_taken_after_changing_every_control_restores_the_page(entry: Entry, held: Path) -> None:
    first = opened(entry)
    views = next((control.options for control in first.controls if control.key == "view"), ("",))
    taken, moved = [], set[str]()
    for name in views:
        app, keys = changed_everywhere(entry, "" if name == views[0] else name)
        view = View(app)
        assert view.exceptions == []
        handed = links(view)
        assert len(set(handed)) == 2, "every Link of the page hands out the same"
        plain, pinned = handed[:2]
        assert pin.KEY not in query(plain)
        moved |= keys
        taken.append((shown(view), plain, pinned))
    assert moved > {"view"} or entry.url_path in NO_CONTROLS
    for before, plain, _ in taken:
        again = opened(entry, query(plain))
        assert not any("does not use" in said for said in again.alerts), again.alerts
        assert shown(again) == before
    publish_later()
    for before, _, pinned in taken:
        assert shown(opened(entry, query(pinned))) == before


def test_new_figures_would_be_seen(held: Path) -> None:
    """The comparison above is one: without the pin the page shows other figures."""
    yields = next(entry for entry in PAGES if entry.url_path == "yields")
    before = shown(opened(yields))
    publish_later()
    after = shown(opened(yields))
    assert after != before
