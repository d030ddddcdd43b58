"""One security from its announcement through auction, reopenings and buybacks to the day it is paid."""

from dataclasses import dataclass

import pandas as pd

from treasury.analytics._series import Day
from treasury.analytics.buybacks import settled
from treasury.language import N_

DAYS_A_YEAR = 365.25
RATES = ("high_yield", "high_discount_rate", "high_discount_margin")
ORDER = (
    N_("Announced"),
    N_("Reopening announced"),
    N_("Auction"),
    N_("Reopening"),
    N_("Issued"),
    N_("Reopening issued"),
    N_("Buyback"),
    N_("Matures"),
)
COLUMNS = ("date", "event", "par_usd", *RATES, "bid_to_cover", "price", "words")
NO_RESULT = N_("no result held")


@dataclass(frozen=True)
class Security:
    """What a security is and how much of it was sold and bought back; NaN where an amount is not held."""

    cusip: str
    security_class: str
    original_term: str
    coupon_pct: float
    first_issue: pd.Timestamp
    maturity_date: pd.Timestamp
    years_left: float
    sold_usd: float
    fed_usd: float
    auctions: int
    reopenings: int
    awaiting: int
    bought_usd: float
    buybacks: int
    bought_share_pct: float
    statement_date: pd.Timestamp
    statement_usd: float


def describe(auctions: pd.DataFrame, securities: pd.DataFrame, debt: pd.DataFrame, cusip: str, as_of: Day) -> Security:
    """The security in figures.

    In: ``auctions`` (at least one of this CUSIP, else ValueError), ``buyback_securities``, ``debt_by_security``, the day from
    which the years left are counted. Out: a `Security`: par sold in all its auctions and the Federal Reserve's part of it,
    par bought back and its share of the par sold, years of 365.25 days from ``as_of`` to maturity (0 once matured), and the
    amount outstanding in the newest statement of the public debt that holds it (TIPS with inflation compensation).

    Reference: "Treasury Securities Auctions Data", "Treasury Securities Buybacks" and "Monthly Statement of the Public Debt",
    Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 42 bn and 39 bn sold, 8.1 bn bought back: a tenth of the issue.

    >>> day = pd.to_datetime
    >>> row = {"cusip": "A", "security_class": "Note", "auction_date": day(["2025-02-12", "2025-03-12"]),
    ...     "reopening": ["No", "Yes"],
    ...     "original_security_term": "10-Year", "coupon_pct": 4.625, "issue_date": day(["2025-02-18", "2025-03-17"]),
    ...     "maturity_date": day("2035-02-15"), "total_accepted_usd": [42e9, 39e9], "soma_accepted_usd": 0.0}
    >>> bought = pd.DataFrame({"cusip": ["A"], "accepted_usd": [8.1e9]})
    >>> debt = pd.DataFrame({"cusip": [], "record_date": day([]), "outstanding_usd": []})
    >>> made = describe(pd.DataFrame(row), bought, debt, "A", "2025-08-15")
    >>> made.sold_usd, made.reopenings, made.bought_share_pct, round(made.years_left, 1)
    (81000000000.0, 1, 10.0, 9.5)
    """
    own = auctions[auctions["cusip"].eq(cusip)].sort_values("auction_date")
    if own.empty:
        raise ValueError(f"no auction of {cusip} is held")
    held = own[own["total_accepted_usd"].notna()]
    bought = securities.loc[securities["cusip"].eq(cusip) & (securities["accepted_usd"] > 0), "accepted_usd"]
    stated = debt[debt["cusip"].eq(cusip)].sort_values("record_date").tail(1)
    first, sold = own.iloc[0], float(held["total_accepted_usd"].sum(min_count=1))
    coupons = own["coupon_pct"].dropna()
    return Security(
        cusip=cusip,
        security_class=str(first["security_class"]),
        original_term=str(first["original_security_term"]),
        coupon_pct=float(coupons.iloc[-1]) if len(coupons) else float("nan"),
        first_issue=first["issue_date"],
        maturity_date=first["maturity_date"],
        years_left=max((first["maturity_date"] - pd.Timestamp(as_of)).days / DAYS_A_YEAR, 0.0),
        sold_usd=sold,
        fed_usd=float(held["soma_accepted_usd"].sum(skipna=False)) if len(held) else float("nan"),
        auctions=len(held),
        reopenings=int(held["reopening"].eq("Yes").sum()),
        awaiting=len(own) - len(held),
        bought_usd=float(bought.sum()),
        buybacks=len(bought),
        bought_share_pct=float(bought.sum()) / sold * 100 if sold > 0 else float("nan"),
        statement_date=stated["record_date"].iloc[0] if len(stated) else pd.NaT,
        statement_usd=float(stated["outstanding_usd"].iloc[0]) if len(stated) else float("nan"),
    )


