"""Cards, source lines and tables: each state looks different, and outside text is only text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from treasury import frames, language
from treasury.dataset import Vintage
from treasury.ui import layout, provenance, tables
from treasury.ui.cache import Loaded

HELD = Vintage(
    "par_yields", "v3", date(2025, 4, 11), datetime(2025, 4, 12, tzinfo=UTC), "refreshed", "https://home.treasury.gov/rates", 2
)
ROWS = pd.DataFrame({"10Y": [4.4, 4.48]}, index=pd.to_datetime(["2025-04-10", "2025-04-11"]))
LOADED = Loaded(frames.dataset("par_yields"), ROWS, HELD, "fresh")

CARD = """
from treasury.ui import layout
layout.{state}_card("What", "Why")
"""


@pytest.mark.parametrize(("state", "kind"), [("failed", "error"), ("stale", "warning"), ("empty", "info"), ("never", "markdown")])
def test_every_state_has_a_card_of_its_own(run_script, state, kind):
    app = run_script(CARD.format(state=state))
    cards = {name: len(getattr(app, name)) for name in ("error", "warning", "info", "markdown")}
    assert cards == {**dict.fromkeys(cards, 0), kind: 1}
    assert "**What**  \nWhy" in getattr(app, kind)[0].value


def test_the_source_line_names_publisher_dataset_day_and_origin():
    line = provenance.line(LOADED)
    publisher, title = "[US Treasury](https://home.treasury.gov/rates)", "Par yields (Treasury curve)"
    assert line == f"{publisher}, {title}, as of **11 Apr 2025**, refreshed 12 Apr 2025"
    snapshot = replace(LOADED, vintage=replace(HELD, origin="snapshot"))
    assert provenance.line(snapshot).endswith("snapshot of 12 Apr 2025")


def test_the_source_line_says_what_is_wrong():
    stale = provenance.line(replace(LOADED, state="stale", due=date(2025, 4, 16)))
    assert "stale" in stale
    assert stale.endswith("next record due since 16 Apr 2025")
    assert "last refresh failed" in provenance.line(replace(LOADED, state="failed", reason="503 from [x](y)"))
    assert "\\[x\\](y)" in provenance.line(replace(LOADED, state="failed", reason="503 from [x](y)"))
    assert "approximate" in provenance.line(replace(LOADED, vintage=replace(HELD, caveats="approximate before 1990")))
    assert "v4 cannot be read" in provenance.line(replace(LOADED, vintage=replace(HELD, trouble="v4 cannot be read")))


def test_several_sources_reach_as_far_as_the_shortest():
    other = replace(LOADED, vintage=replace(HELD, as_of=date(2025, 3, 31)))
    assert layout.oldest([LOADED, other]) == date(2025, 3, 31)
    assert layout.oldest([replace(LOADED, vintage=None)]) is None


def test_the_unit_at_the_end_of_a_columns_name_sets_its_format():
    frame = pd.DataFrame(
        {"move_bp": [3.0], "share_pct": [21.9], "offering_usd": [5_190_000_000.0], "day": [pd.Timestamp("2025-04-11")]}
    )
    shown, columns = tables.formatted(frame, {"offering_usd": "Offered", "move_bp": "Move"}, {})
    assert shown["offering_usd"].tolist() == [5.19]
    assert columns["offering_usd"]["label"] == "Offered, USD bn"
    assert columns["move_bp"]["label"] == "Move, bp"
    assert columns["move_bp"]["type_config"]["format"] == "%+.0f"
    assert columns["share_pct"]["type_config"]["format"] == "%.2f"
    assert columns["day"]["type_config"]["format"] == "D MMM YYYY"


def test_whole_basis_points_have_no_decimal_and_no_change_has_no_sign():
    finer = pd.DataFrame({"a_bp": [3.0, -2.0], "b_bp": [0.26, -0.04], "c_level_bp": [12.0, 0.0]})
    shown, columns = tables.formatted(finer, {}, {})
    assert columns["a_bp"]["type_config"]["format"] == "%+.1f", "one decimal for all where any needs it"
    assert columns["b_bp"]["type_config"].get("format") is None
    assert columns["c_level_bp"]["type_config"]["format"] == "%.0f"
    texts = shown._translate(False, False)["body"]
    assert [row[2]["display_value"] for row in texts] == ["+0.3", "0.0"]
    whole, columns = tables.formatted(pd.DataFrame({"a_bp": [47.0, 0.0, float("nan")]}), {}, {})
    assert [row[1]["display_value"] for row in whole._translate(False, False)["body"]] == ["+47", "0", "n/a"]


def test_thousands_are_grouped_where_a_column_has_them():
    frame = pd.DataFrame({"issued_usd": [2_572_640_000_000.0, 33_300_000_000.0, float("nan")], "left_usd": [8e9, 0.0, 1e9]})
    shown, columns = tables.formatted(frame, {}, {}, ("bn", 1))
    rows = [row[1]["display_value"] for row in shown._translate(False, False)["body"]]
    assert rows == ["2,572.6", "33.3", "n/a"]
    assert columns["issued_usd"]["type_config"].get("format") is None
    assert columns["left_usd"]["type_config"]["format"] == "%.1f"


def test_a_column_of_dollars_without_figures_is_not_scaled():
    shown, columns = tables.formatted(pd.DataFrame({"a_usd": [float("nan")]}), {}, {})
    assert columns["a_usd"]["label"] == "a_usd, USD"
    assert shown["a_usd"].isna().all()


def test_plain_dollars_have_no_decimal_in_any_language():
    frame = pd.DataFrame({"a_usd": [120.0, 950.0]})
    with language.using("ja"):
        shown, columns = tables.formatted(frame, {}, {})
    assert shown["a_usd"].tolist() == [120.0, 950.0]
    assert (columns["a_usd"]["label"], columns["a_usd"]["type_config"]["format"]) == ("a_usd(ドル)", "%.0f")


def test_texts_of_a_cell_are_translated_one_by_one_and_a_readers_own_stay_as_they_are():
    frame = pd.DataFrame({"what": ["Buyback; Auction", "mine; too", None]})
    with language.using("ja"):
        shown, _ = tables.formatted(frame, {}, {})
    assert shown["what"].tolist()[:2] == ["国債買い戻し、入札", "mine; too"]


def test_rows_become_a_frame_with_real_dates():
    frame = tables.from_rows(
        [{"day": date(2025, 4, 11), "rank": None}, {"day": None, "rank": 2}], {"day": "moved_on", "rank": "rank"}
    )
    assert frame["moved_on"].dt.year.tolist()[0] == 2025
    assert list(frame.columns) == ["moved_on", "rank"]
    assert tables.from_rows([], {"day": "moved_on"}).columns.tolist() == ["moved_on"]
