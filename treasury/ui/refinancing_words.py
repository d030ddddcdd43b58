"""The sentences, notes and headings of the refinancing page's rate shock; every figure in them is computed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.refinancing_stress import Stress
from treasury.cbo_file import Baseline, Cbo
from treasury.charts.refinancing import saved_throughout
from treasury.language import N_, tr
from treasury.ui.refinancing import ladder_words
from treasury.ui.refinancing_scenario import BY_HAND, NO_BORROWING, Choice

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
    first = made.years.iloc[0]
    if chosen.by_hand:
        what = tr("The path by hand from {shock_from}", shock_from=units.day(made.shock_from))
    else:
        what = tr(
            "A {shock_bp} {shape} from {shock_from}",
            shock_bp=units.bp(chosen.shock_bp),
            shape=_shape(chosen.shape),
            shock_from=units.day(made.shock_from),
        )
    said = tr(
        "{what} would {difference_usd} in {first}", what=what, difference_usd=_costs(first["difference_usd"]), first=_year(first)
    )
    if len(made.years) > 1:
        second = made.years.iloc[1]
        said += tr(
            " and {difference_usd} in {second}",
            difference_usd=_and_then(first["difference_usd"], second["difference_usd"]),
            second=_year(second),
        )
    share = units.percent(made.share_maturing_pct, 1)
    return tr(
        "{said}; {share} of marketable debt on {ladder_day} matures within 12 months.",
        said=said,
        share=share,
        ladder_day=units.day(made.ladder_day),
    )


def _shape(shape: str) -> str:
    return {"Parallel": tr("parallel shock"), "Steepener": "steepener", "Front end": tr("front-end shock")}[shape]


def _costs(amount: float) -> str:
    return (
        tr("add {amount} to interest", amount=units.usd(amount))
        if amount >= 0
        else tr("take {amount} off interest", amount=units.usd(-amount))
    )


def _and_then(before: float, amount: float) -> str:
    """A second amount without a sign: what it does is said anew where it does not do what the one before did."""
    if (before >= 0) == (amount >= 0):
        return units.usd(abs(amount))
    return f"add {units.usd(amount)}" if amount >= 0 else tr("take {amount} off", amount=units.usd(-amount))


def _year(row: pd.Series) -> str:
    rest = tr("the rest of ") if row["partial"] else ""
    return f"{rest}fiscal {int(row['fiscal_year'])}"


def years_alt(made: Stress) -> str:
    """Cost and rate of the first and of the last fiscal year, without and with the shock."""
    said = [
        tr(
            "{row} {base_usd} at {base_effective_rate_pct} without and {shocked_usd} at {effective_rate_pct} with the shock",
            row=_year(row),
            base_usd=units.usd(row["base_usd"]),
            base_effective_rate_pct=units.percent(row["base_effective_rate_pct"]),
            shocked_usd=units.usd(row["shocked_usd"]),
            effective_rate_pct=units.percent(row["effective_rate_pct"]),
        )
        for _, row in made.years.iloc[sorted({0, len(made.years) - 1})].iterrows()
    ]
    return tr("Interest cost by fiscal year: {said}.", said="; ".join(said))


def parts_alt(made: Stress) -> str:
    """The parts of the extra cost, or of the saving, in the last fiscal year."""
    last = made.years.iloc[-1]
    what, sign = (tr("Saved"), -1) if last["difference_usd"] < 0 else (tr("Extra cost"), 1)
    parts = {"refinanced debt": "rolled", "new borrowing": "new", "debt service": "service", "floating rate notes held": "held"}
    said = ", ".join(f"{name} {units.usd(sign * last[f'{part}_difference_usd'])}" for name, part in parts.items())
    return tr(
        "{what} in {last}: {sign}, of it {said}.",
        what=what,
        last=_year(last),
        sign=units.usd(sign * last["difference_usd"]),
        said=said,
    )


def point_words(made: Stress) -> str:
    """What one more point of bills does to the cost, first and last year, without and with the shock (Markdown of our own)."""
    now, more = (units.percent(made.bill_share_pct + point, 1) for point in (0, 1))
    ends = [made.years.iloc[at] for at in sorted({0, len(made.years) - 1})]
    base, shocked = (
        " and ".join(f"{_lower(row[column])} in {_year(row)}" for row in ends)
        for column in ("bill_point_usd", "bill_point_shocked_usd")
    )
    return tr(
        "With bills at {more} instead of {now} of the debt, interest would be {base}; with the shock {shocked}.",
        more=more,
        now=now,
        base=base,
        shocked=shocked,
    )


def _lower(amount: float) -> str:
    return f"{units.usd(abs(amount))} {'higher' if amount > 0 else 'lower'}"


def cost_title(made: Stress) -> str:
    """The first fiscal year, without and with the shock."""
    first = made.years.iloc[0]
    return tr(
        "FY{fiscal_year}: {base_usd}, shocked {shocked_usd}",
        fiscal_year=int(first["fiscal_year"]),
        base_usd=units.usd(first["base_usd"]),
        shocked_usd=units.usd(first["shocked_usd"]),
    )


def parts_title(made: Stress) -> str:
    """The extra cost, or the saving, of the first and of the last fiscal year."""
    said, before = [], ""
    for at in sorted({0, len(made.years) - 1}):
        row = made.years.iloc[at]
        what = tr("Saved: ") if row["difference_usd"] < 0 else tr("Extra: ")
        said.append(f"{'' if what == before else what}{units.usd(abs(row['difference_usd']))} FY{int(row['fiscal_year'])}")
        before = what
    return ", ".join(said)


def parts_of(made: Stress) -> str:
    """What the bars of the second figure are parts of."""
    if saved_throughout(made.years):
        return tr("On what the interest is saved")
    return tr("What the extra cost is paid on") + (tr("; saved: below zero") if (made.years["difference_usd"] < 0).any() else "")


def assumptions(made: Stress, chosen: Choice, figures: Cbo | None) -> str:
    """Everything the figures rest on, as a list (Markdown of our own)."""
    lines = [
        tr(
            "**Ladder**: {source}; {ladder_usd} in {securities:,} securities, which cost {running_rate_pct} a year on that day.",
            source=ladder_words(chosen.source, made.statement_day, made.ladder_day),
            ladder_usd=units.usd(made.ladder_usd),
            securities=made.securities,
            running_rate_pct=units.percent(made.running_rate_pct),
        ),
        tr(
            "**Base path**: the par curve of {curve_day}, unchanged. **Shock**: {made}.",
            curve_day=units.day(made.curve_day),
            made=_shock(made, chosen),
        ),
        tr(
            "**Refinancing mix**: bills stay at {own_bill_share_pct} of the debt.",
            own_bill_share_pct=units.percent(made.own_bill_share_pct, 1),
        )
        if chosen.bill_share_pct is None
        else tr(
            "**Refinancing mix**: bills go from {own_bill_share_pct} to {bill_share_pct} of the debt within a year.",
            own_bill_share_pct=units.percent(made.own_bill_share_pct, 1),
            bill_share_pct=units.percent(made.bill_share_pct, 1),
        ),
        tr(
            "Within bills and coupons as sold in the twelve months to {ladder_day}: {made}.",
            ladder_day=units.day(made.ladder_day),
            made=_mix(made),
        ),
        tr(
            "**New borrowing**: {chosen}. Interest is paid out of the budget: nothing else adds to the debt.",
            chosen=_borrowing(chosen, figures),
        ),
        f"**{'Saving' if saved_throughout(made.years) else 'Extra cost'}**: {_service(made, chosen)}.",
        tr("**TIPS**: {made}; what replaces them is priced like the nominal security of its term.", made=_inflation(made)),
        tr(
            "**Floating rate notes**: the 3-month rate of the day and their spread; new ones {spread_pct}.",
            spread_pct=units.percent(made.spread_pct),
        ),
        tr("**Left out**: debt that is not marketable, premium and discount of coupons, buybacks to come."),
    ]
    if len(made.below_zero_pct):
        lines.append(tr("**Below zero**: {below_zero_pct}.", below_zero_pct=_below_zero(made.below_zero_pct)))
    if made.inferred_usd:
        lines.append(
            tr(
                "The own rate of {inferred_usd} is not published; it has the mean of its class.",
                inferred_usd=units.usd(made.inferred_usd),
            )
        )
    return "\n".join(f"- {line}" for line in lines)


def _shock(made: Stress, chosen: Choice) -> str:
    start = tr("from {shock_from} on", shock_from=units.day(made.shock_from))
    return (
        tr("by hand, {start}", start=start) if chosen.by_hand else f"{units.bp(chosen.shock_bp)}, {_shape(chosen.shape)}, {start}"
    )


def _service(made: Stress, chosen: Choice) -> str:
    if saved_throughout(made.years):
        return tr("borrowed less, with the interest on it") if chosen.service else tr("left in the budget, nothing borrowed less")
    return tr("borrowed, with interest on it") if chosen.service else tr("paid out of the budget, not borrowed")


def _below_zero(rates: pd.Series) -> str:
    said = ", ".join(f"{tenor} {units.percent(float(rate))}" for tenor, rate in rates.items())
    return tr("with the shock {said} at the lowest; negative rates count as they are, without a floor", said=said)


def _mix(made: Stress) -> str:
    sold = made.mix[made.mix >= 0.005]
    return ", ".join(f"{name} {units.percent(share * 100, 0)}" for name, share in sold.items())


def _borrowing(chosen: Choice, figures: Cbo | None) -> str:
    if chosen.borrowing == NO_BORROWING:
        return "none"
    if chosen.borrowing == BY_HAND or not figures:
        return tr("the amount stated, every year")
    held: Baseline = figures.baselines[-1]
    document = f"CBO's [{held.title}]({held.url}), {units.day(held.published)}"
    return tr(
        "the deficits of {document}; after {borrowing_usd} as in that year",
        document=document,
        borrowing_usd=max(held.borrowing_usd),
    )


def _inflation(made: Stress) -> str:
    if made.inflation_pct is None:
        return tr("their real coupon alone, no breakeven being held")
    return tr(
        "their real coupon and inflation of {inflation_pct} (10-year breakeven)", inflation_pct=units.percent(made.inflation_pct)
    )


def partial(made: Stress) -> str:
    """Behind the line under a title: from when the first year is counted, where it is not whole."""
    first = made.years.iloc[0]
    start: date = first["start"].date()
    return tr("; * from {start}", start=units.day(start)) if first["partial"] else ""
