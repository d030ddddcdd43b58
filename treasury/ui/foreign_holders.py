"""The view "Foreign holders" of the demand page: holdings by country, who bought and sold, their share of the debt."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import holders
from treasury.charts import holders as charts
from treasury.language import N_, joined, tr
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.demand import RANGE, SELECT_PX, more_or_less

OFFERED, SHOWN = 12, 5  # countries to choose from, and those shown at first: the largest of the last month
EACH_WAY = 6  # bars of rises and of falls
SPANS = {N_("Year"): "year", N_("Month"): "month", N_("Five years"): "five_years"}
WORDS = {N_("Year"): N_("a year"), N_("Month"): N_("a month"), N_("Five years"): N_("five years")}
# The groups in the table, as the Treasury names them and in full.
GROUP_NAMES = {
    holders.TOTAL: N_("All foreign holders"),
    holders.OFFICIAL: N_("Official holders"),
    holders.OFFICIAL_PARTS[0]: N_("Official, bills"),
    holders.OFFICIAL_PARTS[1]: N_("Official, notes and bonds"),
    holders.REST: N_("Countries not named"),
}
# As the Treasury's tables name countries and groups of them; a name that is new there is shown as it stands.
COUNTRIES = (
    N_("All Other"), N_("Australia"), N_("Bahamas"), N_("Belgium"), N_("Belgium-Luxembourg"), N_("Bermuda"), N_("Brazil"),
    N_("Canada"), N_("Carib Bnkng Ctrs"), N_("Cayman Islands"), N_("Chile"), N_("China, Mainland"), N_("Colombia"), N_("Denmark"),
    N_("Egypt"), N_("El Salvador"), N_("Finland"), N_("France"), N_("Germany"), N_("Hong Kong"), N_("India"), N_("Indonesia"),
    N_("Iraq"), N_("Ireland"), N_("Israel"), N_("Italy"), N_("Japan"), N_("Kazakhstan"), N_("Korea, South"), N_("Kuwait"),
    N_("Luxembourg"), N_("Malaysia"), N_("Mexico"), N_("Netherlands"), N_("Norway"), N_("Oil Exporters"), N_("Oman"), N_("Peru"),
    N_("Philippines"), N_("Poland"), N_("Russia"), N_("Saudi Arabia"), N_("Singapore"), N_("South Africa"), N_("Spain"),
    N_("Sweden"), N_("Switzerland"), N_("Taiwan"), N_("Thailand"), N_("Turkey"), N_("United Arab Emirates"),
    N_("United Kingdom"), N_("Uruguay"), N_("Vietnam"),
)  # fmt: skip
WITH_ARTICLE = (
    "Bahamas",
    "Cayman Islands",
    "Netherlands",
    "Philippines",
    "United Arab Emirates",
    "United Kingdom",
)
SPOKEN = {"China, Mainland": N_("mainland China"), "Korea, South": N_("South Korea")}
LABELS = {
    "country": N_("Country or group"),
    "holdings_usd": N_("Holdings"),
    "month_change_usd": N_("1 month"),
    "year_change_usd": N_("1 year"),
    "year_change_pct": N_("1 year"),
    "five_years_change_usd": N_("5 years"),
    "of_foreign_share_pct": N_("Of all foreign"),
}
NOTES = N_("""
**By place of custody**, at market value, as the Treasury publishes it about six weeks after the month: Belgium, Luxembourg,
Ireland, the Cayman Islands and the United Kingdom hold for owners elsewhere, and a change holds prices as well as purchases.
Each year's table names its own largest countries; the rest is in All Other, here **countries not named**. A country without an
earlier figure was not named then, and that line falls by what it held. New surveys break the series each June from 2002 to
2011 and in December 2011. **Official holders**: central banks and other public bodies abroad (For. Official in the Treasury's
table), bills and coupons apart; they are part of the countries' holdings, not in addition to them.
""")
SHARE_NOTES = N_("""
Foreign holdings over the debt held by the public on the last day of the month. Two measures: holdings are at market value, the
debt at par. When yields rise, the ratio falls without a sale.
""")


def draw() -> str:
    """Holdings of the countries chosen, changes by country, the share of the debt, the table; returns the headline."""
    held, debt = cache.frame("foreign_holders"), cache.frame("debt_to_penny")
    if not layout.drawable(held):
        return tr("No foreign holders to show.")
    wide = cache.computed(holders.by_month, held)
    table = holders.holders_table(wide)
    share = cache.computed(_share, held, debt) if debt.ok else None
    named = table.loc[~table["country"].isin(holders.GROUPS), "country"].tolist()
    months = pd.DatetimeIndex(wide.index)
    largest = [name for name in named if name != holders.REST]
    shown = controls.several(tr("Countries"), named[:OFFERED], key="countries", default=largest[:SHOWN])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first, last = months[0].date(), months[-1].date()
        span = controls.date_range(first, last, default=RANGE, options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    part = span.of(wide[shown])
    words: dict[str, Any] = {"sources": [held], "notes": NOTES}
    figure = charts.countries(part, tr("Holdings to {month}", month=units.month(months[-1])), marks)
    alt = _countries_alt(part)
    layout.show_chart(
        figure, key="countries_chart", alt=alt, csv=span.of(wide).add_suffix("_usd"), name="foreign holders", **words
    )
    _draw_changes(table, months[-1], words)
    layout.section(N_("Every country"))
    words |= {"labels": LABELS, "name": "foreign holders table"}
    rows = table[list(LABELS)].assign(country=table["country"].replace(GROUP_NAMES))
    layout.show_table(rows, key="holders", csv=table, usd=("bn", 1), **words)
    if share is not None:
        _draw_share(span.of(share), marks, [held, debt])
    return headline(table, share, months[-1])


def _share(foreign_holders: pd.DataFrame, debt_to_penny: pd.DataFrame) -> pd.DataFrame:
    return holders.share_of_debt(holders.by_month(foreign_holders), debt_to_penny)


def _draw_changes(table: pd.DataFrame, last: pd.Timestamp, words: dict[str, Any]) -> None:
    layout.section(N_("Where holdings rose and fell"), anchor="changes")
    over = controls.choice(tr("Over"), list(SPANS), key="over")
    rows = changed(table, f"{SPANS[over]}_change_usd")
    title = tr("Change over {span} to {month}", span=tr(WORDS[over]), month=units.month(last))
    figure = charts.changes(rows, f"{SPANS[over]}_change_usd", title)
    named = [
        tr("{country} {change}", country=tr(row.country), change=more_or_less(row.change))
        for row in rows.set_axis(["country", "change"], axis=1).itertuples()
    ]
    alt = tr("{title}: {countries}.", title=title, countries=tr("; ").join(named) or tr("no country with both months"))
    layout.show_chart(figure, key="changes_chart", alt=alt, csv=rows, name="changes of foreign holders", **words)


def changed(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The countries with the largest rises and falls, in order; the groups and those without both months left out."""
    countries = table.loc[~table["country"].isin((*holders.GROUPS, holders.REST)), ["country", column]].dropna()
    ordered = countries.sort_values(column, ascending=False)
    up, down = ordered[ordered[column] > 0].head(EACH_WAY), ordered[ordered[column] < 0].tail(EACH_WAY)
    return pd.concat([up, down]).reset_index(drop=True)


