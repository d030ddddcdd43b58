"""Controls bound to the address: what a link says is taken over, corrected with a word, and never run."""

from __future__ import annotations

import pytest

CHOICE = """
import streamlit as st
from treasury.ui import address, controls
st.text(controls.choice("Colour", ["Red", "Green"], key="colour"))
st.code(address.current())
"""
TENORS = """
import streamlit as st
from treasury.ui import address, controls
st.text(",".join(controls.tenors(["2Y", "5Y", "10Y", "30Y"])))
st.code(address.current())
"""
DAY = """
import streamlit as st
from datetime import date
from treasury.ui import controls
st.text(controls.day("Day", key="day", default=date(2025, 4, 11), first=date(1990, 1, 2), last=date(2025, 12, 31)))
"""
RANGE = """
import streamlit as st
from datetime import date
from treasury.ui import address, controls
shown = controls.date_range(date(1990, 1, 2), date(2025, 12, 31))
st.text(f"{shown.start} {shown.end} {shown.label}")
st.code(address.current())
"""
DATES = """
import streamlit as st
from treasury.ui import controls
st.text(len(controls.key_dates()))
"""


def shown(app) -> str:
    assert [e.message for e in app.exception] == []
    return app.text[0].value


def said(app) -> str:
    return " ".join(item.value for item in app.info)


def test_a_choice_defaults_to_the_first_and_a_link_sets_it(run_script):
    assert shown(run_script(CHOICE)) == "Red"
    app = run_script(CHOICE, colour="Green")
    assert shown(app) == "Green"
    assert said(app) == ""
    assert app.code[0].value.endswith("?colour=Green")


def test_a_choice_in_other_letters_is_understood(run_script):
    app = run_script(CHOICE, colour="gREEN")
    assert (shown(app), said(app)) == ("Green", "")


@pytest.mark.parametrize("wrong", ["Blue", "<script>alert(1)</script>", "[x](javascript:1)", "`*_", "\x00", "9" * 10_000])
def test_an_unknown_choice_is_corrected_with_a_word_shown_as_code(run_script, wrong):
    app = run_script(CHOICE, colour=wrong)
    assert shown(app) == "Red"
    assert said(app).startswith("Colour: the link says ")
    assert said(app).endswith("which there is not; showing Red.")
    assert len(said(app)) < 200
    if wrong == "Blue":
        assert "`Blue`" in said(app)


def test_a_correction_is_said_until_something_else_is_chosen(run_script):
    app = run_script(CHOICE, colour="Blue")
    assert "Blue" in said(app.run())
    app.segmented_control[0].set_value("Green").run()
    assert (shown(app), said(app)) == ("Green", "")
    assert said(app.segmented_control[0].set_value("Red").run()) == ""


def test_tenors_come_in_their_order_from_repeated_or_comma_separated_values(run_script):
    assert shown(run_script(TENORS)) == "2Y,10Y,30Y"
    assert shown(run_script(TENORS, tenors=["30Y", "5Y"])) == "5Y,30Y"
    app = run_script(TENORS, tenors="30y, 5Y")
    assert (shown(app), said(app)) == ("5Y,30Y", "")
    assert app.code[0].value.endswith("?tenors=5Y&tenors=30Y")


def test_unknown_tenors_are_left_out_with_a_word_and_the_link_is_right(run_script):
    app = run_script(TENORS, tenors=["5Y", "9Y"])
    assert shown(app) == "5Y"
    assert said(app) == "Tenors: the link says `9Y`, which there is not; showing 5Y."
    assert app.code[0].value.endswith("?tenors=5Y")
    assert shown(run_script(TENORS, tenors="banana")) == "2Y,10Y,30Y"


def test_without_any_tenor_the_default_is_shown(run_script):
    app = run_script(TENORS)
    app.pills[0].set_value([]).run()
    assert shown(app) == "2Y,10Y,30Y"
    assert "None chosen" in app.caption[0].value


