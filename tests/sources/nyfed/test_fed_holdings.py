from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import NoObservations, SourceChanged, SourceUnavailable
from treasury.http import Session
from treasury.sources.nyfed.fed_holdings import DATASET, check

FILE = "nyfed_markets/soma_summary.json"


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, payload(FILE))
    week = rows.loc["2025-11-19"]
    assert week["bills_usd"] == 195_492_926_700
    assert week["notes_bonds_usd"] == 3_558_424_762_700
    assert week["tips_usd"] == 309_716_153_400
    assert week["frn_usd"] == 14_298_365_000
    assert week["tips_inflation_compensation_usd"] == 113_006_371_280.14
    assert week["agencies_usd"] == 2_347_000_000
    assert week["mbs_usd"] == 2_062_040_358_224.70
    assert week["cmbs_usd"] == 7_866_384_420.80
    assert week["total_usd"] == 6_150_185_950_445.50


def test_what_was_not_held_yet_is_missing_not_zero(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, payload(FILE))["frn_usd"]
    assert pd.isna(rows["2003-07-09"])
    assert rows["2014-08-06"] == 4_873_000


def test_the_check_adds_the_kinds(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    rows = accepted(DATASET, payload(FILE)).frame
    [good] = check({"fed_holdings": rows})
    assert (good.ok, good.detail) == (True, "0 of 28 weeks differ")
    rows.loc[rows["date"] == "2025-11-19", "bills_usd"] += 1_000_000
    [bad] = check({"fed_holdings": rows})
    assert (bad.ok, bad.detail) == (False, "1 of 28 weeks differ; first 2025-11-19, largest gap 1,000,000 USD")


def test_a_failed_endpoint_is_not_replaced_by_another_series(env: Publishers, session: Callable[..., Session]) -> None:
    env.fault("nyfed_markets", "status", code=503, times=-1)
    with pytest.raises(SourceUnavailable, match="503"):
        DATASET.fetch(session(DATASET), Window(date(2026, 10, 6)))
    assert {r.publisher for r in env.log} == {"nyfed_markets"}


def test_another_shape_is_refused_and_no_week_is_no_observations(accepted: Callable[..., Conformed]) -> None:
    for text in (b'{"soma": {}}', b"[]", b'{"soma": null}', b'{"soma": {"summary": {"asOfDate": "2025-11-19"}}}'):
        with pytest.raises(SourceChanged, match="'soma' / 'summary'"):
            accepted(DATASET, Body("", text))
    with pytest.raises(NoObservations):
        accepted(DATASET, Body("", b'{"soma": {"summary": []}}'))


def test_a_renamed_field_and_a_unit_slip_are_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = payload(FILE).content
    with pytest.raises(SourceChanged, match="'notes_bonds_usd' is missing"):
        accepted(DATASET, Body("", content.replace(b'"notesbonds"', b'"notesAndBonds"')))
    with pytest.raises(SourceChanged, match=r"total_usd.*not plausible"):
        accepted(DATASET, Body("", content.replace(b'"6150185950445.50"', b'"6150185.95"')))
