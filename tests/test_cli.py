"""The command line: what it prints and how it ends."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from tests.publishers import Publishers
from treasury.__main__ import app
from treasury.settings import settings
from treasury.sources import CATALOG

pytestmark = pytest.mark.usefixtures("unpaced")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store, no network: the embedded snapshot alone."""
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    settings.cache_clear()


@pytest.mark.usefixtures("from_snapshot")
class TestShow:
    def test_the_week_of_april_2025(self) -> None:
        got = call("show", "par_yields", "--start", "2025-04-04", "--end", "2025-04-11", "--columns", "10Y", "--format", "csv")
        assert got.exit_code == 0
        assert got.stdout.splitlines() == [
            "date,10Y",
            "2025-04-04,4.01",
            "2025-04-07,4.15",
            "2025-04-08,4.26",
            "2025-04-09,4.34",
            "2025-04-10,4.4",
            "2025-04-11,4.48",
        ]

    def test_the_30_year_is_missing_while_it_was_not_issued(self) -> None:
        got = call("show", "par_yields", "--start", "2004-06-01", "--end", "2004-06-01", "--columns", "30Y", "--format", "csv")
        assert got.stdout.splitlines() == ["date,30Y", "2004-06-01,"]

    def test_the_six_week_point_starts_in_february_2025(self) -> None:
        got = call("show", "par_yields", "--start", "2025-02-14", "--end", "2025-02-18", "--columns", "1.5M", "--format", "csv")
        assert got.stdout.splitlines() == ["date,1.5M", "2025-02-14,", "2025-02-18,4.41"]

    def test_auctions_are_one_row_a_cusip_and_day_in_whole_dollars(self) -> None:
        text = call("show", "auctions", "--columns", "offering_usd,total_accepted_usd", "--format", "csv").stdout
        lines = text.splitlines()
        keys = [tuple(line.split(",")[:2]) for line in lines[1:]]
        assert len(keys) == len(set(keys)) == 11_083
        assert lines[0] == "auction_date,cusip,offering_usd,total_accepted_usd"
        assert not any("." in line for line in lines[1:])

    def test_the_buyback_of_september_2026(self) -> None:
        one = json.loads(call("show", "buyback_operations", "--start", "2026-09-10", "--format", "json").stdout)
        assert [(r["maximum_usd"], r["offered_usd"], r["accepted_usd"]) for r in one] == [(6.0e9, 10.489e9, 5.187e9)]
        parts = json.loads(call("show", "buyback_securities", "--start", "2026-09-10", "--format", "json").stdout)
        assert (len(parts), sum(p["accepted_usd"] for p in parts)) == (40, 5.187e9)
        assert sum(p["price"] is None for p in parts) == 17  # 23 issues were bought

    def test_parquet_goes_to_a_file(self, tmp_path: Path) -> None:
        assert call("show", "dollar_index", "--format", "parquet").exit_code == 2
        path = tmp_path / "dollar.parquet"
        got = call("show", "dollar_index", "--start", "2026-08-01", "--format", "parquet", "-o", str(path))
        assert got.exit_code == 0
        assert pd.read_parquet(path)["DTWEXBGS"].iloc[-1] == pytest.approx(119.5, abs=5)

    def test_a_caveat_is_said_beside_the_figures(self) -> None:
        got = call("show", "buyback_operations", "--start", "2025-01-01", "--end", "2025-02-01", "--format", "csv")
        assert "inferred" in got.stderr
        assert "inferred" not in got.stdout

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            (["show", "yields"], "no dataset 'yields'; there are: par_yields"),
            (["show", "par_yields", "--start", "2025-13-01"], "months run from 01 to 12"),
            (["show", "par_yields", "--start", "yesterday"], "YYYY-MM-DD"),
            (["show", "par_yields", "--columns", "11Y"], "no column '11Y'; it has: date, 1M"),
            (["show", "par_yields", "--start", "2025-05-01", "--end", "2025-04-01"], "swap them"),
            (["show", "par_yields", "-o", "/nowhere/x.csv"], "cannot be written"),
        ],
    )
    def test_wrong_usage_ends_with_2_and_names_the_fix(self, words: list[str], fault: str) -> None:
        got = call(*words)
        assert got.exit_code == 2
        assert fault in got.stderr
        assert "Traceback" not in got.output

    def test_a_day_before_the_first_version_is_no_usage_error(self) -> None:
        got = call("show", "par_yields", "--as-known-on", "2020-01-01")
        assert got.exit_code == 1
        assert "the earliest version kept was retrieved on 2026-11-23" in got.stderr

    def test_what_may_not_be_embedded_says_why_and_how_to_get_it(self) -> None:
        got = call("show", "equities")
        assert got.exit_code == 1
        assert "python -m treasury refresh equities" in got.stderr


