"""Other languages: catalogues up to date and whole, every page without a word of English left, addresses alike in all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Any

import pytest

from tests.visits import View, opened, unescaped
from treasury import language, messages, refunding_files
from treasury.language import ENGLISH, JAPANESE, LANGUAGES, using
from treasury.settings import ROOT
from treasury.sources import CATALOG
from treasury.ui.navigation import PAGES, Entry

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
# A word of English with another in small letters behind it. Names have capitals; code and addresses are taken out before.
PROSE = re.compile(r"[A-Za-z][a-z]{2,} [a-z]{2,}")
NO_WORDS = re.compile(
    r"`[^`]*`|```.*?```|\(https?://\S+?\)|https?://\S+|:[a-z-]+\[|:material/\w+:|<[^>]+>|python -m \S+( \w+)*", re.DOTALL
)
# Titles of documents and programs, and what publishers themselves call a thing.
NAMES = re.compile(
    r"Treasury truce|python -m \S+"
    r"|interest expense on public issues"
    r"|The Budget and Economic Outlook: \d+ to \d+"
    r"|How Changes in Economic Conditions Might Affect the Federal Budget: \d+ to \d+"
    r"|Adrian, Crump and Moench"
    r"|Pricing the Term Structure with Linear Regressions"
    r"|Federal Reserve Bank of New York, Staff Report"
    r"|Kim and Wright"
    r"|Finance and Economics Discussion Series"
)
PLACES = re.compile(r"%\{[^}]*\}")
# What stands around a sentence of a statement that is quoted: the sign before it, marks of what changed.
MARKS = re.compile(r"^[=−+] |:\w+-background\[|\]|~~|\*\*")
# Fields of an element that are shown or read aloud.
SHOWN = {"body", "label", "help", "value", "placeholder", "text", "content", "caption", "captions", "alt", "title", "options"}
DRAWN = {"text", "name", "hovertemplate", "hovertext"}


def shown(view: View) -> Iterator[str]:
    """Every text that a reader sees or hears, figures and tables included."""
    for element in view.elements:
        if element.type == "plotly_chart":
            yield element.proto.alt
            yield from drawn(json.loads(element.proto.spec))
        elif element.type == "dataframe":
            yield from in_table(element)
        elif element.type == "table":
            yield from (*element.value.columns, *element.value.to_numpy().ravel())
        elif element.type not in ("code", "json"):
            yield from _fields(element.proto)


def drawn(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("template", "meta", "bdata"):
                yield from drawn(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from drawn(inner, key)
    elif isinstance(value, str) and key in DRAWN:
        yield PLACES.sub("", value)


def in_table(element: Any) -> Iterator[str]:
    for name, settings in json.loads(element.proto.columns or "{}").items():
        yield settings.get("label") or str(name)
        yield settings.get("help") or ""
    for column in element.value.select_dtypes(include=["object", "str"]):
        yield from (cell for cell in element.value[column].dropna().explode().unique() if isinstance(cell, str))


def _fields(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        for one in value if field.is_repeated else (value,):
            if isinstance(one, str):
                if field.name in SHOWN:
                    yield one
            elif hasattr(one, "ListFields"):
                yield from _fields(one)


@cache
def translated() -> frozenset[str]:
    """Texts that the catalogue has another wording for."""
    catalogue = messages.read(JAPANESE)
    names = {dataset.id for dataset in CATALOG}  # "stablecoins" is a word, too
    return frozenset(m.id for m in catalogue if isinstance(m.id, str) and m.id and m.string != m.id and m.id not in names)


@cache
def statements() -> str:
    """The refunding statements, whose sentences are quoted as they were made."""
    return " ".join(" ".join(text.split()) for text in refunding_files.statement_texts()["text"])


def quoted(text: str) -> bool:
    return bool(MARKS.match(text)) and MARKS.sub("", text) in statements()


def english_left(texts: Iterator[str]) -> list[str]:
    found = []
    for text in texts:
        plain = unescaped(text).strip()
        left = NAMES.sub("", NO_WORDS.sub(" ", plain))
        if plain in translated() or (PROSE.search(left) and not quoted(plain)):
            found.append(plain[:160])
    return list(dict.fromkeys(found))


def views(entry: Entry) -> list[dict[str, str]]:
    """The page as it opens, and each of its views."""
    options = next((control.options for control in opened(entry).controls if control.key == "view"), ())
    return [{}, *({"view": option} for option in options[1:])]


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_is_what_the_code_says_and_whole(code: str) -> None:
    held, now = messages.read(code), messages.collected()
    assert {m.id for m in now} - {m.id for m in held} == set(), "run `make words`, then translate what is new"
    assert {m.id for m in held} - {m.id for m in now} == set(), "run `make words`"
    assert messages.untranslated(held) == [], f"fill in their msgstr in {messages.path_of(code).relative_to(ROOT)}"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_of_its_text(code: str) -> None:
    wrong = []
    for message in messages.read(code):
        for text in [message.string] if isinstance(message.string, str) else message.string or ():
            one = message.id if isinstance(message.id, str) else message.id[-1]
            if message.id and text and places(one) != places(text):
                wrong.append((one, text))
    assert wrong == []


def places(text: str) -> set[str]:
    """The named places, as `str.format` reads them; none where the text is given back as it stands."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier()}
    except ValueError:
        return set()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")
def test_no_english_is_left_on_a_page(entry: Entry) -> None:
    left = {}
    for query in views(entry):
        view = opened(entry, {"lang": JAPANESE, **query})
        assert view.exceptions == []
        found = english_left(shown(view))
        if found:
            left[str(query)] = found
    assert left == {}, "these need `tr` where they are made, or `N_`, then `make words`; names of others go into NAMES"


def test_a_catalogue_without_a_text_leaves_it_english() -> None:
    with using(JAPANESE):
        assert language.tr("no catalogue has this {thing}", thing="text") == "no catalogue has this text"
