"""The store on an object store: the S3 protocol, spoken by a server on loopback."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import requests
from duckdb_extensions import import_extension

from tests.test_store import YIELDS, frame, publish, vintage
from treasury.errors import StoreBusy, StoreError
from treasury.settings import ROOT
from treasury.store import Store

# In a process of its own: some of deltalake's calls hold Python's lock while they wait for the object store.
SERVER = """
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()
"""


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout is not None
    yield f"http://127.0.0.1:{child.stdout.readline().strip()}"
    child.kill()
    child.communicate()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    settings = {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",  # pragma: allowlist secret
        "AWS_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    # The plain S3 call that makes a bucket; the stand-in checks no signature.
    name = f"b{abs(hash(request.node.name))}"
    assert requests.put(f"{s3}/{name}", timeout=10).status_code == 200
    return f"s3://{name}/store"


def test_versions_live_in_a_bucket_as_on_a_disk(bucket: str, tmp_path: Path) -> None:
    store = Store(bucket, tmp_path / "snapshot")
    publish(store, frame(4.01), 1)
    publish(store, frame(4.01, 4.15), 3, only_added=True)
    other = Store(bucket, tmp_path / "snapshot")  # another replica
    assert other.read(YIELDS).frame["10Y"].tolist() == [4.01, 4.15]
    assert other.read(YIELDS, date(2025, 5, 2)).frame["10Y"].tolist() == [4.01]


def test_of_two_writers_in_a_bucket_one_is_refused(bucket: str, tmp_path: Path) -> None:
    """Eight writers start from one version at the same instant: exactly one commits."""
    store = Store(bucket, tmp_path / "snapshot")
    base = publish(store, frame(4.0))
    gate, outcomes = threading.Barrier(8), []

    def write(number: int) -> None:
        rows = frame(float(number))
        gate.wait()
        with contextlib.suppress(StoreBusy):  # what the losers get
            Store(bucket, tmp_path / "snapshot").publish(YIELDS, rows, vintage(rows, 2), base, only_added=False)
            outcomes.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    assert store.read(YIELDS).frame["10Y"].tolist() == [float(outcomes[0])]


# One process each, for some seconds: a writer appends rows of its own name, one a publish, and says how many; a reader checks
# whatever version it meets.
WRITER = """
import sys, time
from pathlib import Path
import pandas as pd
from tests.test_store import YIELDS, vintage
from treasury.errors import StoreBusy
from treasury.store import Store
name, until, number = sys.argv[2], time.monotonic() + float(sys.argv[3]), 0
store = Store(sys.argv[1], Path("none"))
while time.monotonic() < until:
    while True:
        held = store.read(YIELDS)
        day = held.frame["date"].max() + pd.Timedelta(days=1)
        row = pd.DataFrame({"date": [day], "10Y": [float(number)], "name": [name]}).astype(held.frame.dtypes.to_dict())
        both = pd.concat([held.frame, row], ignore_index=True)
        try:
            store.publish(YIELDS, both, vintage(both), held.vintage, only_added=True)
            number += 1
            break
        except StoreBusy:
            continue
print(number)
"""
READER = """
import sys, time
from pathlib import Path
from tests.test_store import YIELDS
from treasury.store import Store
store, last, reads = Store(sys.argv[1], Path("none")), 0, 0
until = time.monotonic() + float(sys.argv[2])
while time.monotonic() < until:
    held = store.read(YIELDS)
    assert held.vintage.trouble == "", held.vintage.trouble
    assert len(held.frame) == held.vintage.rows >= last, (len(held.frame), held.vintage.rows, last)
    assert held.frame["date"].is_unique
    for name, rows in held.frame.groupby("name"):
        assert rows["10Y"].tolist() == [float(n) for n in range(len(rows))], (name, rows)
    last, reads = len(held.frame), reads + 1
print(reads)
"""


@pytest.mark.parametrize(("readers", "seconds"), [(3, 5)])
def test_two_writers_and_several_readers_lose_nothing(bucket: str, tmp_path: Path, readers: int, seconds: int) -> None:
    """Every row of both writers is there at the end, in order, and no reader ever meets a part of a version."""
    publish(Store(bucket, tmp_path / "snapshot"), frame(0.0))
    commands = [[WRITER, bucket, name, str(seconds)] for name in ("b", "c")] + [[READER, bucket, str(seconds)]] * readers
    running = [
        subprocess.Popen([sys.executable, "-c", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for words in commands
    ]
    ended = [process.communicate(timeout=100 + seconds) for process in running]
    assert [process.returncode for process in running] == [0] * len(running), [err[-600:] for _, err in ended]
    written, reads = [int(out) for out, _ in ended[:2]], [int(out) for out, _ in ended[2:]]
    found = Store(bucket, tmp_path / "snapshot").read(YIELDS).frame
    assert min(written) > 0
    assert min(reads) > 0
    assert found["name"].value_counts().to_dict() == {"a": 1, "b": written[0], "c": written[1]}


def test_duckdb_reads_the_tables_without_our_code(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"), tmp_path / "snapshot")
    publish(store, frame(4.01), 1)
    publish(store, frame(4.01, 4.15), 3, only_added=True)
    with duckdb.connect(config={"extension_directory": str(tmp_path / "extensions")}) as connection:
        import_extension("delta", con=connection)  # from a package: duckdb would download it
        connection.execute("LOAD delta")
        place = f"{tmp_path}/store/yields"
        now = connection.execute(f"SELECT date::DATE, \"10Y\" FROM delta_scan('{place}') ORDER BY date").fetchall()
        then = connection.execute(f"SELECT \"10Y\" FROM delta_scan('{place}', version := 0)").fetchall()
    assert now == [(date(2025, 4, 4), 4.01), (date(2025, 4, 7), 4.15)]
    assert then == [(4.01,)]


def test_a_bucket_that_is_not_there_is_named(bucket: str, tmp_path: Path) -> None:
    store = Store("s3://nowhere/store", tmp_path / "snapshot")
    with pytest.raises(StoreError, match="s3://nowhere/store"):
        store.publish(YIELDS, frame(4.0), vintage(frame(4.0)), None, only_added=True)
