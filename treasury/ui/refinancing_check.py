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
from treasury.language import ENGLISH, N_, joined, tr, using
from treasury.ui import cache, layout
from treasury.ui.refinancing import Sources, published
from treasury.ui.text import plain

LABELS = {
    "measure": N_("Measure"),
    "published_usd": N_("Published"),
    "engine_usd": N_("Engine"),
    "difference_usd": N_("Engine less published"),
    "difference_change_pct": N_("Difference"),
    "allowed": N_("Stated range"),
}
PART_LABELS = {
    "part": N_("Part"),
    "average_usd": N_("Mean amount"),
    "cost_usd": N_("Cost"),
    "rate_pct": N_("Rate"),
    "published_rate_pct": N_("Published average rate"),
}
UNLIKE = {"TIPS": N_("TIPS (rate with accrual, published without)")}  # whose two rates are not the same thing
NOTES = N_("""
**CBO's scenario** counts everything that moves the deficit when all rates are 0.1 percentage point higher; the engine counts
interest on marketable debt alone. It starts from the ladder and the par curve before that baseline came out, and borrows what
the baseline borrows. CBO's figures are entered by hand (data/reference/cbo.toml) with their documents.\n
**Stated range**: by how much the engine may differ before the difference counts as unexplained: 10 percent of CBO's total, 15
of its last year (interest on interest weighs most there), 3 of reported interest.
""")
PART_NOTES = N_("""
**Reported interest**: "interest expense on public issues", against the rates of every security that was outstanding on each day.
The published average rates are the mean of the month ends held, which are fewer where the dataset lacks months; that of TIPS is
without their accrual. **Other**: savings bonds and state and local series, at their published rate.
""")


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
        layout.empty_card(tr("A part of the calibration cannot be worked out"), plain(trouble))
    if made.against or made.reported:
        sources = [*held.stress, *(item for item in held.reported if item not in held.stress)]
        style: dict[str, Any] = {"usd": ("bn", 1), "height": "content"}
        with using(ENGLISH):
            style["csv"] = checks(made)
        layout.show_table(checks(made), key="checks", labels=LABELS, sources=sources, notes=NOTES, name="calibration", **style)
        if said := cbo_words(made, figures):
            layout.section(N_("What is left of CBO's scenario"))
            st.markdown(said)
    if made.reported:
        layout.section(N_("What is left of reported interest"))
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
            tr(
                "CBO's scenario of {year}, {shock_bp:g} bp more on all rates, at {engine} over {first_year} to "
                "{last_year} against CBO's {published}",
                year=asked.published.year,
                shock_bp=asked.shock_bp,
                engine=engine,
                first_year=asked.first_year,
                last_year=asked.last_year,
                published=units.usd(asked.total_usd),
            )
        )
    if made.reported:
        one = made.reported
        said.append(
            tr(
                "interest of the {months} months to {end} at {engine} against {reported} reported",
                months=one.months,
                end=units.day(one.end),
                engine=units.usd(one.computed_usd),
                reported=units.usd(one.reported_usd),
            )
        )
    if not said:
        return tr("Nothing to hold the engine against.")
    if _compared(made)["kept"].all():
        return tr("The engine puts {both}, within the stated range.", both=joined(said))
    return tr("The engine puts {both}, not within the stated range throughout.", both=joined(said))


def checks(made: Calibration) -> pd.DataFrame:
    """The engine beside what was published, one row a measure."""
    table = _compared(made)
    allowed = [
        tr("kept, {limit:g} %", limit=limit) if kept else tr("exceeded, {limit:g} %", limit=limit)
        for kept, limit in zip(table["kept"], table["within_pct"], strict=True)
    ]
    return table.assign(allowed=allowed)[list(LABELS)]


