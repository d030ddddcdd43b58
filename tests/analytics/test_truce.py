"""The rule of the answer, and the support of bill-heavy funding."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.analytics.truce import bill_heavy, gross_bill_share, rule, verdict

T, F, U = True, False, None


@pytest.mark.parametrize(
    ("gauge", "supports", "answer"),
    [
        (59.99, (T, T), "holding"),
        (60.0, (T, T), "strained"),
        (69.99, (T, T), "strained"),
        (70.0, (T, T), "not_holding"),
        (30.0, (F, T), "strained"),
        (30.0, (T, F), "strained"),
        (65.0, (F, T), "strained"),
        (30.0, (F, F), "not_holding"),
        (90.0, (F, F), "not_holding"),
        (None, (T, T), "unanswerable"),
        (None, (F, F), "unanswerable"),
        # What is not known counts where it could turn the answer.
        (30.0, (T, U), "unanswerable"),
        (30.0, (F, U), "unanswerable"),
        (65.0, (T, U), "strained"),
        (65.0, (F, U), "unanswerable"),
        (65.0, (U, U), "unanswerable"),
        (75.0, (U, U), "not_holding"),
    ],
)
def test_the_rule(gauge: float | None, supports: tuple[bool | None, ...], answer: str) -> None:
    assert verdict(gauge, supports) == answer


def test_the_rule_is_printed_with_its_levels() -> None:
    assert "gauge at 70 or more, or both supports fail" in rule()
    assert "gauge at 60 or more, or one support fails" in rule()


def flows(bills: list[float]) -> pd.DataFrame:
    """Months from January 2010 on in which 100 is sold, so much of it bills; one month more that is not over."""
    months = pd.date_range("2010-01-01", periods=len(bills) + 1, freq="MS")
    rows = pd.DataFrame({"period_start": months, "security_class": "Bill", "issued_usd": [*bills, 1.0]})
    notes = rows.assign(security_class="Note", issued_usd=100 - rows["issued_usd"])
    partial = [False] * len(bills) + [True]
    return pd.concat([rows.assign(partial=partial), notes.assign(partial=partial)])


def test_the_share_is_of_twelve_whole_months() -> None:
    share = gross_bill_share(flows([70.0] * 12 + [82.0]))
    assert share.to_dict() == {pd.Timestamp("2010-12-31"): 70.0, pd.Timestamp("2011-01-31"): pytest.approx(71.0)}


@pytest.mark.parametrize(("last", "passes"), [(80.0, "true"), (79.9, "false"), (81.0, "true")])
def test_the_median_of_ten_years_decides(last: float, passes: str) -> None:
    months = pd.date_range("2016-01-31", periods=120, freq="ME")
    rng = np.random.default_rng(1)
    around = [79.5, *([80.0] * 117), 80.5]
    share = pd.Series([*rng.permutation(around), last], index=months)
    found = bill_heavy(share, day=date(2026, 1, 20))
    assert (found.verdict, found.value) == (passes, last)
    assert (found.start, found.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert "80.0 %" in found.detail


def test_only_what_was_known_counts() -> None:
    months = pd.date_range("2015-01-31", periods=132, freq="ME")
    share = pd.Series(np.linspace(70, 90, 132), index=months)
    found = bill_heavy(share, day=date(2025, 6, 15))
    assert found.end == date(2025, 5, 31)
    assert found.value == pytest.approx(share["2025-05-31"])


def test_without_ten_years_or_with_old_months_it_is_not_tested() -> None:
    share = pd.Series(80.0, index=pd.date_range("2016-01-31", periods=120, freq="ME"))
    assert bill_heavy(share, day=date(2026, 2, 14)).verdict == "true"  # 45 days after the end of the year
    late = bill_heavy(share, day=date(2026, 2, 15))
    assert (late.verdict, late.value) == ("untestable", None)
    assert bill_heavy(share.iloc[1:], day=date(2026, 1, 20)).verdict == "untestable"
    assert bill_heavy(share.iloc[:0], day=date(2026, 1, 20)).verdict == "untestable"
