"""The sentences, notes and headings of the refinancing page; every figure in them is computed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics._periods import Period
from treasury.analytics.maturity_wall import DAYS_A_YEAR, largest_month
from treasury.analytics.refinancing_check import REPORTED_WITHIN_PCT, AgainstCbo
from treasury.analytics.refinancing_stress import Stress
from treasury.cbo_file import Baseline, Cbo, Higher
from treasury.ui.issuance import period_words
from treasury.ui.refinancing import BY_HAND, NO_BORROWING, Calibration, Choice, Markup

YEAR_LABELS = {
    "fiscal_year": "Fiscal year",
    "base_usd": "Without the shock",
    "shocked_usd": "Shocked",
    "difference_usd": "Difference",
    "base_effective_rate_pct": "Rate without",
    "effective_rate_pct": "Rate shocked",
    "bill_point_usd": "One more point of bills",
    "bill_point_shocked_usd": "The same, shocked",
    "debt_usd": "Mean debt",
}
WEEK_LABELS = {
    "week": "Week",
    "start": "From",
    "matured_usd": "Matured",
    "matured_rate_pct": "Its rate",
    "issued_usd": "Issued",
    "issued_rate_pct": "Its new rate",
    "markup_bp": "Mark-up",
    "markup_usd": "Mark-up a year",
    "cost_change_usd": "Cost change a year",
    "markup_to_date_usd": "Mark-up, year to date",
    "cost_change_to_date_usd": "Cost change, year to date",
}
FISCAL_LABELS = {"fiscal_year": "Fiscal year", "weeks": "Weeks with both"} | {
    name: label for name, label in WEEK_LABELS.items() if name not in ("week", "start") and "to_date" not in name
}
CHECK_LABELS = {
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
PLURALS = {"Bill": "bills", "Note": "notes", "Bond": "bonds", "TIPS": "TIPS", "FRN": "floating rate notes"}
NOTES = """
**Cost** of a fiscal year: what the ladder's securities pay until they mature, what replaces them pays, and what new borrowing
pays, counted day by day. **Without the shock**: the par curve of its last day, unchanged for good; it is a yardstick, no
forecast. **Effective rate**: cost over mean debt, a year. **Debt service**: interest on the extra cost, which is borrowed.\n
Bills keep their share of the debt (or go to the one you set); within bills and within coupons, terms are sold as in the last
twelve months.
"""
POINT_NOTES = """
The share of bills in the marketable debt one percentage point higher than stated above, reached in a straight line over a year;
what bills gain, coupons lose. Negative: bills are the cheaper end of the curve. The saving is a bet on the curve staying as
it is: shares of short debt make the cost follow every later change of rates.
"""
WALL_NOTES = """
What falls due, on the day it is paid, less buybacks known so far; nothing that will be sold yet is in it, so the near bars shrink
least. **Rate** (CSV): what the nominal securities due cost now, the mean by amount. Statement: amounts by security as published,
TIPS with their accrual. Rebuilt: auctions less buybacks, TIPS at par.
"""
MARKUP_NOTES = """
Bills and nominal notes and bonds, by week of settlement. **Rate**: as sold, high yield or investment rate, the mean by amount.
**Mark-up** = rate of what was issued less rate of what matured; in dollars, on the amount that matured. **Cost change** also
counts the change of size. All: bills and coupons in one batch, so a week in which coupons replace bills shows the slope of the
curve as well. TIPS and floating rate notes are left out: real yields and margins are no nominal rates.\n
Buybacks whose results are not held count as maturing on their day. A week in which a fiscal year begins is two rows.
"""
CHECK_NOTES = """
**CBO's scenario** counts everything that moves the deficit when all rates are 0.1 percentage point higher; the engine counts
interest on marketable debt alone. It starts from the ladder and the par curve before that baseline came out, and borrows what
the baseline borrows. CBO's figures are entered by hand (data/reference/cbo.toml) with their documents.\n
**Reported interest**: "interest expense on public issues", against the rates of every security that was outstanding on each day.
Published average rates are the mean of the month ends held in those months; that of TIPS is without their accrual.
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
        said += f" and {_amount(second['difference_usd'])} in {_year(second)}"
    share = units.percent(made.share_maturing_pct, 1)
    return f"{said}; {share} of marketable debt on {units.day(made.ladder_day)} matures within 12 months."


def _shape(shape: str) -> str:
    return {"Parallel": "parallel shock", "Steepener": "steepener", "Front end": "front-end shock"}[shape]


def _costs(amount: float) -> str:
    return f"add {units.usd(amount)} to interest" if amount >= 0 else f"take {units.usd(-amount)} off interest"


