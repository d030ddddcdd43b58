"""The reference page in Dash, the usual way: graphs, a data table, one callback for all charts."""

import sys
from pathlib import Path

import plotly.graph_objects as go
from dash import Dash, Input, Output, dash_table, dcc, html

sys.path.insert(0, str(Path(__file__).parents[2]))

import treasury
from benchmarks.reference import work

PAR = treasury.load("par_yields")
FRAMES = work.charts(PAR)
app = Dash(__name__, suppress_callback_exceptions=True, serve_locally=True)
app.layout = html.Div(
    [
        dcc.Location(id="url"),
        dcc.Link("Reference", href="/reference", id="to-reference"),
        dcc.Link("Second", href="/second", id="to-second"),
        html.Div(id="page"),
    ]
)


def reference():
    rows = work.table(PAR).reset_index()
    rows["date"] = rows["date"].dt.strftime("%Y-%m-%d")
    numbers = [
        html.Div([html.Small(name), html.H3(value), html.Small(change)]) for name, (value, change) in work.numbers(PAR).items()
    ]
    return [
        html.H1("Yields"),
        html.Div(numbers, style={"display": "flex", "gap": "3em"}),
        dcc.Dropdown(list(work.TENORS), list(work.TENORS), multi=True, id="tenors"),
        dcc.RadioItems(list(work.RANGES), "All", id="range"),
        *(dcc.Graph(id=f"chart{number}", style={"height": 400}) for number in range(len(FRAMES))),
        dash_table.DataTable(
            rows.to_dict("records"), id="rows", page_action="none", style_table={"height": 400, "overflowY": "auto"}
        ),
    ]


@app.callback(Output("page", "children"), Input("url", "pathname"))
def show(path):
    return html.H1("A second page") if path == "/second" else reference()


@app.callback([Output(f"chart{n}", "figure") for n in range(len(FRAMES))], Input("tenors", "value"), Input("range", "value"))
def draw(tenors, chosen):
    made = []
    for title, frame in FRAMES.items():
        part, figure = work.within(frame, chosen), go.Figure()
        for tenor in work.TENORS:
            if tenor in tenors:
                figure.add_trace(go.Scatter(x=part.index, y=part[tenor], name=tenor, mode="lines"))
        made.append(figure.update_layout(title=title, height=400))
    return made


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
