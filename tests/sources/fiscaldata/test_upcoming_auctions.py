"""Upcoming auctions: stale rows stay, unknown sizes are missing, the newest announcement of an auction counts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.upcoming_auctions import DATASET, parse

TODAY = date(2026, 8, 24)


def test_every_published_row_is_kept_past_ones_too(published, answer) -> None:
    rows = conform(parse(answer(published("upcoming_auctions"))), DATASET, TODAY).frame
    assert len(rows) == 17
    assert rows["auction_date"].iloc[0] == pd.Timestamp("2024-03-14")
    assert (rows["auction_date"] >= pd.Timestamp(TODAY)).sum() == 5
    stale = rows[rows["cusip"].eq("91282CMQ1")].iloc[0]
    assert pd.isna(stale["offering_usd"])
    assert stale["security_term"] == "5-Year"
    real = rows[rows["security_type"].eq("TIPS Bond")].iloc[0]
    assert (real["cusip"], real["offering_usd"], real["security_term"]) == ("912810US5", 8e9, "29-Year 6-Month")


def test_an_unknown_size_is_missing_not_zero(published, answer) -> None:
    rows = conform(parse(answer(published("upcoming_auctions"))), DATASET, TODAY).frame
    assert rows["offering_usd"].isna().sum() == 4
    assert rows["announcement_date"].isna().sum() == 7


def test_the_newest_announcement_of_an_auction_counts(published, answer) -> None:
    sent = published("upcoming_auctions")
    later = dict(sent[-1], record_date="2026-08-28", offering_amt="52000000000")
    rows = conform(parse(answer([later, *sent])), DATASET, TODAY).frame
    assert len(rows) == 17
    last = rows.iloc[-1]
    assert (last["record_date"], last["offering_usd"]) == (pd.Timestamp("2026-08-28"), 52e9)


def test_two_different_announcements_of_one_day_are_a_conflict(published, answer) -> None:
    sent = published("upcoming_auctions")
    other = dict(sent[-1], offering_amt="52000000000")
    with pytest.raises(SourceChanged, match=r"'offering_usd': two rows for 2026-09-01 Bill 52-Week differ"):
        conform(parse(answer([*sent, other])), DATASET, TODAY)


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("upcoming_auctions")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