def _amount(amount: float) -> str:
    return units.usd(amount)


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
    """The parts of the extra cost in the last fiscal year."""
    last = made.years.iloc[-1]
    parts = {"refinanced debt": "rolled", "new borrowing": "new", "debt service": "service", "floating rate notes held": "held"}
    said = ", ".join(f"{name} {units.usd(last[f'{part}_difference_usd'])}" for name, part in parts.items())
    return f"Extra cost in {_year(last)}: {units.usd(last['difference_usd'])}, of it {said}."


def point_words(made: Stress) -> str:
    """What one more point of bills does to the cost, first and last year, without and with the shock."""
    first, last = made.years.iloc[0], made.years.iloc[-1]
    now, more = (units.percent(made.bill_share_pct + point, 1) for point in (0, 1))
    ends = [first] if len(made.years) == 1 else [first, last]
    said = " and ".join(f"{units.usd(row['bill_point_usd'])} in {_year(row)}" for row in ends)
    shocked = " and ".join(units.usd(row["bill_point_shocked_usd"]) for row in ends)
    return f"With bills at {more} instead of {now} of the debt, interest would change by {said}; with the shock by {shocked}."


def cost_title(made: Stress) -> str:
    """The first fiscal year, without and with the shock."""
    first = made.years.iloc[0]
    return f"FY{int(first['fiscal_year'])}: {units.usd(first['base_usd'])}, shocked {units.usd(first['shocked_usd'])}"


def parts_title(made: Stress) -> str:
    """The extra cost of the first and of the last fiscal year."""
    first, last = made.years.iloc[0], made.years.iloc[-1]
    ends = [first] if len(made.years) == 1 else [first, last]
    return "Extra: " + ", ".join(f"{units.usd(row['difference_usd'])} FY{int(row['fiscal_year'])}" for row in ends)


def wall_words(made: Stress, ladder: pd.DataFrame) -> str:
    """What falls due within a year, by class."""
    soon = ladder[ladder["due"] <= pd.Timestamp(made.ladder_day) + pd.Timedelta(days=DAYS_A_YEAR)]
    parts = soon.groupby("security_class", observed=True)["outstanding_usd"].sum()
    said = ", ".join(f"{PLURALS[str(name)]} {units.usd(amount)}" for name, amount in parts.items())
    return (
        f"Of {units.usd(made.ladder_usd)} outstanding on {units.day(made.ladder_day)} "
        f"**{units.percent(made.share_maturing_pct, 1)}**, {units.usd(soon['outstanding_usd'].sum())}, falls due within 12 "
        f"months: {said}."
    )


def wall_subtitle(made: Stress, period: Period) -> str:
    """For the line under the title: what is drawn, and from what."""
    span = {"month": "36 months", "quarter": "Ten years by quarter", "fiscal_year": "By fiscal year"}[period]
    return f"{span}; {'rebuilt from auctions' if made.statement_day is None else 'statement, carried on'}"


def wall_title(rows: pd.DataFrame) -> str:
    """The period in which most coupons fall due."""
    coupons = rows[rows["security_class"].ne("Bill")]
    if coupons["maturing_usd"].sum() <= 0:
        return "No coupon falls due"
    start, amount = largest_month(coupons)
    label = str(coupons.loc[coupons["period_start"].eq(pd.Timestamp(start)), "period"].iloc[0])
    return f"Most coupons: {units.usd(amount)} in {period_words(label)}"


def markup_title(made: Markup) -> str:
    """The running total of the newest fiscal year."""
    if made.years.empty:
        return "No week held"
    year = made.years.iloc[0]
    return f"FY{int(year['fiscal_year'])} to date: {units.usd(year['markup_usd'])} a year"


def wall_alt(rows: pd.DataFrame, made: Stress, chosen: Choice) -> str:
    """The total drawn and the period in which most coupons fall due."""
    coupons = rows[rows["security_class"].ne("Bill")]
    if coupons["maturing_usd"].sum() <= 0:
        return "Maturity wall: no coupon falls due in this range, 0."
    start, amount = largest_month(coupons)
    label = str(coupons.loc[coupons["period_start"].eq(pd.Timestamp(start)), "period"].iloc[0])
    whole = units.usd(rows["maturing_usd"].sum())
    return (
        f"Maturity wall, {ladder_words(made, chosen)}: {whole} falls due in the periods drawn; most coupons in "
        f"{period_words(label)}, {units.usd(amount)}."
    )


def ladder_words(made: Stress, chosen: Choice) -> str:
    """Where the ladder comes from, and its day."""
    if made.statement_day is None:
        why = "" if chosen.source == "Rebuilt" else ", no statement by security being held"
        return f"rebuilt from auctions to {units.day(made.ladder_day)}{why}"
    return f"statement by security of {units.day(made.statement_day)}, carried on with auctions to {units.day(made.ladder_day)}"


