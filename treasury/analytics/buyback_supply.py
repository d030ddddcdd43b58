"""Buybacks against gross issuance in the same maturity bucket.

Amounts are whole dollars of par. An auction belongs to the bucket that its security's remaining maturity on the issue date ends
in: the new 10-year to 7Y to 10Y, the 20-year to 10Y to 20Y. TIPS are one bucket, since theirs changed with the programme.
"""

import numpy as np
import pandas as pd

from treasury.analytics._payments import whole_days
from treasury.analytics._periods import Period, period_end, period_labels, period_start
from treasury.analytics._series import Day
from treasury.analytics.buyback_programme import REGULAR_SINCE
from treasury.analytics.buybacks import MATURITY_BUCKETS, UNSTATED

TIPS = "TIPS"
NOMINAL = tuple(list(MATURITY_BUCKETS)[:7])
BUCKETS = (*NOMINAL, TIPS)
LATE_DAYS = 10  # a security issued some days after its dated date runs shorter, one paid after a weekend a little longer
DAYS_A_YEAR = 365.25


def offered_by_bucket(auctions: pd.DataFrame) -> pd.DataFrame:
    """What auctions with a result offered to the public, by settlement date and maturity bucket.

    In: ``auctions``. Out, one row an auction of notes, bonds and TIPS: ``issue_date``, ``bucket`` (one of BUCKETS),
    ``offering_usd`` (without the Fed's add-ons). Bills and floating rate notes are not bought back and have no bucket.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: a 20-year due 15 August 2045 settles on 2 September 2025 with 19.95 years to run: 10Y to 20Y.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": ["Bond", "Note"], "issue_date": day(["2025-09-02", "2025-08-15"]),
    ...     "maturity_date": day(["2045-08-15", "2035-08-15"]), "offering_usd": [16e9, 42e9], "total_accepted_usd": 1.0})
    >>> offered_by_bucket(sold)["bucket"].tolist()
    ['10Y to 20Y', '7Y to 10Y']
    """
    held = auctions[auctions["total_accepted_usd"].notna() & auctions["security_class"].isin(["Note", "Bond", TIPS])]
    years = ((held["maturity_date"] - held["issue_date"]).dt.days - LATE_DAYS).to_numpy(np.float64) / DAYS_A_YEAR
    edges = [MATURITY_BUCKETS[name][1] for name in NOMINAL]
    at = np.clip(np.searchsorted(edges, years, side="left"), 0, len(NOMINAL) - 1)
    names = np.where(held["security_class"].eq(TIPS), TIPS, np.array(NOMINAL, dtype=object)[at])
    made = held[["issue_date", "offering_usd"]].assign(bucket=pd.Categorical(names, categories=list(BUCKETS), ordered=True))
    return made.reset_index(drop=True)


