"""Refreshing: what is asked, what is saved, what a failure costs (nothing)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import filelock
import pandas as pd
import pytest

from tests.publishers import Publishers
from tests.publishers.server import FRED_KEY
from treasury.errors import BadInput, StoreBusy
from treasury.http import Client, Limits
from treasury.refreshing import Result, open_store, refresh
from treasury.settings import Settings, settings
from treasury.snapshot_writer import write_files
from treasury.sources import BY_ID, CATALOG
from treasury.status import statuses
from treasury.store import Store

FAST = Limits(connect=1, read=1, total=5, tries=2, first_wait=0.01, longest_wait=0.02)


pytestmark = pytest.mark.usefixtures("unpaced")


def run(*ids: str, **more: object) -> dict[str, Result]:
    with Client(settings(), FAST) as client:
        return {r.id: r for r in refresh(*ids, client=client, **more)}


def rows(name: str) -> pd.DataFrame:
    return open_store().read(BY_ID[name]).frame


def test_an_empty_store_fills_and_a_second_run_asks_for_almost_nothing(env: Publishers) -> None:
    first = run()
    assert [r.id for r in first.values() if not r.ok] == []
    assert list(first) == [d.id for d in CATALOG]
    assert all(r.added > 0 for r in first.values())
    second = run()
    assert [(r.id, r.error_message) for r in second.values() if not r.ok] == []
    assert [r.id for r in second.values() if r.added or r.revised] == []
    assert {r.id: r.unchanged for r in second.values()} == {r.id: r.added for r in first.values()}
    assert sum(r.requests for r in second.values()) < sum(r.requests for r in first.values())
    assert all(len(open_store().vintages(d)) == 1 for d in CATALOG)


def test_the_figures_are_the_published_ones(env: Publishers) -> None:
    run("par_yields", "buyback_operations", "buyback_securities")
    tens = rows("par_yields").set_index("date")["10Y"]
    assert (tens["2025-04-04"], tens["2025-04-11"]) == (4.01, 4.48)
    operation = rows("buyback_operations").set_index("operation_date").loc["2026-09-10"]
    assert (operation["maximum_usd"], operation["offered_usd"], operation["accepted_usd"]) == (6.0e9, 10.489e9, 5.187e9)
    bought = rows("buyback_securities").set_index("operation_date").loc["2026-09-10"]
    assert (len(bought), bought["accepted_usd"].sum()) == (40, 5.187e9)


@pytest.mark.parametrize(
    ("kind", "options", "error", "reason"),
    [
        ("status", {"code": 500}, "unavailable", "HTTP 500"),
        ("html", {}, "unavailable", "web page"),
        ("truncate", {}, "unavailable", "middle of the body"),
        ("renamed_column", {"column": "tot_pub_debt_out_amt"}, "changed", "'tot_pub_debt_out_amt' is missing"),
    ],
)
def test_one_publisher_in_trouble_costs_nothing_else(env: Publishers, kind: str, options: dict, error: str, reason: str) -> None:
    run("debt_to_penny", "par_yields")
    before = rows("debt_to_penny")
    env.fault("fiscaldata", kind, times=-1, **options)
    got = run("debt_to_penny", "par_yields", "stablecoins")
    assert got["par_yields"].ok
    assert got["stablecoins"].ok
    failed = got["debt_to_penny"]
    assert (failed.ok, failed.error_kind) == (False, error)
    assert reason in failed.error_message
    assert "debt_to_penny" in failed.error_message
    assert "Fiscal Data" in failed.error_message
    pd.testing.assert_frame_equal(rows("debt_to_penny"), before)
    standing = {s.dataset.id: s for s in statuses(open_store())}
    assert standing["debt_to_penny"].state == "failed"
    assert reason in standing["debt_to_penny"].reason
    env.faults.clear()
    assert run("debt_to_penny")["debt_to_penny"].ok
    assert {s.dataset.id: s.state for s in statuses(open_store())}["debt_to_penny"] != "failed"


def test_a_payload_nobody_thought_of_is_a_failure_of_its_dataset_alone(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(payload: object) -> pd.DataFrame:
        raise KeyError(f"api_key={FRED_KEY}")

    broken = replace(BY_ID["stablecoins"], parse=breaks)
    monkeypatch.setattr("treasury.refreshing.CATALOG", (broken, BY_ID["par_yields"]))
    got = run()
    assert got["par_yields"].ok
    assert got["stablecoins"].error_kind == "changed"
    assert FRED_KEY not in got["stablecoins"].error_message


def test_no_key_in_results_store_or_status_whatever_fails(env: Publishers, monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    settings.cache_clear()
    for kind, options in (("status", {"code": 503}), ("status", {"code": 403}), ("reset", {}), ("html", {}), ("garbage", {})):
        env.faults.clear()
        env.fault("fred_api", kind, times=-1, **options)
        got = run("cmt_yields")["cmt_yields"]
        assert not got.ok
        assert FRED_KEY not in repr(got)
    assert FRED_KEY not in caplog.text
    assert FRED_KEY not in open_store().runs().to_csv()
    for path in Path(open_store().url).rglob("*"):
        assert not path.is_file() or FRED_KEY.encode() not in path.read_bytes()
    env.faults.clear()
    assert run("cmt_yields")["cmt_yields"].ok  # and with the key the figures do arrive


def test_unknown_datasets_are_named_with_those_there_are(env: Publishers) -> None:
    with pytest.raises(BadInput, match="no dataset 'yields'; there are: par_yields"):
        run("yields")


def test_a_second_refresh_at_the_same_time_says_so(env: Publishers) -> None:
    store = open_store()
    Path(store.url).mkdir(parents=True)
    with filelock.FileLock(f"{store.url}/.refresh.lock"), pytest.raises(StoreBusy, match="another refresh"):
        run("stablecoins", wait_for_lock=0)


def test_a_conflict_with_another_writer_is_merged_again(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between our read and our write another replica publishes: its row stays and ours come on top."""
    run("stablecoins")
    dataset, original, visits = BY_ID["stablecoins"], Store.publish, []

    def publish(self: Store, dataset, frame, vintage, base, *, only_added):
        if not visits:
            visits.append(1)
            held = self.read(dataset)
            extra = held.frame.tail(1).assign(date=pd.Timestamp("2017-01-01"))
            grown = pd.concat([extra, held.frame], ignore_index=True)
            original(self, dataset, grown, replace(held.vintage, rows=len(grown)), held.vintage, only_added=False)
        return original(self, dataset, frame, vintage, base, only_added=only_added)

    last = rows("stablecoins")["date"].max()
    store = open_store()
    held = store.read(dataset)
    shorter = held.frame.iloc[:-1]
    store.publish(dataset, shorter, replace(held.vintage, rows=len(shorter)), held.vintage, only_added=False)
    monkeypatch.setattr(Store, "publish", publish)
    assert run("stablecoins", full=True)["stablecoins"].added == 1
    days = rows("stablecoins")["date"]
    assert (days.min(), days.max()) == (pd.Timestamp("2017-01-01"), last)


