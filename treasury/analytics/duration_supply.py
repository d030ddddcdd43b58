"""Duration supplied to the public, by period and class: issued, Fed add-ons, matured, bought back, in par and equivalents.

Amounts are whole dollars of par, and dollars of the on-the-run 10-year with the same duration. Flows count on the day they
settle and end with the last auction with a result. What matures has no duration left on its last day: its ten-year
equivalents are zero by the definition, because they went as it aged. `duration_stock` shows that ageing.
"""

import numpy as np
import pandas as pd

from treasury.analytics import duration_flows, issuance, issuance_mix
from treasury.analytics._flows import CLASSES, Amounts, Flows
from treasury.analytics._payments import whole_days
from treasury.analytics._periods import Period
from treasury.analytics._series import GAP_DAYS
from treasury.analytics.duration_flows import PLAIN, Assumptions

FED_SECURITIES = ("bills_usd", "notes_bonds_usd", "tips_usd", "frn_usd")
FLOWS = ("issued", "soma", "public", "matured", "bought_back", "net", "net_public")
SIDES = issuance_mix.SIDES


def duration_supply(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    par_yields: pd.DataFrame,
    period: Period,
    assume: Assumptions = PLAIN,
) -> pd.DataFrame:
    """Issued, taken by the Fed, matured and bought back by period and class, in par and in ten-year equivalents.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``, ``par_yields``; the period; the assumptions. Out, one row a
    period and class: ``period``, ``period_start``, ``period_end``, ``security_class``, and in ``_usd`` (par) and
    ``_ten_year_equivalent_usd``:

    * ``issued`` (total accepted), ``soma`` (the Fed's add-ons, missing before 2016), ``public`` = issued - add-ons;
    * ``matured`` (equivalents: 0), ``bought_back`` (missing instead of 0 where not held);
    * ``net`` = issued - matured - bought back as far as held. Of the equivalents also ``net_public`` = public - bought
      back, which is net of the add-ons. Par has none: what the Fed held of the securities that matured is not known.

    And ``soma_inferred``, ``buybacks_held``, ``partial``. Equivalents are missing before 2 January 1990.

    Reference: "Treasury Presentation to the Treasury Borrowing Advisory Committee", US Department of the Treasury.

    By hand: 18 bn of a 10-year at par, 2 bn of it for the Fed, while the same note is the on-the-run 10-year: 16 bn.

    >>> day = pd.to_datetime
    >>> note = pd.DataFrame({"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...     "auction_date": day(["2026-08-15"]), "issue_date": day(["2026-08-15"]), "maturity_date": day(["2036-08-15"]),
    ...     "coupon_pct": 4.25, "high_yield": 4.25, "price_per100": 100.0, "high_discount_rate": None,
    ...     "high_investment_rate": None, "total_accepted_usd": 18e9, "soma_accepted_usd": 2e9, "offering_usd": 16e9})
    >>> key = {"operation_date": day([]), "start_time": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": [], "cusip": [], "price": []})
    >>> curve = pd.DataFrame({"10Y": 4.25}, index=day(["2026-08-15"]))
    >>> made = duration_supply(note, none, none[[*key, "cusip", "price"]], curve, "month")
    >>> made.query("security_class == 'Note'")["net_public_ten_year_equivalent_usd"].round(0).tolist()
    [16000000000.0]
    """
    made = issuance_mix.flows(auctions, operations, securities, period)
    starts = whole_days(made["period_start"])[:: len(CLASSES)]
    last = np.datetime64(issuance.known_until(auctions), "D")
    sold = duration_flows.issued(auctions, par_yields, assume)
    gone = duration_flows.bought_back(auctions, operations, securities, par_yields, assume)
    enter, leave = (
        Flows.of(sold, "issue_date", "issued_usd", CLASSES),
        Flows.of(gone, "settlement_date", "accepted_usd", CLASSES),
    )

    def total(flows: Flows, amounts: pd.Series) -> Amounts:
        return flows.by_period(flows.enter, amounts.to_numpy(np.float64), starts, period, last, len(CLASSES)).ravel()

    made["soma_usd"] = total(enter, sold["soma_usd"])
    made["public_usd"] = made["issued_usd"] - made["soma_usd"]
    made["soma_inferred"] = total(enter, sold["soma_inferred"]) > 0
    unit = "ten_year_equivalent_usd"
    made[f"issued_{unit}"] = total(enter, sold[f"issued_{unit}"])
    made[f"soma_{unit}"] = total(enter, sold[f"soma_{unit}"])
    made[f"public_{unit}"] = made[f"issued_{unit}"] - made[f"soma_{unit}"]
    made[f"matured_{unit}"] = made["matured_usd"] * 0.0  # at maturity the duration is zero
    taken = total(leave, gone[unit])
    made[f"bought_back_{unit}"] = np.where(made["bought_back_usd"].isna(), np.nan, taken)
    made[f"net_{unit}"] = made[f"issued_{unit}"] - taken
    made[f"net_public_{unit}"] = made[f"public_{unit}"] - taken
    keys = ["period", "period_start", "period_end", "security_class"]
    amounts = [f"{name}_{end}" for end in ("usd", unit) for name in FLOWS if f"{name}_{end}" in made]
    return made[[*keys, *amounts, "soma_inferred", "buybacks_held", "partial"]]