@pytest.mark.usefixtures("env")
class TestRefreshAndStatus:
    def test_results_for_machines(self, env: Publishers) -> None:
        env.fault("fiscaldata", "status", code=500, times=-1)
        env.fault("fiscaldata", "status", code=500, times=-1)
        got = call("refresh", "stablecoins", "debt_to_penny", "--json")
        assert got.exit_code == 1
        by_id = {r["id"]: r for r in json.loads(got.stdout)}
        assert set(by_id["stablecoins"]) >= {
            "id",
            "ok",
            "added",
            "revised",
            "unchanged",
            "as_of",
            "seconds",
            "requests",
            "bytes",
            "error",
        }
        assert by_id["stablecoins"]["error"] is None
        assert by_id["stablecoins"]["requests"] == 1
        assert by_id["debt_to_penny"]["error"]["kind"] == "unavailable"
        assert "HTTP 500" in by_id["debt_to_penny"]["error"]["message"]

    def test_results_for_people(self, env: Publishers) -> None:
        got = call("refresh", "stablecoins")
        assert got.exit_code == 0
        assert re.search(r"stablecoins: \d+ added, 0 revised, 0 unchanged; as of 20", got.stdout)
        assert "1 of 1 datasets refreshed, 1 requests" in got.stdout

    def test_an_unknown_dataset_is_wrong_usage(self, env: Publishers) -> None:
        assert call("refresh", "nope").exit_code == 2

    def test_status_for_machines(self, env: Publishers) -> None:
        call("refresh", "stablecoins")
        by_id = {s["id"]: s for s in json.loads(call("status", "--json").stdout)}
        assert list(by_id) == [d.id for d in CATALOG]
        coins = by_id["stablecoins"]
        assert set(coins) >= {"id", "publisher", "rows", "first", "last", "retrieved_at", "origin", "due", "state", "checks"}
        assert (coins["origin"], coins["state"], coins["publisher"]) == ("refreshed", "stale", "DefiLlama")
        assert (by_id["equities"]["state"], by_id["equities"]["origin"]) == ("never", None)
        assert all(set(c) == {"name", "ok", "detail"} for s in by_id.values() for c in s["checks"])
        assert [c["ok"] for c in coins["checks"]] == [True]

    def test_status_of_the_embedded_snapshot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TREASURY_SNAPSHOT")
        settings.cache_clear()
        by_id = {s["id"]: s for s in json.loads(call("status", "--json").stdout)}
        yields = by_id["par_yields"]
        assert (yields["origin"], yields["first"], yields["last"], yields["rows"]) == (
            "snapshot",
            "1990-01-02",
            "2026-10-05",
            9191,
        )
        bad = {(name, c["name"]) for name, s in by_id.items() for c in s["checks"] if not c["ok"]}
        assert ("debt_to_penny", "held by the public + intragovernmental = total") in bad  # slips in the published figures
        assert sum(len(s["checks"]) for s in by_id.values()) >= 20

    def test_a_wrong_setting_is_named(self, env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TREASURY_URL_FRED", "fred.stlouisfed.org")
        settings.cache_clear()
        got = call("status")
        assert got.exit_code == 2
        assert "TREASURY_URL_FRED" in got.stderr

    def test_snapshot_writes_what_the_licences_allow(
        self, env: Publishers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "snapshot"))
        settings.cache_clear()
        call("refresh", "par_yields", "equities", "buyback_operations")
        got = call("snapshot")
        assert got.exit_code == 0
        manifest = json.loads((tmp_path / "snapshot" / "manifest.json").read_text())["datasets"]
        assert set(manifest) == {"par_yields", "buyback_operations"}
        assert "left out: equities" in got.stderr
        assert "inferred" in manifest["buyback_operations"]["caveats"]  # the stand-in is not the publisher itself
        assert manifest["par_yields"]["publisher"] == "treasury_gov"
        assert (manifest["par_yields"]["last"], manifest["par_yields"]["origin"]) != (None, "refreshed")


def test_help_lists_the_commands() -> None:
    got = call("--help")
    assert got.exit_code == 0
    for name in ("refresh", "status", "show", "snapshot"):
        assert name in got.stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    assert call("frobnicate").exit_code == 2
