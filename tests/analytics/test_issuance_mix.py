"""The issuance mix put together from the datasets: sides, shares, levels, and periods whose buybacks are not held."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import issuance_mix

BN = 1e9
DAY = pd.to_datetime


def auctions() -> pd.DataFrame:
    """Bills and notes of 2025: 60 + 100 of bills, 40 of notes in January; 90 of bills and 50 of notes in February."""
    rows = [
        ("B1", "Bill", "2024-12-26", "2025-01-02", "2025-01-28", 60),
        ("B2", "CMB", "2025-01-02", "2025-01-07", "2025-03-04", 100),
        ("N1", "Note", "2025-01-10", "2025-01-15", "2030-01-15", 40),
        ("B3", "Bill", "2025-01-30", "2025-02-04", "2025-04-01", 90),
        ("N2", "Note", "2025-02-12", "2025-02-18", "2030-02-15", 50),
        ("N3", "Note", "2025-03-12", "2025-03-17", "2030-03-15", math.nan),
    ]
    names = ["cusip", "security_class", "auction_date", "issue_date", "maturity_date", "total_accepted_usd"]
    made = pd.DataFrame(rows, columns=names)
    for name in names[2:5]:
        made[name] = DAY(made[name]).astype("datetime64[us]")
    made["total_accepted_usd"] *= BN
    return made.assign(soma_accepted_usd=[5 * BN, 0.0, 4 * BN, math.nan, 5 * BN, math.nan], offering_usd=30 * BN)


def operations(days: tuple[str, ...] = ("2025-01-21",)) -> pd.DataFrame:
    made = pd.DataFrame({"operation_date": DAY(list(days)), "start_time": "13:40", "state": "result"})
    made["accepted_usd"] = [7 * BN if day == "2025-01-21" else 0.0 for day in days]
    return made.assign(settlement_date=made["operation_date"] + pd.Timedelta(days=1))


def securities(amounts: tuple[float, ...] = (7 * BN,)) -> pd.DataFrame:
    made = operations()[["operation_date", "start_time"]]
    return made.assign(cusip="N1", accepted_usd=list(amounts))


def weekly() -> pd.DataFrame:
    """Operations all through the regular programme, so that nothing is missing."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-06-04", "2025-02-12", freq="7D")]
    return operations((*days, "2025-01-21") if "2025-01-21" not in days else tuple(days))


def flow(frame: pd.DataFrame, period: str, name: str) -> pd.Series:
    return frame[frame["period"].eq(period) & frame["security_class"].eq(name)].iloc[0]


def test_with_results_held_net_is_issued_less_matured_less_bought_back():
    made = issuance_mix.flows(auctions(), weekly(), securities(), "month")
    bills, notes = flow(made, "2025-01", "Bill"), flow(made, "2025-01", "Note")
    assert (bills["issued_usd"], bills["matured_usd"], bills["net_usd"]) == (160 * BN, 60 * BN, 100 * BN)
    assert (notes["issued_usd"], notes["bought_back_usd"], notes["net_usd"]) == (40 * BN, 7 * BN, 33 * BN)
    assert made["buybacks_held"].all()
    assert bills["period_end"] == pd.Timestamp("2025-01-31")


def test_it_ends_with_the_last_auction_that_has_a_result():
    made = issuance_mix.flows(auctions(), weekly(), securities(), "month")
    assert made["period"].max() == "2025-02"
    february = made[made["period"].eq("2025-02")]
    assert february["partial"].all()
    assert flow(made, "2025-02", "Note")["issued_usd"] == 0.0  # sold on the 12th, settled on the 18th


def test_a_gap_in_the_results_makes_missing_of_zero_and_leaves_bills_alone():
    made = issuance_mix.flows(auctions(), operations(), securities(), "month")
    notes, tips, bills = (flow(made, "2025-01", name) for name in ("Note", "TIPS", "Bill"))
    assert (notes["bought_back_usd"], notes["buybacks_held"]) == (7 * BN, False)  # what is held of it
    assert math.isnan(tips["bought_back_usd"])
    assert not tips["buybacks_held"]
    assert (bills["bought_back_usd"], bills["buybacks_held"]) == (0.0, True)
    assert notes["net_usd"] == 33 * BN


