"""Marketable debt outstanding by class: published where held, rebuilt from auctions elsewhere, and how well the two agree.

Amounts are whole dollars. Rebuilt amounts are par as sold: TIPS are without their inflation accrual, about 0.4 trillion
dollars in 2026, which makes the rebuilt bill share about a quarter of a point higher than the published one.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from treasury.analytics._flows import CLASSES, class_column, issues, known_in_full, last_result, redemptions
from treasury.analytics._payments import Days
from treasury.analytics._series import Day
from treasury.language import N_

OTHER = N_("Other")  # the Federal Financing Bank's securities
TOTAL = N_("Total")
DAYS_A_MONTH = 365.25 / 12

# What a class is called in the statement changed with the years; the first word found decides.
_WORDS = {"inflation": "TIPS", "floating": "FRN", "bill": "Bill", "note": "Note", "bond": "Bond"}


def outstanding_rebuilt(auctions: pd.DataFrame, buybacks: pd.DataFrame, dates: Iterable[Day]) -> pd.DataFrame:
    """Outstanding by class on each date, rebuilt from auctions: total accepted, issue date <= t < maturity, less buybacks.

    In: ``auctions``; ``buybacks`` from `buybacks.settled`; any dates. Out, one row a date and class: ``record_date``,
    ``security_class`` (ordered categorical), ``outstanding_usd``, ``source`` ("rebuilt"). Maturity is the day of payment,
    so that notes due on a Sunday are still there on it, as in the published statement. Missing where not everything
    outstanding was sold in auctions held: bills before 1981, notes before November 1989, bonds before November 2014, and
    everything after the last auction with a result.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 issued on 2 January and due on the 28th, 100 issued on the 7th: 160 on the 27th, 100 on the 28th.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": "Bill", "auction_date": day(["2024-12-26", "2025-01-02", "2025-01-30"]),
    ...     "issue_date": day(["2025-01-02", "2025-01-07", "2025-02-04"]), "total_accepted_usd": [60.0, 100.0, 100.0],
    ...     "maturity_date": day(["2025-01-28", "2025-03-04", "2025-04-01"])})
    >>> none = sold.iloc[:0].rename(columns={"issue_date": "settlement_date", "total_accepted_usd": "accepted_usd"})
    >>> made = outstanding_rebuilt(sold, none, ["2025-01-27", "2025-01-28"])
    >>> made.loc[made["security_class"] == "Bill", "outstanding_usd"].tolist()
    [160.0, 100.0]
    """
    days = _days(dates)
    standing = issues(auctions).standing(days, len(CLASSES)) - redemptions(buybacks).standing(days, len(CLASSES))
    standing[~known_in_full(days, CLASSES, last_result(auctions))] = np.nan
    return pd.DataFrame(
        {
            "record_date": np.repeat(days, len(CLASSES)).astype("datetime64[us]"),
            "security_class": class_column(len(days), CLASSES),
            "outstanding_usd": standing.ravel(),
            "source": "rebuilt",
        }
    ).astype({"source": "str"})


def outstanding_published(debt_by_class: pd.DataFrame) -> pd.DataFrame:
    """Marketable debt by class as the statement gives it, total (public and intragovernmental), each month end.

    In: ``debt_by_class``. Out, one row a month and class: ``record_date``, ``security_class`` (ordered categorical, with
    "Other" for the rest of total marketable), ``outstanding_usd``, ``source`` ("published"). TIPS are with their accrual.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 of bills in a total marketable of 64 leaves 4 for the rest.

    >>> rows = pd.DataFrame({"record_date": pd.Timestamp("2025-01-31"), "security_type": ["Marketable", "Total Marketable"],
    ...     "security_class": ["Bills", "Total Marketable"], "total_usd": [60.0, 64.0]})
    >>> outstanding_published(rows)[["security_class", "outstanding_usd"]].astype(str).to_numpy().tolist()
    [['Bill', '60.0'], ['Other', '4.0']]
    """
    marketable = debt_by_class[debt_by_class["security_type"].eq("Marketable")]
    named = marketable.assign(security_class=[_class_of(str(name)) for name in marketable["security_class"]])
    summed = named.groupby(["record_date", "security_class"])["total_usd"].sum(skipna=False).unstack()
    totals = debt_by_class[debt_by_class["security_class"].eq("Total Marketable")].set_index("record_date")["total_usd"]
    classes = summed.reindex(columns=list(CLASSES))
    rest = totals.reindex(classes.index) - classes.sum(axis=1)
    # Before 1997 there were no TIPS and before 2014 no floating rate notes: no row, not a missing amount.
    stacked = classes.assign(**{OTHER: rest}).stack().dropna().rename("outstanding_usd")
    made = stacked.rename_axis(["record_date", "security_class"]).reset_index()
    made["security_class"] = pd.Categorical(made["security_class"], categories=[*CLASSES, OTHER], ordered=True)
    made = made.sort_values(["record_date", "security_class"], ignore_index=True)
    return made.assign(source=pd.Series("published", index=made.index, dtype="str"))


def outstanding(rebuilt: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Outstanding by class: the published figures on their dates, the rebuilt ones on all others; ``source`` says which.

    In: frames of `outstanding_rebuilt` and `outstanding_published`. Out: the same columns, by date and class.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: a month end that is published keeps the published 61; the day after has the rebuilt 62.

    >>> days = pd.to_datetime(["2025-01-31", "2025-02-01"])
    >>> rebuilt = pd.DataFrame({"record_date": days, "security_class": "Bill", "outstanding_usd": [60.0, 62.0]})
    >>> rebuilt["source"] = "rebuilt"
    >>> published = rebuilt.iloc[:1].assign(outstanding_usd=61.0, source="published")
    >>> outstanding(rebuilt, published)["outstanding_usd"].tolist()
    [61.0, 62.0]
    """
    elsewhere = rebuilt[~rebuilt["record_date"].isin(published["record_date"])]
    order = pd.CategoricalDtype([*CLASSES, OTHER], ordered=True)
    parts = [part.astype({"security_class": order}) for part in (published, elsewhere)]
    return pd.concat(parts).sort_values(["record_date", "security_class"], ignore_index=True)


