"""A store that was damaged behind our back: noticed, the version before serves and says so, and the next publish repairs it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.machine import Machine, machine
from tests.test_lease import HOUR, NOON
from tests.test_store import YIELDS, frame, publish, vintage
from treasury import fingerprint, lease
from treasury.errors import NothingReadable, StoreBusy, StoreError
from treasury.snapshot_writer import write_files
from treasury.sources import BY_ID
from treasury.store import Store

FLIPS = 120


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three versions: 4.01, 4.02, 4.03."""
    made = Store(str(tmp_path / "store"), tmp_path / "snapshot")
    for day in (1, 2, 3):
        publish(made, frame(4.0 + day / 100), day)
    return made


def table(store: Store) -> Path:
    return Path(store.url) / "yields"


def newest_file(store: Store) -> Path:
    return max(table(store).glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)


def oldest_file(store: Store) -> Path:
    return min(table(store).glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)


def entries(store: Store) -> list[Path]:
    return sorted((table(store) / "_delta_log").glob("*.json"))


def test_no_flipped_byte_ever_changes_a_figure(store: Store) -> None:
    rows = frame(*[4 + n / 100 for n in range(250)]).assign(name=[f"name {n}" for n in range(250)]).astype({"name": "str"})
    publish(store, rows, 4)
    path, chance = newest_file(store), random.Random(50)
    whole, noticed = path.read_bytes(), 0
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        held = store.read(YIELDS)
        noticed += held.vintage.trouble != ""
        assert held.frame.equals(rows) or "v3 cannot be read" in held.vintage.trouble
        assert held.frame.equals(rows) or held.frame["10Y"].tolist() == [4.03]
    assert noticed > FLIPS / 2


DAMAGES: dict[str, Callable[[Store], object]] = {
    "deleted": lambda store: newest_file(store).unlink(),
    "empty": lambda store: newest_file(store).write_bytes(b""),
    "cut": lambda store: newest_file(store).write_bytes(newest_file(store).read_bytes()[:60]),
    "another version's": lambda store: newest_file(store).write_bytes(oldest_file(store).read_bytes()),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_the_version_before_serves_and_the_next_publish_repairs(store: Store, how: str) -> None:
    DAMAGES[how](store)
    held = store.read(YIELDS)
    assert (held.frame["10Y"].tolist(), held.vintage.version, held.vintage.stands_for) == ([4.02], "v1", "v2")
    assert held.vintage.trouble.startswith("v2 cannot be read (")
    store.publish(YIELDS, frame(4.02, 4.09), vintage(frame(4.02, 4.09), 5), held.vintage, only_added=True)
    after = store.read(YIELDS)
    assert (after.frame["10Y"].tolist(), after.vintage.version, after.vintage.trouble) == ([4.02, 4.09], "v3", "")


def test_a_writer_that_stands_on_an_older_version_still_loses_to_another(store: Store) -> None:
    DAMAGES["deleted"](store)
    held = store.read(YIELDS)
    store.publish(YIELDS, frame(4.5), vintage(frame(4.5), 5), held.vintage, only_added=False)
    with pytest.raises(StoreBusy):
        store.publish(YIELDS, frame(4.6), vintage(frame(4.6), 6), held.vintage, only_added=False)


@pytest.mark.parametrize("content", [b"", b'{"commitInfo": {"timest'])
def test_an_entry_that_a_power_cut_left_half_written_is_set_aside(store: Store, content: bytes) -> None:
    entries(store)[-1].write_bytes(content)
    write_files(store.snapshot.folder, [(YIELDS, frame(3.99), vintage(frame(3.99)))])
    held = Store(store.url, store.snapshot.folder).read(YIELDS)
    assert held.frame["10Y"].tolist() in ([4.02], [3.99])  # the version before, or the snapshot and why
    assert held.frame["10Y"].tolist() == [4.02] or "cannot be listed" in held.vintage.trouble
    with pytest.raises(StoreBusy):  # what was read is no longer the newest: the entry is aside now
        store.publish(YIELDS, frame(1.0), vintage(frame(1.0)), None, only_added=False)
    again = store.read(YIELDS)
    assert (again.frame["10Y"].tolist(), again.vintage.trouble) == ([4.02], "")
    store.publish(YIELDS, frame(4.09), vintage(frame(4.09), 5), again.vintage, only_added=False)
    assert [v.version for v in store.vintages(YIELDS)][:2] == ["v2", "v1"]
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.09]


