"""The store: versions, as-known-on reads, two writers, damage, and the snapshot underneath."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from deltalake import DeltaTable

from treasury.dataset import Column, Dataset, Vintage
from treasury.delta_log import published
from treasury.errors import NothingStored, StoreBusy, StoreError
from treasury.snapshot_writer import write_files
from treasury.store import KEPT_VERSIONS, Store, _Version

YIELDS = Dataset(
    id="yields",
    title="Yields",
    publisher="fred",
    landing_page="https://example.gov/yields",
    endpoint="/yields",
    first=date(2025, 1, 1),
    cadence="daily",
    key=("date",),
    columns=(Column("date", "date", "Day."), Column("10Y", "percent", "Yield.", "percent"), Column("name", "text", "Name.")),
    licence="public domain",
    in_snapshot=True,
    fetch=lambda session, window: None,
    parse=lambda raw: raw,
)


def frame(*values: float | None, start: str = "2025-04-04") -> pd.DataFrame:
    days = pd.bdate_range(start, periods=len(values)).astype("datetime64[us]")
    return pd.DataFrame(
        {"date": days, "10Y": pd.Series(values, dtype="float64"), "name": pd.Series(["a"] * len(values), dtype="str")}
    )


def vintage(rows: pd.DataFrame, day: int = 1, **changes: object) -> Vintage:
    made = Vintage(
        dataset="yields",
        version="",
        as_of=rows["date"].max().date(),
        retrieved_at=datetime(2025, 5, day, 12, tzinfo=UTC),
        origin="refreshed",
        publisher_url="https://example.gov/yields",
        rows=len(rows),
        first=rows["date"].min().date(),
        last=rows["date"].max().date(),
    )
    return replace(made, **changes)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), tmp_path / "snapshot")


def publish(store: Store, rows: pd.DataFrame, day: int = 1, *, only_added: bool = False, dataset: Dataset = YIELDS) -> Vintage:
    try:
        base = store.read(dataset).vintage
    except NothingStored:
        base = None
    return store.publish(dataset, rows, vintage(rows, day), base, only_added=only_added)


def test_what_is_published_is_read_back_with_types_and_missing_cells(store: Store) -> None:
    rows = frame(4.01, None, 4.26)
    publish(store, rows)
    held = store.read(YIELDS)
    pd.testing.assert_frame_equal(held.frame, rows)
    assert held.vintage.version == "v0"
    assert held.vintage.as_of == date(2025, 4, 8)
    assert held.vintage.origin == "refreshed"


def test_nothing_stored_names_the_command_that_helps(store: Store) -> None:
    with pytest.raises(NothingStored, match="python -m treasury refresh yields"):
        store.read(YIELDS)


def test_each_day_reads_the_version_known_then(store: Store) -> None:
    publish(store, frame(4.01), 1)
    publish(store, frame(4.02), 3)
    publish(store, frame(4.03), 5)
    seen = {day: store.read(YIELDS, date(2025, 5, day)).frame["10Y"].iloc[0] for day in (1, 2, 3, 4, 5, 9)}
    assert seen == {1: 4.01, 2: 4.01, 3: 4.02, 4: 4.02, 5: 4.03, 9: 4.03}
    with pytest.raises(NothingStored, match="earliest version kept was retrieved on 2025-05-01"):
        store.read(YIELDS, date(2025, 4, 30))


def test_appended_rows_join_the_held_ones_in_order(store: Store) -> None:
    publish(store, frame(4.01, 4.15))
    longer = frame(4.01, 4.15, 4.26, 4.34)
    publish(store, longer, 2, only_added=True)
    held = store.read(YIELDS)
    pd.testing.assert_frame_equal(held.frame, longer)
    assert store.read(YIELDS, date(2025, 5, 1)).frame["10Y"].tolist() == [4.01, 4.15]


def test_rows_keep_their_order_however_many_pieces_the_frame_was_joined_from(store: Store) -> None:
    rows = frame(*map(float, range(60)))
    pieces = pd.concat([rows.iloc[[i]] for i in range(60)], ignore_index=True)
    publish(store, pieces)
    pd.testing.assert_frame_equal(store.read(YIELDS).frame, rows)


def test_of_two_writers_from_one_version_the_second_is_refused(store: Store) -> None:
    first = publish(store, frame(4.01))
    store.publish(YIELDS, frame(4.02), vintage(frame(4.02), 2), first, only_added=False)
    with pytest.raises(StoreBusy):
        store.publish(YIELDS, frame(4.03), vintage(frame(4.03), 2), first, only_added=False)
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.02]


def test_a_writer_who_saw_nothing_does_not_overwrite_a_table(store: Store) -> None:
    publish(store, frame(4.01))
    with pytest.raises(StoreBusy):
        store.publish(YIELDS, frame(4.03), vintage(frame(4.03)), None, only_added=True)


def test_racing_commits_are_refused_by_the_log_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both writers pass the first look and meet in the transaction log: one of them must lose."""
    base = publish(store, frame(4.01))
    late = store._table(YIELDS)
    store.publish(YIELDS, frame(4.01, 4.02), vintage(frame(4.01, 4.02), 2), base, only_added=True)
    monkeypatch.setattr(store, "_table", lambda dataset: late)
    with pytest.raises(StoreBusy):
        store.publish(YIELDS, frame(4.01, 4.03), vintage(frame(4.01, 4.03), 2), base, only_added=True)
    monkeypatch.undo()
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.01, 4.02]


