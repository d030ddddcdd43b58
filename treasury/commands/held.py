"""`refresh`, `status`, `show` and `snapshot`: what is held, and moving it forward."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import rich.console
import rich.progress
import rich.table
import rich.text
import typer

from treasury import alerts, frames, snapshot_writer
from treasury.calendar import parse_known
from treasury.commands.console import app, err, note, plain_errors, put_json, wide, write
from treasury.errors import BadInput
from treasury.refreshing import Result, open_store
from treasury.refreshing import refresh as run_refresh
from treasury.sources import CATALOG
from treasury.status import run_checks, statuses


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def refresh(
    dataset: Annotated[list[str] | None, typer.Argument(help="Dataset ids; all when none is given.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Ask for whole histories, not only for what can have changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Results as JSON on standard output.")] = False,
) -> None:
    """Ask the publishers for what can have changed and save it; a dataset that fails leaves the others untouched."""
    chosen = len(dataset or CATALOG)
    out = err if as_json else rich.console.Console(highlight=False)
    with plain_errors(), _progress(out) as progress:
        task = progress.add_task("refreshing", total=chosen)

        def told(result: Result) -> None:
            progress.update(task, advance=1, description=result.id)
            if not as_json:
                mark = "[green]✓[/green]" if result.ok else "[red]✗[/red]"
                cost = f"{result.requests} requests, {result.bytes / 1e6:,.2f} MB, {result.seconds:.1f} s"
                as_of = f"as of {result.as_of}; " if result.as_of else ""
                progress.console.print(
                    f"{mark} {result.id}: ", rich.text.Text(f"{result.words}; {as_of}{cost}"), soft_wrap=True, sep=""
                )
                for word in result.notes:
                    progress.console.print("    note:", rich.text.Text(word), soft_wrap=True)

        results = run_refresh(*(dataset or ()), full=full, on_result=told)
    failed = [r for r in results if not r.ok]
    if as_json:
        put_json([_result_json(r) for r in results])
    else:
        requests, size = sum(r.requests for r in results), sum(r.bytes for r in results)
        out.print(f"{len(results) - len(failed)} of {len(results)} datasets refreshed, {requests} requests, {size / 1e6:,.2f} MB")
    note(alerts.after_refresh(open_store()).words)
    raise typer.Exit(1 if failed else 0)


def _progress(console: rich.console.Console) -> rich.progress.Progress:
    columns = (
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
        rich.progress.TimeElapsedColumn(),
        rich.progress.TextColumn("{task.description}"),
    )
    return rich.progress.Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)


def _result_json(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "ok": result.ok,
        "added": result.added,
        "revised": result.revised,
        "unchanged": result.unchanged,
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "seconds": result.seconds,
        "requests": result.requests,
        "bytes": result.bytes,
        "error": None if result.ok else {"kind": result.error_kind, "message": result.error_message},
        "notes": list(result.notes),
    }


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False) -> None:
    """What is held of each dataset, how fresh it is by its record dates, and whether its figures keep their identities."""
    with plain_errors():
        store = open_store()
        standing = [(s, run_checks(s.dataset, store)) for s in statuses(store)]
    if as_json:
        put_json([s.as_json(checks) for s, checks in standing])
        return
    table = rich.table.Table(box=None, pad_edge=False)
    for name in ("dataset", "state", "rows", "first", "last", "retrieved", "origin", "due", "checks"):
        table.add_column(name, justify="right" if name == "rows" else "left", no_wrap=True)
    for s, checks in standing:
        held = s.vintage
        retrieved = f"{held.retrieved_at:%Y-%m-%d %H:%M}" if held and held.retrieved_at else ""
        bad = [c for c in checks if not c.ok]
        said = "" if not checks else f"{len(bad)} of {len(checks)} failed" if bad else f"{len(checks)} ok"
        cells = (f"{held.rows:,}", str(held.first), str(held.last), retrieved, held.origin) if held else ("0", "", "", "", "")
        table.add_row(s.dataset.id, s.state, *cells, str(s.due or ""), said)
    wide().print(table)
    for s, checks in standing:
        if s.reason:
            note(f"{s.dataset.id}: {s.reason}")
        for check in checks:
            if not check.ok:
                note(f"{s.dataset.id}: check failed, {check.name}: {check.detail}")


@app.command()
def show(
    dataset: Annotated[str, typer.Argument(help="Dataset id, as `status` lists them.")],
    start: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")] = "",
    columns: Annotated[str, typer.Option(help="Columns to show beside the key, separated by commas.")] = "",
    as_known_on: Annotated[
        str, typer.Option(help="The version held at the end of this day or at a moment, such as 2026-09-01T07:30:00Z (UTC).")
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How to write the rows.")] = Format.table,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file instead of standard output.")] = None,
) -> None:
    """The rows of a dataset, from the store alone."""
    with plain_errors():
        declared = frames.dataset(dataset)
        known = parse_known(as_known_on, name="--as-known-on") if as_known_on else None
        held = open_store().read(declared, known)
        wanted = columns.split(",") if columns else None
        rows = frames.select(held, declared, start or None, end or None, wanted)
        if form is Format.parquet and output is None:
            raise BadInput("parquet is no text: name a file with -o FILE")
        content = frames.render(rows, declared, form.value)
        if output is None:
            sys.stdout.write(content.decode())
        else:
            write(output, content)
            err.print(f"{len(rows):,} rows written to {output}", markup=False)
        if held.vintage.caveats or held.vintage.trouble:
            note(f"note: {held.vintage.trouble or held.vintage.caveats}")


@app.command()
def snapshot() -> None:
    """Rewrite data/snapshot from the store, with every dataset whose licence allows it."""
    with plain_errors():
        written = snapshot_writer.write(open_store())
    for name in written.left_out:
        note(f"left out: {name}")
    err.print(f"{written.datasets} datasets, {written.size / 1e6:,.1f} MB in {written.folder}", markup=False)
