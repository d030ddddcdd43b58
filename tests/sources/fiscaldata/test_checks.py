"""How identities are judged and told."""

import pandas as pd

from treasury.dataset import Check
from treasury.sources.fiscaldata._checks import identity


def test_gaps_within_the_tolerance_and_missing_ones_pass() -> None:
    assert identity("a = b", pd.Series([0.5, -0.5, None]), 0.5) == Check("a = b", True, "0 of 2 rows differ")


def test_a_broken_identity_counts_names_the_first_and_gives_the_largest() -> None:
    days = pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"])
    gap = pd.Series([0.0, -3.0, 1500.0], index=pd.MultiIndex.from_arrays([["A", "B", "C"], days]))
    told = identity("a = b", gap, 1, "bills")
    assert told == Check("a = b", False, "2 of 3 rows differ; first B 2026-01-02, largest gap 1,500.00 bills")
