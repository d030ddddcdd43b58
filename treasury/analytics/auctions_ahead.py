"""Auctions announced that have no result yet."""

import pandas as pd

from treasury.analytics._series import Day
from treasury.language import N_

LATE = pd.Timedelta(days=7)  # results of one day can be read before those of an earlier one
AHEAD, PASSED = N_("ahead"), N_("day passed, no result held")
_CLASSES = {"TIPS Note": "TIPS", "TIPS Bond": "TIPS", "FRN Note": "FRN"}
_COLUMNS = ["auction_date", "cusip", "security_class", "security_term", "is_reopening", "offering_usd"]
COLUMNS = (*_COLUMNS, "announcement_date", "issue_date", "standing")


def announced(upcoming: pd.DataFrame, auctions: pd.DataFrame, today: Day) -> pd.DataFrame:
    """Every announced auction from a week before the last result on that has no result, in the order of its day.

    In: ``upcoming_auctions``, ``auctions``; today. Out: the columns of COLUMNS. ``standing`` is "ahead" from today on, "day
    passed, no result held" before. The announcements of auctions long held that the source keeps are left out, and so is
    what was listed for a day more than a week before the last result and never held. An auction in both datasets counts
    once. A size that is not announced is missing.

    Reference: "Upcoming Auctions", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: with a result of the 20th, what was listed for the 12th is stale; the 27th has passed on 1 September, the 2nd not.

    >>> day = pd.to_datetime
    >>> held = {"auction_date": day(["2026-08-20"]), "cusip": "A", "total_accepted_usd": 9e9}
    >>> auctions = pd.DataFrame(held).reindex(columns=[*held, "security_class", "security_term", "reopening", "offering_usd",
    ...     "announcement_date", "issue_date"])
    >>> listed = {"auction_date": day(["2026-08-12", "2026-08-20", "2026-08-27", "2026-09-02"]), "cusip": ["X", "A", "B", "C"],
    ...     "security_type": "TIPS Note", "security_term": "5-Year", "reopening": "No", "offering_usd": 7e10}
    >>> upcoming = pd.DataFrame(listed).assign(announcement_date=pd.NaT, issue_date=day("2026-09-08"))
    >>> announced(upcoming, auctions, "2026-09-01")[["cusip", "security_class", "standing"]].to_numpy().tolist()
    [['B', 'TIPS', 'day passed, no result held'], ['C', 'TIPS', 'ahead']]
    """
    held = auctions["total_accepted_usd"].notna()
    last = auctions.loc[held, "auction_date"].max()
    since = pd.Timestamp(today) if pd.isna(last) else min(last - LATE, pd.Timestamp(today))
    listed = upcoming.assign(security_class=upcoming["security_type"].replace(_CLASSES))
    both = pd.concat([_rows(auctions[~held], since), _rows(listed, since)], ignore_index=True)
    known = both["cusip"].notna()
    done = pd.MultiIndex.from_frame(auctions.loc[held, ["auction_date", "cusip"]])
    stale = pd.MultiIndex.from_frame(both[["auction_date", "cusip"]]).isin(done)
    twice = known & both.duplicated(["auction_date", "cusip"])
    made = both[~stale & ~twice].sort_values(["auction_date", "security_class", "security_term"], ignore_index=True)
    passed = made["auction_date"] < pd.Timestamp(today)
    return made.assign(standing=pd.Series(AHEAD, index=made.index, dtype="str").mask(passed, PASSED))[list(COLUMNS)]


def _rows(frame: pd.DataFrame, since: pd.Timestamp) -> pd.DataFrame:
    own = frame[frame["auction_date"] >= since]
    return own.assign(is_reopening=own["reopening"].eq("Yes"))[[*_COLUMNS, "announcement_date", "issue_date"]]
