from collections.abc import Callable

import pandas as pd
import pytest

from treasury.body import Body
from treasury.dataset import Conformed
from treasury.errors import SourceChanged
from treasury.sources.treasury_gov.bill_rates import DATASET


def bills(payload: Callable[[str], Body], *years: int) -> dict[int, Body]:
    return {year: payload(f"treasury_gov/daily_treasury_bill_rates_{year}.xml") for year in years}


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, bills(payload, 2024, 2025))
    assert rows.loc["2025-04-04", ["discount_rate_4w", "coupon_equivalent_4w"]].tolist() == [4.24, 4.31]
    assert rows.loc["2025-11-14", ["discount_rate_52w", "coupon_equivalent_52w"]].tolist() == [3.56, 3.70]
    pairs = [(f"discount_rate_{w}w", f"coupon_equivalent_{w}w") for w in (4, 6, 8, 13, 17, 26, 52)]
    assert list(rows.columns) == [name for pair in pairs for name in pair]
    assert all((rows[equivalent] > rows[discount]).sum() == rows[discount].notna().sum() for discount, equivalent in pairs)


def test_the_six_week_bill_begins_on_18_february_2025(
    payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]
) -> None:
    rows = by_day(DATASET, bills(payload, 2023, 2024, 2025))["discount_rate_6w"]
    assert rows.first_valid_index() == pd.Timestamp("2025-02-18")


def test_years_that_a_mirror_does_not_hold_are_fine(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    empty = Body("", b'<feed xmlns="http://www.w3.org/2005/Atom"/>')
    held = bills(payload, 2023, 2025)
    assert len(accepted(DATASET, {2002: empty, **held, 2024: empty, 2026: empty}).frame) == 30


def test_the_feed_s_other_elements_are_known_and_a_new_term_is_noted(
    payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    extra = (
        b'<d:QUOTE_DATE m:type="Edm.DateTime">2024-01-02T00:00:00</d:QUOTE_DATE><d:CUSIP_4WK>912797HT6</d:CUSIP_4WK>'
        b'<d:CS_4WK_CLOSE_AVG m:type="Edm.Double">5.3</d:CS_4WK_CLOSE_AVG><d:CF_WEEK m:type="Edm.Int32">202401</d:CF_WEEK>'
        b'<d:ROUND_B1_CLOSE_3WK_2 m:type="Edm.Double">5.3</d:ROUND_B1_CLOSE_3WK_2></m:properties>'
    )
    content = bills(payload, 2024)[2024].content.replace(b"</m:properties>", extra)
    assert accepted(DATASET, {2024: Body("", content)}).notes == ("columns not declared and left out: ROUND_B1_CLOSE_3WK_2",)


def test_a_rate_in_basis_points_is_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = bills(payload, 2024)[2024].content.replace(b">5.27<", b">527<", 1)
    with pytest.raises(SourceChanged, match=r"527 .* is not plausible"):
        accepted(DATASET, {2024: Body("", content)})
