"""The sentences, notes and headings of the refinancing page's rate shock; every figure in them is computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.refinancing_mix import INSTRUMENTS
from treasury.analytics.refinancing_stress import Stress
from treasury.cbo_file import Baseline, Cbo
from treasury.charts.refinancing import saved_throughout
from treasury.language import N_, joined, tr
from treasury.ui.refinancing import ladder_words
from treasury.ui.refinancing_scenario import BY_HAND, NO_BORROWING, Choice

ADDS, SAVES = N_("add {amount} to interest in {year}"), N_("take {amount} off interest in {year}")
ADDS_TWICE = N_("add {amount} to interest in {year} and {next_amount} in {next_year}")
SAVES_TWICE = N_("take {amount} off interest in {year} and {next_amount} in {next_year}")
LEAST_SOLD = 0.005  # of what its side sells; what is rarer is not named
# By shape: rates up and rates down, as a sentence begins.
MOVES = {
    "Parallel": (N_("A parallel rise of {size} from {day}"), N_("A parallel cut of {size} from {day}")),
    "Steepener": (N_("A steepener of {size} from {day}"), N_("A flattener of {size} from {day}")),
    "Front end": (N_("A front-end rise of {size} from {day}"), N_("A front-end cut of {size} from {day}")),
}
SPOKEN = {"Parallel": N_("parallel shock"), "Steepener": N_("steepener"), "Front end": N_("front-end shock")}
PARTS_SPOKEN = {
    N_("refinanced debt"): "rolled",
    N_("new borrowing"): "new",
    N_("debt service"): "service",
    N_("floating rate notes held"): "held",
}
YEAR_LABELS = {
    "fiscal_year": N_("Fiscal year"),
    "base_usd": N_("Base"),
    "shocked_usd": N_("Shocked"),
    "difference_usd": N_("Difference"),
    "base_effective_rate_pct": N_("Base rate"),
    "effective_rate_pct": N_("Shocked"),
    "bill_point_usd": N_("+1 pt bills"),
    "bill_point_shocked_usd": N_("Shocked +1 pt"),
    "debt_usd": N_("Mean debt"),
}
YEAR_HELPS = {
    "base_usd": N_("Interest cost without the shock."),
    "shocked_usd": N_("Interest cost with the shock."),
    "base_effective_rate_pct": N_("Cost over mean debt, a year, without the shock."),
    "effective_rate_pct": N_("Cost over mean debt, a year, with the shock."),
    "bill_point_usd": N_("Change of the cost without the shock, were bills one more percentage point of the debt."),
    "bill_point_shocked_usd": N_("The same with the shock."),
    "debt_usd": N_("Without the shock."),
}
NOTES = N_("""
**Cost** of a fiscal year: what the ladder's securities pay until they mature, what replaces them pays, and what new borrowing
pays, counted day by day. A hatched bar is what the shock saves, up to the cost without it. **Without the shock**: the par curve
of its last day, unchanged for good; it is a yardstick, no forecast. **Effective rate**: cost over mean debt, a
year. **Debt service**: interest on the extra cost, which is borrowed, or spared on what is saved.\n
Bills keep their share of the debt (or go to the one you set); within bills and within coupons, terms are sold as in the last
twelve months.
""")
POINT_NOTES = N_("""
The share of bills in the marketable debt one percentage point higher than stated above, reached in a straight line over a year;
what bills gain, coupons lose. Negative: bills are the cheaper end of the curve. The saving is a bet on the curve staying as
it is: shares of short debt make the cost follow every later change of rates.
""")


def headline(made: Stress, chosen: Choice) -> str:
    """What the shock costs in the first two fiscal years, and how much of the debt falls due within a year."""
    return tr(
        "{what} would {effect}; {share} of marketable debt on {ladder_day} matures within 12 months.",
        what=_what(made, chosen),
        effect=_effect([row for _, row in made.years.head(2).iterrows()]),
        share=units.percent(made.share_maturing_pct, 1),
        ladder_day=units.day(made.ladder_day),
    )


def _what(made: Stress, chosen: Choice) -> str:
    """The scenario as the sentence's subject; a cut is called one, with its size without a sign."""
    day = units.day(made.shock_from)
    if chosen.by_hand:
        return tr("The path by hand from {day}", day=day)
    up, down = MOVES[chosen.shape]
    return tr(down if chosen.shock_bp < 0 else up, size=units.level_bp(abs(chosen.shock_bp)), day=day)


