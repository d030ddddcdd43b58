"""Merging: what is new, revised, kept."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.test_store import YIELDS, frame
from treasury.merge import merge


def test_the_first_rows_are_all_added() -> None:
    got = merge(None, frame(4.01, 4.15), YIELDS)
    assert (got.added, got.revised, got.unchanged, got.changed) == (2, 0, 0, True)


def test_new_days_follow_the_held_ones_unchanged() -> None:
    got = merge(frame(4.01, 4.15), frame(4.01, 4.15, 4.26), YIELDS)
    assert (got.added, got.revised, got.unchanged, got.only_added) == (1, 0, 2, True)
    assert got.frame["10Y"].tolist() == [4.01, 4.15, 4.26]


def test_the_same_rows_change_nothing() -> None:
    got = merge(frame(4.01, None), frame(4.01, None), YIELDS)
    assert (got.added, got.revised, got.unchanged, got.changed) == (0, 0, 2, False)


def test_a_revised_figure_wins_and_is_counted() -> None:
    got = merge(frame(4.01, 4.15), frame(4.16, start="2025-04-07"), YIELDS)
    assert (got.added, got.revised, got.unchanged, got.only_added) == (0, 1, 1, False)
    assert got.frame["10Y"].tolist() == [4.01, 4.16]


def test_float_noise_is_no_revision() -> None:
    assert merge(frame(4.01), frame(4.0100000000000007), YIELDS).revised == 0
    assert merge(frame(4.01), frame(4.0101), YIELDS).revised == 1


def test_a_figure_that_appears_or_goes_missing_is_a_revision() -> None:
    assert merge(frame(None), frame(4.01), YIELDS).revised == 1
    assert merge(frame(4.01), frame(None), YIELDS).revised == 1


def test_a_changed_text_is_a_revision() -> None:
    assert merge(frame(4.01), frame(4.01).assign(name="b"), YIELDS).revised == 1


def test_a_shortened_history_keeps_the_old_rows() -> None:
    got = merge(frame(4.01, 4.15, 4.26), frame(4.26, 4.34, start="2025-04-08"), YIELDS)
    assert got.frame["10Y"].tolist() == [4.01, 4.15, 4.26, 4.34]
    assert (got.added, got.withdrawn) == (1, 2)


def test_official_rows_replace_inferred_ones_whole() -> None:
    got = merge(frame(4.01, 4.15, 4.26), frame(4.20, 4.34, start="2025-04-08"), YIELDS, replace=True)
    assert got.frame["10Y"].tolist() == [4.20, 4.34]
    assert (got.added, got.revised, got.withdrawn, got.changed) == (1, 1, 2, True)


def test_a_row_that_belongs_in_the_middle_goes_there() -> None:
    held = frame(4.01, 4.15, 4.26).drop(index=1).reset_index(drop=True)
    got = merge(held, frame(4.15, start="2025-04-07"), YIELDS)
    assert got.frame["10Y"].tolist() == [4.01, 4.15, 4.26]
    assert not got.only_added


def test_keys_of_two_columns_keep_reopenings_apart() -> None:
    keyed = replace(YIELDS, key=("name", "date"))
    held = frame(4.01)
    got = merge(held, pd.concat([held.assign(name="b"), held]), keyed)
    assert (got.added, got.unchanged) == (1, 1)
    assert got.frame["name"].tolist() == ["a", "b"]


@pytest.mark.parametrize("replaces", [True, False])
def test_nothing_held_is_the_same_with_and_without_replacing(replaces: bool) -> None:
    pd.testing.assert_frame_equal(merge(frame(), frame(4.01), YIELDS, replace=replaces).frame, frame(4.01))


def test_a_plan_that_changed_leaves_no_ghost_but_the_past_stays() -> None:
    """Held: 4, 7 and 8 April 2025. On the 5th the publisher lists the 8th and 9th: the 7th was called off."""
    plan = replace(YIELDS, replaces_ahead=True)
    got = merge(frame(1.0, 1.0, 1.0), frame(1.0, 1.0, start="2025-04-08"), plan, today=date(2025, 4, 5))
    assert got.frame["date"].dt.day.tolist() == [4, 8, 9]
    assert (got.added, got.revised, got.unchanged, got.withdrawn, got.changed) == (1, 0, 2, 2, True)
    again = merge(got.frame, frame(1.0, 1.0, start="2025-04-08"), plan, today=date(2025, 4, 6))
    assert not again.changed
