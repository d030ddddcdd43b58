"""The brief as Markdown: every text shown letter for letter; of a picture its finding, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from treasury.brief.parts import Brief, Section, Table

# What Markdown reads within a line, and what it reads only where a line begins.
_WITHIN = re.compile(r"([\\`*_\[\]|<>~&$])")
_AT_START = re.compile(r"^(\d{1,9})?([.)#+\-=])(?=[\s#=\-]|$)")


def markdown(made: Brief, findings: Mapping[str, str]) -> str:
    """One text; ``findings`` are the alt texts of the pictures by key."""
    front = made.front
    parts = [f"# {plain(front.title)}", f"**{plain(front.headline)}**", plain(front.made)]
    parts += [f"> {plain(front.notice)}"] if front.notice else []
    for section in made.sections:
        parts += _section(section, findings.get(section.picture, ""))
    sources = [f"{number}. {plain(source)}" for number, source in enumerate(made.sources, 1)]
    parts += [f"## {plain(made.sources_title)}", "\n".join(sources)] if sources else []
    return "\n\n".join(parts) + "\n"


def _section(section: Section, finding: str) -> list[str]:
    title = f"[{plain(section.title)}](<{section.url}>)" if section.url else plain(section.title)
    parts = [f"## {title} {plain(section.references)}".rstrip()]
    if section.lines:
        bullets = len(section.lines) > 1
        parts.append("\n".join(f"{'- ' if bullets else ''}{plain(line)}" for line in section.lines))
    parts += [_table(section.table)] if section.table else []
    parts += [plain(text) for text in (finding, section.note) if text]
    return parts


def _table(table: Table) -> str:
    rule = ["---" if at < table.left else "---:" for at in range(len(table.heads))]
    rows = [[plain(cell) for cell in row] for row in (table.heads, *table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def plain(text: str) -> str:
    r"""Text in one line that Markdown shows letter for letter.

    >>> plain("5 * 3 [x](y) | <b>"), plain("- 3 bp")
    ('5 \\* 3 \\[x\\](y) \\| \\<b\\>', '\\- 3 bp')
    """
    line = " ".join(text.split())
    return _AT_START.sub(lambda found: f"{found[1] or ''}\\{found[2]}", _WITHIN.sub(r"\\\1", line))
