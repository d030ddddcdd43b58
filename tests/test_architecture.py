"""Who may import whom: a closed list per layer, read from the parse tree of every file."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("app.py", "serve.py", "pages", "treasury", "deploy", "docs")


@dataclass(frozen=True)
class Layer:
    """Which files belong, which third-party packages they may import, and which layers (their own always)."""

    files: tuple[str, ...]
    packages: frozenset[str]
    layers: frozenset[str]


def _modules(names: str) -> tuple[str, ...]:
    return tuple(f"treasury/{name}.py" for name in names.split())


def _layer(files: tuple[str, ...], packages: str, layers: str) -> Layer:
    return Layer(files, frozenset(packages.split()), frozenset(layers.split()))


LAYERS = {
    "pages": _layer(("app.py", "pages/*"), "streamlit", "ui analytics charts base"),
    "ui": _layer(("treasury/ui/*",), "streamlit pandas xlsxwriter starlette", "alerts store answers analytics charts base"),
    "charts": _layer(("treasury/charts/*",), "plotly pandas numpy orjson tsdownsample blake3 cachetools", "base"),
    "analytics": _layer(("treasury/analytics/*",), "pandas numpy scipy QuantLib sklearn statsmodels", "base"),
    # Whole answers, for the command line, the API and the pages alike.
    "answers": _layer(("treasury/answers/*",), "pandas numpy icalendar", "analytics base"),
    # Works out answers, remembers in the store, sends; whoever refreshes calls it.
    "alerts": _layer(_modules("alerts"), "pandas numpy", "store answers analytics delivery base"),
    "delivery": _layer(_modules("delivery"), "apprise tenacity pydantic", "http base"),
    # What stands beside the pages: the command line, the Python surface, the API, the brief.
    "faces": _layer(
        (
            "serve.py",
            "treasury/hosted/*",
            "treasury/commands/*",
            "treasury/api/*",
            "treasury/brief/*",
            *_modules("__init__ __main__ datasets_doc messages"),
        ),
        "pandas numpy typer rich pydantic orjson streamlit starlette fastapi cachetools prometheus_client asgi_correlation_id"
        " pythonjsonlogger jinja2 kaleido choreographer babel",
        "ui alerts delivery store sources answers analytics charts base",
    ),
    "store": _layer(
        _modules("store arrow delta_log fingerprint scale snapshot snapshot_writer merge refreshing frames status lease ledger"),
        "pandas numpy pyarrow deltalake fsspec filelock orjson",
        "sources http base",
    ),
    "sources": _layer(("treasury/sources/*",), "pandas numpy fredapi xlrd", "http base"),
    "http": _layer(_modules("http body wire"), "requests urllib3 tenacity defusedxml", "base"),
    "base": _layer(
        (
            *_modules("dataset spreadsheet tenors units calendar reviewed reference refunding_files errors settings access"),
            *_modules("claims_file cbo_file alerts_file reviewed_tables language"),
        ),
        "pandas numpy pydantic pydantic_settings babel",
        "",
    ),
}
# Packages that only one place may import, though its layer has more files.
ONLY_IN = {
    "icalendar": "treasury/answers/ics.py",
    "fredapi": "treasury/sources/fred/*",
    "xlrd": "treasury/sources/nyfed/*",
    "xlsxwriter": "treasury/ui/workbook.py",
    "apprise": "treasury/delivery.py",
    "jinja2": "treasury/brief/html.py",
    "kaleido": "treasury/brief/pictures.py",
    "choreographer": "treasury/brief/pictures.py",
}
# Ways to open a connection: treasury/http.py has the only one.
NETWORK = {
    *(
        "requests",
        "urllib3",
        "urllib.request",
        "http.client",
        "socket",
        "ssl",
        "ftplib",
        "smtplib",
        "socketserver",
        "http.server",
    ),
    *("httpx", "aiohttp", "asyncio", "xmlrpc", "telnetlib", "poplib", "imaplib"),
}


def layer_of(path: str) -> str | None:
    return next((name for name, layer in LAYERS.items() if any(fnmatch(path, pattern) for pattern in layer.files)), None)


def file_of(module: str) -> str | None:
    """The file of one of our modules, or nothing if it is no module of ours."""
    if module.split(".")[0] not in ("treasury", "pages", "app", "serve"):
        return None
    path = module.replace(".", "/")
    return next((p for p in (f"{path}.py", f"{path}/__init__.py") if (ROOT / p).is_file()), None)


def imported(tree: ast.AST, path: str) -> Iterator[str]:
    """Full names of what is imported anywhere in the file, within functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.removesuffix(".py").split("/")[: -node.level] if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("__import__", "import_module"):
                yield f"{name}()"


