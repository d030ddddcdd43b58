"""What the issuance page says: its headline, the findings of its charts, and what lies ahead."""

from __future__ import annotations

from treasury import units
from treasury.analytics import issuance
from treasury.analytics.outstanding import bill_share_outstanding, outstanding_published
from treasury.charts.parts import Span
from treasury.language import N_, tr
from treasury.ui.cache import Loaded
from treasury.ui.issuance import MEASURES, Mix, period_words
from treasury.ui.words import sentences

TITLES = {"Net": N_("Net issuance"), "Gross": N_("Gross issuance")}
SOURCES = {"published": N_("published"), "rebuilt": N_("rebuilt")}


def headline(debt: Loaded, made: Mix) -> str:
    """Bills of what is outstanding, and of gross and net issuance in the last full period."""
    now, last = _outstanding_now(debt), _last_period(made)
    if not last:
        none = tr("No period is held in full.")
        return sentences([now, none]) if now else none
    if now:
        they = tr("In {period} they were {gross} of gross and {net} of net issuance{why}; net was {total}{before}.", **last)
        return sentences([now, they])
    return tr("In {period} bills were {gross} of gross and {net} of net issuance{why}; net was {total}{before}.", **last)


def _outstanding_now(debt: Loaded) -> str:
    if not debt.ok:
        return ""
    share = bill_share_outstanding(outstanding_published(debt.frame)).dropna(subset="bill_share_outstanding_pct")
    if share.empty:
        return ""
    last = share.iloc[-1]
    return tr(
        "Bills are {share} of marketable debt outstanding (MSPD, {month}).",
        share=units.percent(last["bill_share_outstanding_pct"], 1),
        month=units.month(last["record_date"].date()),
    )


def _last_period(made: Mix) -> dict[str, str]:
    """The shares and the net issuance of the last full period, for the places of a sentence; empty where none is held."""
    full = made.ever[~made.ever["partial"]]
    if full.empty:
        return {}
    last = full.iloc[-1]
    net, reason = last["bill_share_net_pct"], last["reason"]
    total = made.totals.set_index("period_start").loc[last["period_start"], "net_usd"]
    return {
        "period": period_words(last["period"]),
        "gross": units.percent(last["bill_share_gross_pct"], 1),
        "net": tr("an undefined share") if units.is_missing(net) else units.percent(net, 1),
        "why": tr(" ({reason})", reason=tr(reason)) if reason else "",
        "total": units.usd(total, why=tr("maturities are not known in full")),
        "before": _before(bool(last["buybacks_held"])),
    }


def _before(buybacks_held: bool) -> str:
    return "" if buybacks_held else tr(", before buybacks that are not held")


def partial_words(made: Mix, shown_as: str = N_("Pale")) -> str:
    """For the line under a title: how a partial period is drawn, and where the auctions end."""
    partial = made.flows.loc[made.flows["partial"], "period"].unique()
    if not len(partial):
        return ""
    return tr(
        "{shown_as}: {period}, partial, to {last_day}",
        shown_as=tr(shown_as),
        period=period_words(partial[-1]),
        last_day=units.day(made.known_until),
    )


def measure_title(name: str) -> str:
    """What a measure of MEASURES is called above its chart, in English.

    >>> measure_title("Gross"), measure_title("Matured")
    ('Gross issuance', 'Matured')
    """
    return TITLES.get(name, name)


def flows_alt(made: Mix, name: str) -> str:
    """A measure in the last full period of the range, by side."""
    full, title = made.sides[~made.sides["partial"]], tr(measure_title(name))
    if full.empty:
        return tr("{title}: no full period in this range.", title=title)
    last = full[full["period"].eq(full["period"].iloc[-1])].set_index("side")
    amounts = {side: units.usd(last.loc[side, MEASURES[name]]) for side in last.index}
    return tr(
        "{title}, {span}: in {period}, the last in full, {total}: bills {bills}, coupons {coupons}{before}.",
        title=title,
        span=_span(made),
        period=period_words(last["period"].iloc[0]),
        total=amounts["All"],
        bills=amounts["Bills"],
        coupons=amounts["Coupons"],
        before=_before(bool(last["buybacks_held"].all())),
    )


def side_alt(made: Mix, name: str) -> str:
    """Issued, matured, bought back and net of one side in the last full period of the range."""
    full = made.side(name)
    full = full[~full["partial"]]
    if full.empty:
        return tr("{side}: no full period in this range.", side=tr(name))
    last = full.iloc[-1]
    bought = units.usd(last["bought_back_usd"], why=tr("results not held")) if name == "Coupons" else tr("none")
    return tr(
        "{side}, {span}: in {period} {issued} issued, {matured} matured, bought back {bought}, net {net}.",
        side=tr(name),
        span=_span(made),
        period=period_words(last["period"]),
        issued=units.usd(last["issued_usd"]),
        matured=units.usd(last["matured_usd"]),
        bought=bought,
        net=units.usd(last["net_usd"]),
    )


