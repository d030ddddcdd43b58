"""The embedded snapshot: what a fresh checkout opens with."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from treasury.dataset import Dataset, conform
from treasury.errors import BadReference
from treasury.settings import ROOT
from treasury.snapshot import Snapshot
from treasury.snapshot_writer import read_caveats
from treasury.sources import BY_ID, CATALOG

FOLDER = ROOT / "data" / "snapshot"
EMBEDDED = [d for d in CATALOG if d.in_snapshot]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(FOLDER)


def test_it_holds_every_dataset_whose_licence_allows_it_and_no_other(snapshot: Snapshot) -> None:
    assert set(snapshot.manifest) == {d.id for d in EMBEDDED}
    assert not {"equities", "vix"} & set(snapshot.manifest)


def test_it_is_small_enough_for_a_checkout() -> None:
    files = list(FOLDER.iterdir())
    assert sum(path.stat().st_size for path in files) < 15_000_000
    assert {path.suffix for path in files} == {".json", ".parquet"}


@pytest.mark.parametrize("dataset", EMBEDDED, ids=lambda d: d.id)
def test_each_frame_keeps_its_declaration_and_its_manifest(dataset: Dataset, snapshot: Snapshot) -> None:
    frame, entry = snapshot.frame(dataset), snapshot.manifest[dataset.id]
    conformed = conform(frame, dataset, date.fromisoformat(entry["retrieved_at"][:10]))
    pd.testing.assert_frame_equal(conformed.frame, frame, check_dtype=False)
    days = frame[dataset.date_column]
    assert (entry["rows"], entry["first"], entry["last"]) == (len(frame), str(days.min().date()), str(days.max().date()))
    assert entry["publisher"] == dataset.publisher
    assert entry["source"].startswith("https://")
    assert entry["origin"] == "snapshot"


def test_figures_one_can_look_up(snapshot: Snapshot) -> None:
    """Against the publishers' own pages: the 10-year of April 2025, the debt above 38 trillion, the first cut of the cycle."""
    par = snapshot.frame(BY_ID["par_yields"]).set_index("date")
    assert par.loc["2025-04-11", ["2Y", "10Y", "30Y"]].tolist() == [3.96, 4.48, 4.85]
    debt = snapshot.frame(BY_ID["debt_to_penny"]).set_index("record_date")["total_usd"]
    assert debt.loc["2025-10-21"] == pytest.approx(38.02e12, rel=0.001)
    marketable = snapshot.frame(BY_ID["debt_by_class"]).set_index(["record_date", "security_class"])["total_usd"]
    assert marketable[pd.Timestamp("2026-06-30"), "Bills"] == pytest.approx(6.69e12, rel=0.001)


def test_what_is_inferred_or_partial_is_said(snapshot: Snapshot) -> None:
    for name, words in (("buyback_operations", "inferred"), ("auctions", "inferred"), ("debt_by_security", "approximate")):
        assert words in snapshot.manifest[name]["caveats"]
        assert snapshot.manifest[name]["direct"] is False
    reviewed = read_caveats()
    assert {name: entry["caveats"] for name, entry in snapshot.manifest.items()} == {
        name: reviewed.get(name, "") for name in snapshot.manifest
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [("[caveats]\nyields = 'x'", "'yields' is no dataset"), ("nothing", "cannot be read"), ("a = 1", "cannot be read")],
)
def test_a_wrong_file_of_caveats_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "caveats.toml").write_text(text)
    with pytest.raises(BadReference, match=fault):
        read_caveats(tmp_path / "caveats.toml")
