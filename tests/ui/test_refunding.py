"""The refunding page from the embedded snapshot: sentences, the comparison of wording, texts of the reader's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury.analytics.text_diff import compare
from treasury.ui import refunding, refunding_words, wording

Open = Callable[..., AppTest]
PAGE = "supply/refunding.py"


def shown(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "")


def said(app: AppTest) -> str:
    return shown(app.title[0].value)


def words(app: AppTest) -> str:
    return shown("\n".join(element.value for element in (*app.markdown, *app.caption)))


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def test_the_headline_and_the_newest_two_statements_with_wording(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == (
        "The statement of 5 Aug 2026 kept the refunding at USD 125 bn, USD 28.7 bn of it new cash. All 370 coupon and FRN sizes "
        "announced for May 2022 to Aug 2026 that can be checked were offered as announced."
    )
    figures = table(app, "before_usd", "after_usd").set_index("figure")
    assert figures.loc["New cash"].tolist() == pytest.approx([26.8, 28.7, 1.9])
    text = words(app)
    assert "2 statements lie between the two; wording not held of 4 Feb 2026, 6 May 2026." in text
    assert ":red-background[~~has begun~~]" in text
    assert ":green-background[**continues**]" in text


def test_changes_and_all_sentences(held: Path, open_page: Open) -> None:
    address = {"before": "2025-07-30", "after": "2025-11-05", "subject": "Coupons and FRNs"}
    changes, every = (words(open_page(PAGE, **address, show=show)) for show in ("Changes", "All sentences"))
    same = "= Based on current projected borrowing needs, Treasury anticipates maintaining"
    assert same not in changes
    assert same in every
    for text in (changes, every):
        assert "Sentences: 2 the same, 1 changed, 1 new." in text
        assert "+ :green-background[**Looking ahead, Treasury has begun to preliminarily consider" in text
    assert "Buybacks**" not in changes


def test_a_statement_without_wording_shows_its_figures(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, before="2026-02-04", after="2026-05-06")
    assert table(app, "before_usd").set_index("figure").loc["New cash", "after_usd"] == pytest.approx(41.7)
    assert any("wording of 4 Feb 2026 is not held" in shown(card.value) for card in app.info)


def test_the_same_statement_twice_and_the_later_first(held: Path, open_page: Open) -> None:
    same = open_page(PAGE, before="2025-11-05", after="2025-11-05")
    assert any("the same statement" in card.value for card in same.info)
    swapped = open_page(PAGE, before="2025-11-05", after="2025-07-30")
    assert any("swapped" in card.value for card in swapped.info)
    assert "30 Jul 2025 at the left, 5 Nov 2025 at the right" in words(swapped)


def test_one_tenor(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, tenor="10Y", span="1Y")
    rows = table(app, "announced_usd", "offered_usd")
    assert set(rows["tenor"]) == {"10Y"}
    assert rows.iloc[0]["month"] == "Oct 2026"
    alt = next(chart.proto.alt for chart in app.get("plotly_chart") if "Auction sizes" in chart.proto.alt)
    assert "10Y 39 to 42 bn" in alt


def test_use_of_the_maximum_in_words(held: Path, open_page: Open) -> None:
    text = words(open_page(PAGE))
    assert "In the 4 quarters held in full with a stated sum, 73 % to 77 % of the liquidity support maximum was used." in text
    assert "Estimated and without an outcome held: 2026 Q1 USD 574 bn, 2026 Q3 USD 739 bn, 2026 Q4 USD 628 bn." in text


def test_nothing_held_still_compares_statements(nothing_held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == "The newest refunding statement entered is that of 5 Aug 2026."
    assert ":green-background[**continues**]" in words(app)
    assert not app.get("plotly_chart")


def test_a_damaged_reviewed_file_is_a_card(held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("treasury.refunding_files.FOLDER", tmp_path)
    app = open_page(PAGE)
    assert not app.exception
    assert any("refunding_texts.toml cannot be read" in shown(card.value) for card in app.error)


def test_headline_of_a_raise_and_of_differences() -> None:
    files = refunding.read_files()
    assert files is not None
    early = refunding.Files(
        files.statements[files.statements["statement_date"] <= "2023-08-02"],
        files.texts,
        files.sizes,
        files.quarters,
        files.estimates,
    )
    rows = pd.DataFrame({"month": pd.to_datetime(["2023-08-01"] * 2), "standing": ["as announced", "differs"]})
    assert refunding_words.headline(early.entered, rows) == (
        "The statement of 2 Aug 2023 raised the refunding to USD 103 bn, USD 19.0 bn of it new cash. 1 of 2 coupon and FRN sizes "
        "announced for Aug 2023 to Aug 2023 that can be checked were offered as announced."
    )


# --- texts of the reader's own ------------------------------------------------------------------------------------------


def paste(open_page: Open, before: str, after: str) -> AppTest:
    app = open_page(PAGE)
    app.text_area(key="own_before").set_value(before)
    app.text_area(key="own_after").set_value(after)
    return app.run()


def test_two_texts_of_ones_own(held: Path, open_page: Open) -> None:
    app = paste(open_page, "Sizes stay as they are. Old.", "Sizes grow as they are.")
    assert "Sentences: 1 changed, 1 gone." in words(app)
    assert "Sizes :green-background[**grow**] as they are." in words(app)


def test_what_is_pasted_is_never_read_as_markup(held: Path, open_page: Open) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) **bold** :red[no] `code` $x$ ~~gone~~"
    app = paste(open_page, "One thing.", evil)
    raw = next(element.value for element in app.markdown if "script" in element.value)
    assert "\\<script\\>" in raw
    assert "\\[x\\](javascript" in raw
    assert "\\*\\*bold\\*\\*" in raw
    assert ":\u2060red\\[no\\]" in raw
    assert not any(getattr(element.proto, "allow_html", False) for element in app.markdown)


def test_a_text_too_long_is_refused_with_its_reason(held: Path, open_page: Open) -> None:
    app = paste(open_page, "A.\n" * 201, "B.")
    assert any("201 sentences is too long" in shown(card.value) for card in app.warning)


def test_counts_in_words() -> None:
    assert wording.counts(compare("One. Two.", "One. Two.")) == "All 2 sentences are the same."
    assert wording.counts(compare("One.", "One.")) == "The one sentence is the same."
    assert wording.counts([]) == "Neither text has a sentence."


def test_files_name_what_is_held() -> None:
    files = refunding.read_files()
    assert files is not None
    assert date(2026, 2, 4) not in files.worded
    assert files.text(date(2026, 2, 4), "coupons") == ""
    assert files.text(date(2026, 8, 5), "tips").startswith("Over the August to October 2026 quarter")
