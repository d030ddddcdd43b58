"""Whether the truce holds, on the embedded snapshot: key dates, sentences, what is missing, what a reader leaves out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from treasury import frames
from treasury.__main__ import app
from treasury.analytics.gauge import COMPONENTS
from treasury.answers import gauge as answers
from treasury.answers.gauge import Measured
from treasury.dataset import empty_frame
from treasury.errors import BadInput
from treasury.refreshing import open_store
from treasury.settings import ROOT, Settings, settings
from treasury.sources import BY_ID

TODAY = date(2026, 11, 23)
IDS = [one.id for one in COMPONENTS]
Load = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    place: Path = tmp_path_factory.mktemp("store")
    reader = frames.reader(open_store(Settings(store=str(place), snapshot=ROOT / "data" / "snapshot")))
    held: dict[str, pd.DataFrame] = {}
    return lambda name: held.setdefault(name, reader(name)) if name not in held else held[name]


@pytest.fixture(scope="module")
def made(load: Load) -> Measured:
    return answers.measured(load)


def nothing(name: str) -> pd.DataFrame:
    return frames.shape(empty_frame(BY_ID[name]), BY_ID[name])


def test_the_key_dates(made: Measured) -> None:
    """The gauge rises from the tariffs to the sell-off, eases until the year ends, and has no number where data end."""
    rows = {row["date"]: row for row in answers.on_key_dates(made)}
    gauge = {day: None if row["gauge"] is None else round(row["gauge"], 1) for day, row in rows.items()}
    assert gauge == {
        "2025-04-02": 59.4,
        "2025-04-09": 67.2,
        "2025-04-11": 71.4,
        "2025-05-21": 71.6,
        "2025-07-30": 58.0,
        "2025-11-05": 59.0,
        "2025-12-29": 55.9,
        "2026-02-20": 45.6,
        "2026-03-26": 62.6,
        "2026-05-13": 53.3,
        "2026-08-19": 53.1,
        "2026-09-15": None,
        "2026-09-30": None,
    }
    verdicts = {day: row["verdict"] for day, row in rows.items()}
    assert {day for day, one in verdicts.items() if one == "not_holding"} == {"2025-04-11", "2025-05-21"}
    assert {day for day, one in verdicts.items() if one == "strained"} == {"2025-04-09", "2025-07-30", "2026-03-26"}
    assert {day for day, one in verdicts.items() if one == "unanswerable"} == {"2026-09-15", "2026-09-30"}
    assert round(rows["2025-04-02"]["highest_after"], 1) == 76.7  # on 22 April
    assert rows["2025-07-30"]["supports"]["quiet_inflation_expectations"] is False
    assert rows["2025-11-05"]["label"] == "Hint at larger coupons; Court hears tariff case"


def test_the_levels_are_those_of_a_quarter_and_a_twentieth_of_the_sessions(made: Measured) -> None:
    line = answers.gauges.gauge(made.percentiles)["gauge"].dropna()
    assert line.index[0] == pd.Timestamp("2009-04-06")
    assert (line >= 60).mean() == pytest.approx(0.25, abs=0.02)
    assert (line >= 70).mean() == pytest.approx(0.05, abs=0.015)
    assert (line["2025-04-11":"2025-05-06"] >= 70).all()
    assert line["2025-04-10"] < 70


def test_what_is_added_to_50_is_the_gauge(made: Measured) -> None:
    found = answers.answer(made, date(2025, 4, 11), today=TODAY)
    shares = [one["percentile"] for one in found["components"] if one["percentile"] is not None]
    assert found["gauge"] == pytest.approx(sum(shares) / 7, abs=1e-3)
    assert 50 + sum(one["adds"] or 0 for one in found["components"]) == pytest.approx(found["gauge"], abs=1e-2)
    assert found["sentence"] == (
        "The truce was not holding on 11 Apr 2025: the fragility gauge stood at 71.3 of 100 from 7 of 9 components, led by "
        "financial stress (93rd percentile), though both supports passed. The 10-year yielded 4.48 %."
    )


def test_a_component_of_one_day_by_hand(made: Measured, load: Load) -> None:
    """The 5-year forward of 5 November 2025 among the values of its ten years, counted in the raw dataset."""
    raw = load("breakevens")["T5YIFR"].dropna()["2015-11-05":"2025-11-05"]
    one = next(c for c in answers.answer(made, date(2025, 11, 5))["components"] if c["id"] == "forward_breakeven")
    assert one["value"] == raw.iloc[-1] == 2.21
    assert one["percentile"] == pytest.approx(sum(value <= 2.21 for value in raw) / len(raw) * 100, abs=1e-4)
    assert (one["of"], one["since"]) == (len(raw), "2015-11-05")


def test_the_newest_session_has_no_number_and_says_which_are_missing(made: Measured) -> None:
    found = answers.answer(made, today=TODAY)
    assert (found["day"], found["gauge"], found["components_counted"], found["verdict"]) == (
        "2026-10-05",
        None,
        3,
        "unanswerable",
    )
    missing = {one["id"]: one["missing"] for one in found["components"] if one["missing"]}
    assert missing["forward_breakeven"] == "last value 5 Aug 2026, 61 days before; at most 14 count"
    assert missing["triple_sell_offs"] == "not held: equities (python -m treasury refresh equities)"
    assert set(missing) == set(IDS) - {"term_premium_change", "realised_volatility", "financial_stress"}
    last = found["last_answer"]
    assert (last["day"], last["verdict"], int(last["gauge"]), last["components_counted"]) == ("2026-08-21", "holding", 51, 6)
    assert found["sentence"] == (
        "Whether the truce held on 5 Oct 2026 cannot be answered: only 3 of 9 components are current, and the gauge needs 6. On "
        "21 Aug 2026, the last day with an answer, it was holding (gauge 51.1 of 100, both supports passed); by 5 Oct 2026 the "
        "10-year had risen 57 bp, to 5.31 %."  # from 4.74
    )
    assert all(one["adds"] is None for one in found["components"])


def test_a_support_that_fails_is_named_and_one_that_passes_beside_a_high_gauge_is_set_against_it(made: Measured) -> None:
    said = {day: answers.answer(made, date.fromisoformat(day), today=TODAY)["sentence"] for day in ("2025-07-30", "2025-11-05")}
    assert "under strain on 30 Jul 2025" in said["2025-07-30"]
    assert ", and inflation expectations were not quiet. The 10-year yielded" in said["2025-07-30"]
    assert ", and both supports passed." in said["2025-11-05"]


def test_the_sentence_leads_with_the_component_of_the_highest_percentile(made: Measured) -> None:
    found = answers.answer(made, date(2025, 4, 11), ["financial_stress"], today=TODAY)
    rest = {one["name"]: one["percentile"] for one in found["components"] if one["percentile"] and not one["left_out"]}
    first = max(rest, key=lambda name: rest[name])
    assert first == "Term premium"
    assert f"led by term premium ({int(rest[first])}" in found["sentence"]


def test_a_recent_day_is_told_in_the_present(made: Measured) -> None:
    found = answers.answer(made, date(2026, 8, 14), today=date(2026, 8, 24))
    assert found["sentence"].startswith("The truce is holding on 14 Aug 2026: the fragility gauge stands at 54.9 of 100")
    assert "both supports pass. The 10-year yields 4.68 %" in found["sentence"]
    assert "was holding" in answers.answer(made, date(2026, 8, 14), today=date(2026, 8, 25))["sentence"]


def test_leaving_components_out_changes_the_mean_and_says_so(made: Measured) -> None:
    whole = answers.answer(made, date(2025, 4, 11), today=TODAY)
    part = answers.answer(made, date(2025, 4, 11), ["financial_stress"], TODAY)
    shares = {one["id"]: one["percentile"] for one in whole["components"] if one["percentile"] is not None}
    assert part["gauge"] == pytest.approx((sum(shares.values()) - shares["financial_stress"]) / 6, abs=1e-3)
    assert part["left_out"] == ["financial_stress"]
    assert "at 67.6 of 100 from 6 of 9 components (1 left out by choice)" in part["sentence"]
    five = answers.answer(made, date(2025, 4, 11), ["financial_stress", "bill_share"], TODAY)
    assert (five["gauge"], five["verdict"]) == (None, "unanswerable")
    assert "only 5 of 9 components (2 left out by choice) count, and the gauge needs 6" in five["sentence"]
    with pytest.raises(BadInput, match="no component 'nope'; there are: term_premium_change, "):
        answers.gauge(nothing, without=["nope"])


def test_the_supports_state_figure_and_threshold(made: Measured, load: Load) -> None:
    quiet, bills = answers.answer(made, date(2025, 7, 30))["supports"]
    year = load("breakevens")["T5YIFR"].dropna()[:"2025-07-30"].tail(252)
    assert (quiet["passes"], quiet["value"]) == (False, pytest.approx((year.max() - year.min()) * 100))
    assert "92nd percentile" in quiet["detail"]
    assert "at the 90th percentile" in quiet["would_change"]
    assert (bills["passes"], round(bills["value"], 1)) == (True, 83.4)
    assert bills["detail"] == "Twelve months to 30 Jun 2025; the median of ten years is 75.6 %."


def test_bills_share_of_gross_issuance_from_the_auctions_themselves(made: Measured, load: Load) -> None:
    sold = load("auctions")
    own = sold[sold["issue_date"].between("2024-07-01", "2025-06-30")]
    bills = own[own["security_class"].isin(["Bill", "CMB"])]["total_accepted_usd"].sum()
    share = bills / own["total_accepted_usd"].sum() * 100
    assert answers.answer(made, date(2025, 7, 30))["supports"][1]["value"] == pytest.approx(share, abs=1e-4)


def test_another_breakeven_stands_in_under_its_own_name_alone(made: Measured) -> None:
    assert answers.answer(made, date(2026, 8, 12))["supports"][0]["detail"].startswith("5-year, 5 years forward: ")
    assert answers.answer(made, date(2026, 8, 13))["supports"][0]["detail"].startswith("10-year breakeven: ")


def test_nothing_held_is_an_answer_too() -> None:
    found = answers.gauge(nothing, today=TODAY)
    assert found["sentence"] == "Whether the truce holds cannot be answered: nothing that the gauge is made of is held."
    assert (found["day"], found["gauge"], found["last_answer"], found["key_dates"]) == (None, None, None, [])
    assert [one["missing"].startswith("not held: ") for one in found["components"]] == [True] * 9


@pytest.mark.parametrize("name", answers.DATASETS)
def test_a_missing_dataset_costs_its_own_components(load: Load, name: str) -> None:
    without = answers.measured(lambda one: nothing(one) if one == name else load(one))
    expected = {one for one, (needed, _) in answers.MAKERS.items() if name in needed} | {"triple_sell_offs"}
    assert set(without.not_held) == expected
    assert answers.answer(without, date(2025, 11, 5), today=TODAY)["sentence"].endswith(".")


def test_datasets_that_do_not_fit_each_other_are_said(load: Load) -> None:
    bought = load("buyback_securities").assign(cusip="nowhere")
    found = answers.measured(lambda one: bought if one == "buyback_securities" else load(one))
    assert found.not_held["bill_share"].startswith("the datasets held do not fit each other: bought back but never auctioned")
    assert answers.answer(found, date(2025, 11, 5))["supports"][1]["passes"] is None


class TestCommand:
    @pytest.fixture(autouse=True)
    def _from_snapshot(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
        settings.cache_clear()
        yield
        settings.cache_clear()

    def test_json_is_the_answer(self, load: Load) -> None:
        got = CliRunner().invoke(app, ["gauge", "--day", "2025-04-11", "--json"])
        assert got.exit_code == 0
        assert json.loads(got.stdout) == json.loads(json.dumps(answers.gauge(load, date(2025, 4, 11)), allow_nan=False))

    def test_words(self) -> None:
        got = CliRunner().invoke(app, ["gauge"])
        assert got.exit_code == 0
        said = " ".join(got.stdout.split())
        assert re.match(r"Whether the truce h(eld|olds) on 5 Oct 2026 cannot be answered", said)
        assert "Quiet inflation expectations: pass." in said
        assert "Bill-heavy funding: unknown. The last whole month held ended on 31 Jul 2026, 66 days before; at most 45" in said
        assert "2025-04-11 71.3 7 not holding Treasury sell-off" in said
        assert "5y5y breakeven: last value 5 Aug 2026" in got.stderr

    @pytest.mark.parametrize("words", [["--day", "soon"], ["--without", "nope"]])
    def test_wrong_usage_ends_with_two(self, words: list[str]) -> None:
        assert CliRunner().invoke(app, ["gauge", *words]).exit_code == 2
