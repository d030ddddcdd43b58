"""CSV downloads: readable by machines, harmless in spreadsheets."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.ui import downloads
from treasury.ui.downloads import csv_bytes, defused, file_name


def test_days_are_iso_the_index_is_a_column_and_missing_is_empty():
    index = pd.DatetimeIndex(["2025-04-10", "2025-04-11"], name="date")
    frame = pd.DataFrame({"2Y": [3.84, np.nan], "amount_usd": [38_123_456_789_012.0, -5.0]}, index=index)
    assert csv_bytes(frame).decode().splitlines() == ["date,2Y,amount_usd", "2025-04-10,3.84,38123456789012", "2025-04-11,,-5"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_defused(cell):
    assert str(defused(cell)).startswith("'")
    frame = pd.DataFrame({cell: [cell]}, dtype="str")
    read = pd.read_csv(io.BytesIO(csv_bytes(frame)), dtype="str")
    assert read.shape == (1, 1)
    assert read.columns[0].startswith("'")
    assert read.iloc[0, 0].startswith("'")


def test_numbers_stay_numbers_and_lose_binary_noise():
    frame = pd.DataFrame({"change_bp": [-3.0, 0.1 + 0.2], "count": [1, -2], "held": [True, False], "note": ["fine", None]})
    assert csv_bytes(frame).decode() == "change_bp,count,held,note\n-3,1,True,fine\n0.3,-2,False,\n"


def test_a_plain_row_number_is_left_out_and_the_frame_stays_as_it_was():
    frame = pd.DataFrame({"day": pd.to_datetime(["2025-04-11"]), "note": ["=x"]})
    before = frame.copy()
    assert csv_bytes(frame).decode() == "day,note\n2025-04-11,'=x\n"
    pd.testing.assert_frame_equal(frame, before)


def test_file_names_say_what_and_up_to_which_day():
    assert file_name("../../etc/passwd\n", date(2025, 4, 11)) == "etc-passwd_as-of_2025-04-11.csv"
    assert file_name("§", None) == "data.csv"
    assert file_name("Par yields", None, "png") == "par-yields.png"


def test_visits_share_the_rows_behind_their_buttons_only_where_they_are_equal():
    """Each visit keeps them for as long as it lasts."""
    first = pd.DataFrame({"2Y": range(20_000)}, dtype="float64")
    assert downloads.shared(first) is first
    assert downloads.shared(first.copy()) is first
    other = first.copy()
    other.iloc[-1, 0] = -1.0
    assert downloads.shared(other) is other
    few = pd.DataFrame({"2Y": [4.0]})
    assert downloads.shared(few.copy()) is not downloads.shared(few.copy())
