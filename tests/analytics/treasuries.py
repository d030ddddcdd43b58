"""Real securities as they were auctioned, from the Treasury Securities Auctions Data of Fiscal Data.

Among them the first sale and later reopenings of the same note, issue dates off the coupon cycle, securities that mature at
the end of a month and of February, TIPS at negative real yields, a bond of 1985, a note sold out of its own term.
"""

from __future__ import annotations

import pandas as pd

# CUSIP, class, term, reopening, issue date, maturity date, coupon, high yield, price per 100, index ratio (TIPS, where held).
COUPONS = """
91282CQY0 Note 2-Year No 2026-06-30 2028-06-30 4.125 4.189 99.878432 -
912828ZG8 Note 2-Year No 2020-03-31 2022-03-31 0.375 0.398 99.954228 -
91282CQZ7 Note 3-Year No 2026-07-15 2029-07-15 4.125 4.179 99.849217 -
912828ZD5 Note 3-Year No 2020-03-16 2023-03-15 0.5 0.563 99.813012 -
91282CQX2 Note 5-Year No 2026-06-30 2031-06-30 4.125 4.2 99.664909 -
912828ZF0 Note 5-Year No 2020-03-31 2025-03-31 0.5 0.535 99.827547 -
91282CQW4 Note 7-Year No 2026-06-30 2033-06-30 4.25 4.26 99.940019 -
912828ZE3 Note 7-Year No 2020-03-31 2027-03-31 0.625 0.68 99.624642 -
91282CQQ7 Note 10-Year No 2026-05-15 2036-05-15 4.375 4.468 99.256552 -
912828Z94 Note 10-Year No 2020-02-18 2030-02-15 1.5 1.622 98.878738 -
91282CQQ7 Note 9-Year_11-Month Yes 2026-06-15 2036-05-15 4.375 4.538 98.703094 -
91282CAV3 Note 9-Year_11-Month Yes 2020-12-15 2030-11-15 0.875 0.951 99.282076 -
91282CQQ7 Note 9-Year_10-Month Yes 2026-07-15 2036-05-15 4.375 4.58 98.380297 -
91282CAV3 Note 9-Year_10-Month Yes 2021-01-15 2030-11-15 0.875 1.164 97.321944 -
912810UU0 Bond 29-Year_11-Month Yes 2026-06-15 2056-05-15 5.0 5.02 99.683378 -
912810SS8 Bond 29-Year_11-Month Yes 2020-12-15 2050-11-15 1.625 1.665 99.059547 -
912810UU0 Bond 29-Year_10-Month Yes 2026-07-15 2056-05-15 5.0 5.058 99.097875 -
912810SS8 Bond 29-Year_10-Month Yes 2021-01-15 2050-11-15 1.625 1.825 95.413195 -
912810UV8 Bond 19-Year_11-Month Yes 2026-06-22 2046-05-15 5.0 4.927 100.909218 -
912810ST6 Bond 19-Year_11-Month Yes 2020-12-31 2040-11-15 1.375 1.47 98.367014 -
912810UT3 Bond 19-Year_10-Month Yes 2026-04-30 2046-02-15 4.625 4.883 96.735962 -
912810SQ2 Bond 19-Year_10-Month Yes 2020-11-02 2040-08-15 1.125 1.37 95.765607 -
912810UV8 Bond 20-Year No 2026-06-01 2046-05-15 5.0 5.122 98.481099 -
912810SY5 Bond 20-Year No 2021-06-01 2041-05-15 2.25 2.286 99.424698 -
912810UU0 Bond 30-Year No 2026-05-15 2056-05-15 5.0 5.046 99.292811 -
912810SX7 Bond 30-Year No 2021-05-17 2051-05-15 2.375 2.395 99.573653 -
91282CQP9 TIPS 5-Year No 2026-04-30 2031-04-15 1.25 1.367 99.67422 1.00235
91282CDC2 TIPS 5-Year No 2021-10-29 2026-10-15 0.125 -1.685 109.509314 1.00093
91282CQP9 TIPS 4-Year_10-Month Yes 2026-06-30 2031-04-15 1.25 1.955 98.854348 1.02135
91282CDC2 TIPS 4-Year_10-Month Yes 2021-12-31 2026-10-15 0.125 -1.508 109.428984 1.01192
912828MY3 TIPS 4-Year_6-Month Yes 2010-10-29 2015-04-15 0.5 -0.55 105.508607 -
91282CPU9 TIPS 10-Year No 2026-01-30 2036-01-15 1.875 1.94 99.193557 0.99779
91282CDX6 TIPS 10-Year No 2022-01-31 2032-01-15 0.125 -0.54 107.081463 1.00253
91282CPU9 TIPS 9-Year_10-Month Yes 2026-03-31 2036-01-15 1.875 1.896 99.896801 1.00086
91282CCM1 TIPS 9-Year_10-Month Yes 2021-09-30 2031-07-15 0.125 -0.939 112.982468 1.01843
91282CPU9 TIPS 9-Year_8-Month Yes 2026-05-29 2036-01-15 1.875 2.169 98.938521 1.01522
91282CCM1 TIPS 9-Year_8-Month Yes 2021-11-30 2031-07-15 0.125 -1.145 115.601579 1.02337
912810US5 TIPS 30-Year No 2026-02-27 2056-02-15 2.375 2.473 97.924748 0.99991
912810TE8 TIPS 30-Year No 2022-02-28 2052-02-15 0.125 0.195 98.102682 1.00142
912810UH9 TIPS 29-Year_6-Month Yes 2025-08-29 2055-02-15 2.375 2.65 96.465875 1.02189
912810SV1 TIPS 29-Year_6-Month Yes 2021-08-31 2051-02-15 0.125 -0.292 117.718212 1.04326
912810PZ5 TIPS 19-Year_6-Month Yes 2009-07-31 2029-01-15 2.5 2.387 101.340316 -
91282CMR9 Note 7-Year No 2025-02-28 2032-02-29 4.125 4.194 99.585172 -
91282CQB0 Note 2-Year No 2026-03-02 2028-02-29 3.375 3.455 99.84677 -
91282CQC8 Note 7-Year No 2026-03-02 2033-02-28 3.75 3.79 99.755866 -
912810UX4 Bond 20-Year No 2026-08-31 2046-08-15 5.125 5.204 nan -
912810DP0 Bond 29-Year_9-Month Yes 1985-05-15 2015-02-15 11.25 11.39 98.739 -
912828DM9 Note 6-Year_4-Month Yes 2008-10-15 2015-02-15 4.0 3.228 104.38413 -
"""

