"""The parts of the sell-off monitor: its datasets, the thresholds, what is made of them, in the range chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury.analytics import joint_moves, stress
from treasury.analytics.stress import MEASURES, OFR_EQUITY, SP500, StockMeasure, Thresholds
from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import address, cache, controls, navigation
from treasury.ui.cache import Loaded
from treasury.ui.controls import Bounds, DateRange

TENORS = ("2Y", "5Y", "10Y", "20Y", "30Y")
WINDOW = 60
APART = 5
YES, NO = N_("yes"), N_("no")
BETWEEN = "; "  # key dates of one day
SELECT_PX = 220
BY: dict[str, joint_moves.By] = {N_("Days"): "day", N_("Weeks"): "week"}
VIEWS = (N_("Triple sell-offs"), N_("How rare"), N_("Correlations"), N_("Financial stress"))
PARTS = (N_("By category"), N_("By region"))
KEPT = ("tenor", "measure", "up", "down", "stocks_down", "ofr_up", "apart", "count", "window", "parts", "day", "dates")
# By stock measure: key in the address, label, default and bounds of its threshold, its unit, and its name in a sentence. With
# yields up 5 bp and the dollar down 0.25 percent, a rise of the OFR's part by 0.005 is about as frequent from August 2016 to
# August 2026 as a fall of the S&P 500 by half a percent: seven days against six, four of them the same.
STOCKS = {
    SP500.name: ("stocks_down", N_("S&P 500 down, %"), 0.5, Bounds(0.0, 10.0, 0.25), "%", N_("the S&P 500 down")),
    OFR_EQUITY.name: (
        "ofr_up",
        N_("OFR part up, points"),
        0.005,
        Bounds(0.0, 1.0, 0.005, decimals=3),
        N_("points"),
        N_("the OFR's equity-valuation stress up"),
    ),
}


@dataclass(frozen=True)
class Sources:
    """The datasets behind the page, each as it is held."""

    par: Loaded
    dollar: Loaded
    equities: Loaded
    stress: Loaded

    def stocks(self, measure: StockMeasure) -> Loaded:
        return self.equities if measure is SP500 else self.stress

    def levels(self, measure: StockMeasure) -> pd.Series:
        return self.equities.frame["SP500"] if measure is SP500 else self.stress.frame["equity_valuation"]

    def of(self, made: Made) -> list[Loaded]:
        """The three behind what was made."""
        return [self.par, self.dollar, self.stocks(made.choice.measure)]

    def of_rows(self, made: Made) -> list[Loaded]:
        """Those behind a list of days, which has the stress index and its part beside the three."""
        beside = made.choice.measure is SP500 and self.stress.ok
        return [*self.of(made), *([self.stress] if beside else [])]

    @property
    def measures(self) -> list[StockMeasure]:
        """The stock measures that are held, the S&P 500 first."""
        return [one for one in MEASURES.values() if self.stocks(one).ok]


@dataclass(frozen=True)
class Choice:
    """What the reader set."""

    tenor: str
    measure: StockMeasure
    limits: Thresholds
    apart: int
    window: int
    shown: DateRange
    marks: list[Mark]

    @property
    def stocks(self) -> tuple[str, str, str]:
        """Column, name and unit of the stock measure."""
        return self.measure.move, self.measure.name, STOCKS[self.measure.name][4]

    @property
    def stocks_words(self) -> str:
        return tr(STOCKS[self.measure.name][5])


@dataclass(frozen=True)
class Made:
    """What the page shows: the three's moves, triple days and episodes of the range, and all the levels behind them."""

    choice: Choice
    sp500_held: bool
    moves: pd.DataFrame
    days: pd.DataFrame
    episodes: pd.DataFrame
    levels: pd.DataFrame
    pair_levels: pd.DataFrame
    held: Mapping[str, tuple[date, date]]  # by series, the stock measure last: its first and last day with a figure

    @property
    def counted(self) -> DateRange | None:
        """The days for which triple sell-offs could be counted: all three moves are held."""
        known = self.moves.dropna()
        return None if known.empty else DateRange(known.index[0].date(), known.index[-1].date(), "")


def sources() -> Sources:
    return Sources(*(cache.frame(name) for name in ("par_yields", "dollar_index", "equities", "financial_stress")))


