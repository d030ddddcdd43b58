"""Parts of a page that redraw alone: what the page's run had set for itself holds in them."""

from __future__ import annotations

from contextvars import Context, ContextVar

import pytest

from treasury.ui import part

LANGUAGE: ContextVar[str] = ContextVar("LANGUAGE", default="en")
PLACE: ContextVar[str] = ContextVar("PLACE", default="nowhere")


def test_a_later_run_in_a_thread_of_its_own_sees_what_was_set_and_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    runs, seen = [], list[tuple[str, str]]()

    def fragment(function):
        runs.append(function)
        return function

    monkeypatch.setattr("streamlit.fragment", fragment)

    def page() -> None:
        LANGUAGE.set("de")
        PLACE.set("the page")
        part.alone(lambda: seen.append((LANGUAGE.get(), PLACE.get())))

    def later() -> None:
        PLACE.set("the part")  # as Streamlit sets its own before it runs a part
        runs[0]()

    Context().run(page)
    Context().run(later)
    assert seen == [("de", "the page"), ("de", "the part")]
