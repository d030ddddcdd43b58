"""The premium of both models as tables: level and recent trend, and what it did around key dates."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.analytics import levels, term_premium
from treasury.analytics.rows import from_rows

MODELS = {"acm_premium_pct": "ACM", "kim_wright_premium_pct": "Kim-Wright"}
_TREND = ("model", "date", "last_pct", *(f"change_{n}_bp" for n in term_premium.TREND_WINDOWS), "level_percentile_pct")
_AROUND = ("date", "model", "baseline_pct", "before_bp", "day_bp", "after_bp", "whole_bp", "event", "baseline_date")


def trend(models: pd.DataFrame) -> pd.DataFrame:
    """One row a model: its last level, the changes of `term_premium.trends`, and where the level stands in its ten years.

    In: percent, the columns of `term_premium.premia`. A model without a figure has no row.

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York (the series and its daily observations).

    By hand: 0.50 now is the highest of two levels, and 20 observations earlier there is none.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> row = trend(pd.DataFrame({"acm_premium_pct": [0.45, 0.50], "kim_wright_premium_pct": float("nan")}, index=days)).iloc[0]
    >>> row["model"], [float(row[name]) for name in ("last_pct", "level_percentile_pct", "change_20_bp")]
    ('ACM', [0.5, 100.0, nan])
    """
    rows, trends = [], term_premium.trends(models.rename(columns=MODELS))
    for column, name in MODELS.items():
        found = levels.level_percentile(models[column], models.index[-1])
        own = trends[trends["model"] == name].set_index("observations")["change_bp"]
        place = {"level_percentile_pct": found.percentile_pct, "percentile_since": found.since}
        changes = {f"change_{window}_bp": change for window, change in own.items()}
        if found.day:
            rows.append({"model": name, "date": found.day, "last_pct": found.value, **changes, **place})
    return from_rows(rows, {name: name for name in (*_TREND, "percentile_since")})


def around(models: pd.DataFrame, key_dates: pd.DataFrame) -> pd.DataFrame:
    """The premium before, on and after each key date that the figures reach, the models of each below each other.

    In: percent, the columns of `term_premium.premia`; key dates with ``date`` and ``label``, of which those that share a day
    are one row a model. Out: the columns of `term_premium.around` and ``event``.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: from 0.564 to 0.613 is 4.9 on the day.

    >>> models = pd.DataFrame({"acm_premium_pct": [0.564, 0.613]}, index=pd.to_datetime(["2025-11-04", "2025-11-05"]))
    >>> listed = pd.DataFrame({"date": pd.to_datetime(["2025-11-05"]), "label": ["Coupon hint"]})
    >>> around(models, listed)[["event", "model", "day_bp"]].values.tolist()
    [['Coupon hint', 'ACM', 4.9]]
    """
    named: dict[date, str] = {}
    for row in key_dates[key_dates["date"] < models.index[-1] + pd.Timedelta(days=1)].sort_values("date").itertuples():
        day = row.date.date()
        named[day] = f"{named[day]}; {row.label}" if day in named else str(row.label)
    table = term_premium.around(models.rename(columns=MODELS), list(named))
    return table.assign(event=[named[day.date()] for day in table["date"]])[list(_AROUND)]
