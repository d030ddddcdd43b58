"""The brief laid out: every figure of the answer stands in it, text from outside stays text, and nothing is run or fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.brief.conftest import HOSTILE, answered
from tests.brief.frames import Load, par
from treasury.brief import sections
from treasury.brief.html import Picture, html
from treasury.brief.markdown import markdown
from treasury.brief.message import message
from treasury.brief.parts import Brief
from treasury.charts import curve
from treasury.charts.still import still
from treasury.language import JAPANESE, using
from treasury.ui.navigation import PAGES

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
# Hiragana, katakana, or the signs that Chinese and Japanese share.
JAPANESE_SIGN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
DRAWN = {"curve": Picture('An "alt" <text>', SVG, SVG, 440, 320)}


class Parsed(HTMLParser):
    """Tags with their attributes, and the text of each table cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags and self.tags[-1][0] in ("td", "th"):
            self.rows[-1][-1] += data.strip()


def attributes(page: Parsed, *names: str) -> list[str]:
    return [value for _, given in page.tags for name, value in given.items() if name in names and value]


def test_no_script_and_nothing_to_fetch(brief: Brief) -> None:
    page = html(brief, DRAWN, {"curve": "finding"})
    parsed = Parsed(page)
    assert {tag for tag, _ in parsed.tags} <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "div",
            "p",
            "h1",
            "h2",
            "span",
            "ul",
            "li",
            "table",
            "tr",
            "th",
            "td",
        ),
        *("picture", "source", "img"),
    }
    assert not [name for _, given in parsed.tags for name in given if name.startswith("on")]
    fetched = attributes(parsed, "src", "srcset", "href", "background", "action", "data")
    assert len(fetched) == 2
    assert all(value.startswith("data:image/svg+xml;base64,") for value in fetched)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page


def test_text_from_outside_stays_text(brief: Brief) -> None:
    page = html(brief, DRAWN, {})
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2  # the notice and the auction
    (image,) = [given for tag, given in Parsed(page).tags if tag == "img"]
    assert image["alt"] == 'An "alt" <text>'
    shown = MarkdownIt("commonmark").enable("table").render(markdown(brief, {"curve": HOSTILE}))
    assert "<script" not in shown
    assert "href" not in shown
    assert "<em>" not in shown
    assert "<code>" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt; *x* [y](https://evil.example) | `z`") == 3


def test_the_figures_stand_in_every_form(answer: dict[str, Any], brief: Brief) -> None:
    rows = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in Parsed(html(brief, {}, {})).rows]
    assert rows[0] == ["Measure", "28 Sep 2026", "5 Oct 2026", "Change"]
    assert rows[2] == ["10-year", "5.24 %", "5.31 %", "up 7 bp"]
    assert rows[4] == ["2s10s", "32 bp", "47 bp", "up 15 bp"]
    auction = next(row for row in rows if "alert" in row[1])
    assert [auction[0], *auction[2:]] == ["29 Sep", "70.0", "5.080", "+2.0", "2.41", "70", "n/a"]
    text = markdown(brief, {}).replace("\N{NO-BREAK SPACE}", " ")
    assert "| 10-year | 5.24 % | 5.31 % | up 7 bp |" in text
    assert "10-year: 28 Sep 2026 5.24 %, 5 Oct 2026 5.31 %, Change up 7 bp" in message(brief).replace("\N{NO-BREAK SPACE}", " ")
    for form in (html(brief, {}, {}), text, message(brief)):
        assert answer["headline"] in form.replace("\\", "")


def test_headings_lead_to_the_pages_of_the_dashboard_where_its_address_is_known(answer: dict[str, Any]) -> None:
    made = sections.brief(answer, "https://truce.example.org")
    links = attributes(Parsed(html(made, {}, {})), "href")
    assert links == [f"https://truce.example.org/{sections.PAGES[one.key]}" for one in made.sections]
    assert {link.rpartition("/")[2] for link in links} <= {page.url_path for page in PAGES}
    assert "## [Auctions](<https://truce.example.org/auctions>)" in markdown(made, {})