def _effect(rows: Sequence[pd.Series]) -> str:
    """What happens to interest in one year or in two; said anew for the second where it does not do what the first did."""
    adds = [row["difference_usd"] >= 0 for row in rows]
    if len(rows) == 2 and adds[0] == adds[1]:
        return tr(
            ADDS_TWICE if adds[0] else SAVES_TWICE,
            amount=units.usd(abs(rows[0]["difference_usd"])),
            year=_year(rows[0]),
            next_amount=units.usd(abs(rows[1]["difference_usd"])),
            next_year=_year(rows[1]),
        )
    return joined(
        tr(
            ADDS if added else SAVES,
            amount=units.usd(abs(row["difference_usd"])),
            year=_year(row),
        )
        for row, added in zip(rows, adds, strict=True)
    )


def _year(row: pd.Series) -> str:
    year = int(row["fiscal_year"])
    return tr("the rest of fiscal {year}", year=year) if row["partial"] else tr("fiscal {year}", year=year)


def _ends(made: Stress) -> list[pd.Series]:
    """The first and the last fiscal year, once where they are the same."""
    return [made.years.iloc[at] for at in sorted({0, len(made.years) - 1})]


def years_alt(made: Stress) -> str:
    """Cost and rate of the first and of the last fiscal year, without and with the shock."""
    said = [
        tr(
            "{year} {base} at {base_rate} without and {shocked} at {shocked_rate} with the shock",
            year=_year(row),
            base=units.usd(row["base_usd"]),
            base_rate=units.percent(row["base_effective_rate_pct"]),
            shocked=units.usd(row["shocked_usd"]),
            shocked_rate=units.percent(row["effective_rate_pct"]),
        )
        for row in _ends(made)
    ]
    return tr("Interest cost by fiscal year: {years}.", years=tr("; ").join(said))


def parts_alt(made: Stress) -> str:
    """The parts of the extra cost, or of the saving, in the last fiscal year."""
    last = made.years.iloc[-1]
    sign = -1 if last["difference_usd"] < 0 else 1
    parts = tr(", ").join(f"{tr(name)} {units.usd(sign * last[f'{part}_difference_usd'])}" for name, part in PARTS_SPOKEN.items())
    places = {"year": _year(last), "amount": units.usd(sign * last["difference_usd"]), "parts": parts}
    if sign < 0:
        return tr("Saved in {year}: {amount}, of it {parts}.", **places)
    return tr("Extra cost in {year}: {amount}, of it {parts}.", **places)


def point_words(made: Stress) -> str:
    """What one more point of bills does to the cost, first and last year, without and with the shock (Markdown of our own)."""
    base, shocked = (
        joined(_changed(row, column) for row in _ends(made)) for column in ("bill_point_usd", "bill_point_shocked_usd")
    )
    return tr(
        "With bills at {more} instead of {now} of the debt, interest would be {base}; with the shock {shocked}.",
        more=units.percent(made.bill_share_pct + 1, 1),
        now=units.percent(made.bill_share_pct, 1),
        base=base,
        shocked=shocked,
    )


def _changed(row: pd.Series, column: str) -> str:
    places = {"amount": units.usd(abs(row[column])), "year": _year(row)}
    return tr("{amount} higher in {year}", **places) if row[column] > 0 else tr("{amount} lower in {year}", **places)


def cost_title(made: Stress) -> str:
    """The first fiscal year, without and with the shock."""
    first = made.years.iloc[0]
    return tr(
        "FY{year}: {base}, shocked {shocked}",
        year=int(first["fiscal_year"]),
        base=units.usd(first["base_usd"]),
        shocked=units.usd(first["shocked_usd"]),
    )


def parts_title(made: Stress) -> str:
    """The extra cost, or the saving, of the first and of the last fiscal year."""
    said, before = [], None
    for row in _ends(made):
        saves = row["difference_usd"] < 0
        text = (
            N_("{amount} FY{year}")
            if saves is before
            else N_("Saved: {amount} FY{year}")
            if saves
            else N_("Extra: {amount} FY{year}")
        )
        said.append(tr(text, amount=units.usd(abs(row["difference_usd"])), year=int(row["fiscal_year"])))
        before = saves
    return tr(", ").join(said)


def parts_of(made: Stress) -> str:
    """What the bars of the second figure are parts of."""
    if saved_throughout(made.years):
        return tr("On what the interest is saved")
    if (made.years["difference_usd"] < 0).any():
        return tr("What the extra cost is paid on; saved: below zero")
    return tr("What the extra cost is paid on")


