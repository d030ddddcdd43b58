"""Which auctions are compared with each other: same class, same term, same reopening state."""

import re

import numpy as np
import pandas as pd

BILLS = ("Bill", "CMB")
REOPENING = "reopening"
PAUSE_DAYS = 731  # an issue that was stopped for more than two years and taken up again begins a new history
_PART = re.compile(r"(\d+)-(Year|Month|Week|Day)")
_YEARS = {"Year": 1.0, "Month": 1 / 12, "Week": 7 / 365.25, "Day": 1 / 365.25}


def term_years(term: str) -> float:
    """A term in years; NaN where the text is no term.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 9 years and 6 months are 9.5 years.

    >>> term_years("9-Year 6-Month"), term_years("no term")
    (9.5, nan)
    """
    parts = _PART.findall(str(term))
    return sum(int(count) * _YEARS[unit] for count, unit in parts) if parts else float("nan")


def exact_terms(auctions: pd.DataFrame) -> pd.DataFrame:
    """The exact term and reopening state of each auction, and the history it belongs to.

    In: ``auctions``. Out, on the same rows: ``term``, ``is_reopening``, ``exact_term`` ("10-Year Note, reopening"),
    ``term_years``, ``history`` (a number per exact term and stretch: two auctions of it more than two years apart belong to
    two histories).

    Term: bills and CMBs as auctioned, since an older bill of any length is reopened as a 4-week bill. Notes, bonds, TIPS and
    floating rate notes by their original term, so that a 10-year note sold again with 9 years 11 or 10 months is a 10-year
    reopening in both cases. One sold again with a year or more gone takes the term as auctioned: a former 7-year note
    sold as a 5-year is a 5-Year, reopening.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: the second reopening of a 10-year note, a 7-year sold as a 5-year, a 26-week bill sold as a 13-week.

    >>> day = pd.to_datetime("2025-02-25")
    >>> sold = pd.DataFrame({"security_class": ["Note", "Note", "Bill"], "reopening": "Yes", "auction_date": day,
    ...     "security_term": ["9-Year 10-Month", "5-Year", "13-Week"],
    ...     "original_security_term": ["10-Year", "7-Year", "26-Week"]})
    >>> exact_terms(sold)["exact_term"].tolist()
    ['10-Year Note, reopening', '5-Year Note, reopening', '13-Week Bill, reopening']
    """
    years = {term: term_years(term) for term in {*auctions["security_term"], *auctions["original_security_term"].dropna()}}
    left, original = auctions["security_term"].map(years), auctions["original_security_term"].map(years)
    as_auctioned = auctions["security_class"].isin(BILLS) | ~(left > original - 1 + 1e-9)
    term = auctions["security_term"].where(as_auctioned, auctions["original_security_term"]).astype("str")
    again = auctions["reopening"].eq("Yes")
    name = term + " " + auctions["security_class"]
    exact = name.where(~again, name + f", {REOPENING}")
    made = pd.DataFrame({"term": term, "is_reopening": again, "exact_term": exact, "term_years": term.map(years)})
    return made.assign(history=_histories(exact, auctions["auction_date"]))


def _histories(exact: pd.Series, days: pd.Series) -> pd.Series:
    ordered = pd.DataFrame({"exact": exact, "day": days}).sort_values(["exact", "day"], kind="stable")
    apart = ordered.groupby("exact", sort=False)["day"].diff().dt.days
    begins = (ordered["exact"] != ordered["exact"].shift()) | (apart > PAUSE_DAYS)
    return pd.Series(np.cumsum(begins.to_numpy()), index=ordered.index).reindex(exact.index)