def test_many_appends_are_written_whole_now_and_then(store: Store) -> None:
    values = [4.0]
    publish(store, frame(*values))
    for step in range(1, 40):
        values.append(4.0 + step / 100)
        publish(store, frame(*values), only_added=True)
    held = store.read(YIELDS)
    assert held.frame["10Y"].tolist() == values
    assert len(store._table(YIELDS).file_uris()) <= 8


def test_at_least_thirty_versions_stay_readable(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treasury.store.PRUNE_AFTER_HOURS", 0)
    for step in range(41):
        publish(store, frame(4.0 + step / 100))
    versions = store.vintages(YIELDS)
    newest = [store._frame(YIELDS, _Version(v, {}))["10Y"].iloc[0] for v in versions[:KEPT_VERSIONS]]
    assert newest == pytest.approx([4.40 - n / 100 for n in range(30)])
    with pytest.raises(StoreError):
        Store(store.url, store.snapshot.folder).publish(YIELDS, frame(1.0), vintage(frame(1.0)), versions[-1], only_added=False)
    assert len(list((Path(store.url) / "yields").glob("*.parquet"))) < 41


def test_every_version_stays_where_the_dataset_asks_for_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treasury.store.PRUNE_AFTER_HOURS", 0)
    keeper = replace(YIELDS, keep_every_version=True)
    for step in range(41):
        publish(store, frame(4.0 + step / 100), dataset=keeper)
    oldest = store.vintages(keeper)[-1]
    assert store._frame(keeper, _Version(oldest, {}))["10Y"].tolist() == [4.0]


def test_a_damaged_version_gives_way_to_the_one_before_and_says_so(store: Store) -> None:
    publish(store, frame(4.01))
    before = set((Path(store.url) / "yields").glob("*.parquet"))
    publish(store, frame(4.02))
    (newest,) = set((Path(store.url) / "yields").glob("*.parquet")) - before
    newest.write_bytes(newest.read_bytes()[:50])
    held = store.read(YIELDS)
    assert held.frame["10Y"].tolist() == [4.01]
    assert held.vintage.version == "v0"
    assert "v1 cannot be read" in held.vintage.trouble


def test_a_missing_file_gives_way_to_the_snapshot_and_says_so(store: Store) -> None:
    write_files(store.snapshot.folder, [(YIELDS, frame(3.99), vintage(frame(3.99)))])
    held = store.read(YIELDS)
    store.publish(YIELDS, frame(4.02), vintage(frame(4.02), 2), held.vintage, only_added=False)
    for path in (Path(store.url) / "yields").glob("*.parquet"):
        path.unlink()
    held = Store(store.url, store.snapshot.folder).read(YIELDS)
    assert held.frame["10Y"].tolist() == [3.99]
    assert held.vintage.origin == "snapshot"
    assert "v1 cannot be read" in held.vintage.trouble


def test_a_table_of_a_newer_release_is_refused_with_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treasury.store.FORMAT", 2)
    publish(store, frame(4.01))
    monkeypatch.undo()
    with pytest.raises(StoreError, match="newer release"):
        store.read(YIELDS)


def test_a_column_declared_later_is_missing_in_older_versions(store: Store) -> None:
    publish(store, frame(4.01))
    wider = replace(YIELDS, columns=(*YIELDS.columns, Column("30Y", "percent", "Yield.", "percent")))
    assert store.read(wider).frame["30Y"].isna().tolist() == [True]
    rows = frame(4.01, 4.15).assign(**{"30Y": [4.4, 4.6]})
    publish(store, rows, 2, only_added=True, dataset=wider)
    assert store.read(wider).frame["30Y"].tolist() == [4.4, 4.6]


def test_the_snapshot_answers_until_the_first_publish_and_stays_readable_as_known_then(store: Store) -> None:
    write_files(store.snapshot.folder, [(YIELDS, frame(3.99), vintage(frame(3.99), 1, caveats="inferred", direct=False))])
    seeded = store.read(YIELDS)
    assert seeded.vintage.origin == "snapshot"
    assert seeded.vintage.caveats == "inferred"
    store.publish(YIELDS, frame(4.02), vintage(frame(4.02), 6), seeded.vintage, only_added=False)
    assert store.read(YIELDS).vintage.version == "v1"
    then = store.read(YIELDS, date(2025, 5, 3))
    assert (then.frame["10Y"].tolist(), then.vintage.origin, then.vintage.caveats) == ([3.99], "snapshot", "inferred")


def test_a_changed_byte_in_the_snapshot_is_noticed(store: Store) -> None:
    write_files(store.snapshot.folder, [(YIELDS, frame(3.99), vintage(frame(3.99)))])
    (path,) = store.snapshot.folder.glob("*.parquet")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        store.read(YIELDS)


def test_a_new_snapshot_replaces_the_files_of_the_old(store: Store) -> None:
    folder = store.snapshot.folder
    write_files(folder, [(YIELDS, frame(3.99), vintage(frame(3.99)))])
    write_files(folder, [(YIELDS, frame(4.00), vintage(frame(4.00)))])
    entries = json.loads((folder / "manifest.json").read_text())["datasets"]
    assert {p.name for p in folder.iterdir()} == {"manifest.json", entries["yields"]["file"]}
    assert Store(store.url, folder).read(YIELDS).frame["10Y"].tolist() == [4.00]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = Store(str(tmp_path / "file"), tmp_path / "snapshot")
    with pytest.raises(StoreError, match="cannot be written"):
        store.publish(YIELDS, frame(4.0), vintage(frame(4.0)), None, only_added=True)


def test_the_log_of_runs_keeps_its_order(store: Store) -> None:
    for hour in (3, 1, 2):
        store.add_runs(pd.DataFrame({"run_at": [pd.Timestamp(2025, 5, 1, hour).as_unit("us")], "dataset": [f"d{hour}"]}))
    assert store.runs()["dataset"].tolist() == ["d1", "d2", "d3"]


def test_of_two_writers_who_create_a_table_one_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(store, frame(4.01))
    monkeypatch.setattr(store, "_table", lambda dataset: None)
    with pytest.raises(StoreBusy):
        store.publish(YIELDS, frame(4.03), vintage(frame(4.03)), None, only_added=True)
    monkeypatch.undo()
    assert store.read(YIELDS).frame["10Y"].tolist() == [4.01]


def test_versions_are_numbered_rightly_while_another_writer_commits(store: Store) -> None:
    """A table that was loaded before the newest commit lists that commit too."""
    publish(store, frame(4.01), 1)
    loaded_before = DeltaTable(f"{store.url}/yields")
    publish(store, frame(4.01, 4.15), 2)
    numbered = {number: json.loads(record)["rows"] for number, record in published(loaded_before)}
    assert numbered.items() <= {1: 2, 0: 1}.items()
