"""The reference page as a file: four Plotly figures with their own range buttons and legend, a table. The floor."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

sys.path.insert(0, str(Path(__file__).parents[2]))

import treasury
from benchmarks.reference import work

BUTTONS = [{"count": 5, "step": "year", "stepmode": "backward", "label": "5Y"}, {"step": "all", "label": "All"}]


def page() -> str:
    par = treasury.load("par_yields")
    numbers = "".join(f"<div><small>{n}</small><h3>{v}</h3><small>{c}</small></div>" for n, (v, c) in work.numbers(par).items())
    made = ["<h1>Yields</h1>", f"<div style='display:flex;gap:3em'>{numbers}</div>"]
    for title, frame in work.charts(par).items():
        figure = go.Figure([go.Scatter(x=frame.index, y=frame[tenor], name=tenor, mode="lines") for tenor in work.TENORS])
        figure.update_layout(title=title, height=400, xaxis_rangeselector={"buttons": BUTTONS})
        made.append(figure.to_html(include_plotlyjs=False, full_html=False))
    made.append(work.table(par).to_html())
    head = '<meta charset="utf-8"><script src="/plotly.min.js"></script>'
    return f"<!doctype html><html><head>{head}</head><body>{''.join(made)}</body></html>"


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    (folder / "reference.html").write_text(page(), encoding="utf-8")
    (folder / "second.html").write_text('<a href="/reference.html">Reference</a>', encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