def view() -> str:
    """Which part of the page is shown. What was set in another part stays for the way back."""
    address.expect(KEPT)
    return controls.choice(tr("View"), VIEWS, key="view")


def choose(held: Sources, view: str) -> Choice:
    """The controls of a view but the last, all in the address; what a view does not ask for has its default."""
    triple, rare = view == VIEWS[0], view == VIEWS[1]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice(tr("Yield"), [name for name in TENORS if name in held.par.frame], key="tenor", default="10Y")
        names = [one.name for one in held.measures]
        measure = MEASURES[names[0] if rare else controls.choice(tr("Stock measure"), names, key="measure")]
        window = WINDOW if triple or rare else _window()
    limits, apart = Thresholds(stocks=STOCKS[measure.name][2]), APART
    if triple or rare:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            up = controls.number(tr("Yield up, bp"), Bounds(0.0, 100.0, 1.0, decimals=1), key="up", default=limits.rise_bp)
            down = controls.number(tr("Dollar down, %"), Bounds(0.0, 10.0, 0.05), key="down", default=limits.fall_pct)
            limits = Thresholds(up, down, limits.stocks)
            if triple:
                limits, apart = _stocks_and_apart(measure, limits)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = _range(held)
        return Choice(tenor, measure, limits, apart, window, shown, [] if rare else _marks())


def _stocks_and_apart(measure: StockMeasure, limits: Thresholds) -> tuple[Thresholds, int]:
    key, label, default, bounds, _, _ = STOCKS[measure.name]
    stocks = controls.number(tr(label), bounds, key=key, default=default)
    help = tr("Triple days that are at most so many sessions apart are one episode.")
    sessions = Bounds(1.0, 60.0, 1.0, decimals=0)
    apart = controls.number(tr("Episode, sessions"), sessions, key="apart", default=float(APART), help=help)
    return Thresholds(limits.rise_bp, limits.fall_pct, stocks), int(apart)


def stress_range(held: Sources) -> tuple[DateRange, list[Mark]]:
    """Range and key dates of the last view, which needs nothing else of the page's controls."""
    days = held.stress.frame.index
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return controls.date_range(days[0].date(), days[-1].date(), default="All"), _marks()


def _range(held: Sources) -> DateRange:
    first = max(held.par.frame.index[0], held.dollar.frame.index[0]).date()
    last = max(item.as_of for item in (held.dollar, held.stress, held.equities) if item.ok and item.as_of)
    return controls.date_range(first, max(first, last), default="All")


def _marks() -> list[Mark]:
    with st.container(width=SELECT_PX):
        return controls.key_dates()


def make(held: Sources, choice: Choice) -> Made:
    """Triple days and episodes of the range, and the moves behind them."""
    yields, dollar = held.par.frame[choice.tenor], held.dollar.frame["DTWEXBGS"]
    levels = stress.three_levels(yields, dollar, held.levels(choice.measure), choice.measure)
    moves = choice.shown.of(stress.three_moves(levels, choice.measure))
    days = stress.triple_days(moves, choice.measure, choice.limits)
    found = stress.episodes(levels, pd.DatetimeIndex(days.index), choice.measure, choice.apart)
    return Made(
        choice,
        held.equities.ok,
        moves,
        days,
        found,
        levels,
        joint_moves.shared_days({"yield": yields, "dollar": dollar}),
        _days_held(choice.tenor, yields, dollar, choice.measure, held.levels(choice.measure)),
    )


def _days_held(
    tenor: str, yields: pd.Series, dollar: pd.Series, measure: StockMeasure, stocks: pd.Series
) -> dict[str, tuple[date, date]]:
    name = tr("the S&P 500") if measure is SP500 else tr("the OFR's equity-valuation part")
    levels = {tr("the {tenor} yield", tenor=tenor): yields, tr("the dollar index"): dollar, name: stocks}
    kept = {name: series.dropna().index for name, series in levels.items()}
    return {name: (days[0].date(), days[-1].date()) for name, days in kept.items() if len(days)}


def pair_moves(made: Made, by: joint_moves.By = "day") -> pd.DataFrame:
    """All moves of the yield and the dollar, whatever is held of stocks."""
    return joint_moves.moves_together(made.pair_levels, {"yield": "bp", "dollar": "pct"}, by)


