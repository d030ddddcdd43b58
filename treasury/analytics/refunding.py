"""Quarterly refundings: sizes announced against offered, borrowing estimates against outcomes.

Amounts are whole dollars. The buyback maxima and their use are those of `buyback_quarters`.
"""

import numpy as np
import pandas as pd

from treasury.language import N_

TENORS = ("2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y", "FRN")
# Statements say how much of a refunding is offered in the first month of its quarter.
REFUNDING_PARTS = {"3Y": "note_3y_usd", "10Y": "note_10y_usd", "30Y": "bond_30y_usd"}
AS_ANNOUNCED, DIFFERS = N_("as announced"), N_("differs")
NO_AUCTION, NO_ANNOUNCEMENT = N_("no auction held"), N_("announcement not held")
STANDINGS = (AS_ANNOUNCED, DIFFERS, NO_AUCTION, NO_ANNOUNCEMENT)
REFUNDING = N_("refunding")  # a size that the statement gives for the refunding alone
TEST_AUCTION_USD = 1e9  # the contingency system is tested with auctions of a few million
_WEEK = pd.Timedelta(days=7)


def offered(auctions: pd.DataFrame) -> pd.DataFrame:
    """Par offered in auctions of nominal coupons and FRNs, by month of the auction and tenor as sold.

    In: ``auctions``. Out: ``month`` (its first day), ``tenor`` (one of TENORS), ``offered_usd``, ``auction_date`` (the last).
    The tenor is the term sold where that is whole years, else the original term: a 5-year note that reopens an old 7-year is a
    5-year, and 9 years 10 months of a 10-year are a 10-year. Auctions below 1 bn, tests of the contingency system, are left out.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: on 25 February 2025 an outstanding 7-year note was sold again as the 5-year.

    >>> day = pd.to_datetime(["2025-02-25", "2025-03-12"])
    >>> rows = {"auction_date": day, "security_class": "Note", "security_term": ["5-Year", "9-Year 11-Month"],
    ...         "original_security_term": ["7-Year", "10-Year"], "offering_usd": [70e9, 39e9]}
    >>> offered(pd.DataFrame(rows))[["tenor", "offered_usd"]].to_numpy().tolist()
    [['5Y', 70000000000.0], ['10Y', 39000000000.0]]
    """
    coupons = auctions["security_class"].isin(["Note", "Bond", "FRN"]) & (auctions["offering_usd"] >= TEST_AUCTION_USD)
    own = auctions[coupons]
    whole = own["security_term"].str.fullmatch(r"\d+-Year").fillna(False).astype(bool)
    term = own["security_term"].where(whole, own["original_security_term"])
    tenor = term.str.replace("-Year", "Y").where(own["security_class"].ne("FRN"), "FRN")
    made = own.assign(month=own["auction_date"].dt.to_period("M").dt.start_time.astype("datetime64[us]"), tenor=tenor)
    made = made[made["tenor"].isin(TENORS)]
    summed = made.groupby(["month", "tenor"], as_index=False).agg(
        offered_usd=("offering_usd", lambda amounts: amounts.sum(skipna=False)), auction_date=("auction_date", "max")
    )
    return _ordered(summed)


