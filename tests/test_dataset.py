"""conform(): what a frame must be to count as the declared dataset, and what is said when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treasury.dataset import MISSING, Column, Dataset, Window, conform, empty_frame, restore_types
from treasury.errors import NoObservations, SourceChanged

TODAY = date(2025, 4, 30)
RATES = Dataset(
    id="rates",
    title="Rates",
    publisher="fred",
    landing_page="https://example.gov/rates",
    endpoint="/rates",
    first=date(1962, 1, 2),
    cadence="daily",
    key=("date", "term"),
    columns=(
        Column("date", "date", "Day of the rate.", filled=True),
        Column("term", "text", "Term of the rate."),
        Column("rate", "percent", "Rate.", "percent", -2, 25, decimals=2),
        Column("size_usd", "usd", "Amount.", "USD", 0, 1e15),
        Column("until", "date", "Last day.", required=False),
        Column("state", "text", "State.", filled=True),
    ),
    licence="public domain",
    in_snapshot=True,
    fetch=lambda *_: None,
    parse=lambda payload: payload,
)
# Three rows as a publisher sends them: text, a missing figure in each column that may have one.
SENT = {
    "date": ["2025-04-03", "2025-04-02", "2025-04-02"],
    "term": ["2Y", "2Y", "10Y"],
    "rate": ["3.71", "3.91", "."],
    "size_usd": ["69000000000.00", "null", "42000000000"],
    "until": ["2027-03-31", "", "2035-02-15"],
    "state": ["open", "closed", "open"],
}


def sent(**cells: list[object]) -> pd.DataFrame:
    return pd.DataFrame({**SENT, **cells})


def refusal(frame: pd.DataFrame, dataset: Dataset = RATES) -> SourceChanged:
    with pytest.raises(SourceChanged) as caught:
        conform(frame, dataset, TODAY)
    assert (caught.value.publisher, caught.value.dataset) == ("fred", "rates")
    return caught.value


# --- what comes out --------------------------------------------------------------------------------------------------


def test_types_order_and_missing_cells() -> None:
    got = conform(sent(), RATES, TODAY)
    assert got.notes == ()
    assert got.frame.dtypes.astype(str).to_dict() == {
        "date": "datetime64[us]",
        "term": "str",
        "rate": "float64",
        "size_usd": "float64",
        "until": "datetime64[us]",
        "state": "str",
    }
    assert got.frame["term"].tolist() == ["10Y", "2Y", "2Y"]  # by day, then by term
    assert got.frame["rate"].tolist()[1:] == [3.91, 3.71]
    assert np.isnan(got.frame["rate"][0])
    assert got.frame["size_usd"].tolist()[::2] == [42e9, 69e9]
    assert got.frame["until"].isna().tolist() == [False, True, False]
    assert got.frame.index.equals(pd.RangeIndex(3))


def test_order_of_rows_and_columns_does_not_matter() -> None:
    expected = conform(sent(), RATES, TODAY).frame
    shuffled = sent().iloc[[2, 0, 1]][["state", "until", "size_usd", "rate", "term", "date"]]
    pd.testing.assert_frame_equal(conform(shuffled, RATES, TODAY).frame, expected)


def test_labels_of_the_frame_do_not_matter() -> None:
    labelled = sent().set_axis([7, 7, 7])
    pd.testing.assert_frame_equal(conform(labelled, RATES, TODAY).frame, conform(sent(), RATES, TODAY).frame)
    assert "99 in row 2 (2025-04-02 2Y)" in refusal(sent(rate=["1", "99", "98"]).set_axis([7, 7, 3])).reason


def test_the_frame_given_stays_as_it_is() -> None:
    frame = sent()
    conform(frame, RATES, TODAY)
    pd.testing.assert_frame_equal(frame, sent())


@pytest.mark.parametrize("spelling", [*sorted(MISSING), " . ", "\tnull"])
def test_every_spelling_of_missing(spelling: str) -> None:
    got = conform(sent(rate=["3.71", spelling, "4.2"], until=["", spelling, "2035-02-15"]), RATES, TODAY).frame
    assert got["rate"].isna().tolist() == [False, True, False]
    assert got["until"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize("cell", [None, np.nan, -999.99, "-999.9900"])
def test_every_kind_of_missing_number(cell: object) -> None:
    assert conform(sent(rate=[3.71, cell, 4.2]), RATES, TODAY).frame["rate"].isna().tolist() == [False, True, False]


def test_added_columns_are_left_out_and_noted() -> None:
    got = conform(sent(rate_1_5_month=["4.3", "4.3", "4.3"], remark=["", "", ""]), RATES, TODAY)
    assert got.notes == ("columns not declared and left out: rate_1_5_month, remark",)
    assert tuple(got.frame.columns) == RATES.names


def test_a_column_that_is_not_required_may_be_absent() -> None:
    got = conform(sent().drop(columns="until"), RATES, TODAY).frame
    assert got["until"].isna().all()
    assert got["until"].dtype == "datetime64[us]"


def test_figures_are_rounded_to_the_declared_decimals_and_others_are_kept() -> None:
    got = conform(sent(rate=["3.7149999999", "3.9100000000000001", "25.001"], size_usd=["0.125", "1", "2"]), RATES, TODAY).frame
    assert got["rate"].tolist() == [25.0, 3.91, 3.71]
    assert got["size_usd"].tolist() == [2.0, 1.0, 0.125]


def test_near_zero_and_negative_yields_are_plausible() -> None:
    assert conform(sent(rate=["0.00", "-0.13", "-2"]), RATES, TODAY).frame["rate"].tolist() == [-2.0, -0.13, 0.0]


@pytest.mark.parametrize("cell", ["2025-04-02T00:00:00", "2025-04-02T00:00:00Z", "2025-04-02T00:00:00-04:00", "2025-04-02 "])
def test_dates_in_iso_form(cell: str) -> None:
    got = conform(sent(date=["2025-04-03", cell, "2025-04-02"]), RATES, TODAY).frame
    assert got["date"].tolist() == [pd.Timestamp("2025-04-02")] * 2 + [pd.Timestamp("2025-04-03")]


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_ready_made_dates_and_numbers_are_kept(unit: str) -> None:
    ready = sent(date=pd.to_datetime(pd.Series(SENT["date"])).dt.as_unit(unit), rate=[3.71, 3.91, np.nan])
    pd.testing.assert_frame_equal(conform(ready, RATES, TODAY).frame, conform(sent(), RATES, TODAY).frame)
    zoned = ready.assign(date=ready["date"].dt.tz_localize("UTC"))
    pd.testing.assert_frame_equal(conform(zoned, RATES, TODAY).frame, conform(sent(), RATES, TODAY).frame)


# --- columns ---------------------------------------------------------------------------------------------------------


def test_a_missing_column_is_named() -> None:
    error = refusal(sent().drop(columns="size_usd"))
    assert (error.reason, error.hint) == ("column 'size_usd' is missing", "renamed or dropped at the source")


def test_a_renamed_column_is_named_with_its_possible_new_name() -> None:
    error = refusal(sent().rename(columns={"rate": "rate_v2"}))
    assert (error.reason, error.hint) == ("column 'rate' is missing", "unknown columns in the answer: rate_v2")


def test_a_column_that_is_there_twice_is_refused() -> None:
    twice = pd.concat([sent(), sent()[["rate"]]], axis=1)
    assert refusal(twice).reason == "column 'rate' is there twice"


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["n/a", "4,25", "1,000", "4.25%", "abc", "0x10", "1_000", "--", "inf", "-Infinity", True])
def test_text_in_a_number_is_refused(cell: object) -> None:
    error = refusal(sent(size_usd=["1", cell, "2"]))
    assert error.reason == f"column 'size_usd': {str(cell)!r} in row 2 is no usd"


def test_an_infinite_number_is_refused() -> None:
    assert refusal(sent(size_usd=[1.0, 2.0, np.inf])).reason == "column 'size_usd': inf in row 3 is no usd"


def test_truth_values_are_no_numbers() -> None:
    assert refusal(sent(size_usd=[True, False, True])).reason == "column 'size_usd': 'True' in row 1 is no usd"


@pytest.mark.parametrize(
    "cell", ["04/02/2025", "2025", "2025-04", "20250402", "2025-02-30", "30-Jun-1961", "today", "2025-13-01", "1743552000"]
)
def test_what_is_no_iso_date_is_refused_not_guessed(cell: str) -> None:
    assert refusal(sent(date=["2025-04-03", "2025-04-02", cell])).reason == f"column 'date': {cell!r} in row 3 is no date"


@pytest.mark.parametrize("cells", [[1743552000, 1, 2], [20250402, 20250403, 20250404], [45000.0, 1.0, 2.0]])
def test_numbers_are_no_dates(cells: list[object]) -> None:
    assert refusal(sent(until=cells)).reason == f"column 'until': {cells[0]} in row 1 is no date"


def test_a_mix_of_zones_is_read_as_written() -> None:
    got = conform(sent(date=["2025-04-03T00:00:00Z", "2025-04-02T00:00:00-04:00", "2025-04-02"]), RATES, TODAY).frame
    assert got["date"].dt.strftime("%m-%d").tolist() == ["04-02", "04-02", "04-03"]


@pytest.mark.parametrize(("cell", "shown"), [("450", "450"), ("-2.01", "-2.01"), ("25.01", "25.01"), (1e9, "1e+09")])
def test_a_figure_out_of_range_is_refused_with_its_row(cell: object, shown: str) -> None:
    error = refusal(sent(rate=["3.71", cell, "4"]))
    assert error.reason == f"column 'rate': {shown} in row 2 (2025-04-02 2Y) is not plausible"
    assert error.hint == "expected -2 to 25 percent"


def test_a_range_may_be_open_at_one_end() -> None:
    open_ended = replace(RATES, columns=(*RATES.columns[:3], Column("size_usd", "usd", "Amount.", "USD", 1), *RATES.columns[4:]))
    assert conform(sent(size_usd=["1e99", "1", "2"]), open_ended, TODAY).frame["size_usd"].max() == 1e99
    assert refusal(sent(size_usd=["0", "1", "2"]), open_ended).hint == "expected 1 to any USD"


def test_zero_dollars_where_millions_were_sent_is_caught_by_the_range() -> None:
    assert "is not plausible" in refusal(sent(size_usd=["-1", "1", "2"])).reason


def test_an_empty_key_cell_is_refused() -> None:
    assert refusal(sent(term=["2Y", "null", "10Y"])).reason == "column 'term' is empty in row 2 (2025-04-02 nan)"
    assert refusal(sent(date=["2025-04-03", "", "2025-04-02"])).reason == "column 'date' is empty in row 2 (NaT 2Y)"


def test_an_empty_cell_is_refused_where_every_cell_is_filled() -> None:
    assert refusal(sent(state=["open", "closed", " "])).reason == "column 'state' is empty in row 3 (2025-04-02 10Y)"


# --- days ------------------------------------------------------------------------------------------------------------


def test_a_day_in_the_future_is_refused_but_tomorrow_is_not() -> None:
    ahead = sent(date=["2025-05-01", "2025-05-02", "2025-04-02"])
    assert refusal(ahead).reason == "column 'date': 2025-05-02 in row 2 lies in the future"
    tomorrow = sent(date=["2025-05-01", "2025-04-02", "2025-04-02"])
    assert conform(tomorrow, RATES, TODAY).frame["date"].max() == pd.Timestamp("2025-05-01")


def test_other_dates_may_lie_in_the_future() -> None:
    assert conform(sent(), RATES, TODAY).frame["until"].max() == pd.Timestamp("2035-02-15")


def test_a_schedule_may_lie_ahead_but_not_in_another_century() -> None:
    schedule = replace(RATES, may_lie_ahead=True)
    assert len(conform(sent(date=["2026-05-29", "2025-04-02", "2025-04-02"]), schedule, TODAY).frame) == 3
    slip = refusal(sent(date=["2099-12-31", "2025-04-02", "2025-04-02"]), schedule)
    assert slip.reason == "column 'date': 2099-12-31 in row 1 lies in the future"


def test_a_weekend_day_is_refused_only_where_declared() -> None:
    saturday = sent(date=["2025-04-03", "2025-04-05", "2025-04-02"])
    assert len(conform(saturday, RATES, TODAY).frame) == 3
    declared = replace(RATES, weekdays_only=True)
    assert refusal(saturday, declared).reason == "column 'date': 2025-04-05 in row 2 is a weekend day"


# --- rows ------------------------------------------------------------------------------------------------------------


def test_equal_rows_are_kept_once_and_noted() -> None:
    doubled = pd.concat([sent(), sent().iloc[[0, 2]]])
    got = conform(doubled, RATES, TODAY)
    assert got.notes == ("2 repeated equal rows dropped",)
    pd.testing.assert_frame_equal(got.frame, conform(sent(), RATES, TODAY).frame)


def test_rows_that_are_equal_after_rounding_are_equal() -> None:
    noisy = pd.concat([sent(), sent(rate=["3.7100000001", "3.91", "."]).iloc[[0]]])
    assert conform(noisy, RATES, TODAY).notes == ("1 repeated equal rows dropped",)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("rate", "3.72", "column 'rate': two rows for 2025-04-03 2Y differ, 3.71 and 3.72"),
        ("size_usd", "null", "column 'size_usd': two rows for 2025-04-03 2Y differ, 69000000000.0 and nan"),
        ("until", "2027-04-01", "column 'until': two rows for 2025-04-03 2Y differ, 2027-03-31T00:00:00 and 2027-04-01T00:00:00"),
        ("state", "shut", "column 'state': two rows for 2025-04-03 2Y differ, 'open' and 'shut'"),
    ],
)
def test_two_rows_with_one_key_that_differ_are_refused(column: str, cell: str, words: str) -> None:
    twin = sent().iloc[[0]].assign(**{column: cell})
    assert refusal(pd.concat([sent(), twin], ignore_index=True)).reason == words


def test_rows_without_a_figure_are_dropped_only_where_declared() -> None:
    phantom = sent(rate=[".", "3.91", "."], size_usd=["null", "null", "42"])
    assert len(conform(phantom, RATES, TODAY).frame) == 3
    got = conform(phantom, replace(RATES, drop_empty_rows=True), TODAY)
    assert got.notes == ("1 rows without any figure dropped (first 2025-04-03)",)
    assert got.frame["date"].dt.day.tolist() == [2, 2]


def test_a_row_keeps_its_number_when_rows_before_it_are_dropped() -> None:
    frame = sent(rate=[".", "3.91", "99"], size_usd=["null", "1", "1"])
    assert "99 in row 3 (2025-04-02 10Y)" in refusal(frame, replace(RATES, drop_empty_rows=True)).reason


def test_no_row_is_no_observations_where_rows_are_due() -> None:
    with pytest.raises(NoObservations, match="a valid answer without a single row"):
        conform(sent().iloc[:0], RATES, TODAY)
    got = conform(sent().iloc[:0], replace(RATES, may_be_empty=True), TODAY).frame
    pd.testing.assert_frame_equal(got, empty_frame(RATES))


def test_only_phantom_rows_are_no_observations() -> None:
    nothing = sent(rate=["", "", ""], size_usd=["", "", ""])
    with pytest.raises(NoObservations):
        conform(nothing, replace(RATES, drop_empty_rows=True), TODAY)


def test_an_answer_without_rows_still_needs_its_columns() -> None:
    assert "'rate' is missing" in refusal(sent().iloc[:0].drop(columns="rate"), replace(RATES, may_be_empty=True)).reason


# --- beside conform --------------------------------------------------------------------------------------------------


def test_restored_types_are_those_of_conform() -> None:
    frame = conform(sent(), RATES, TODAY).frame
    stored = frame.drop(columns="until").astype({"term": "object", "date": "datetime64[ns]"})
    back = restore_types(stored, RATES)
    pd.testing.assert_frame_equal(back, frame.assign(until=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")))
    pd.testing.assert_frame_equal(restore_types(empty_frame(RATES), RATES), empty_frame(RATES))


def test_a_window_starts_no_earlier_than_the_dataset() -> None:
    first = date(1993, 4, 1)
    assert Window(TODAY).start(first) == first
    assert Window(TODAY, since=date(1990, 1, 1)).start(first) == first
    assert Window(TODAY, since=date(2025, 4, 1)).start(first) == date(2025, 4, 1)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1962, 1, 2), TODAY), st.sampled_from(["2Y", "10Y"]), st.one_of(st.none(), st.integers(-200, 2500))
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_any_plausible_rows_come_out_as_they_went_in(rows: list[tuple[date, str, int | None]], random: object) -> None:
    """Whatever the order: the same cells under the same keys, sorted; conforming twice changes nothing."""
    random.shuffle(rows)  # type: ignore[attr-defined]
    frame = pd.DataFrame(
        {
            "date": [day.isoformat() for day, _, _ in rows],
            "term": [term for _, term, _ in rows],
            "rate": ["." if rate is None else f"{rate / 100:.2f}" for _, _, rate in rows],
            "size_usd": "1",
            "state": "open",
        }
    )
    got = conform(frame, RATES, TODAY).frame
    expected = sorted(rows, key=lambda row: row[:2])
    assert [(d.date(), t) for d, t in zip(got["date"], got["term"], strict=True)] == [row[:2] for row in expected]
    assert [None if pd.isna(rate) else round(rate * 100) for rate in got["rate"]] == [rate for _, _, rate in expected]
    pd.testing.assert_frame_equal(conform(got, RATES, TODAY).frame, got)
