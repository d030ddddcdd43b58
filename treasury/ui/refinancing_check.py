"""The view "Calibration" of the refinancing page: the engine against CBO's scenario and against reported interest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import refinancing_check as check
from treasury.analytics.refinancing_check import REPORTED_WITHIN_PCT, AgainstCbo
from treasury.answers.refinance import question
from treasury.cbo_file import Baseline, Cbo, Higher
from treasury.ui import cache, layout
from treasury.ui.refinancing import Sources, published
from treasury.ui.text import plain

LABELS = {
    "measure": "Measure",
    "published_usd": "Published",
    "engine_usd": "Engine",
    "difference_usd": "Engine less published",
    "difference_change_pct": "Difference",
    "allowed": "Stated range",
}
PART_LABELS = {
    "part": "Part",
    "average_usd": "Mean amount",
    "cost_usd": "Cost",
    "rate_pct": "Rate",
    "published_rate_pct": "Published average rate",
}
UNLIKE = {"TIPS": "TIPS (rate with accrual, published without)"}  # whose two rates are not the same thing
NOTES = """
**CBO's scenario** counts everything that moves the deficit when all rates are 0.1 percentage point higher; the engine counts
interest on marketable debt alone. It starts from the ladder and the par curve before that baseline came out, and borrows what
the baseline borrows. CBO's figures are entered by hand (data/reference/cbo.toml) with their documents.\n
**Stated range**: by how much the engine may differ before the difference counts as unexplained: 10 percent of CBO's total, 15
of its last year (interest on interest weighs most there), 3 of reported interest.
"""
PART_NOTES = """
**Reported interest**: "interest expense on public issues", against the rates of every security that was outstanding on each day.
The published average rates are the mean of the month ends held, which are fewer where the dataset lacks months; that of TIPS is
without their accrual. **Other**: savings bonds and state and local series, at their published rate.
"""


@dataclass(frozen=True)
class Calibration:
    """What the engine was held against; None where a dataset lacks, with the reason."""

    asked: Higher | None
    against: check.AgainstCbo | None
    reported: check.Reported | None
    troubles: tuple[str, ...]


def draw(held: Sources) -> str:
    """The table of both checks, what is left in words, reported interest in parts; gives the headline."""
    if not layout.drawable(held.auctions, held.par):
        return ""
    figures = published()
    made = _calibrated(held, figures)
    for trouble in made.troubles:
        layout.empty_card("A part of the calibration cannot be worked out", plain(trouble))
    if made.against or made.reported:
        sources = [*held.stress, *(item for item in held.reported if item not in held.stress)]
        style: dict[str, Any] = {"usd": ("bn", 1), "height": "content"}
        layout.show_table(checks(made), key="checks", labels=LABELS, sources=sources, notes=NOTES, name="calibration", **style)
        if said := cbo_words(made, figures):
            layout.section("What is left of CBO's scenario")
            st.markdown(said)
    if made.reported:
        layout.section("What is left of reported interest")
        st.markdown(reported_words(made.reported))
        words: dict[str, Any] = {"labels": PART_LABELS, "name": "reported interest in parts", "notes": PART_NOTES}
        rows = made.reported.parts[list(PART_LABELS)].replace({"part": UNLIKE})
        layout.show_table(rows, key="reported", sources=held.reported, usd=("bn", 1), height="content", **words)
    return headline(made)


def _calibrated(held: Sources, figures: Cbo | None) -> Calibration:
    """CBO's scenario of higher rates and the reported interest, each by the engine."""
    asked, against, reported, troubles = None, None, None, []
    if figures:
        asked, how = question(figures)
        try:
            against = cache.computed(check.against_cbo, *held.stress, **how)
        except ValueError as trouble:
            troubles.append(str(trouble))
    try:
        reported = cache.computed(check.reported, *held.reported)
    except ValueError as trouble:
        troubles.append(str(trouble))
    return Calibration(asked, against, reported, tuple(troubles))


def headline(made: Calibration) -> str:
    """The engine against both, and whether it stays within the stated range."""
    said = []
    if made.asked and made.against:
        asked, engine = made.asked, units.usd(made.against.total_usd)
        said.append(
            f"CBO's scenario of {asked.published.year}, {asked.shock_bp:g} bp more on all rates, at {engine} "
            f"over {asked.first_year} to {asked.last_year} against CBO's {units.usd(asked.total_usd)}"
        )
    if made.reported:
        one = made.reported
        said.append(
            f"interest of the {one.months} months to {units.day(one.end)} at {units.usd(one.computed_usd)} against "
            f"{units.usd(one.reported_usd)} reported"
        )
    if not said:
        return "Nothing to hold the engine against."
    kept = checks(made)["allowed"].str.startswith("kept")
    how = "within the stated range" if kept.all() else "not within the stated range throughout"
    return f"The engine puts {' and '.join(said)}, {how}."


