"""The economy and the budget in five series of different frequency, kept long with their units."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations


@dataclass(frozen=True)
class Series:
    """One FRED series: its unit and frequency in words, and the range in which its figures are plausible."""

    id: str
    unit: str
    frequency: str
    low: float
    high: float


SERIES = (
    Series("GDP", "billion USD, annual rate", "quarterly", 200, 200_000),
    Series("FYFSGDA188S", "percent of GDP", "annual", -40, 10),
    Series("MTSDS133FMS", "million USD", "monthly", -3_000_000, 1_500_000),
    Series("A091RC1Q027SBEA", "billion USD, annual rate", "quarterly", 1, 20_000),
    Series("CPIAUCSL", "index, 1982-1984 = 100", "monthly", 15, 2_000),
)


def fetch(session: Session, _window: Window) -> Observations:
    """Whole histories each time: they are short, and revised far back."""
    found: dict[str, pd.Series] = {}
    for frequency in dict.fromkeys(series.frequency for series in SERIES):
        names = tuple(series.id for series in SERIES if series.frequency == frequency)
        found |= observations(session, names, DATASET.first)
    return found


def parse(payload: Observations) -> pd.DataFrame:
    return pd.concat([_rows(payload[series.id], series) for series in SERIES], ignore_index=True)


def _rows(observed: pd.Series, series: Series) -> pd.DataFrame:
    observed = observed.dropna()
    figures = pd.to_numeric(observed, errors="coerce")
    outside = observed[(figures < series.low) | (figures > series.high)]
    if len(outside):
        day, figure = outside.index[0], outside.iloc[0]
        hint = f"expected {series.low:,g} to {series.high:,g} {series.unit}"
        raise SourceChanged("fred", "macro", f"{series.id}: {figure} on {str(day)[:10]} is not plausible", hint)
    rows = pd.DataFrame({"date": observed.index, "value": observed.to_numpy()})
    return rows.assign(series=series.id, unit=series.unit, frequency=series.frequency)


DATASET = Dataset(
    id="macro",
    title="Economy and budget",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/GDP",
    endpoint="/graph/fredgraph.csv?id=GDP",
    first=date(1929, 1, 1),
    cadence="monthly",
    key=("date", "series"),
    columns=(
        Column("date", "date", "First day of the month, quarter or year that the figure is for.", filled=True),
        Column(
            "series",
            "text",
            "FRED id: GDP (gross domestic product), FYFSGDA188S (federal surplus or deficit as a share of GDP, fiscal year), "
            "MTSDS133FMS (monthly federal surplus or deficit), A091RC1Q027SBEA (federal interest payments), "
            "CPIAUCSL (consumer prices, seasonally adjusted).",
            filled=True,
        ),
        Column("value", "number", "The figure, in the unit that the row names; a deficit is negative.", "see unit", filled=True),
        Column("unit", "text", "Unit of the figure.", filled=True),
        Column("frequency", "text", "How often the series is published: monthly, quarterly or annual.", filled=True),
    ),
    licence="US government work, public domain (Bureau of Economic Analysis, Treasury, OMB, Bureau of Labor Statistics)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    stale_after_days=80,
    note="Long because the frequencies differ. The date is the first day of the period, so a month is some six weeks old "
    "when its figure appears.",
)
