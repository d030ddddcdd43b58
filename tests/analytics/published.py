"""Published figures that several tests use, as the Treasury, the Federal Reserve and Fiscal Data give them."""

import pandas as pd

from treasury.settings import ROOT

# Par yields, percent, 31 March to 22 April 2025; 18 April was Good Friday.
PAR_2025 = """
2025-03-31 3.89 3.96 4.23 4.59
2025-04-01 3.87 3.91 4.17 4.52
2025-04-02 3.91 3.95 4.20 4.54
2025-04-03 3.71 3.75 4.06 4.49
2025-04-04 3.68 3.72 4.01 4.41
2025-04-07 3.73 3.82 4.15 4.58
2025-04-08 3.71 3.88 4.26 4.71
2025-04-09 3.91 4.06 4.34 4.72
2025-04-10 3.84 4.04 4.40 4.86
2025-04-11 3.96 4.15 4.48 4.85
2025-04-14 3.84 4.02 4.38 4.80
2025-04-15 3.84 3.98 4.35 4.79
2025-04-16 3.77 3.91 4.29 4.74
2025-04-17 3.81 3.95 4.34 4.80
2025-04-21 3.75 3.97 4.42 4.91
2025-04-22 3.76 3.98 4.41 4.88
"""

# 10-year par yield, percent, around 5 November 2025; 11 November was Veterans Day.
TEN_YEAR_NOVEMBER = {
    "2025-10-24": 4.02,
    "2025-10-27": 4.01,
    "2025-10-28": 3.99,
    "2025-10-29": 4.08,
    "2025-10-30": 4.11,
    "2025-10-31": 4.11,
    "2025-11-03": 4.13,
    "2025-11-04": 4.10,
    "2025-11-05": 4.17,
    "2025-11-06": 4.11,
    "2025-11-07": 4.11,
    "2025-11-10": 4.13,
    "2025-11-12": 4.08,
    "2025-11-13": 4.11,
}

# 30-year yield, percent, at both edges of the years in which it was not published.
THIRTY_YEAR_EDGES = {
    "2002-02-11": 5.41,
    "2002-02-12": 5.45,
    "2002-02-13": 5.47,
    "2002-02-14": 5.42,
    "2002-02-15": 5.37,
    "2006-02-09": 4.51,
    "2006-02-10": 4.55,
    "2006-02-13": 4.56,
    "2006-02-14": 4.60,
    "2006-02-15": 4.58,
    "2006-02-16": 4.57,
    "2006-02-17": 4.51,
}

# Every floating rate note that was outstanding between November 2025 and June 2026, and the next (its add-on not yet known):
# CUSIP, auction, issue, maturity, total accepted and the Fed's add-on in dollars.
FLOATING_RATE_NOTES = """
91282CJU6 2024-01-24 2024-01-31 2026-01-31 28000612800 0
91282CJU6 2024-02-21 2024-02-23 2026-01-31 28000449500 0
91282CJU6 2024-03-27 2024-04-01 2026-01-31 28000033200 0
91282CKM2 2024-04-24 2024-04-30 2026-04-30 30143797900 142983000
91282CKM2 2024-05-29 2024-05-31 2026-04-30 29662559600 1662295100
91282CKM2 2024-06-26 2024-06-28 2026-04-30 28000082600 0
91282CLA7 2024-07-24 2024-07-31 2026-07-31 31654132700 1654106000
91282CLA7 2024-08-28 2024-08-30 2026-07-31 28000016500 0
91282CLA7 2024-09-25 2024-09-27 2026-07-31 28000020000 0
91282CLT6 2024-10-29 2024-10-31 2026-10-31 30506099400 506058400
91282CLT6 2024-11-26 2024-11-29 2026-10-31 28000010800 0
91282CLT6 2024-12-24 2024-12-27 2026-10-31 28000198200 0
91282CMJ7 2025-01-28 2025-01-31 2027-01-31 31665890500 1665879500
91282CMJ7 2025-02-26 2025-02-28 2027-01-31 30822172600 2822129500
91282CMJ7 2025-03-26 2025-03-28 2027-01-31 28000006300 0
91282CMX6 2025-04-23 2025-04-30 2027-04-30 32054605000 2054372600
91282CMX6 2025-05-28 2025-05-30 2027-04-30 28000004100 0
91282CMX6 2025-06-25 2025-06-27 2027-04-30 28000029900 0
91282CNQ0 2025-07-29 2025-07-31 2027-07-31 32042881500 2042879500
91282CNQ0 2025-08-27 2025-08-29 2027-07-31 28000072000 0
91282CNQ0 2025-09-24 2025-09-26 2027-07-31 28000093600 0
91282CPG0 2025-10-29 2025-10-31 2027-10-31 31722704700 1722661400
91282CPG0 2025-11-25 2025-11-28 2027-10-31 28000017700 0
91282CPG0 2025-12-23 2025-12-26 2027-10-31 28000004500 0
91282CPX3 2026-01-28 2026-02-02 2028-01-31 32114030900 2114023300
91282CPX3 2026-02-25 2026-02-27 2028-01-31 28000124100 0
91282CPX3 2026-03-25 2026-03-27 2028-01-31 28000002700 0
91282CQM6 2026-04-28 2026-04-30 2028-04-30 33775865800 3775715600
91282CQM6 2026-05-27 2026-05-29 2028-04-30 28000453000 0
91282CQM6 2026-06-24 2026-06-26 2028-04-30 28000162200 0
91282CRD5 2026-07-29 2026-07-31 2028-07-31 33317226800 NaN
"""

