"""Every page of the navigation: opens from the snapshot, without any data, and with a broken address."""

from __future__ import annotations

import json

import pytest

from treasury.charts.base import BUDGET_BYTES
from treasury.ui import navigation

ENTRIES = pytest.mark.parametrize("entry", navigation.PAGES, ids=lambda entry: entry.script)
KEYS = (
    "tenors",
    "range",
    "start",
    "end",
    "dates",
    "series",
    "tenor",
    "day",
    "since",
    "spreads",
    "publisher",
    "state",
    "dataset",
    "date",
    "event",
    "events",
    "label",
    "window",
    "session",
    "axis",
    "measure",
)


def faults(app) -> list[str]:
    return [e.message for e in app.exception]


@ENTRIES
def test_opens_from_the_snapshot_with_a_headline(entry, held, open_page):
    app = open_page(entry.script)
    assert faults(app) == []
    assert len(app.title) == 1
    assert any(c.isdigit() for c in app.title[0].value), "the headline is computed from figures"


@ENTRIES
def test_charts_keep_the_budget_and_state_their_finding(entry, held, open_page):
    for chart in open_page(entry.script).get("plotly_chart"):
        assert len(chart.proto.spec) <= BUDGET_BYTES
        assert len(chart.proto.alt) > 20
        assert json.loads(chart.proto.spec)["layout"]["template"]["layout"]["colorway"]


@ENTRIES
def test_says_what_is_missing_when_nothing_was_ever_fetched(entry, nothing_held, open_page):
    app = open_page(entry.script)
    assert faults(app) == []
    assert len(app.title) == 1
    assert not entry.figures or "fetched" in " ".join(item.value for item in (*app.title, *app.markdown)), (
        "says that it was never fetched"
    )


@ENTRIES
def test_survives_nonsense_in_the_address(entry, held, open_page):
    for nonsense in ("<script>alert(1)</script>", "9" * 10_000, "2099-01-01", ""):
        app = open_page(entry.script, **dict.fromkeys(KEYS, nonsense))
        assert faults(app) == []


def test_addresses_are_unique_and_scripts_exist_outside_pages_itself():
    addresses = [entry.url_path for entry in navigation.PAGES]
    assert len(set(addresses)) == len(addresses)
    assert addresses[0] == ""
    for entry in navigation.PAGES:
        assert entry.path.is_file()
        assert entry.script.count("/") == 1, "scripts directly in pages/ break deep links"
        assert entry.section in navigation.SECTIONS
        assert entry.description


def test_every_script_under_pages_is_in_the_navigation():
    scripts = {str(path.relative_to(navigation.ROOT / "pages")) for path in (navigation.ROOT / "pages").rglob("*.py")}
    assert scripts == {entry.script for entry in navigation.PAGES}
