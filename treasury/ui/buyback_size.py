"""The view "Size" of the buybacks page: used of the announced maximum, by quarter and regime, against gross issuance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import reference, refunding_files, units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buyback_quarters, buyback_supply
from treasury.analytics.duration_flows import buyback_ten_year_equivalents
from treasury.analytics.issuance import known_until
from treasury.charts import buyback_size as size_charts
from treasury.charts import buybacks as charts
from treasury.charts.refunding import quarter_words as refunding_quarter
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.buybacks import ALL, LABELS, NOTES, Cockpit, quarter_words, quarters_alt
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

MEASURES = {N_("Par"): "accepted_usd", N_("Ten-year equivalents"): "ten_year_equivalent_usd"}
LIQUIDITY = "Liquidity Support"
REGIME_COLUMNS = ["regime", "operation_type", "operations", "maximum_usd", "offered_usd", "accepted_usd"]
REGIME_COLUMNS += ["securities_accepted_usd", "unused_usd", "cover_ratio", "fill_pct", "ten_year_equivalent_usd"]
USE = N_("""
**Refunding quarter**: the days of the tentative schedule of its refunding statement, which begin one to two weeks after it and
can end after the next; where no schedule is held, from a week after the statement to the next quarter. **Maximum**: the sum that
the statement announced for the quarter; a press release between refundings that enlarges single operations does not restate it.
**Used** = accepted so far / maximum. Operations whose type is not published are left out.
""")
SUPPLY = N_("""
**Offered** is what auctions of notes, bonds and TIPS offered to the public (without the Fed's add-ons), on settlement dates, in
the bucket in which the new security's maturity ends: the new 10-year in 7Y to 10Y. Sums run over calendar quarters of the
regular programme whose results and auctions are all held. Bought back are old issues, offered are new ones: the bucket is
the same, the security never.
""")
EQUIVALENTS = N_("""
**Ten-year equivalents**: par x modified duration (at the price paid) / modified duration of the on-the-run 10-year that day.
""")


def draw(cockpit: Cockpit, securities: Loaded) -> None:
    """The maximum and its use, quarters and regimes, the share of gross issuance."""
    auctions, par = cache.frame("auctions"), cache.frame("par_yields")
    if not layout.drawable(auctions, par, securities):
        return
    equivalents = cache.computed(buyback_ten_year_equivalents, auctions, cockpit.source, securities, par)
    sources = [cockpit.source, securities, auctions, par]
    draw_use(cockpit)
    draw_issuance(cockpit, auctions)
    draw_sums(cockpit, programme.with_equivalents(cockpit.chosen, equivalents), sources, securities)


def draw_use(cockpit: Cockpit) -> None:
    """The running total of each refunding quarter against its maximum, for the type chosen (liquidity support by default)."""
    kind = cockpit.kind if cockpit.kind in buyback_quarters.MAXIMA else LIQUIDITY
    try:
        quarters = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    except (OSError, BadReference) as fault:
        layout.failed_card(tr("The announced maxima cannot be read"), plain(str(fault)))
        return
    use = buyback_quarters.use(cockpit.every, quarters, kind, cockpit.gaps)
    use = use[use["operation_date"].between(pd.Timestamp(cockpit.start), pd.Timestamp(cockpit.end))].reset_index(drop=True)
    layout.section(N_("Used of the announced maximum"), anchor="maximum")
    said = use_words(use, kind)
    st.markdown(said)
    if cockpit.bucket != ALL:
        st.caption(tr("Of all buckets: the statement announces one sum for them."))
    figure = size_charts.use_of_maximum(use, tr("{type} by refunding quarter", type=tr(kind)), **cockpit.axis)
    words = {"csv": use, "name": "buybacks against the maximum", "notes": USE}
    layout.show_chart(figure, key="use", alt=said, sources=[cockpit.source], **words)


def use_words(use: pd.DataFrame, kind: str) -> str:
    """The last quarter whose results are all held, and the last one as far as it is."""
    if use.empty:
        return tr("{type}: no operation with a result in this range.", type=tr(kind))
    last = use.groupby("start", sort=True).last().reset_index()
    full = last[last["held_in_full"] & last["maximum_usd"].notna()]
    row = last.iloc[-1]
    so_far = "" if row["held_in_full"] else _so_far(row)
    if full.empty:
        return so_far or tr("{type}: {accepted} in {quarter}; no sum was announced.", type=tr(kind), **_used(row))
    whole = tr(
        "{type}, {quarter}, the last quarter held whole with a sum announced: {accepted} of {maximum} ({used}).",
        type=tr(kind),
        maximum=units.usd(full.iloc[-1]["maximum_usd"]),
        used=units.percent(full.iloc[-1]["used_pct"], 0),
        **_used(full.iloc[-1]),
    )
    return tr("{first} {second}", first=whole, second=so_far) if so_far else whole


def _so_far(row: pd.Series) -> str:
    if pd.isna(row["maximum_usd"]):
        return tr("In {quarter} at least {accepted}: not all its results are held.", **_used(row))
    return tr(
        "In {quarter} at least {accepted} of {maximum}: not all its results are held.",
        maximum=units.usd(row["maximum_usd"]),
        **_used(row),
    )


def _used(row: pd.Series) -> dict[str, str]:
    return {"quarter": refunding_quarter(row["quarter"]), "accepted": units.usd(row["cumulative_usd"])}


def draw_issuance(cockpit: Cockpit, auctions: Loaded) -> None:
    """The share of gross issuance by bucket, summed over the quarters held in full, and by quarter."""
    layout.section(N_("Against gross issuance in the same bucket"), anchor="issuance")
    rows = buyback_supply.against_issuance(cockpit.every, auctions.frame, cockpit.gaps, known_until(auctions.frame))
    sums = buyback_supply.in_all(rows)
    sources, span = [cockpit.source, auctions], issuance_span(rows)
    figure = size_charts.share_of_issuance(sums, tr("Bought back of what was offered"), subtitle=span)
    words = {"csv": rows, "name": "buybacks against issuance", "notes": SUPPLY}
    layout.show_chart(figure, key="issuance", alt=issuance_alt(sums, span), sources=sources, **words)
    wide = rows.pivot(index="period", columns="bucket", values="share_pct").iloc[::-1]
    wide.columns = [f"{name} share_pct" for name in wide.columns]
    labels = {name: name.removesuffix(" share_pct") for name in wide.columns} | {
        "period": N_("Quarter"),
        "all_held": N_("All held"),
    }
    held = rows.groupby("period")["held_in_full"].all().reindex(wide.index).map({True: N_("yes"), False: N_("no")})
    table = wide.reset_index().assign(all_held=held.to_numpy())
    layout.show_table(table, key="issuance_quarters", sources=sources, labels=labels, notes=SUPPLY, height="content")


def issuance_span(rows: pd.DataFrame) -> str:
    full = rows.loc[rows["held_in_full"], "period"]
    if full.empty:
        return ""
    ends = {"first": quarter_words(full.iloc[0]), "last": quarter_words(full.iloc[-1])}
    return tr("{first} to {last}, quarters held in full", **ends)


def issuance_alt(sums: pd.DataFrame, span: str) -> str:
    """The buckets with the largest and the smallest share."""
    known = sums.dropna(subset=["share_pct"]).sort_values("share_pct")
    if known.empty:
        return tr("Bought back against gross issuance: no quarter of the regular programme is held in full.")
    low, high = known.iloc[0], known.iloc[-1]
    return tr(
        "Bought back of what auctions offered in the same bucket, {span}: most in {most_in}, {most} "
        "({accepted} of {offered}); least in {least_in}, {least}.",
        span=span,
        most_in=tr(str(high["bucket"])),
        most=units.percent(high["share_pct"], 1),
        accepted=units.usd(high["accepted_usd"]),
        offered=units.usd(high["offered_usd"]),
        least_in=tr(str(low["bucket"])),
        least=units.percent(low["share_pct"], 1),
    )


def draw_sums(cockpit: Cockpit, rows: pd.DataFrame, sources: list[Loaded], securities: Loaded) -> None:
    """By calendar quarter, in par or in ten-year equivalents; and by regime, against the sum of the securities held."""
    layout.section(N_("By quarter and regime"))
    measure = controls.choice(tr("Measure"), list(MEASURES), key="measure")
    quarters = programme.quarter_equivalents(rows, cockpit.gaps)
    words: dict[str, Any] = {"column": MEASURES[measure], "subtitle": tr("Pale: results of the quarter not all held")}
    figure = charts.by_quarter(quarters, tr("{measure} bought back by quarter", measure=tr(measure)), **words, **cockpit.axis)
    alt = quarters_alt(cockpit, quarters, MEASURES[measure], measure)
    words = {"csv": quarters, "name": "buybacks by quarter", "notes": tr(NOTES) + tr(EQUIVALENTS)}
    layout.show_chart(figure, key="quarters", alt=alt, sources=sources, **words)
    regimes = programme.regime_sums(programme.with_securities(rows, securities.frame))[REGIME_COLUMNS]
    words = {"labels": LABELS, "usd": ("bn", 3), "notes": tr(NOTES) + tr(EQUIVALENTS), "height": "content"}
    layout.show_table(regimes, key="regimes", sources=sources, name="buybacks by regime", **words)
