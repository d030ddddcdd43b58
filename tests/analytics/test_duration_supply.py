"""Duration supply from a handful of auctions and one buyback, against figures worked out with QuantLib and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import QuantLib as ql

from tests.analytics.test_duration import bond, terms
from treasury.analytics import duration_flows, duration_stock, duration_supply, private_supply
from treasury.analytics.curve import par_yields_at
from treasury.analytics.duration_flows import Assumptions

BN = 1e9
DAY = pd.to_datetime
UNIT = "ten_year_equivalent_usd"

# CUSIP, class, term, reopening, auction, issue, maturity, coupon, high yield, price, accepted, add-on, offered (bn)
SOLD = [
    ("T26", "Note", "10-Year", "No", "2026-05-12", "2026-05-15", "2036-05-15", 4.375, 4.468, None, 52.5, 10.5, 42),
    ("T26", "Note", "10-Year", "Yes", "2026-06-10", "2026-06-15", "2036-05-15", 4.375, 4.538, None, 39, 0, 39),
    ("B56", "Bond", "30-Year", "Yes", "2026-06-11", "2026-06-15", "2056-05-15", 5.0, 5.02, None, 22, 0, 22),
    ("I31", "TIPS", "5-Year", "Yes", "2026-06-18", "2026-06-30", "2031-04-15", 1.25, 1.955, None, 24, 0, 24),
    ("F28", "FRN", "2-Year", "Yes", "2026-06-24", "2026-06-26", "2028-04-30", None, None, 99.9, 28, 0, 28),
    ("W26", "Bill", "8-Week", "No", "2026-06-25", "2026-06-30", "2026-08-25", None, None, 99.43, 90, None, 80),
    ("T36", "Note", "10-Year", "No", "2026-08-12", "2026-08-17", "2036-08-15", 4.625, 4.683, None, 48, None, 42),
    ("N31", "Note", "5-Year", "No", "2026-08-26", "2026-08-31", "2031-08-31", None, None, None, None, None, 70),
]
NAMES = [
    *("cusip", "security_class", "original_security_term", "reopening", "auction_date", "issue_date", "maturity_date"),
    *("coupon_pct", "high_yield", "price_per100", "total_accepted_usd", "soma_accepted_usd", "offering_usd"),
]


def auctions(rows: list[tuple[object, ...]] = SOLD) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=NAMES)
    for name in ("auction_date", "issue_date", "maturity_date"):
        made[name] = DAY(made[name]).astype("datetime64[us]")
    made = made.astype(dict.fromkeys(NAMES[7:], "float64"))
    made[NAMES[10:]] *= BN
    return made.assign(high_discount_rate=math.nan, high_investment_rate=math.nan, security_term=made["original_security_term"])


def operations() -> pd.DataFrame:
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-06-04", "2026-08-11", freq="7D")]
    made = pd.DataFrame({"operation_date": DAY(days), "start_time": "13:40", "state": "result", "accepted_usd": 0.0})
    made.loc[made["operation_date"].eq("2026-06-23"), "accepted_usd"] = 2 * BN
    words = {"operation_type": "Liquidity Support", "security_type": "Nominal Coupons", "maturity_bucket": "20Y to 30Y"}
    return made.assign(settlement_date=made["operation_date"] + pd.Timedelta(days=1), **words)


def securities() -> pd.DataFrame:
    row = {"operation_date": DAY(["2026-06-23"]), "start_time": "13:40", "cusip": "B56", "coupon_pct": 0.05}  # a fraction
    return pd.DataFrame({**row, "accepted_usd": 2 * BN, "price": 99.5})


def curve() -> pd.DataFrame:
    days = pd.bdate_range("2026-04-24", "2026-08-31")
    return pd.DataFrame({"1M": 3.7, "2Y": 4.1, "10Y": np.linspace(4.4, 4.8, len(days)), "30Y": 5.1}, index=days)


def real_curve() -> pd.DataFrame:
    return pd.DataFrame({"5Y": 1.9, "10Y": curve()["10Y"] / 2}, index=curve().index)


def fed(values: dict[str, float]) -> pd.DataFrame:
    index = DAY(list(values))
    return pd.DataFrame({"bills_usd": 400 * BN, "notes_bonds_usd": list(values.values()), "tips_usd": 0.0, "frn_usd": 0.0}, index)


def years(coupon: float, maturity: str, day: str, rate: float) -> float:
    """Modified duration by QuantLib."""
    made = bond(pd.Series({"coupon_pct": coupon, "maturity_date": pd.Timestamp(maturity)}), pd.Timestamp(day))
    return float(ql.BondFunctions.duration(made, *terms(made, rate), ql.Duration.Modified))


def ten(day: str) -> float:
    """Duration of the on-the-run 10-year: T26 from 15 May, T36 from 17 August."""
    known = curve().loc[:day, "10Y"]
    note = (4.625, "2036-08-15") if day >= "2026-08-17" else (4.375, "2036-05-15")
    return years(*note, f"{known.index[-1]:%Y-%m-%d}", known.iloc[-1])


def inputs() -> tuple[pd.DataFrame, ...]:
    return auctions(), operations(), securities(), curve()


def june(assume: Assumptions = duration_flows.PLAIN) -> pd.DataFrame:
    made = duration_supply.duration_supply(*inputs(), "month", assume)
    return made[made["period"].eq("2026-06")].set_index("security_class")


def test_issued_is_par_times_duration_over_that_of_the_ten_year() -> None:
    made = june()[f"issued_{UNIT}"] / BN
    assert made["Note"] == pytest.approx(39 * years(4.375, "2036-05-15", "2026-06-15", 4.538) / ten("2026-06-15"), abs=1e-6)
    assert made["Bond"] == pytest.approx(22 * years(5.0, "2056-05-15", "2026-06-15", 5.02) / ten("2026-06-15"), abs=1e-6)
    assert made["TIPS"] == pytest.approx(24 * years(1.25, "2031-04-15", "2026-06-30", 1.955) / ten("2026-06-30"), abs=1e-6)
    assert made["FRN"] == pytest.approx(28 * 7 / 365.25 / ten("2026-06-26"), abs=1e-9)
    assert made["Bill"] == pytest.approx(90 * 56 / 365 * 0.9943 / ten("2026-06-30"), abs=1e-9)


def test_assumptions_scale_what_they_are_about_and_nothing_else() -> None:
    plain, other = june(), june(Assumptions(tips_beta=0.5, bill_beta=0.0, frn_reset_days=14))
    ratio = (other[f"issued_{UNIT}"] / plain[f"issued_{UNIT}"]).to_dict()
    assert ratio == pytest.approx({"Bill": 0.0, "Note": 1.0, "Bond": 1.0, "TIPS": 0.5, "FRN": 2.0})
    assert other["issued_usd"].tolist() == plain["issued_usd"].tolist()


def test_an_add_on_that_is_not_published_follows_from_the_offering() -> None:
    made = june()
    assert made["soma_usd"]["Bill"] == 10 * BN
    assert made["soma_inferred"].to_dict() == {"Bill": True, "Note": False, "Bond": False, "TIPS": False, "FRN": False}
    assert made[f"soma_{UNIT}"]["Bill"] == pytest.approx(made[f"issued_{UNIT}"]["Bill"] / 9)
    before = auctions([(*SOLD[0][:4], "2015-05-12", "2015-05-15", "2025-05-15", *SOLD[0][7:11], None, 42)])
    assert duration_flows.issued(before, curve())["soma_usd"].isna().all()


def test_a_buyback_takes_out_its_duration_at_the_price_paid_on_settlement() -> None:
    made = june()
    dirty = 99.5 + 2.5 * 40 / 184  # 15 May to 24 June of 15 May to 15 November
    found = bond(pd.Series({"coupon_pct": 5.0, "maturity_date": pd.Timestamp("2056-05-15")}), pd.Timestamp("2026-06-24"))
    rate = ql.BondFunctions.bondYield(
        found, ql.BondPrice(dirty, ql.BondPrice.Dirty), found.dayCounter(), ql.Compounded, ql.Semiannual
    )
    wanted = 2 * years(5.0, "2056-05-15", "2026-06-24", rate * 100) / ten("2026-06-24")
    assert made[f"bought_back_{UNIT}"]["Bond"] / BN == pytest.approx(wanted, abs=1e-6)
    assert made[f"net_{UNIT}"]["Bond"] == made[f"issued_{UNIT}"]["Bond"] - made[f"bought_back_{UNIT}"]["Bond"]
    whole = duration_flows.buyback_ten_year_equivalents(*inputs()).iloc[0]
    assert (whole["maturity_bucket"], whole["accepted_usd"]) == ("20Y to 30Y", 2 * BN)
    assert whole[UNIT] / BN == pytest.approx(wanted, abs=1e-6)
    assert whole["duration_years"] == pytest.approx(wanted / 2 * ten("2026-06-24"), abs=1e-6)


def test_without_a_price_the_par_curve_takes_its_place_and_tips_stay_missing() -> None:
    sold, held, own, par = inputs()
    made = duration_flows.bought_back(sold, held, own.assign(price=math.nan), par).iloc[0]
    assert (made["yield_from"], made["coupon_pct"]) == ("par curve", 5.0)
    assert made["yield_pct"] == pytest.approx(5.1, abs=0.01)
    tips = own.assign(cusip="I31", price=math.nan)
    late = held.assign(settlement_date=held["settlement_date"] + pd.Timedelta(days=20))
    assert math.isnan(duration_flows.bought_back(sold, late, tips, par).iloc[0][UNIT])


def test_what_matures_has_no_duration_left_and_its_par_is_there() -> None:
    longer = auctions([*SOLD, ("W27", "Bill", "8-Week", "No", "2026-09-04", "2026-09-03", "2026-10-29", *SOLD[5][7:])])
    made = duration_supply.duration_supply(longer, operations(), securities(), curve(), "month")
    bills = made[made["security_class"].eq("Bill") & made["period"].eq("2026-08")].iloc[0]
    assert (bills["matured_usd"], bills[f"matured_{UNIT}"], bills[f"net_{UNIT}"]) == (90 * BN, 0.0, 0.0)


def test_sides_and_net_add_up_with_the_fed_counted_and_taken_out() -> None:
    made = duration_supply.sides(duration_supply.duration_supply(*inputs(), "month"))
    for out, fed_part in ((True, 10.5), (False, 0.0)):
        net = duration_supply.net_supply(made, fed({}), UNIT, out).set_index("period")
        may = net.loc["2026-05"]
        assert may["fed_usd"] / BN == pytest.approx(
            fed_part * years(4.375, "2036-05-15", "2026-05-15", 4.468) / ten("2026-05-15")
        )
        assert may["net_usd"] == pytest.approx(may["issued_usd"] - may["fed_usd"])
        assert net["coupons_net_usd"]["2026-06"] < net["net_usd"]["2026-06"]


def test_par_with_the_fed_taken_out_goes_by_its_holdings_and_is_missing_without_them() -> None:
    made = duration_supply.sides(duration_supply.duration_supply(*inputs(), "month"))
    held = fed({"2026-05-27": 4000 * BN, "2026-06-24": 3990 * BN})
    net = duration_supply.net_supply(made, held, "usd", fed_out=True).set_index("period")
    assert net["fed_usd"]["2026-06"] == -10 * BN
    assert net["net_usd"]["2026-06"] == (39 + 22 + 24 + 28 + 90 - 2 + 10) * BN
    assert math.isnan(net["net_usd"]["2026-05"])
    assert math.isnan(net["net_usd"]["2026-07"])


def test_the_year_before_is_compared_on_the_same_footing() -> None:
    starts = DAY(["2025-06-01", "2025-07-01", "2026-06-01", "2026-07-01"])
    rows = pd.DataFrame({"period": "x", "period_start": starts, "period_end": starts, "soma_inferred": False, "partial": False})
    rows["buybacks_held"] = [True, True, False, True]
    amounts = {"issued": [110.0, 50, 121, 60], "bought_back": [10.0, 0, math.nan, 10], "soma": 0.0, "matured": 0.0}
    net = [100.0, 50, 121, 50]
    amounts |= {"net": net, "net_public": net}
    every = pd.concat([rows.assign(side=side, **{f"{k}_{UNIT}": v for k, v in amounts.items()}) for side in ("Coupons", "All")])
    made = duration_supply.net_supply(every, fed({}), UNIT, fed_out=True)
    assert made["year_before_usd"].tolist()[2:] == [110.0, 50.0]
    assert made["change_pct"].tolist()[2:] == pytest.approx([10.0, 0.0])
    assert made["year_before_usd"].iloc[:2].isna().all()


def test_the_stock_is_what_stood_before_and_four_changes() -> None:
    made = duration_stock.stock_totals(stock())
    moves = made[f"issued_{UNIT}"] - made[f"bought_back_{UNIT}"] + made[f"ageing_{UNIT}"] + made[f"repricing_{UNIT}"]
    assert made[f"stock_{UNIT}"].diff().iloc[1:].tolist() == pytest.approx(moves.iloc[1:].tolist())
    assert made[f"change_{UNIT}"].tolist() == pytest.approx(moves.tolist())


def stock() -> pd.DataFrame:
    return duration_stock.duration_stock(*inputs(), real_curve(), "month", "2026-05-01", "2026-08-31")


def test_a_note_outstanding_counts_at_the_curve_and_ages_at_an_unchanged_yield() -> None:
    notes = stock().query("security_class == 'Note'").set_index("period")

    def rate(day: str) -> float:
        return between(day, (pd.Timestamp("2036-05-15") - pd.Timestamp(day)).days / 365.25)

    now = years(4.375, "2036-05-15", "2026-06-30", rate("2026-06-30"))
    assert notes["outstanding_usd"]["2026-06"] == 91.5 * BN
    assert notes["duration_years"]["2026-06"] == pytest.approx(now, abs=1e-6)
    assert notes[f"stock_{UNIT}"]["2026-06"] / BN == pytest.approx(91.5 * now / ten("2026-06-30"), abs=1e-5)
    aged = years(4.375, "2036-05-15", "2026-07-31", rate("2026-06-30"))
    assert notes[f"ageing_{UNIT}"]["2026-07"] / BN == pytest.approx(91.5 * (aged - now) / ten("2026-06-30"), abs=1e-5)
    then = years(4.375, "2036-05-15", "2026-06-30", 4.538)
    came = years(4.375, "2036-05-15", "2026-06-15", 4.538)
    before = years(4.375, "2036-05-15", "2026-05-31", rate_of_may())
    held = years(4.375, "2036-05-15", "2026-06-30", rate_of_may())
    june = 39 * (then - came) / ten("2026-06-15") + 52.5 * (held - before) / ten("2026-05-31")
    assert notes[f"ageing_{UNIT}"]["2026-06"] / BN == pytest.approx(june, abs=1e-5)


def rate_of_may() -> float:
    return between("2026-05-31", (pd.Timestamp("2036-05-15") - pd.Timestamp("2026-05-31")).days / 365.25)


def between(day: str, term: float) -> float:
    """The curve's last row on or before a day, between its tenors; how, `tests/analytics/test_par_points.py` holds."""
    row = curve().loc[:day].iloc[[-1]]
    return float(par_yields_at(row, term)[0])