def checks(made: Calibration) -> pd.DataFrame:
    """The engine beside what was published, one row a measure."""
    rows = []
    if made.asked and made.against:
        asked, span = made.asked, f"{made.asked.first_year} to {made.asked.last_year}"
        shock = f"CBO, {asked.shock_bp:g} bp higher"
        rows.append((f"{shock}, {span}", asked.total_usd, made.against.total_usd, asked.within_pct))
        rows.append((f"The same at CBO's average rate, {span}", asked.total_usd, made.against.cheaper_usd, asked.within_pct))
        last = (asked.last_year_usd, made.against.last_year_usd, asked.last_year_within_pct)
        rows.append((f"{shock}, {asked.last_year} alone", *last))
    if made.reported:
        span = units.days(made.reported.start, made.reported.end)
        rows.append((f"Reported interest, {span}", made.reported.reported_usd, made.reported.computed_usd, REPORTED_WITHIN_PCT))
    table = pd.DataFrame(rows, columns=["measure", "published_usd", "engine_usd", "within_pct"])
    difference = table["engine_usd"] - table["published_usd"]
    off = difference / table["published_usd"] * 100
    said = [f"{'kept' if abs(o) <= w else 'exceeded'}, {w:g} %" for o, w in zip(off, table["within_pct"], strict=True)]
    return table.assign(difference_usd=difference, difference_change_pct=off, allowed=said)[list(LABELS)]


def cbo_words(made: Calibration, figures: Cbo | None) -> str:
    """What the engine says to CBO's question, and where the rest comes from (Markdown of our own)."""
    if not (made.asked and made.against and figures):
        return ""
    asked, against = made.asked, made.against
    baseline = figures.baseline(asked.baseline)
    off = units.change_pct((against.total_usd / asked.total_usd - 1) * 100)
    span = f"{asked.first_year} to {asked.last_year}"
    return (
        f"CBO, [{asked.title}]({asked.url}), {units.day(asked.published)}: all rates {asked.shock_bp / 100:g} percentage point "
        f"higher raise the deficits of {span} by **{units.usd(asked.total_usd)}**, that of {asked.last_year} by "
        f"{units.usd(asked.last_year_usd)}. From the ladder and the curve of {units.day(against.day)} and the borrowing of that "
        f"baseline ([{baseline.title}]({baseline.url})) the engine gives **{units.usd(against.total_usd)}** ({off}) and "
        f"{units.usd(against.last_year_usd)}.\n\n{_left_of_cbo(asked, against, baseline)}"
    )


def _left_of_cbo(asked: Higher, against: AgainstCbo, baseline: Baseline) -> str:
    service, rate = against.years["service_usd"].sum(), against.years["effective_rate_pct"].iloc[-1]
    dearer, rest = against.total_usd - against.cheaper_usd, against.cheaper_usd - asked.total_usd
    return (
        f"What is left: **{units.usd(dearer)}** is dearer debt service. The extra cost is borrowed "
        f"({units.usd(service)} of the engine's figure is interest on it), and on the curve of that day the debt of "
        f"{asked.last_year} costs {units.percent(rate, 1)}, where CBO expected rates to fall and an average of "
        f"{units.percent(baseline.average_rate_pct[asked.last_year], 1)}. **{units.usd(rest)}** is what else differs: CBO counts "
        f"interest the government receives, taxes on higher interest income, the Federal Reserve's remittances and savings "
        f"bonds, which the engine does not, and has its own plan of issuance, where the engine keeps the mix of the year before."
    )


def reported_words(made: check.Reported) -> str:
    """Reported interest against the engine's rates, and what is in neither (Markdown of our own)."""
    off = units.change_pct(made.difference_pct)
    held = f" Published average rates are held for {made.rate_months} of the {made.months} month ends."
    return (
        f"Interest on public issues as reported, {units.days(made.start, made.end)}: **{units.usd(made.reported_usd)}**; the "
        f"engine's rates on what was outstanding each day give **{units.usd(made.computed_usd)}** ({off}). What is left: coupons "
        f"are counted without the discount or premium they were sold at, the accrual of TIPS follows seasonally adjusted prices, "
        f"and what was bought back without a result held still pays interest here."
        f"{held if made.rate_months < made.months else ''}"
    )
