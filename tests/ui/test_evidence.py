"""The evidence of every chart and table: its snippet, run in a process of its own, makes the very figures of its CSV."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from tests.visits import View, begun
from treasury.settings import PUBLISHERS, ROOT, settings
from treasury.ui import evidence
from treasury.ui.downloads import csv_bytes
from treasury.ui.evidence import Evidence
from treasury.ui.navigation import PAGES, Entry
from treasury.ui.recipe import Recipe

# Charts and tables that nothing can make again, by page and key, each with its reason. The list may only become shorter.
EXEMPT: Mapping[tuple[str, str], str] = {}
SECONDS = 600
# Runs each snippet of a file with its own names, and writes what `frame` is as CSV, or what went wrong.
RUNNER = """
import json, sys
from pathlib import Path
from treasury.ui.downloads import csv_bytes
made = {}
for name, code in json.loads(Path(sys.argv[1]).read_text()).items():
    names = {"__name__": name}
    try:
        exec(compile(code, name, "exec"), names)
        made[name] = csv_bytes(names["frame"]).decode()
    except Exception as failure:
        made[name] = f"{type(failure).__name__}: {failure}"
Path(sys.argv[2]).write_text(json.dumps(made))
"""

every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")


@dataclass(frozen=True)
class Shown:
    """One view of a page whose evidence is open: what is offered, and the page as it was then."""

    entry: Entry
    name: str  # of the view
    view: View
    offered: Mapping[str, Evidence]


def opened(entry: Entry, query: Mapping[str, str]) -> tuple[View, dict[str, Evidence]]:
    """A page on which every "Evidence" is open."""
    app = begun(entry, query)
    app.session_state[evidence.COLLECTED] = {}
    app.run()
    for key in app.session_state[evidence.COLLECTED]:
        app.session_state[f"evidence_{key}"] = True
    view = View(app.run())
    return view, dict(app.session_state[evidence.COLLECTED])


def looked_at(request: pytest.FixtureRequest) -> list[Entry]:
    """The pages of the chosen tests (`-k yields`), so that one page takes seconds; every page where a test looks at all."""
    chosen = [i for i in request.session.items if isinstance(i, pytest.Function) and i.path == request.path]
    entries = [i.callspec.params["entry"] if hasattr(i, "callspec") else None for i in chosen if "pages" in i.fixturenames]
    return [entry for entry in PAGES if None in entries or entry in entries]


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Every page that a chosen test is about, in every view that it has, over the snapshot."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for publisher in PUBLISHERS.values():
            patch.setenv(f"TREASURY_{publisher.setting.upper()}", "http://127.0.0.1:9")
        patch.setenv("TREASURY_STORE", str(tmp_path_factory.mktemp("evidence") / "store"))
        settings.cache_clear()
        st.cache_data.clear()
        for entry in looked_at(request):
            view, offered = opened(entry, {})
            found.append(Shown(entry, "", view, offered))
            views = next((control.options for control in view.controls if control.key == "view"), ())
            for name in views[1:]:
                found.append(Shown(entry, name, *opened(entry, {"view": name})))
    settings.cache_clear()
    st.cache_data.clear()
    return found


@pytest.fixture(scope="module")
def reproduced(pages: list[Shown], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each snippet makes in a process that has only the snapshot."""
    folder = tmp_path_factory.mktemp("snippets")
    snippets = {name(shown, key): one.python for shown in pages for key, one in shown.offered.items() if one.python}
    (folder / "snippets.json").write_text(json.dumps(snippets))
    offline = {f"TREASURY_{publisher.setting.upper()}": "http://127.0.0.1:9" for publisher in PUBLISHERS.values()}
    environment = {**os.environ, **offline, "TREASURY_STORE": str(folder / "store"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUNNER, str(folder / "snippets.json"), str(folder / "made.json")]
    said = subprocess.run(command, env=environment, cwd=folder, check=True, timeout=SECONDS, capture_output=True, text=True)
    for warning in ("No runtime found", "missing ScriptRunContext"):
        assert warning not in said.stderr  # of a script without a server it is no news
    made: dict[str, str] = json.loads(Path(folder / "made.json").read_text())
    return made


def name(shown: Shown, key: str) -> str:
    return f"{shown.entry.url_path or 'root'}/{shown.name}/{key}"


@every_page
def test_every_snippet_makes_the_figures_of_its_csv(entry: Entry, pages: list[Shown], reproduced: dict[str, str]) -> None:
    for shown in (one for one in pages if one.entry == entry):
        for key, one in shown.offered.items():
            if (entry.url_path, key) in EXEMPT:
                continue
            assert one.python, f"{name(shown, key)} has no snippet"
            assert len(one.python.splitlines()) <= 16, one.python
            assert reproduced[name(shown, key)] == csv_bytes(one.frame).decode(), f"{name(shown, key)}:\n{one.python}"


@every_page
def test_every_chart_and_table_offers_everything(entry: Entry, pages: list[Shown]) -> None:
    for shown in (one for one in pages if one.entry == entry):
        assert shown.view.exceptions == []
        keys = {element.proto.id.rpartition("-")[2] for element in shown.view.elements if element.type == "plotly_chart"}
        assert keys <= set(shown.offered), "a chart without figures to download"
        labels = [element.proto.label for element in shown.view.elements if element.type == "download_button"]
        assert labels.count("Excel") == len(shown.offered)
        assert labels.count("CSV") >= len(shown.offered)
        for key, one in shown.offered.items():
            assert not one.sources or all(item.vintage is None for item in one.sources) or one.datasets, key
            assert len(evidence.queries(one)) >= len(one.datasets)
            told = dict(evidence.about(one))
            assert "docs/methods.md" in told["Methods"], key


def test_exemptions_are_of_charts_that_are_there(pages: list[Shown]) -> None:
    there = {(shown.entry.url_path, key) for shown in pages for key in shown.offered}
    assert set(EXEMPT) <= there


def test_what_a_row_of_tools_keeps_for_a_press_is_held_once_for_all_visits():
    rows = pd.DataFrame({"10Y": np.arange(12_000.0)})
    first, other = (Evidence("one", "One", rows.copy(), []).shared() for _ in range(2))
    assert first.frame is other.frame
    of_recipe = Evidence("one", "One", Recipe(rows.copy(), None), []).shared()
    assert isinstance(of_recipe.csv, Recipe)
    assert of_recipe.frame is first.frame
