"""Whatever is typed, linked, uploaded or edited: a value or a refusal in words, never an exception, never run as code."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some
from streamlit import config as streamlit_config
from streamlit.testing.v1 import AppTest

from tests.visits import View, opened
from treasury import alerts_file, cbo_file, claims_file, frames, reference, refunding_files, snapshot_writer
from treasury.calendar import parse_day, parse_known
from treasury.errors import BadInput, BadReference
from treasury.settings import ROOT, settings
from treasury.sources import BY_ID
from treasury.ui import move_file
from treasury.ui.downloads import csv_bytes, file_name
from treasury.ui.navigation import PAGES, Entry
from treasury.ui.text import one_line, plain, quoted

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
NASTY = (
    *(SCRIPT, "=cmd|'/c calc'!A0", "@SUM(A1)", "+1", "-1", "[x](javascript:alert(1))", ":red[x]", "$\\frac{1}{0}$", "`", "\\"),
    *("", " ", "\t\r\n", "\x00", "\u202e\u2066", "\ud7ff", "９８", "9" * 10_000, "nan", "inf", "-0", "1e999", "None", "true"),
    *(
        "2025-02-30",
        "1789-07-14",
        "9999-12-31",
        "2025-04-02T25:00:00Z",
        "04/02/2025",
        "../../etc/passwd",
        "{{7*7}}",
        "%s%n",
        "10Y,",
    ),
)
anything = some.one_of(some.sampled_from(NASTY), some.text(max_size=60))


def effort_of(examples: int) -> effort:
    return effort(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def from_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = streamlit_config.get_option("client.showErrorDetails")
    streamlit_config.set_option("client.showErrorDetails", "full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREASURY_STORE", str(tmp_path_factory.mktemp("fuzz") / "store"))
        settings.cache_clear()
        st.cache_data.clear()
        yield
    settings.cache_clear()
    streamlit_config.set_option("client.showErrorDetails", before)


# --- addresses ---------------------------------------------------------------------------------------------------------

CONTROLS = """
from datetime import date
import pandas as pd
from treasury.errors import BadInput
from treasury.ui import controls
held = pd.bdate_range("2025-01-01", "2025-12-31")
first, last = date(2025, 1, 1), date(2025, 12, 31)

def read(text):
    if len(text) > 5:
        raise BadInput("too long")
    return text

controls.choice("Choice", ["a", "b", "c"], key="choice")
controls.choice("List", [str(n) for n in range(9)], key="list")
controls.several("Several", ["2Y", "10Y", "30Y"], key="several", default=["10Y"])
controls.listed("Listed", ["one two", "three four"], key="listed", default="one two", spelled=lambda o: o[:3])
controls.typed("Typed", key="typed", default="x", read=lambda t: (t[:3], "") if len(t) < 3 else ("x", "too long"))
controls.described("Described", {"a": "A", "b": "B"}, key="described")
controls.entries("Entries", ["a"], key="entries", default=["a"], read=read, short=str, most=2)
controls.text("Text", key="text")
controls.day("Day", key="day", default=last, first=first, last=last)
controls.number("Number", controls.Bounds(0, 10, 1), key="number", default=5)
controls.optional_number("Optional", controls.Bounds(0, 10, 1), key="optional")
controls.days("Days", held, key="days", default=[last], offered=[last])
controls.date_range(first, last)
controls.key_dates()
"""
KEYS = ("choice", "list", "several", "listed", "typed", "described", "entries", "text", "day", "number", "optional", "days")
MORE = ("range", "start", "end", "dates", "nothing", "as_known_on")


def test_every_control_takes_any_address() -> None:
    values = some.dictionaries(some.sampled_from(KEYS + MORE), some.lists(anything, min_size=1, max_size=3), max_size=8)

    @effort_of(12)
    @given(values)
    def holds(query: dict[str, list[str]]) -> None:
        app = AppTest.from_string(CONTROLS, default_timeout=30)
        app.query_params.update({key: [encodable(v) for v in values] for key, values in query.items()})
        view = View(app.run())
        assert view.exceptions == []
        assert view.markup("<script") == []
        assert view.markup("<img") == []
        assert not any("9" * 200 in text for text in view.texts)

    holds()


def encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def keys_of_pages() -> list[str]:
    """Every key that a control anywhere has."""
    files = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "treasury" / "ui").glob("*.py")]
    found = {key for path in files for key in re.findall(r'\bkey="([a-z0-9_]+)"', path.read_text(encoding="utf-8"))}
    return sorted(found | {"start", "end", "as_known_on"})


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")
def test_every_page_takes_any_address(entry: Entry) -> None:
    chance = random.Random(entry.url_path)
    query: dict[str, Any] = {key: chance.choices(NASTY, k=chance.choice((1, 1, 2, 40))) for key in keys_of_pages()}
    query |= {SCRIPT: SCRIPT, "": "x"}
    view = opened(entry, query)
    assert view.exceptions == []
    assert len(view.headlines) == 1
    assert view.markup("<script") == []
    assert view.markup("<img") == []
    assert not any("9" * 200 in text for text in view.texts)


@effort_of(300)
@given(anything)
def test_text_is_shown_and_never_read(text: str) -> None:
    for shown in (plain(text), quoted(text)):
        assert "\n" not in shown
        assert not re.search(r"(?<!\\)<", shown) or shown.startswith("`")
    assert not set(one_line(text)) & set("<>`\\\n\x00")
    assert quoted(text).count("`") in (0, 2)
    assert re.fullmatch(r"[a-z0-9-]{1,80}\.csv", file_name(text, None))


@effort_of(300)
@given(anything)
def test_days_and_moments_are_read_or_refused_in_words(text: str) -> None:
    for read in (parse_day, parse_known):
        try:
            said, made = "", read(text)
        except BadInput as refusal:
            said, made = str(refusal), None
        assert isinstance(made, date) or 0 < len(said) < 300


# --- what leaves -------------------------------------------------------------------------------------------------------


def cells_of(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula: a number is none."""
    return cell.lstrip().startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-\d+(\.\d+)?(e-?\d+)?", cell)