# Floating rate notes in the Monthly Statement of the Public Debt, dollars (millions there).
FLOATING_RATE_NOTES_PUBLISHED = {
    "2025-11-30": 672.2338e9,
    "2025-12-31": 700.2335e9,
    "2026-01-31": 700.2326e9,
    "2026-02-28": 676.3462e9,
    "2026-03-31": 704.3410e9,
    "2026-04-30": 650.3210e9,
    "2026-05-31": 678.3165e9,
    "2026-06-30": 706.3021e9,
}


def series(values: dict[str, float], name: str = "10Y") -> pd.Series:
    return pd.Series(list(values.values()), index=pd.to_datetime(list(values)), name=name, dtype="float64")


def par_2025() -> pd.DataFrame:
    rows = [line.split() for line in PAR_2025.strip().splitlines()]
    days = pd.to_datetime([row[0] for row in rows])
    return pd.DataFrame([[float(cell) for cell in row[1:]] for row in rows], index=days, columns=["2Y", "5Y", "10Y", "30Y"])


def sold(rows: list[tuple[str, str, str, str, str, float, float]]) -> pd.DataFrame:
    """Auctions: CUSIP, class, auction, issue and maturity date, total accepted, SOMA; offered is what was not SOMA's."""
    names = ["cusip", "security_class", "auction_date", "issue_date", "maturity_date", "total_accepted_usd", "soma_accepted_usd"]
    made = pd.DataFrame(rows, columns=names).astype({"total_accepted_usd": "float64", "soma_accepted_usd": "float64"})
    for name in ("auction_date", "issue_date", "maturity_date"):
        made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
    return made.assign(offering_usd=made["total_accepted_usd"] - made["soma_accepted_usd"])


def floating_rate_notes() -> pd.DataFrame:
    rows = [line.split() for line in FLOATING_RATE_NOTES.strip().splitlines()]
    return sold([(cusip, "FRN", held, issued, due, float(total), float(soma)) for cusip, held, issued, due, total, soma in rows])


def bought(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    """Purchases as `buybacks.settled` gives them: class, settlement and maturity date, par accepted."""
    made = pd.DataFrame(rows, columns=["security_class", "settlement_date", "maturity_date", "accepted_usd"])
    for name in ("settlement_date", "maturity_date"):
        made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
    return made.astype({"accepted_usd": "float64", "security_class": "str"})


def embedded_par_yields() -> pd.DataFrame:
    """All par yields of the embedded snapshot: dates as index, one column a tenor."""
    (file,) = (ROOT / "data" / "snapshot").glob("par_yields-*.parquet")
    return pd.read_parquet(file).set_index("date")