def events(auctions: pd.DataFrame, securities: pd.DataFrame, cusip: str) -> pd.DataFrame:
    """Everything that happened to the security, and what is announced, in the order of days.

    In: ``auctions``, ``buyback_securities``. Out: the columns of COLUMNS: ``event`` is one of ORDER; ``par_usd`` what was
    offered (announced), sold (auction, issued) or bought back, missing without a result; the stop in the column of its own
    measure; ``price`` per 100 paid by buyers or in the buyback; ``words`` for what is not held.

    Reference: "Treasury Securities Auctions Data" and "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service,
    US Department of the Treasury.

    By hand: announced on 5 February, sold on the 12th, issued on the 18th, due ten years later.

    >>> day = pd.to_datetime
    >>> row = {"cusip": ["A"], "auction_date": day(["2025-02-12"]), "announcement_date": day("2025-02-05"), "reopening": "No",
    ...     "issue_date": day("2025-02-18"), "maturity_date": day("2035-02-15"), "offering_usd": 42e9, "total_accepted_usd": 50e9,
    ...     "high_yield": 4.632, "high_discount_rate": float("nan"), "high_discount_margin": float("nan"), "bid_to_cover": 2.48,
    ...     "price_per100": 99.9}
    >>> none = pd.DataFrame({"cusip": [], "operation_date": day([]), "accepted_usd": [], "price": []})
    >>> events(pd.DataFrame(row), none, "A")["event"].tolist()
    ['Announced', 'Auction', 'Issued', 'Matures']
    """
    own = auctions[auctions["cusip"].eq(cusip)].sort_values("auction_date")
    bought = securities[securities["cusip"].eq(cusip) & (securities["accepted_usd"] > 0)]
    rows = [row for auction in own.to_dict("records") for row in _auction_rows(auction)]
    rows += [
        {"date": row["operation_date"], "event": "Buyback", "par_usd": row["accepted_usd"], "price": row["price"]}
        for row in bought.to_dict("records")
    ]
    if len(own):
        rows.append({"date": own["maturity_date"].iloc[0], "event": "Matures"})
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = [name for name in COLUMNS if name not in ("date", "event", "words")]
    made = made.astype({"date": "datetime64[us]", "event": "str", **dict.fromkeys(numbers, "float64")})
    rank = made["event"].map({name: number for number, name in enumerate(ORDER)})
    ordered = made.assign(words=made["words"].fillna(""), rank=rank).sort_values(["date", "rank"], ignore_index=True)
    return ordered.drop(columns="rank")


def _auction_rows(auction: dict[str, object]) -> list[dict[str, object]]:
    again, sold = auction["reopening"] == "Yes", auction["total_accepted_usd"]
    held = sold == sold
    said = "" if held else NO_RESULT
    rates = {name: auction[name] for name in (*RATES, "bid_to_cover")}
    rows = [
        {
            "date": auction["auction_date"],
            "event": "Reopening" if again else "Auction",
            "par_usd": sold,
            **rates,
            "price": auction["price_per100"],
            "words": said,
        },
        {
            "date": auction["issue_date"],
            "event": "Reopening issued" if again else "Issued",
            "par_usd": sold,
            "words": said,
        },
    ]
    if pd.notna(auction["announcement_date"]):
        event = "Reopening announced" if again else "Announced"
        rows.append({"date": auction["announcement_date"], "event": event, "par_usd": auction["offering_usd"]})
    return rows


def par_outstanding(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, cusip: str, until: Day
) -> pd.Series:
    """Par outstanding after each settlement, rebuilt: what was sold less what was bought back.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``; the last day. Out: dollars, settlement days as index,
    from zero the day before the first issue to ``until`` or the maturity (zero from that day), whichever comes first. TIPS
    at par, without inflation compensation. Empty without a result or before the first issue.

    Reference: "Treasury Securities Auctions Data" and "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service,
    US Department of the Treasury.

    By hand: 42 bn, then 39 bn more, less 8 bn bought back on the Thursday before.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": "A", "security_class": "Note", "issue_date": day(["2025-02-18", "2025-03-17"]),
    ...     "maturity_date": day("2035-02-15"), "total_accepted_usd": [42e9, 39e9]})
    >>> operation = {"operation_date": day(["2025-09-10"]), "start_time": "13:40"}
    >>> held = pd.DataFrame({**operation, "state": "result", "settlement_date": pd.NaT})
    >>> bought = pd.DataFrame({**operation, "cusip": "A", "accepted_usd": 8e9})
    >>> made = par_outstanding(sold, held, bought, "A", "2025-09-30") / 1e9
    >>> {str(day.date()): par for day, par in made.items()}
    {'2025-02-17': 0.0, '2025-02-18': 42.0, '2025-03-17': 81.0, '2025-09-11': 73.0, '2025-09-30': 73.0}
    """
    own = auctions[auctions["cusip"].eq(cusip) & auctions["total_accepted_usd"].notna()]
    if own.empty:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([], dtype="datetime64[us]"))
    bought = settled(operations, securities[securities["cusip"].eq(cusip)], own)
    flows = pd.concat([own.set_index("issue_date")["total_accepted_usd"], -bought.set_index("settlement_date")["accepted_usd"]])
    par = flows.groupby(level=0).sum().sort_index().cumsum()
    matured = own["maturity_date"].iloc[0] <= pd.Timestamp(until)
    end = own["maturity_date"].iloc[0] if matured else pd.Timestamp(until)
    within = par[par.index < end] if matured else par[par.index <= end]
    if within.empty:
        return within
    edges = pd.Series({within.index[0] - pd.Timedelta(days=1): 0.0, end: 0.0 if matured else float(within.iloc[-1])})
    made = pd.concat([edges.iloc[:1], within[within.index < end], edges.iloc[1:]])
    made.index = pd.DatetimeIndex(made.index).as_unit("us")
    return made