def sides(made: pd.DataFrame) -> pd.DataFrame:
    """The frame of `duration_supply` summed over bills, over coupons (notes, bonds, TIPS, FRNs), and in all.

    In: that frame. Out: the same columns with ``side`` (Bills, Coupons, All) instead of the class. An amount is missing where
    that of any class is; what was bought back is the sum of what is held, missing where nothing is.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: notes of 40 and bonds of 10 are coupons of 50.

    >>> rows = pd.DataFrame({"period": "2025-10", "period_start": pd.Timestamp("2025-10-01"), "issued_usd": [90.0, 40, 10],
    ...     "period_end": pd.Timestamp("2025-10-31"), "security_class": ["Bill", "Note", "Bond"], "soma_inferred": False,
    ...     "bought_back_usd": 0.0, "bought_back_ten_year_equivalent_usd": 0.0, "buybacks_held": True, "partial": False})
    >>> sides(rows)[["side", "issued_usd"]].to_numpy().tolist()
    [['Bills', 90.0], ['Coupons', 50.0], ['All', 140.0]]
    """
    sided = made.assign(side=made["security_class"].astype("str").map(SIDES))
    doubled = pd.concat([sided, sided.assign(side="All")])
    doubled["side"] = pd.Categorical(doubled["side"], categories=["Bills", "Coupons", "All"], ordered=True)
    grouped = doubled.groupby(["period_start", "side"], observed=True)
    amounts = [name for name in made if str(name).endswith("_usd")]
    summed = grouped[amounts].sum(skipna=False)
    flags = grouped.agg(
        period=("period", "first"),
        period_end=("period_end", "first"),
        soma_inferred=("soma_inferred", "any"),
        buybacks_held=("buybacks_held", "all"),
        partial=("partial", "all"),
    )
    for name in ("bought_back_usd", "bought_back_ten_year_equivalent_usd"):
        held = grouped[name].sum(min_count=1)
        summed[name] = held.where(flags["buybacks_held"] | (held > 0))  # the zero of a class not bought back is no answer
    keys = ["period", "period_start", "period_end", "side"]
    return summed.join(flags).reset_index()[[*keys, *amounts, "soma_inferred", "buybacks_held", "partial"]]


