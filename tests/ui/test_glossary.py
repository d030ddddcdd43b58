"""The glossary: every term leads to a page that there is, and is found by any of its words."""

from __future__ import annotations

import re

from tests.visits import opened
from treasury.language import JAPANESE, using
from treasury.ui import glossary, navigation

ENTRY = next(entry for entry in navigation.PAGES if entry.url_path == "glossary")


def test_terms_are_told_apart_explained_and_lead_to_a_page() -> None:
    names = [term.name for term in glossary.TERMS]
    assert len(set(names)) == len(names) >= 40
    assert {term.page for term in glossary.TERMS} <= {entry.url_path for entry in navigation.PAGES}
    assert [term.name for term in glossary.TERMS if not term.meaning.endswith(".")] == []


def test_a_term_is_found_by_a_word_of_its_name_its_meaning_or_its_page() -> None:
    assert glossary.rows("TAIL")["term"].tolist() == ["Stop less prior close", "Tail"]
    assert "Term premium" in glossary.rows("kim-wright")["term"].tolist()
    assert len(glossary.rows("")) == len(glossary.TERMS)


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    shown = glossary.rows("")["term"].str.casefold().tolist()
    assert shown == sorted(shown)


def test_the_page_says_how_many_and_what_was_not_found() -> None:
    view = opened(ENTRY, {"find": "no such word"})
    assert re.match(rf"What {len(glossary.TERMS)} terms", view.headlines[0])
    assert any("No term has “no such word” in it" in said for said in view.alerts)


def test_links_keep_the_language() -> None:
    assert "[Yields](./yields)" in opened(ENTRY).app.table[0].value["Page"].tolist()
    assert "[利回り](./yields?lang=ja)" in opened(ENTRY, {"lang": JAPANESE}).app.table[0].value["ページ"].tolist()
    with using(JAPANESE):
        assert glossary.rows("利付")["term"].tolist() == ["利付国債"]
