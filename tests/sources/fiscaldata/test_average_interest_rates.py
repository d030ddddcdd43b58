"""Average interest rates: rows are told by their names, which change."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.average_interest_rates import DATASET, parse

TODAY = date(2026, 10, 6)


def test_rates_by_name(published, answer) -> None:
    rows = conform(parse(answer(published("avg_interest_rates"))), DATASET, TODAY).frame
    assert len(rows) == 33
    rates = rows.set_index(["record_date", "security_desc"])["rate_pct"]
    june, october = pd.Timestamp("2026-06-30"), pd.Timestamp("2025-10-31")
    assert rates[june, "Treasury Bills"] == 3.706
    assert rates[june, "Treasury Inflation-Protected Securities (TIPS)"] == 1.09
    assert rates[june, "Total Interest-bearing Debt"] == 3.409
    # The Foreign Series stood in the list until March 2026.
    assert rates[october, "Foreign Series"] == 0.0
    assert (june, "Foreign Series") not in rates.index


def test_a_rate_in_basis_points_is_not_plausible(published, answer) -> None:
    sent = published("avg_interest_rates")
    sent[0]["avg_interest_rate_amt"] = "407.5"
    with pytest.raises(SourceChanged, match=r"'rate_pct': 407.5 .* is not plausible"):
        conform(parse(answer(sent)), DATASET, TODAY)


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("avg_interest_rates")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
