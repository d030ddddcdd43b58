"""`brief`: what changed since the last one, on one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from treasury.brief import edition
from treasury.brief.edition import Form
from treasury.calendar import parse_day
from treasury.commands.console import app, note, plain_errors, write
from treasury.errors import BadInput
from treasury.language import ENGLISH, LANGUAGES
from treasury.refreshing import open_store


@app.command()
def brief(
    form: Annotated[Form, typer.Option("--format", help="How to write it; Markdown says what the pictures show.")] = Form.html,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file instead of standard output.")] = None,
    lang: Annotated[str, typer.Option("--lang", help=f"The language: {', '.join(LANGUAGES)}.")] = ENGLISH,
    since: Annotated[
        str, typer.Option(help="Compare with this day, YYYY-MM-DD, not with the last brief sent (before the first: a week back).")
    ] = "",
    send: Annotated[
        bool, typer.Option("--send", help="Send it through the channels of TREASURY_ALERT_URLS; the next one starts from it.")
    ] = False,
) -> None:
    """What changed since the last brief: moves, auctions, buybacks, premium, gauge, verdicts that turned, what is next."""
    with plain_errors():
        asked = parse_day(since, name="--since") if since else None
        if form is Form.pdf and output is None and not send:
            raise BadInput("a PDF is no text: name a file with -o FILE")
        store = open_store()
        made = edition.edition(store, lang, asked)
        if output or not send:
            _put(edition.written(made, form), output)
        outcomes = edition.send(store, made) if send else []
    for one in outcomes:
        note(f"{one.channel}: sent" if one.ok else f"{one.channel}: not sent, {one.detail}")
    raise typer.Exit(0 if all(one.ok for one in outcomes) else 1)


def _put(page: edition.Page, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(page.content.decode())
    else:
        write(output, page.content)
        note(f"the brief was written to {output}")
    if page.without:
        note(page.without)