def test_a_bill_that_matured_has_aged_to_nothing() -> None:
    last = ("W27", "Bill", "8-Week", "No", "2026-09-04", "2026-09-03", "2026-10-29", *SOLD[5][7:])
    long = auctions([*SOLD, last])
    made = duration_stock.duration_stock(
        long, operations(), securities(), curve(), real_curve(), "quarter", "2026-04-01", "2026-09-30"
    )
    bills = made[made["security_class"].eq("Bill")].set_index("period")
    assert bills[f"ageing_{UNIT}"]["2026 Q3"] == pytest.approx(-bills[f"stock_{UNIT}"]["2026 Q2"], rel=0.2)
    assert bills["outstanding_usd"]["2026 Q3"] == 90 * BN  # the new one alone


def test_tips_are_valued_on_the_real_curve_and_bought_back_leaves_the_stock() -> None:
    made = stock().set_index(["period", "security_class"])
    assert made.loc[("2026-06", "TIPS"), "duration_years"] == pytest.approx(
        years(1.25, "2031-04-15", "2026-06-30", 1.9), abs=0.01
    )
    assert made.loc[("2026-06", "Bond"), "outstanding_usd"] == 20 * BN


def test_the_stock_begins_when_all_of_it_is_known() -> None:
    assert duration_stock.duration_stock(*inputs(), real_curve(), "month", "2010-01-01", "2014-11-30").empty
    assert duration_stock.stock_totals(stock().iloc[:0]).empty


