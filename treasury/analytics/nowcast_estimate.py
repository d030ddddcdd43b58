"""The nowcast with its measured error, in one value: what the page Term premium and a notebook show of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from treasury.analytics import nowcast


@dataclass(frozen=True)
class Estimate:
    """``days``: dates as index, ``days_ahead nowcast_pct moved_bp rmse_bp``, empty where no error is known. ``errors``: by
    ``days_ahead``, of the past year and of ten years. ``tested``: the frame of `nowcast.backtest`.
    """

    days: pd.DataFrame
    errors: pd.DataFrame
    tested: pd.DataFrame


def estimate(versions: pd.DataFrame, par_yields: pd.DataFrame) -> Estimate:
    """The days after the last published premium, each with its error out of sample.

    In: the premium as each version had it, oldest first (the last column is the newest), and the par curve; percent.
    ``moved_bp`` is the nowcast minus the last published premium. The error is that of the last year measured.

    Reference and examples: those of `nowcast.nowcast`, `nowcast.backtest` and `nowcast.errors`.
    """
    premium = versions.iloc[:, -1].dropna()
    found, tested = nowcast.nowcast(premium, par_yields), nowcast.backtest(versions, par_yields)
    since = tested["edge"].max() - pd.DateOffset(years=1)
    table = nowcast.errors(tested, since if len(tested) else None).join(nowcast.errors(tested).add_prefix("ten_years_"))
    moved = (found["nowcast_pct"] - (premium.iloc[-1] if len(premium) else float("nan"))) * 100
    days = found.assign(moved_bp=moved).join(table["rmse_bp"], on="days_ahead").dropna(subset=["rmse_bp"])
    return Estimate(days, table, tested)


def beside(published: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Published premia and the nowcast by day, in columns of their own and never mixed.

    >>> published = pd.DataFrame({"acm_premium_pct": [0.91]}, index=pd.to_datetime(["2026-10-01"]))
    >>> days = pd.DataFrame({"nowcast_pct": [0.94], "days_ahead": [1], "rmse_bp": [1.0]}, index=pd.to_datetime(["2026-10-02"]))
    >>> beside(published, days)["acm_premium_pct"].tolist(), beside(published, days)["nowcast_pct"].tolist()
    ([0.91, nan], [nan, 0.94])
    """
    names = {"nowcast_pct": "nowcast_pct", "days_ahead": "nowcast_days_ahead", "rmse_bp": "nowcast_rmse_bp"}
    mine = days[list(names)].rename(columns=names).astype({"nowcast_days_ahead": "Int64"})
    return pd.concat([published, mine], axis="columns", sort=True).rename_axis("date")
