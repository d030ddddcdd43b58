"""What the refunding page says: headline, alt texts, the sentences above its tables, headings and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics import refunding
from treasury.charts.parts import BN
from treasury.charts.refunding import quarter_words
from treasury.language import N_, tr, trn
from treasury.ui.buybacks import quarter_words as calendar_quarter

LIQUIDITY = "Liquidity Support"
SIZE_LABELS = {
    "month": N_("Month"),
    "tenor": N_("Tenor"),
    "announced_usd": N_("Announced"),
    "offered_usd": N_("Offering"),
    "difference_usd": N_("Offered less announced"),
    "standing": N_("Standing"),
    "statement_date": N_("Statement"),
    "basis": N_("Taken from"),
}
USE_LABELS = {
    "quarter": N_("Refunding quarter"),
    "operation_type": N_("Type"),
    "stated_maximum_usd": N_("Most stated"),
    "operations": N_("Results"),
    "operations_maximum_usd": N_("Sum of their maxima"),
    "accepted_usd": N_("Bought back"),
    "used_pct": N_("Used"),
    "held_in_full": N_("All results held"),
    "first_operation": N_("First operation"),
    "last_operation": N_("Last operation"),
}
BORROWING_LABELS = {
    "quarter": N_("Quarter"),
    "first_usd": N_("First estimate"),
    "update_usd": N_("Last estimate"),
    "actual_usd": N_("Borrowed"),
    "miss_usd": N_("Miss"),
    "miss_beside_cash_usd": N_("Miss without cash"),
    "update_cash_usd": N_("Cash assumed"),
    "actual_cash_usd": N_("Cash at the end"),
}
SIZE_NOTES = N_("""
**Announced**: the table of the quarterly refunding statement. From August 2023 to April 2024 the increases that the statement
gives in words, on the size before; where a table is not held, the 3-, 10- and 30-year sizes of the refunding itself.
**Offered**: the offering amount of the auction in the month and tenor sold, without the Fed's add-ons. A 5-year note that
reopens an old 7-year is a 5-year. TIPS and bills are not in the table. Tests of the contingency auction system, of a few
million dollars, are left out.
""")
USE_NOTES = N_("""
**Most stated**: what the statement says will be bought at most over its quarter. Operations belong to the quarter whose
tentative schedule lists them, which begins one to two weeks after the statement. **Used** = bought back / most stated; missing
where no sum is stated, where it is zero, and where results of the quarter are not held.\n
On 19 August 2026 a press release lifted the maximum of operations in the 10- to 30-year nominal buckets; the sum stated is as
of 5 August.
""")
BORROWING_NOTES = N_("""
Privately-held net marketable borrowing, as the Treasury announces it two days before the statement. **First estimate**: a
quarter ahead; **last estimate**: in the quarter itself. **Miss** = borrowed less the last estimate; **miss without cash** leaves
out that the cash balance at the end differed from the one assumed. Empty: not held.
""")
SIZES_SUBTITLE = N_("Lines: offered; circles: announced; crosses: offered otherwise")
BORROWING_SOURCE = N_(
    "US Treasury, “Treasury Announces Marketable Borrowing Estimates”; the CSV of the reviewed file names each release."
)


def headline(entered: pd.DataFrame, rows: pd.DataFrame | None) -> str:
    """The newest statement entered, and whether auctions were offered as announced; days alone where no auction is held."""
    if entered.empty:
        return tr("No refunding statement is entered.")
    last = entered.iloc[-1]
    if rows is None:
        day = units.day(last["statement_date"].date())
        return tr("The newest refunding statement entered is that of {day}.", day=day)
    first = _newest_words(last, entered["refunding_total_usd"].iloc[-2] if len(entered) > 1 else float("nan"))
    checked = rows[rows["standing"].isin([refunding.AS_ANNOUNCED, refunding.DIFFERS])]
    if checked.empty:
        return first
    words = {
        "first": first,
        "kept": int(checked["standing"].eq(refunding.AS_ANNOUNCED).sum()),
        "checked": len(checked),
        "begin": units.month(checked["month"].iloc[0]),
        "end": units.month(checked["month"].iloc[-1]),
    }
    if words["kept"] == len(checked):
        return tr(
            "{first} All {kept} coupon and FRN sizes announced for {begin} to {end} that can be checked were offered as "
            "announced.",
            **words,
        )
    return tr(
        "{first} {kept} of {checked} coupon and FRN sizes announced for {begin} to {end} that can be checked were offered as "
        "announced.",
        **words,
    )


def _newest_words(last: pd.Series, before: float) -> str:
    """What a statement did to the size of the refunding, and how much of it is new cash."""
    total = last["refunding_total_usd"]
    places = {"day": units.day(last["statement_date"].date()), "total": units.usd(total, 0)}
    if units.is_missing(before):
        said = tr("The statement of {day} put the refunding at {total}", **places)
    elif total > before:
        said = tr("The statement of {day} raised the refunding to {total}", **places)
    elif total < before:
        said = tr("The statement of {day} cut the refunding to {total}", **places)
    else:
        said = tr("The statement of {day} kept the refunding at {total}", **places)
    if units.is_missing(last["new_cash_usd"]):
        return tr("{said}.", said=said)
    return tr("{said}, {new_cash} of it new cash.", said=said, new_cash=units.usd(last["new_cash_usd"]))


def between_words(between: Sequence[date], worded: Sequence[date]) -> str:
    """How many statements lie between two, and of which the wording is not held."""
    said = trn(
        "{count} statement lies between the two", "{count} statements lie between the two", len(between), count=len(between)
    )
    missing = tr(", ").join(units.day(day) for day in between if day not in worded)
    return tr("{said}; wording not held of {days}.", said=said, days=missing) if missing else tr("{said}.", said=said)


def sizes_words(rows: pd.DataFrame) -> str:
    """How many sizes agree, differ, or cannot be compared."""
    found = rows["standing"].value_counts()
    counts = [
        tr("{count} {standing}", count=found[name], standing=tr(name)) for name in refunding.STANDINGS if name in found.index
    ]
    return tr("Month and tenor: {counts}.", counts=tr(", ").join(counts))


def sizes_alt(rows: pd.DataFrame, span: str) -> str:
    """How offered sizes went, tenor by tenor, and how many differ from what was announced."""
    if rows.empty:
        return tr("Auction sizes, {span}: none.", span=span)
    said = []
    for tenor, own in rows.groupby("tenor", sort=False):
        held = own["offered_usd"].dropna()
        if len(held):
            said.append(f"{tenor} {sizes_moved(held.iloc[0], held.iloc[-1])}")
    sizes = tr(", ").join(said)
    return tr("Auction sizes offered, {span}: {sizes}. {counts}", span=span, sizes=sizes, counts=sizes_words(rows))


def sizes_moved(first: float, last: float) -> str:
    """Two amounts in one unit.

    >>> sizes_moved(42e9, 69e9)
    '42 to 69 bn'
    """
    divisor, unit = next((size, name) for size, name in units.scales() if size <= BN)
    return tr("{first} to {last} {unit}", first=f"{first / divisor:,.0f}", last=f"{last / divisor:,.0f}", unit=unit)


def use_alt(rows: pd.DataFrame) -> str:
    """What share of the stated maxima was used, quarter by quarter."""
    full = rows.dropna(subset=["used_pct"])
    if full.empty:
        return tr("Buybacks by refunding quarter: {rows} rows, none with all results held and a stated maximum.", rows=len(rows))
    shares = [
        tr(
            "{quarter} {type} {share}",
            quarter=quarter_words(row.quarter),
            type=tr(row.operation_type).lower(),
            share=units.percent(row.used_pct, 0),
        )
        for row in full.itertuples()
    ]
    said = tr("Share used of the stated buyback maximum: {shares}", shares=tr(", ").join(shares))
    quarters = _not_held(rows)
    return (
        tr("{said}; results not all held of {quarters}.", said=said, quarters=quarters) if quarters else tr("{said}.", said=said)
    )


def _not_held(rows: pd.DataFrame) -> str:
    """The quarters whose results are not all held."""
    return tr(", ").join(quarter_words(name) for name in rows.loc[~rows["held_in_full"], "quarter"].drop_duplicates())


def use_words(rows: pd.DataFrame) -> str:
    """The range of use for liquidity support, and what is not known."""
    full = rows[rows["operation_type"].eq(LIQUIDITY)].dropna(subset=["used_pct"])
    said = tr("No quarter is held in full.")
    if len(full):
        said = tr(
            "In the {count} quarters held in full with a stated sum, {low} to {high} of the liquidity support maximum was used.",
            count=len(full),
            low=units.percent(full["used_pct"].min(), 0),
            high=units.percent(full["used_pct"].max(), 0),
        )
    quarters = _not_held(rows)
    return tr("{said} Results are missing for {quarters}.", said=said, quarters=quarters) if quarters else said


def borrowing_words(rows: pd.DataFrame) -> str:
    """The newest estimate, and the quarters without a figure."""
    ahead = rows[rows["actual_usd"].isna()].dropna(subset=["first_usd", "update_usd"], how="all")
    if ahead.empty:
        return tr("No estimate lies ahead of the outcomes held.")
    said = []
    for row in ahead.itertuples():
        amount = units.usd(row.first_usd if units.is_missing(row.update_usd) else row.update_usd)
        said.append(tr("{quarter} {amount}", quarter=calendar_quarter(row.quarter), amount=amount))
    return tr("Estimated and without an outcome held: {estimates}.", estimates=tr(", ").join(said))