def test_the_fed_at_the_durations_of_the_market_takes_the_last_day_both_are_held() -> None:
    rows = duration_stock.fed_at_market_duration(fed({"2026-06-24": 45.75 * BN, "2026-08-01": 1.0}), stock())
    own = rows.set_index("holding").loc["Notes and bonds"]
    assert own["record_date"] == pd.Timestamp("2026-06-30")
    assert own["statement_date"] == pd.Timestamp("2026-06-24")
    assert own["outstanding_share_pct"] == pytest.approx(45.75 / 111.5 * 100)
    both = stock().query("period == '2026-06' and security_class in ['Note', 'Bond']")
    assert own[UNIT] == pytest.approx(45.75 / 111.5 * both[f"stock_{UNIT}"].sum())
    assert duration_stock.fed_at_market_duration(fed({}), stock()).empty


def test_what_is_ahead_is_sold_or_an_estimate_at_the_last_curve() -> None:
    made = duration_flows.ahead(auctions(), curve()).set_index("cusip")
    assert made["standing"].to_dict() == {"T36": "sold", "N31": "announced, estimate"}
    assert made["par_usd"].to_dict() == {"T36": 42 * BN, "N31": 70 * BN}
    rate = between("2099-12-31", 1826 / 365.25)
    assert made["duration_years"]["N31"] == pytest.approx(years(rate, "2031-08-31", "2026-08-31", rate), abs=1e-6)
    assert made[UNIT]["N31"] / BN == pytest.approx(70 * made["duration_years"]["N31"] / ten("2026-08-31"), abs=1e-6)


