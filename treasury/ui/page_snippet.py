"""The snippet for figures whose page does not spell how they are made: the page itself, run in a notebook as it is set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from treasury.ui import address, navigation, pin, retrace, snippet
from treasury.ui.cache import Loaded

CALLS_SAID = 8


def python(key: str, sources: Sequence[Loaded]) -> str:
    """Runs the page with its controls and versions; comments name the public analyses that it calls, the latest few."""
    entry = navigation.here()
    # Other datasets of the page may be younger than those of this chart, but not than this moment.
    moment = pin.text() or max(snippet.known(retrace.read()), snippet.known(sources))
    asked = address.settings() | ({pin.KEY: moment} if moment else {})
    controls = ", ".join(f"{_text(name)}: {_text(value)}" for name, value in asked.items())
    called = [f"#   {one}" for one in retrace.named_calls()][-CALLS_SAID:]
    lines = [
        "from treasury.ui import replay",
        "",
        f"# The dashboard's page, run here with its controls and versions{'; it calls, among others:' if called else ''}",
        *called,
        f"controls = {{{controls}}}",
        f"frame = replay.figures({_text(entry.url_path if entry else '')}, {_text(key)}, controls)",
    ]
    return "\n".join(lines) + "\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