def test_an_operation_without_its_securities_is_not_held_either():
    made = issuance_mix.flows(auctions(), weekly(), securities().iloc[:0], "month")
    notes = made[made["security_class"].eq("Note")].set_index("period")
    assert notes["buybacks_held"].tolist() == [False, True]
    assert math.isnan(notes.loc["2025-01", "bought_back_usd"])
    assert notes.loc["2025-02", "bought_back_usd"] == 0.0


def test_sides_add_up_and_keep_what_is_missing_missing():
    made = issuance_mix.sides(issuance_mix.flows(auctions(), operations(), securities(), "month"))
    january = made[made["period"].eq("2025-01")].set_index("side")
    assert january["issued_usd"].tolist() == [160 * BN, 40 * BN, 200 * BN]
    assert january["net_usd"].tolist() == [100 * BN, 33 * BN, 133 * BN]
    assert january["bought_back_usd"].tolist() == [0.0, 7 * BN, 7 * BN]
    assert january["buybacks_held"].tolist() == [True, False, False]
    february = made[made["period"].eq("2025-02")].set_index("side")
    assert math.isnan(february.loc["Bills", "soma_usd"])
    assert math.isnan(february.loc["All", "public_usd"])
    assert february.loc["Bills", "issued_usd"] == 90 * BN
    assert february["bought_back_usd"].tolist() == [0.0, 0.0, 0.0]  # 22 days after the last result: nothing is amiss


def test_the_zero_of_floating_rate_notes_is_no_answer_for_coupons():
    made = issuance_mix.sides(issuance_mix.flows(auctions(), operations().iloc[:0], securities().iloc[:0], "month"))
    coupons = made[made["side"].eq("Coupons")]
    assert coupons["bought_back_usd"].isna().all()
    assert made[made["side"].eq("Bills")]["bought_back_usd"].tolist() == [0.0, 0.0]


def statement(bills: float = 100 * BN) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "record_date": DAY(["2025-01-31"] * 3),
            "security_type": ["Marketable", "Marketable", "Total Marketable"],
            "security_class": ["Bills", "Notes", "Total Marketable"],
            "total_usd": [bills, 300 * BN, 400 * BN],
        }
    )


def test_levels_are_published_where_held_and_rebuilt_elsewhere_and_say_so():
    made = issuance_mix.levels(auctions(), weekly(), securities(), statement(), "month")
    january = made[made["period"].eq("2025-01")]
    assert january["source"].unique().tolist() == ["published"]
    assert january.set_index("security_class").loc["Note", "outstanding_usd"] == 300 * BN
    february = made[made["period"].eq("2025-02")].set_index("security_class")
    assert february["source"].unique().tolist() == ["rebuilt"]
    assert february["record_date"].iloc[0] == pd.Timestamp("2025-02-12")
    assert february["partial"].all()
    assert february.loc["Bill", "outstanding_usd"] == 190 * BN
    assert february.loc["Note", "outstanding_usd"] == 33 * BN


def test_levels_of_a_longer_period_take_the_statement_of_its_last_day_only():
    made = issuance_mix.levels(auctions(), weekly(), securities(), statement(), "quarter")
    assert made["source"].unique().tolist() == ["rebuilt"]  # 31 January ends no quarter
    only = issuance_mix.levels(auctions(), weekly(), securities(), statement(), "month", rebuilt_only=True)
    assert only["source"].unique().tolist() == ["rebuilt"]


def test_the_three_shares_stand_side_by_side():
    inputs = (auctions(), weekly(), securities())
    held = issuance_mix.levels(*inputs, statement(), "month")
    rebuilt = issuance_mix.levels(*inputs, statement(), "month", rebuilt_only=True)
    made = issuance_mix.shares(issuance_mix.flows(*inputs, "month"), held, rebuilt).set_index("period")
    january = made.loc["2025-01"]
    assert january["bill_share_outstanding_pct"] == pytest.approx(25.0)
    assert january["bill_share_outstanding_rebuilt_pct"] == pytest.approx(100 / 133 * 100)
    assert january["bill_share_gross_pct"] == pytest.approx(80.0)
    assert january["bill_share_net_pct"] == pytest.approx(100 / 133 * 100)
    assert (january["source"], made.loc["2025-02", "source"]) == ("published", "rebuilt")
    assert made["partial"].tolist() == [True, True]  # January begins before the first auction held


