"""What the commands share: the app they hang on, plain errors, tables and JSON on the console."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import rich.box
import rich.console
import rich.table
import rich.text
import typer

from treasury.errors import BadInput, TreasuryError

WIDE = 130  # characters that a table of sentences needs at least

app = typer.Typer(
    name="python -m treasury",
    help="Treasury-market data: refresh it, look at it, export it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
err = rich.console.Console(stderr=True, highlight=False)
AsJson = Annotated[bool, typer.Option("--json", help="The whole answer as JSON on standard output.")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors made for people end as one line and an exit code: 2 for input that cannot be used, 1 for the rest."""
    try:
        yield
    except TreasuryError as failure:
        err.print(f"error: {failure}", markup=False, soft_wrap=True)
        raise typer.Exit(2 if isinstance(failure, BadInput) else 1) from None


def wide() -> rich.console.Console:
    """A console that a table with sentences fits on, whatever the terminal says."""
    return rich.console.Console(highlight=False, width=max(WIDE, rich.console.Console().width))


def put(text: str) -> None:
    """A line of words as they are: nothing in them is taken for markup, and the terminal wraps them."""
    rich.console.Console(highlight=False).print(text, markup=False, soft_wrap=True)


def note(text: str) -> None:
    """A word beside the answer, on the error stream."""
    err.print(text, markup=False, soft_wrap=True)


def put_json(answer: Any) -> None:
    typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))


def scaled(value: float | None, by: float, decimals: int) -> str:
    return "n/a" if value is None else f"{value / by:,.{decimals}f}"


def put_table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of short cells under a title; all but the first column are figures and stand to the right."""
    table = rich.table.Table(box=None, pad_edge=False)
    for at, name in enumerate(names):
        table.add_column(name, justify="right" if at else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(rich.text.Text, row))
    put(title)
    rich.console.Console(highlight=False).print(table)


def write(path: Path, content: bytes) -> None:
    """A file with this content. Raises BadInput where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as failure:
        raise BadInput(f"{path} cannot be written: {failure.strerror}; name another file") from failure