# CUSIP, term, issue date, maturity date, discount rate, investment rate, price per 100.
BILLS = """
912797UU9 4-Week 2026-07-21 2026-08-18 3.66 3.721 99.715333
912797VC8 8-Week 2026-07-21 2026-09-15 3.65 3.722 99.432222
912797UK1 13-Week 2026-07-16 2026-10-15 3.76 3.849 99.049556
912797VX2 17-Week 2026-07-21 2026-11-17 3.745 3.845 98.762069
912797VT1 26-Week 2026-07-16 2027-01-14 3.86 3.992 98.048556
912797VQ7 52-Week 2026-07-09 2027-07-08 3.86 4.032 96.097111
912797TY3 6-Week 2026-07-16 2026-08-27 3.64 3.706 99.575333
"""


def coupons() -> pd.DataFrame:
    names = ["cusip", "security_class", "security_term", "reopening", "issue_date", "maturity_date"]
    names += ["coupon_pct", "high_yield", "high_price", "index_ratio"]
    made = pd.DataFrame([line.split() for line in COUPONS.strip().splitlines()], columns=names).replace("-", None)
    made["security_term"] = made["security_term"].str.replace("_", " ")
    return _typed(made, names[6:])


def bills() -> pd.DataFrame:
    names = ["cusip", "security_term", "issue_date", "maturity_date"]
    figures = ["high_discount_rate", "high_investment_rate", "high_price"]
    made = pd.DataFrame([line.split() for line in BILLS.strip().splitlines()], columns=[*names, *figures])
    return _typed(made, figures).assign(price_per100=float("nan"), security_class="Bill")


def _typed(made: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    for name in ("issue_date", "maturity_date"):
        made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
    return made.astype(dict.fromkeys(figures, "float64"))
