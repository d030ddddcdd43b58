"""Quarterly refundings: sizes announced against offered, buyback maxima against their use, borrowing estimates against outcomes.

Amounts are whole dollars.
"""

import numpy as np
import pandas as pd

from treasury.language import N_, tr

TENORS = ("2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y", "FRN")
# Statements say how much of a refunding is offered in the first month of its quarter.
REFUNDING_PARTS = {"3Y": "note_3y_usd", "10Y": "note_10y_usd", "30Y": "bond_30y_usd"}
MAXIMA = {N_("Liquidity Support"): "liquidity_buyback_max_usd", N_("Cash Management"): "cash_management_buyback_max_usd"}
UNSTATED = "unstated"
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
        [tr("no auction held"), tr("announcement not held"), tr("as announced")],
        "differs",
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
            "basis": "refunding",
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


def buyback_use(
    statements: pd.DataFrame, quarters: pd.DataFrame, operations: pd.DataFrame, gaps: pd.DataFrame, today: pd.Timestamp
) -> pd.DataFrame:
    """What statements said would be bought back at most, beside what was, by refunding quarter and type of operation.

    In: ``refunding_statements`` and ``buyback_quarters`` of the reviewed files; ``buyback_operations``; the frame of
    `buyback_programme.results_gaps`; today. Out, one row a statement and type from the first that began buybacks on:
    ``statement_date``, ``quarter``, ``operation_type``, ``first_operation``, ``last_operation``, ``stated_maximum_usd``,
    ``operations`` (with a result), ``operations_maximum_usd`` (sum of their own maxima), ``accepted_usd``, ``used_pct`` (of the
    stated maximum), ``held_in_full``. Operations belong to the quarter whose schedule lists them. Use is missing where no
    maximum is stated, where it is zero, and where results of the quarter are missing.

    Reference: "Quarterly Refunding Statements" and "Tentative Buyback Schedule", US Department of the Treasury.

    By hand: up to 20 bn for cash management between 15 May and 6 August 2025, twice 10 bn bought: all of it used.

    >>> day = pd.to_datetime
    >>> said = pd.DataFrame({"statement_date": day(["2025-04-30"]), "quarter": "May-Jul 2025",
    ...     "liquidity_buyback_max_usd": 30e9, "cash_management_buyback_max_usd": 20e9})
    >>> quarters = pd.DataFrame({"statement_date": day(["2025-04-30"]), "first_operation": day(["2025-05-15"]),
    ...     "last_operation": day(["2025-08-06"])})
    >>> held = pd.DataFrame({"operation_date": day(["2025-06-03", "2025-06-10"]), "operation_type": "Cash Management",
    ...     "state": "result", "maximum_usd": 10e9, "accepted_usd": 10e9})
    >>> made = buyback_use(said, quarters, held, pd.DataFrame({"start": [], "end": []}), pd.Timestamp("2025-09-01"))
    >>> made.set_index("operation_type").loc["Cash Management", ["accepted_usd", "used_pct"]].tolist()
    [20000000000.0, 100.0]
    """
    windows = statements.merge(quarters[["statement_date", "first_operation", "last_operation"]], on="statement_date", how="left")
    windows = windows[windows["statement_date"] >= quarters["statement_date"].min()]
    windows = windows[windows["first_operation"].notna() | windows[list(MAXIMA.values())].notna().any(axis=1)]
    done = operations[operations["state"].eq("result")]
    done = done.assign(operation_type=done["operation_type"].fillna(UNSTATED))
    ends = _ends(windows)
    rows = []
    for at, window in windows.iterrows():
        first, end = window["first_operation"], ends[at]
        own = done[done["operation_date"].between(first, end)]
        full = bool(pd.notna(window["last_operation"]) and end < today and not _meets(gaps, first, end))
        kinds = [*MAXIMA, *sorted(set(own["operation_type"]) - set(MAXIMA))]
        rows += [_use(window, kind, own[own["operation_type"].eq(kind)], full) for kind in kinds]
    return pd.DataFrame(rows)


def _ends(windows: pd.DataFrame) -> pd.Series:
    """The last day of each window; where the schedule's is not known, the day of the next statement, which it does not pass."""
    return windows["last_operation"].fillna(windows["statement_date"].shift(-1))


def _meets(gaps: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    return any(gap.start <= last and gap.end >= first for gap in gaps.itertuples())


def _use(window: pd.Series, kind: str, own: pd.DataFrame, full: bool) -> dict[str, object]:
    stated = float(window[MAXIMA[kind]]) if kind in MAXIMA else float("nan")
    accepted = float(own["accepted_usd"].sum()) if len(own) or full else float("nan")
    return {
        "statement_date": window["statement_date"],
        "quarter": window["quarter"],
        "operation_type": kind,
        "first_operation": window["first_operation"],
        "last_operation": window["last_operation"],
        "stated_maximum_usd": stated,
        "operations": len(own),
        "operations_maximum_usd": float(own["maximum_usd"].sum(skipna=False)) if len(own) else float("nan"),
        "accepted_usd": accepted,
        "used_pct": accepted / stated * 100 if full and stated > 0 else float("nan"),
        "held_in_full": full,
    }


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