def against_issuance(made: pd.DataFrame, auctions: pd.DataFrame, gaps: pd.DataFrame, until: Day) -> pd.DataFrame:
    """Bought back against offered to the public, by calendar quarter of the regular programme and bucket.

    In: the frame of `buybacks.operations`; ``auctions``; that of `buyback_programme.results_gaps`; the day up to which auctions
    are held. Out, one row a quarter and bucket: ``period``, ``period_start``, ``period_end``, ``bucket``, ``accepted_usd``,
    ``offered_usd`` (to the public), ``share_pct`` (bought back of offered; missing where nothing was offered),
    ``held_in_full``: False where results of the quarter are missing, where the programme began or the auctions held end
    within it. Operations whose bucket is not published are left out. Quarters without a result have no row.

    Reference: "Treasury Securities Buybacks" and "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service.

    By hand: 2 bn bought back of 16 bn offered is 12.5 percent.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": ["Bond"], "issue_date": day(["2025-07-31"]), "offering_usd": [16e9],
    ...     "maturity_date": day(["2045-05-15"]), "total_accepted_usd": [17e9]})
    >>> held = pd.DataFrame({"operation_date": day(["2025-07-31"]), "state": "result", "security_type": "Nominal Coupons",
    ...     "maturity_bucket": "10Y to 20Y", "accepted_usd": 2e9})
    >>> row = against_issuance(held, sold, pd.DataFrame({"start": day([]), "end": day([])}), "2025-12-31")
    >>> row.loc[row["bucket"].eq("10Y to 20Y"), "share_pct"].tolist()
    [12.5]
    """
    regular = made["operation_date"] >= pd.Timestamp(REGULAR_SINCE)
    done = made[made["state"].eq("result") & regular & made["maturity_bucket"].ne(UNSTATED)]
    bucket = done["maturity_bucket"].astype("str").mask(done["security_type"].eq(TIPS), TIPS)
    bought = _summed(done["operation_date"], bucket, done["accepted_usd"])
    sold = offered_by_bucket(auctions)
    offered = _summed(sold["issue_date"], sold["bucket"].astype("str"), sold["offering_usd"])
    starts = sorted({start for start, _ in bought.index})
    grid = pd.MultiIndex.from_product([starts, BUCKETS], names=["period_start", "bucket"])
    joined = pd.DataFrame({"accepted_usd": bought.reindex(grid), "offered_usd": offered.reindex(grid)}).fillna(0.0).reset_index()
    return _labelled(joined, gaps, until)


def _summed(days: pd.Series, bucket: pd.Series, amounts: pd.Series, period: Period = "quarter") -> pd.Series:
    starts = period_start(whole_days(days), period).astype("datetime64[us]")
    rows = pd.DataFrame({"period_start": starts, "bucket": bucket.to_numpy(), "amount": amounts.to_numpy()})
    summed: pd.Series = rows.groupby(["period_start", "bucket"])["amount"].sum()
    return summed


def _labelled(joined: pd.DataFrame, gaps: pd.DataFrame, until: Day) -> pd.DataFrame:
    starts = whole_days(joined["period_start"])
    ends = pd.Series(period_end(starts, "quarter").astype("datetime64[us]"), index=joined.index)
    met = (ends > pd.Timestamp(until)) | (joined["period_start"] < pd.Timestamp(REGULAR_SINCE))
    for gap in gaps.itertuples():
        met |= (joined["period_start"] <= gap.end) & (ends >= gap.start)
    offered = joined["offered_usd"].where(joined["offered_usd"] > 0)
    return joined.assign(
        period=pd.Series(period_labels(starts, "quarter"), index=joined.index, dtype="str"),
        period_end=ends,
        bucket=pd.Categorical(joined["bucket"], categories=list(BUCKETS), ordered=True),
        share_pct=joined["accepted_usd"] / offered * 100,
        held_in_full=~met,
    )


def in_all(quarters: pd.DataFrame) -> pd.DataFrame:
    """The quarters held in full, summed by bucket.

    In: the frame of `against_issuance`. Out: ``bucket``, ``accepted_usd``, ``offered_usd``, ``share_pct``, ``quarters``.

    Reference: as for `against_issuance`.

    By hand: 2 of 16 and 4 of 24 is 6 of 40, 15 percent.

    >>> rows = pd.DataFrame({"bucket": pd.Categorical(["10Y to 20Y"] * 3), "accepted_usd": [2.0, 4.0, 9.0],
    ...     "offered_usd": [16.0, 24.0, 9.0], "held_in_full": [True, True, False]})
    >>> in_all(rows)[["share_pct", "quarters"]].iloc[0].tolist()
    [15.0, 2.0]
    """
    full = quarters[quarters["held_in_full"]]
    summed = full.groupby("bucket", observed=False)[["accepted_usd", "offered_usd"]].sum()
    share = summed["accepted_usd"] / summed["offered_usd"].where(summed["offered_usd"] > 0) * 100
    return summed.assign(share_pct=share, quarters=full.groupby("bucket", observed=False).size()).reset_index()
