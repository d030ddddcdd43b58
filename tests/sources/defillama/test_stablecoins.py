import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from treasury.body import Body
from treasury.dataset import Conformed
from treasury.errors import NoObservations, SourceChanged
from treasury.sources.defillama.stablecoins import DATASET, check

FILE = "defillama/stablecoincharts_all.json"


def days(*amounts: dict[str, Any], first: int = 1_735_689_600) -> Body:
    """One day after another from 2025-01-01."""
    rows = [{"date": str(first + n * 86_400), "totalCirculatingUSD": one} for n, one in enumerate(amounts)]
    return Body("", json.dumps(rows).encode())


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, payload(FILE))
    assert rows.loc["2017-11-29", ["total_usd", "usd_pegged_usd"]].tolist() == [110_105, 110_105]
    assert pd.isna(rows.loc["2017-11-29", "other_pegs_usd"])
    last = rows.loc["2026-08-22"]
    assert last["usd_pegged_usd"] == 308_500_077_383.25
    assert last["other_pegs_usd"] == pytest.approx(1_562_955_768.18, abs=0.01)
    assert last["total_usd"] == pytest.approx(310_063_033_151.43, abs=0.01)


def test_pegs_are_summed(by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, days({"peggedUSD": 200_000, "peggedEUR": 30_000, "peggedJPY": 4_000}, {"peggedUSD": 250_000}))
    assert rows.loc["2025-01-01"].tolist() == [234_000, 200_000, 34_000]
    assert rows.loc["2025-01-02", "total_usd"] == 250_000
    assert pd.isna(rows.loc["2025-01-02", "other_pegs_usd"])


def test_another_shape_is_refused(accepted: Callable[..., Conformed]) -> None:
    for raw, words in (
        (Body("", b'{"message": "x"}'), "no list of days"),
        (Body("", b'[{"date": "1735689600"}]'), "a day without 'totalCirculatingUSD'"),
        (Body("", b'[{"date": "2025-01-01", "totalCirculatingUSD": {"peggedUSD": 1}}]'), "a day cannot be read"),
        (Body("", b'[{"date": "1735689600", "totalCirculatingUSD": 5}]'), "'peggedUSD' is missing"),
        (Body("", b"[5]"), "a day cannot be read"),
        (days({"USD": 200_000}), "'peggedUSD' is missing"),
        (days({"peggedUSD": 200_000, "peggedEUR": "n/a"}), "'peggedEUR': 'n/a' is no number"),
    ):
        with pytest.raises(SourceChanged, match=words):
            accepted(DATASET, raw)
    with pytest.raises(NoObservations):
        accepted(DATASET, Body("", b"[]"))


def test_two_totals_of_one_day_are_refused(accepted: Callable[..., Conformed]) -> None:
    noon = days({"peggedUSD": 200_000}).json + days({"peggedUSD": 210_000}, first=1_735_732_800).json
    with pytest.raises(SourceChanged, match="two rows for 2025-01-01 differ"):
        accepted(DATASET, Body("", json.dumps(noon).encode()))


def test_the_check_notices_a_slip_in_the_unit(accepted: Callable[..., Conformed], payload: Callable[[str], Body]) -> None:
    [good] = check({"stablecoins": accepted(DATASET, payload(FILE)).frame})
    assert (good.ok, good.detail) == (True, "0 of 11 days")
    slipped = accepted(DATASET, days({"peggedUSD": 3.08e11}, {"peggedUSD": 3.09e11}, {"peggedUSD": 309_000})).frame
    [bad] = check({"stablecoins": slipped})
    assert (bad.ok, bad.detail) == (False, "1 of 2 days; first 2025-01-03")
