"""Measures, writes JSON under benchmarks/results and the tables of docs/performance.md: `python -m benchmarks [part ...]`."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks import report

PARTS = ("pages", "pulls", "data", "sessions", "browser")
PACKAGES = ("streamlit", "plotly", "pandas", "dash", "panel", "fredapi", "pandas-datareader", "openbb-fred")


def _measure(part: str) -> Callable[[], object]:
    """Only what a part needs is imported: the pages must be the first to import Streamlit in their process."""
    if part == "pages":
        from benchmarks.pages import measure
    elif part == "pulls":
        from benchmarks.pulls import measure
    elif part == "data":
        from benchmarks.data import measure
    elif part == "sessions":
        from benchmarks.sessions import measure
    else:
        from benchmarks.browser import measure
    return measure


def main() -> None:
    asked = sys.argv[1:] or list(PARTS)
    if unknown := [part for part in asked if part not in PARTS]:
        sys.exit(f"no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    report.RESULTS.mkdir(exist_ok=True)
    for part in asked:
        before = os.getloadavg()[0]
        made = {
            "day": datetime.now(UTC).date().isoformat(),
            "machine": f"{os.cpu_count()} processors, {platform.machine()}, load {before:.1f}",
            "versions": {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
            "figures": _measure(part)(),
        }
        (report.RESULTS / f"{part}.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(f"{part}: measured")
    report.write()


if __name__ == "__main__":
    main()
