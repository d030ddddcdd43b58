"""Supply / Buybacks: the operations and the plan, one in full, cover and fill, size, yields, and what it amounts to."""

import streamlit as st

from treasury.analytics import buyback_programme as programme
from treasury.charts import buybacks as charts
from treasury.language import N_, tr
from treasury.ui import buyback_operation, buyback_plan, buyback_question, buyback_size, buyback_yields, buybacks, cache, layout

SUMS = ["operations", "maximum_usd", "offered_usd", "accepted_usd", "unused_usd", "cover_ratio", "fill_pct"]
STYLE = {"labels": buybacks.LABELS, "usd": ("bn", 3), "notes": buybacks.NOTES}


def draw_operations(made):
    scope = buyback_question.SCOPES[0]
    if (found := buyback_question.evidence(made, securities, scope)) is not None:
        st.markdown(buyback_question.answer(found, scope))
    figure = charts.operations(made.chosen, tr("Buyback operations"), regimes=made.regimes, subtitle=made.inferred, **made.axis)
    alt, csv = buybacks.operations_alt(made), made.chosen
    layout.show_chart(figure, key="operations", alt=alt, sources=[source], csv=csv, name="buybacks", notes=buybacks.NOTES)
    buyback_plan.draw(plan, made)
    layout.section(N_("Every operation"))
    table = made.chosen.iloc[::-1][list(buybacks.TABLE)]
    layout.show_table(table, key="table", sources=[source], **STYLE)


def draw_ratios(made):
    colours, words = charts.regime_colours(list(made.regimes["regime"])), {"sources": [source], "csv": made.chosen}
    figure = charts.fill_against_cover(made.chosen, tr("Fill against cover"), colours, subtitle=made.inferred)
    alt = buybacks.scatter_alt(made)
    layout.show_chart(figure, key="fill_against_cover", alt=alt, notes=buybacks.NOTES, **words)
    figure = charts.cover_and_fill(made.chosen, tr("Cover and fill by operation"), subtitle=made.inferred, **made.axis)
    layout.show_chart(figure, key="ratios", alt=buybacks.ratios_alt(made), notes=buybacks.NOTES, **words)
    layout.section(N_("By bucket"))
    sums = programme.bucket_sums(made.chosen)
    titles = (tr("Cover by bucket and regime"), tr("Fill by bucket and regime"))
    for place, column, title in zip(st.columns(2), ("cover_ratio", "fill_pct"), titles, strict=True):
        figure = charts.by_bucket(made.chosen, sums, column, title, colours, subtitle=made.inferred)
        with place:
            alt = buybacks.bucket_alt(made, sums, column)
            layout.show_chart(figure, key=f"by_bucket_{column}", alt=alt, notes=buybacks.NOTES, **words)
    table = sums[["security_type", "maturity_bucket", *SUMS]]
    layout.show_table(table, key="buckets", sources=[source], name="buybacks by bucket", height="content", **STYLE)


head = st.container()
source, securities, plan = (cache.frame(f"buyback_{name}") for name in ("operations", "securities", "schedule"))
text = tr("No buyback operations to show.")
if layout.drawable(source):
    made = buybacks.cockpit(source, plan)
    text = buybacks.headline(made.picked, made.choice)
    if made.view == "Operations":
        draw_operations(made)
    elif made.view == "One operation":
        buyback_operation.draw(made, securities)
    elif made.view == "Cover and fill":
        draw_ratios(made)
    elif made.view == "Size":
        buyback_size.draw(made, securities)
    elif made.view == "Yields":
        buyback_yields.draw(made)
    else:
        buyback_question.draw(made, securities)
with head:
    layout.page(N_("Supply"), N_("Buybacks"), text)
