"""Supply / Buybacks: the operations, the last one in full, cover and fill by bucket and regime, totals, the plan."""

import streamlit as st

from treasury.analytics import buyback_programme as programme
from treasury.analytics import buybacks as measures
from treasury.charts import buybacks as charts
from treasury.ui import buybacks, cache, layout

SUMS = ["operations", "maximum_usd", "offered_usd", "accepted_usd", "unused_usd", "cover_ratio", "fill_pct"]
STYLE = {"labels": buybacks.LABELS, "usd": ("bn", 3), "notes": buybacks.NOTES, "height": "content"}


def draw_operations(made):
    title = "Buyback operations"
    figure = charts.operations(made.chosen, title, regimes=made.regimes, subtitle=made.inferred, **made.axis)
    alt, csv = buybacks.operations_alt(made), made.chosen
    layout.show_chart(figure, key="operations", alt=alt, sources=[source], csv=csv, name="buybacks", notes=buybacks.NOTES)


def draw_one(made):
    layout.section("One operation in full", anchor="operation")
    row = buybacks.pick_operation(made.every)
    if row is not None and layout.drawable(securities):
        bought = programme.composition(securities.frame, cache.frame("auctions").frame, row["operation_date"], row["start_time"])
        style = STYLE | {"labels": buybacks.SECURITY_LABELS, "notes": buybacks.SECURITIES, "height": "auto"}
        layout.show_table(bought, key="securities", sources=[source, securities], **style)


def draw_ratios(made):
    layout.section("Cover and fill")
    figure = charts.cover_and_fill(made.chosen, "Cover and fill by operation", subtitle=made.inferred, **made.axis)
    words = {"sources": [source], "csv": made.chosen, "notes": buybacks.NOTES}
    layout.show_chart(figure, key="ratios", alt=buybacks.ratios_alt(made), **words)
    sums, colours = programme.bucket_sums(made.chosen), charts.regime_colours(list(made.regimes["regime"]))
    for place, column, name in zip(st.columns(2), ("cover_ratio", "fill_pct"), ("Cover", "Fill"), strict=True):
        figure = charts.by_bucket(made.chosen, sums, column, f"{name} by bucket and regime", colours, subtitle=made.inferred)
        with place:
            layout.show_chart(figure, key=f"by_bucket_{column}", alt=buybacks.bucket_alt(made, sums, column), **words)
    table = sums[["security_type", "maturity_bucket", *SUMS]]
    layout.show_table(table, key="buckets", sources=[source], name="buybacks by bucket", **STYLE)


def draw_sums(made):
    layout.section("By quarter and regime")
    rows = programme.quarters(made.chosen, made.gaps)
    subtitle = "Pale: results of the quarter not all held"
    figure = charts.by_quarter(rows, "Par bought back by quarter", subtitle=subtitle, **made.axis)
    words = {"csv": rows, "name": "buybacks by quarter", "notes": buybacks.NOTES}
    layout.show_chart(figure, key="quarters", alt=buybacks.quarters_alt(made, rows), sources=[source], **words)
    regimes = measures.by_regime(made.chosen)[["regime", "operation_type", *SUMS]]
    layout.show_table(regimes, key="regimes", sources=[source], name="buybacks by regime", **STYLE)
    layout.section("Every operation")
    table = made.chosen.iloc[::-1][list(buybacks.TABLE)]
    layout.show_table(table, key="table", sources=[source], **STYLE | {"height": "auto"})


def draw_plan():
    layout.section("Announced plan", anchor="plan")
    if layout.drawable(plan):
        rows = buybacks.plan_rows(plan, source)
        st.markdown(buybacks.plan_words(rows))
        layout.show_table(rows, key="plan", sources=[plan, source], **STYLE | {"notes": buybacks.PLAN, "height": "auto"})


head = st.container()
source, securities, plan = (cache.frame(f"buyback_{name}") for name in ("operations", "securities", "schedule"))
text = "No buyback operations to show."
if layout.drawable(source):
    made = buybacks.cockpit(source, plan)
    text = buybacks.headline(made.every)
    draw_operations(made)
    draw_one(made)
    draw_ratios(made)
    draw_sums(made)
draw_plan()
with head:
    layout.page("Supply", "Buybacks", text)
