"""Whether the truce holds: a verdict from the fragility gauge and the two supports of the calm, by a rule that is printed."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Literal

import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS
from treasury.analytics.claims.finding import Finding, ends, untestable, yes_or_no
from treasury.language import N_, tr

Verdict = Literal["holding", "strained", "not_holding", "unanswerable"]

# Of the sessions since 2009 that have a gauge a quarter stood above 60 and one in twenty above 70 (59.6 and 69.2 to August 2026).
# In April 2025 it crossed 70 on the 11th and stayed above until 6 May.
STRAINED, BROKEN = 60.0, 70.0
RULE = N_(
    "Not holding: the gauge at {broken} or more, or both supports fail. Under strain: the gauge at {strained} or more, or one "
    "support fails. Holding: the gauge below {strained} and both supports pass. No answer without a gauge, or where a support "
    "that is not known could turn it."
)
MONTHS, YEARS = 12, 10
SHARE_UNIT = "% of gross issuance"
MONTH_AGE_DAYS = 45


def rule() -> str:
    """RULE with its two levels.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: the levels are 60 and 70.

    >>> rule()[:69]
    'Not holding: the gauge at 70 or more, or both supports fail. Under st'
    """
    return tr(RULE, broken=f"{BROKEN:g}", strained=f"{STRAINED:g}")


def verdict(gauge: float | None, supports: Sequence[bool | None]) -> Verdict:
    """The verdict by RULE; "unanswerable" without a gauge, or where it depends on a support that is not known.

    In: the gauge (0 to 100) or None; whether each support passes, None where unknown. Out: a `Verdict`.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: 71 is not holding whatever the supports; 65 with one that passes and one unknown is under strain either way.

    >>> verdict(71, [None, None]), verdict(65, [True, None]), verdict(53, [True, None]), verdict(53, [True, True])
    ('not_holding', 'strained', 'unanswerable', 'holding')
    """
    if gauge is None:
        return "unanswerable"
    possible = {_known(gauge, known) for known in product(*((True, False) if one is None else (one,) for one in supports))}
    return possible.pop() if len(possible) == 1 else "unanswerable"


def _known(gauge: float, supports: Sequence[bool]) -> Verdict:
    if gauge >= BROKEN or not any(supports):
        return "not_holding"
    return "holding" if gauge < STRAINED and all(supports) else "strained"


def gross_bill_share(flows: pd.DataFrame) -> pd.Series:
    """Bills in percent of everything issued over twelve months, at the ends of whole months.

    In: the frame of `issuance_mix.flows` by month. Out: percent, from the twelfth month on.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 80 of 100 in eleven months and 92 of 100 in the twelfth are 972 of 1,200.

    >>> months = pd.date_range("2025-01-01", periods=12, freq="MS")
    >>> bills = pd.DataFrame({"period_start": months, "security_class": "Bill", "issued_usd": [80.0] * 11 + [92.0]})
    >>> notes = bills.assign(security_class="Note", issued_usd=100 - bills["issued_usd"])
    >>> gross_bill_share(pd.concat([bills, notes]).assign(partial=False)).tolist()
    [81.0]
    """
    whole = flows[~flows["partial"].astype(bool)]
    totals = whole.groupby("period_start")["issued_usd"].sum().rolling(MONTHS).sum()
    bills = whole[whole["security_class"].eq("Bill")].groupby("period_start")["issued_usd"].sum().rolling(MONTHS).sum()
    share = (bills / totals.where(totals > 0) * 100).dropna()
    return share.set_axis(pd.DatetimeIndex(share.index, name=None) + pd.offsets.MonthEnd(0))


def bill_heavy(share: pd.Series, *, day: date) -> Finding:
    """Whether funding leans on bills: their share of gross issuance over twelve months against the median of its ten years.

    In: the series of `gross_bill_share`; a day, up to which month ends count. Out: the share in percent. True when it is at least
    the median of the shares of the ten years up to it, itself included, else false; untestable where these 120 months are not
    held, or the last ended more than 45 days before the day.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 80 percent in each of 119 months and 81 in the last: the median is 80.

    >>> months = pd.date_range("2016-01-31", periods=120, freq="ME")
    >>> found = bill_heavy(pd.Series([80.0] * 119 + [81.0], index=months), day=date(2026, 1, 9))
    >>> found.verdict, found.value, found.would_change
    ('true', 81.0, 'It turns at that median, 80.0 %.')
    """
    rule = tr(
        "True when bills' share of gross issuance over {months} months is at least the median of its {years} years, else false.",
        months=MONTHS,
        years=YEARS,
    )
    held = share.loc[: pd.Timestamp(day)]
    window = held.iloc[-YEARS * MONTHS :]
    if len(window) < YEARS * MONTHS:
        return untestable(rule, tr("Ten years of months are not held up to {day}: {ends}.", day=units.day(day), ends=ends(held)))
    if (age := (pd.Timestamp(day) - held.index[-1]).days) > MONTH_AGE_DAYS:
        why = tr(
            "The last whole month held ended on {month_end}, {age} days before; at most {most} count.",
            month_end=units.day(held.index[-1]),
            age=age,
            most=MONTH_AGE_DAYS,
        )
        return untestable(rule, why)
    last, median = float(window.iloc[-1]), float(window.median())
    end = held.index[-1]
    return Finding(
        verdict=yes_or_no(last >= median),
        rule=rule,
        value=round(last, DECIMALS),
        unit=SHARE_UNIT,
        start=(end - pd.DateOffset(months=MONTHS - 1)).replace(day=1).date(),
        end=end.date(),
        detail=tr(
            "Twelve months to {end}; the median of ten years is {median}.", end=units.day(end), median=units.percent(median, 1)
        ),
        would_change=tr("It turns at that median, {median}.", median=units.percent(median, 1)),
    )