def markup_words(made: Markup) -> str:
    """The last whole week and the fiscal year to date."""
    rows = made.weeks[~made.weeks["partial"]].dropna(subset=["markup_usd"])
    if rows.empty or made.years.empty:
        return "No whole week with a batch that matured and one that replaced it lies in this range."
    last, year = rows.iloc[-1], made.years.iloc[0]
    old, new = (
        f"{units.usd(last[f'{name}_usd'])} at {units.percent(last[f'{name}_rate_pct'])}" for name in ("matured", "issued")
    )
    return (
        f"In the week from {units.day(last['start'].date())} {old} matured and {new} came in its place: "
        f"{units.bp(last['markup_bp'])}, or {units.usd(last['markup_usd'])} a year on what matured. Over fiscal "
        f"{int(year['fiscal_year'])}, as far as held, the mark-ups add up to {units.usd(year['markup_usd'])} a year; with what "
        f"was borrowed on top the cost changed by {units.usd(year['cost_change_usd'])} a year."
    )


def markup_alt(made: Markup) -> str:
    rows = made.weeks.dropna(subset=["markup_usd"])
    if rows.empty:
        return f"Refinancing mark-up, {made.side}: 0 weeks with a batch on both sides."
    last, dearer = rows.iloc[-1], int((rows["markup_usd"] > 0).sum())
    span = units.days(rows["start"].iloc[0].date(), last["end"].date())
    return (
        f"Refinancing mark-up by week, {made.side.lower()}, {span}: dearer in {dearer} of {len(rows)} weeks; fiscal "
        f"{int(last['fiscal_year'])} to date {units.usd(last['markup_to_date_usd'])} a year."
    )


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
    return table.assign(difference_usd=difference, difference_change_pct=off, allowed=said)[list(CHECK_LABELS)]


def check_words(made: Calibration, figures: Cbo | None) -> str:
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


def reported_words(made: Calibration) -> str:
    """Reported interest against the engine's rates, and what is in neither."""
    if made.reported is None:
        return ""
    held = made.reported
    off = units.change_pct(held.difference_pct)
    return (
        f"Interest on public issues as reported, {units.days(held.start, held.end)}: **{units.usd(held.reported_usd)}**; the "
        f"engine's rates on what was outstanding each day give **{units.usd(held.computed_usd)}** ({off}). What is left: "
        f"coupons are counted without the discount or premium they were sold at, the accrual of TIPS follows seasonally "
        f"adjusted prices, and what was bought back without a result held still pays interest here."
    )


def assumptions(made: Stress, chosen: Choice, figures: Cbo | None) -> str:
    """Everything the figures rest on, as a list (Markdown of our own)."""
    lines = [
        f"**Ladder**: {ladder_words(made, chosen)}; {units.usd(made.ladder_usd)} in {made.securities:,} securities, which cost "
        f"{units.percent(made.running_rate_pct)} a year on that day.",
        f"**Base path**: the par curve of {units.day(made.curve_day)}, unchanged. **Shock**: {_shock(made, chosen)}.",
        f"**Refinancing mix**: bills stay at {units.percent(made.own_bill_share_pct, 1)} of the debt."
        if chosen.bill_share_pct is None
        else f"**Refinancing mix**: bills go from {units.percent(made.own_bill_share_pct, 1)} to "
        f"{units.percent(made.bill_share_pct, 1)} of the debt within a year.",
        f"Within bills and coupons as sold in the twelve months to {units.day(made.ladder_day)}: {_mix(made)}.",
        f"**New borrowing**: {_borrowing(chosen, figures)}. Interest is paid out of the budget: nothing else adds to the debt.",
        f"**Extra cost**: {'borrowed, with interest on it' if chosen.service else 'paid out of the budget, not borrowed'}.",
        f"**TIPS**: {_inflation(made)}; what replaces them is priced like the nominal security of its term.",
        f"**Floating rate notes**: the 3-month rate of the day and their spread; new ones {units.percent(made.spread_pct)}.",
        "**Left out**: debt that is not marketable, premium and discount of coupons, buybacks to come.",
    ]
    if made.inferred_usd:
        lines.append(f"The own rate of {units.usd(made.inferred_usd)} is not published; it has the mean of its class.")
    return "\n".join(f"- {line}" for line in lines)


def _shock(made: Stress, chosen: Choice) -> str:
    start = f"from {units.day(made.shock_from)} on"
    return f"by hand, {start}" if chosen.by_hand else f"{units.bp(chosen.shock_bp)}, {_shape(chosen.shape)}, {start}"


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