def test_a_picture_that_was_not_drawn_gives_its_finding(brief: Brief) -> None:
    page = html(brief, {}, {"curve": "Par yields: 10Y 5.31 %."}, "Without pictures: no Chromium.")
    parsed = Parsed(page)
    assert "Par yields: 10Y 5.31 %." in parsed.text
    assert "Without pictures: no Chromium." in parsed.text
    assert not [tag for tag, _ in parsed.tags if tag == "img"]
    assert "Par yields: 10Y 5.31 %." in markdown(brief, {"curve": "Par yields: 10Y 5.31 %."})


def test_sections_come_in_their_order_and_each_with_something_to_say(brief: Brief) -> None:
    assert [one.key for one in brief.sections] == [
        *("moves", "gauge", "premium", "auctions", "buybacks", "claims", "key_dates", "next")
    ]
    assert all(one.lines or one.table for one in brief.sections)
    lines = {one.key: one.lines for one in brief.sections}
    assert lines["buybacks"] == ("Buyback results are not held: python -m treasury refresh buyback_operations",)
    assert "\N{LEFT DOUBLE QUOTATION MARK}Stablecoins stand near 300 billion dollars\N{RIGHT DOUBLE QUOTATION MARK}" in " ".join(
        lines["claims"]
    )
    assert "was not testable, is true. USD 305 bn (All stablecoins, latest day)." in " ".join(lines["claims"])
    assert lines["premium"][0] == "ACM: not held on both sides of 28 Sep 2026."


class TestJapanese:
    """The same answer under another language: everything of ours is in it, figures and what comes from outside stay."""

    @pytest.fixture
    def japanese(self, held: Load) -> Brief:
        with using(JAPANESE):
            return sections.brief(answered(held), "https://truce.example.org")

    def test_headline_heads_days_and_figures(self, japanese: Brief) -> None:
        """By hand: 5.24 to 5.31 is 7 bp up, 4.92 to 4.84 is 8 bp down, the slope goes from 32 to 47 bp."""
        assert japanese.front.headline == (
            "2026年9月28日から2026年10月5日にかけて10年は7bp上昇して5.31%、2年は8bp低下して4.84%、30年は10bp上昇して5.66%。2s10sは15bp拡大して47bp。"
        )
        page = Parsed(html(japanese, {}, {}))
        assert page.rows[0] == ["指標", "2026年9月28日", "2026年10月5日", "変化"]
        assert page.rows[2] == ["10年", "5.24%", "5.31%", "7bp上昇"]
        assert page.rows[4] == ["2s10s", "32bp", "47bp", "15bp上昇"]
        auction = next(row for row in page.rows if "alert" in row[1])
        assert [auction[0], *auction[2:]] == ["9月29日", "70.0", "5.080", "+2.0", "2.41", "70", "なし"]
        assert ("html", {"lang": "ja"}) in page.tags
        assert "| 10年 | 5.24% | 5.31% | 7bp上昇 |" in markdown(japanese, {})

    def test_its_fonts_have_the_signs_and_its_links_the_language(self, japanese: Brief) -> None:
        page = Parsed(html(japanese, {}, {}))
        assert all("Noto Sans CJK JP" in style for style in attributes(page, "style") if "font-family" in style)
        assert attributes(page, "href") == [
            f"https://truce.example.org/{sections.PAGES[one.key]}?lang=ja" for one in japanese.sections
        ]
        rows = par(d2026_09_28={"2Y": 4.9, "10Y": 5.2}, d2026_10_05={"2Y": 4.8, "10Y": 5.3})
        assert "Noto Sans CJK JP" in still(curve.curve_overlay(rows, "x"), 440, 320, JAPANESE).layout.font.family

    def test_no_sentence_of_ours_is_left_in_english(self, japanese: Brief) -> None:
        said = [text for one in japanese.sections for text in (one.title, *one.lines, one.note)]
        said += [head for one in japanese.sections if one.table for head in one.table.heads]
        assert [text for text in said if text and not JAPANESE_SIGN.search(text) and text != "FOMC"] == []

    def test_text_from_outside_stays_text(self, japanese: Brief) -> None:
        page = html(japanese, {}, {})
        assert "<script" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
