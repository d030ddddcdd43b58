"""A disk that is full, read-only or closed to us: a clear error, everything held stays, and the next run completes."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import treasury.store
from tests.faults.machine import Machine, machine
from tests.test_store import YIELDS, frame, vintage
from treasury.__main__ import app
from treasury.errors import StoreError
from treasury.refreshing import refresh
from treasury.settings import ROOT
from treasury.snapshot import Snapshot
from treasury.snapshot_writer import write_files
from treasury.sources import BY_ID
from treasury.store import Store

IDS = ("par_yields", "debt_to_penny", "stablecoins")
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
KILLS = 12


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Machine]:
    """Held: three datasets, of which one has lost its last row, so that a refresh has something to write."""
    with machine(tmp_path, *IDS) as made:
        dataset = BY_ID["stablecoins"]
        held = made.store.read(dataset)
        fewer = held.frame.iloc[:-1]
        made.store.publish(dataset, fewer, vintage(fewer), held.vintage, only_added=False)
        made.remember(IDS)
        yield made


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file grows beyond 1 kB: what every table and snapshot meets on a full disk, as the system reports it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_named_and_costs_nothing(here: Machine) -> None:
    with full_disk():
        got = call("refresh", "stablecoins")
    assert got.exit_code == 1
    assert "cannot be written (" in got.stderr
    assert "File too large" in got.stderr
    assert "Traceback" not in got.output
    here.assert_nothing_lost(IDS)
    assert here.refresh(*IDS)["stablecoins"].added == 1


def test_a_full_disk_is_a_failure_of_the_dataset_and_the_others_go_on(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = treasury.store.write_deltalake

    def full(target: Any, *words: Any, **more: Any) -> None:
        if "stablecoins" in str(getattr(target, "table_uri", target)):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(target, *words, **more)

    monkeypatch.setattr(treasury.store, "write_deltalake", full)
    got = here.refresh(*IDS)
    assert {name: r.error_kind for name, r in got.items()} == {"par_yields": "", "debt_to_penny": "", "stablecoins": "store"}
    assert "stablecoins: " in got["stablecoins"].error_message
    assert "No space left on device" in got["stablecoins"].error_message
    here.assert_nothing_lost(IDS)
    assert here.standing()["stablecoins"].state == "failed"
    monkeypatch.undo()
    assert here.refresh(*IDS)["stablecoins"].added == 1


@pytest.fixture
def read_only(here: Machine) -> Iterator[Machine]:
    """The same, owned by another and writable by nobody else."""
    place = Path(here.store.url)
    folders = [place, *(p for p in place.rglob("*") if p.is_dir())]
    above = [p for p in place.parents if p.is_relative_to("/tmp") and p != Path("/tmp")]
    before = {p: stat.S_IMODE(p.stat().st_mode) for p in (*folders, *above)}
    for path in above:
        path.chmod(0o755)
    for path in folders:
        path.chmod(0o555)
    for path in place.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    yield here
    for path, mode in before.items():
        path.chmod(mode)


# Three commands in one process.
COMMANDS = """
import json
from typer.testing import CliRunner
from treasury.__main__ import app
asked = (["refresh", "stablecoins"], ["show", "stablecoins", "--format", "csv"], ["status", "--json"])
got = [CliRunner().invoke(app, words) for words in asked]
print(json.dumps([(one.exit_code, one.stdout, one.stderr) for one in got]))
"""


def without_power_over_modes() -> None:
    """An administrator may write anywhere, unless this power is given up."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)


def test_a_read_only_store_is_read_and_a_refresh_says_why_not(read_only: Machine) -> None:
    child = subprocess.run(
        [sys.executable, "-c", COMMANDS],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=without_power_over_modes,
    )
    assert child.returncode == 0, child.stderr
    refreshed, shown, listed = json.loads(child.stdout)
    assert refreshed[0] == 1
    assert "cannot be written (Permission denied)" in refreshed[2]
    assert "Traceback" not in refreshed[2]
    assert len(shown[1].splitlines()) == 1 + len(read_only.frames["stablecoins"])
    assert {s["id"]: s["rows"] for s in json.loads(listed[1])}["par_yields"] == len(read_only.frames["par_yields"])
    read_only.assert_nothing_lost(IDS)


