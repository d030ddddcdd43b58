"""Which sections of docs/methods.md define what a chart shows, by the modules of analyses that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from treasury.settings import ROOT

FILE = "docs/methods.md"
_HEADING = re.compile(r"^## (?P<title>.+?) \((?P<modules>.*`.*)\)$", re.MULTILINE)
_MODULE = re.compile(r"`([\w/]+?)(?:\.py|/)`")


def sections(modules: Iterable[str]) -> list[str]:
    """The headings of the sections on these modules, each once, in the order of the file.

    >>> sections(["treasury.analytics.moves", "treasury.analytics.curve_factors"])
    ['Moves of yields', 'Level, slope and curvature']
    """
    wanted = {module.rpartition(".")[2] for module in modules}
    return [title for title, named in _sections() if wanted & named]


@cache
def _sections() -> tuple[tuple[str, frozenset[str]], ...]:
    path = ROOT / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    names = ((m["title"], (one.rpartition("/")[2] for one in _MODULE.findall(m["modules"]))) for m in _HEADING.finditer(text))
    return tuple((title, frozenset(found)) for title, found in names)
