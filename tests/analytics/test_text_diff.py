"""Comparing texts: sentences made by hand, each kind of change, and the limits."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treasury.analytics.text_diff import LONGEST_TEXT, MOST_SENTENCES, Piece, compare, sentences
from treasury.errors import BadInput


def kinds(before: str, after: str) -> list[str]:
    return [sentence.kind for sentence in compare(before, after)]


def own(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.own]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", []),
        ("  \n\n ", []),
        ("One.", ["One."]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("The U.S. Department sells 4.5 percent notes. It stays.", ["The U.S. Department sells 4.5 percent notes.", "It stays."]),
        ("Up to $2 billion (e.g., 4 billion). Then none.", ["Up to $2 billion (e.g., 4 billion).", "Then none."]),
        ("On Nov. 5 it began. On 6 Nov. it ended.", ["On Nov. 5 it began.", "On 6 Nov. it ended."]),
        ("HEADING\nA line\tof   text.", ["HEADING", "A line of text."]),
        ("“Sizes stay.” (They do.) 10 more.", ["“Sizes stay.”", "(They do.)", "10 more."]),
    ],
)
def test_sentences(text: str, made: list[str]) -> None:
    assert sentences(text) == made


def test_words_that_changed_are_found() -> None:
    """Treasury's own sentences of 5 November 2025 and 5 August 2026."""
    before = (
        "Looking ahead, Treasury has begun to preliminarily consider future increases to nominal coupon and FRN auction sizes, "
        "with a focus on evaluating trends in structural demand."
    )
    after = (
        "Looking ahead, Treasury continues to evaluate potential future changes to nominal coupon and FRN auction sizes, "
        "with a focus on trends in structural demand."
    )
    (made,) = compare(before, after)
    assert made.kind == "changed"
    assert own(made.before) == ["has begun", "preliminarily consider", "increases", "evaluating"]
    assert own(made.after) == ["continues", "evaluate potential", "changes"]


def test_same_removed_and_added_stand_in_reading_order() -> None:
    before = "Sizes stay as they are. Buybacks are paused in June. The next statement is in May."
    after = "Sizes stay as they are. Bills grow by a little. The next statement is in May."
    assert kinds(before, after) == ["same", "removed", "added", "same"]


def test_a_half_is_alike_and_less_is_not() -> None:
    """2 of 4 and 4 words: Dice's likeness is a half. 1 of them: a quarter."""
    assert kinds("a b c d.", "a b x y.") == ["changed"]
    assert kinds("a b c d.", "a x y z.") == ["removed", "added"]


def test_the_pairing_takes_the_better_of_two() -> None:
    """The second new sentence is the old one with one word changed; the first only shares half of it."""
    made = compare("one two three four five six.", "one two three x y z.\none two three four five seven.")
    assert [s.kind for s in made] == ["added", "changed"]
    assert own(made[-1].after)[-1] == "seven."


def test_an_empty_text_is_all_added_or_removed() -> None:
    assert kinds("", "One. Two.") == ["added", "added"]
    assert kinds("One. Two.", "") == ["removed", "removed"]
    assert kinds("", "") == []


def test_a_very_long_sentence_is_shown_whole() -> None:
    words = " ".join(f"w{number}" for number in range(500))
    (made,) = compare(f"{words} a.", f"{words} b.")
    assert made.kind == "changed"
    assert len(own(made.before)) == 1


def test_texts_too_long_are_refused() -> None:
    with pytest.raises(BadInput, match="20,001 characters"):
        compare("a" * (LONGEST_TEXT + 1), "b")
    with pytest.raises(BadInput, match="201 sentences"):
        compare("b", "A.\n" * (MOST_SENTENCES + 1))


def test_the_longest_allowed_is_done_in_time() -> None:
    """Without the limits the worst of these takes minutes, and the time-out of the tests ends it."""
    line = "the same words over and over again they come back.\n"
    assert len(compare(line * MOST_SENTENCES, line.replace("same", "other") * MOST_SENTENCES)) == MOST_SENTENCES
    assert len(compare("a " * (LONGEST_TEXT // 2), "b " * (LONGEST_TEXT // 2))) == 2


TEXTS = st.lists(
    st.sampled_from(["Sizes stay.", "Sizes grow a lot.", "Bills fall.", "Bills fall soon.", "New text."]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_is_lost_on_either_side(before: list[str], after: list[str]) -> None:
    made = compare("\n".join(before), "\n".join(after))
    sides = ([s.before for s in made if s.before], [s.after for s in made if s.after])
    for side, text in zip(sides, (before, after), strict=True):
        assert [" ".join(piece.text for piece in pieces) for pieces in side] == text
    assert all(not piece.own for s in made if s.kind == "same" for piece in chain(s.before, s.after))


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_a_text_compared_with_itself_is_the_same(text: list[str]) -> None:
    assert kinds("\n".join(text), "\n".join(text)) == ["same"] * len(text)
