"""Do auctions and buybacks add up to the Monthly Statement of the Public Debt? By class and month, and for its changes.

Amounts are whole dollars. What is rebuilt from auctions may differ from the statement by `TOLERANCE_PCT` of the amount
published. Two differences are larger and named: the inflation accrual of TIPS, which is rebuilt beside their par, and
buybacks whose results are not held, which leave rebuilt notes, bonds and TIPS too high, by at most what refunding statements
announced. Savings bonds, State and Local Government Series and everything else that is not marketable, and the Federal
Financing Bank's securities, were never auctioned and are no part of it.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from treasury.analytics import buyback_quarters
from treasury.analytics._flows import last_result
from treasury.analytics.buyback_programme import results_gaps
from treasury.analytics.buybacks import settled
from treasury.analytics.inflation_accrual import accrual
from treasury.analytics.issuance import net_issuance
from treasury.analytics.outstanding import TOTAL, outstanding_rebuilt, reconciliation
from treasury.calendar import fiscal_year
from treasury.language import N_

# The statement's amounts issued differ from auction results by a few millions a security, up to 164 million (compare the two by
# CUSIP for August 2023); over a class that came to 0.04 percent at most, of floating rate notes.
TOLERANCE_PCT = 0.05
BOUGHT_BACK = ("Note", "Bond", "TIPS", TOTAL)  # what the programme buys
WITHIN, UNHELD, OUTSIDE, UNKNOWN = N_("within"), N_("buybacks not held"), N_("outside"), N_("not known")
WHOLE_YEAR, OTHERWISE = N_("fiscal year"), N_("between statements")


def months(debt_by_class: pd.DataFrame, debt_by_security: pd.DataFrame) -> pd.DataFrame:
    """The months of the statement by class, with those that are held by security alone summed over the securities.

    In: ``debt_by_class``; ``debt_by_security``. Out: rows in the shape of the first: ``record_date``, ``security_type``,
    ``security_class``, ``total_usd``. A month by security counts where each of its amounts is known.

    Reference: "Monthly Statement of the Public Debt", tables 1 and 3, Bureau of the Fiscal Service.

    By hand: two bills of 40 and 20 are bills of 60.

    >>> held = pd.DataFrame({"record_date": pd.Timestamp("2023-08-31"), "cusip": ["A", "B"], "security_class": "Bills",
    ...     "outstanding_usd": [40.0, 20.0]})
    >>> none = pd.DataFrame({"record_date": pd.to_datetime([]), "security_type": [], "security_class": [], "total_usd": []})
    >>> months(none, held)[["security_class", "total_usd"]].to_numpy().tolist()
    [['Bills', 60.0]]
    """
    alone = debt_by_security[~debt_by_security["record_date"].isin(debt_by_class["record_date"])]
    unknown = alone.loc[alone["outstanding_usd"].isna(), "record_date"]
    alone = alone[~alone["record_date"].isin(unknown)]
    summed = alone.groupby(["record_date", "security_class"], as_index=False)["outstanding_usd"].sum()
    made = summed.rename(columns={"outstanding_usd": "total_usd"}).assign(security_type="Marketable")
    columns = ["record_date", "security_type", "security_class", "total_usd"]
    return pd.concat([made[columns], debt_by_class[columns]], ignore_index=True).sort_values("record_date", ignore_index=True)


def by_class(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_class: pd.DataFrame,
    debt_by_security: pd.DataFrame,
    quarters: pd.DataFrame,
) -> pd.DataFrame:
    """Rebuilt against published, by class and in total, for every month of the statement held, with what explains the error.

    In: five datasets; the frame of `buyback_quarters.quarters`. Out: the columns of `outstanding.reconciliation`, with
    ``accrual_usd`` (rebuilt inflation accrual, of TIPS and so of the total; 0 elsewhere), ``unexplained_usd`` (error plus
    accrual) and ``unexplained_pct`` (of the amount published), ``unheld_room_usd`` (the most that buybacks not held can
    explain: 0 for bills and floating rate notes) and ``verdict``:

    * within: the unexplained part is at most `TOLERANCE_PCT` of the amount published;
    * buybacks not held: it is positive, beyond that, and not above what those buybacks can explain;
    * outside: neither;
    * not known: the rebuilt amount or the accrual is missing.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `outstanding.reconciliation` and `judged`.
    """
    published = months(debt_by_class, debt_by_security)
    dates = sorted(set(published["record_date"]))
    bought = settled(operations, securities, auctions)
    made = reconciliation(outstanding_rebuilt(auctions, bought, dates), published)
    accrued = accrual(auctions, bought, debt_by_security, dates)
    own = made["record_date"].map(accrued)
    room = _room(operations, quarters, auctions, dates)
    made = made.assign(
        accrual_usd=own.where(made["security_class"].isin(["TIPS", TOTAL]), 0.0),
        unheld_room_usd=made["record_date"].map(room).where(made["security_class"].isin(BOUGHT_BACK), 0.0),
    )
    made["unexplained_usd"] = made["error_usd"] + made["accrual_usd"]
    made["unexplained_pct"] = made["unexplained_usd"] / made["published_usd"].where(made["published_usd"] > 0) * 100
    tolerance = made["published_usd"].abs() * TOLERANCE_PCT / 100
    return made.assign(verdict=judged(made["unexplained_usd"], tolerance, made["unheld_room_usd"]))


def judged(unexplained: pd.Series, tolerance: pd.Series, room: pd.Series) -> pd.Series:
    """The verdict on each unexplained amount: see `by_class`. A room that is missing explains any excess.

    In: dollars. Out: text.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand, with a tolerance of 5: 4 is within; 9 is explained by buybacks of up to 10 and not by none; -9 by nothing.

    >>> judged(pd.Series([4.0, 9.0, 9.0, -9.0]), pd.Series([5.0] * 4), pd.Series([10.0, 10.0, 0.0, 10.0])).tolist()
    ['within', 'buybacks not held', 'outside', 'outside']
    """
    most = (room + tolerance).where(room.notna(), np.inf)
    verdict = pd.Series(OUTSIDE, index=unexplained.index, dtype="str")
    verdict = verdict.mask((unexplained > 0) & (room.isna() | (room > 0)) & (unexplained <= most), UNHELD)
    verdict = verdict.mask(unexplained.abs() <= tolerance, WITHIN)
    return verdict.mask(unexplained.isna(), UNKNOWN)


def changes(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_class: pd.DataFrame,
    debt_by_security: pd.DataFrame,
    quarters: pd.DataFrame,
) -> pd.DataFrame:
    """Net issuance of marketable debt against the change of the statement: for fiscal years, and between months held.

    In: as for `by_class`. Out, one row a span between two months of the statement that the auctions cover whole: ``kind``
    ("fiscal year" where both 30 September are held, "between statements" for neighbouring months held), ``start`` and ``end``
    (the two month ends), ``label``, ``net_usd`` (the net issuance of the months between), ``accrual_change_usd``,
    ``published_change_usd`` (five classes, total marketable less the Federal Financing Bank), ``difference_usd`` (net plus
    accrual change less published change), ``difference_pct`` (of the amount at the end), ``unheld_room_usd`` (of results
    missing within the span), ``verdict`` as in `by_class`, with a tolerance of `TOLERANCE_PCT` of the amount at the end.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 100 of net issuance and 2 of accrual against a change of 101 differ by 1.
    """
    published = months(debt_by_class, debt_by_security)
    bought = settled(operations, securities, auctions)
    dates = sorted(set(published["record_date"]))
    levels = reconciliation(outstanding_rebuilt(auctions, bought, dates), published)
    total = levels[levels["security_class"].eq(TOTAL)].dropna(subset=["rebuilt_usd"]).set_index("record_date")["published_usd"]
    monthly = net_issuance(auctions, bought, "month", pd.Timestamp(last_result(auctions)))
    net = monthly.groupby("period_start")["net_usd"].sum(skipna=False)
    accrued, gaps = accrual(auctions, bought, debt_by_security, dates), _gaps(operations, auctions)
    rows = [_span(kind, start, end, total, net, accrued) for kind, start, end in _spans(list(total.index))]
    for row in rows:
        since = row["start"] + pd.Timedelta(days=1)
        row["unheld_room_usd"] = buyback_quarters.unheld_room(operations, quarters, gaps, row["end"], since)
    made = pd.DataFrame(rows, columns=list(_SPAN)).astype({"kind": "str", "label": "str"})
    tolerance = made["end"].map(total).astype("float64") * TOLERANCE_PCT / 100
    return made.assign(
        verdict=judged(made["difference_usd"].astype("float64"), tolerance, made["unheld_room_usd"].astype("float64"))
    )


_SPAN = (
    *("kind", "label", "start", "end", "net_usd", "accrual_change_usd", "published_change_usd"),
    *("difference_usd", "difference_pct", "unheld_room_usd"),
)


def _spans(days: list[pd.Timestamp]) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    ends = [day for day in days if (day.month, day.day) == (9, 30)]
    years = [(WHOLE_YEAR, start, end) for start, end in pairwise(ends) if end.year == start.year + 1]
    return years + [(OTHERWISE, start, end) for start, end in pairwise(days)]


def _span(
    kind: str, start: pd.Timestamp, end: pd.Timestamp, total: pd.Series, net: pd.Series, accrued: pd.Series
) -> dict[str, Any]:
    issued = float(net[(net.index > start) & (net.index <= end)].sum(skipna=False))
    grown = float(accrued[end] - accrued[start])
    change = float(total[end] - total[start])
    difference = issued + grown - change
    return {
        "kind": kind,
        "label": f"FY{fiscal_year(end.date())}" if kind == WHOLE_YEAR else f"{end:%Y-%m}",
        "start": start,
        "end": end,
        "net_usd": issued,
        "accrual_change_usd": grown,
        "published_change_usd": change,
        "difference_usd": difference,
        "difference_pct": difference / float(total[end]) * 100,
    }


def _room(operations: pd.DataFrame, quarters: pd.DataFrame, auctions: pd.DataFrame, dates: list[pd.Timestamp]) -> pd.Series:
    gaps = _gaps(operations, auctions)
    return pd.Series({day: buyback_quarters.unheld_room(operations, quarters, gaps, day) for day in dates}, dtype="float64")


def _gaps(operations: pd.DataFrame, auctions: pd.DataFrame) -> pd.DataFrame:
    return results_gaps(operations, pd.Timestamp(last_result(auctions)))
