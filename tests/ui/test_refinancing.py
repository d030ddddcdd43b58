"""The refinancing page: what it says of the embedded snapshot, its controls, the path by hand in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import treasury
from tests.visits import opened
from treasury.api import api
from treasury.ui import cache, rate_path
from treasury.ui.navigation import PAGES

Open = Callable[..., AppTest]
PAGE = "risk/refinancing.py"


def said(app: AppTest) -> str:
    return app.title[0].value.replace("\\", "").replace("\u2060", "")


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The table that has these columns."""
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def text(app: AppTest) -> str:
    return "\n".join(item.value for item in app.markdown)


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def test_the_headline_names_shock_day_cost_and_share(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == (
        "A parallel rise of 100 bp from 5 Oct 2026 would add USD 91.6 bn to interest in fiscal 2027 and USD 168 bn in fiscal "
        "2028; 33.8 % of marketable debt on 20 Aug 2026 matures within 12 months."
    )


def test_the_page_says_how_the_calibration_stands(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, view="Calibration")
    checks = table(app, "measure", "allowed").set_index("measure")
    assert checks["allowed"].str.startswith("kept").all()
    assert checks.loc["CBO, 10 bp higher, 2026 to 2035", "published_usd"] == pytest.approx(351.0)
    parts = table(app, "published_rate_pct").set_index("part")
    assert "TIPS (rate with accrual, published without)" in parts.index
    words = text(app)
    assert "How Changes in Economic Conditions Might Affect the Federal Budget: 2025 to 2035" in words
    assert "13 Mar 2025" in words
    assert "What is left: **USD 11.8 bn** is dearer debt service" in words


def test_a_fall_in_rates_takes_off(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, bp="-500")
    change = table(app, "difference_usd")["difference_usd"].abs()
    assert said(app).startswith(
        f"A parallel cut of 500 bp from 5 Oct 2026 would take USD {change[0]:.0f} bn off interest in fiscal 2027 and "
        f"USD {change[1]:.0f} bn in fiscal 2028; "
    )
    assert "-" not in said(app)
    assert any(f"Saved in fiscal 2036: USD {change[9] / 1000:.2f} tn, of it refinanced debt USD 1." in alt for alt in alts(app))
    assert "**Saving**: borrowed less" in text(app)


def test_a_year_that_costs_more_and_one_that_costs_less_are_told_apart(held: Path, open_page: Open) -> None:
    words = said(open_page(PAGE, shock="By hand", path="100_-300"))
    assert "would add USD 91.6 bn to interest in fiscal 2027 and take USD" in words
    assert "off interest in fiscal 2028" in words
    words = said(open_page(PAGE, shock="By hand", path="-100_300"))
    assert "off interest in fiscal 2027 and add USD" in words


def test_rates_below_zero_are_said(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, bp="-500")
    lower = treasury.load("par_yields")["3M"].iloc[-1] - 5
    assert f"3M {lower:.2f} %" in next(line for line in text(app).splitlines() if line.startswith("- **Below zero**"))
    assert "Below zero" not in text(open_page(PAGE))


def test_page_command_and_api_take_the_same_sizes(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    asked = {one["name"]: one["schema"] for one in api.openapi()["paths"]["/refinance"]["get"]["parameters"]}
    size, share = app.number_input(key="bp"), app.number_input(key="bills")
    assert (size.min, size.max) == (asked["shock_bp"]["minimum"], asked["shock_bp"]["maximum"]) == (-500, 1000)
    wanted = next(one for one in asked["bill_share"]["anyOf"] if one["type"] == "number")
    assert (share.min, share.max) == (wanted["minimum"], wanted["maximum"]) == (0, 60)
    with pytest.raises(ValueError, match="beyond -500 to 1,000 basis points"):
        rate_path.read("-501", 10)


def test_a_bill_share_out_of_bounds_is_moved_to_the_nearer(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, bills="250")
    assert app.number_input(key="bills").value == 60.0
    assert [one.value for one in app.info] == ["Bills, % of debt: `250` in the link is too large; showing 60.0."]
    assert "bills go from 22.6 % to 60.0 % of the debt" in text(app)


def test_steepener_and_front_end_add_up_to_the_parallel_shock_without_interest_on_interest(held: Path, open_page: Open) -> None:
    extra = [
        table(open_page(PAGE, shock=shape, service="Not borrowed", years="2"), "difference_usd")["difference_usd"].sum()
        for shape in ("Parallel", "Steepener", "Front end")
    ]
    assert extra[1] + extra[2] == pytest.approx(extra[0], rel=1e-6)


def test_controls_change_what_they_say(held: Path, open_page: Open) -> None:
    usual = table(open_page(PAGE), "base_usd").set_index("fiscal_year")
    none = table(open_page(PAGE, borrowing="None", years="3"), "base_usd").set_index("fiscal_year")
    assert list(none.index) == ["2027", "2028", "2029"]
    assert (none["debt_usd"].round(3) == none["debt_usd"].iloc[0].round(3)).all()
    assert none["base_usd"].iloc[-1] < usual["base_usd"].iloc[2]
    own = table(open_page(PAGE, borrowing="By hand", bn="1000"), "debt_usd").set_index("fiscal_year")["debt_usd"]
    assert own.diff().iloc[-1] == pytest.approx(1000.0, rel=1e-3)  # billions a year
    rebuilt = open_page(PAGE, ladder="Rebuilt")
    assert "rebuilt from auctions to 20 Aug 2026" in text(rebuilt)
    bills = open_page(PAGE, bills="30")
    assert "bills go from 22.6 % to 30.0 % of the debt within a year" in text(bills)


def test_wrong_values_of_the_address_are_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, bp="9000", years="0", bills="hello", shock="twist")
    assert not app.exception
    words = [item.value for item in app.info]
    assert any("`9000`" in word for word in words)
    assert any("`hello` in the link is no number" in word for word in words)
    assert any("`twist`, which there is not; showing Parallel" in word for word in words)
    assert table(app, "difference_usd").shape[0] == 1


def test_a_path_by_hand_is_read_from_the_address_and_kept_in_it(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, shock="By hand", path="100")
    assert said(app).startswith("The path by hand from 5 Oct 2026 would add USD 91.6 bn to interest in fiscal 2027")
    assert app.query_params["path"] == "100"
    late = open_page(PAGE, shock="By hand", path="0_100")
    assert "would add USD 0 to interest in fiscal 2027" in said(late)
    assert list(table(late, "3M", "30Y")["30Y"]) == [0] + [100] * 9
    assert "path" not in open_page(PAGE, path="100").query_params


@pytest.mark.parametrize("path", ["x", "1.2", "5000", "1_" * 40 + "1", "<b>", "1e3"])
def test_a_path_that_cannot_be_used_is_said(held: Path, open_page: Open, path: str) -> None:
    app = open_page(PAGE, shock="By hand", path=path)
    assert not app.exception
    assert any("cannot be used" in item.value for item in app.info)
    assert (table(app, "3M", "30Y") == 100).all(axis=None)


def test_paths_survive_the_way_into_the_address_and_back() -> None:
    rows = ((10, 20, 30, 40, 50), (0, 0, 0, 0, 0), *(((-5, 0, 5, 10, 15),) * 8))
    assert rate_path.written(rows) == "10.20.30.40.50_0_-5.0.5.10.15"
    assert rate_path.read(rate_path.written(rows), 10) == rows


def test_the_wall_by_month_without_bills(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, view="Maturity wall", by="Month", wall="Left out")
    alt = next(one for one in alts(app) if one.startswith("Maturity wall"))
    assert "statement by security of 31 May 2026" in alt
    assert said(app) == (
        "33.8 % of marketable debt, USD 10.8 tn of USD 31.8 tn, stood to mature within 12 months of 20 Aug 2026; "
        "beyond bills, most falls due in May 2028: USD 646 bn."
    )
    # Counted from the datasets: what ends on Sunday, 30 April 2028 is paid on 1 May.
    stated, sold = treasury.load("debt_by_security"), treasury.load("auctions")
    stated, sold = stated[stated["record_date"].eq("2026-05-31")], sold[sold["issue_date"] > "2026-05-31"]
    own, later = (one[one["maturity_date"].between("2028-04-29", "2028-05-31")] for one in (stated, sold))
    assert own["outstanding_usd"].sum() + later["total_accepted_usd"].sum() == pytest.approx(646e9, abs=0.5e9)


def test_the_wall_as_a_table_holds_the_whole_ladder(held: Path, open_page: Open) -> None:
    """All quarters drawn and what lies behind them are the ladder; the first year is a third of it."""
    app = open_page(PAGE, view="Maturity wall", by="Fiscal year")
    rows = table(app, "period", "total_usd")
    assert rows["total_usd"].sum() == pytest.approx(31_800, rel=0.005)  # billions
    assert list(rows["period"].iloc[:2]) == ["FY2026 (from 21 Aug)", "FY2027"]
    assert not rows["period"].iloc[1:].str.contains("partial").any()
    assert "falls due after the periods drawn" not in text(app)
    assert "falls due after the periods drawn" in text(open_page(PAGE, view="Maturity wall"))


def test_the_scenario_stays_while_another_view_is_shown(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    app.number_input(key="bp").set_value(200.0).run()
    assert said(app).startswith("A parallel rise of 200 bp")
    app.segmented_control(key="view").set_value("Mark-up").run()
    app.segmented_control(key="side").set_value("Bills").run()
    app.segmented_control(key="view").set_value("Rate shock").run()
    assert said(app).startswith("A parallel rise of 200 bp")


def test_the_ticker_names_the_week_and_the_fiscal_year(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, view="Mark-up")
    assert said(app) == (
        "In the week from 10 Aug 2026, USD 517 bn at 3.68 % matured and USD 577 bn came in at 3.80 %: +12 bp. "
        "The mark-ups of fiscal 2026 to 20 Aug 2026 add up to USD 5.26 bn a year."
    )
    weeks = table(app, "markup_bp", "week")
    assert weeks["week"].iloc[0] == "2026-W34"
    fiscal = table(app, "weeks", "markup_usd").set_index("fiscal_year")
    assert fiscal.loc["2026", "markup_usd"] == pytest.approx(weeks["markup_to_date_usd"].iloc[0])
    assert "Bills" not in next(one for one in alts(app) if one.startswith("Refinancing mark-up"))


def test_without_the_statement_the_ladder_is_rebuilt_and_says_so(
    held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cache.frame

    def lacking(name: str, *more: object) -> cache.Loaded:
        made = real(name, *more)
        return replace(made, frame=made.frame.iloc[:0], vintage=None) if name == "debt_by_security" else made

    monkeypatch.setattr(cache, "frame", lacking)
    app = open_page(PAGE)
    assert not app.exception
    assert "rebuilt from auctions to 20 Aug 2026, no statement by security being held" in text(app)


def test_nothing_held(nothing_held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == "No refinancing to show."


def test_a_link_to_one_view_may_carry_what_another_one_uses(held: Path) -> None:
    entry = next(one for one in PAGES if one.url_path == "refinancing")
    told = opened(entry, {"view": "Mark-up", "bp": "250", "shock": "By hand", "path": "50_0", "odd": "1"}).alerts
    assert [one for one in told if "link has" in one] == ["The link has `odd`, which this page, as it is set, does not use."]