def fed_change(fed_holdings: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Change of the Fed's holdings of Treasury securities by period, in par: purchases and add-ons less what matured.

    In: ``fed_holdings`` (weekly); a frame of `sides`, of which ``period_start``, ``period_end`` and ``partial`` are read, one
    row a period. Out, period starts as index: ``fed_change_usd``, between the statements on or before the day before the
    first and the last day; missing where one is more than 7 days old. Without the inflation compensation of TIPS.

    Reference: "System Open Market Account Holdings of Domestic Securities", Federal Reserve Bank of New York.

    By hand: 4,200 bn on 31 December and 4,180 bn on 28 January is -20 bn in January.

    >>> days = pd.to_datetime(["2024-12-31", "2025-01-28"])
    >>> fed = pd.DataFrame({"bills_usd": 0.0, "notes_bonds_usd": [4200e9, 4180e9], "tips_usd": 0.0, "frn_usd": 0.0}, index=days)
    >>> period = {"period_start": pd.to_datetime(["2025-01-01"]), "period_end": pd.to_datetime(["2025-01-31"])}
    >>> fed_change(fed, pd.DataFrame(period))["fed_change_usd"].tolist()
    [-20000000000.0]
    """
    held = fed_holdings[list(FED_SECURITIES)].sum(axis=1).where(fed_holdings["notes_bonds_usd"].notna()).dropna()
    before = _on(held, made["period_start"] - pd.Timedelta(days=1))
    change = _on(held, made["period_end"]) - before
    return pd.DataFrame({"fed_change_usd": change}, index=pd.Index(made["period_start"], name="period_start"))


def net_supply(made: pd.DataFrame, fed_holdings: pd.DataFrame, unit: str, fed_out: bool) -> pd.DataFrame:
    """Net supply by period against the year before, in par or in ten-year equivalents, with the Fed taken out or counted.

    In: the frame of `sides`; ``fed_holdings``; ``unit`` usd or ten_year_equivalent_usd; whether the Fed is taken out: in
    equivalents its add-ons, in par the change of its holdings, because par that matured may have been the Fed's. Out, one row
    a period: ``period``, ``period_start``, ``period_end``, ``issued_usd``, ``matured_usd``, ``bought_back_usd``, ``fed_usd`` (0
    where it is counted), ``net_usd`` = issued - Fed - matured - bought back as far as held, ``coupons_net_usd`` (missing in par
    with the Fed taken out), ``year_before_usd`` (net of the same period a year before) and ``change_pct``, both before
    buybacks where those of either period are not all held (missing for weeks, since auctions settle in other weeks each year,
    and where either is partial or not positive), ``soma_inferred``, ``buybacks_held``, ``partial``.

    Reference: "Treasury Presentation to the Treasury Borrowing Advisory Committee", US Department of the Treasury.

    By hand: 100 of equivalents issued and 10 of it for the Fed is 90 net.

    >>> rows = pd.DataFrame({"period": "2025-10", "period_start": pd.Timestamp("2025-10-01"), "side": ["Coupons", "All"],
    ...     "period_end": pd.Timestamp("2025-10-31"), "issued_ten_year_equivalent_usd": [80.0, 100.0],
    ...     "soma_ten_year_equivalent_usd": [8.0, 10.0], "net_ten_year_equivalent_usd": [80.0, 100.0],
    ...     "net_public_ten_year_equivalent_usd": [72.0, 90.0], "matured_ten_year_equivalent_usd": 0.0, "partial": False,
    ...     "bought_back_ten_year_equivalent_usd": 0.0, "soma_inferred": False, "buybacks_held": True})
    >>> made = net_supply(rows, pd.DataFrame(), "ten_year_equivalent_usd", fed_out=True)
    >>> made[["fed_usd", "net_usd", "coupons_net_usd"]].to_numpy().tolist()
    [[10.0, 90.0, 72.0]]
    """
    every = made[made["side"].eq("All")].reset_index(drop=True)
    coupons = made[made["side"].eq("Coupons")].reset_index(drop=True)
    keys = ["period", "period_start", "period_end", "soma_inferred", "buybacks_held", "partial"]
    net = every[keys].assign(**{f"{name}_usd": every[f"{name}_{unit}"] for name in ("issued", "matured", "bought_back")})
    if not fed_out:
        taken, net["coupons_net_usd"] = 0.0, coupons[f"net_{unit}"]
    elif unit == "usd":
        taken, net["coupons_net_usd"] = fed_change(fed_holdings, every)["fed_change_usd"].to_numpy(), np.nan
    else:
        taken, net["coupons_net_usd"] = every[f"soma_{unit}"], coupons[f"net_public_{unit}"]
    net["fed_usd"] = taken
    net["net_usd"] = every[f"net_{unit}"] - net["fed_usd"]
    return net.assign(**_against_year_before(net))


def _against_year_before(net: pd.DataFrame) -> dict[str, pd.Series]:
    """The year before on the footing of both: before buybacks where those of either period are not all held."""
    if net["period"].str.contains("-W").any():
        return dict.fromkeys(("year_before_usd", "change_pct"), pd.Series(np.nan, index=net.index))
    starts = net["period_start"]
    after = net["net_usd"].where(~net["partial"])
    both = pd.DataFrame(
        {"after": after, "before_buybacks": after + net["bought_back_usd"].fillna(0.0), "held": net["buybacks_held"]}
    )
    then = both.set_index(starts).reindex(starts - pd.DateOffset(years=1)).set_index(net.index)
    held = both["held"] & then["held"].eq(True)
    before = then["after"].where(held, then["before_buybacks"])
    own = both["after"].where(held, both["before_buybacks"])
    change = (own / before.where(before > 0) - 1) * 100
    return {"year_before_usd": before, "change_pct": change.where(own > 0)}


def _on(held: pd.Series, days: pd.Series) -> Amounts:
    """The holdings on or before each day, at most a week old."""
    rows = held.index.searchsorted(days, side="right") - 1
    known = np.append(held.to_numpy(np.float64), np.nan)[rows]
    stated = np.append(held.index.to_numpy(), np.datetime64("NaT"))[rows]
    fresh = (days.to_numpy() - stated) <= np.timedelta64(GAP_DAYS, "D")
    made: Amounts = np.where(fresh, known, np.nan)
    return made
