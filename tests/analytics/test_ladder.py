"""The ladder: where it comes from, what is taken off and added, what each security costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import treasury
from treasury.analytics import ladder as ladders
from treasury.analytics.buybacks import settled
from treasury.analytics.outstanding import outstanding_published, outstanding_rebuilt

DAY = pd.to_datetime
FLOWS = ("auctions", "buyback_operations", "buyback_securities")


def auctions(*rows: dict) -> pd.DataFrame:
    blank = dict.fromkeys(("coupon_pct", "spread_pct", "high_discount_rate", "high_investment_rate", "index_ratio"), np.nan)
    frame = pd.DataFrame([blank | row for row in rows])
    for name in ("auction_date", "issue_date", "maturity_date"):
        frame[name] = DAY(frame[name])
    return frame


def sold(cusip: str, kind: str, issued: str, matures: str, amount: float, **rates: float) -> dict:
    dates = {"auction_date": issued, "issue_date": issued, "maturity_date": matures}
    return {"cusip": cusip, "security_class": kind, "total_accepted_usd": amount, **dates, **rates}


def bought(*rows: tuple[str, str, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Operations and securities, one operation a row: settlement, CUSIP, par."""
    key = {"operation_date": DAY([row[0] for row in rows]), "start_time": [f"{n:02d}:00" for n in range(len(rows))]}
    operations = pd.DataFrame(key | {"settlement_date": key["operation_date"], "state": "result"})
    return operations, pd.DataFrame(key | {"cusip": [row[1] for row in rows], "accepted_usd": [row[2] for row in rows]})


def statement(*rows: tuple[str, str, str, float], day: str = "2026-05-31") -> pd.DataFrame:
    columns = ["cusip", "security_class", "maturity_date", "outstanding_usd"]
    made = pd.DataFrame(rows, columns=columns).assign(record_date=DAY(day))
    return made.assign(maturity_date=DAY(made["maturity_date"])).astype({"outstanding_usd": "float64"})


SOLD = auctions(
    sold("N", "Note", "2024-05-15", "2034-05-15", 100.0, coupon_pct=4.0),
    sold("B", "Bill", "2026-06-09", "2026-09-08", 60.0, high_discount_rate=3.6),
    sold("C", "CMB", "2026-06-16", "2026-06-30", 30.0, high_discount_rate=3.7),
    sold("T", "TIPS", "2026-06-30", "2036-01-15", 10.0, coupon_pct=1.5, index_ratio=1.02),
    sold("F", "FRN", "2026-05-29", "2028-04-30", 20.0, spread_pct=0.144),
)


def test_the_statement_is_carried_on_with_later_auctions_maturities_and_buybacks() -> None:
    stated = statement(
        ("N", "Notes", "2034-05-15", 95.0), ("F", "Floating Rate Notes", "2028-04-30", 20.0), ("O", "Bills", "2026-06-09", 40.0)
    )
    operations, securities = bought(("2026-05-20", "N", 5.0), ("2026-06-10", "N", 7.0))
    made = ladders.ladder(SOLD, operations, securities, stated)
    got = {(row.cusip, row.source): row.outstanding_usd for row in made.itertuples()}
    # On 30 June the cash management bill has been paid; the buyback of May is in the statement already.
    assert got == {
        ("B", "auctions"): 60.0,
        ("F", "statement"): 20.0,
        ("N", "statement"): 88.0,
        ("T", "auctions"): pytest.approx(10.2),
    }
    assert ladders.statement_day(stated, "2026-06-30").isoformat() == "2026-05-31"


def test_rebuilt_from_auctions_alone_tips_stand_at_par() -> None:
    made = ladders.ladder(SOLD, *bought(("2026-06-10", "N", 7.0)), statement(), source="rebuilt")
    assert made.set_index("cusip")["outstanding_usd"].to_dict() == {"B": 60.0, "F": 20.0, "N": 93.0, "T": 10.0}
    assert set(made["source"]) == {"auctions"}


