"""The store against bare Parquet files: reading, reading after many versions, and publishing.

Run with `python -m benchmarks.store`; prints a Markdown table with medians and the ratio to bare Parquet.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from treasury.dataset import Column, Dataset, Vintage
from treasury.store import Store

ROUNDS = 21
SHAPES = ((9_000, 14), (11_000, 40))


def made(rows: int, columns: int) -> tuple[Dataset, pd.DataFrame]:
    """A dataset of random yields of the given shape."""
    names = [f"c{i}" for i in range(columns)]
    dataset = Dataset(
        id=f"bench_{rows}",
        title="",
        publisher="fred",
        landing_page="",
        endpoint="",
        first=date(1990, 1, 1),
        cadence="daily",
        key=("date",),
        columns=(Column("date", "date", ""), *(Column(n, "percent", "") for n in names)),
        licence="",
        in_snapshot=False,
        fetch=lambda *_: None,
        parse=lambda raw: raw,
    )
    values = np.random.default_rng(1).normal(4, 1, (rows, columns)).round(2)
    days = pd.bdate_range("1985-01-01", periods=rows).astype("datetime64[us]")
    return dataset, pd.concat([pd.DataFrame({"date": days}), pd.DataFrame(values, columns=names)], axis=1)


def vintage(dataset: Dataset, rows: int) -> Vintage:
    return Vintage(dataset.id, "", None, datetime.now(UTC), "refreshed", "", rows)


def milliseconds(work: Callable[[], object]) -> float:
    """The median of several runs, the first (cold) one left out."""
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


def measured(dataset: Dataset, frame: pd.DataFrame, folder: Path) -> list[tuple[str, float, float]]:
    """Each work with the store's and bare Parquet's milliseconds."""
    bare, rows = folder / "bare.parquet", len(frame)
    store = Store(str(folder / "store"), folder / "none")
    plain_write = milliseconds(lambda: frame.to_parquet(bare, index=False))
    plain = milliseconds(lambda: pd.read_parquet(bare))
    held = store.publish(dataset, frame, vintage(dataset, rows), None, only_added=True)
    once = milliseconds(lambda: store.read(dataset))
    looked = milliseconds(lambda: store.vintage(dataset))
    grown = frame
    for day in range(60):
        extra = grown.tail(1).assign(date=pd.Timestamp("2030-01-01") + pd.Timedelta(days=day))
        grown = pd.concat([grown, extra], ignore_index=True)
        held = store.publish(dataset, grown, vintage(dataset, len(grown)), held, only_added=True)
    many = milliseconds(lambda: store.read(dataset))

    def publish_again() -> None:
        nonlocal held
        held = store.publish(dataset, grown, vintage(dataset, len(grown)), held, only_added=False)

    return [
        ("read, one version", once, plain),
        ("read after 60 daily appends", many, plain),
        ("look up the version only", looked, plain),
        ("publish the whole frame", milliseconds(publish_again), plain_write),
    ]


def main() -> None:
    print("| rows x columns | work | bare Parquet, ms | store, ms | ratio |\n|---|---|---|---|---|")
    for rows, columns in SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            for work, ours, base in measured(*made(rows, columns), Path(folder)):
                print(f"| {rows:,} x {columns} | {work} | {base:.1f} | {ours:.1f} | {ours / base:.1f} |")


if __name__ == "__main__":
    main()
