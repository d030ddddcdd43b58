"""The reviewed files: what each must hold, and how a slip in one is refused.

Longer than other files on purpose: each file has its own rules, and they are read side by side.
"""

import re
from urllib.parse import urlsplit

import pandas as pd
import pytest

from treasury.errors import BadReference
from treasury.reference import CATEGORIES, FOLDER, buyback_sizes, fomc_meetings, key_dates, refunding_statements

# Whose pages count as a source: public bodies, and the rating agencies on their own ratings.
OFFICIAL = {
    "www.federalreserve.gov",
    "home.treasury.gov",
    "fiscaldata.treasury.gov",
    "www.federalregister.gov",
    "www.supremecourt.gov",
    "www.congress.gov",
    "www.fitchratings.com",
    "ratings.moodys.com",
}

READERS = {
    "key_dates": key_dates,
    "fomc_meetings": fomc_meetings,
    "refunding_statements": refunding_statements,
    "buyback_sizes": buyback_sizes,
}

GOOD = {
    "key_dates": {
        "id": "tariff-day",
        "date": "2025-04-02",
        "end_date": "2025-04-11",
        "label": "Tariffs",
        "title": "Tariffs are announced.",
        "category": "tariff",
        "regime": "",
        "default": "yes",
        "source": "https://www.federalregister.gov/d/2025-06063",
    },
    "fomc_meetings": {
        "statement_date": "2024-09-18",
        "scheduled": "yes",
        "decision": "cut",
        "change_bp": "-50",
        "target_low_pct": "4.75",
        "target_high_pct": "5.00",
        "source": "https://www.federalreserve.gov/newsevents/pressreleases/monetary20240918a.htm",
    },
    "refunding_statements": {
        "statement_date": "2025-07-30",
        "quarter": "Aug-Oct 2025",
        "statement_url": "https://home.treasury.gov/news/press-releases/sb0212",
        "borrowing_estimate_date": "2025-07-28",
        "refunding_total_usd": "125000000000",
        "note_3y_usd": "58000000000",
        "note_10y_usd": "42000000000",
        "bond_30y_usd": "25000000000",
        "maturing_privately_held_usd": "89800000000",
        "new_cash_usd": "35200000000",
        "liquidity_buyback_max_usd": "38000000000",
        "cash_management_buyback_max_usd": "0",
        "note": "Long-end buybacks twice as often.",
    },
    "buyback_sizes": {
        "date": "2026-08-19",
        "effective_date": "2026-09-09",
        "security_type": "Nominal Coupons",
        "maturity_bucket": "10Y to 20Y",
        "least_maximum_usd": "4000000000",
        "source": "https://home.treasury.gov/news/press-releases/sb0607",
    },
}


@pytest.fixture
def read(tmp_path):
    """Reads a file of the given kind with the good row changed as told, once for each change."""

    def reader(kind, *changes):
        rows = [GOOD[kind] | change for change in changes]
        path = tmp_path / f"{kind}.csv"
        pd.DataFrame(rows).to_csv(path, index=False)
        return READERS[kind](path)

    return reader


def read_text(tmp_path, kind, text, encoding="utf-8"):
    path = tmp_path / f"{kind}.csv"
    path.write_bytes(text.encode(encoding))
    return READERS[kind](path)


# --- the files of the project -------------------------------------------------------------------------------------------


def test_key_dates_of_the_project():
    frame = key_dates()
    assert list(frame.columns) == list(GOOD["key_dates"])
    assert frame["date"].dtype == frame["end_date"].dtype == "datetime64[us]"
    assert frame["default"].dtype == "bool"
    assert frame["date"].is_monotonic_increasing
    assert set(frame["category"]) <= set(CATEGORIES)
    tariffs = frame.set_index("id").loc["tariffs-2025-04"]
    assert (tariffs["date"], tariffs["label"], tariffs["category"]) == (
        pd.Timestamp("2025-04-02"),
        "Reciprocal tariffs",
        "tariff",
    )
    week = frame.set_index("id").loc["selloff-week-2025-04"]
    assert (week["date"], week["end_date"]) == (pd.Timestamp("2025-04-07"), pd.Timestamp("2025-04-11"))


