"""Data without a page: parsing by publisher, the store against bare Parquet, a refresh with nothing new, analyses."""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import treasury
from benchmarks import store as store_work
from benchmarks.clock import in_turn
from benchmarks.stand_in import WHOLE, whole_histories
from tests.publishers import Publishers
from treasury.analytics import curve_factors, moves
from treasury.analytics.duration_supply import duration_supply
from treasury.dataset import Window, conform
from treasury.errors import TreasuryError
from treasury.http import Client
from treasury.refreshing import refresh
from treasury.settings import Settings
from treasury.sources import CATALOG

TODAY = treasury.load("par_yields").index[-1].date()


def parsing(publishers: Publishers) -> dict[str, dict[str, float]]:
    """Milliseconds to read what each publisher sent, and to check it, with the rows that gives."""
    made: dict[str, dict[str, float]] = defaultdict(lambda: {"rows": 0, "ms": 0.0})
    with Client(_settings(publishers)) as client:
        for dataset in CATALOG:
            try:
                raw = dataset.fetch(client.session(dataset.publisher, dataset.id), Window(TODAY))
            except TreasuryError:  # the stand-in has no file for it
                continue
            rows = len(conform(dataset.parse(raw), dataset, TODAY).frame)
            taken = in_turn({"ms": lambda d=dataset, r=raw: conform(d.parse(r), d, TODAY)}, rounds=3)["ms"]
            made[dataset.publisher]["rows"] += rows
            made[dataset.publisher]["ms"] += taken
    return {publisher: {name: round(value, 1) for name, value in of.items()} for publisher, of in made.items()}


def refreshes(publishers: Publishers, folder: Path) -> dict[str, dict[str, float]]:
    """Requests, bytes and seconds of the first refresh of three datasets with whole histories, and of one right after it."""
    config = _settings(publishers, store=str(folder / "store"), snapshot=str(folder / "none"))
    made = {}
    for name in ("cold", "nothing_new"):
        start = time.perf_counter()
        results = refresh(*WHOLE, config=config)
        assert all(result.ok for result in results), results
        requests, sent = sum(result.requests for result in results), sum(result.bytes for result in results)
        made[name] = {"requests": requests, "kb": round(sent / 1e3, 1), "seconds": round(time.perf_counter() - start, 2)}
    return made


def analyses() -> dict[str, float]:
    """Milliseconds of three analyses over the embedded snapshot, the longest of their kind."""
    par = treasury.load("par_yields")
    frames = [treasury.load(name) for name in ("auctions", "buyback_operations", "buyback_securities")]
    changes = curve_factors.complete_changes(par)
    return in_turn(
        {
            "moves_table_ms": lambda: moves.moves_table(par, as_of=TODAY),
            "curve_factors_ms": lambda: curve_factors.factors(changes),
            "duration_supply_ms": lambda: duration_supply(*frames, par, "quarter"),
        },
        rounds=3,
    )


def measure() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with whole_histories(folder) as publishers:
            made: dict[str, object] = {"parsing": parsing(publishers), "refresh": refreshes(publishers, folder)}
        works = {}
        for rows, columns in store_work.SHAPES:
            (folder / f"{rows}").mkdir()
            for work, ours, base in store_work.measured(*store_work.made(rows, columns), folder / f"{rows}"):
                works[f"{rows:,} x {columns}, {work}"] = {"store_ms": round(ours, 1), "parquet_ms": round(base, 1)}
    return made | {"store": works, "analyses": analyses()}


def _settings(publishers: Publishers, **more: object) -> Settings:
    for name in [name for name in os.environ if name.startswith("TREASURY_")]:
        del os.environ[name]
    return Settings(
        **{f"url_{key.removeprefix('TREASURY_URL_').lower()}": url for key, url in publishers.environment().items()}, **more
    )
