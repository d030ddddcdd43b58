"""Who holds Treasuries: foreign holders by country and the Federal Reserve by class, with changes and shares of the debt.

Amounts are whole dollars. Foreign holdings are by place of custody and at market value, so a change holds prices as well as
purchases, and a country may hold for owners elsewhere.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from treasury.analytics._series import last_on_or_before
from treasury.analytics.outstanding import outstanding_published
from treasury.language import N_

TOTAL = "Grand Total"
OFFICIAL = "For. Official"
OFFICIAL_PARTS = ("Treasury Bills", "T-Bonds & Notes")
REST = N_("All Other")
GROUPS = (TOTAL, OFFICIAL, *OFFICIAL_PARTS)
MONTHS_BACK: Mapping[str, int] = {"month": 1, "year": 12, "five_years": 60}
FED_WEEKS: Mapping[str, int] = {"four_weeks": 4, "quarter": 13, "year": 52}
FED_STEP = 7  # days from one statement to the next
FED_DAYS = 3  # a weekly statement may lie so far from the day wanted: it moves by a day around holidays
# The Fed's statement has notes and bonds in one; the debt statement has them apart.
FED_CLASSES: Mapping[str, tuple[str, Sequence[str]]] = {
    "bills_usd": (N_("Bills"), ("Bill",)),
    "notes_bonds_usd": (N_("Notes and bonds"), ("Note", "Bond")),
    "tips_usd": ("TIPS", ("TIPS",)),
    "frn_usd": (N_("Floating rate notes"), ("FRN",)),
}
TREASURIES = N_("Treasuries")


def by_month(foreign_holders: pd.DataFrame) -> pd.DataFrame:
    """Holdings with a row a month and a column a country (or group); missing where a table does not name a country.

    In: ``foreign_holders``. Out: dollars, months as index in order, every month between the first and last.

    Reference: "Major Foreign Holders of Treasury Securities", US Department of the Treasury.

    By hand: a country named in one of two months is missing in the other.

    >>> rows = pd.DataFrame({"month": pd.to_datetime(["2025-11-30", "2025-12-31", "2025-12-31"]),
    ...     "country": ["Japan", "Japan", "Oman"], "holdings_usd": [1.20e12, 1.19e12, 6e9]})
    >>> by_month(rows)["Oman"].tolist()
    [nan, 6000000000.0]
    """
    wide = foreign_holders.pivot(index="month", columns="country", values="holdings_usd").sort_index()
    if len(wide):
        wide = wide.reindex(pd.date_range(wide.index[0], wide.index[-1], freq="ME", unit="us", name="month"))
    return wide.rename_axis(columns=None)


def holders_table(wide: pd.DataFrame) -> pd.DataFrame:
    """Every country of the last month, the largest first, with its changes and its share of all foreign holdings.

    In: the frame of `by_month`. Out: ``country`` (the groups first: all, official), ``holdings_usd``, ``month_change_usd``,
    ``year_change_usd``, ``five_years_change_usd``, ``year_change_pct``, ``of_foreign_share_pct``. A change is missing where the
    earlier month does not name the country.

    Reference: "Major Foreign Holders of Treasury Securities", US Department of the Treasury.

    By hand: 1,190 after 1,200 a month before is -10, and half of 2,380.

    >>> days = pd.to_datetime(["2025-11-30", "2025-12-31"])
    >>> made = holders_table(pd.DataFrame({"Grand Total": [2400.0, 2380.0], "Japan": [1200.0, 1190.0]}, index=days))
    >>> made.loc[1, "country"], float(made.loc[1, "month_change_usd"]), float(made.loc[1, "of_foreign_share_pct"])
    ('Japan', -10.0, 50.0)
    """
    now = wide.iloc[-1]
    made = pd.DataFrame({"holdings_usd": now})
    for name, months in MONTHS_BACK.items():
        made[f"{name}_change_usd"] = now - _before(wide, months)
    year_before = _before(wide, MONTHS_BACK["year"])
    made["year_change_pct"] = (now / year_before.where(year_before > 0) - 1) * 100
    total = now.get(TOTAL, float("nan"))
    made["of_foreign_share_pct"] = made["holdings_usd"] / total * 100 if total > 0 else float("nan")
    made = made[made["holdings_usd"].notna()]
    first = [name for name in GROUPS if name in made.index]
    rest = made.drop(index=first).sort_values("holdings_usd", ascending=False)
    ordered = pd.concat([made.loc[first], rest])
    return ordered.rename_axis("country").reset_index().astype({"country": "str"})


def _before(wide: pd.DataFrame, months: int) -> pd.Series:
    if len(wide) <= months:
        return pd.Series(float("nan"), index=wide.columns)
    return wide.iloc[-1 - months]


def share_of_debt(wide: pd.DataFrame, debt_to_penny: pd.DataFrame) -> pd.DataFrame:
    """All foreign holdings against the debt held by the public, at month ends.

    In: the frame of `by_month`; ``debt_to_penny``. Out, by month: ``foreign_usd``, ``held_by_public_usd`` (on the last day of the
    month or up to 7 days before), ``foreign_share_pct``. A ratio of two measures: foreign holdings are at market value, the debt
    at par with the accrual of TIPS; when prices fall, so does the ratio.

    Reference: "Major Foreign Holders of Treasury Securities", US Department of the Treasury; "Debt to the Penny", Fiscal Data.

    By hand: 9 of 30.

    >>> month = pd.to_datetime(["2025-12-31"])
    >>> debt = pd.DataFrame({"held_by_public_usd": [30.0]}, index=month)
    >>> share_of_debt(pd.DataFrame({"Grand Total": [9.0]}, index=month), debt)["foreign_share_pct"].tolist()
    [30.0]
    """
    debt = debt_to_penny["held_by_public_usd"].dropna()
    owed = pd.Series([last_on_or_before(debt, day)[1] for day in wide.index], index=wide.index, dtype="float64")
    share = wide[TOTAL] / owed.where(owed > 0) * 100
    return pd.DataFrame({"foreign_usd": wide[TOTAL], "held_by_public_usd": owed, "foreign_share_pct": share})


def marketable(debt_by_class: pd.DataFrame) -> pd.DataFrame:
    """Marketable debt by class at month ends, and ``Total``, with a row a month.

    In: ``debt_by_class``. Out: dollars by ``record_date``; missing where the statement is not held.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bills of 60 and notes of 40 are 100.

    >>> names = ["Bills", "Notes", "Total Marketable"]
    >>> rows = pd.DataFrame({"record_date": pd.Timestamp("2025-12-31"), "total_usd": [60.0, 40.0, 100.0],
    ...     "security_type": ["Marketable", "Marketable", names[2]], "security_class": names})
    >>> float(marketable(rows)["Total"].iloc[0])
    100.0
    """
    wide = outstanding_published(debt_by_class).pivot(index="record_date", columns="security_class", values="outstanding_usd")
    wide.columns = wide.columns.astype("str")
    total = debt_by_class[debt_by_class["security_class"].eq("Total Marketable")].set_index("record_date")["total_usd"]
    return wide.assign(Total=total.reindex(wide.index))


def treasuries(fed_holdings: pd.DataFrame) -> pd.DataFrame:
    """The Fed's Treasuries by class at par, and all of them.

    In: ``fed_holdings``. Out, by its weeks: ``bills_usd``, ``notes_bonds_usd``, ``tips_usd``, ``frn_usd``, ``treasuries_usd``.
    Floating rate notes were first sold in January 2014: before, none is held, and the sum is of the other three. TIPS are at
    par, without inflation compensation.

    Reference: "System Open Market Account Holdings of Domestic Securities", Federal Reserve Bank of New York.

    By hand: 400 of bills and 3,600 of notes and bonds are 4,000.

    >>> held = {"bills_usd": [400.0], "notes_bonds_usd": [3600.0], "tips_usd": [0.0], "frn_usd": [None]}
    >>> float(treasuries(pd.DataFrame(held, index=pd.to_datetime(["2010-01-06"])))["treasuries_usd"].iloc[0])
    4000.0
    """
    parts = fed_holdings[list(FED_CLASSES)].astype("float64")
    none_yet = (parts.index < pd.Timestamp("2014-01-15")) & parts["frn_usd"].isna()
    return parts.assign(
        treasuries_usd=parts.assign(frn_usd=parts["frn_usd"].mask(none_yet, 0.0)).sum(axis="columns", skipna=False)
    )


def fed_changes(fed_holdings: pd.DataFrame) -> pd.DataFrame:
    """What the Fed's Treasuries changed by in each month, by class: from the last statement of a month to that of the next.

    In: ``fed_holdings``. Out, one row a month with a statement: ``period_start``, ``period_end``, the columns of `treasuries` as
    changes, ``partial`` (the last statement lies more than a week before the end of the month). Missing in a month after one
    without a statement.

    Reference: "System Open Market Account Holdings of Domestic Securities", Federal Reserve Bank of New York.

    By hand: bills of 381 at the end of March and 425 in April are 44 more.

    >>> days = pd.to_datetime(["2026-03-18", "2026-03-25", "2026-04-22"])
    >>> rest = {"notes_bonds_usd": 3600.0, "tips_usd": 1.0, "frn_usd": 1.0}
    >>> held = pd.DataFrame({"bills_usd": [365.0, 381.0, 425.0], **rest}, index=days)
    >>> fed_changes(held)[["bills_usd", "partial"]].to_numpy().tolist()
    [[nan, False], [44.0, True]]
    """
    held = treasuries(fed_holdings).dropna(subset="bills_usd")
    months = held.index.to_period("M")
    last = held[~months.duplicated(keep="last")]
    at = last.index.to_period("M")
    follows = pd.Series(at.asi8, index=last.index).diff().eq(1)
    ends = at.to_timestamp(how="end").normalize().as_unit("us")
    made = last.diff().where(follows, axis=0)
    made.insert(0, "period_start", at.to_timestamp().as_unit("us"))
    made.insert(1, "period_end", ends)
    return made.assign(partial=(ends - last.index).days >= FED_STEP).reset_index(drop=True)


def fed_table(fed_holdings: pd.DataFrame, debt_by_class: pd.DataFrame) -> pd.DataFrame:
    """The Fed's Treasuries by class on its last week, their changes, and their share of what is outstanding of the class.

    In: ``fed_holdings``; ``debt_by_class`` (may be empty). Out: ``holding`` (Bills … Treasuries), ``date``, ``holdings_usd``,
    ``four_weeks_change_usd``, ``quarter_change_usd`` (13 weeks), ``year_change_usd`` (52), each missing where no statement lies
    within 3 days of the day so many weeks before; ``share_month_end`` (the last month end of the debt statement for which a
    statement of the Fed is held, at most 7 days older), ``share_date`` and ``share_holdings_usd`` (that statement, and what the
    Fed held by it) and ``of_class_share_pct``, those holdings of what was outstanding at the month end. That of TIPS is missing:
    the debt counts their accrual, the Fed's par does not.

    Reference: "System Open Market Account Holdings of Domestic Securities", Federal Reserve Bank of New York; "Monthly
    Statement of the Public Debt", Bureau of the Fiscal Service.

    By hand: 425 of bills after 397 four weeks before is 28 more.

    >>> days = pd.to_datetime(["2026-03-25", "2026-04-22"])
    >>> held = pd.DataFrame({"bills_usd": [397.0, 425.0], "notes_bonds_usd": 3600.0, "tips_usd": 1.0, "frn_usd": 1.0}, index=days)
    >>> none = pd.DataFrame(columns=["record_date", "security_type", "security_class", "total_usd"])
    >>> float(fed_table(held, none)["four_weeks_change_usd"].iloc[0])
    28.0
    """
    held = treasuries(fed_holdings).dropna(subset="bills_usd")
    day, now = held.index[-1], held.iloc[-1]
    made = pd.DataFrame({"date": day, "holdings_usd": now})
    for name, weeks in FED_WEEKS.items():
        made[f"{name}_change_usd"] = now - _near(held, day - pd.Timedelta(weeks=weeks))
    month, stated, share = _fed_shares(held, debt_by_class)
    then = held.loc[stated] if stated is not pd.NaT else pd.Series(float("nan"), index=made.index)
    made = made.assign(share_month_end=month, share_date=stated, share_holdings_usd=then)
    made["of_class_share_pct"] = share.reindex(made.index)
    names = {column: name for column, (name, _) in FED_CLASSES.items()} | {"treasuries_usd": TREASURIES}
    made.insert(0, "holding", [names[str(column)] for column in made.index])
    days = dict.fromkeys(("date", "share_date", "share_month_end"), "datetime64[us]")
    return made.reset_index(drop=True).astype({"holding": "str"} | days)


def _near(held: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    at = held.index.get_indexer([day], method="nearest", tolerance=pd.Timedelta(days=FED_DAYS))[0]
    return held.iloc[at] if at >= 0 else pd.Series(float("nan"), index=held.columns)


def _fed_shares(held: pd.DataFrame, debt_by_class: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp, pd.Series]:
    """The last month end for which both are held, the Fed's statement taken, its share of each class and of all."""
    debt = marketable(debt_by_class) if len(debt_by_class) else pd.DataFrame()
    for month in reversed(debt.index):
        at = held.index.get_indexer([month], method="ffill", tolerance=pd.Timedelta(days=7))[0]
        if at < 0:
            continue
        fed, owed = held.iloc[at], debt.loc[month]
        classes = {column: owed.reindex(list(parts)).sum(skipna=False) for column, (_, parts) in FED_CLASSES.items()}
        divisor = pd.Series(classes | {"treasuries_usd": owed["Total"]})
        return month, held.index[at], (fed / divisor.where(divisor > 0) * 100).drop("tips_usd")
    return pd.NaT, pd.NaT, pd.Series(dtype="float64")