def test_sizes_by_press_release_are_key_dates_too():
    frame = buyback_sizes()
    assert frame[["maturity_bucket", "least_maximum_usd"]].to_numpy().tolist() == [["10Y to 20Y", 4e9], ["20Y to 30Y", 4e9]]
    releases = key_dates().set_index("date")["source"]
    assert all(row.source in releases.loc[[row.date]].tolist() for row in frame.itertuples())
    assert all(row.effective_date in releases.index for row in frame.itertuples())  # the regime they begin


def test_dates_drawn_by_default():
    frame = key_dates()
    drawn = frame[frame["default"]]
    assert 8 <= len(drawn) <= 10
    assert set(zip(drawn["date"].dt.strftime("%Y-%m-%d"), drawn["category"], strict=True)) >= {
        ("2025-04-02", "tariff"),
        ("2025-04-09", "tariff"),
        ("2025-07-30", "buyback"),
        ("2025-11-05", "refunding"),
        ("2025-11-05", "court"),
        ("2025-12-29", "reference"),
        ("2026-08-19", "buyback"),
    }
    assert frame.loc[frame["category"].eq("reference"), "label"].tolist() == ["Truce reference date"]


def test_buyback_regimes_begin_when_their_rules_apply():
    regimes = key_dates().dropna(subset="regime")
    assert dict(zip(regimes["regime"], regimes["date"].dt.strftime("%Y-%m-%d"), strict=True)) == {
        "2000-2002 programme": "2000-03-09",
        "2014-2024 tests": "2014-10-09",
        "2024 start": "2024-05-29",
        "August 2024 enlargement": "2024-08-07",
        "July 2025 enlargement": "2025-08-13",
        "August 2026 enlargement": "2026-09-09",
    }


# Days on which the federal funds target range (DFEDTARL, DFEDTARU) steps, with the new upper end.
TARGET_STEPS = (
    "2022-03-17 0.50, 2022-05-05 1.00, 2022-06-16 1.75, 2022-07-28 2.50, 2022-09-22 3.25, 2022-11-03 4.00, 2022-12-15 4.50, "
    "2023-02-02 4.75, 2023-03-23 5.00, 2023-05-04 5.25, 2023-07-27 5.50, 2024-09-19 5.00, 2024-11-08 4.75, 2024-12-19 4.50, "
    "2025-09-18 4.25, 2025-10-30 4.00, 2025-12-11 3.75"
)


