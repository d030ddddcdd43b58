"""Where a level stands in its own history: percentile, the last time as low or as high, and a nominal yield in two parts.

Every function works on the observations of one series: a day without a figure is no observation. A series that ends before
the others is measured on its own last day, which stands beside the figure; it is never carried forward.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from treasury.analytics._series import DECIMALS, Day, basis_points, last_on_or_before, observed
from treasury.analytics.moves import moves_table

YEARS = 10
_CHANGES = ("date", "last_pct", "day_bp", "week_bp", "month_bp", "year_to_date_bp")


@dataclass(frozen=True)
class LevelPercentile:
    """Where one level stands among the ``of`` observations from ``since`` to ``day``, itself included. Unknown is None."""

    day: date | None = None
    value: float | None = None
    percentile_pct: float | None = None
    of: int = 0
    since: date | None = None


@dataclass(frozen=True)
class Extremes:
    """The latest earlier days on which a series stood as low, and as high, as on ``day``.

    None for ``as_low_on`` means the lowest since ``history_from``, where the series begins; the same for ``as_high_on``.
    """

    day: date | None = None
    value: float | None = None
    as_low_on: date | None = None
    as_high_on: date | None = None
    history_from: date | None = None


def level_percentile(series: pd.Series, as_of: Day, years: int | None = YEARS) -> LevelPercentile:
    """The share of the observations of the years up to a level's day that are smaller than it or equal, in percent.

    In: levels in any unit, dates as index; ``years`` None takes the whole series. Out: a `LevelPercentile` for the last
    observation on or before ``as_of``. 100 is the highest level of the window, values near 0 the lowest. A series younger
    than the window is measured over what there is, which ``since`` states.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: of 2.0, 2.6, 2.2, 2.4 three are at most 2.4, and 3 of 4 is 75 %.

    >>> days = pd.to_datetime(["2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09"])
    >>> found = level_percentile(pd.Series([2.0, 2.6, 2.2, 2.4], index=days), "2025-01-09")
    >>> found.percentile_pct, found.of, found.since.isoformat()
    (75.0, 4, '2025-01-06')
    """
    kept = observed(series).round(DECIMALS).loc[: pd.Timestamp(as_of)]
    if kept.empty:
        return LevelPercentile()
    when, value = kept.index[-1], float(kept.iloc[-1])
    window = kept if years is None else kept.loc[when - pd.DateOffset(years=years) :]
    return LevelPercentile(when.date(), value, float((window <= value).mean() * 100), len(window), window.index[0].date())


def extremes_since(series: pd.Series, as_of: Day) -> Extremes:
    """The latest earlier day with a level as low or lower, and the latest with one as high or higher.

    In: levels in any unit, dates as index. Out: an `Extremes` for the last observation on or before ``as_of``; the level is
    the lowest since ``as_low_on`` and the highest since ``as_high_on``, both looked for in the whole series.

    Reference: "Engineering Statistics Handbook, 2.6: order statistics", NIST/SEMATECH.

    By hand: after 90, 70, 60, 80 the 80 is the highest since the 90 on the 6th; the 60 on the 8th was as low.

    >>> days = pd.to_datetime(["2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09"])
    >>> found = extremes_since(pd.Series([90.0, 70.0, 60.0, 80.0], index=days), "2025-01-09")
    >>> found.as_high_on.isoformat(), found.as_low_on.isoformat()
    ('2025-01-06', '2025-01-08')
    """
    kept = observed(series).round(DECIMALS).loc[: pd.Timestamp(as_of)]
    if kept.empty:
        return Extremes()
    earlier, value = kept.iloc[:-1], float(kept.iloc[-1])
    low, high = earlier.index[earlier <= value], earlier.index[earlier >= value]
    return Extremes(
        day=kept.index[-1].date(),
        value=value,
        as_low_on=low[-1].date() if len(low) else None,
        as_high_on=high[-1].date() if len(high) else None,
        history_from=kept.index[0].date(),
    )


def levels_table(rates: pd.DataFrame, as_of: Day) -> pd.DataFrame:
    """Per series: its last level on or before a date, how it moved, and where the level stands in its own ten years.

    In: percent, one column a series. Out, indexed by ``series``: ``date``, ``last_pct``, ``day_bp``, ``week_bp``, ``month_bp``,
    ``year_to_date_bp`` (as in `moves.moves_table`, counted from the series' own last day), ``level_percentile_pct`` and
    ``percentile_since``. A series without an observation is missing; at least one column is needed.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: 2.40 after 2.36 is 4 bp on the day, and the highest of three levels is the 100th percentile.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-10", "2025-04-11"])
    >>> made = levels_table(pd.DataFrame({"T10YIE": [2.30, 2.36, 2.40]}, index=days), "2025-04-11")
    >>> made.loc["T10YIE", ["day_bp", "week_bp", "level_percentile_pct"]].tolist()
    [4.0, 10.0, 100.0]
    """
    parts = []
    for name in rates:
        found = level_percentile(rates[name], as_of)
        row = moves_table(rates[[name]], found.day or as_of)[
            ["date", "last_pct", "day_bp", "week_bp", "month_bp", "year_to_date_bp"]
        ]
        parts.append(row.assign(level_percentile_pct=_number(found.percentile_pct), percentile_since=_moment(found.since)))
    return pd.concat(parts).astype({"percentile_since": "datetime64[us]"}).rename_axis("series")


def nominal_path(nominal: pd.Series, real: pd.Series, breakeven: pd.Series) -> pd.DataFrame:
    """How far a nominal yield has moved since the first day, and how much of it is real yield and how much breakeven.

    nominal = real + breakeven + remainder, in changes since the first day on which all three have a figure. In: percent,
    dates as index. Out, over the days that all three share: ``nominal_bp``, ``real_bp``, ``breakeven_bp``, ``remainder_bp``;
    the last row is the split of the whole. The remainder is what the three publications leave over (the breakeven is
    rounded, and built from constant-maturity yields); it is shown as such, never given to one of the parts.

    Reference: "10-Year Breakeven Inflation Rate (T10YIE)", Federal Reserve Bank of St. Louis.

    By hand: the nominal rises 14, the real yield 9 and the breakeven 4; 14 - 9 - 4 leaves 1.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07"])
    >>> rates = [pd.Series(two, index=days) for two in ([4.01, 4.15], [1.80, 1.89], [2.21, 2.25])]
    >>> nominal_path(*rates).iloc[-1].tolist()
    [14.0, 9.0, 4.0, 1.0]
    """
    named = {"nominal_bp": nominal, "real_bp": real, "breakeven_bp": breakeven}
    common = pd.concat({name: observed(one) for name, one in named.items()}, axis="columns", join="inner")
    moved = (common - common.iloc[0] if len(common) else common).apply(basis_points)
    remainder = moved["nominal_bp"] - moved["real_bp"] - moved["breakeven_bp"]
    return moved.assign(remainder_bp=remainder.round(DECIMALS) + 0.0)


def volatility_table(volatility: pd.DataFrame, as_of: Day) -> pd.DataFrame:
    """Per tenor: the volatility now, a month and a year ago, its percentiles, and when it was last as low and as high.

    In: bp a year from `moves.realised_volatility`, one column a tenor. Out, indexed by ``tenor``: ``date``,
    ``now_level_bp``, ``month_ago_level_bp``, ``year_ago_level_bp`` (missing when nothing stands within 7 days before that
    day), ``ten_years_percentile_pct``, ``history_percentile_pct``, ``as_low_on``, ``as_high_on`` (missing where there is no
    such day in the series) and ``history_from``.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: of 90, 70, 80 two are at most 80, and 2 of 3 is 66.7 %; the 90 of 9 December was the last as high.

    >>> days = pd.to_datetime(["2024-12-09", "2024-12-10", "2025-01-09"])
    >>> made = volatility_table(pd.DataFrame({"10Y": [90.0, 70.0, 80.0]}, index=days), "2025-01-09")
    >>> made.loc["10Y", ["now_level_bp", "month_ago_level_bp", "ten_years_percentile_pct"]].astype(float).round(1).tolist()
    [80.0, 90.0, 66.7]
    """
    rows = {str(tenor): _volatility_row(volatility[tenor], as_of) for tenor in volatility}
    made = pd.DataFrame.from_dict(rows, orient="index")
    days = ["date", "as_low_on", "as_high_on", "history_from"]
    return made.astype(dict.fromkeys(days, "datetime64[us]")).rename_axis("tenor")


def _volatility_row(series: pd.Series, as_of: Day) -> dict[str, object]:
    ten, whole, since = level_percentile(series, as_of), level_percentile(series, as_of, None), extremes_since(series, as_of)
    kept, when = observed(series), _moment(ten.day)
    ago = {"month_ago_level_bp": pd.DateOffset(months=1), "year_ago_level_bp": pd.DateOffset(years=1)}
    return {
        "date": when,
        "now_level_bp": _number(ten.value),
        **{name: last_on_or_before(kept, when - span)[1] if ten.day else float("nan") for name, span in ago.items()},
        "ten_years_percentile_pct": _number(ten.percentile_pct),
        "history_percentile_pct": _number(whole.percentile_pct),
        "as_low_on": _moment(since.as_low_on),
        "as_high_on": _moment(since.as_high_on),
        "history_from": _moment(since.history_from),
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _moment(day: date | None) -> pd.Timestamp:
    return pd.Timestamp(day or pd.NaT)