def cash_words(made: Mix) -> str:
    """New cash of the last full period for which it is known, and of the range; the finding of its view."""
    known = made.cash.dropna(subset=["new_cash_usd"])
    full = known[~known["partial"] & known["side"].eq("All")]
    if full.empty:
        return tr("New cash is not known for a full period of this range.")
    last = full.iloc[-1]
    sides = known[known["period"].eq(last["period"])].set_index("side")["new_cash_usd"]
    return tr(
        "New cash from the public in {period}, the last full period known: {total}{before}; bills {bills}, coupons {coupons}.",
        period=period_words(last["period"]),
        total=units.usd(last["new_cash_usd"]),
        before=_before(bool(last["buybacks_held"])),
        bills=units.usd(sides["Bills"]),
        coupons=units.usd(sides["Coupons"]),
    )


def shares_alt(made: Mix) -> str:
    """The three shares in the last full period of the range."""
    full = made.shares[~made.shares["partial"]]
    if full.empty:
        return tr("Bill shares: no full period in this range.")
    last = full.iloc[-1]
    source, reason = last["source"], last["reason"]
    return tr(
        "Bill shares in {period}: {outstanding} of outstanding ({source}), {gross} of gross issuance, {net} of net issuance.",
        period=period_words(last["period"]),
        outstanding=units.percent(last["bill_share_outstanding_pct"], 1),
        source=tr(SOURCES.get(source, str(source))),
        gross=units.percent(last["bill_share_gross_pct"], 1),
        net=units.percent(last["bill_share_net_pct"], 1, tr(reason)),
    )


def levels_alt(made: Mix) -> str:
    """Outstanding by class on the last date of the range."""
    if made.levels.empty:
        return tr("Outstanding by class: not known in this range.")
    last = made.levels[made.levels["record_date"].eq(made.levels["record_date"].iloc[-1])]
    source = SOURCES[last["source"].iloc[0]]
    parts = [f"{tr(str(row.security_class))} {units.usd(row.outstanding_usd)}" for row in last.itertuples()]
    return tr(
        "Outstanding by class on {day} ({source}): {parts}.",
        day=units.day(last["record_date"].iloc[0].date()),
        source=tr(source),
        parts=tr(", ").join(parts),
    )


def months_alt(made: Mix) -> str:
    if made.months.empty:
        return tr("Weighted average maturity: not known in this range.")
    last = made.months.iloc[-1]
    return tr(
        "Weighted average maturity on {day}: {every:.1f} months, coupons alone {coupons:.1f}.",
        day=units.day(made.months.index[-1].date()),
        every=last["all_months"],
        coupons=last["coupons_months"],
    )


def unknown_spans(made: Mix) -> list[Span]:
    """Where notes and bonds, or bonds alone, are not known in full, so that a bar is not all marketable debt."""
    spans = []
    wide = made.levels.pivot(index="period_end", columns="security_class", values="outstanding_usd")
    begins = made.levels.drop_duplicates("period_end").set_index("period_end")["period_start"]
    for words, missing in (
        (tr("Notes and bonds not known in full"), wide["Note"].isna()),
        (tr("Bonds not known in full"), wide["Bond"].isna() & wide["Note"].notna()),
    ):
        if missing.any():
            ends = wide.index[missing]
            spans.append(Span(begins[ends[0]].date(), ends[-1].date(), words))
    return spans


def _span(made: Mix) -> str:
    first, last = period_words(made.sides["period"].iloc[0]), period_words(made.sides["period"].iloc[-1])
    return tr("{first} to {last}", first=first, last=last)


def ahead_words(made: Mix) -> str:
    """What lies after the last auction with a result, which no figure above counts."""
    end = tr("Auctions are held to {last_day}.", last_day=units.day(made.known_until))
    if made.ahead.empty:
        return tr("{end} Nothing that settles later is known.", end=end)
    settle, announced, maturing = (units.usd(made.ahead[name].sum()) for name in issuance.AHEAD)
    if not made.ahead["announced_usd"].gt(0).any():
        announced = tr("nothing")
    elif made.ahead["announced_usd"].isna().any():
        announced += tr(" (not all sizes are set)")
    return tr(
        "{end} {settle} of what was sold settles later, {announced} is announced without a result, and {maturing} "
        "is known to mature in the same periods. None of it is counted above.",
        end=end,
        settle=settle,
        announced=announced,
        maturing=maturing,
    )
