"""The duration of the marketable debt outstanding, in ten-year equivalents, and what changed it: flows, ageing, repricing.

Every security outstanding is rebuilt from auctions and buybacks and takes the yield of the par curve (TIPS: the real par curve)
at its remaining maturity. Dollars of the on-the-run 10-year with the same duration.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics import duration_flows, issuance
from treasury.analytics._flows import CLASSES, COMPLETE_SINCE, Amounts, class_column
from treasury.analytics._payments import Days, whole_days
from treasury.analytics._periods import Period, every_start, period_end, period_labels
from treasury.analytics._series import GAP_DAYS, Day
from treasury.analytics.duration import on_the_run_ten_year, par_curve_yield_pct, ten_year_equivalent_usd
from treasury.analytics.duration_flows import PLAIN, Assumptions, counted_duration_years
from treasury.language import N_

KNOWN_SINCE = np.datetime64(max(COMPLETE_SINCE.values()), "D")
PARTS = ("issued", "bought_back", "ageing", "repricing")
FED_CLASSES = {
    "bills_usd": (N_("Bills"), ("Bill",)),
    "notes_bonds_usd": (N_("Notes and bonds"), ("Note", "Bond")),
    "tips_usd": ("TIPS", ("TIPS",)),
    "frn_usd": (N_("FRNs"), ("FRN",)),
}
_UNIT = "ten_year_equivalent_usd"


@dataclass(frozen=True)
class _Market:
    """The curves, the on-the-run 10-year and the assumptions."""

    par: pd.DataFrame
    real: pd.DataFrame
    ten_year: pd.DataFrame
    assume: Assumptions

    def yields(self, rows: pd.DataFrame, days: Days) -> Amounts:
        due = rows["maturity_date"]
        nominal, real = par_curve_yield_pct(self.par, days, due), par_curve_yield_pct(self.real, days, due)
        made: Amounts = np.where(rows["security_class"].eq("TIPS"), real, nominal)
        return made

    def equivalents(self, rows: pd.DataFrame, days: Days, rates: Amounts, of: Days) -> Amounts:
        """Ten-year equivalents on some days at some yields, by the 10-year of other days; 0 from maturity on."""
        years = counted_duration_years(rows, days, rates, self.assume)
        years = np.where(whole_days(rows["maturity_date"]) <= days, 0.0, years)
        return ten_year_equivalent_usd(rows["par"], years, of, self.ten_year)


def duration_stock(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    par_yields: pd.DataFrame,
    real_par_yields: pd.DataFrame,
    period: Period,
    start: Day,
    end: Day,
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """The duration outstanding at the end of each period, and the four things that changed it, by class.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``, ``par_yields``, ``real_par_yields``; the period; the days
    from and to which; the assumptions. Out, one row a period and class: ``period``, ``period_start``, ``period_end``,
    ``security_class``, ``record_date`` (the end of the period, or the last day known), ``outstanding_usd``, ``duration_years``
    (average, weighted by par), and in ``_ten_year_equivalent_usd``: ``stock``, at the end; ``issued`` and ``bought_back`` in
    the period; ``ageing``: what was there at its beginning, or came in during it, brought to its end at an unchanged yield
    and 10-year, maturities included; ``repricing``: the rest, from yields and from the 10-year itself. So stock = stock
    before + issued - bought back + ageing + repricing. Periods begin after 16 November 2014, when all that was outstanding
    is known. Buybacks that are not held stay in the stock.

    Reference: Robin Greenwood and Dimitri Vayanos, "Bond Supply and Excess Bond Returns", Review of Financial Studies 27 (2014).

    By hand: a 10-year at par, itself the on-the-run 10-year, is outstanding with its own par.

    >>> day = pd.to_datetime
    >>> note = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...     "auction_date": day(["2026-08-15"]), "issue_date": day(["2026-08-15"]), "maturity_date": day(["2036-08-15"]),
    ...     "coupon_pct": 4.25, "high_yield": 4.25, "price_per100": 100.0, "high_discount_rate": None,
    ...     "high_investment_rate": None, "total_accepted_usd": 18e9, "soma_accepted_usd": 2e9, "offering_usd": 16e9})
    >>> key = {"operation_date": day([]), "start_time": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": [], "cusip": [], "price": []})
    >>> curve = pd.DataFrame({"10Y": 4.25}, index=day(["2026-08-15"]))
    >>> words = ("month", "2026-08-01", "2026-08-31")
    >>> made = duration_stock(note, none, none[[*key, "cusip", "price"]], curve, curve, *words)
    >>> made.query("security_class == 'Note'")["stock_ten_year_equivalent_usd"].round(0).tolist()
    [18000000000.0]
    """
    market = _Market(par_yields, real_par_yields, on_the_run_ten_year(auctions, par_yields), assume)
    lots = _lots(auctions, operations, securities, par_yields, assume)
    last = np.datetime64(issuance.known_until(auctions), "D")
    first = max(np.datetime64(pd.Timestamp(start), "D"), KNOWN_SINCE + np.timedelta64(1, "D"))
    starts = every_start(first, max(first, min(np.datetime64(pd.Timestamp(end), "D"), last)), period)
    starts = starts[(starts > KNOWN_SINCE) & (starts <= last)]
    if not len(starts):
        return _framed(starts, period, last, {})
    dates = np.append(starts[0] - np.timedelta64(1, "D"), np.minimum(period_end(starts, period), last))
    standing = _standing(lots, dates)
    rates = market.yields(standing, standing["day"].to_numpy())
    own = counted_duration_years(standing, standing["day"], rates, assume)
    worth = ten_year_equivalent_usd(standing["par"], own, standing["day"].to_numpy(), market.ten_year)
    stock, par, years = (
        _summed(standing, amounts, len(dates))
        for amounts in (worth, standing["par"].to_numpy(), own * standing["par"].to_numpy())
    )
    ageing = _aged_stock(standing, rates, worth, dates, market) + _aged_lots(lots, dates, market)
    moved = lots.assign(at=np.searchsorted(dates, lots["day"].to_numpy()) - 1)
    moved = moved[(moved["at"] >= 0) & (moved["at"] < len(starts))]
    bought = moved["par"] < 0
    issued = _summed(moved[~bought], moved.loc[~bought, "worth"].to_numpy(), len(starts))
    gone = 0.0 - _summed(moved[bought], moved.loc[bought, "worth"].to_numpy(), len(starts))
    made = {"outstanding_usd": par[1:], "duration_years": years[1:] / np.where(par[1:] > 0, par[1:], np.nan)}
    made |= {f"stock_{_UNIT}": stock[1:], f"issued_{_UNIT}": issued, f"bought_back_{_UNIT}": gone, f"ageing_{_UNIT}": ageing}
    made[f"repricing_{_UNIT}"] = np.diff(stock, axis=0) - issued + gone - ageing
    return _framed(starts, period, last, made)


def stock_totals(made: pd.DataFrame) -> pd.DataFrame:
    """The frame of `duration_stock` summed over the classes.

    In: that frame. Out, one row a period: ``period``, ``period_start``, ``period_end``, ``record_date``, ``outstanding_usd``, the
    five columns in ``_ten_year_equivalent_usd``, ``change_ten_year_equivalent_usd`` = issued - bought back + ageing + repricing,
    ``partial``. An amount is missing where that of any class is.

    Reference: see `duration_stock`.

    By hand: notes of 6,100 and bonds of 9,400 are 15,500.

    >>> row = {"period": "2026-06", "security_class": ["Note", "Bond"], "outstanding_usd": 1.0, "partial": False}
    >>> days = dict.fromkeys(["period_start", "period_end", "record_date"], pd.Timestamp("2026-06-30"))
    >>> flows = {f"{part}_ten_year_equivalent_usd": 0.0 for part in PARTS}
    >>> stock_totals(pd.DataFrame(row | days | flows | {"stock_ten_year_equivalent_usd": [6100.0, 9400.0]}))[
    ...     "stock_ten_year_equivalent_usd"].tolist()
    [15500.0]
    """
    keys = ["period", "period_start", "period_end", "record_date", "partial"]
    amounts = ["outstanding_usd", f"stock_{_UNIT}", *(f"{part}_{_UNIT}" for part in PARTS)]
    summed = made.groupby(keys, sort=False)[amounts].sum(skipna=False).reset_index()
    change = summed[[f"{part}_{_UNIT}" for part in ("issued", "ageing", "repricing")]].sum(axis=1, skipna=False)
    summed[f"change_{_UNIT}"] = change - summed[f"bought_back_{_UNIT}"]
    return summed


def fed_at_market_duration(fed_holdings: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """The Fed's holdings as ten-year equivalents if they had the average duration of their class: an assumption, no measure.

    The weekly statement gives classes and no maturities. In: ``fed_holdings``; the frame of `duration_stock`. Out, on the last
    end of a period for which both are held (the statement at most 7 days older): ``record_date``, ``statement_date`` (that of
    the Fed's figures), ``holding`` (Bills, Notes and bonds, TIPS, FRNs), ``held_usd``, ``outstanding_share_pct`` (of the class),
    ``duration_years`` (the class's average), ``ten_year_equivalent_usd``; no row where there is none.

    Reference: "System Open Market Account Holdings of Domestic Securities", Federal Reserve Bank of New York.

    By hand: 40 of 100 notes that are worth 80 of equivalents are 32.

    >>> day = pd.to_datetime(["2026-03-31"])
    >>> stock = pd.DataFrame({"record_date": day, "security_class": "Note", "outstanding_usd": 100.0, "duration_years": 6.4,
    ...     "stock_ten_year_equivalent_usd": 80.0})
    >>> fed = pd.DataFrame({name: [40.0] for name in FED_CLASSES}, index=day)
    >>> fed_at_market_duration(fed, stock)[["holding", "duration_years", "ten_year_equivalent_usd"]].to_numpy().tolist()
    [['Notes and bonds', 6.4, 32.0]]
    """
    days = sorted(set(made["record_date"]), reverse=True)
    known = fed_holdings.dropna(subset="notes_bonds_usd")
    for day in days:
        stated = known[(known.index <= day) & (known.index > day - pd.Timedelta(days=GAP_DAYS + 1))]
        if len(stated):
            return _fed_rows(stated.iloc[-1], made[made["record_date"].eq(day)], day)
    return _fed_rows(pd.Series(dtype="float64"), made.iloc[:0], pd.NaT)


def _fed_rows(stated: pd.Series, stock: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    rows = []
    for name, (label, classes) in FED_CLASSES.items():
        own = stock[stock["security_class"].isin(classes)]
        par = own["outstanding_usd"].sum()
        if par > 0:
            held = float(stated[name])
            rows.append(
                {
                    "record_date": day,
                    "statement_date": stated.name,
                    "holding": label,
                    "held_usd": held,
                    "outstanding_share_pct": held / par * 100,
                    "duration_years": float((own["duration_years"] * own["outstanding_usd"]).sum(skipna=False) / par),
                    "ten_year_equivalent_usd": held / par * float(own[f"stock_{_UNIT}"].sum(skipna=False)),
                }
            )
    names = ["record_date", "statement_date", "holding", "held_usd", "outstanding_share_pct", "duration_years"]
    return pd.DataFrame(rows, columns=[*names, "ten_year_equivalent_usd"])


def _lots(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, par_yields: pd.DataFrame, assume: Assumptions
) -> pd.DataFrame:
    """Every sale and, with negative par, every purchase: its day, its yield and its ten-year equivalents."""
    sold = duration_flows.issued(auctions, par_yields, assume)
    gone = duration_flows.bought_back(auctions, operations, securities, par_yields, assume)
    columns = ["cusip", "security_class", "maturity_date", "coupon_pct", "yield_pct"]
    ins = sold[columns].assign(day=whole_days(sold["issue_date"]), par=sold["issued_usd"], worth=sold[f"issued_{_UNIT}"])
    outs = gone[columns].assign(day=whole_days(gone["settlement_date"]), par=-gone["accepted_usd"], worth=-gone[_UNIT])
    made = pd.concat([ins, outs] if len(outs) else [ins], ignore_index=True)
    made["security_class"] = made["security_class"].replace("CMB", "Bill")
    return made.assign(code=pd.Categorical(made["security_class"], categories=list(CLASSES)).codes)


def _standing(lots: pd.DataFrame, dates: Days) -> pd.DataFrame:
    """One row a date and security outstanding on it: ``at`` (position of the date), ``day``, ``par`` and the terms."""
    number, names = pd.factorize(lots["cusip"])
    terms = lots.drop_duplicates("cusip").set_index("cusip").loc[names, ["security_class", "maturity_date", "coupon_pct", "code"]]
    due, entered = whole_days(lots["maturity_date"]), lots["day"].to_numpy()
    held, amounts = [], []
    for day in dates:
        there = (entered <= day) & (due > day)
        par = np.bincount(number[there], weights=lots["par"].to_numpy()[there], minlength=len(names))
        held.append(np.flatnonzero(par > 0))
        amounts.append(par[held[-1]])
    at = np.repeat(np.arange(len(dates)), [len(own) for own in held])
    rows = terms.iloc[np.concatenate(held)].reset_index(drop=True)
    return rows.assign(at=at, day=dates[at], par=np.concatenate(amounts))


def _aged_stock(standing: pd.DataFrame, rates: Amounts, worth: Amounts, dates: Days, market: _Market) -> Amounts:
    """What stood at the beginning of each period, at its end and an unchanged yield, less what it was."""
    own = standing["at"].to_numpy() < len(dates) - 1
    rows, at = standing[own], standing["at"].to_numpy()[own]
    then = market.equivalents(rows, dates[at + 1], rates[own], dates[at])
    return _summed(rows, then - worth[own], len(dates) - 1)


def _aged_lots(lots: pd.DataFrame, dates: Days, market: _Market) -> Amounts:
    """The same for what was sold or bought within each period, from its own day and at its own yield."""
    at = np.searchsorted(dates, lots["day"].to_numpy()) - 1
    own = (at >= 0) & (at < len(dates) - 1)
    rows = lots[own].assign(at=at[own])
    then = market.equivalents(rows, dates[at[own] + 1], rows["yield_pct"].to_numpy(np.float64), rows["day"].to_numpy())
    return _summed(rows, then - rows["worth"].to_numpy(), len(dates) - 1)


def _summed(rows: pd.DataFrame, amounts: npt.NDArray[np.float64], count: int) -> Amounts:
    """Amounts by position (rows) and class (columns)."""
    made = np.zeros((count, len(CLASSES)))
    np.add.at(made, (rows["at"].to_numpy(), rows["code"].to_numpy().astype(np.int64)), amounts)
    return made


def _framed(starts: Days, period: Period, last: np.datetime64, made: dict[str, Amounts]) -> pd.DataFrame:
    ends = period_end(starts, period)
    wide = len(CLASSES)
    names = ("outstanding_usd", "duration_years", f"stock_{_UNIT}", *(f"{part}_{_UNIT}" for part in PARTS))
    return pd.DataFrame(
        {
            "period": np.repeat(np.array(period_labels(starts, period), dtype=object), wide),
            "period_start": np.repeat(starts, wide).astype("datetime64[us]"),
            "period_end": np.repeat(ends, wide).astype("datetime64[us]"),
            "record_date": np.repeat(np.minimum(ends, last), wide).astype("datetime64[us]"),
            "security_class": class_column(len(starts), CLASSES),
            **{name: made.get(name, np.empty((0, wide))).ravel() for name in names},
            "partial": np.repeat(ends > last, wide),
        }
    ).astype({"period": "str"})