def seeded(folder: Path, name: str, caveats: str, frame: pd.DataFrame) -> None:
    held = open_store().read(BY_ID[name])
    vintage = replace(held.vintage, caveats=caveats, direct=False, rows=len(frame))
    write_files(folder, [(BY_ID[name], frame, vintage)])


@pytest.fixture
def official(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the stand-in's addresses were the publishers' own."""
    monkeypatch.setattr(Settings, "is_direct", lambda self, publisher: True)


def test_inferred_rows_give_way_to_official_ones_at_the_first_refresh(
    env: Publishers, official: None, tmp_path: Path, monkeypatch
) -> None:
    run("buyback_operations")
    true = rows("buyback_operations")
    inferred = true.assign(start_time="unstated").tail(1)
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "snapshot"))
    seeded(tmp_path / "snapshot", "buyback_operations", "types are inferred", inferred)
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "second"))
    settings.cache_clear()
    assert open_store().read(BY_ID["buyback_operations"]).vintage.caveats == "types are inferred"
    got = run("buyback_operations")["buyback_operations"]
    assert got.whole
    assert "1 held rows are no longer published: dropped for the official rows" in got.notes
    held = open_store().read(BY_ID["buyback_operations"])
    pd.testing.assert_frame_equal(held.frame, true)
    assert (held.vintage.caveats, held.vintage.direct, held.vintage.origin) == ("", True, "refreshed")


def test_a_mirror_does_not_cure_caveats(env: Publishers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("debt_to_penny")
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "snapshot"))
    seeded(tmp_path / "snapshot", "debt_to_penny", "partial", rows("debt_to_penny").iloc[:-1])
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "second"))
    settings.cache_clear()
    assert run("debt_to_penny")["debt_to_penny"].added == 1
    assert open_store().read(BY_ID["debt_to_penny"]).vintage.caveats == "partial"


def test_a_whole_history_is_asked_for_again_after_a_month(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("debt_to_penny")["debt_to_penny"].whole
    assert not run("debt_to_penny")["debt_to_penny"].whole

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=31)

    monkeypatch.setattr("treasury.refreshing.datetime", Later)
    assert run("debt_to_penny")["debt_to_penny"].whole
    assert datetime.now(UTC) < Later.now(UTC)
