"""The table inside an answer: read from JSON, CSV or XML into rows, changed in place, written back in the same format."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

from tests.publishers.sites import Answer

Row = dict[str, Any]


class Table:
    """``rows`` are dicts: change them, then ``write``."""

    def __init__(self, answer: Answer) -> None:
        self.kind = next(kind for kind, mark in (("json", "json"), ("xml", "xml"), ("csv", "")) if mark in answer.content_type)
        if self.kind == "json":
            self.body: Any = json.loads(answer.body)
            self.rows: list[Row] = next(v for v in _inside(self.body) if isinstance(v, list) and v and isinstance(v[0], dict))
        elif self.kind == "xml":
            self.body = ET.fromstring(answer.body)
            self.entries = [node for node in self.body if node.tag == self.body[-1].tag]
            self.rows = [_cells(entry) for entry in self.entries]
        else:
            self.rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))

    def recount(self) -> None:
        """States the rows there are as the total, where an answer states one."""
        if self.kind == "json" and "meta" in self.body:
            self.body["meta"] |= {"count": len(self.rows), "total-count": len(self.rows)}

    def write(self) -> bytes:
        if self.kind == "json":
            return json.dumps(self.body).encode()
        if self.kind == "csv":
            text = io.StringIO()
            writer = csv.DictWriter(text, list(self.rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)
            return text.getvalue().encode()
        return self._xml()

    def _xml(self) -> bytes:
        pattern = self.entries[0]
        for entry in self.entries:
            self.body.remove(entry)
        for row in self.rows:
            entry = copy.deepcopy(pattern)
            _fill(_holder(entry), row)
            self.body.append(entry)
        return ET.tostring(self.body, xml_declaration=True, encoding="utf-8")

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def named(self, options: Row) -> list[str]:
        """The column meant by the order (an XML tag without its namespace), else every column that carries figures."""
        if "column" in options:
            return [n for n in self.names if n.rpartition("}")[2] == options["column"]]
        keys = re.compile("date|cusip", re.IGNORECASE)
        return [n for n in self.names if not keys.search(n) and any(is_figure(row.get(n)) for row in self.rows)]


def _holder(entry: ET.Element) -> ET.Element:
    """Where an entry keeps its cells: the Treasury's feed wraps them."""
    return next(entry.iterfind(".//{*}properties"), entry)


def _cells(entry: ET.Element) -> Row:
    """FRED writes a row in attributes, the Treasury in child elements."""
    holder = _holder(entry)
    return {cell.tag: cell.text or "" for cell in holder} if len(holder) else dict(holder.attrib)


def _fill(holder: ET.Element, row: Row) -> None:
    if not len(holder):
        holder.attrib = {name: str(cell) for name, cell in row.items()}
        return
    for cell in list(holder):
        holder.remove(cell)
    for name, cell in row.items():
        ET.SubElement(holder, name).text = str(cell) or None


def _inside(value: Any) -> list[Any]:
    """The value and what is nested in its objects, outermost first."""
    found, todo = [], [value]
    while todo:
        found.append(todo.pop(0))
        if isinstance(found[-1], dict):
            todo.extend(found[-1].values())
    return found


def is_figure(cell: Any) -> bool:
    if isinstance(cell, dict):
        return any(map(is_figure, cell.values()))
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", str(cell).strip()))
