"""`refinance`: what a rise of rates would cost."""

from __future__ import annotations

from typing import Annotated

import typer

from treasury import frames
from treasury.analytics.refinancing_stress import BILL_SHARE_LIMITS_PCT, SHOCK_LIMITS_BP
from treasury.answers.refinance import refinance as refinance_answer
from treasury.commands.console import AsJson, app, plain_errors, put, put_json, put_table, scaled
from treasury.refreshing import open_store

SHOCK_HELP = "Parallel shock of the par curve, basis points, {:g} to {:g}.".format(*SHOCK_LIMITS_BP)
SHARE_HELP = "Bills of the debt in percent, {:g} to {:g}, reached in a year; as it is.".format(*BILL_SHARE_LIMITS_PCT)


@app.command()
def refinance(
    shock_bp: Annotated[float, typer.Option(help=SHOCK_HELP)] = 100.0,
    bill_share: Annotated[float | None, typer.Option(help=SHARE_HELP)] = None,
    years: Annotated[int, typer.Option(help="Fiscal years, 1 to 10.")] = 10,
    borrowing: Annotated[str, typer.Option(help="New borrowing: cbo (its newest baseline) or none.")] = "cbo",
    as_json: AsJson = False,
) -> None:
    """What rolling over the debt costs by fiscal year, with and without a rate shock."""
    with plain_errors():
        answer = refinance_answer(frames.reader(open_store()), shock_bp, bill_share, years, borrowing)
    if as_json:
        put_json(answer)
        return
    how = answer["assumptions"]
    rows = [
        [str(row["fiscal_year"])]
        + [scaled(row[name], 1e9, 1) for name in ("base_usd", "shocked_usd", "difference_usd")]
        + [scaled(row[name], 1, 2) for name in ("base_effective_rate_pct", "effective_rate_pct")]
        for row in answer["fiscal_years"]
    ]
    when = f"{shock_bp:+g} bp from {how['shock']['from']} on the curve of {how['curve_day']}"
    names = ["fiscal year", "base", "shocked", "difference", "base rate %", "shocked rate %"]
    put_table(f"Interest on marketable debt, USD bn: {when}", names, rows)
    due = f"{scaled(answer['share_maturing_12m_pct'], 1, 1)} % of the ladder of {how['ladder']['day']} matures within 12 months"
    put(f"{due}; bills are {scaled(how['bill_share_pct'], 1, 1)} % of the debt")
    if low := how["shocked_rates_below_zero_pct"]:
        rates = ", ".join(f"{tenor} {scaled(rate, 1, 2)} %" for tenor, rate in low.items())
        put(f"Below zero with the shock, counted as they are: {rates}")
