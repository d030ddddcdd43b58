from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import NoObservations, SourceChanged, SourceUnavailable
from treasury.http import Session
from treasury.sources.treasury_gov.buyback_schedule import DATASET

FILE = "treasury_gov/Tentative-Buyback-Schedule.xml"


def test_the_published_operations(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    rows = accepted(DATASET, payload(FILE), date(2026, 8, 10)).frame  # all of them lie ahead
    first = rows.iloc[0]
    assert first["operation_date"] == pd.Timestamp("2026-08-18")
    assert (first["start_time"], first["close_time"]) == ("13:40", "14:00")
    assert (first["operation_type"], first["security_type"]) == ("Liquidity Support", "Nominal Coupons")
    assert first["maturity_bucket"] == "20Y to 30Y"
    assert (first["minimum_usd"], first["maximum_usd"]) == (0, 2_000_000_000)
    assert first["maturity_range_start"] == pd.Timestamp("2046-08-19")
    assert first["maturity_range_end"] == pd.Timestamp("2056-08-18")
    assert first["announcement_date"] == pd.Timestamp("2026-08-17")
    assert first["settlement_date"] == pd.Timestamp("2026-08-19")


def test_buckets_are_spelled_as_in_the_results(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    rows = accepted(DATASET, payload(FILE)).frame
    assert set(rows["maturity_bucket"]) == {
        "1Mo to 2Y", "2Y to 3Y", "3Y to 5Y", "5Y to 7Y", "7Y to 10Y", "10Y to 20Y", "20Y to 30Y", "1Y to 10Y", "10Y to 30Y",
    }  # fmt: skip
    assert set(rows["security_type"]) == {"Nominal Coupons", "TIPS"}
    cash = rows[rows["operation_type"] == "Cash Management"]
    assert cash["maximum_usd"].tolist() == [12_500_000_000]


def test_another_document_is_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(SourceChanged, match="<AuctionCalendar>, not a buyback calendar"):
        accepted(DATASET, Body("", b"<AuctionCalendar/>"))


def test_the_home_page_of_a_moved_path_is_unavailable(env: Publishers, session: Callable[..., Session]) -> None:
    env.fault("treasury_gov", "html", times=-1)
    with pytest.raises(SourceUnavailable, match="web page"):
        DATASET.fetch(session(DATASET), Window(date(2026, 10, 6)))


def test_a_calendar_without_operations_is_no_observations(accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(NoObservations):
        accepted(DATASET, Body("", b"<BuyBackCalendar><StartDate>2026-08-18</StartDate></BuyBackCalendar>"))


def test_a_renamed_element_is_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    for element, column in (("MaximumPurchaseAmountDollars", "maximum_usd"), ("PurchaseBucketName", "maturity_bucket")):
        renamed = payload(FILE).content.replace(element.encode(), b"Renamed")
        with pytest.raises(SourceChanged, match=rf"'{column}' is missing \(unknown columns in the answer: Renamed\)"):
            accepted(DATASET, Body("", renamed))


def test_millions_for_dollars_are_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(SourceChanged, match=r"maximum_usd.*not plausible"):
        accepted(DATASET, Body("", payload(FILE).content.replace(b">2000000000<", b">2000<")))
