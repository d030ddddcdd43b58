"""The view "Support or cap" of the buybacks page: liquidity support or yield cap, measure by measure and regime by regime."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buyback_question as question
from treasury.analytics import buyback_reactions as reactions
from treasury.analytics import buybacks
from treasury.analytics.buyback_programme import REGULAR_SINCE
from treasury.analytics.duration_flows import buyback_ten_year_equivalents
from treasury.language import N_, tr, trn
from treasury.ui import cache, controls, layout
from treasury.ui.buybacks import Cockpit
from treasury.ui.cache import Loaded

SCOPES = (N_("Long nominal end"), N_("All liquidity support"))
MEASURE, FIGURE = N_("Measure"), N_("Figure")  # headings of the tables
# Measure: its name, how it reads, what to beware of.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "accepted_of_offered_pct": (
        N_("Accepted of offered"),
        N_("Par accepted of par offered. At most 50 %: the buyer picks (support). At least 80 %: it takes what comes (cap)."),
        N_("The maximum is set in advance, so many offers make a small share whatever the buyer wants."),
    ),
    "filled_whole_pct": (
        N_("Filled to the maximum"),
        N_("Share of the operations. Up to 90 %: room was left where prices did not suit (support). More is no sign of either."),
        N_("A maximum far below the offers is always used whole."),
    ),
    "young_pct": (
        N_("In issues younger than a year"),
        N_("Share of the par bought. At most 10 %: old issues (support). At least 50 %: the issues that set the yield (cap)."),
        N_("The rules leave out the newest issues, so a small share is partly built in."),
    ),
    "of_issuance_pct": (
        N_("Of what auctions offered"),
        N_(
            "Bought back of what auctions offered to the public in the same buckets. At most 25 %: supply goes on (support). "
            "At least 50 %: supply is largely taken back (cap)."
        ),
        N_("Counted from the start of the regime to its last operation held; old issues against new ones."),
    ),
    "day_percentile_pct": (
        N_("Yield on the day, percentile"),
        N_(
            "The yield of the bucket, mean percentile among other dates. Below the usual range: yields fell more than chance "
            "(cap). Otherwise no pull shows (support)."
        ),
        N_("Sizes are known a quarter ahead, other news falls on the day, and few operations make a wide range."),
    ),
}
CONTEXT: Mapping[str, str] = {
    "operations": N_("Results"),
    "accepted_usd": N_("Par accepted"),
    "cover_ratio": N_("Cover"),
    "fill_pct": N_("Fill of the maximum"),
    "deep_discount_pct": N_("Bought at a price below 80"),
    "mean_age_years": N_("Average age of what was bought"),
    "day_mean_bp": N_("Yield on the day, mean change"),
    "ten_year_equivalent_usd": N_("Ten-year equivalents taken out"),
}
NOTES = N_("""
**Liquidity support or yield cap?** No single figure decides. Each measure has a reading that is fixed in advance and a caveat;
both are written below the table. A regime with fewer than five results held is not read. **Price below 80** is shown without a
reading: low coupons of 2020 and 2021 trade there because yields rose; buying them is what support of old issues looks like, and
it also lowers the debt by more than it costs. Intentions are not in the data; what a buyer would do if yields rose further is
not either.
""")


def draw(cockpit: Cockpit, securities: Loaded) -> None:
    """The answer in a sentence, the measures with their reading and caveat, the figures beside them."""
    scope = controls.choice(tr("Scope"), SCOPES, key="scope")
    made = evidence(cockpit, securities, scope)
    if made is None:
        return
    st.markdown(answer(made, scope))
    sources = [cockpit.source, securities, *(cache.frame(name) for name in ("auctions", "par_yields"))]
    layout.section(N_("What each measure says"), anchor="measures")
    words: dict[str, Any] = {"sources": sources, "csv": made, "notes": NOTES, "height": "content"}
    layout.show_table(measures(made), key="question", name="support or cap", **words)
    st.markdown(
        "\n".join(
            tr("* **{title}.** {reads} *Caveat:* {caveat}", title=tr(title), reads=tr(reads), caveat=tr(caveat))
            for title, reads, caveat in WORDS.values()
        )
    )
    layout.section(N_("The figures beside them"), anchor="context")
    layout.show_table(context(made), key="context", name="support or cap figures", **words)


def evidence(cockpit: Cockpit, securities: Loaded, scope: str) -> pd.DataFrame | None:
    """The measures by regime of the regular programme; None, with a card, where a dataset is missing."""
    auctions, par, real = (cache.frame(name) for name in ("auctions", "par_yields", "real_par_yields"))
    if not layout.drawable(securities, auctions, par, real):
        return None
    begins = tuple(cockpit.regimes[["start", "regime"]].itertuples(index=False, name=None))
    inputs = (cockpit.source, securities, auctions, par, real)
    made: pd.DataFrame = cache.computed(_evidence, *inputs, scope=scope, begins=begins, until=cockpit.last)
    return made


def _evidence(
    held: pd.DataFrame,
    securities: pd.DataFrame,
    auctions: pd.DataFrame,
    par: pd.DataFrame,
    real: pd.DataFrame,
    scope: str,
    begins: tuple[tuple[pd.Timestamp, str], ...],
    until: date,
) -> pd.DataFrame:
    """`buyback_question.evidence` for a scope; ``begins`` are the regimes, each with its first day."""
    key_dates = pd.DataFrame(list(begins), columns=["date", "regime"]).astype({"date": "datetime64[us]"})
    made = programme.labelled(buybacks.operations(held, key_dates))
    own = made[made["operation_date"] >= pd.Timestamp(REGULAR_SINCE)]
    own = own[own["segment"].eq("Nominal from 10Y") if scope == SCOPES[0] else own["operation_type"].eq("Liquidity Support")]
    return question.evidence(
        own,
        question.purchases(own, securities, auctions),
        auctions,
        reactions.around(own, par, real, sessions=(0,)),
        buyback_ten_year_equivalents(auctions, held, securities, par),
        programme.regimes(key_dates, held, until),
    )


def answer(made: pd.DataFrame, scope: str) -> str:
    """The count of readings in the last regime that can be read, and what the regimes after it have too few of."""
    read = made[made["operations"] >= question.FEWEST]
    if read.empty:
        return tr("No regime has enough results held to read anything from them.")
    row = read.iloc[-1]
    says = list(question.readings(row).values())
    support, cap, neither = (says.count(kind) for kind in (question.SUPPORT, question.CAP, question.NEITHER))
    text = tr(
        "**Liquidity support or yield cap?** {scope}, “{regime}”, {operations} results held: {support} of {known} "
        "measures read as liquidity support, {cap} as a yield cap, {neither} as neither.",
        scope=tr(scope),
        regime=tr(str(row["regime"])),
        operations=int(row["operations"]),
        support=support,
        known=support + cap + neither,
        cap=cap or tr("none"),
        neither=neither or tr("none"),
    )
    later = made.iloc[list(made.index).index(read.index[-1]) + 1 :]
    for after in later.itertuples():
        text = trn(
            "{text} “{regime}” has one result held: too few to read.",
            "{text} “{regime}” has {operations} results held: too few to read.",
            after.operations,
            text=text,
            regime=tr(str(after.regime)),
            operations=after.operations,
        )
    return text


def measures(made: pd.DataFrame) -> pd.DataFrame:
    """One row a measure: its figure and reading by regime."""
    rows = []
    for name, (title, _, _) in WORDS.items():
        row = {MEASURE: title}
        for _, regime in made.iterrows():
            reading = question.readings(regime)[name]
            row[str(regime["regime"])] = tr("{figure}: {reading}", figure=_figure(name, regime), reading=tr(reading))
        rows.append(row)
    return pd.DataFrame(rows)


def _figure(name: str, regime: pd.Series) -> str:
    if name == "day_percentile_pct":
        value = regime[name]
        return (
            units.missing()
            if units.is_missing(value)
            else tr("{value:.0f} (usual from {usual_low:.0f})", value=value, usual_low=regime["usual_low_pct"])
        )
    return units.percent(regime[name], 0 if regime[name] >= 10 else 1)


def _moved(change: float) -> str:
    """A change without a sign in front, which a cell of text would have to defuse."""
    if units.is_missing(change):
        return units.missing()
    size = units.level_bp(abs(change), 1)
    return tr("rose {size}", size=size) if change > 0 else tr("fell {size}", size=size)


def context(made: pd.DataFrame) -> pd.DataFrame:
    """The figures without a reading, one column a regime."""
    written: dict[str, Callable[[Any], str]] = {
        "_usd": units.usd,
        "_ratio": units.number,
        "_pct": lambda value: units.percent(value, 0),
        "_years": lambda value: units.number(value, 1, tr("years")),
        "_bp": _moved,
        "operations": units.count,
    }
    rows = []
    for name, title in CONTEXT.items():
        form = next(made_by for ending, made_by in written.items() if name.endswith(ending))
        rows.append({FIGURE: title} | {str(row["regime"]): form(row[name]) for _, row in made.iterrows()})
    return pd.DataFrame(rows)