@pytest.mark.parametrize("entry", [0, 1])
def test_an_older_entry_that_is_gone_leaves_the_snapshot_and_a_word(store: Store, entry: int) -> None:
    write_files(store.snapshot.folder, [(YIELDS, frame(3.99), vintage(frame(3.99)))])
    entries(store)[entry].unlink()
    held = Store(store.url, store.snapshot.folder).read(YIELDS)
    assert (held.frame["10Y"].tolist(), held.vintage.origin) == ([3.99], "snapshot")
    assert "the store's versions cannot be listed" in held.vintage.trouble
    with pytest.raises(StoreError, match=r"put a copy of .*/yields back, or move that folder away"):
        store.publish(YIELDS, frame(1.0), vintage(frame(1.0)), held.vintage, only_added=False)


def test_a_lost_log_reads_as_never_fetched_and_fills_again(store: Store) -> None:
    shutil.rmtree(table(store) / "_delta_log")
    publish(store, frame(4.09), 5)
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.09]


def test_what_cannot_be_read_at_all_is_fetched_whole_again(tmp_path: Path) -> None:
    """A dataset that no snapshot holds, with its only version damaged."""
    with machine(tmp_path, "vix") as here:
        (path,) = (tmp_path / "store" / "vix").glob("*.parquet")
        path.write_bytes(b"")
        with pytest.raises(NothingReadable, match="vix: v0 cannot be read"):
            here.store.read(BY_ID["vix"])
        got = here.refresh("vix")["vix"]
        assert (got.ok, got.whole, got.added) == (True, True, len(here.frames["vix"]))
        assert here.store.read(BY_ID["vix"]).frame.equals(here.frames["vix"])


def test_a_refresh_over_a_damaged_version_brings_back_what_it_held(tmp_path: Path) -> None:
    with machine(tmp_path, "stablecoins") as here:
        dataset = BY_ID["stablecoins"]
        shorter_by(here, 1)
        assert here.refresh("stablecoins", full=True)["stablecoins"].added == 1
        max((tmp_path / "store" / "stablecoins").glob("*.parquet"), key=lambda p: p.stat().st_mtime_ns).unlink()
        assert here.store.read(dataset).vintage.stands_for == "v2"
        assert here.refresh("stablecoins")["stablecoins"].added == 1
        held = here.store.read(dataset)
        assert (held.vintage.version, held.vintage.trouble) == ("v3", "")
        assert held.frame.equals(here.frames["stablecoins"])


def shorter_by(here: Machine, rows: int) -> None:
    """A version without the newest rows."""
    dataset = BY_ID["stablecoins"]
    held = here.store.read(dataset)
    fewer = held.frame.iloc[:-rows]
    here.store.publish(dataset, fewer, vintage(fewer), held.vintage, only_added=False)


# --- two that create ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(6))
def test_of_many_who_create_a_dataset_at_once_one_does(tmp_path: Path, turn: int) -> None:
    """Without a table there is nothing yet by which a second commit could be seen to collide with the first."""
    made = Store(str(tmp_path / "store"), tmp_path / "none")

    def create(number: int) -> bool:
        rows = frame(float(number))
        try:
            made.publish(YIELDS, rows, vintage(rows), None, only_added=True)
        except StoreBusy:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(create, range(8)))
    assert got.count(True) == 1
    held = made.read(YIELDS)
    assert (held.frame["10Y"].tolist(), held.vintage.trouble) == ([float(got.index(True))], "")


@pytest.mark.parametrize("turn", range(6))
def test_of_many_who_want_the_first_lease_one_gets_it(tmp_path: Path, turn: int) -> None:
    made = Store(str(tmp_path / "store"), tmp_path / "none")
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda name: lease.take(made, "refresh", str(name), HOUR, NOON), range(8)))
    assert got.count(True) == 1


# --- fingerprints ------------------------------------------------------------------------------------------------------


def test_fingerprints_see_every_kind_of_cell_and_its_place() -> None:
    rows = frame(4.01, None, 4.26)
    noted = fingerprint.columns(rows)
    assert fingerprint.damaged(rows.copy(), noted) == ""
    assert fingerprint.damaged(rows.assign(**{"10Y": [4.01, 4.26, None]}), noted) == "10Y"
    assert fingerprint.damaged(rows.assign(name=["a", "a", "b"]).astype({"name": "str"}), noted) == "name"
    assert fingerprint.damaged(rows.assign(date=rows["date"] + timedelta(days=1)), noted) == "date"
    assert fingerprint.damaged(rows.assign(later=1.0), noted) == ""  # a column declared since


def test_versions_written_before_there_were_fingerprints_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "columns", lambda _: {})
    publish(store, frame(4.5), 6)
    monkeypatch.undo()
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.5]
