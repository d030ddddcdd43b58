"""What is due and what was: auctions, settlements, buybacks, refundings, FOMC statements, expected releases.

One list for the command line, the calendar file, the API and the page. An event says the same whatever the day on which it is
asked for, so the same data make the same file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

import pandas as pd

from treasury import reference, units
from treasury.answers import Load
from treasury.answers import calendar_words as words
from treasury.calendar import is_business_day, next_business_day
from treasury.dataset import Dataset
from treasury.errors import BadInput
from treasury.language import tr

KINDS = ("auction", "settlement", "buyback", "refunding", "fomc", "release")
STATES = ("expected", "scheduled", "announced", "result", "cancelled")
DATASETS = ("auctions", "upcoming_auctions", "buyback_operations", "buyback_schedule")
LONGEST_DAYS = 3_700  # of one question

STATEMENT_TIME, ESTIMATES_TIME, FOMC_TIME = "08:30", "15:00", "14:00"  # US Eastern, as the Treasury and the Fed publish
RELEASED = ("weekly", "monthly", "quarterly")  # cadences of which the next record is worth a line
_CLASSES = {"TIPS Note": "TIPS", "TIPS Bond": "TIPS", "FRN Note": "FRN"}
_FED_PAGE = "https://www.federalreserve.gov/monetarypolicy/fomccalendars.htm"
_AUCTIONS_PAGE = "https://www.treasurydirect.gov/auctions/upcoming/"
_BUYBACKS_PAGE = "https://www.treasurydirect.gov/auctions/announcements-data-results/buy-backs/"
_AUCTION = (
    *("auction_date", "security_class", "security_term", "cusip", "reopening", "offering_usd", "issue_date", "maturity_date"),
    *("closing_time_competitive", "total_accepted_usd", "bid_to_cover", *words.RATES),
)
_WEEK = timedelta(days=7)

Row = dict[str, Any]
Event = dict[str, Any]


class Release(Protocol):
    """A dataset of which the next record is expected by a day, going by its cadence: what `status.Status` tells."""

    @property
    def dataset(self) -> Dataset: ...

    @property
    def as_of(self) -> date | None: ...

    @property
    def due(self) -> date | None: ...


def window(today: date) -> tuple[date, date]:
    """What a subscribed calendar covers: from the first of the month three months back, thirteen months ahead.

    It moves once a month, so that the file does not change from day to day without new data.

    >>> window(date(2026, 11, 23))
    (datetime.date(2026, 8, 1), datetime.date(2027, 12, 31))
    """
    month = pd.Timestamp(today).to_period("M")
    return (month - 3).start_time.date(), (month + 13).end_time.date()


def calendar(load: Load, start: date, end: date, releases: Iterable[Release] = ()) -> list[Event]:
    """Every event from start to end, both included, by day and time.

    An event: ``uid`` (the same from run to run, from the key of its row), ``date``, ``start_time`` and ``end_time`` ("13:00", US
    Eastern; None: all day or not known), ``kind`` (one of KINDS), ``title``, ``detail``, ``state`` (one of STATES; "announced":
    no result is held), ``url`` (of the publisher), ``page`` (of the dashboard), ``as_of`` (the last day of which the data
    tell). Raises BadInput for a reversed or a longer range than ten years.
    """
    if start > end:
        raise BadInput(f"start {start} lies after end {end}; swap them")
    if (end - start).days > LONGEST_DAYS:
        raise BadInput(f"{start} to {end} is too long for one calendar; ask for at most ten years")
    frames = {name: load(name) for name in DATASETS}
    fomc, statements = reference.fomc_meetings(), reference.refunding_statements()
    as_of = _as_of(frames, fomc, statements)
    auctions = _auction_rows(frames["auctions"], frames["upcoming_auctions"], start, end)
    last_sold = _last_sold(frames["auctions"]) or as_of
    buybacks = _buyback_rows(frames["buyback_operations"], frames["buyback_schedule"], start, end)
    found = [
        *_unique([_auction(row) for row in auctions if _within(row["auction_date"], start, end)]),
        *_settlements(auctions, buybacks, start, end, last_sold),
        *(_buyback(row) for row in buybacks if _within(row["operation_date"], start, end)),
        *_refundings(statements),
        *(_meeting(row) for row in _records(fomc)),
        *_releases(releases),
    ]
    made = [{**event, "as_of": as_of.isoformat()} for event in found if start.isoformat() <= event["date"] <= end.isoformat()]
    return sorted(made, key=lambda e: (e["date"], e["start_time"] or "", KINDS.index(e["kind"]), e["uid"]))


def known_until(load: Load) -> dict[str, str | None]:
    """The last day of each kind that the data know of, past or to come; None where nothing is held."""
    auctions, upcoming = load("auctions"), load("upcoming_auctions")
    operations, schedule = load("buyback_operations"), load("buyback_schedule")
    days = {
        "auction": [auctions["auction_date"].max(), upcoming["auction_date"].max()],
        "buyback": [operations["operation_date"].max(), schedule["operation_date"].max()],
        "refunding": [reference.refunding_statements()["statement_date"].max()],
        "fomc": [reference.fomc_meetings()["statement_date"].max()],
    }
    known = {kind: [day.date().isoformat() for day in found if pd.notna(day)] for kind, found in days.items()}
    return {kind: max(found, default=None) for kind, found in known.items()}


def _as_of(frames: Mapping[str, pd.DataFrame], fomc: pd.DataFrame, statements: pd.DataFrame) -> date:
    """The last day of which any row tells something that happened: the same data, the same day."""
    operations, sold = frames["buyback_operations"], _last_sold(frames["auctions"])
    days = [
        pd.Timestamp(sold) if sold else pd.NaT,
        frames["upcoming_auctions"]["record_date"].max(),
        operations.loc[operations["state"].ne("announced"), "operation_date"].max(),
        fomc.loc[fomc["decision"].notna(), "statement_date"].max(),
        statements.loc[statements["refunding_total_usd"].notna(), "statement_date"].max(),
    ]
    return max((day.date() for day in days if pd.notna(day)), default=date(1970, 1, 1))


def _last_sold(auctions: pd.DataFrame) -> date | None:
    """The day of the last auction with a result."""
    day = auctions.loc[auctions["total_accepted_usd"].notna(), "auction_date"].max()
    return None if pd.isna(day) else day.date()


def _records(rows: pd.DataFrame) -> list[Row]:
    """Rows as mappings: days as dates, what is missing as None."""
    made: list[Row] = []
    for row in rows.to_dict("records"):
        cells = ((str(name), None if units.is_missing(cell) else cell) for name, cell in row.items())
        made.append({name: cell.date() if isinstance(cell, pd.Timestamp) else cell for name, cell in cells})
    return made


def _within(day: date | None, start: date, end: date) -> bool:
    return day is not None and start <= day <= end


def _near(rows: pd.DataFrame, columns: Sequence[str], start: date, end: date) -> pd.DataFrame:
    """Rows with any of these days in the range, or in the week before it (paid a few days later)."""
    first, last = pd.Timestamp(start) - _WEEK, pd.Timestamp(end)
    near = pd.Series(False, index=rows.index)
    for column in columns:
        near |= rows[column].between(first, last)
    return rows[near]


def _auction_rows(auctions: pd.DataFrame, upcoming: pd.DataFrame, start: date, end: date) -> list[Row]:
    """Every auction once: those of ``auctions``, then what ``upcoming_auctions`` lists and ``auctions`` does not hold.

    The publisher keeps announcements of past auctions, and an announced CUSIP can give way to an outstanding one; the same
    day, class and term are the same auction, and so are the same day and CUSIP.
    """
    held = _near(auctions[list(_AUCTION)], ("auction_date", "issue_date", "maturity_date"), start, end)
    listed = _near(upcoming, ("auction_date", "issue_date"), start, end)
    rows = _records(held)
    known = {name for row in rows for name in _names_of(row)}
    told = [dict.fromkeys(_AUCTION) | row | {"security_class": _class(row["security_type"])} for row in _records(listed)]
    rows += [row for row in told if known.isdisjoint(_names_of(row))]
    return [row | {"held": row["total_accepted_usd"] is not None} for row in rows]


def _class(announced: str) -> str:
    """The class as ``auctions`` names it: what is announced as TIPS Note is TIPS there."""
    return _CLASSES.get(announced, announced)


def _names_of(row: Row) -> list[tuple[Any, ...]]:
    """By what an auction can be recognised."""
    names = [(row["auction_date"], row["security_class"], row["security_term"])]
    return [*names, (row["auction_date"], row["cusip"])] if row["cusip"] else names


def _auction(row: Row) -> Event:
    key = f"{row['auction_date']}-{row['security_class']}-{row['security_term']}"
    return _event("auction", key, row["auction_date"], row["closing_time_competitive"]) | {
        "title": words.title("auction", words.security(row)),
        "detail": words.sentence(words.offer(row), *(words.result(row) if row["held"] else [tr("no result held")])),
        "state": "result" if row["held"] else "announced",
        "url": _AUCTIONS_PAGE,
        "page": "auctions",
    }


def _unique(made: list[Event]) -> list[Event]:
    """Two auctions of one class and term on one day (last in 1986) are told apart by a number, in the order of the data."""
    seen: dict[str, int] = {}
    for event in made:
        seen[event["uid"]] = count = seen.get(event["uid"], 0) + 1
        if count > 1:
            event["uid"] = event["uid"].replace("@", f"-{count}@")
    return made


def _settlements(auctions: Sequence[Row], buybacks: Sequence[Row], start: date, end: date, last_sold: date) -> list[Event]:
    """One event a day on which anything is issued, paid back or bought back, with its amounts as far as they are held."""
    new: defaultdict[date, list[Row]] = defaultdict(list)
    old, back = new.copy(), new.copy()
    for row in auctions:
        if row["issue_date"]:
            new[row["issue_date"]].append(row)
        if row["held"] and _within(row["maturity_date"], start - _WEEK, end):
            old[_paid_on(row["maturity_date"])].append(row)
    for row in buybacks:
        if row["settlement_date"] and row["state"] != "cancelled":
            back[row["settlement_date"]].append(row)
    return [
        _settlement(day, new[day], old[day], back[day], last_sold) for day in sorted({*new, *old, *back}) if start <= day <= end
    ]


def _paid_on(day: date) -> date:
    """The day on which a security is paid back: the next business day where it matures on another."""
    return day if is_business_day(day) else next_business_day(day)


def _settlement(day: date, new: Sequence[Row], old: Sequence[Row], back: Sequence[Row], last_sold: date) -> Event:
    open_ones = any(not row["held"] for row in new)
    known = day <= last_sold or not (new or old)  # later on, auctions not held may add to the day
    settled = known and not open_ones and all(row["accepted_usd"] is not None for row in back)
    return _event("settlement", str(day), day) | {
        "title": words.settled(new, old),
        "detail": words.settlement(new, old, back, last_sold if day > last_sold else None),
        "state": "result" if settled else "announced" if open_ones else "scheduled",
        "url": _AUCTIONS_PAGE,
        "page": "auctions",
    }


def _buyback_rows(operations: pd.DataFrame, schedule: pd.DataFrame, start: date, end: date) -> list[Row]:
    """Operations as held, and those of the tentative schedule that are not held."""
    near = ("operation_date", "settlement_date")
    held = _records(_near(operations, near, start, end))
    known = {(row["operation_date"], row["start_time"]) for row in held}
    planned = _records(_near(schedule, near, start, end))
    return held + [
        row | {"state": "scheduled", "accepted_usd": None}
        for row in planned
        if (row["operation_date"], row["start_time"]) not in known
    ]


def _buyback(row: Row) -> Event:
    opens = row["start_time"] if ":" in row["start_time"] else None
    return _event("buyback", f"{row['operation_date']}-{row['start_time']}", row["operation_date"], opens, row["close_time"]) | {
        "title": words.buyback(row),
        "detail": words.operation(row),
        "state": row["state"],
        "url": _BUYBACKS_PAGE,
        "page": "buybacks",
    }


def _refundings(statements: pd.DataFrame) -> list[Event]:
    made = []
    for row in _records(statements):
        total = row["refunding_total_usd"]
        shared = {
            "state": "scheduled" if total is None else "result",
            "url": row["statement_url"],
            "page": "refunding",
        }
        size = tr("not entered yet") if total is None else tr("{total} of 3-, 10- and 30-year securities", total=units.usd(total))
        quarter = words.quarter(row["quarter"])
        said = _event("refunding", f"statement-{row['statement_date']}", row["statement_date"], STATEMENT_TIME)
        title = tr("Quarterly refunding statement, {quarter}", quarter=quarter)
        made.append(said | {"title": title, "detail": words.sentence(size)} | shared)
        day = row["borrowing_estimate_date"]
        said = _event("refunding", f"estimates-{day}", day, ESTIMATES_TIME)
        title = tr("Borrowing estimates, before the refunding of {quarter}", quarter=quarter)
        detail = tr("Privately-held net marketable borrowing, this quarter and the next.")
        made.append(said | {"title": title, "detail": detail} | shared)
    return made


def _meeting(row: Row) -> Event:
    day = row["statement_date"]
    return _event("fomc", str(day), day, FOMC_TIME if row["scheduled"] else None) | {
        "title": tr("FOMC statement"),
        "detail": words.decision(row),
        "state": "result" if row["decision"] else "scheduled",
        "url": row["source"] if "://" in row["source"] else _FED_PAGE,
        "page": "event-lab",
    }


def _releases(releases: Iterable[Release]) -> list[Event]:
    """The day by which the next record is expected, of datasets that are not published every day."""
    made = []
    for one in releases:
        if one.as_of is None or one.due is None or one.dataset.cadence not in RELEASED:
            continue
        made.append(
            _event("release", f"{one.dataset.id}-after-{one.as_of}", one.due)
            | {
                "title": tr("Expected by now: {title}", title=tr(one.dataset.title)),
                "detail": words.release(one.dataset.cadence, one.as_of),
                "state": "expected",
                "url": one.dataset.landing_page,
                "page": "catalogue",
            }
        )
    return made


def _event(kind: str, key: str, day: date, starts: str | None = None, ends: str | None = None) -> Event:
    slug = "".join(c if c.isalnum() else "-" for c in key.lower())
    times = {"start_time": starts, "end_time": ends if starts else None}
    return {"uid": f"{kind}-{slug}@treasury-truce", "date": day.isoformat(), **times, "kind": kind}