@effort_of(200)
@given(some.lists(anything, min_size=1, max_size=4), anything)
def test_no_cell_of_a_download_is_a_formula(texts: list[str], heading: str) -> None:
    frame = pd.DataFrame({heading or "x": [encodable(t) for t in texts], "change_bp": np.arange(len(texts)) - 2.5})
    frame = frame.rename(columns=encodable)
    assert not [cell for cell in cells_of(csv_bytes(frame)) if runs(cell)]


@effort_of(200)
@given(some.lists(anything, min_size=1, max_size=4))
def test_no_cell_of_the_api_or_the_command_line_is_a_formula(texts: list[str]) -> None:
    declared = BY_ID["foreign_holders"]
    rows = pd.DataFrame(
        {"month": pd.Timestamp("2026-06-30"), "country": [encodable(t) for t in texts], "holdings_usd": -1e9}
    ).astype({"country": "str"})
    assert not [cell for cell in cells_of(frames.render(rows, declared, "csv")) if runs(cell)]
    pd.testing.assert_series_equal(pd.read_json(io.BytesIO(frames.render(rows, declared, "json")))["holdings_usd"] * 1.0,
                                   rows["holdings_usd"])  # fmt: skip


# --- files that somebody brings or edits -------------------------------------------------------------------------------


@effort_of(300)
@given(some.one_of(some.binary(max_size=200), some.lists(some.tuples(anything, anything), max_size=5)))
def test_an_uploaded_file_is_read_or_refused(content: bytes | list[tuple[str, str]]) -> None:
    if isinstance(content, list):
        text = io.StringIO()
        csv.writer(text).writerows([("date", "value"), *content])
        content = text.getvalue().encode("utf-8", "replace")
    try:
        said, made = "", move_file.read(content, date(2026, 11, 23))
    except BadInput as refusal:
        said, made = str(refusal), pd.Series(dtype="float64")
    assert np.isfinite(made).all()
    assert (made > 0).all()
    assert len(made) > 0 or 0 < len(said) < 1_000


FOLDER = ROOT / "data" / "reference"
READERS: dict[str, Callable[[Path], object]] = {
    "key_dates.csv": reference.key_dates,
    "fomc_meetings.csv": reference.fomc_meetings,
    "refunding_statements.csv": reference.refunding_statements,
    "buyback_sizes.csv": reference.buyback_sizes,
    "announced_sizes.csv": refunding_files.announced_sizes,
    "buyback_quarters.csv": refunding_files.buyback_quarters,
    "borrowing_estimates.csv": refunding_files.borrowing_estimates,
    "refunding_texts.toml": refunding_files.statement_texts,
    "claims.toml": claims_file.claims,
    "alerts.toml": alerts_file.rules,
    "cbo.toml": cbo_file.cbo,
    "snapshot_caveats.toml": snapshot_writer.read_caveats,
}


def test_every_reviewed_file_has_its_reader() -> None:
    assert sorted(READERS) == sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("name", READERS)
def test_a_slip_in_a_reviewed_file_is_named_or_harmless(name: str, tmp_path: Path) -> None:
    """Bytes changed, lines dropped or doubled, anything written in between."""
    whole, chance = (FOLDER / name).read_bytes()[:6_000], random.Random(name)
    for _ in range(25):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 3))):
            at = chance.randrange(len(content))
            match chance.randrange(4):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    content[at : at + chance.randrange(1, 40)] = b""
                case 2:
                    content[at:at] = content[at : at + 60]
                case _:
                    content[at:at] = encodable(chance.choice(NASTY)).encode()
        (tmp_path / name).write_bytes(content)
        said = name
        try:
            READERS[name](tmp_path / name)
        except BadReference as refusal:
            said = str(refusal)
        assert name in said
