from collections.abc import Callable

import pandas as pd
import pytest

from treasury.body import Body
from treasury.dataset import Conformed
from treasury.errors import NoObservations, SourceChanged
from treasury.sources.tic.foreign_holders import DATASET, check

FILE = "tic/mfhhis01.txt"


@pytest.fixture
def holdings(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> pd.Series:
    """Dollars by month and country."""
    return accepted(DATASET, payload(FILE)).frame.set_index(["month", "country"])["holdings_usd"]


def test_the_published_figures_in_dollars(holdings: pd.Series) -> None:
    assert holdings["2025-12-31", "Japan"] == 1_185_500_000_000
    assert holdings["2025-12-31", "Grand Total"] == 9_271_000_000_000
    assert holdings["2025-01-31", "China, Mainland"] == 760_800_000_000
    assert holdings["2024-06-30", "United Kingdom"] == 746_500_000_000
    groups = ["For. Official", "Treasury Bills", "T-Bonds & Notes", "All Other"]
    assert [holdings["2025-12-31", group] / 1e9 for group in groups] == [3887.0, 388.5, 3498.5, 710.8]


def test_footnote_marks_and_blanks_are_no_part_of_a_name(holdings: pd.Series) -> None:
    names = set(holdings.index.get_level_values("country"))
    assert {
        "United Kingdom",
        "Oil Exporters",
        "Carib Bnkng Ctrs",
        "Belgium",
        "Korea, South",
        "Spain",
        "Belgium-Luxembourg",
    } <= names
    assert not [name for name in names if "/" in name or name != name.strip()]
    assert holdings["2011-12-31", "United Kingdom"] == 114_300_000_000
    assert holdings["2002-12-31", "Belgium"] == 13_000_000_000


def test_of_a_month_shown_twice_the_newer_survey_counts(holdings: pd.Series) -> None:
    assert holdings["2011-06-30", "China, Mainland"] == 1_307_000_000_000  # the older survey had 1,165.5
    assert holdings["2002-06-30", "Japan"] == 349_200_000_000
    assert holdings["2000-03-31", "United Kingdom"] == 78_600_000_000
    assert not holdings.index.has_duplicates


def test_not_available_is_missing_not_zero(holdings: pd.Series) -> None:
    assert pd.isna(holdings["2002-05-31", "Luxembourg"])
    assert holdings["2002-12-31", "Luxembourg"] == 23_900_000_000
    assert holdings["2002-05-31", "Netherlands"] == 0  # published as 0


def test_every_month_of_the_blocks_is_there(holdings: pd.Series) -> None:
    months = holdings.index.get_level_values("month").unique()
    assert len(months) == 12 * 4 + 10
    assert (months.min(), months.max()) == (pd.Timestamp("2000-03-31"), pd.Timestamp("2025-12-31"))


def test_the_checks_add_countries_and_official_holdings(
    payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    rows = accepted(DATASET, payload(FILE)).frame
    assert [(c.ok, c.detail) for c in check({"foreign_holders": rows})] == [(True, "0 of 58 months differ")] * 2
    rows.loc[(rows["month"] == "2025-12-31") & (rows["country"] == "Japan"), "holdings_usd"] -= 100e9
    total, official = check({"foreign_holders": rows})
    assert (total.ok, total.detail) == (False, "1 of 58 months differ; first 2025-12-31, largest gap 99.7 bn USD")
    assert official.ok


def test_latin_1_is_read(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = payload(FILE).content.replace(b"Ireland", b"C\xf4te d'Ivoire")
    assert "Côte d'Ivoire" in set(accepted(DATASET, Body("", content)).frame["country"])


def test_an_unpaired_quotation_mark_swallows_nothing(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    whole = accepted(DATASET, payload(FILE)).frame
    marked = payload(FILE).content.replace(b"Of which:", b'"Of which:', 1)
    pd.testing.assert_frame_equal(accepted(DATASET, Body("", marked)).frame, whole)


def test_other_texts_are_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = payload(FILE).content
    for old, new, words in (
        (b"Country\t", b"Land\t", "no block starts with 'Country'"),
        (b"\t1185.5\t", b"\tn/a\t", "Japan: 'n/a' is no number"),
        (b"Grand Total", b"Total", "no row 'Grand Total' in the block of 2025"),
        (b"\t1185.5\t", b"\t1185500000000\t", "not plausible"),
    ):
        assert old in content
        with pytest.raises(SourceChanged, match=words):
            accepted(DATASET, Body("", content.replace(old, new)))


def test_a_month_that_is_missing_in_every_block_is_refused(
    payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    lines = payload(FILE).content.split(b"\n")
    for position, month in ((1, "Dec is missing in the block of 2024"), (6, "Jul is missing in the block of 2025")):
        cut = [b"\t".join(cell for n, cell in enumerate(line.split(b"\t")) if n != position) for line in lines]
        with pytest.raises(SourceChanged, match=month):
            accepted(DATASET, Body("", b"\n".join(cut)))


def test_the_newest_block_may_end_before_december(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    head, block_2024, *rest = payload(FILE).content.partition(
        b"\tDec\tNov\tOct\tSep\tAug\tJul\tJun\tMay\tApr\tMar\tFeb\tJan\t\nCountry\t2024"
    )
    newest = [line.split(b"\t") for line in head.split(b"\n")]
    cut = b"\n".join(b"\t".join(cell for n, cell in enumerate(line) if n not in (1, 2)) for line in newest)
    rows = accepted(DATASET, Body("", cut + block_2024 + b"".join(rest))).frame
    assert rows["month"].max() == pd.Timestamp("2025-10-31")


def test_a_block_without_its_months_is_refused(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    content = payload(FILE).content
    for month in (b"Dec", b"Nov", b"Oct", b"Sep", b"Aug", b"Jul", b"Jun", b"May", b"Apr", b"Mar", b"Feb", b"Jan"):
        content = content.replace(b"\t" + month, b"\t" + month.upper(), 1)
    with pytest.raises(SourceChanged, match="no months above the line 'Country'"):
        accepted(DATASET, Body("", content))


def test_a_text_cut_in_the_middle_of_a_block_is_refused(
    payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    lines = payload(FILE).content.splitlines(keepends=True)
    with pytest.raises(SourceChanged, match="no row 'Grand Total' in the block of 2025"):
        accepted(DATASET, Body("", b"".join(lines[:30])))


def test_no_country_at_all_is_no_observations(accepted: Callable[..., Conformed]) -> None:
    with pytest.raises(NoObservations):
        accepted(DATASET, Body("", b"\tDec\nCountry\t2025\nGrand Total\t\n"))