def sizes(announced: pd.DataFrame, statements: pd.DataFrame, auctions: pd.DataFrame) -> pd.DataFrame:
    """Every announced auction size beside what was offered, by month and tenor.

    In: ``announced_sizes`` and ``refunding_statements`` of the reviewed files (where the table of a statement is not held, the
    3-, 10- and 30-year sizes of its refunding stand for the first month); ``auctions``. Out, one row a month and tenor from the
    first month announced on: ``month``, ``tenor``, ``statement_date``, ``basis`` (table, increments, refunding; missing: not
    held), ``announced_usd``, ``offered_usd``, ``auction_date``, ``difference_usd`` (offered minus announced), ``standing``
    (as announced, differs, no auction held, announcement not held).

    Reference: "Quarterly Refunding Statements", US Department of the Treasury.

    By hand: 70 bn announced on 5 February 2025 for the 5-year of February, 70 bn offered; nothing is held of March.

    >>> day = pd.to_datetime
    >>> announced = pd.DataFrame({"statement_date": day("2025-02-05"), "month": day(["2025-02-01", "2025-03-01"]),
    ...     "tenor": "5Y", "size_usd": 70e9, "basis": "table"})
    >>> sold = pd.DataFrame({"auction_date": day(["2025-02-25"]), "security_class": "Note", "security_term": "5-Year",
    ...     "original_security_term": "7-Year", "offering_usd": 70e9})
    >>> none = pd.DataFrame({"statement_date": day([]), "refunding_total_usd": []})
    >>> sizes(announced, none, sold)[["difference_usd", "standing"]].to_numpy().tolist()
    [[0.0, 'as announced'], [nan, 'no auction held']]
    """
    stated = announced.rename(columns={"size_usd": "announced_usd"})
    stated = stated[["month", "tenor", "statement_date", "basis", "announced_usd"]]
    stated = pd.concat([stated, _refunding_sizes(statements)], ignore_index=True).drop_duplicates(["month", "tenor"])
    since = stated["month"].min()
    sold = offered(auctions)
    made = stated.merge(sold[sold["month"] >= since], on=["month", "tenor"], how="outer", validate="1:1")
    difference = made["offered_usd"] - made["announced_usd"]
    standing = np.select(
        [made["offered_usd"].isna(), made["announced_usd"].isna(), difference.eq(0)],
        [NO_AUCTION, NO_ANNOUNCEMENT, AS_ANNOUNCED],
        DIFFERS,
    )
    made = made.assign(difference_usd=difference, standing=standing)
    columns = ["month", "tenor", "statement_date", "basis", "announced_usd", "offered_usd", "auction_date"]
    return _ordered(made[[*columns, "difference_usd", "standing"]])


def _refunding_sizes(statements: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "month": (row["statement_date"] + _WEEK).to_period("M").start_time,  # the refunding is sold the week after
            "tenor": tenor,
            "statement_date": row["statement_date"],
            "basis": REFUNDING,
            "announced_usd": row[column],
        }
        for _, row in statements.iterrows()
        for tenor, column in REFUNDING_PARTS.items()
        if pd.notna(row.get(column))
    ]
    types = {"month": "datetime64[us]", "tenor": "str", "statement_date": "datetime64[us]", "basis": "str"}
    made = pd.DataFrame(rows, columns=[*types, "announced_usd"])
    return made.astype({**types, "announced_usd": "float64"})


def _ordered(made: pd.DataFrame) -> pd.DataFrame:
    place = made["tenor"].map({tenor: number for number, tenor in enumerate(TENORS)})
    return made.assign(place=place).sort_values(["month", "place"], ignore_index=True).drop(columns="place")


def borrowing(estimates: pd.DataFrame) -> pd.DataFrame:
    """Privately-held net marketable borrowing by calendar quarter: both estimates, the outcome, and how far they were apart.

    In: ``borrowing_estimates`` of the reviewed files. Out: ``quarter``, then ``first_usd`` (a quarter ahead), ``update_usd``
    (in the quarter), ``actual_usd``, the cash balance that each goes with (``first_cash_usd``, ``update_cash_usd``,
    ``actual_cash_usd``), ``miss_usd`` (actual minus update) and ``miss_beside_cash_usd``: the miss without what the cash balance
    at the end differed from the one assumed.

    Reference: "Treasury Announces Marketable Borrowing Estimates", press releases, US Department of the Treasury.

    By hand: January to March 2025 was put at 815 bn with 850 bn of cash in the end; it was 369 bn with 406 bn. Of the miss of
    -446 bn, -444 bn are cash that was not there; the release of 28 April 2025 gives the rest as 2 bn lower.

    >>> rows = {"quarter": "2025 Q1", "kind": ["update", "actual"], "borrowing_usd": [815e9, 369e9],
    ...         "cash_balance_usd": [850e9, 406e9]}
    >>> borrowing(pd.DataFrame(rows))[["miss_usd", "miss_beside_cash_usd"]].iloc[0].tolist()
    [-446000000000.0, -2000000000.0]
    """
    wide = estimates.pivot(index="quarter", columns="kind", values=["borrowing_usd", "cash_balance_usd"])
    made = pd.DataFrame(index=wide.index)
    for kind in ("first", "update", "actual"):
        for name, value in ((f"{kind}_usd", "borrowing_usd"), (f"{kind}_cash_usd", "cash_balance_usd")):
            made[name] = wide[value, kind] if (value, kind) in wide else float("nan")
    made["miss_usd"] = made["actual_usd"] - made["update_usd"]
    made["miss_beside_cash_usd"] = made["miss_usd"] - (made["actual_cash_usd"] - made["update_cash_usd"])
    return made.astype("float64").sort_index().reset_index()