def test_what_is_announced_counts_ahead_and_nowhere_else():
    made = issuance_mix.ahead(auctions(), weekly(), securities(), upcoming(), "month")
    notes = made[made["security_class"].eq("Note")].set_index("period")
    assert notes["to_settle_usd"].tolist() == [50 * BN, 0.0]
    assert notes["announced_usd"].tolist() == [0.0, 30 * BN]
    issued = issuance_mix.flows(auctions(), weekly(), securities(), "month")["issued_usd"].sum()
    assert issued == 290 * BN


def upcoming(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Upcoming auctions: CUSIP, type, auction date, amount offered."""
    made = pd.DataFrame(rows, columns=["cusip", "security_type", "auction_date", "offering_usd"])
    made["auction_date"] = DAY(made["auction_date"]).astype("datetime64[us]")
    return made.assign(
        issue_date=made["auction_date"] + pd.Timedelta(days=5), offering_usd=made["offering_usd"].astype("float64")
    )


def test_upcoming_auctions_count_ahead_once_and_by_their_class():
    listed = upcoming(
        ("B3", "Bill", "2025-01-30", 90 * BN),  # long held: the list keeps such rows
        ("N3", "Note", "2025-03-12", 30 * BN),  # announced among the auctions too
        ("T1", "TIPS Note", "2025-03-20", 21 * BN),
        ("F1", "FRN Note", "2025-03-26", 28 * BN),
        ("C1", "CMB", "2025-03-13", math.nan),  # its size is not set
    )
    assert issuance_mix.announced(listed, auctions())["security_class"].tolist() == ["TIPS", "FRN", "CMB"]
    made = issuance_mix.ahead(auctions(), weekly(), securities(), listed, "month")
    march = made[made["period"].eq("2025-03")].set_index("security_class")["announced_usd"]
    assert march[["Note", "Bond", "TIPS", "FRN"]].tolist() == [30 * BN, 0.0, 21 * BN, 28 * BN]
    assert math.isnan(march["Bill"])
    assert made["period_end"].iloc[0] == pd.Timestamp("2025-02-28")


def test_levels_keep_a_class_that_is_not_known_as_missing():
    old = auctions()
    for name in ("auction_date", "issue_date", "maturity_date"):
        old[name] = old[name] - pd.DateOffset(years=30)  # 1995: notes are known, bonds are not
    none = operations().iloc[:0]
    made = issuance_mix.levels(old, none, securities().iloc[:0], statement().iloc[:0], "month")
    january = made[made["period"].eq("1995-01")].set_index("security_class")["outstanding_usd"]
    assert january[["Bill", "Note"]].tolist() == [100 * BN, 40 * BN]
    assert math.isnan(january["Bond"])
    flows = issuance_mix.flows(old, none, securities().iloc[:0], "month")
    assert issuance_mix.shares(flows, made, made)["bill_share_outstanding_pct"].isna().all()


def test_average_maturity_of_coupons_is_longer_than_of_all():
    made = issuance_mix.average_maturity(auctions(), weekly(), securities(), "month")
    last = made.loc["2025-01-31"]
    notes, bills = pd.Timestamp("2030-01-15"), pd.Timestamp("2025-03-04")
    days = [(day - pd.Timestamp("2025-01-31")).days for day in (bills, notes)]
    assert last["coupons_months"] == pytest.approx(days[1] / (365.25 / 12))
    assert last["all_months"] == pytest.approx((100 * days[0] + 33 * days[1]) / 133 / (365.25 / 12))


def test_without_any_buyback_data_the_rest_is_still_there():
    made = issuance_mix.flows(auctions(), operations().iloc[:0], securities().iloc[:0], "quarter")
    notes = flow(made, "2025 Q1", "Note")
    assert (notes["net_usd"], notes["buybacks_held"]) == (40 * BN, False)
    assert math.isnan(notes["bought_back_usd"])
