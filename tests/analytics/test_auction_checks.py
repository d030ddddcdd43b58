"""Sum identities: on every auction of the embedded snapshot, and each kind of violation found and told."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics.auction_checks import counted, sides
from treasury.settings import ROOT


def auction(**changed: float) -> pd.DataFrame:
    """The 10-year note of 6 August 2025 as published."""
    row = {
        "competitive_accepted_usd": 41_857_544_000.0,
        "noncompetitive_accepted_usd": 142_568_100.0,
        "fima_noncompetitive_accepted_usd": 0.0,
        "soma_accepted_usd": 14_253_705_400.0,
        "total_accepted_usd": 56_253_817_500.0,
        "indirect_accepted_usd": 26_884_766_000.0,
        "direct_accepted_usd": 8_210_000_000.0,
        "dealer_accepted_usd": 6_762_778_000.0,
        "total_tendered_usd": 112_983_689_500.0,
        "soma_tendered_usd": 14_253_705_400.0,
        "bid_to_cover": 2.35,
    }
    return pd.DataFrame([row | changed]).assign(cusip="91282CNT4", auction_date=pd.to_datetime("2025-08-06"))


def states(frame: pd.DataFrame) -> dict[str, str]:
    made = sides(frame)
    return dict(zip(made["identity"], made["state"], strict=True))


@pytest.fixture(scope="module")
def snapshot() -> pd.DataFrame:
    return pd.read_parquet(next((ROOT / "data" / "snapshot").glob("auctions-*.parquet")))


def test_every_auction_of_the_snapshot_keeps_them(snapshot: pd.DataFrame) -> None:
    made = sides(snapshot)
    assert made["state"].ne("violated").all()
    parts = snapshot["dealer_accepted_usd"] + snapshot["direct_accepted_usd"] + snapshot["indirect_accepted_usd"]
    off = (parts - snapshot["competitive_accepted_usd"]).abs() > 0.5
    assert int(off.sum()) == 0
    counts = counted(made).set_index("identity")
    with_soma = int(snapshot["soma_accepted_usd"].notna().sum())
    assert counts["kept"].tolist() == [with_soma, int(parts.notna().sum()), with_soma]
    assert with_soma >= 3995
    held = int(snapshot["total_accepted_usd"].notna().sum())
    assert (counts[["kept", "violated", "not_checked"]].sum(axis=1) == held).all()
    assert set(counts["checked_since"]) == {pd.Timestamp("2016-02-18")}


def test_one_published_auction_keeps_all_three() -> None:
    assert states(auction()) == {"sold": "kept", "bidders": "kept", "cover": "kept"}


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"noncompetitive_accepted_usd": 142_568_101.0}, "sold"),
        ({"dealer_accepted_usd": 6_762_777_000.0}, "bidders"),
        ({"bid_to_cover": 2.36}, "cover"),
    ],
)
def test_a_violation_is_found_and_carries_its_gap(changed: dict[str, float], broken: str) -> None:
    made = sides(auction(**changed)).set_index("identity")
    assert made["state"].eq("violated").to_dict() == {name: name == broken for name in ("sold", "bidders", "cover")}
    gap = {"sold": 1.0, "bidders": -1000.0, "cover": 98_729.9841 / 42_000.1121 - 2.36}[broken]
    assert made.loc[broken, "gap"] == pytest.approx(gap, abs=1e-6)
    assert counted(made.reset_index())["violated"].sum() == 1


def test_a_part_that_is_not_held_is_not_judged_and_a_future_auction_not_looked_at() -> None:
    assert states(auction(soma_accepted_usd=math.nan)) == {"sold": "not checked", "bidders": "kept", "cover": "not checked"}
    assert sides(auction(total_accepted_usd=math.nan)).empty
    assert states(auction(total_accepted_usd=14_253_705_400.0))["cover"] == "not checked"  # nothing to divide by