def bill_share_outstanding(amounts: pd.DataFrame) -> pd.DataFrame:
    """Bills divided by all marketable debt outstanding, by date, in percent: the share that the TBAC band is about.

    In: a frame of `outstanding`, `outstanding_rebuilt` or `outstanding_published`. Out: ``record_date``,
    ``bill_share_outstanding_pct``, ``source``; missing where any class is.

    Reference: "Quarterly Refunding Documents", US Department of the Treasury.

    By hand: 6,690.7 bn of 31,085.8 bn at the end of June 2026 is 21.5 percent.

    >>> rows = pd.DataFrame({"record_date": pd.Timestamp("2026-06-30"), "security_class": ["Bill", "Note"],
    ...     "outstanding_usd": [6690.7, 24395.1], "source": "published"})
    >>> bill_share_outstanding(rows)["bill_share_outstanding_pct"].round(1).tolist()
    [21.5]
    """
    by_date = amounts.groupby("record_date")
    totals = by_date["outstanding_usd"].sum(skipna=False)
    bills = amounts[amounts["security_class"].eq("Bill")].set_index("record_date")["outstanding_usd"]
    share = (bills / totals.where(totals > 0) * 100).rename("bill_share_outstanding_pct")
    return share.to_frame().join(by_date["source"].first()).reset_index()