def assumptions(made: Stress, chosen: Choice, figures: Cbo | None) -> str:
    """Everything the figures rest on, as a list (Markdown of our own)."""
    lines = [
        tr(
            "**Ladder**: {source}; {amount} in {securities:,} securities, which cost {rate} a year on that day.",
            source=ladder_words(chosen.source, made.statement_day, made.ladder_day),
            amount=units.usd(made.ladder_usd),
            securities=made.securities,
            rate=units.percent(made.running_rate_pct),
        ),
        tr(
            "**Base path**: the par curve of {day}, unchanged. **Shock**: {shock}.",
            day=units.day(made.curve_day),
            shock=_shock(made, chosen),
        ),
        _bills(made, chosen),
        _mix(made),
        tr(
            "**New borrowing**: {source}. Interest is paid out of the budget: nothing else adds to the debt.",
            source=_borrowing(chosen, figures),
        ),
        _service(made, chosen),
        tr("**TIPS**: {pay}; what replaces them is priced like the nominal security of its term.", pay=_inflation(made)),
        tr(
            "**Floating rate notes**: the 3-month rate of the day and their spread; new ones {spread}.",
            spread=units.percent(made.spread_pct),
        ),
        tr("**Left out**: debt that is not marketable, premium and discount of coupons, buybacks to come."),
    ]
    if len(made.below_zero_pct):
        lines.append(_below_zero(made.below_zero_pct))
    if made.inferred_usd:
        lines.append(
            tr("The own rate of {amount} is not published; it has the mean of its class.", amount=units.usd(made.inferred_usd))
        )
    return "\n".join(f"- {line}" for line in lines)


def _shock(made: Stress, chosen: Choice) -> str:
    day = units.day(made.shock_from)
    if chosen.by_hand:
        return tr("by hand, from {day} on", day=day)
    return tr("{size}, {shape}, from {day} on", size=units.bp(chosen.shock_bp), shape=tr(SPOKEN[chosen.shape]), day=day)


def _bills(made: Stress, chosen: Choice) -> str:
    now = units.percent(made.own_bill_share_pct, 1)
    if chosen.bill_share_pct is None:
        return tr("**Refinancing mix**: bills stay at {now} of the debt.", now=now)
    return tr(
        "**Refinancing mix**: bills go from {now} to {then} of the debt within a year.",
        now=now,
        then=units.percent(made.bill_share_pct, 1),
    )


def _service(made: Stress, chosen: Choice) -> str:
    if saved_throughout(made.years):
        if chosen.service:
            return tr("**Saving**: borrowed less, with the interest on it.")
        return tr("**Saving**: left in the budget, nothing borrowed less.")
    if chosen.service:
        return tr("**Extra cost**: borrowed, with interest on it.")
    return tr("**Extra cost**: paid out of the budget, not borrowed.")


def _below_zero(rates: pd.Series) -> str:
    said = tr(", ").join(f"{tenor} {units.percent(float(rate))}" for tenor, rate in rates.items())
    return tr(
        "**Below zero**: with the shock {rates} at the lowest; negative rates count as they are, without a floor.", rates=said
    )


def _mix(made: Stress) -> str:
    """Within bills and within coupons, each of which adds up to 100 percent."""
    bills, coupons = (
        tr(", ").join(
            f"{_term(one.name)} {units.percent(made.mix[one.name] * 100, 0)}"
            for one in INSTRUMENTS
            if one.side == side and made.mix.get(one.name, 0.0) >= LEAST_SOLD
        )
        for side in ("Bill", "Coupon")
    )
    return tr(
        "As sold in the twelve months to {day}: of bills {bills}; of coupons {coupons}.",
        day=units.day(made.ladder_day),
        bills=bills,
        coupons=coupons,
    )


def _term(name: str) -> str:
    number, _, unit = name.partition("-")
    return {"week": tr("{number}-week", number=number), "year": tr("{number}-year", number=number)}.get(unit, name)


def _borrowing(chosen: Choice, figures: Cbo | None) -> str:
    if chosen.borrowing == NO_BORROWING:
        return tr("none")
    if chosen.borrowing == BY_HAND or not figures:
        return tr("the amount stated, every year")
    held: Baseline = figures.baselines[-1]
    return tr(
        "the deficits of CBO's [{title}]({url}), {published}; after {last_year} as in that year",
        title=held.title,
        url=held.url,
        published=units.day(held.published),
        last_year=max(held.borrowing_usd),
    )


def _inflation(made: Stress) -> str:
    if made.inflation_pct is None:
        return tr("their real coupon alone, no breakeven being held")
    return tr("their real coupon and inflation of {rate} (10-year breakeven)", rate=units.percent(made.inflation_pct))


def partial(made: Stress) -> str:
    """Behind the line under a title: from when the first year is counted, where it is not whole."""
    first = made.years.iloc[0]
    start: date = first["start"].date()
    return tr("; * from {day}", day=units.day(start)) if first["partial"] else ""