def test_without_a_statement_the_ladder_is_rebuilt() -> None:
    late = statement(("N", "Notes", "2034-05-15", 95.0), day="2026-07-31")  # after the last auction held
    made = ladders.ladder(SOLD, *bought(), late)
    assert ladders.statement_day(late, "2026-06-30") is None
    assert made.set_index("cusip")["outstanding_usd"]["N"] == 100.0


def test_an_earlier_day_has_what_stood_then() -> None:
    made = ladders.ladder(SOLD, *bought(), statement(), as_of="2026-06-20")
    assert list(made["cusip"]) == ["C", "B", "F", "N"]
    assert made["security_class"].astype("str").tolist() == ["Bill", "Bill", "FRN", "Note"]


def test_what_falls_due_on_a_sunday_stands_until_monday() -> None:
    rows = auctions(
        sold("S", "Note", "2024-05-31", "2026-05-31", 50.0, coupon_pct=4.0), sold("Z", "Bill", "2026-05-31", "2026-08-27", 1.0)
    )
    made = ladders.ladder(rows, *bought(), statement(), source="rebuilt")
    assert made.set_index("cusip")["due"]["S"] == pd.Timestamp("2026-06-01")


def test_a_rate_that_is_not_published_is_the_mean_of_its_class_and_marked() -> None:
    rows = auctions(
        sold("A", "FRN", "2026-01-30", "2028-01-31", 30.0, spread_pct=0.10),
        sold("B", "FRN", "2026-04-30", "2028-04-30", 10.0, spread_pct=0.20),
        sold("C", "FRN", "2026-07-31", "2028-07-31", 99.0),
    )
    made = ladders.ladder(rows, *bought(), statement()).set_index("cusip")
    assert made["rate_pct"]["C"] == pytest.approx(0.125 * 365 / 360)
    assert made["rate_inferred"].to_dict() == {"A": False, "B": False, "C": True}


def test_a_class_that_is_not_known_is_named() -> None:
    with pytest.raises(ValueError, match="classes that are not known: Moon bonds"):
        ladders.ladder(SOLD, *bought(), statement(("N", "Moon bonds", "2034-05-15", 95.0)))


def test_a_bill_without_its_discount_rate_gets_it_from_the_investment_rate() -> None:
    """Against the auctions that publish both: at most 2 basis points off, of which the leap year is most."""
    held = treasury.load("auctions")
    both = held[held["high_discount_rate"].notna() & held["high_investment_rate"].notna() & (held["issue_date"] > "2015-01-01")]
    assert len(both) > 2000
    inferred = ladders.own_rates(both.assign(high_discount_rate=np.nan))
    assert (inferred - ladders.own_rates(both)).abs().max() < 0.02


def test_the_snapshot_agrees_with_the_published_classes() -> None:
    """The statement of 31 May 2026 by security adds up to the public's part by class; rebuilt is rebuilt."""
    flows = [treasury.load(name) for name in FLOWS]
    stated = treasury.load("debt_by_security")
    made = ladders.ladder(*flows, stated, as_of="2026-05-31").groupby("security_class", observed=True)["outstanding_usd"].sum()
    classes = treasury.load("debt_by_class")
    public = outstanding_published(classes.assign(total_usd=classes["held_by_public_usd"]))
    published = public[public["record_date"].eq("2026-05-31")].set_index("security_class")["outstanding_usd"]
    for name in ("Bill", "Note", "Bond", "TIPS", "FRN"):
        assert made[name] == pytest.approx(published[name], rel=1e-6)
    rebuilt = ladders.ladder(*flows, stated, source="rebuilt").groupby("security_class", observed=True)["outstanding_usd"].sum()
    other = outstanding_rebuilt(flows[0], settled(flows[1], flows[2], flows[0]), [ladders.ladder_day(flows[0])])
    assert rebuilt.to_dict() == pytest.approx(other.set_index("security_class")["outstanding_usd"].to_dict())
