"""The Markdown of docs/performance.md between its markers, from the results under benchmarks/results."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.serving import ROOT

RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "performance.md"
BROWSER = {
    "cold_ms": "Cold: navigation to last chart painted, s",
    "warm_ms": "Warm: the same with the browser's cache, s",
    "switch_ms": "Page switch to last chart painted, s",
    "control_all_ms": "Range to all 9,000 days, to repaint, s",
    "control_5y_ms": "Range to five years, to repaint, s",
    "control_tenor_ms": "One tenor less, to repaint, s",
    "zoom_ms": "Zoom, s",
    "hide_ms": "Hide a tenor by its legend, s",
    "button_ms": "Five years by the chart's own button, s",
    "socket_kb": "Over the websocket to the first paint, MB",
    "http_kb": "Over HTTP to the first paint, MB",
    "control_kb": "Over the wire for a control change, MB",
    "heap_mb": "Browser heap, MB",
}
SESSIONS = {
    "rerun_p50_ms": "Rerun alone, p50, ms",
    "rerun_p95_ms": "Rerun alone, p95, ms",
    "cpu_ms": "Processor time a rerun, ms",
    "sessions_1_p95_ms": "1 session that thinks 5 s, p95, ms",
    "sessions_10_p95_ms": "10 sessions, p95, ms",
    "sessions_50_p50_ms": "50 sessions, p50, ms",
    "sessions_50_p95_ms": "50 sessions, p95, ms",
    "memory_1_mb": "Memory, 1 session, MB",
    "memory_10_mb": "Memory, 10 sessions, MB",
    "memory_50_mb": "Memory, 50 sessions, MB",
    "memory_further_mb": "Memory per further session, MB",
}


def write() -> None:
    """Puts each table between `<!-- name -->` and `<!-- /name -->`; a part that was not measured stays as it is."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in (("browser", _browser), ("sessions", _sessions), ("pulls", _pulls), ("data", _data), ("pages", _pages)):
        file = RESULTS / f"{name}.json"
        if file.exists():
            held = json.loads(file.read_text(encoding="utf-8"))
            made = f"<!-- {name} -->\n{_machine(held)}\n\n{table(held['figures'])}\n<!-- /{name} -->"
            text = re.sub(rf"<!-- {name} -->.*<!-- /{name} -->", lambda _, made=made: made, text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


def _machine(held: dict[str, Any]) -> str:
    return f"{held['day']}; {held['machine']}; {', '.join(f'{name} {version}' for name, version in held['versions'].items())}."


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(heads), ["---"] * len(heads), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _scaled(name: str, value: float | None) -> str:
    if value is None:
        return ""
    large = name.endswith(("_ms", "_kb"))
    return f"{value / 1000:.2f}" if large else f"{value:.1f}"


def _ratio(ours: float | None, other: float | None) -> str:
    return f"{ours / other:.2f}" if ours is not None and other else ""


def _browser(figures: dict[str, dict[str, float]]) -> str:
    ways = [way for way in ("ours", "streamlit", "dash", "panel", "static") if way in figures]
    rows = []
    for name, words in BROWSER.items():
        values = [figures[way].get(name) for way in ways]
        rows.append([words, *(_scaled(name, value) for value in values), *(_ratio(values[0], value) for value in values[1:])])
    return table(["", *ways, *(f"ours / {way}" for way in ways[1:])], rows)


def _sessions(figures: dict[str, dict[str, float]]) -> str:
    ours, plain = figures["ours"], figures["streamlit"]
    rows = [[words, f"{ours[k]:,.1f}", f"{plain[k]:,.1f}", _ratio(ours[k], plain[k])] for k, words in SESSIONS.items()]
    rows.append(
        [
            "50 sessions' p95 over one session's",
            *(f"{f['sessions_50_p95_ms'] / f['sessions_1_p95_ms']:.1f}" for f in (ours, plain)),
            "",
        ]
    )
    return table(["", "ours", "plain Streamlit", "ours / plain"], rows)


def _pulls(figures: dict[str, float]) -> str:
    pairs = (
        ("no key, one download", "ours_ms", "pandas-datareader", "datareader_ms"),
        ("with a key", "ours_with_key_ms", "fredapi", "fredapi_ms"),
        ("with a key", "ours_with_key_ms", "OpenBB", "openbb_ms"),
    )
    rows = [
        [words, f"{figures[a]:,.0f}", other, f"{figures[b]:,.0f}", _ratio(figures[a], figures[b])] for words, a, other, b in pairs
    ]
    return table(["Eleven series since 1962", "ours, ms", "against", "ms", "ratio"], rows)


def _data(figures: dict[str, Any]) -> str:
    cold, again = figures["refresh"]["cold"], figures["refresh"]["nothing_new"]
    names = {"requests": "Requests", "kb": "KB received", "seconds": "Seconds"}
    made = [
        table(
            ["Refresh", "cold", "nothing new", "ratio"],
            [[w, f"{cold[n]:,}", f"{again[n]:,}", _ratio(again[n], cold[n])] for n, w in names.items()],
        )
    ]
    rows = [[p, f"{f['rows']:,.0f}", f"{f['ms']:.1f}"] for p, f in figures["parsing"].items()]
    made.append(table(["Parse and check", "rows", "ms"], rows))
    rows = [
        [w, f"{f['store_ms']}", f"{f['parquet_ms']}", _ratio(f["store_ms"], f["parquet_ms"])] for w, f in figures["store"].items()
    ]
    made.append(table(["Store", "ms", "bare Parquet, ms", "ratio"], rows))
    made.append(table(["Analysis", "ms"], [[n.removesuffix("_ms"), f"{v:.1f}"] for n, v in figures["analyses"].items()]))
    return "\n\n".join(made)


def _pages(figures: dict[str, dict[str, float]]) -> str:
    rows = [[p, f"{f['cold_s']:.2f}", f"{f['warm_ms']:.0f}", f"{f['figures_kb']:,.0f}"] for p, f in figures.items()]
    return table(["Page", "first opening, s", "rerun, ms", "figures, KB"], rows)
