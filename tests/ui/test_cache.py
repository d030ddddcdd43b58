"""What pages read: frames by version, failures as values, a refresh that shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from treasury import frames
from treasury.errors import BadInput, StoreError
from treasury.refreshing import open_store
from treasury.store import Store
from treasury.ui import cache


def test_a_frame_comes_as_load_shapes_it_with_its_version(held):
    loaded = cache.frame("par_yields")
    assert loaded.ok
    pd.testing.assert_frame_equal(loaded.frame, frames.load("par_yields"))
    assert loaded.vintage.origin == "snapshot"
    assert loaded.as_of == loaded.frame.index[-1].date()


def test_what_was_never_fetched_is_a_value_with_its_columns(nothing_held):
    loaded = cache.frame("par_yields")
    assert (loaded.ok, loaded.state, loaded.as_of) == (False, "never", None)
    assert "10Y" in loaded.frame.columns
    assert "never been fetched" in loaded.reason


def test_an_unknown_id_is_a_mistake_of_ours(held):
    with pytest.raises(BadInput):
        cache.frame("yields")


def test_a_store_that_cannot_be_read_is_a_value(held, monkeypatch):
    def broken(*_):
        raise StoreError("the disk is gone")

    monkeypatch.setattr(Store, "read", broken)
    loaded = cache.frame("par_yields")
    assert (loaded.ok, loaded.state) == (False, "failed")
    assert "the disk is gone" in loaded.reason


def test_a_new_version_shows_once_the_version_is_looked_up_again(held, monkeypatch):
    before = cache.frame("debt_to_penny")
    declared, store = before.dataset, open_store()
    base = store.read(declared)
    changed = base.frame.iloc[:-1]
    vintage = base.vintage.__class__(**{**base.vintage.__dict__, "rows": len(changed), "origin": "refreshed"})
    store.publish(declared, changed, vintage, base.vintage, only_added=False)
    cache._standing.clear()  # what two seconds do
    after = cache.frame("debt_to_penny")
    assert len(after.frame) == len(before.frame) - 1
    assert after.version != before.version


def test_a_fallback_version_is_not_kept_under_the_newest_ones_name(held, monkeypatch):
    real = Store.read
    broken = {"once": True}

    def read(self, dataset, as_known_on=None):
        got = real(self, dataset, as_known_on)
        if broken["once"]:
            return got.__class__(got.frame, got.vintage.__class__(**{**got.vintage.__dict__, "trouble": "v9 cannot be read"}))
        return got

    monkeypatch.setattr(Store, "read", read)
    assert cache.frame("par_yields").vintage.trouble == "v9 cannot be read"
    broken["once"] = False
    assert cache.frame("par_yields").vintage.trouble == ""


def counted(frame: pd.DataFrame, tenor: str) -> tuple[int, float]:
    CALLS.append(tenor)
    return len(frame), float(frame[tenor].iloc[-1])


CALLS: list[str] = []


def test_results_are_kept_by_version_and_scalars(held):
    CALLS.clear()
    loaded = cache.frame("par_yields")
    first = cache.computed(counted, loaded, tenor="10Y")
    assert cache.computed(counted, cache.frame("par_yields"), tenor="10Y") == first
    assert CALLS == ["10Y"]
    cache.computed(counted, loaded, tenor="2Y")
    assert CALLS == ["10Y", "2Y"]
    newer = replace(loaded, frame=loaded.frame.iloc[:-1], vintage=replace(loaded.vintage, version="v99"))
    assert cache.computed(counted, newer, tenor="10Y")[0] == first[0] - 1


def test_changing_a_frame_does_not_change_what_others_see(held):
    mine = cache.frame("par_yields").frame
    mine.iloc[-1, 0] = 99.0
    assert cache.frame("par_yields").frame.iloc[-1, 0] != 99.0


def test_two_stores_do_not_share_frames(held, monkeypatch, tmp_path):
    from treasury.settings import settings

    assert cache.frame("par_yields").ok
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "none"))
    settings.cache_clear()
    assert not cache.frame("par_yields").ok


def test_broken_key_dates_are_said_and_not_raised(held, monkeypatch, tmp_path):
    from treasury import reference

    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    assert cache.key_dates()[1] == "key_dates.csv is missing from data/reference"
    (tmp_path / "key_dates.csv").write_text("id,date\nx,y\n")
    st.cache_data.clear()
    frame, trouble = cache.key_dates()
    assert frame.empty
    assert "key_dates.csv" in trouble


def test_a_far_store_is_looked_at_less_often():
    """Two seconds between looks that cost nothing; a look that took 3 seconds is repeated after 60, a twentieth of the time."""
    now = [0.0]
    looks = cache.Looks(lambda: now[0])
    first = looks.turn()
    now[0] = 1.9
    assert looks.turn() == first
    now[0] = 2.0
    assert looks.turn() == first + 1
    with looks.timed():
        now[0] = 5.0
    now[0] = 61.9
    assert looks.turn() == first + 1
    now[0] = 62.0
    assert looks.turn() == first + 2
    now[0] = 64.0
    assert looks.turn() == first + 3, "what the look before took does not count again"


def test_visits_share_the_rows_and_cannot_change_them_for_each_other(held):
    mine, other = cache.frame("par_yields").frame, cache.frame("par_yields").frame
    assert np.shares_memory(mine["10Y"].to_numpy(), other["10Y"].to_numpy())
    before = other["10Y"].iloc[0]
    mine.loc[mine.index[0], "10Y"] = -1.0
    mine["own"] = 1.0
    again = cache.frame("par_yields").frame
    assert other["10Y"].iloc[0] == again["10Y"].iloc[0] == before
    assert "own" not in again
