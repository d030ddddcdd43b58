"""Text from outside (links, data, error messages) made safe to show: never read as Markdown or HTML."""

from __future__ import annotations

import re

from treasury.language import tr

LONGEST_QUOTE = 60
# What Markdown reads within a line, and what it reads only where a line begins; full stops and signs in a sentence stay.
_WITHIN = re.compile(r"([\\`*_\[\]|<>$~&])")
_AT_START = re.compile(r"^(\d{1,9})?([.)#+\-=])(?=[\s#=\-]|$)")
_MARKUP = "<>`\\"  # left out of names that readers give
_SPACE = re.compile(r"[^\S\u00a0]+")
_DIRECTIVE = re.compile(r":(?=[a-zA-Z])")


def plain(text: str, longest: int = 400) -> str:
    r"""Text in one line that Markdown shows letter for letter. No-break spaces stay, other runs of space become one.

    >>> plain("5 * 3 [x](y), 4.48 %"), plain("1. first"), plain("-3 bp")
    ('5 \\* 3 \\[x\\](y), 4.48 %', '1\\. first', '-3 bp')
    """
    line = _SPACE.sub(" ", text).strip()
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    # A colon before a letter can begin an icon or a colour (":red[..]"); a word joiner, which has no width, prevents it.
    return _DIRECTIVE.sub(":\u2060", _AT_START.sub(_escaped, _WITHIN.sub(r"\\\1", line)))


def small(markdown: str) -> str:
    """Small print with links and badges in it. Streamlit's captions are drawn half through, which leaves those too faint to read.

    >>> small("[FRED](https://fred.stlouisfed.org)")
    ':small[:gray[[FRED](https://fred.stlouisfed.org)]]'
    """
    return f":small[:gray[{markdown}]]"


def one_line(text: str) -> str:
    """What somebody typed as a name, in one line without control characters or signs of markup.

    >>> one_line("Oil shock <b> & more"), one_line("a\\x00b")
    ('Oil shock b & more', 'ab')
    """
    return "".join(c for c in " ".join(text.split()) if c.isprintable() and c not in _MARKUP)


def _escaped(found: re.Match[str]) -> str:
    return f"{found[1] or ''}\\{found[2]}"


def quoted(text: str) -> str:
    """What somebody typed, shown as code and cut to a readable length.

    >>> quoted("<b>x</b>`")
    "`<b>x</b>'`"
    """
    line = "".join(c for c in " ".join(text.split()) if c.isprintable()).replace("`", "'")
    if len(line) > LONGEST_QUOTE:
        line = tr("{line}… ({count:,} characters)", line=line[:LONGEST_QUOTE], count=len(text))
    return f"`{line}`" if line else tr("an empty value")