def violations(path: str, text: str) -> list[str]:
    """What the file does that its layer may not."""
    name = layer_of(path)
    if name is None:
        return [f"{path} belongs to no layer: put it into a folder of LAYERS, or name it there"]
    tree = ast.parse(text)
    found = [trouble for what in imported(tree, path) if (trouble := _trouble(path, name, what))]
    if path != "treasury/settings.py" and _reads_environment(tree):
        found.append("reads the environment; only settings.py does")
    return found


def _trouble(path: str, layer: str, what: str) -> str:
    ours = file_of(what) or file_of(what.rpartition(".")[0])
    if ours:
        return _inner_trouble(path, layer, ours)
    top = what.split(".")[0]
    if path != "treasury/http.py" and any(what == n or what.startswith(n + ".") for n in NETWORK):
        return f"imports {what}: only treasury/http.py opens connections"
    if what.endswith("()"):
        return f"imports by {what}, which nobody can check"
    if top in sys.stdlib_module_names:
        return ""
    if top not in LAYERS[layer].packages:
        others = ", ".join(name for name, one in LAYERS.items() if top in one.packages)
        return f"imports {top}, which {layer} may not" + (f"; it belongs into {others}" if others else " and no layer does")
    if top in ONLY_IN and not fnmatch(path, ONLY_IN[top]):
        return f"imports {top}, which only {ONLY_IN[top]} may"
    return ""


def _inner_trouble(path: str, layer: str, ours: str) -> str:
    other = layer_of(ours)
    if other != layer and other not in LAYERS[layer].layers:
        return f"imports {ours} ({other}), which {layer} may not; it may {', '.join(sorted(LAYERS[layer].layers)) or 'none'}"
    if layer == "sources" and other == "sources" and path != "treasury/sources/__init__.py":
        folder = path.rpartition("/")[0]
        if ours.rpartition("/")[0] != folder:
            return f"imports {ours}, another publisher's or the catalogue"
    return ""


def _reads_environment(tree: ast.AST) -> bool:
    names = ("environ", "environb", "getenv", "putenv")
    attributes = any(isinstance(n, ast.Attribute) and n.attr in names for n in ast.walk(tree))
    return attributes or any(alias.name in names for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for alias in n.names)


