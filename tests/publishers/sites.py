"""What each publisher answers at its official paths, from the payload files."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HTML = "text/html; charset=UTF-8"
HOME_PAGE = b"<!DOCTYPE html>\n<html lang='en'><head><title>U.S. Department of the Treasury</title></head><body></body></html>\n"
FISCAL_TEXT = " For more information, please see the documentation."
FRED_TEXT = "  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information."
Query = dict[str, str]


@dataclass
class Answer:
    """Status, body and type, and how it is to be sent."""

    status: int
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)
    packed: bool | None = None  # None: gzip if the client takes it
    sent_part: float = 1.0  # of the body, under the full Content-Length
    cut_packed: bool = False  # the body is halved after packing, and its length says so
    reset: bool = False
    delay: float = 0.0
    drip_bytes: int = 0
    drip_seconds: float = 0.0


def treasury_gov(folder: Path, path: str, query: Query) -> Answer:
    """The XML feed of a year, and schedule files; the host answers every other path with its home page and status 200."""
    if path.endswith("/interest-rates/pages/xml"):
        feed = folder / f"{query.get('data')}_{query.get('field_tdr_date_value')}.xml"
        if feed.exists():
            return Answer(200, feed.read_bytes(), "application/xml")
        if known := sorted(folder.glob(f"{query.get('data')}_*.xml")):
            return Answer(200, _without_entries(known[0].read_bytes()), "application/xml")
    if path.startswith("/system/files/") and (folder / Path(path).name).is_file():
        return Answer(200, (folder / Path(path).name).read_bytes(), "application/xml")
    return Answer(200, HOME_PAGE, HTML)


def _without_entries(feed: bytes) -> bytes:
    """The feed of a year without observations yet."""
    return re.sub(rb"<entry>.*</entry>\s*", b"", feed, flags=re.DOTALL)


def fiscaldata(folder: Path, path: str, query: Query) -> Answer:
    """A table with filter, sort, fields and paging; errors in the service's words."""
    file = folder / f"{Path(path).name}.json"
    if not path.startswith("/services/api/fiscal_service/") or not file.exists():
        return Answer(404, b"<html><head><title>404 Not Found</title></head></html>", HTML)
    whole = json.loads(file.read_bytes())
    rows: list[dict[str, str]] = whole["data"]
    fields = list(rows[0]) if rows else list(whole["meta"]["labels"])
    try:
        for name, op, value in _filters(query.get("filter", "")):
            rows = [row for row in rows if _passes(row[_known(name, fields)], op, value)]
        for name in reversed(query["sort"].split(",") if query.get("sort") else []):
            rows = sorted(rows, key=lambda row: _order(row[_known(name.lstrip("-"), fields)]), reverse=name.startswith("-"))
        size, number = int(query.get("page[size]", "100")), int(query.get("page[number]", "1"))
        if not 1 <= size <= 10_000:
            raise ValueError("Invalid query parameter: 'page[size]'. Expected an integer between 1 and 10000.")
        pages = max(1, -(-len(rows) // size))
        if number > pages:
            raise ValueError(f"Invalid query parameter: Page #{number} is out of range.")
    except ValueError as refusal:
        body = {"error": "Invalid Query Param", "message": str(refusal) + FISCAL_TEXT}
        return Answer(400, json.dumps(body).encode(), "application/json")
    part = rows[(number - 1) * size : number * size]
    if query.get("fields"):
        part = [{name: row[name] for name in query["fields"].split(",")} for row in part]
    links = {
        name: f"&page%5Bnumber%5D={n}&page%5Bsize%5D={size}" for name, n in (("self", number), ("first", 1), ("last", pages))
    }
    links["prev"] = None if number == 1 else f"&page%5Bnumber%5D={number - 1}&page%5Bsize%5D={size}"
    links["next"] = None if number == pages else f"&page%5Bnumber%5D={number + 1}&page%5Bsize%5D={size}"
    meta = {**whole["meta"], "count": len(part), "total-count": len(rows), "total-pages": pages}
    return Answer(200, json.dumps({"data": part, "meta": meta, "links": links}).encode(), "application/json")


def _known(name: str, fields: list[str]) -> str:
    if name not in fields:
        raise ValueError(f"Invalid query parameter: Field '{name}' does not exist.")
    return name


def _filters(text: str) -> list[tuple[str, str, str]]:
    parts = [tuple(part.split(":", 2)) for part in re.split(r",(?=\w+:\w+:)", text) if part]
    if bad := next((p for p in parts if len(p) != 3 or p[1] not in ("eq", "in", "gt", "gte", "lt", "lte")), None):
        raise ValueError(f"Invalid query parameter: Operator ':{bad[1] if len(bad) > 1 else ''}:' is not supported.")
    return parts  # type: ignore[return-value]


def _passes(cell: str, op: str, value: str) -> bool:
    if op == "eq":
        return cell == value
    if op == "in":
        return cell in value.strip("()").split(",")
    a, b = _order(cell), _order(value)
    return cell != "null" and {"gt": a > b, "gte": a >= b, "lt": a < b, "lte": a <= b}[op]


def _order(cell: str) -> tuple[int, float, str]:
    """Missing first, then numbers by size, then text."""
    if cell == "null":
        return 0, 0.0, ""
    return (1, float(cell), "") if re.fullmatch(r"-?\d+(\.\d+)?", cell) else (2, 0.0, cell)


def fred(folder: Path, path: str, query: Query) -> Answer:
    """The graph download: the days on which any of the series has a row, an empty cell where one has none."""
    names = query.get("id", "").split(",")
    if path != "/graph/fredgraph.csv" or not all((folder / f"{name}.csv").exists() for name in names):
        return Answer(404, b"<!DOCTYPE html><html><head><title>404 - FRED</title></head></html>", HTML)
    series = {name: _series(folder, name, query.get("cosd", ""), query.get("coed", "9999")) for name in names}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["observation_date", *names])
    for day in sorted(set().union(*series.values())):
        writer.writerow([day, *(one.get(day, "") for one in series.values())])
    return Answer(200, text.getvalue().encode(), "application/csv")


def _series(folder: Path, name: str, start: str, end: str) -> dict[str, str]:
    with (folder / f"{name}.csv").open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {day: value for day, value in rows if start <= day <= end}


def fred_api(folder: Path, path: str, query: Query) -> Answer:
    """Observations in XML; a key that is absent or malformed, and an unknown series, are refused in the service's words."""
    key, name = query.get("api_key"), query.get("series_id", "")
    file = folder.parent / "fred" / f"{name}.csv"
    if key is None:
        return _fred_refusal("Variable api_key is not set." + FRED_TEXT)
    if not re.fullmatch("[0-9a-z]{32}", key):
        return _fred_refusal("The value for variable api_key is not a 32 character alpha-numeric lower-case string." + FRED_TEXT)
    if path != "/fred/series/observations" or not file.exists():
        return _fred_refusal("The series does not exist.")
    start, end = query.get("observation_start", "1776-07-04"), query.get("observation_end", "9999-12-31")
    rows = _series(file.parent, name, start, end)
    today = {"realtime_start": "2026-10-06", "realtime_end": "2026-10-06"}
    root = ET.Element("observations", {**today, "observation_start": start, "observation_end": end, "count": str(len(rows))})
    for day, value in rows.items():
        ET.SubElement(root, "observation", {**today, "date": day, "value": value or "."})
    return Answer(200, ET.tostring(root, xml_declaration=True, encoding="utf-8"), "text/xml; charset=UTF-8")


def _fred_refusal(words: str) -> Answer:
    root = ET.Element("error", {"code": "400", "message": f"Bad Request.  {words}"})
    return Answer(400, ET.tostring(root, xml_declaration=True, encoding="utf-8"), "text/xml; charset=UTF-8")


def _file(official: str, name: str, content_type: str) -> Callable[[Path, str, Query], Answer]:
    """A publisher of one file at one path."""

    def site(folder: Path, path: str, query: Query) -> Answer:
        if path != official:
            return Answer(404, b"<!DOCTYPE html><html><head><title>Not found</title></head></html>", HTML)
        return Answer(200, (folder / name).read_bytes(), content_type)

    return site


SITES: dict[str, Callable[[Path, str, Query], Answer]] = {
    "treasury_gov": treasury_gov,
    "fiscaldata": fiscaldata,
    "fred": fred,
    "fred_api": fred_api,
    "nyfed": _file(
        "/medialibrary/media/research/data_indicators/ACMTermPremium.xls", "ACMTermPremium.xls", "application/vnd.ms-excel"
    ),
    "nyfed_markets": _file("/api/soma/summary.json", "soma_summary.json", "application/json"),
    "ofr": _file("/financial-stress-index/data/fsi.csv", "fsi.csv", "text/csv"),
    "defillama": _file("/stablecoincharts/all", "stablecoincharts_all.json", "application/json"),
    "tic": _file("/Publish/mfhhis01.txt", "mfhhis01.txt", "text/plain"),
}
