"""How the command line shows answers to people: tables, amounts, the progress of a refresh."""

from __future__ import annotations

import rich.console
import rich.progress
import rich.table


def scaled(value: float | None, by: float, decimals: int) -> str:
    """A figure divided by ``by``, with separators; "n/a" where there is none.

    >>> scaled(1_234_500_000_000, 1e9, 1), scaled(None, 1, 2)
    ('1,234.5', 'n/a')
    """
    return "n/a" if value is None else f"{value / by:,.{decimals}f}"


def print_table(title: str, names: list[str], rows: list[list[str]]) -> None:
    """A title and a table: the first column to the left, figures to the right."""
    table = rich.table.Table(box=None, pad_edge=False)
    for at, name in enumerate(names):
        table.add_column(name, justify="right" if at else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    out = rich.console.Console(highlight=False)
    out.print(title, markup=False, soft_wrap=True)
    out.print(table)


def progress_bar(console: rich.console.Console) -> rich.progress.Progress:
    """A bar that goes away when it is done, with what is being worked on behind it."""
    columns = (
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
        rich.progress.TimeElapsedColumn(),
        rich.progress.TextColumn("{task.description}"),
    )
    return rich.progress.Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