def _draw_share(share: pd.DataFrame, marks: list[Any], sources: list[Loaded]) -> None:
    layout.section(N_("Of the debt held by the public"), anchor="share")
    kept = share["foreign_share_pct"].dropna()
    title = tr("Foreign share")
    if len(kept):
        title = tr("{share} in {month}", share=units.percent(kept.iloc[-1], 1), month=units.month(kept.index[-1]))
    said = (
        tr(
            "from {first} in {first_month} to {last} in {last_month}; highest {most} in {most_month}",
            first=units.percent(kept.iloc[0], 1),
            first_month=units.month(kept.index[0]),
            last=units.percent(kept.iloc[-1], 1),
            last_month=units.month(kept.index[-1]),
            most=units.percent(kept.max(), 1),
            most_month=units.month(kept.idxmax()),
        )
        if len(kept)
        else tr("no month of this range has both")
    )
    alt = tr("Foreign holdings as a share of the debt held by the public: {said}.", said=said)
    words: dict[str, Any] = {"csv": share, "name": "foreign share of debt", "notes": SHARE_NOTES}
    layout.show_chart(charts.foreign_share(share, title, marks), key="foreign_share", alt=alt, sources=sources, **words)


def headline(table: pd.DataFrame, share: pd.DataFrame | None, last: pd.Timestamp) -> str:
    """All foreign holdings, their change in a year and share of the debt, the largest rise and fall."""
    total = table[table["country"].eq(holders.TOTAL)]
    if total.empty:
        return tr("The table of {month} has no total of foreign holdings.", month=units.month(last))
    row = total.iloc[0]
    held = share["foreign_share_pct"].get(last, float("nan")) if share is not None else float("nan")
    of_debt = "" if units.is_missing(held) else tr(", {share} of the debt held by the public", share=units.percent(held, 1))
    said = tr(
        "Foreign holders had {amount} of Treasuries at the end of {month}, {change} than a year before{of_debt}",
        amount=units.usd(row["holdings_usd"]),
        month=units.month(last),
        change=more_or_less(row["year_change_usd"]),
        of_debt=of_debt,
    )
    rows = changed(table, "year_change_usd")
    if rows.empty:
        return tr("{said}.", said=said)
    most, least = rows.iloc[0], rows.iloc[-1]
    up, down = most["year_change_usd"], least["year_change_usd"]
    ends = []
    if up > 0:
        ends.append(tr("those in {country} rose by {amount}", country=_in_a_sentence(most["country"]), amount=units.usd(up)))
    if down < 0:
        ends.append(tr("those in {country} fell by {amount}", country=_in_a_sentence(least["country"]), amount=units.usd(-down)))
    return tr("{said}; {changes}, the largest changes by country.", said=said, changes=joined(ends))


def _in_a_sentence(country: str) -> str:
    """A country of the Treasury's table as a sentence names it.

    >>> _in_a_sentence("United Kingdom"), _in_a_sentence("China, Mainland"), _in_a_sentence("Japan")
    ('the United Kingdom', 'mainland China', 'Japan')
    """
    if country in WITH_ARTICLE:
        return tr("the {country}", country=tr(country))
    return tr(SPOKEN.get(country, country))


def _countries_alt(part: pd.DataFrame) -> str:
    said = []
    for name in part:
        kept = part[name].dropna()
        if len(kept) > 1:
            change = more_or_less(kept.iloc[-1] - kept.iloc[0])
            said.append(tr("{country} {amount}, {change}", country=tr(name), amount=units.usd(kept.iloc[-1]), change=change))
    if not said:
        return tr("Foreign holders by country: no figure in this range.")
    return tr(
        "Foreign holders, {first} to {last}: {countries}.",
        first=units.month(part.index[0]),
        last=units.month(part.index[-1]),
        countries=tr("; ").join(said),
    )
