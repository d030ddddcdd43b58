"""The sections of auctions and buybacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from treasury import units
from treasury.answers.calendar_words import span
from treasury.answers.terms import security
from treasury.brief.parts import NO_BREAK, Answer, Section, Table, bn, day_words, short_day
from treasury.language import N_, tr, trn

MOST_ROWS = 12
AUCTION_NOTE = N_(
    "Stop: high yield, for TIPS real, for FRNs the discount margin. vs close: stop less the curve's prior close. (six): mean of "
    "the six of the same exact term before; the grade (A to F) is against them. Amounts include Fed add-ons."
)


def auctions(answer: Answer) -> Section:
    auctions, lines = answer["auctions"], []
    datasets = ("auctions", "par_yields", "real_par_yields")
    title = tr("Auctions")
    if auctions["last_held"] is None:
        return Section(
            "auctions", title, (tr("Auctions are not held: python -m treasury refresh auctions"),), sources=datasets[:1]
        )
    table = None
    if auctions["rows"]:
        heads = (
            *(tr("Day"), tr("Security"), tr("USD bn"), tr("Stop %"), tr("vs close, bp"), tr("Cover (six)")),
            *(tr("Indirect % (six)"), tr("Grade")),
        )
        table = Table(heads, tuple(_auction(one, answer["made_on"]) for one in auctions["rows"][:MOST_ROWS]), left=2)
        lines += _more(auctions["rows"])
    else:
        last = day_words(auctions["last_held"])
        lines.append(tr("No newer result of a coupon auction is held; the last result of any auction is of {day}.", day=last))
    if auctions["bills"]["count"]:
        lines.append(_bills(auctions["bills"]))
    note = tr(AUCTION_NOTE) if table else ""
    return Section("auctions", title, tuple(lines), table, note=note, sources=datasets if table else datasets[:1])


def _bills(bills: Answer) -> str:
    return trn(
        "Bills: {count} auction, {amount}, on {days}.",
        "Bills: {count} auctions, {amount}, {days}.",
        bills["count"],
        count=bills["count"],
        amount=units.usd(bills["total_accepted_usd"]),
        days=units.days(date.fromisoformat(bills["first"]), date.fromisoformat(bills["last"])),
    )


def _more(rows: Sequence[Answer]) -> list[str]:
    """How many rows the table leaves out."""
    return [tr("{count} more.", count=len(rows) - MOST_ROWS)] if len(rows) > MOST_ROWS else []


def _auction(one: Answer, made_on: str) -> tuple[str, ...]:
    stop = one["high_yield"] if one["high_discount_margin"] is None else one["high_discount_margin"]
    return (
        short_day(one["auction_date"], made_on).replace(" ", NO_BREAK),
        security(one["exact_term"]),
        bn(one["total_accepted_usd"]),
        units.number(stop, 3),
        _signed(one["stop_minus_prior_close_bp"]),
        _against(one["bid_to_cover"], one["six_bid_to_cover"], 2),
        _against(one["indirect_share_pct"], one["six_indirect_share_pct"], 0),
        one["grade"] or units.missing(),
    )


def _against(value: float | None, six: float | None, decimals: int) -> str:
    return units.number(value, decimals) if six is None else f"{units.number(value, decimals)} ({units.number(six, decimals)})"


def _signed(value: float | None) -> str:
    """A change in the unit of its column: with its sign, zero without."""
    if value is None:
        return units.missing()
    shown = round(value, 1) + 0.0
    return f"{shown:+,.1f}" if shown else "0"


def buybacks(answer: Answer) -> Section:
    buybacks, own, title = answer["buybacks"], ("buyback_operations",), tr("Buybacks")
    if not buybacks["rows"]:
        said = tr("Buyback results are not held: python -m treasury refresh buyback_operations")
        if last := buybacks["last_held"]:
            said = tr("No newer result is held; the last is of {day}.", day=day_words(last))
        return Section("buybacks", title, (said,), sources=own)
    heads = (
        *(tr("Day"), tr("Bucket"), tr("Max, USD bn"), tr("Offered"), tr("Accepted"), tr("Cover")),
        tr("Fill %"),
    )
    rows = tuple(_operation(one, answer["made_on"]) for one in buybacks["rows"][:MOST_ROWS])
    lines, totals = [], buybacks["totals"]
    if totals["operations"]:
        said = trn(
            "{count} operation with a result: {accepted} accepted, cover {cover}, fill {fill}.",
            "{count} operations with a result: {accepted} accepted, cover {cover}, fill {fill}.",
            totals["operations"],
            count=totals["operations"],
            accepted=units.usd(totals["accepted_usd"]),
            cover=units.number(totals["cover_ratio"]),
            fill=units.percent(totals["fill_pct"], 0),
        )
        lines.append(said)
    lines += _more(buybacks["rows"])
    note = tr("Cover: offered by maximum. Fill: accepted by maximum.")
    return Section("buybacks", title, tuple(lines), Table(heads, rows, left=2), note=note, sources=own)


def _operation(one: Answer, made_on: str) -> tuple[str, ...]:
    bucket = span(one["maturity_bucket"]) if one["maturity_bucket"] else tr("not stated")
    named = f"TIPS {bucket}" if one["security_type"] == "TIPS" else bucket
    accepted = tr("cancelled") if one["state"] == "cancelled" else bn(one["accepted_usd"])
    figures = bn(one["maximum_usd"]), bn(one["offered_usd"]), accepted, units.number(one["cover_ratio"])
    day = short_day(one["operation_date"], made_on).replace(" ", NO_BREAK)
    return day, named, *figures, units.number(one["fill_pct"], 0)
