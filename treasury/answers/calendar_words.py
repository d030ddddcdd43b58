"""The events of the calendar in words: titles and details, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

from treasury import units
from treasury.answers import terms
from treasury.language import ENGLISH, N_, current, joined, tr

Row = Mapping[str, Any]

# What a title begins with; a list that names the kind already leaves it out.
PREFIXES = {"auction": N_("Auction: {name}"), "settlement": N_("Settlement: {name}"), "buyback": N_("Buyback: {name}")}
_CLASSES = {
    "Bill": ("bill", N_("bills")),
    "CMB": ("cash management bill", N_("cash management bills")),
    "Note": ("note", N_("notes")),
    "Bond": ("bond", N_("bonds")),
    "TIPS": ("TIPS", "TIPS"),
    "FRN": ("FRN", N_("FRNs")),
}
RATES = {
    "high_yield": N_("high yield"),
    "high_discount_rate": N_("high discount rate"),
    "high_investment_rate": N_("high investment rate"),
    "high_discount_margin": N_("high discount margin"),
}
_OPERATIONS = {"Liquidity Support": N_("Liquidity Support"), "Cash Management": N_("Cash Management")}
_DECISIONS = {"hold": N_("hold"), "hike": N_("hike"), "cut": N_("cut")}
_CADENCES = {"weekly": N_("weekly"), "monthly": N_("monthly"), "quarterly": N_("quarterly")}
_QUARTER = re.compile(r"([A-Z][a-z]{2})(?: (\d{4}))?-([A-Z][a-z]{2}) (\d{4})")


def title(kind: str, name: str) -> str:
    """A title with its kind before it.

    >>> title("auction", "4-week bill")
    'Auction: 4-week bill'
    """
    return tr(PREFIXES[kind], name=name)


def short_title(event: Row) -> str:
    """The title of an event without the kind.

    >>> short_title({"kind": "auction", "title": "Auction: 4-week bill"})
    '4-week bill'
    """
    prefix = PREFIXES.get(event["kind"], "")
    return str(event["title"]).removeprefix(tr(prefix, name=""))


def security(row: Row) -> str:
    """The security of an auction: "4-week bill"."""
    published, kind = str(row["security_term"]), str(row["security_class"])
    if current() == ENGLISH:
        return f"{published.lower()} {_CLASSES.get(kind, (kind,))[0]}"
    return terms.security(f"{published} {kind}")


def offer(row: Row) -> str:
    """What is offered, whether it is new, and when it settles."""
    known, issued = row["offering_usd"] is not None, row["issue_date"]
    parts = [
        tr("{amount} offered", amount=units.usd(row["offering_usd"])) if known else tr("size not announced"),
        tr("reopening") if row["reopening"] == "Yes" else tr("new issue"),
        f"CUSIP {row['cusip']}" if row["cusip"] else "",
        tr("settles {day}", day=units.day(issued)) if issued else "",
    ]
    return tr(", ").join(part for part in parts if part)


def result(row: Row) -> list[str]:
    """The rate of an auction and its bid-to-cover, as far as they are published."""
    said = [
        tr("{rate} {figure}", rate=tr(name), figure=units.percent(row[column], 3))
        for column, name in RATES.items()
        if row[column] is not None
    ][:1]
    if row["bid_to_cover"] is None:
        return said
    return [*said, tr("bid-to-cover {ratio}", ratio=units.number(row["bid_to_cover"]))]


def settled(new: Sequence[Row], old: Sequence[Row]) -> str:
    """The title of a settlement day, from what is issued and what matures on it."""
    parts = [tr("{kinds} issued", kinds=_kinds(new)) if new else "", tr("{kinds} mature", kinds=_kinds(old)) if old else ""]
    return title("settlement", tr(", ").join(part for part in parts if part) or tr("buyback"))


def settlement(new: Sequence[Row], old: Sequence[Row], back: Sequence[Row], until: date | None) -> str:
    """The amounts of a settlement day; ``until``: the day to which auctions are held, where more may mature than they tell."""
    said = []
    if new:
        amounts = [row["total_accepted_usd"] if row["held"] else row["offering_usd"] for row in new]
        listed = tr(", ").join(security(row) for row in new)
        said.append(tr("issued: {securities}; {amount}", securities=listed, amount=_sum(amounts)))
    if old:
        amount = _sum([row["total_accepted_usd"] for row in old])
        said.append(
            tr("matures: {amount} as sold, of the auctions held to {day}", amount=amount, day=units.day(until))
            if until
            else tr("matures: {amount} as sold", amount=amount)
        )
    if back:
        bought = [row["accepted_usd"] for row in back if row["accepted_usd"] is not None]
        said.append(tr("bought back: {amount}", amount=_sum(bought)) if bought else tr("a planned buyback settles"))
    return sentence(*said)


def _kinds(rows: Sequence[Row]) -> str:
    """The kinds of securities, shortly: "bills and notes"."""
    present = {row["security_class"] for row in rows}
    return joined(tr(many) for name, (_, many) in _CLASSES.items() if name in present)


def _sum(amounts: Sequence[float | None]) -> str:
    """The sum; at least that much where one is not known."""
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return tr("size not announced")
    total = units.usd(sum(known))
    return tr("at least {amount}", amount=total) if len(known) < len(amounts) else total


def buyback(row: Row) -> str:
    """The title of an operation: its bucket, and whether it is of TIPS."""
    bucket = span(row["maturity_bucket"]) if row["maturity_bucket"] else tr("bucket not stated")
    return title("buyback", f"TIPS {bucket}" if row["security_type"] == "TIPS" else bucket)


def span(bucket: str) -> str:
    """A bucket of maturities: "10Y to 20Y"."""
    first, _, last = bucket.partition(" to ")
    return tr("{first} to {last}", first=first, last=last) if last else bucket


def operation(row: Row) -> str:
    """The type of an operation, its maximum, and how it ended."""
    most = row["maximum_usd"]
    ends = {
        "result": tr("{amount} bought", amount=units.usd(row["accepted_usd"], why=tr("not held"))),
        "scheduled": tr("by the tentative schedule, no announcement held"),
        "announced": tr("no result held"),
        "cancelled": tr("cancelled"),
    }
    kind = row["operation_type"]
    return sentence(
        tr(_OPERATIONS.get(kind, str(kind))) if kind else tr("type not stated"),
        tr("up to {amount}", amount=units.usd(most)) if most is not None else tr("maximum not published"),
        ends[row["state"]],
    )


def decision(row: Row) -> str:
    """What the FOMC decided: the step and the target range."""
    if not row["decision"]:
        return sentence(tr("decision not entered"))
    said = tr(_DECISIONS.get(row["decision"], str(row["decision"])))
    if row["change_bp"]:
        said = tr("{decision} of {size} bp", decision=said, size=f"{abs(row['change_bp']):.0f}")
    low, high = f"{row['target_low_pct']:.2f}", f"{row['target_high_pct']:.2f}"
    return sentence(tr("{decision}, target range {low} to {high} %", decision=said, low=low, high=high))


def quarter(text: str) -> str:
    """A refunding quarter, "May-Jul 2026", as the reader's language writes months.

    >>> quarter("Nov 2026-Jan 2027")
    'Nov 2026-Jan 2027'
    """
    found = _QUARTER.fullmatch(text)
    if current() == ENGLISH or not found:
        return text
    first, year, last, end = found.groups()
    days = [date(int(of), units.MONTHS.index(name) + 1, 1) for name, of in ((first, year or end), (last, end))]
    return tr("{first} to {last}", first=units.month(days[0]), last=units.month(days[1]))


def release(cadence: str, as_of: date) -> str:
    """What a dataset's next record is expected by."""
    said = tr("{cadence}, last record {day}", cadence=tr(_CADENCES[cadence]), day=units.day(as_of))
    return sentence(said, tr("when the next is usually out at the latest, not a day that the publisher set"))


def sentence(*parts: str) -> str:
    """Parts as one line that begins with a capital and ends with a full stop.

    >>> sentence("up to USD 2.00 bn", "cancelled")
    'Up to USD 2.00 bn; cancelled.'
    """
    line = reduce(lambda said, more: tr("{first}; {second}", first=said, second=more), parts)
    return tr("{said}.", said=f"{line[:1].upper()}{line[1:]}")
