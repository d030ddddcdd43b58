"""What else happened around an event: a reaction within two sessions of these cannot be put down to the event alone."""

import re
from datetime import date as calendar_date

import pandas as pd

from treasury import units
from treasury.analytics._series import Day
from treasury.calendar import is_business_day, next_business_day, previous_business_day
from treasury.language import tr

WITHIN_SESSIONS = 2
KINDS = ("key_date", "fomc", "auction", "buyback")
COLUMNS = ("date", "kind", "label")
_TERM = re.compile(r"(?:(\d+)-Year)?(?: ?(\d+)-Month)?")


def confounders(
    date: Day,
    key_dates: pd.DataFrame,
    meetings: pd.DataFrame,
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    within: int = WITHIN_SESSIONS,
) -> pd.DataFrame:
    """Key dates, FOMC statements, auctions of 2 years and more and buybacks within two sessions of a date, by day.

    In: `reference.key_dates`, `reference.fomc_meetings`, the datasets ``auctions`` and ``buyback_operations``; ``within``
    counts business days on either side of session 0. Out: ``date``, ``kind`` (one of KINDS), ``label``. Spans count on the
    days on which they begin and end. A key date on the day itself is the event and left out, unless several share the day:
    then all are listed, since their effects cannot be told apart. Cancelled buybacks are left out.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: two business days before Wednesday 5 November 2025 is Monday the 3rd, two after is Friday the 7th.

    >>> meetings = pd.DataFrame({"statement_date": pd.to_datetime(["2025-11-03", "2025-11-10"]), "change_bp": [-25.0, 0.0]})
    >>> none = pd.DataFrame()
    >>> confounders("2025-11-05", none, meetings, none, none)["label"].tolist()
    ['FOMC cuts 25 bp']
    """
    day = pd.Timestamp(date).date()
    first, last = window(day, within)
    days = slice(pd.Timestamp(first), pd.Timestamp(last))
    rows = [
        *[row for row in _dates(key_dates, day) if first <= row[0] <= last],
        *_meetings(_during(meetings, "statement_date", days)),
        *_auctions(_during(auctions, "auction_date", days)),
        *_buybacks(_during(operations, "operation_date", days)),
    ]
    rows.sort(key=lambda row: (row[0], KINDS.index(row[1])))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"date": "datetime64[us]", "kind": "str", "label": "str"})


def window(day: calendar_date, within: int = WITHIN_SESSIONS) -> tuple[calendar_date, calendar_date]:
    """The first and the last day that lie within so many business days of the first business day on or after a day.

    Reference: "Holiday Schedule", Securities Industry and Financial Markets Association.

    By hand: around Saturday 8 November 2025, session 0 is Monday the 10th; two before is Thursday the 6th, two after
    Thursday the 13th, since the 11th is Veterans Day.

    >>> [end.day for end in window(calendar_date(2025, 11, 8))]
    [6, 13]
    """
    first = last = day if is_business_day(day) else next_business_day(day)
    for _ in range(within):
        first, last = previous_business_day(first), next_business_day(last)
    return min(first, day), last


Row = tuple[calendar_date, str, str]


def _during(frame: pd.DataFrame, column: str, days: slice) -> pd.DataFrame:
    return frame if frame.empty else frame[frame[column].between(days.start, days.stop)]


def _dates(key_dates: pd.DataFrame, event: calendar_date) -> list[Row]:
    rows = []
    for row in key_dates.itertuples():
        rows.append((row.date.date(), "key_date", str(row.label)))
        if pd.notna(row.end_date) and row.end_date > row.date:
            rows.append((row.end_date.date(), "key_date", tr("{label}: last day", label=tr(str(row.label)))))
    same_day = [row for row in rows if row[0] == event]
    return rows if len(same_day) > 1 else [row for row in rows if row[0] != event]


def _meetings(meetings: pd.DataFrame) -> list[Row]:
    return [(row.statement_date.date(), "fomc", _decision(row.change_bp)) for row in meetings.itertuples()]


def _decision(change_bp: float) -> str:
    if units.is_missing(change_bp):
        return tr("FOMC meeting")
    if change_bp == 0:
        return tr("FOMC holds")
    size = f"{abs(change_bp):.0f}"
    return tr("FOMC raises {size} bp", size=size) if change_bp > 0 else tr("FOMC cuts {size} bp", size=size)


def _auctions(auctions: pd.DataFrame) -> list[Row]:
    if auctions.empty:
        return []
    rows = []
    for row in auctions[~auctions["security_class"].isin(("Bill", "CMB"))].itertuples():
        name = tr("{term} {security}", term=_term(str(row.security_term)), security=tr(str(row.security_class)))
        label = tr("{security}, reopened", security=name) if row.reopening == "Yes" else name
        rows.append((row.auction_date.date(), "auction", label))
    return rows


def _term(text: str) -> str:
    """A term such as "9-Year 10-Month" in the reader's language."""
    found = _TERM.fullmatch(text)
    if not text or found is None:
        return text
    years = tr("{count}-Year", count=found[1]) if found[1] else ""
    months = tr("{count}-Month", count=found[2]) if found[2] else ""
    return tr("{years} {months}", years=years, months=months) if years and months else years or months


def _buybacks(operations: pd.DataFrame) -> list[Row]:
    if operations.empty:
        return []
    held = operations[operations["state"] != "cancelled"]
    return [(row.operation_date.date(), "buyback", _operation(row)) for row in held.itertuples()]


def _operation(row: tuple[object, ...]) -> str:
    names = ("security_type", "maturity_bucket", "accepted_usd", "maximum_usd")
    kind, bucket, accepted, most = (getattr(row, name) for name in names)
    bought = (
        tr("{amount} accepted", amount=units.usd(accepted))
        if not units.is_missing(accepted)
        else tr("at most {amount}", amount=units.usd(most))
    )
    name = tr("{bucket} TIPS", bucket=tr(str(bucket))) if kind == "TIPS" else tr(str(bucket))
    return tr("{bucket}, {amount}", bucket=name, amount=bought)
