"""The view "Size" of the buybacks page: used of the announced maximum, by quarter and regime, against gross issuance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import reference, units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buyback_quarters, buyback_supply
from treasury.analytics.duration_flows import buyback_ten_year_equivalents
from treasury.analytics.issuance import known_until
from treasury.charts import buyback_size as size_charts
from treasury.charts import buybacks as charts
from treasury.errors import BadReference
from treasury.ui import cache, controls, layout
from treasury.ui.buybacks import LABELS, NOTES, Cockpit, quarters_alt
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

MEASURES = {"Par": "accepted_usd", "Ten-year equivalents": "ten_year_equivalent_usd"}
REGIME_COLUMNS = ["regime", "operation_type", "operations", "maximum_usd", "offered_usd", "accepted_usd"]
REGIME_COLUMNS += ["securities_accepted_usd", "unused_usd", "cover_ratio", "fill_pct", "ten_year_equivalent_usd"]
USE = """
**Refunding quarter**: a buyback schedule begins about a week after its refunding statement (or with the programme regime that the
statement began) and ends with the next. **Maximum**: the sum that the statement announced for the quarter; a press
release between refundings that enlarges single operations does not restate it. **Used** = accepted so far / maximum. Operations
whose type is not published are left out.
"""
SUPPLY = """
**Offered** is what auctions of notes, bonds and TIPS offered to the public (without the Fed's add-ons), on settlement dates, in
the bucket in which the new security's maturity ends: the new 10-year in 7Y to 10Y. Sums run over calendar quarters of the
regular programme whose results and auctions are all held. Bought back are old issues, offered are new ones: the bucket is
the same, the security never.
"""
EQUIVALENTS = """
**Ten-year equivalents**: par x modified duration (at the price paid) / modified duration of the on-the-run 10-year that day.
"""


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
    kind = cockpit.kind if cockpit.kind in buyback_quarters.MAXIMA else "Liquidity Support"
    try:
        quarters = buyback_quarters.quarters(reference.refunding_statements(), reference.key_dates())
    except (OSError, BadReference) as fault:
        layout.failed_card("The announced maxima cannot be read", plain(str(fault)))
        return
    use = buyback_quarters.use(cockpit.every, quarters, kind, cockpit.gaps)
    use = use[use["operation_date"].between(pd.Timestamp(cockpit.start), pd.Timestamp(cockpit.end))].reset_index(drop=True)
    layout.section("Used of the announced maximum", anchor="maximum")
    st.markdown(use_words(use, kind))
    figure = size_charts.use_of_maximum(use, f"{kind} by refunding quarter", **cockpit.axis)
    words = {"csv": use, "name": "buybacks against the maximum", "notes": USE}
    layout.show_chart(figure, key="use", alt=use_words(use, kind), sources=[cockpit.source], **words)


def use_words(use: pd.DataFrame, kind: str) -> str:
    """The last quarter whose results are all held, and the last one as far as it is."""
    if use.empty:
        return f"{kind}: no operation with a result in this range."
    last = use.groupby("start", sort=True).last().reset_index()
    full = last[last["held_in_full"] & last["maximum_usd"].notna()]
    said = []
    if len(full):
        row = full.iloc[-1]
        said.append(
            f"{kind}, {row['quarter']}, the last quarter held whole with a sum announced: {units.usd(row['cumulative_usd'])} of "
            f"{units.usd(row['maximum_usd'])} ({units.percent(row['used_pct'], 0)})."
        )
    row = last.iloc[-1]
    if not row["held_in_full"]:
        of = f" of {units.usd(row['maximum_usd'])}" if pd.notna(row["maximum_usd"]) else ""
        said.append(f"In {row['quarter']} at least {units.usd(row['cumulative_usd'])}{of}: not all its results are held.")
    return " ".join(said) or f"{kind}: {units.usd(row['cumulative_usd'])} in {row['quarter']}; no sum was announced."


def draw_issuance(cockpit: Cockpit, auctions: Loaded) -> None:
    """The share of gross issuance by bucket, summed over the quarters held in full, and by quarter."""
    layout.section("Against gross issuance in the same bucket", anchor="issuance")
    rows = buyback_supply.against_issuance(cockpit.every, auctions.frame, cockpit.gaps, known_until(auctions.frame))
    sums = buyback_supply.in_all(rows)
    sources, span = [cockpit.source, auctions], issuance_span(rows)
    figure = size_charts.share_of_issuance(sums, "Bought back of what was offered", subtitle=span)
    words = {"csv": rows, "name": "buybacks against issuance", "notes": SUPPLY}
    layout.show_chart(figure, key="issuance", alt=issuance_alt(sums, span), sources=sources, **words)
    wide = rows.pivot(index="period", columns="bucket", values="share_pct").iloc[::-1]
    wide.columns = [f"{name} share_pct" for name in wide.columns]
    labels = {name: name.removesuffix(" share_pct") for name in wide.columns} | {"period": "Quarter", "all_held": "All held"}
    held = rows.groupby("period")["held_in_full"].all().reindex(wide.index).map({True: "yes", False: "no"})
    table = wide.reset_index().assign(all_held=held.to_numpy())
    layout.show_table(table, key="issuance_quarters", sources=sources, labels=labels, notes=SUPPLY, height="content")


def issuance_span(rows: pd.DataFrame) -> str:
    full = rows.loc[rows["held_in_full"], "period"]
    return f"{full.iloc[0]} to {full.iloc[-1]}, quarters held in full" if len(full) else ""


def issuance_alt(sums: pd.DataFrame, span: str) -> str:
    """The buckets with the largest and the smallest share."""
    known = sums.dropna(subset=["share_pct"]).sort_values("share_pct")
    if known.empty:
        return "Bought back against gross issuance: no quarter of the regular programme is held in full."
    low, high = known.iloc[0], known.iloc[-1]
    return (
        f"Bought back of what auctions offered in the same bucket, {span}: most in {high['bucket']}, "
        f"{units.percent(high['share_pct'], 1)} ({units.usd(high['accepted_usd'])} of {units.usd(high['offered_usd'])}); "
        f"least in {low['bucket']}, {units.percent(low['share_pct'], 1)}."
    )


def draw_sums(cockpit: Cockpit, rows: pd.DataFrame, sources: list[Loaded], securities: Loaded) -> None:
    """By calendar quarter, in par or in ten-year equivalents; and by regime, against the sum of the securities held."""
    layout.section("By quarter and regime")
    measure = controls.choice("Measure", list(MEASURES), key="measure")
    quarters = programme.quarter_equivalents(rows, cockpit.gaps)
    words: dict[str, Any] = {"column": MEASURES[measure], "subtitle": "Pale: results of the quarter not all held"}
    figure = charts.by_quarter(quarters, f"{measure} bought back by quarter", **words, **cockpit.axis)
    alt = quarters_alt(cockpit, quarters, MEASURES[measure], measure)
    words = {"csv": quarters, "name": "buybacks by quarter", "notes": NOTES + EQUIVALENTS}
    layout.show_chart(figure, key="quarters", alt=alt, sources=sources, **words)
    regimes = programme.regime_sums(programme.with_securities(rows, securities.frame))[REGIME_COLUMNS]
    words = {"labels": LABELS, "usd": ("bn", 3), "notes": NOTES + EQUIVALENTS, "height": "content"}
    layout.show_table(regimes, key="regimes", sources=sources, name="buybacks by regime", **words)
