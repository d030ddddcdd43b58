"""The brief as plain text, for services that show neither HTML nor tables: a line for each row."""

from __future__ import annotations

from treasury.brief.parts import Brief, Table


def message(made: Brief) -> str:
    """One text: what stands above the sections, then each with its lines and rows. The file that goes along has the rest."""
    front = made.front
    parts = ["\n".join(text for text in (front.headline, front.made, front.notice) if text)]
    for section in made.sections:
        rows = _rows(section.table) if section.table else []
        parts.append("\n".join([section.title, *(f"- {line}" for line in (*section.lines, *rows))]))
    return "\n\n".join(parts)


def _rows(table: Table) -> list[str]:
    """ "13 Aug, 30-Year Bond: Stop % 5.216, ...": the cells at the left, then the figures by their heads."""
    left = table.left
    made = []
    for row in table.rows:
        figures = [f"{head} {cell}" for head, cell in zip(table.heads[left:], row[left:], strict=True)]
        made.append(f"{', '.join(row[:left])}: {', '.join(figures)}" if figures else ": ".join(row))
    return made
