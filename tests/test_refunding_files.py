"""The reviewed files about refundings: against each other, against the sums they come from, and with faults in them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from treasury.analytics.text_diff import sentences
from treasury.errors import BadReference
from treasury.reference import FOLDER, refunding_statements
from treasury.refunding_files import (
    SIZED_TENORS,
    SUBJECTS,
    announced_sizes,
    borrowing_estimates,
    buyback_quarters,
    statement_texts,
)

BN = 1e9
READERS = {"announced_sizes": announced_sizes, "buyback_quarters": buyback_quarters, "borrowing_estimates": borrowing_estimates}
URL = "https://home.treasury.gov/news/press-releases/sb0212"
GOOD = {
    "announced_sizes": {
        "statement_date": "2025-07-30",
        "month": "2025-08",
        "tenor": "10Y",
        "size_usd": "42000000000",
        "basis": "table",
        "source": URL,
    },
    "buyback_quarters": {
        "statement_date": "2025-04-30",
        "first_operation": "2025-05-15",
        "last_operation": "2025-08-06",
        "source": URL,
    },
    "borrowing_estimates": {
        "announced_date": "2025-07-28",
        "quarter": "2025 Q3",
        "kind": "update",
        "borrowing_usd": "1007000000000",
        "cash_balance_usd": "850000000000",
        "source": URL,
    },
}
TEXT = '[2025-07-30]\nsource = "https://home.treasury.gov/news/press-releases/sb0212"\ncoupons = """\nSizes stay.\n"""\n'


@pytest.fixture
def read(tmp_path: Path):
    """Reads a file of the given kind with the good row changed as told, once for each change."""

    def reader(kind: str, *changes: dict[str, str]) -> pd.DataFrame:
        path = tmp_path / f"{kind}.csv"
        pd.DataFrame([GOOD[kind] | change for change in changes]).to_csv(path, index=False)
        return READERS[kind](path)

    return reader


def text_of(tmp_path: Path, content: str) -> pd.DataFrame:
    path = tmp_path / "refunding_texts.toml"
    path.write_text(content, encoding="utf-8")
    return statement_texts(path)


# --- the files of the project -------------------------------------------------------------------------------------------


def test_every_table_holds_three_months_of_every_tenor() -> None:
    frame = announced_sizes()
    counted = frame.groupby("statement_date").agg(
        rows=("tenor", "size"), months=("month", "nunique"), tenors=("tenor", "nunique")
    )
    assert counted.drop_duplicates().to_numpy().tolist() == [[24, 3, len(SIZED_TENORS)]]
    assert len(frame) == 16 * 24


def test_sizes_of_the_refunding_are_those_of_the_statement() -> None:
    """In the first month of its quarter the 3-, 10- and 30-year are the refunding, which the statement states apart."""
    parts = {"3Y": "note_3y_usd", "10Y": "note_10y_usd", "30Y": "bond_30y_usd"}
    stated = refunding_statements().set_index("statement_date")
    first = announced_sizes().sort_values("month").drop_duplicates(["statement_date", "tenor"])
    first = first[first["statement_date"].isin(stated.index) & first["tenor"].isin(parts)]
    assert len(first) == 13 * 3
    for row in first.itertuples():
        assert row.size_usd == stated.loc[row.statement_date, parts[row.tenor]], row


def test_increments_are_what_the_statement_says_by_hand() -> None:
    """2 August 2023: 2- and 5-year +3 a month, 3-year +2, 7-year +1; 10-year +3, 30-year +2, 20-year +1; FRN +2."""
    frame = announced_sizes()
    made = (frame.pivot(index="month", columns="tenor", values="size_usd") / BN).loc["2023-07-01":"2023-10-01"]
    assert made["2Y"].tolist() == [42, 45, 48, 51]
    assert made["5Y"].tolist() == [43, 46, 49, 52]
    assert made["3Y"].tolist() == [40, 42, 44, 46]
    assert made["7Y"].tolist() == [35, 36, 37, 38]
    before, after = (frame[frame["statement_date"].eq(pd.Timestamp(day))] for day in ("2023-05-03", "2023-08-02"))
    grown = after.set_index(["tenor"])["size_usd"].to_numpy() - before.set_index(["tenor"])["size_usd"].to_numpy()
    by_tenor = pd.Series(grown / BN, index=after["tenor"]).groupby(level=0).agg(list)
    assert {tenor: by_tenor[tenor] for tenor in ("10Y", "20Y", "30Y", "FRN")} == {
        "10Y": [3, 3, 3],
        "20Y": [1, 1, 1],
        "30Y": [2, 2, 2],
        "FRN": [2, 2, 2],
    }


def test_borrowing_is_what_the_release_of_28_july_2025_says() -> None:
    frame = borrowing_estimates()
    july = frame[frame["announced_date"].eq(pd.Timestamp("2025-07-28"))].set_index("kind")
    assert (july["borrowing_usd"] / BN).to_dict() == {"actual": 65, "update": 1007, "first": 590}
    assert july["quarter"].to_dict() == {"actual": "2025 Q2", "update": "2025 Q3", "first": "2025 Q4"}
    assert (july["cash_balance_usd"] / BN).to_dict() == {"actual": 457, "update": 850, "first": 850}


def test_estimates_come_on_the_day_that_the_statements_name() -> None:
    named = refunding_statements().dropna(subset=["refunding_total_usd"])["borrowing_estimate_date"]
    assert set(named) <= set(borrowing_estimates()["announced_date"])


def test_wording_names_its_statement_and_holds_one_sentence_a_line() -> None:
    frame = statement_texts()
    assert frame["statement_date"].nunique() == 13
    assert frame.groupby("statement_date")["subject"].agg(list).map(tuple).unique().tolist() == [SUBJECTS]
    urls = refunding_statements().set_index("statement_date")["statement_url"]
    assert (frame["source"] == frame["statement_date"].map(urls)).all()
    for text in frame["text"]:
        assert sentences(text) == text.split("\n")


def test_wording_and_figures_of_the_buyback_maximum_agree() -> None:
    said = statement_texts()
    said = said[said["subject"].eq("buybacks")].set_index("statement_date")["text"]
    stated = refunding_statements().set_index("statement_date")
    liquidity = said.str.extract(r"up to \$([\d.]+) billion in off-the-run")[0].dropna().astype(float) * BN
    cash = said.str.extract(r"up to \$([\d.]+) billion in the 1-month to 2-year")[0].dropna().astype(float) * BN
    assert len(liquidity) == len(cash) == 5
    assert liquidity.eq(stated.loc[liquidity.index, "liquidity_buyback_max_usd"]).all()
    assert cash.eq(stated.loc[cash.index, "cash_management_buyback_max_usd"]).all()


def test_the_sentence_that_moved_markets_is_verbatim() -> None:
    frame = statement_texts().set_index(["statement_date", "subject"])["text"]
    assert "begun to preliminarily consider future increases" in frame[pd.Timestamp("2025-11-05"), "coupons"]
    assert "evaluate potential future changes" in frame[pd.Timestamp("2026-08-05"), "coupons"]


def test_readme_describes_every_file() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in ("announced_sizes.csv", "buyback_quarters.csv", "borrowing_estimates.csv", "refunding_texts.toml"):
        assert f"## {name}" in readme
        assert (FOLDER / name).is_file()


# --- faults -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", READERS)
def test_the_good_row_is_read(read, kind: str) -> None:
    assert len(read(kind, {})) == 1


@pytest.mark.parametrize(
    ("kind", "column", "value", "words"),
    [
        ("announced_sizes", "month", "2025-08-01", "write it as YYYY-MM"),
        ("announced_sizes", "month", "2025-13", "months run from 01 to 12"),
        ("announced_sizes", "month", "2026-02", "not in the quarter that follows"),
        ("announced_sizes", "month", "2025-06", "not in the quarter that follows"),
        ("announced_sizes", "tenor", "4Y", "is none of 2Y"),
        ("announced_sizes", "size_usd", "42", "is not plausible"),
        ("announced_sizes", "size_usd", "42bn", "digits only"),
        ("announced_sizes", "basis", "guess", "is none of table"),
        ("announced_sizes", "source", "memory", "no address of a page"),
        ("buyback_quarters", "first_operation", "2025-04-30", "is not after the statement"),
        ("buyback_quarters", "last_operation", "2025-05-14", "is before the first operation"),
        ("borrowing_estimates", "quarter", "2025-Q3", "write it as 2025 Q3"),
        ("borrowing_estimates", "quarter", "2025 Q4", "that would be 2025 Q3"),
        ("borrowing_estimates", "kind", "actual", "that would be 2025 Q2"),
        ("borrowing_estimates", "borrowing_usd", "1007", "is not plausible"),
        ("borrowing_estimates", "cash_balance_usd", "", "must not be empty"),
    ],
)
def test_a_bad_cell_is_named(read, kind: str, column: str, value: str, words: str) -> None:
    with pytest.raises(BadReference, match=re.escape(f"{kind}.csv, line 2")) as caught:
        read(kind, {column: value})
    assert words in str(caught.value)


def test_a_net_paydown_is_below_zero(read) -> None:
    assert read("borrowing_estimates", {"borrowing_usd": "-26000000000"})["borrowing_usd"].tolist() == [-26e9]


def test_a_month_and_tenor_stand_once(read) -> None:
    assert len(read("announced_sizes", {}, {"tenor": "30Y"})) == 2
    with pytest.raises(BadReference, match="'2025-08 10Y' stands in line 2 already"):
        read("announced_sizes", {}, {})


def test_buyback_quarters_do_not_overlap(read) -> None:
    with pytest.raises(BadReference, match="not after the last one before, 2025-08-06"):
        read("buyback_quarters", {}, {"statement_date": "2025-07-30", "first_operation": "2025-08-06", "last_operation": ""})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT.replace("2025-07-30", "July"), "write it as YYYY-MM-DD"),
        (TEXT.replace("https", "ftp"), "source: "),
        (TEXT.replace("coupons", "gold"), "'gold' is none of coupons"),
        (TEXT.replace("Sizes stay.", "Sizes stay"), "is no sentence on a line of its own"),
        (TEXT.replace("Sizes stay.", " Sizes stay."), "is no sentence on a line of its own"),
        (TEXT.replace('"""\nSizes stay.\n"""', "3"), "each a text"),
        (TEXT.replace('"""\n', "", 1), "cannot be read"),
        ("x = 1\n", "x"),
        (TEXT + TEXT.replace("2025-07-30", "2025-04-30"), "not in date order"),
    ],
)
def test_a_fault_in_the_wording_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(BadReference) as caught:
        text_of(tmp_path, content)
    assert words in str(caught.value)
    assert "refunding_texts.toml" in str(caught.value)


def test_good_wording_is_read(tmp_path: Path) -> None:
    made = text_of(tmp_path, TEXT)
    assert made[["subject", "text"]].to_numpy().tolist() == [["coupons", "Sizes stay."]]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match=r"none\.toml cannot be read"):
        statement_texts(tmp_path / "none.toml")