def _compared(made: Calibration) -> pd.DataFrame:
    """The rows of the table in figures, and whether each is within its limit."""
    rows = []
    if made.asked and made.against:
        asked, against = made.asked, made.against
        span = tr("{first_year} to {last_year}", first_year=asked.first_year, last_year=asked.last_year)
        shock = tr("CBO, {shock_bp:g} bp higher", shock_bp=asked.shock_bp)
        rows.append((tr("{shock}, {span}", shock=shock, span=span), asked.total_usd, against.total_usd, asked.within_pct))
        cheaper = tr("The same at CBO's average rate, {span}", span=span)
        rows.append((cheaper, asked.total_usd, against.cheaper_usd, asked.within_pct))
        alone = tr("{shock}, {year} alone", shock=shock, year=asked.last_year)
        rows.append((alone, asked.last_year_usd, against.last_year_usd, asked.last_year_within_pct))
    if made.reported:
        one = made.reported
        name = tr("Reported interest, {span}", span=units.days(one.start, one.end))
        rows.append((name, one.reported_usd, one.computed_usd, REPORTED_WITHIN_PCT))
    table = pd.DataFrame(rows, columns=["measure", "published_usd", "engine_usd", "within_pct"])
    difference = table["engine_usd"] - table["published_usd"]
    off = difference / table["published_usd"] * 100
    return table.assign(difference_usd=difference, difference_change_pct=off, kept=off.abs() <= table["within_pct"])


def cbo_words(made: Calibration, figures: Cbo | None) -> str:
    """What the engine says to CBO's question, and where the rest comes from (Markdown of our own)."""
    if not (made.asked and made.against and figures):
        return ""
    asked, against = made.asked, made.against
    baseline = figures.baseline(asked.baseline)
    off = units.change_pct((against.total_usd / asked.total_usd - 1) * 100)
    words = tr(
        "CBO, [{title}]({url}), {published}: all rates {points:g} percentage point higher raise the deficits of "
        "{span} by **{total}**, that of {last_year} by {of_last_year}. From the ladder and the curve of "
        "{day} and the borrowing of that baseline ([{baseline}]({baseline_url})) the engine gives **{engine}** "
        "({off}) and {engine_last_year}.",
        title=asked.title,
        url=asked.url,
        published=units.day(asked.published),
        points=asked.shock_bp / 100,
        span=tr("{first_year} to {last_year}", first_year=asked.first_year, last_year=asked.last_year),
        total=units.usd(asked.total_usd),
        last_year=asked.last_year,
        of_last_year=units.usd(asked.last_year_usd),
        day=units.day(against.day),
        baseline=baseline.title,
        baseline_url=baseline.url,
        engine=units.usd(against.total_usd),
        off=off,
        engine_last_year=units.usd(against.last_year_usd),
    )
    return f"{words}\n\n{_left_of_cbo(asked, against, baseline)}"


def _left_of_cbo(asked: Higher, against: AgainstCbo, baseline: Baseline) -> str:
    service, rate = against.years["service_usd"].sum(), against.years["effective_rate_pct"].iloc[-1]
    dearer, rest = against.total_usd - against.cheaper_usd, against.cheaper_usd - asked.total_usd
    return tr(
        "What is left: **{dearer}** is dearer debt service. The extra cost is borrowed ({service} of the engine's "
        "figure is interest on it), and on the curve of that day the debt of {last_year} costs {rate}, where CBO "
        "expected rates to fall and an average of {expected}. **{rest}** is what else differs: CBO counts "
        "interest the government receives, taxes on higher interest income, the Federal Reserve's remittances and "
        "savings bonds, which the engine does not, and has its own plan of issuance, where the engine keeps the "
        "mix of the year before.",
        dearer=units.usd(dearer),
        service=units.usd(service),
        last_year=asked.last_year,
        rate=units.percent(rate, 1),
        expected=units.percent(baseline.average_rate_pct[asked.last_year], 1),
        rest=units.usd(rest),
    )


def reported_words(made: check.Reported) -> str:
    """Reported interest against the engine's rates, and what is in neither (Markdown of our own)."""
    off = units.change_pct(made.difference_pct)
    held = tr(
        " Published average rates are held for {rate_months} of the {months} month ends.",
        rate_months=made.rate_months,
        months=made.months,
    )
    return tr(
        "Interest on public issues as reported, {span}: **{reported}**; the engine's rates on what was "
        "outstanding each day give **{engine}** ({off}). What is left: coupons are counted without the "
        "discount or premium they were sold at, the accrual of TIPS follows seasonally adjusted prices, and what "
        "was bought back without a result held still pays interest here.{held}",
        span=units.days(made.start, made.end),
        reported=units.usd(made.reported_usd),
        engine=units.usd(made.computed_usd),
        off=off,
        held=held if made.rate_months < made.months else "",
    )
