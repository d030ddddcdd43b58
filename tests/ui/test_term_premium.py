"""The page Term premium: its sentences say what its figures say; one model is enough to draw."""

from __future__ import annotations

import pandas as pd

from treasury.analytics import premium_tables, term_premium
from treasury.errors import StoreError
from treasury.store import Store
from treasury.ui import term_premium as ui

PAGE = "rates/term_premium.py"
DAYS = pd.bdate_range("2025-01-01", periods=70)
ACM = pd.Series([0.50 + 0.01 * n for n in range(70)], index=DAYS)


def models(kim_wright: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"acm_premium_pct": ACM, "kim_wright_premium_pct": kim_wright}, index=DAYS, dtype="float64")


def headline(made: pd.DataFrame) -> str:
    return ui.headline(made, term_premium.trends(made.rename(columns=premium_tables.MODELS)))


def test_the_headline_gives_level_day_and_trend_of_both():
    made = models(ACM.iloc[:50] / 2)
    assert headline(made) == (
        "The 10-year term premium stood at 1.19 % by ACM on 8 Apr 2025 (+60 bp over 60 observations) and 0.50 % by Kim-Wright on "
        "11 Mar 2025 (fewer than 60 observations before)."
    ).replace("0.50 %", f"{0.99 / 2:.2f} %")
    assert "Kim" not in headline(models(ACM * float("nan")))
    assert headline(models(ACM).iloc[:0]) == "No term premium is held."


def test_key_dates_that_share_a_day_are_one_row_a_model_and_later_ones_are_left_out():
    days = pd.to_datetime(["2025-03-05", "2025-02-05", "2025-03-05", "2026-01-05"])
    listed = pd.DataFrame({"date": days, "label": ["Second", "One", "Third", "X"]})
    got = premium_tables.around(models(ACM / 2), listed)
    assert got[["event", "model"]].to_numpy().tolist() == [
        ["One", "ACM"],
        ["One", "Kim-Wright"],
        ["Second; Third", "ACM"],
        ["Second; Third", "Kim-Wright"],
    ]
    assert got["whole_bp"].tolist() == [10, 5, 10, 5], "from session -5 to session 5"
    assert premium_tables.around(models(ACM), listed.iloc[:0]).empty


def test_one_model_is_enough(held, open_page, monkeypatch):
    real = Store.read

    def only_acm(self, dataset, as_known_on=None):
        if dataset.id == "term_premium_kw":
            raise StoreError("no disk")
        return real(self, dataset, as_known_on)

    monkeypatch.setattr(Store, "read", only_acm)
    app = open_page(PAGE)
    assert [e.message for e in app.exception] == []
    assert app.title[0].value.replace("\\", "").startswith("The 10-year term premium stood at 0.91 % by ACM on 1 Oct 2026 (")
    assert len(app.get("plotly_chart")) == 3, "the premium, the nowcast and the parts; nothing to compare with"
    assert "no disk" in " ".join(item.value for item in app.error)


def test_the_parts_say_from_when_they_are_held(held, open_page):
    app = open_page(PAGE, range="5Y")
    assert "Yield and expected path are held from 2 Jan 2025." in [c.value for c in app.caption]
    assert "holds the 10-year alone" in " ".join(c.value for c in (*app.caption, *app.markdown)).replace("\\", "")