@pytest.mark.parametrize(
    ("typed", "day", "words"),
    [
        ("2025-05-30", "2025-05-30", ""),
        ("2030-01-01", "2025-12-31", "1 Jan 2030 lies after the last figure; showing 31 Dec 2025."),
        ("1970-01-01", "1990-01-02", "1 Jan 1970 lies before the first figure; showing 2 Jan 1990."),
        ("2025-02-30", "2025-04-11", "does not exist"),
        ("yesterday", "2025-04-11", "showing 11 Apr 2025."),
        ("0" * 10_000, "2025-04-11", "(10,000 characters)"),
    ],
)
def test_a_day_is_taken_over_or_corrected(run_script, typed, day, words):
    app = run_script(DAY, day=typed)
    assert shown(app) == day
    assert words in said(app)
    assert bool(said(app)) == bool(words)


@pytest.mark.parametrize(
    ("label", "start"),
    [
        ("1M", "2025-11-30"),
        ("YTD", "2024-12-31"),
        ("1Y", "2024-12-31"),
        ("10Y", "2015-12-31"),
        ("All", "1990-01-02"),
    ],
)
def test_ranges_end_at_the_last_figure(run_script, label, start):
    assert shown(run_script(RANGE, range=label)) == f"{start} 2025-12-31 {label}"


def test_own_days_need_no_word_about_the_range_and_may_be_open(run_script):
    assert shown(run_script(RANGE, start="2025-04-01", end="2025-04-30")) == "2025-04-01 2025-04-30 Custom"
    assert shown(run_script(RANGE, start="2025-04-01")) == "2025-04-01 2025-12-31 Custom"
    app = run_script(RANGE, end="2025-04-30")
    assert shown(app) == "1990-01-02 2025-04-30 Custom"
    assert app.code[0].value.endswith("?range=Custom&end=2025-04-30")


def test_reversed_days_are_swapped_with_a_word(run_script):
    app = run_script(RANGE, start="2025-04-30", end="2025-04-01")
    assert shown(app) == "2025-04-01 2025-04-30 Custom"
    assert said(app) == "The start, 30 Apr 2025, lies after the end, 1 Apr 2025: swapped."


def test_leaving_custom_drops_its_days_from_the_link(run_script):
    app = run_script(RANGE, start="2025-04-01")
    app.segmented_control[0].set_value("5Y").run()
    assert shown(app) == "2020-12-31 2025-12-31 5Y"
    assert app.code[0].value.endswith("?range=5Y")


def test_key_dates_main_all_none_and_by_category(run_script):
    main, everything = int(shown(run_script(DATES))), int(shown(run_script(DATES, dates="All")))
    assert 0 < main < everything
    assert shown(run_script(DATES, dates="None")) == "0"
    assert 0 < int(shown(run_script(DATES, dates="Debt limit"))) < everything


NUMBER = """
import streamlit as st
from treasury.ui import address, controls
st.text(controls.number("Beta", controls.Bounds(0.0, 1.5, 0.05), key="beta", default=1.0))
st.code(address.current())
"""


def test_a_number_defaults_and_a_link_sets_it(run_script):
    assert shown(run_script(NUMBER)) == "1.0"
    app = run_script(NUMBER, beta="0.7")
    assert (shown(app), said(app)) == ("0.7", "")
    assert app.code[0].value.endswith("?beta=0.7")


@pytest.mark.parametrize(
    ("wrong", "value", "word"),
    [
        ("x", "1.0", "is no number; showing 1.00."),
        ("", "1.0", "in the link is no number; showing 1.00."),
        ("nan", "1.0", "is no number; showing 1.00."),
        ("inf", "1.0", "is no number; showing 1.00."),
        ("9" * 10_000, "1.0", "is no number; showing 1.00."),
        ("<script>alert(1)</script>", "1.0", "is no number; showing 1.00."),
        ("2", "1.5", "is too large; showing 1.50."),
        ("-1e9", "0.0", "is too small; showing 0.00."),
    ],
)
def test_a_wrong_number_is_corrected_with_a_word(run_script, wrong, value, word):
    app = run_script(NUMBER, beta=wrong)
    assert shown(app) == value
    assert said(app).startswith("Beta: ")
    assert said(app).endswith(word)
    assert len(said(app)) < 200


def test_a_number_is_changed_by_the_reader(run_script):
    app = run_script(NUMBER, beta="x")
    app.number_input[0].set_value(0.5).run()
    assert (shown(app), said(app)) == ("0.5", "")