def test_fomc_decisions_are_the_steps_of_the_target_range():
    frame = fomc_meetings()
    held = frame[frame["statement_date"] < "2026-08-21"]  # last day of the series these steps are from
    moved = held[held["decision"] != "hold"]
    effective = (moved["statement_date"] + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    steps = [f"{day} {high:.2f}" for day, high in zip(effective, moved["target_high_pct"], strict=True)]
    assert steps == TARGET_STEPS.split(", ")
    assert (frame["target_high_pct"] - frame["target_low_pct"]).dropna().round(4).eq(0.25).all()
    assert held["decision"].value_counts().to_dict() == {"hold": 25, "hike": 11, "cut": 6}


def test_fomc_meetings_without_decision_have_no_figures_and_come_last():
    frame = fomc_meetings().set_index("statement_date")
    september = frame.loc["2026-09-16"]
    assert (september["decision"], september["change_bp"], september["target_high_pct"]) == ("hike", 25.0, 4.0)
    undecided = frame[frame["decision"].isna()]
    assert undecided[["change_bp", "target_low_pct", "target_high_pct"]].isna().all(axis=None)
    assert (undecided.index > frame["decision"].last_valid_index()).all()
    assert frame["scheduled"].dtype == "bool"
    assert frame["scheduled"].all()


# Offering amounts, in billions, of the 3-, 10- and 30-year new issues auctioned after each statement.
AUCTIONED = {
    "2023-02-01": (40, 35, 21),
    "2023-05-03": (40, 35, 21),
    "2023-08-02": (42, 38, 23),
    "2023-11-01": (48, 40, 24),
    "2024-01-31": (54, 42, 25),
    "2024-05-01": (58, 42, 25),
    "2024-07-31": (58, 42, 25),
    "2024-10-30": (58, 42, 25),
    "2025-02-05": (58, 42, 25),
    "2025-04-30": (58, 42, 25),
    "2025-07-30": (58, 42, 25),
    "2025-11-05": (58, 42, 25),
    "2026-02-04": (58, 42, 25),
    "2026-05-06": (58, 42, 25),
    "2026-08-05": (58, 42, 25),
}


def test_refunding_sizes_are_the_auctioned_sizes():
    frame = refunding_statements().set_index("statement_date")
    sizes = frame.loc[:"2026-08-05", ["note_3y_usd", "note_10y_usd", "bond_30y_usd"]]
    assert {day.strftime("%Y-%m-%d"): tuple(row / 1e9) for day, row in sizes.iterrows()} == AUCTIONED


def test_refunding_statement_in_full():
    row = refunding_statements().set_index("quarter").loc["Aug-Oct 2025"]
    assert row["statement_url"] == "https://home.treasury.gov/news/press-releases/sb0212"
    assert row["borrowing_estimate_date"] == pd.Timestamp("2025-07-28")
    assert (row["refunding_total_usd"], row["maturing_privately_held_usd"], row["new_cash_usd"]) == (125e9, 89.8e9, 35.2e9)
    assert (row["liquidity_buyback_max_usd"], row["cash_management_buyback_max_usd"]) == (38e9, 0)


def test_amounts_not_stated_are_missing():
    frame = refunding_statements().set_index("quarter")
    assert pd.isna(frame.loc["May-Jul 2024", "liquidity_buyback_max_usd"])
    assert frame.loc["May-Jul 2024", "cash_management_buyback_max_usd"] == 0
    assert pd.isna(frame.loc["Aug-Oct 2024", "cash_management_buyback_max_usd"])


def test_sources_are_official_pages_or_documents():
    sources = pd.concat([key_dates()["source"], fomc_meetings()["source"], refunding_statements()["statement_url"]])
    hosts = {urlsplit(source).hostname for source in sources if "://" in source}
    assert hosts - OFFICIAL == set(), "name the publisher's own page, or the document; another publisher goes into OFFICIAL"


def test_readme_names_every_column_and_category():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for row in GOOD.values():
        for column in row:
            assert f"`{column}`" in text
    for category in CATEGORIES:
        assert re.search(rf"\b{category}\b", text)


# --- one good file, then one fault at a time ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_row_reads(read, kind):
    frame = read(kind, {})
    assert len(frame) == 1
    assert list(frame.columns) == list(GOOD[kind])


def test_values_and_types_of_a_good_row(read):
    row = read("key_dates", {}).iloc[0]
    assert (row["date"], row["end_date"], row["default"]) == (pd.Timestamp("2025-04-02"), pd.Timestamp("2025-04-11"), True)
    assert pd.isna(row["regime"])
    row = read("fomc_meetings", {"scheduled": "no"}).iloc[0]
    assert (row["change_bp"], row["target_low_pct"], row["target_high_pct"], row["scheduled"]) == (-50.0, 4.75, 5.0, False)


def test_a_file_without_rows_keeps_its_columns_and_types(tmp_path):
    frame = read_text(tmp_path, "key_dates", ",".join(GOOD["key_dates"]) + "\n")
    assert frame.empty
    assert frame.dtypes.astype("str").to_dict() == key_dates().dtypes.astype("str").to_dict()


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    text = "\r\n".join([",".join(GOOD["fomc_meetings"]), ",".join(GOOD["fomc_meetings"].values()), ""])
    frame = read_text(tmp_path, "fomc_meetings", text, "utf-8-sig")
    assert frame["decision"].tolist() == ["cut"]


CELL_FAULTS = [
    ("key_dates", "id", "Tariff Day", "'Tariff Day' is no slug"),
    ("key_dates", "id", "tariff--day", "'tariff--day' is no slug"),
    ("key_dates", "id", "", "must not be empty"),
    ("key_dates", "date", "", "must not be empty"),
    ("key_dates", "date", "02/04/2025", "date: '02/04/2025' is no date; write it as YYYY-MM-DD"),
    ("key_dates", "date", "2025-02-30", "date: 2025-02-30 does not exist"),
    ("key_dates", "date", " 2025-04-02", "' 2025-04-02' has spaces around it"),
    ("key_dates", "end_date", "2025-04-01", "2025-04-01 is before the date, 2025-04-02"),
    ("key_dates", "end_date", "soon", "date: 'soon' is no date"),
    ("key_dates", "label", "x" * 29, "29 characters, at most 28"),
    ("key_dates", "label", "", "must not be empty"),
    ("key_dates", "title", "No full stop", "must be a sentence that ends with a full stop"),
    ("key_dates", "title", "x" * 240 + ".", "241 characters, at most 240"),
    ("key_dates", "title", "Two\nlines.", "the text runs over several lines"),
    ("key_dates", "category", "weather", "'weather' is none of tariff, refunding, buyback"),
    ("key_dates", "default", "true", "'true' is none of yes, no"),
    ("key_dates", "default", "", "must not be empty"),
    ("key_dates", "source", "", "must not be empty"),
    ("key_dates", "source", "http://example.org/x", "'http://example.org/x' is no address of a page"),
    ("key_dates", "source", "https://example.org/two parts", "is no address of a page"),
    ("buyback_sizes", "effective_date", "2026-08-18", "is before the release, 2026-08-19"),
    ("buyback_sizes", "security_type", "TIPS Note", "'TIPS Note' is none of Nominal Coupons, TIPS"),
    ("buyback_sizes", "least_maximum_usd", "4", "is not plausible"),
    ("fomc_meetings", "statement_date", "2024-9-18", "is no date"),
    ("fomc_meetings", "scheduled", "Y", "'Y' is none of yes, no"),
    ("fomc_meetings", "decision", "pause", "'pause' is none of hike, cut, hold"),
    ("fomc_meetings", "change_bp", "-0.5", "'-0.5' is no number of whole basis points"),
    ("fomc_meetings", "change_bp", "50", "+50 is no cut"),
    ("fomc_meetings", "change_bp", "0", "+0 is no cut"),
    ("fomc_meetings", "change_bp", "", "decision, change and target range are given together or not at all"),
    ("fomc_meetings", "target_low_pct", "475", "'475' is no plausible target rate"),
    ("fomc_meetings", "target_low_pct", "47.50", "'47.50' is no plausible target rate"),
    ("fomc_meetings", "target_high_pct", "", "decision, change and target range are given together or not at all"),
    ("fomc_meetings", "target_high_pct", "4.50", "4.5 is below the low end, 4.75"),
    ("fomc_meetings", "source", "", "must not be empty"),
    ("refunding_statements", "statement_date", "2025-30-07", "does not exist, months run from 01 to 12"),
    ("refunding_statements", "statement_url", "", "must not be empty"),
    ("refunding_statements", "statement_url", "sb0212", "'sb0212' is no address of a page"),
    ("refunding_statements", "borrowing_estimate_date", "2025-08-01", "2025-08-01 is after the statement, 2025-07-30"),
    ("refunding_statements", "refunding_total_usd", "125", "125 is not plausible; amounts are whole dollars"),
    ("refunding_statements", "refunding_total_usd", "1000000000001", "is not plausible"),
    (
        "refunding_statements",
        "refunding_total_usd",
        "126000000000",
        "126,000,000,000 is not the sum of note_3y_usd and note_10y_usd",
    ),
    ("refunding_statements", "note_3y_usd", "58000000000.0", "'58000000000.0' is no amount in whole dollars"),
    ("refunding_statements", "note_10y_usd", "-42000000000", "is no amount in whole dollars"),
    ("refunding_statements", "liquidity_buyback_max_usd", "38000", "38000 is not plausible"),
    ("refunding_statements", "note", "", "must not be empty"),
]


@pytest.mark.parametrize(("kind", "column", "cell", "reason"), CELL_FAULTS)
def test_a_bad_cell_is_named_by_file_line_and_column(read, kind, column, cell, reason):
    date_column = "date" if kind == "key_dates" else "statement_date"
    earlier = {
        date_column: "2020-01-02",
        "id": "other",
        "end_date": "",
        "quarter": "other",
        "borrowing_estimate_date": "2020-01-02",
    }
    earlier |= {"statement_url": "https://home.treasury.gov/news/press-releases/x"}
    earlier |= {"change_bp": "-25", "target_low_pct": "5.25", "target_high_pct": "5.50"}
    good = {name: value for name, value in earlier.items() if name in GOOD[kind]}
    with pytest.raises(BadReference) as caught:
        read(kind, good, {column: cell})
    assert str(caught.value).startswith(f"{kind}.csv, line 3, column ")
    assert reason in str(caught.value)
    if "sum of" not in reason:
        assert f"line 3, column '{column}': " in str(caught.value)


def test_maturing_and_new_cash_must_add_up_but_for_rounding(read):
    frame = read("refunding_statements", {"new_cash_usd": "35300000000"})
    assert frame["new_cash_usd"].tolist() == [35.3e9]
    with pytest.raises(
        BadReference, match=r"line 2, column 'refunding_total_usd': .* sum of maturing_privately_held_usd and new_cash_usd"
    ):
        read("refunding_statements", {"new_cash_usd": "35400000000"})


@pytest.mark.parametrize(
    ("kind", "column", "change"),
    [
        ("key_dates", "id", {"date": "2025-05-01", "end_date": ""}),
        ("key_dates", "regime", {"id": "other"}),
        ("fomc_meetings", "statement_date", {"change_bp": "-25"}),
        ("refunding_statements", "statement_date", {"quarter": "Nov 2025"}),
        ("refunding_statements", "quarter", {"statement_date": "2025-11-05"}),
    ],
)
def test_what_identifies_a_row_stands_once(read, kind, column, change):
    first = {"regime": "2024 start"} if column == "regime" else {}
    with pytest.raises(BadReference, match=rf"{kind}.csv, line 3, column '{column}': .* stands in line 2 already"):
        read(kind, first, first | change)


def test_rows_out_of_date_order_are_named(read):
    with pytest.raises(BadReference, match=r"line 3, column 'date': 2025-04-01 comes after 2025-04-02; rows are in date order"):
        read("key_dates", {}, {"id": "earlier", "date": "2025-04-01"})


def test_several_events_may_share_a_day(read):
    assert len(read("key_dates", {}, {"id": "second"})) == 2


def test_a_target_range_must_follow_from_the_meeting_before(read):
    next_cut = {"statement_date": "2024-11-07", "change_bp": "-25", "target_low_pct": "4.50", "target_high_pct": "4.75"}
    assert read("fomc_meetings", {}, next_cut)["target_high_pct"].tolist() == [5.0, 4.75]
    with pytest.raises(
        BadReference, match=r"line 3, column 'target_high_pct': 5.0 does not follow from 5.0 and a change of -25.0 bp"
    ):
        read("fomc_meetings", {}, next_cut | {"target_high_pct": "5.00"})


def test_a_decision_after_an_open_one_is_a_fault(read):
    undecided = {"decision": "", "change_bp": "", "target_low_pct": "", "target_high_pct": ""}
    assert read("fomc_meetings", undecided)["decision"].isna().all()
    with pytest.raises(BadReference, match=r"line 3, column 'decision': the decision of 2024-09-18 is not entered yet"):
        read("fomc_meetings", undecided, {"statement_date": "2024-11-07"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "key_dates.csv is empty; line 1 must be id,date,end_date"),
        ("id,day\n", "key_dates.csv, line 1, column 'date': the header says 'day'; it must be id,date,"),
        ("date,id,end_date,label,title,category,regime,default,source\n", "line 1, column 'id': the header says 'date'"),
        (
            "id,date,end_date,label,title,category,regime,default,source,extra\n",
            "line 1, column 'surplus': the header says 'extra'",
        ),
    ],
)
def test_the_header_is_exact(tmp_path, text, message):
    with pytest.raises(BadReference) as caught:
        read_text(tmp_path, "key_dates", text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "a-b,2025-04-02,,Label,A title, with a comma.,tariff,,yes,https://x.gov/y",
            "line 2, column 'source': 'https://x.gov/y' is a cell too many",
        ),
        ("a-b,2025-04-02,,Label,A title.,tariff,,yes", "line 2, column 'source': must not be empty"),
        ("", "line 2, column 'id': must not be empty"),
        (
            "a,b,c,d,e,f,g,h,i,j,k",
            "key_dates.csv, line 2: 11 cells instead of 9; text with commas needs quotes",
        ),
        ('a-b,2025-04-02,,"Label,A title.,tariff,,yes,https://x.gov/y', "key_dates.csv cannot be read: "),
    ],
)
def test_lines_of_the_wrong_shape_are_named(tmp_path, line, message):
    with pytest.raises(BadReference) as caught:
        read_text(tmp_path, "key_dates", ",".join(GOOD["key_dates"]) + "\n" + line + "\n")
    assert message in str(caught.value)


def test_a_file_that_is_missing_or_no_utf8_is_named(tmp_path):
    with pytest.raises(BadReference, match=r"nowhere.csv cannot be read: .*No such file"):
        key_dates(tmp_path / "nowhere.csv")
    with pytest.raises(BadReference, match=r"key_dates.csv cannot be read: .*utf-8"):
        read_text(tmp_path, "key_dates", "id,dätum\n", "latin-1")
