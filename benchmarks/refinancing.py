"""The refinancing engine over every outstanding security of the snapshot: ten fiscal years, and a whole answer.

Run with `python -m benchmarks.refinancing`; prints a Markdown table with medians.
"""

from __future__ import annotations

import pandas as pd

import treasury
from benchmarks.store import milliseconds
from treasury.analytics import ladder as ladders
from treasury.analytics.refinancing import Plan, Scenario, project
from treasury.analytics.refinancing_mix import gross_mix, shock_path
from treasury.analytics.refinancing_stress import stress
from treasury.answers.refinance import STRESSED, borrowing_of
from treasury.calendar import fiscal_year
from treasury.cbo_file import cbo

YEARS = 10


def main() -> None:
    frames = [treasury.load(name) for name in STRESSED]
    auctions, par = frames[0], frames[4]
    day, borrowing = ladders.ladder_day(auctions), borrowing_of(cbo().baselines[-1])
    held = ladders.ladder(*frames[:4])
    start = pd.Timestamp(par.index[-1]).date()
    years = range(fiscal_year(start), fiscal_year(start) + YEARS)
    plan = Plan(day, start, years[-1], par.iloc[-1], gross_mix(auctions, day), dict(borrowing))
    asked = [Scenario("base"), Scenario("shocked", shock_path("parallel", 100, years))]
    rows = {
        "build the ladder": lambda: ladders.ladder(*frames[:4]),
        "base and shocked": lambda: project(held, plan, asked),
        "ladder, base, shocked, one more point of bills": lambda: stress(*frames, borrowing=borrowing, years=YEARS),
    }
    print(f"{held['cusip'].nunique()} securities, {YEARS} fiscal years, day by day\n\n| work | ms |\n|---|---|")
    for work, done in rows.items():
        print(f"| {work} | {milliseconds(done):.0f} |")


if __name__ == "__main__":
    main()