def reconciliation(rebuilt: pd.DataFrame, debt_by_class: pd.DataFrame) -> pd.DataFrame:
    """Rebuilt minus published, by class and in total, on every published date the rebuilt frame holds.

    In: the frame of `outstanding_rebuilt` (made for the record dates of the other); ``debt_by_class``. Out:
    ``record_date``, ``security_class`` (with "Total" over the five classes), ``rebuilt_usd``, ``published_usd``,
    ``error_usd``, ``error_pct`` (of the published amount). The error of TIPS is their inflation accrual.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 61 rebuilt against 60 published is an error of 1, or 1.67 percent.

    >>> day = pd.Timestamp("2025-01-31")
    >>> rebuilt = pd.DataFrame({"record_date": [day], "security_class": "Bill", "outstanding_usd": 61.0, "source": "rebuilt"})
    >>> rows = pd.DataFrame({"record_date": [day], "security_type": "Marketable", "security_class": "Bills", "total_usd": 60.0})
    >>> reconciliation(rebuilt, rows)[["error_usd", "error_pct"]].round(2).iloc[0].tolist()
    [1.0, 1.67]
    """
    key = ["record_date", "security_class"]
    sides = {"rebuilt_usd": rebuilt, "published_usd": outstanding_published(debt_by_class)}
    named = [
        side.astype({"security_class": "str"}).set_index(key)["outstanding_usd"].rename(name) for name, side in sides.items()
    ]
    both = pd.concat(named, axis=1, join="inner", sort=True).reset_index()
    both = both[both["security_class"].isin(CLASSES)]
    total = both.groupby("record_date")[list(sides)].sum(skipna=False).reset_index().assign(security_class=TOTAL)
    made = pd.concat([both, total], ignore_index=True)
    made["security_class"] = pd.Categorical(made["security_class"], categories=[*CLASSES, TOTAL], ordered=True)
    made["error_usd"] = made["rebuilt_usd"] - made["published_usd"]
    made["error_pct"] = made["error_usd"] / made["published_usd"].where(made["published_usd"] > 0) * 100
    return made.sort_values(key, ignore_index=True)


def wam_rebuilt(
    auctions: pd.DataFrame, buybacks: pd.DataFrame, dates: Iterable[Day], classes: Sequence[str] = CLASSES
) -> pd.DataFrame:
    """The average remaining maturity in months, weighted by par outstanding, rebuilt from auctions.

    In: as for `outstanding_rebuilt`; ``classes`` limits the scope. Out: ``record_date``, ``wam_months``, ``scope`` (the
    classes). A month is 365.25 / 12 days; TIPS weigh with their par, without accrual, and floating rate notes with their
    maturity, not their reset. Missing where any class in scope is not known in full, as in `outstanding_rebuilt`.

    Reference: "Treasury Presentation to the Treasury Borrowing Advisory Committee", US Department of the Treasury.

    By hand: 100 due in 365 days is 365 / 30.4375 = 11.99 months.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": ["Bill"], "auction_date": day(["2025-01-02"]), "total_accepted_usd": [100.0],
    ...     "issue_date": day(["2025-01-02"]), "maturity_date": day(["2026-01-02"])})
    >>> none = sold.iloc[:0].rename(columns={"issue_date": "settlement_date", "total_accepted_usd": "accepted_usd"})
    >>> wam_rebuilt(sold, none, ["2025-01-02"], ["Bill"])["wam_months"].round(2).tolist()
    [11.99]
    """
    days = _days(dates)
    own = [CLASSES.index(name) for name in classes]
    amount, weighted = np.zeros(len(days)), np.zeros(len(days))
    for flows, sign in ((issues(auctions), 1), (redemptions(buybacks), -1)):
        amount += sign * flows.standing(days, len(CLASSES))[:, own].sum(axis=1)
        due = flows.amount * flows.maturity.astype(np.int64)
        weighted += sign * flows.standing(days, len(CLASSES), due)[:, own].sum(axis=1)
    known = known_in_full(days, classes, last_result(auctions)).all(axis=1) & (amount > 0)
    months = np.full(len(days), np.nan)
    months[known] = (weighted[known] / amount[known] - days[known].astype(np.int64)) / DAYS_A_MONTH
    made = pd.DataFrame({"record_date": days.astype("datetime64[us]"), "wam_months": months, "scope": ", ".join(classes)})
    return made.astype({"scope": "str"})


def _days(dates: Iterable[Day]) -> Days:
    days: Days = pd.DatetimeIndex([pd.Timestamp(day) for day in dates]).to_numpy().astype("datetime64[D]")
    return days


def _class_of(name: str) -> str:
    return next((made for word, made in _WORDS.items() if word in name.lower()), OTHER)
