"""Two years of daily refreshes of a publisher that adds, revises and re-estimates: each day stays as it was known then."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import treasury.refreshing
from tests.test_store import YIELDS
from treasury.dataset import Window
from treasury.http import Client
from treasury.refreshing import _Run
from treasury.settings import Settings
from treasury.store import Store

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)  # a leap day and a year end within
HISTORY = 100  # figures published before the first refresh


class Publisher:
    """A figure every other week, on Thursday for the day before; the last ones are revised monthly, all three times a year."""

    def __init__(self) -> None:
        self.chance = random.Random(20240229)
        days = pd.date_range(end="2023-12-27", periods=HISTORY, freq="2W-WED")
        self.values = {day.date(): round(self.chance.uniform(3, 5), 2) for day in days}
        self.today = FIRST
        self.short = False  # now and then it forgets its early years

    def pass_day(self, today: date) -> None:
        self.today = today
        if today.weekday() == 3 and today.isocalendar().week % 2:
            self.values[today - timedelta(days=1)] = round(self.chance.uniform(3, 5), 2)
        if today.day == 8:
            for day in sorted(self.values)[-2:]:
                self.values[day] = round(self.values[day] + 0.01, 2)
        if today.day == 15 and today.month in (4, 7, 10):
            self.values = {day: round(value + 0.02, 2) for day, value in self.values.items()}
        self.short = today.month in (5, 11)

    def fetch(self, _session: Any, window: Window) -> pd.DataFrame:
        shown = sorted(self.values)[50 if self.short else 0 :]
        wanted = [day for day in shown if window.since is None or day >= window.since]
        return pd.DataFrame({"date": [d.isoformat() for d in wanted], "10Y": [self.values[d] for d in wanted], "name": "a"})


def as_shown(known: dict[date, float]) -> pd.Series:
    return pd.Series(list(known.values()), index=pd.DatetimeIndex(list(known)).as_unit("us"), dtype="float64").sort_index()


def test_two_years_of_daily_refreshes_stay_readable_as_known_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is a plain dictionary that does what a store must: later figures win, nothing is ever lost."""
    publisher = Publisher()
    dataset = replace(
        YIELDS,
        keep_every_version=True,
        fetch=publisher.fetch,
        parse=lambda raw: raw,
        may_be_empty=True,
        first=date(2020, 1, 1),
        revisable_days=30,
    )
    store, model, known = Store(str(tmp_path / "store"), tmp_path / "none"), dict[date, float](), dict[date, pd.Series]()
    counts = {"added": 0, "revised": 0}
    with Client(Settings(store=str(tmp_path / "store"))) as client:
        for today in pd.bdate_range(FIRST, LAST).date:
            publisher.pass_day(today)
            moment = datetime(today.year, today.month, today.day, 22, tzinfo=UTC)
            monkeypatch.setattr(treasury.refreshing, "datetime", at(moment))
            run = _Run(store, client, False, None)
            asked: list[Window] = []
            watched = replace(dataset, fetch=lambda s, w, asked=asked: asked.append(w) or publisher.fetch(s, w))
            result = run.one(watched)
            assert result.ok, result.error_message
            frame = publisher.fetch(None, asked[0])
            sent = dict(zip(map(date.fromisoformat, frame["date"]), frame["10Y"], strict=True))
            assert result.added == len(sent.keys() - model.keys())
            assert result.revised == sum(1 for day, value in sent.items() if day in model and model[day] != value)
            counts["added"] += result.added
            counts["revised"] += result.revised
            model |= sent
            known[today] = as_shown(model)
    assert counts["added"] == len(publisher.values)
    assert counts["revised"] > 40
    assert len(store.vintages(dataset)) > 60
    chance = random.Random(1)
    sampled = {date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1), FIRST, LAST, *chance.sample(sorted(known), 20)}
    for day in sorted(sampled):
        held = store.read(dataset, day)
        assert held.vintage.trouble == ""
        pd.testing.assert_series_equal(held.frame.set_index("date")["10Y"], known[day], check_names=False, check_freq=False)
    newest = store.read(dataset).frame
    assert np.array_equal(newest["10Y"], known[LAST].to_numpy())


def at(moment: datetime) -> type[datetime]:
    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment

    return Then
