"""The reference page in Panel, the usual way: bound functions that return Plotly figures, a Tabulator."""

import sys
from pathlib import Path

import panel as pn
import plotly.graph_objects as go

sys.path.insert(0, str(Path(__file__).parents[2]))

import treasury
from benchmarks.reference import work

pn.extension("plotly", "tabulator")
PAR = treasury.load("par_yields")
FRAMES = work.charts(PAR)


def reference():
    tenors = pn.widgets.MultiChoice(name="Tenors", options=list(work.TENORS), value=list(work.TENORS))
    chosen = pn.widgets.RadioButtonGroup(options=list(work.RANGES), value="All")

    def drawn(title, frame):
        def figure(tenors, chosen):
            part, made = work.within(frame, chosen), go.Figure()
            for tenor in work.TENORS:
                if tenor in tenors:
                    made.add_trace(go.Scatter(x=part.index, y=part[tenor], name=tenor, mode="lines"))
            return made.update_layout(title=title, height=400)

        return pn.pane.Plotly(pn.bind(figure, tenors, chosen), height=400, sizing_mode="stretch_width")

    numbers = [pn.indicators.Number(name=f"{n} {c}", value=float(v.split()[0])) for n, (v, c) in work.numbers(PAR).items()]
    charts = [drawn(title, frame) for title, frame in FRAMES.items()]
    rows = pn.widgets.Tabulator(work.table(PAR), height=400)
    return pn.Column("# Yields", pn.Row(*numbers), tenors, chosen, *charts, rows, sizing_mode="stretch_width")


def second():
    return pn.Column("# A second page", pn.pane.HTML('<a href="/reference">Reference</a>'))


if __name__ == "__main__":
    pn.serve({"reference": reference, "second": second}, port=int(sys.argv[1]), show=False, address="127.0.0.1")
