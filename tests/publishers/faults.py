"""Failures on demand. Row faults change the table in a good answer; wire faults change how an answer is sent."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.publishers.sites import Answer
from tests.publishers.tables import Row, Table, is_figure

MAINTENANCE = b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body><p>Back soon.</p></body></html>\n"
BOMB = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n<x>&b;</x>\n'


@dataclass
class Fault:
    """An order: which requests (publisher "" is any), how often, what. ``used`` counts the answers it changed."""

    publisher: str
    kind: str
    path_contains: str
    times: int
    after: int
    options: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    used: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(sorted(KINDS))}")

    def applies(self, publisher: str, target: str) -> bool:
        if self.publisher not in (publisher, "") or self.path_contains not in target:
            return False
        self.seen += 1
        if self.seen <= self.after or self.used == self.times:
            return False
        self.used += 1
        return True


def alter(answer: Answer, fault: Fault, target: str) -> None:
    """Changes the answer as ordered."""
    KINDS[fault.kind](answer, {"target": target, "used": fault.used, **fault.options})


# --- how an answer is sent -------------------------------------------------------------------------------------------


def _become(answer: Answer, status: int, body: bytes, content_type: str = "text/html; charset=UTF-8") -> None:
    answer.status, answer.body, answer.content_type = status, body, content_type


def _status(answer: Answer, options: Row) -> None:
    body = options.get("body", f"<html><body><h1>{options['code']}</h1></body></html>")
    _become(answer, options["code"], body.encode(), options.get("content_type", "text/html"))
    if "retry_after" in options:
        answer.headers["Retry-After"] = str(options["retry_after"])


def _redirect(answer: Answer, options: Row) -> None:
    _become(answer, options.get("code", 302), b"")
    answer.headers["Location"] = options.get("to", options["target"])


def _reset(answer: Answer, options: Row) -> None:
    answer.reset, answer.sent_part = True, options.get("part", 0.5)


def _drip(answer: Answer, options: Row) -> None:
    answer.drip_bytes, answer.drip_seconds = options.get("bytes", 1), options.get("seconds", 0.02)


def _bad_gzip(answer: Answer, options: Row) -> None:
    packed = bytearray(gzip.compress(answer.body, mtime=0))
    packed[len(packed) // 2] ^= 0xFF
    answer.body, answer.packed = bytes(packed), True


def _gzip_bomb(answer: Answer, options: Row) -> None:
    answer.body, answer.packed = gzip.compress(b"0" * options["bytes"], mtime=0), True


def _replace(answer: Answer, options: Row) -> None:
    answer.body = re.sub(options["old"], options["new"], answer.body, count=options.get("count", 0))


# --- the table in an answer ------------------------------------------------------------------------------------------


def _on_table(change: Callable[[Table, Row], None]) -> Callable[[Answer, Row], None]:
    def altered(answer: Answer, options: Row) -> None:
        if answer.status == 200:
            table = Table(answer)
            change(table, options)
            answer.body = table.write()

    return altered


def _rename(table: Table, options: Row) -> None:
    wanted = set(table.named(options))
    table.rows[:] = [{(n + "_v2" if n in wanted else n): c for n, c in row.items()} for row in table.rows]


def _remove(table: Table, options: Row) -> None:
    wanted = set(table.named(options))
    table.rows[:] = [{n: c for n, c in row.items() if n not in wanted} for row in table.rows]


def _add(table: Table, options: Row) -> None:
    for row in table.rows:
        row[options.get("column", "new_field")] = options.get("value", "1")


def _set(value: Any) -> Callable[[Table, Row], None]:
    def change(table: Table, options: Row) -> None:
        new = options.get("value", value)
        for row in table.rows:
            for name in table.named(options):
                if is_figure(row.get(name)):
                    row[name] = dict.fromkeys(row[name], new) if isinstance(row[name], dict) else new

    return change


def _repeat(table: Table, options: Row) -> None:
    table.rows.append(dict(table.rows[-1]))


def _conflict(table: Table, options: Row) -> None:
    wanted = table.named(options)
    for row in list(table.rows):
        table.rows.append({name: _more(cell) if name in wanted else cell for name, cell in row.items()})
    table.recount()


def _more(cell: Any) -> Any:
    """Another figure, not far off."""
    if isinstance(cell, dict):
        return {name: _more(part) for name, part in cell.items()}
    return str(round(float(cell) + 0.02, 6)) if is_figure(cell) else cell


def _future(table: Table, options: Row) -> None:
    for row in table.rows:
        for name, cell in row.items():
            text = re.sub(r"\d{4}-\d\d-\d\d", "2099-12-31", str(cell))
            row[name] = "4102358400" if re.fullmatch(r"1\d{9}", text) else text if isinstance(cell, str) else cell


def _shuffle(table: Table, options: Row) -> None:
    random.Random(1).shuffle(table.rows)


def _drift(answer: Answer, options: Row) -> None:
    body = json.loads(answer.body)
    body["meta"]["total-count"] += options["used"]
    answer.body = json.dumps(body).encode()


KINDS: dict[str, Callable[[Answer, Row], None]] = {
    "status": _status,
    "redirect": _redirect,
    "reset": _reset,
    "drip": _drip,
    "bad_gzip": _bad_gzip,
    "gzip_bomb": _gzip_bomb,
    "replace": _replace,
    "html": lambda a, _: _become(a, 200, MAINTENANCE),
    "entity_bomb": lambda a, _: _become(a, 200, BOMB, "text/xml"),
    "garbage": lambda a, _: _become(a, 200, random.Random(7).randbytes(2048), a.content_type),
    "empty": lambda a, o: _become(a, o.get("code", 200), b"", a.content_type),
    "oversized": lambda a, o: _become(a, 200, b"1" * o["bytes"], a.content_type),
    "body": lambda a, o: _become(a, 200, o["body"], o.get("content_type", a.content_type)),
    "content_type": lambda a, o: _become(a, a.status, a.body, o["content_type"]),
    "header": lambda a, o: a.headers.update(o["headers"]),
    "truncate": lambda a, o: setattr(a, "sent_part", o.get("part", 0.5)),
    "cut_packed": lambda a, _: setattr(a, "cut_packed", True),
    "slow": lambda a, o: setattr(a, "delay", o["seconds"]),
    "renamed_column": _on_table(_rename),
    "missing_column": _on_table(_remove),
    "extra_column": _on_table(_add),
    "bad_number": _on_table(_set("n/a")),
    "out_of_range": _on_table(_set("9e30")),
    "duplicate_rows": _on_table(_repeat),
    "conflicting_duplicate": _on_table(_conflict),
    "future_date": _on_table(_future),
    "shuffled_rows": _on_table(_shuffle),
    "page_drift": _drift,
}
