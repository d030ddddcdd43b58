"""`alerts`: evaluates the rules and sends what is due; or shows what they would have done."""

from __future__ import annotations

from typing import Annotated, Any

import rich.table
import rich.text
import typer

from treasury import alerts as alerting
from treasury import frames
from treasury.answers.alerts import alerts as alerts_answer
from treasury.answers.alerts import fired_words
from treasury.commands.console import AsJson, app, note, plain_errors, put, put_json, wide
from treasury.refreshing import open_store

LOGGED = 20  # firings listed below the rules


@app.command()
def alerts(
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Show the track record of every rule instead, off or on. Sends nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Evaluate the alert rules on what is held, send what is due (each firing once), and list rules and firings."""
    with plain_errors():
        store = open_store()
        report = None if backtest else alerting.after_refresh(store)
        answers = alerts_answer(frames.reader(store), alerting.rules(store))
        log = alerting.log_json(store)
    if as_json:
        put_json({"rules": answers, "log": log})
    elif backtest:
        put("\n".join(line for one in answers for line in _backtest(one)))
    else:
        _print_rules(answers)
        for one in log[:LOGGED]:
            where = f"{one['channel']}: {one['state']}" if one["channel"] else one["state"]
            note(f"{one['day']} {one['title']} ({where}) {one['detail']}".rstrip())
    if report:
        note(report.words)
        raise typer.Exit(1 if report.trouble else 0)


def _print_rules(answers: list[dict[str, Any]]) -> None:
    table = rich.table.Table(box=None, pad_edge=False)
    for name in ("rule", "state", "last figure", "now", "firings", "last fired", "false alarms"):
        table.add_column(name, no_wrap=name != "rule", overflow="fold")
    for one in answers:
        record, last = one["record"], one["last"]
        state = "on" if one["on"] else f"off: {one['why_off']}"
        if record is None or last is None:
            table.add_row(*map(rich.text.Text, (one["id"], state, one["why"])))
            continue
        met = "n/a" if last["met"] is None else "met" if last["met"] else "not met"
        fired = record["firings"][-1]["day"] if record["firings"] else "never"
        cells = (one["id"], state, last["date"], met, str(len(record["firings"])), fired)
        table.add_row(*map(rich.text.Text, (*cells, f"{record['false_alarms']} of {record['judged']}")))
    wide().print(table)


def _backtest(one: dict[str, Any]) -> list[str]:
    """One rule's track record, and the line that switches it on in the file."""
    lines = [f"{one['id']}: {one['condition']}", f"  {one['record_words'] or one['why']}", f"  false alarm: {one['false_alarm']}"]
    lines += [f"  last: {', '.join(fired_words(one))}"] if one["record"] and one["record"]["firings"] else []
    return [*lines, f'  backtest = "{one["fingerprint"]}"' + ("" if one["on"] else f"   ({one['why_off']})")]