def python_files() -> list[str]:
    found = (p for part in CODE for p in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py")))
    return sorted(p.relative_to(ROOT).as_posix() for p in found if p.is_file())


@pytest.mark.parametrize("path", python_files())
def test_a_file_keeps_to_its_layer(path: str) -> None:
    assert violations(path, (ROOT / path).read_text(encoding="utf-8")) == []


def test_every_python_file_outside_the_tests_is_looked_at() -> None:
    skipped = {".venv", "venv", "tests", "build", "node_modules"}
    skipped |= {"benchmarks"}  # start servers and use what the product is compared with; nothing of the product imports them
    parts = [p.relative_to(ROOT).parts for p in ROOT.rglob("*.py")]
    assert sorted("/".join(p) for p in parts if p[0] not in skipped and not p[0].startswith(".")) == python_files()
    assert len(python_files()) > 50


def test_every_layer_has_its_files() -> None:
    held = {layer_of(path) for path in python_files()}
    assert {"pages", "ui", "charts", "analytics", "faces", "store", "sources", "http", "base"} <= held


def test_no_page_lies_directly_in_pages() -> None:
    assert [p.name for p in (ROOT / "pages").glob("*.py")] == []


def test_data_holds_files_never_code() -> None:
    assert [p.name for p in (ROOT / "data").rglob("*") if p.suffix in (".py", ".ipynb", ".sh", ".pkl", ".so")] == []


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("pages/rates/x.py", "import pandas as pd", "imports pandas, which pages may not"),
        ("pages/rates/x.py", "from plotly import graph_objects", "imports plotly, which pages may not"),
        (
            "pages/rates/x.py",
            "from treasury.sources import CATALOG",
            "treasury/sources/__init__.py (sources), which pages may not",
        ),
        ("pages/rates/x.py", "import treasury.store", "treasury/store.py (store), which pages may not"),
        ("app.py", "def f():\n    from treasury import http", "treasury/http.py (http), which pages may not"),
        ("treasury/ui/x.py", "from treasury.sources.fred import vix", "treasury/sources/fred/vix.py (sources), which ui may not"),
        ("treasury/ui/x.py", "import plotly.express", "imports plotly, which ui may not"),
        (
            "treasury/charts/x.py",
            "from ..analytics import moves",
            "treasury/analytics/moves.py (analytics), which charts may not",
        ),
        ("treasury/charts/x.py", "import streamlit", "imports streamlit, which charts may not"),
        ("treasury/analytics/x.py", "from treasury.store import Store", "treasury/store.py (store), which analytics may not"),
        (
            "treasury/analytics/x.py",
            "from treasury.charts import base",
            "treasury/charts/base.py (charts), which analytics may not",
        ),
        ("treasury/store.py", "import streamlit as st", "imports streamlit, which store may not"),
        ("treasury/sources/ofr/x.py", "from treasury.sources.tic import foreign_holders", "another publisher's or the catalogue"),
        ("treasury/sources/ofr/x.py", "from fredapi import Fred", "imports fredapi, which only treasury/sources/fred/* may"),
        ("treasury/sources/fred/x.py", "import requests", "only treasury/http.py opens connections"),
        ("treasury/refreshing.py", "from urllib.request import urlopen", "only treasury/http.py opens connections"),
        ("treasury/alerts.py", "import smtplib", "only treasury/http.py opens connections"),
        ("treasury/alerts.py", "import apprise", "imports apprise, which alerts may not"),
        ("treasury/answers/alerts.py", "from treasury import delivery", "treasury/delivery.py (delivery), which answers may not"),
        ("treasury/refreshing.py", "from treasury import alerts", "treasury/alerts.py (alerts), which store may not"),
        ("treasury/dataset.py", "from treasury.http import Session", "treasury/http.py (http), which base may not"),
        ("treasury/units.py", "import importlib\nimportlib.import_module('streamlit')", "imports by import_module()"),
        ("treasury/store.py", "import os\nos.environ['X']", "reads the environment"),
        ("treasury/store.py", "from os import getenv", "reads the environment"),
        ("treasury/helpers.py", "", "belongs to no layer"),
        ("data/load.py", "", "belongs to no layer"),
    ],
)
def test_what_is_not_allowed_is_found(path: str, text: str, words: str) -> None:
    found = violations(path, text)
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pages/rates/x.py", "import streamlit as st\nfrom treasury.ui import cache\nfrom treasury.analytics import moves"),
        ("treasury/http.py", "import http.client\nimport requests\nfrom treasury.errors import SourceError"),
        ("treasury/sources/fred/x.py", "from fredapi import Fred\nfrom treasury.sources.fred._client import wide"),
        ("treasury/sources/__init__.py", "from treasury.sources.fred import vix"),
        ("treasury/settings.py", "import os\nos.environ['X']"),
        ("treasury/wire.py", "from urllib.parse import quote"),
    ],
)
def test_what_is_allowed_is_let_through(path: str, text: str) -> None:
    assert violations(path, text) == []