def test_a_store_place_that_is_a_file(tmp_path: Path) -> None:
    with machine(tmp_path, "stablecoins") as here:
        (tmp_path / "file").write_text("no folder")
        with here.pointed(TREASURY_STORE=str(tmp_path / "file")), pytest.raises(StoreError, match="cannot be written"):
            refresh("stablecoins")


# --- the snapshot ------------------------------------------------------------------------------------------------------


def test_a_snapshot_on_a_full_disk_leaves_the_one_before(here: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    with here.pointed(TREASURY_SNAPSHOT=str(folder)):
        assert call("snapshot").exit_code == 0
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert here.refresh(*IDS)["stablecoins"].added == 1
        with full_disk():
            got = call("snapshot")
    assert got.exit_code == 1
    assert f"the snapshot at {folder} cannot be written (File too large); the one before stays" in got.stderr
    assert "Traceback" not in got.output
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert Snapshot(folder).frame(BY_ID["stablecoins"]).equals(here.frames["stablecoins"])


# For each number that is read, a process that writes snapshots until it is killed; in the n-th every figure is n.
WRITER = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tests.test_store import YIELDS, frame, vintage
from treasury.snapshot_writer import write_files
OTHER = replace(YIELDS, id="other")
for line in sys.stdin:
    n = int(line)
    child = os.fork()
    while child == 0:
        n += 1
        rows = frame(*[float(n)] * 300)
        write_files(Path(sys.argv[1]), [(YIELDS, rows, vintage(rows)), (OTHER, rows, vintage(rows))])
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def test_a_killed_snapshot_leaves_the_one_before_or_the_one_after(tmp_path: Path) -> None:
    folder, other = tmp_path / "snapshot", replace(YIELDS, id="other")
    rows = frame(*[0.0] * 300)
    write_files(folder, [(YIELDS, rows, vintage(rows)), (other, rows, vintage(rows))])
    chance, last = random.Random(11), 0.0
    words = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdin is not None
        assert starter.stdout is not None
        for _ in range(KILLS):
            print(int(last), file=starter.stdin, flush=True)
            writer = int(starter.stdout.readline())
            stop = threading.Timer(chance.uniform(0.0, 0.12), os.kill, (writer, signal.SIGKILL))
            stop.start()
            assert starter.stdout.readline() == "gone\n"
            found = Snapshot(folder)
            one, two = (found.frame(dataset)["10Y"].unique().tolist() for dataset in (YIELDS, other))
            assert one == two
            assert len(one) == 1
            assert one[0] >= last
            last = one[0]
        starter.stdin.close()
    assert last > 0  # some came through, so the kills did fall between and within the writes


# --- the log of runs ---------------------------------------------------------------------------------------------------


def test_the_log_of_runs_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What later runs build on stays, however old: the last good run of a dataset and its last whole history."""
    monkeypatch.setattr(treasury.store, "RUNS_KEPT", 20)
    monkeypatch.setattr(treasury.store, "MOST_RUN_FILES", 10)
    made = Store(str(tmp_path / "store"), tmp_path / "none")
    for run in range(60):
        rows = {"run_at": pd.Timestamp("2025-01-01") + pd.Timedelta(days=run), "dataset": ["a", "b"]}
        rows |= {"ok": [True, run == 0], "whole": [run == 1, run == 0], "seconds": [1.0, float(run)]}
        made.add_runs(pd.DataFrame(rows).astype({"run_at": "datetime64[us]"}))
    runs = made.runs()
    assert 20 <= len(runs) <= 20 + 2 * 10 + 3
    assert runs["run_at"].is_monotonic_increasing
    assert runs.iloc[-1]["seconds"] == 59.0
    good = runs[runs["ok"]]
    assert good[good["dataset"] == "b"]["run_at"].tolist() == [pd.Timestamp("2025-01-01")]
    assert good[good["whole"]].set_index("dataset")["run_at"].to_dict() == {
        "b": pd.Timestamp("2025-01-01"),
        "a": pd.Timestamp("2025-01-02"),
    }
