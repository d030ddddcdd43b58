"""Outside text is shown letter for letter."""

from __future__ import annotations

import pytest

from treasury.ui.text import plain, quoted


@pytest.mark.parametrize("mark", list("\\`*_[]|<>$~&"))
def test_every_sign_that_markdown_reads_within_a_line_is_escaped(mark):
    assert plain(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.parametrize("start", ["# ", "## ", "- ", "+ ", "1. ", "12) ", "---", "=="])
def test_a_line_does_not_begin_a_heading_or_list(start):
    assert plain(f"{start}x" if start[-1] == " " else start).replace("\\", "", 1) == (f"{start}x" if start[-1] == " " else start)
    assert "\\" in plain(f"{start}x" if start[-1] == " " else start)


def test_figures_stay_readable():
    for text in ("4.48 %: +3 bp on the day, -7 bp (5 Oct 2026)!", "-3 bp", "4.48 %"):
        assert plain(text) == text


def test_icons_and_colours_do_not_come_out_of_data():
    assert ":material" not in plain(":material/error: :red[alarm]")
    assert ":red" not in plain(":red[alarm]")
    assert plain("at 06:21") == "at 06:21"


def test_long_and_many_lined_text_becomes_one_short_line():
    assert plain("a\n\n# b\tc") == "a # b c"
    assert len(plain("x" * 5000)) == 400
    assert plain("x" * 500, 10) == "xxxxxxxxx…"


def test_what_must_not_be_broken_stays_whole():
    assert plain("down  0.74\N{NO-BREAK SPACE}points\n") == "down 0.74\N{NO-BREAK SPACE}points"
    assert plain("\N{NO-BREAK SPACE}\n# b") == "# b".replace("#", "\\#")


def test_what_was_typed_is_quoted_as_code():
    assert quoted("`rm`\x07 <b>") == "`'rm' <b>`"
    assert quoted("9" * 10_000) == f"`{'9' * 60}… (10,000 characters)`"
    assert quoted(" \n ") == "an empty value"
