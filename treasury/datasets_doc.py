"""docs/datasets.md, made from the catalogue: `python -m treasury.datasets_doc` (or `make docs`) rewrites it."""

from __future__ import annotations

from treasury.dataset import Column, Dataset
from treasury.settings import PUBLISHERS, ROOT
from treasury.sources import CATALOG

PATH = ROOT / "docs" / "datasets.md"
HEAD = """# Datasets

Made from the catalogue in `treasury/sources` by `make docs`; a test fails when it is out of date.
Percent is percent as published; amounts are whole US dollars; an empty cell is missing, never zero.
"""


def render() -> str:
    """The whole page as Markdown."""
    index = "\n".join(f"| [`{d.id}`](#{d.id}) | {d.title} | {PUBLISHERS[d.publisher].name} | {d.cadence} |" for d in CATALOG)
    table = f"| id | what | publisher | cadence |\n|---|---|---|---|\n{index}\n"
    return f"{HEAD}\n{table}\n" + "\n".join(_section(d) for d in CATALOG)


def _section(dataset: Dataset) -> str:
    facts = [
        f"## {dataset.id}\n",
        f"{dataset.title}. {PUBLISHERS[dataset.publisher].name}, [landing page]({dataset.landing_page}), "
        f"endpoint `{dataset.endpoint}`.\n",
        f"* One row a {' + '.join(f'`{name}`' for name in dataset.key)}, {dataset.cadence}, from {dataset.first}.",
        f"* Licence: {dataset.licence}. {'Part' if dataset.in_snapshot else 'Not part'} of the embedded snapshot.",
        f"* Asked for again: the last {dataset.revisable_days} days, and the whole history once a month.",
    ]
    if dataset.keep_every_version:
        facts.append("* Every version ever read is kept.")
    if dataset.note:
        facts.append(f"* {dataset.note}")
    rows = "\n".join(_row(c) for c in dataset.columns)
    return "\n".join(facts) + f"\n\n| column | unit | plausible | meaning |\n|---|---|---|---|\n{rows}\n"


def _row(column: Column) -> str:
    low, high = (("" if edge is None else f"{edge:,g}") for edge in (column.low, column.high))
    plausible = f"{low} to {high}" if low or high else ""
    return f"| `{column.name}` | {column.unit or column.kind} | {plausible} | {column.meaning.replace('|', '/')} |"


if __name__ == "__main__":
    PATH.write_text(render(), encoding="utf-8")
