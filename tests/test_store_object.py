"""The store on an object store: the S3 protocol, spoken by a server on loopback."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests

from tests.test_store import YIELDS, frame, publish, vintage
from treasury.errors import StoreBusy, StoreError
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
        "AWS_SECRET_ACCESS_KEY": "test",
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


def test_a_bucket_that_is_not_there_is_named(bucket: str, tmp_path: Path) -> None:
    store = Store("s3://nowhere/store", tmp_path / "snapshot")
    with pytest.raises(StoreError, match="s3://nowhere/store"):
        store.publish(YIELDS, frame(4.0), vintage(frame(4.0)), None, only_added=True)
