from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import SourceChanged, SourceUnavailable
from treasury.http import NotModified, Session
from treasury.sources.nyfed.term_premium_acm import DATASET, check

FILE = "nyfed/ACMTermPremium.xls"
WINDOW = Window(date(2026, 10, 6))


@pytest.fixture
def patched(payload: Callable[[str], Body]) -> Callable[[bytes, bytes], Body]:
    """The workbook with some of its text overwritten by text of the same length."""

    def patch(old: bytes, new: bytes) -> Body:
        content = payload(FILE).content
        assert len(old) == len(new)
        assert old in content
        return Body("", content.replace(old, new))

    return patch


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, payload(FILE))
    assert list(rows.columns) == [f"{part}{n:02}" for part in ("ACMY", "ACMTP", "ACMRNY") for n in range(1, 11)]
    assert rows.loc["1961-06-14", "ACMTP10"] == 0.089406
    assert rows.loc["2025-04-11", ["ACMY10", "ACMTP10", "ACMRNY10"]].tolist() == [4.549, 0.672, 3.877]
    assert rows.loc["2026-10-01", ["ACMY10", "ACMTP10"]].tolist() == [5.217, 0.905]
    assert rows.loc["1981-10-01", "ACMTP10"] == 4.642152
    assert rows["ACMY01"].isna().all()  # not in these days of the workbook: missing, not zero


def test_every_vintage_is_kept_because_the_history_moves() -> None:
    assert DATASET.keep_every_version
    assert not DATASET.replaces


def test_an_unchanged_workbook_is_not_read_again(env: Publishers, session: Callable[..., Session]) -> None:
    env.etags = True
    asking = session(DATASET)
    DATASET.fetch(asking, WINDOW)
    with pytest.raises(NotModified):
        DATASET.fetch(asking, WINDOW)


def test_a_page_instead_of_the_workbook_is_unavailable(env: Publishers, session: Callable[..., Session]) -> None:
    env.fault("nyfed", "garbage", times=-1)
    with pytest.raises(SourceUnavailable, match="no Excel file"):
        DATASET.fetch(session(DATASET), WINDOW)


def test_another_sheet_name_is_refused(patched: Callable[[bytes, bytes], Body], accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(SourceChanged, match="sheet 'ACM Daily' cannot be read"):
        accepted(DATASET, patched(b"ACM Daily", b"ACM daily"))


def test_a_damaged_workbook_is_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = payload(FILE).content
    for cut in (600, len(content) // 2):
        with pytest.raises(SourceChanged, match="cannot be read"):
            accepted(DATASET, Body("", content[:cut]))


def test_a_renamed_column_is_refused(patched: Callable[[bytes, bytes], Body], accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(SourceChanged, match=r"'ACMTP10' is missing \(unknown columns in the answer: ACMTPXX\)"):
        accepted(DATASET, patched(b"ACMTP10", b"ACMTPXX"))


def test_a_date_in_another_form_is_refused(patched: Callable[[bytes, bytes], Body], accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(SourceChanged, match=r"'14.06.1961.' is no date"):
        accepted(DATASET, patched(b"14-Jun-1961", b"14.06.1961."))


def frame(premium: float) -> pd.DataFrame:
    cells = dict.fromkeys((c for c in DATASET.names if c != "date"), np.nan)
    days = pd.to_datetime(["2025-04-10", "2025-04-11"])
    made = pd.DataFrame([cells, cells]).assign(date=days)
    made.loc[:, ["ACMY10", "ACMRNY10", "ACMTP10"]] = [[4.5, 3.8, 0.7], [4.5, 3.8, premium]]
    return made


def test_the_check_adds_premium_and_path() -> None:
    [good] = check({"term_premium_acm": frame(0.7009)})
    assert (good.ok, good.detail) == (True, "0 of 2 sums differ")
    [bad] = check({"term_premium_acm": frame(0.76)})
    assert (bad.ok, bad.detail) == (False, "1 of 2 sums differ; first 2025-04-11, largest gap 0.060")