def test_the_measured_beta_is_the_slope_of_daily_moves() -> None:
    rng = np.random.default_rng(7)
    days = pd.bdate_range("2024-01-02", periods=400)
    nominal = pd.DataFrame({"10Y": 4 + rng.normal(0, 0.05, 400).cumsum()}, index=days)
    real = pd.DataFrame({"10Y": 1 + nominal["10Y"] * 0.7 + rng.normal(0, 0.001, 400).cumsum()}, index=days)
    made = duration_flows.real_yield_beta(nominal, real)
    moves = np.polyfit(nominal["10Y"].diff().iloc[1:], real["10Y"].diff().iloc[1:], 1)
    assert made is not None
    assert (made.slope, made.sessions, made.last) == (pytest.approx(moves[0]), 399, days[-1].date())
    assert duration_flows.real_yield_beta(nominal.head(100), real) is None


def two_years() -> pd.DataFrame:
    """Each quarter a 10-year of 40 bn (42 in 2026), two years; the last two of 2026 are not sold yet. A bill throughout."""
    rows = []
    for quarter, (year, month) in enumerate([(2024, 11), *((y, m) for y in (2025, 2026) for m in (2, 5, 8, 11))][:7]):
        size = 42 if year == 2026 else 40
        dates = (f"{year}-{month:02d}-10", f"{year}-{month:02d}-15", f"{year + 10}-{month:02d}-15")
        rows.append((f"T{quarter}", "Note", "10-Year", "No", *dates, 4.4, 4.4, None, size + 5, 5, size))
        rows.append((f"W{quarter}", "Bill", "8-Week", "No", *dates[:2], f"{year}-{month + 1:02d}-15", *SOLD[5][7:]))
    return auctions(rows)


