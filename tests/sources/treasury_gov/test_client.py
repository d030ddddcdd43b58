"""The daily-rate feed: which years are asked, and what counts as a broken answer."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import NoObservations, SourceChanged, SourceUnavailable
from treasury.http import Session
from treasury.sources.treasury_gov import bill_rates, par_yields, real_par_yields
from treasury.sources.treasury_gov._client import Years, table

PAR = "treasury_gov/daily_treasury_yield_curve_{}.xml"
Payload = Callable[[str], Body]
Accepted = Callable[..., Conformed]


@pytest.fixture
def years(payload: Payload) -> Callable[..., Years]:
    """The curve's answers for some years; ``changed`` puts other bytes into one of them."""

    def read(*asked: int, changed: dict[int, tuple[bytes, bytes]] | None = None) -> Years:
        found = {year: payload(PAR.format(year)) for year in asked}
        for year, (old, new) in (changed or {}).items():
            assert old in found[year].content
            found[year] = Body("", found[year].content.replace(old, new))
        return found

    return read


def test_the_first_fetch_asks_for_every_year(env: Publishers, session: Callable[..., Session]) -> None:
    raw = par_yields.fetch(session(par_yields.DATASET), Window(date(2026, 10, 6)))
    assert list(raw) == list(range(1990, 2027))
    assert [r.query["field_tdr_date_value"] for r in env.asked("treasury_gov")] == [str(y) for y in range(1990, 2027)]
    assert {r.query["data"] for r in env.asked("treasury_gov")} == {"daily_treasury_yield_curve"}


def test_later_fetches_ask_for_the_years_since_the_last_row(env: Publishers, session: Callable[..., Session]) -> None:
    assert list(par_yields.fetch(session(par_yields.DATASET), Window(date(2026, 10, 6), date(2026, 9, 5)))) == [2026]
    assert list(par_yields.fetch(session(par_yields.DATASET), Window(date(2026, 1, 2), date(2025, 12, 1)))) == [2025, 2026]
    assert list(real_par_yields.fetch(session(real_par_yields.DATASET), Window(date(2004, 2, 1)))) == [2003, 2004]
    assert list(bill_rates.fetch(session(bill_rates.DATASET), Window(date(2003, 2, 1)))) == [2002, 2003]


def test_a_year_without_entries_yet_is_fine(years: Callable[..., Years], accepted: Accepted) -> None:
    first_of_january = Body("", years(2026)[2026].content.split(b"<entry>")[0] + b"</feed>")
    rows = accepted(par_yields.DATASET, years(2025) | {2026: first_of_january}).frame
    assert rows["date"].max() == pd.Timestamp("2025-12-31")


def test_an_empty_body_is_a_year_not_begun_in_january_and_a_failure_later(
    env: Publishers, session: Callable[..., Session], accepted: Accepted
) -> None:
    env.fault("treasury_gov", "empty", path_contains="2026", times=-1)
    january = Window(date(2026, 1, 1), date(2025, 12, 1))
    raw = par_yields.fetch(session(par_yields.DATASET), january)
    assert accepted(par_yields.DATASET, raw).frame["date"].max() == pd.Timestamp("2025-12-31")
    with pytest.raises(SourceUnavailable, match="empty"):
        par_yields.fetch(session(par_yields.DATASET), Window(date(2026, 7, 1), date(2026, 6, 1)))


def test_no_year_with_rows_is_no_observations(years: Callable[..., Years], accepted: Accepted) -> None:
    with pytest.raises(NoObservations):
        accepted(par_yields.DATASET, {2026: Body("", b"")})


def test_a_hole_in_the_history_is_refused(years: Callable[..., Years]) -> None:
    with pytest.raises(NoObservations, match="2019 came without a row, though 2020 has rows"):
        table(years(2018, 2020) | {2019: Body("", b"")}, par_yields.FEED)


def test_another_document_is_refused(years: Callable[..., Years]) -> None:
    with pytest.raises(SourceChanged, match="the answer for 2026 is <BuyBackCalendar>, not a feed"):
        table({2026: Body("", b"<BuyBackCalendar/>")}, par_yields.FEED)


def test_rows_of_another_year_are_refused(years: Callable[..., Years]) -> None:
    with pytest.raises(SourceChanged, match="the answer for 2019 holds a row of 2020-03-06"):
        table({2019: years(2020)[2020]}, par_yields.FEED)


def test_a_renamed_element_is_refused_although_other_years_still_have_it(years: Callable[..., Years]) -> None:
    renamed = years(2024, 2025, 2026, changed={2026: (b"BC_10YEAR", b"BC_10YR")})
    with pytest.raises(SourceChanged, match=r"'BC_10YEAR' is missing in 2026 \(unknown elements: BC_10YR\)"):
        table(renamed, par_yields.FEED)


def test_a_dropped_element_is_refused_and_a_dropped_date_too(years: Callable[..., Years]) -> None:
    with pytest.raises(SourceChanged, match="'BC_1_5MONTH' is missing in 2026"):
        table(years(2026, changed={2026: (b"BC_1_5MONTH", b"BC_30YEARDISPLAY")}), par_yields.FEED)
    with pytest.raises(SourceChanged, match="'BC_1_5MONTH' is missing in 2025"):  # published for a part of the year
        table(years(2025, changed={2025: (b"BC_1_5MONTH", b"BC_30YEARDISPLAY")}), par_yields.FEED)
    with pytest.raises(SourceChanged, match="'NEW_DATE' is missing in 2026"):
        table(years(2026, changed={2026: (b"NEW_DATE", b"DATE")}), par_yields.FEED)


@pytest.mark.parametrize("year", [1990, 2001, 2002, 2004, 2006, 2017, 2018, 2024])
def test_elements_that_a_year_had_not_yet_are_missing_cells(years: Callable[..., Years], accepted: Accepted, year: int) -> None:
    rows = accepted(par_yields.DATASET, years(year)).frame
    assert list(rows.columns) == list(par_yields.DATASET.names)
    assert rows["1.5M"].isna().all()
    assert rows["10Y"].notna().sum() == len(rows) >= 2


def test_a_new_element_is_noted_and_the_known_extras_are_not(years: Callable[..., Years], accepted: Accepted) -> None:
    new = (b"<d:BC_1YEAR ", b'<d:BC_9MONTH m:type="Edm.Double">4.2</d:BC_9MONTH><d:BC_1YEAR ')
    got = accepted(par_yields.DATASET, years(2025, 2026, changed={2026: new}))
    assert got.notes == ("columns not declared and left out: BC_9MONTH",)
    assert accepted(par_yields.DATASET, years(2025, 2026)).notes == ()
