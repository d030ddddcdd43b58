"""An hour of refreshes with chance faults, compressed: after each run every dataset is whole, and after the last all is well."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.faults.machine import Machine, machine
from treasury.sources import BY_ID

ROUNDS = 16
IDS = (
    "par_yields",
    "cmt_yields",
    "auctions",
    "debt_to_penny",
    "buyback_operations",
    "fed_holdings",
    "foreign_holders",
    "stablecoins",
)
WIRE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("status", {"code": 500}),
    ("status", {"code": 429, "retry_after": 5}),
    ("status", {"code": 403}),
    ("reset", {"part": 0.0}),
    ("reset", {"part": 0.7}),
    ("truncate", {"part": 0.9}),
    ("html", {}),
    ("empty", {}),
    ("garbage", {}),
    ("bad_gzip", {}),
    ("cut_packed", {}),
    ("redirect", {}),
    ("entity_bomb", {}),
)
PUBLISHERS = ("treasury_gov", "fiscaldata", "fred", "nyfed_markets", "defillama", "tic", "")


def trouble(here: Machine, chance: random.Random) -> None:
    here.publishers.clear()
    for _ in range(chance.randrange(5)):
        kind, options = chance.choice(WIRE)
        times, after = chance.choice((1, 2, 5, -1)), chance.randrange(3)
        here.publishers.fault(chance.choice(PUBLISHERS), kind, times=times, after=after, **options)


def test_an_hour_of_faults_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(3600)
    with machine(tmp_path, *IDS) as here:
        whole = dict(here.frames)
        outcomes = {True: 0, False: 0}
        for turn in range(ROUNDS):
            if turn % 8 == 0:  # the publishers have news: what is held lacks the last rows of two datasets
                for name in chance.sample(IDS, 2):
                    behind(here, name)
            before = {name: here.store.vintage(BY_ID[name]).rows for name in IDS}
            trouble(here, chance)
            got = here.refresh(*IDS, full=turn == 9)
            for name, result in got.items():
                outcomes[result.ok] += 1
                held = here.store.read(BY_ID[name])
                assert held.vintage.trouble == ""
                assert len(held.frame) == before[name] + result.added
                assert held.frame.equals(whole[name].iloc[: len(held.frame)]), name
                assert result.ok or (name in result.error_message and result.error_kind)
        assert min(outcomes.values()) > ROUNDS
        here.publishers.clear()
        assert [r.error_message for r in here.refresh(*IDS, full=True).values() if not r.ok] == []
        for name in IDS:
            assert here.store.read(BY_ID[name]).frame.equals(whole[name])


def behind(here: Machine, name: str) -> None:
    """A version that lacks the last row."""
    held = here.store.read(BY_ID[name])
    fewer = held.frame.iloc[:-1]
    here.store.publish(BY_ID[name], fewer, here.vintage_of(name, fewer), held.vintage, only_added=False)