def private(call: str) -> pd.DataFrame:
    days = pd.bdate_range("2025-01-02", "2026-08-31")
    none = operations().iloc[:0], securities().iloc[:0]
    weekly = fed({"2024-12-31": 4000 * BN, "2025-12-31": 3990 * BN, "2026-05-06": 4010 * BN})
    frames = two_years(), *none, weekly, pd.DataFrame({"10Y": 4.4}, index=days)
    made: pd.DataFrame = getattr(private_supply, call)(*frames)
    return made


def test_private_supply_leaves_bills_out_and_the_fed_apart() -> None:
    made = private("private_supply").set_index("period")
    assert made.loc["2025", ["issued_usd", "soma_usd", "public_usd"]].tolist() == [180 * BN, 20 * BN, 160 * BN]
    assert made.loc["2025", "matured_usd"] == 0.0
    assert made.loc["2025", "private_net_usd"] == 190 * BN  # 180, and the Fed held 10 less
    assert made.loc["2025", f"public_{UNIT}"] == pytest.approx(160 * BN, rel=0.02)
    assert (made.loc["2026", "partial"], made.loc["2026", "through"]) == (True, pd.Timestamp("2026-05-10"))
    assert made.loc["2026", "public_usd"] == 42 * BN  # that of May settles after the last auction
    assert not made["buybacks_held"].any()
    assert made["bought_back_usd"].isna().all()  # none is held: no zero


def test_the_same_part_of_both_years_and_the_whole_as_expected() -> None:
    before, now, whole, expected = (row for _, row in private("private_supply_compared").iterrows())
    assert (before["through"], before["public_usd"]) == (pd.Timestamp("2025-05-10"), 40 * BN)
    assert (now["public_usd"], now["fed_change_usd"]) == (42 * BN, 20 * BN)
    assert (whole["public_usd"], whole["expected"]) == (160 * BN, False)
    # settled 42, sold to settle 42, and two more as in 2025, at the size of the latest
    assert (expected["public_usd"], expected["expected_auctions"], expected["expected"]) == (168 * BN, 2, True)
    assert expected[f"public_{UNIT}"] == pytest.approx(168 * BN, rel=0.02)
    assert math.isnan(expected["soma_usd"])
    assert expected["matured_usd"] == 0.0
