"""Bidder classes by period, against sums of the auctions worked out another way."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from treasury.analytics import bidder_history

Snapshot = Callable[[str], pd.DataFrame]


def test_a_quarter_of_notes_and_bonds_by_direct_sums(snapshot: Snapshot) -> None:
    auctions = snapshot("auctions")
    made = bidder_history.shares_by_period(auctions, "quarter", "Notes and bonds").set_index("period").loc["2026 Q2"]
    competitive = indirect = dealer = number = 0.0
    for row in auctions.itertuples():
        if row.security_class in ("Note", "Bond") and "2026-04-01" <= f"{row.auction_date:%Y-%m-%d}" <= "2026-06-30":
            competitive += row.competitive_accepted_usd
            indirect += row.indirect_accepted_usd
            dealer += row.dealer_accepted_usd
            number += 1
    assert made["auctions"] == number == 21
    assert made["competitive_accepted_usd"] == pytest.approx(competitive)
    assert made["indirect_share_pct"] == pytest.approx(indirect / competitive * 100)
    assert made["dealer_share_pct"] == pytest.approx(dealer / competitive * 100)


@pytest.mark.parametrize("group", bidder_history.GROUPS)
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_shares_add_up_to_all_that_was_sold_competitively(snapshot: Snapshot, group: str, period: str) -> None:
    made = bidder_history.shares_by_period(snapshot("auctions"), period, group)  # type: ignore[arg-type]
    sums = made[["indirect_share_pct", "direct_share_pct", "dealer_share_pct"]].sum(axis="columns")
    assert sums.between(99.9, 100.1).all()
    assert made["period_start"].is_monotonic_increasing


def auctions(*rows: tuple[str, str, float, float | None]) -> pd.DataFrame:
    """Class, day, competitive accepted, indirect (the rest went to dealers); no split where that is missing."""
    made = pd.DataFrame(rows, columns=["security_class", "auction_date", "competitive_accepted_usd", "indirect_accepted_usd"])
    made["auction_date"] = pd.to_datetime(made["auction_date"])
    split = made["indirect_accepted_usd"].notna()
    rest = made["competitive_accepted_usd"] - made["indirect_accepted_usd"]
    direct = pd.Series(0.0, index=made.index).where(split)
    return made.assign(direct_accepted_usd=direct, dealer_accepted_usd=rest, total_accepted_usd=made["competitive_accepted_usd"])


def test_auctions_without_a_split_are_counted_apart_and_make_the_period_partial() -> None:
    rows = auctions(("Bill", "2026-01-05", 40.0, 20.0), ("CMB", "2026-02-02", 60.0, None), ("Bill", "2026-05-04", 10.0, 5.0))
    made = bidder_history.shares_by_period(rows, "quarter", "Bills")
    assert made[["auctions", "without_split"]].to_numpy().tolist() == [[1, 1], [1, 0]]
    assert made["indirect_share_pct"].tolist() == [50.0, 50.0]
    assert made["partial"].tolist() == [True, True]  # the second quarter is not over


def test_a_period_is_whole_once_any_class_was_auctioned_after_it() -> None:
    rows = auctions(("FRN", "2026-01-28", 28.0, 14.0), ("Bill", "2026-07-06", 40.0, 20.0))
    assert bidder_history.shares_by_period(rows, "quarter", "Floating rate notes")["partial"].tolist() == [False]
    assert bidder_history.shares_by_period(rows, "quarter", "TIPS").empty
