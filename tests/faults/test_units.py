"""Figures in another unit: noticed for every dataset, whichever way the slip goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

import treasury.refreshing
from tests.faults.machine import Machine, machine
from tests.test_store import YIELDS, frame
from treasury.dataset import Column, Dataset
from treasury.errors import SourceChanged
from treasury.scale import refuse_slip
from treasury.sources import BY_ID, CATALOG

AMOUNTS = [d.id for d in CATALOG if any(c.kind == "usd" for c in d.columns)]
RATES = [d.id for d in CATALOG if any(c.kind == "percent" for c in d.columns)]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("units")) as made:
        yield made


def scaled(dataset: Dataset, kind: str, by: float) -> Dataset:
    """The dataset as if its publisher wrote in another unit from today on, all it sends included."""

    def parse(raw: object) -> pd.DataFrame:
        made = dataset.parse(raw)
        names = [c.name for c in dataset.columns if c.kind == kind and c.name in made]
        return made.assign(**{name: pd.to_numeric(made[name], errors="coerce") * by for name in names})

    return replace(dataset, parse=parse)


@pytest.mark.parametrize(
    ("ids", "kind", "by"), [(AMOUNTS, "usd", 1e6), (AMOUNTS, "usd", 1e-6), (AMOUNTS, "usd", 1e-3), (RATES, "percent", 0.01)]
)
def test_a_slip_of_the_unit_is_refused(
    here: Machine, monkeypatch: pytest.MonkeyPatch, ids: list[str], kind: str, by: float
) -> None:
    monkeypatch.setattr(treasury.refreshing, "CATALOG", tuple(scaled(BY_ID[name], kind, by) for name in ids))
    here.assert_failed(here.refresh(*ids), "changed", "is not plausible|published in another unit", ids)


WITH_AMOUNT = replace(YIELDS, columns=(*YIELDS.columns[:1], Column("10Y", "usd", "Amount.", "USD"), YIELDS.columns[2]))


def test_the_message_names_the_first_figure_and_counts_the_others() -> None:
    with pytest.raises(SourceChanged) as caught:
        refuse_slip(frame(4.01, 4.15, 4.26), frame(401, 415, 426), YIELDS)
    assert caught.value.reason == "column '10Y': 401 for 2025-04-04 where 4.01 is held, and 2 more alike"


@pytest.mark.parametrize(
    ("held", "new"),
    [
        ((0.01, 0.02, 4.3), (0.05, 0.02, 4.31)),  # revisions
        ((0.0, 0.0, 0.0), (4.0, 4.1, 4.2)),  # zeros have no unit
        ((None, None, None), (4.0, 4.1, 4.2)),
        ((0.01,), (0.6,)),  # one small figure alone proves nothing
    ],
)
def test_revisions_are_no_slip(held: tuple[float | None, ...], new: tuple[float | None, ...]) -> None:
    refuse_slip(frame(*held), frame(*new), YIELDS)


def test_amounts_that_follow_are_compared_with_the_last_held() -> None:
    later = {"start": "2025-04-10"}
    refuse_slip(frame(20e9), frame(12e6, **later), WITH_AMOUNT)  # uneven, as customs receipts are
    with pytest.raises(SourceChanged, match=r"20300 for 2025-04-10 where 2e\+10 is held"):
        refuse_slip(frame(20e9), frame(20_300.0, **later), WITH_AMOUNT)
    keyed = replace(WITH_AMOUNT, key=("date", "name"))
    refuse_slip(frame(20e9), frame(20_300.0, **later).assign(name="another series"), keyed)
