"""The sentences, notes and headings of the refinancing page's rate shock; every figure in them is computed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.refinancing_stress import Stress
from treasury.cbo_file import Baseline, Cbo
from treasury.charts.refinancing import saved_throughout
from treasury.ui.refinancing import ladder_words
from treasury.ui.refinancing_scenario import BY_HAND, NO_BORROWING, Choice

YEAR_LABELS = {
    "fiscal_year": "Fiscal year",
    "base_usd": "Base",
    "shocked_usd": "Shocked",
    "difference_usd": "Difference",
    "base_effective_rate_pct": "Base rate",
    "effective_rate_pct": "Shocked",
    "bill_point_usd": "+1 pt bills",
    "bill_point_shocked_usd": "Shocked +1 pt",
    "debt_usd": "Mean debt",
}
YEAR_HELPS = {
    "base_usd": "Interest cost without the shock.",
    "shocked_usd": "Interest cost with the shock.",
    "base_effective_rate_pct": "Cost over mean debt, a year, without the shock.",
    "effective_rate_pct": "Cost over mean debt, a year, with the shock.",
    "bill_point_usd": "Change of the cost without the shock, were bills one more percentage point of the debt.",
    "bill_point_shocked_usd": "The same with the shock.",
    "debt_usd": "Without the shock.",
}
NOTES = """
**Cost** of a fiscal year: what the ladder's securities pay until they mature, what replaces them pays, and what new borrowing
pays, counted day by day. A hatched bar is what the shock saves, up to the cost without it. **Without the shock**: the par curve
of its last day, unchanged for good; it is a yardstick, no forecast. **Effective rate**: cost over mean debt, a
year. **Debt service**: interest on the extra cost, which is borrowed, or spared on what is saved.\n
Bills keep their share of the debt (or go to the one you set); within bills and within coupons, terms are sold as in the last
twelve months.
"""
POINT_NOTES = """
The share of bills in the marketable debt one percentage point higher than stated above, reached in a straight line over a year;
what bills gain, coupons lose. Negative: bills are the cheaper end of the curve. The saving is a bet on the curve staying as
it is: shares of short debt make the cost follow every later change of rates.
"""


def headline(made: Stress, chosen: Choice) -> str:
    """What the shock costs in the first two fiscal years, and how much of the debt falls due within a year."""
    first = made.years.iloc[0]
    if chosen.by_hand:
        what = f"The path by hand from {units.day(made.shock_from)}"
    else:
        what = f"A {units.bp(chosen.shock_bp)} {_shape(chosen.shape)} from {units.day(made.shock_from)}"
    said = f"{what} would {_costs(first['difference_usd'])} in {_year(first)}"
    if len(made.years) > 1:
        second = made.years.iloc[1]
        said += f" and {_and_then(first['difference_usd'], second['difference_usd'])} in {_year(second)}"
    share = units.percent(made.share_maturing_pct, 1)
    return f"{said}; {share} of marketable debt on {units.day(made.ladder_day)} matures within 12 months."


def _shape(shape: str) -> str:
    return {"Parallel": "parallel shock", "Steepener": "steepener", "Front end": "front-end shock"}[shape]


def _costs(amount: float) -> str:
    return f"add {units.usd(amount)} to interest" if amount >= 0 else f"take {units.usd(-amount)} off interest"


def _and_then(before: float, amount: float) -> str:
    """A second amount without a sign: what it does is said anew where it does not do what the one before did."""
    if (before >= 0) == (amount >= 0):
        return units.usd(abs(amount))
    return f"add {units.usd(amount)}" if amount >= 0 else f"take {units.usd(-amount)} off"


def _year(row: pd.Series) -> str:
    rest = "the rest of " if row["partial"] else ""
    return f"{rest}fiscal {int(row['fiscal_year'])}"


def years_alt(made: Stress) -> str:
    """Cost and rate of the first and of the last fiscal year, without and with the shock."""
    said = [
        f"{_year(row)} {units.usd(row['base_usd'])} at {units.percent(row['base_effective_rate_pct'])} without and "
        f"{units.usd(row['shocked_usd'])} at {units.percent(row['effective_rate_pct'])} with the shock"
        for _, row in made.years.iloc[sorted({0, len(made.years) - 1})].iterrows()
    ]
    return f"Interest cost by fiscal year: {'; '.join(said)}."


def parts_alt(made: Stress) -> str:
    """The parts of the extra cost, or of the saving, in the last fiscal year."""
    last = made.years.iloc[-1]
    what, sign = ("Saved", -1) if last["difference_usd"] < 0 else ("Extra cost", 1)
    parts = {"refinanced debt": "rolled", "new borrowing": "new", "debt service": "service", "floating rate notes held": "held"}
    said = ", ".join(f"{name} {units.usd(sign * last[f'{part}_difference_usd'])}" for name, part in parts.items())
    return f"{what} in {_year(last)}: {units.usd(sign * last['difference_usd'])}, of it {said}."


def point_words(made: Stress) -> str:
    """What one more point of bills does to the cost, first and last year, without and with the shock (Markdown of our own)."""
    now, more = (units.percent(made.bill_share_pct + point, 1) for point in (0, 1))
    ends = [made.years.iloc[at] for at in sorted({0, len(made.years) - 1})]
    base, shocked = (
        " and ".join(f"{_lower(row[column])} in {_year(row)}" for row in ends)
        for column in ("bill_point_usd", "bill_point_shocked_usd")
    )
    return f"With bills at {more} instead of {now} of the debt, interest would be {base}; with the shock {shocked}."


def _lower(amount: float) -> str:
    return f"{units.usd(abs(amount))} {'higher' if amount > 0 else 'lower'}"


def cost_title(made: Stress) -> str:
    """The first fiscal year, without and with the shock."""
    first = made.years.iloc[0]
    return f"FY{int(first['fiscal_year'])}: {units.usd(first['base_usd'])}, shocked {units.usd(first['shocked_usd'])}"


def parts_title(made: Stress) -> str:
    """The extra cost, or the saving, of the first and of the last fiscal year."""
    said, before = [], ""
    for at in sorted({0, len(made.years) - 1}):
        row = made.years.iloc[at]
        what = "Saved: " if row["difference_usd"] < 0 else "Extra: "
        said.append(f"{'' if what == before else what}{units.usd(abs(row['difference_usd']))} FY{int(row['fiscal_year'])}")
        before = what
    return ", ".join(said)


def parts_of(made: Stress) -> str:
    """What the bars of the second figure are parts of."""
    if saved_throughout(made.years):
        return "On what the interest is saved"
    return "What the extra cost is paid on" + ("; saved: below zero" if (made.years["difference_usd"] < 0).any() else "")


def assumptions(made: Stress, chosen: Choice, figures: Cbo | None) -> str:
    """Everything the figures rest on, as a list (Markdown of our own)."""
    lines = [
        f"**Ladder**: {ladder_words(chosen.source, made.statement_day, made.ladder_day)}; {units.usd(made.ladder_usd)} in "
        f"{made.securities:,} securities, which cost {units.percent(made.running_rate_pct)} a year on that day.",
        f"**Base path**: the par curve of {units.day(made.curve_day)}, unchanged. **Shock**: {_shock(made, chosen)}.",
        f"**Refinancing mix**: bills stay at {units.percent(made.own_bill_share_pct, 1)} of the debt."
        if chosen.bill_share_pct is None
        else f"**Refinancing mix**: bills go from {units.percent(made.own_bill_share_pct, 1)} to "
        f"{units.percent(made.bill_share_pct, 1)} of the debt within a year.",
        f"Within bills and coupons as sold in the twelve months to {units.day(made.ladder_day)}: {_mix(made)}.",
        f"**New borrowing**: {_borrowing(chosen, figures)}. Interest is paid out of the budget: nothing else adds to the debt.",
        f"**{'Saving' if saved_throughout(made.years) else 'Extra cost'}**: {_service(made, chosen)}.",
        f"**TIPS**: {_inflation(made)}; what replaces them is priced like the nominal security of its term.",
        f"**Floating rate notes**: the 3-month rate of the day and their spread; new ones {units.percent(made.spread_pct)}.",
        "**Left out**: debt that is not marketable, premium and discount of coupons, buybacks to come.",
    ]
    if len(made.below_zero_pct):
        lines.append(f"**Below zero**: {_below_zero(made.below_zero_pct)}.")
    if made.inferred_usd:
        lines.append(f"The own rate of {units.usd(made.inferred_usd)} is not published; it has the mean of its class.")
    return "\n".join(f"- {line}" for line in lines)


def _shock(made: Stress, chosen: Choice) -> str:
    start = f"from {units.day(made.shock_from)} on"
    return f"by hand, {start}" if chosen.by_hand else f"{units.bp(chosen.shock_bp)}, {_shape(chosen.shape)}, {start}"


def _service(made: Stress, chosen: Choice) -> str:
    if saved_throughout(made.years):
        return "borrowed less, with the interest on it" if chosen.service else "left in the budget, nothing borrowed less"
    return "borrowed, with interest on it" if chosen.service else "paid out of the budget, not borrowed"


def _below_zero(rates: pd.Series) -> str:
    said = ", ".join(f"{tenor} {units.percent(float(rate))}" for tenor, rate in rates.items())
    return f"with the shock {said} at the lowest; negative rates count as they are, without a floor"


def _mix(made: Stress) -> str:
    sold = made.mix[made.mix >= 0.005]
    return ", ".join(f"{name} {units.percent(share * 100, 0)}" for name, share in sold.items())


def _borrowing(chosen: Choice, figures: Cbo | None) -> str:
    if chosen.borrowing == NO_BORROWING:
        return "none"
    if chosen.borrowing == BY_HAND or not figures:
        return "the amount stated, every year"
    held: Baseline = figures.baselines[-1]
    document = f"CBO's [{held.title}]({held.url}), {units.day(held.published)}"
    return f"the deficits of {document}; after {max(held.borrowing_usd)} as in that year"


def _inflation(made: Stress) -> str:
    if made.inflation_pct is None:
        return "their real coupon alone, no breakeven being held"
    return f"their real coupon and inflation of {units.percent(made.inflation_pct)} (10-year breakeven)"


def partial(made: Stress) -> str:
    """Behind the line under a title: from when the first year is counted, where it is not whole."""
    first = made.years.iloc[0]
    start: date = first["start"].date()
    return f"; * from {units.day(start)}" if first["partial"] else ""
