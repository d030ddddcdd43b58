"""The page about datasets is the catalogue's."""

from treasury.datasets_doc import PATH, render


def test_the_page_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == render(), "run `make docs`"


def test_each_column_has_its_sentence() -> None:
    page = render()
    assert "| `10Y` | percent | " in page
    assert "One row a `cusip` + `auction_date`, " in page