def span(made: Made) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of the range on which all three are held; of all days where none is in it."""
    inside = made.choice.shown.of(made.levels).index
    held = inside if len(inside) else made.levels.index
    return (held[0], held[-1]) if len(held) else (pd.Timestamp(made.choice.shown.start), pd.Timestamp(made.choice.shown.end))


def listed(held: Sources, made: Made, days: pd.DataFrame) -> pd.DataFrame:
    """Days with the three moves and, over the same sessions, the other stock measure and the whole stress index; newest first.

    Each with the key date it falls on, where there is one.
    """
    levels = made.levels.copy()
    kinds: dict[str, joint_moves.Kind] = {}
    for other in held.measures:
        if other is not made.choice.measure:
            levels[other.level], kinds[other.level] = held.levels(other).reindex(levels.index), other.kind
    if held.stress.ok:
        levels["fsi"], kinds["fsi"] = held.stress.frame["fsi"].reindex(levels.index), "change"
    beside = joint_moves.moves_together(levels, kinds).reindex(days.index)
    named = {"stock_measure": made.choice.measure.name, "key_date": _key_dates(pd.DatetimeIndex(days.index))}
    rows = days.drop(columns="stock_measure", errors="ignore").join(beside).assign(**named)
    return rows.iloc[::-1].rename_axis("date").reset_index()


def _key_dates(days: pd.DatetimeIndex) -> list[str]:
    frame, _ = cache.key_dates()
    if frame.empty:
        return [""] * len(days)
    spans = list(zip(frame["date"], frame["end_date"].fillna(frame["date"]), frame["label"].astype(str), strict=True))
    return [BETWEEN.join(label for first, last, label in spans if first <= day <= last) for day in days]


def two_of_three(made: Made) -> pd.DataFrame:
    """Days of the range with the yield up and the dollar down, whatever stocks did; those that are triple days say so."""
    limits, moves = made.choice.limits, made.moves
    up, down = joint_moves.beyond(moves["yield_bp"], limits.rise_bp), joint_moves.beyond(-moves["dollar_pct"], limits.fall_pct)
    both = moves[up & down]
    return both.assign(triple=[YES if day in made.days.index else NO for day in both.index])


def rarity(made: Made, by: joint_moves.By) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How rare yields up with the dollar down is: by decade with all in one as the last row, and by year; within the range."""
    part, limits = made.choice.shown.of(pair_moves(made, by)), made.choice.limits
    decades = [joint_moves.rarity(part, limits.rise_bp, limits.fall_pct, every) for every in ("decade", "all")]
    return pd.concat(decades, ignore_index=True), joint_moves.rarity(part, limits.rise_bp, limits.fall_pct, "year")


def _window() -> int:
    """Over how many sessions correlations are taken, in the address."""
    help = tr("Sessions that the yield shares with the other market.")
    return int(
        controls.number(
            tr("Window, sessions"), Bounds(10.0, 500.0, 5.0, decimals=0), key="window", default=float(WINDOW), help=help
        )
    )


def correlations(held: Sources, made: Made) -> pd.DataFrame:
    """The rolling correlations of the yield with the dollar and with the stock measure, over the sessions each pair shares."""
    measure, sessions = made.choice.measure, made.choice.window
    pair = joint_moves.shared_days({"yield": held.par.frame[made.choice.tenor], measure.level: held.levels(measure)})
    stocks = joint_moves.moves_together(pair, {"yield": "bp", measure.level: measure.kind})
    lines = {
        "dollar": joint_moves.rolling_correlation(pair_moves(made), "yield_bp", "dollar_pct", sessions),
        "stocks": joint_moves.rolling_correlation(stocks, "yield_bp", measure.move, sessions),
    }
    return pd.concat(lines, axis="columns", sort=True)


def open_day(days: pd.DataFrame) -> None:
    """A triple day to open in the Event lab."""
    if days.empty:
        return
    newest = [day.date().isoformat() for day in reversed(days.index)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SELECT_PX):
            chosen = controls.listed(tr("Day"), newest, key="day", default=newest[0], spelled=str)
        navigation.link("event-lab", tr("{day} in the Event lab", day=chosen), [("event", chosen)])
