"""The tests' stand-in of the publishers with whole histories, made from the embedded snapshot, for three kinds of service.

The other datasets keep the trimmed payloads of the tests.
"""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import treasury
from tests.publishers import Publishers
from tests.publishers.server import PAYLOADS
from tests.publishers.sites import Answer
from treasury.sources.fred.cmt_yields import SERIES

WHOLE = ("par_yields", "cmt_yields", "debt_to_penny")  # a feed by year, a CSV, a paged JSON service
TENORS = {"1M": "1MONTH", "1.5M": "1_5MONTH", "2M": "2MONTH", "3M": "3MONTH", "4M": "4MONTH", "6M": "6MONTH"}
TENORS |= {f"{years}Y": f"{years}YEAR" for years in (1, 2, 3, 5, 7, 10, 20, 30)}


class Remembering(Publishers):
    """Works out each answer once, so that what is measured is the client."""

    def __init__(self, payloads: Path) -> None:
        super().__init__(payloads)
        self.remembered: dict[Any, Answer] = {}

    def answer(self, method: str, target: str, headers: dict[str, str]) -> Answer:
        key = (method, target, headers.get("accept-encoding"), headers.get("if-none-match"))
        if key not in self.remembered:
            if "file_type=json" in target:
                plain = {name: value for name, value in headers.items() if name != "accept-encoding"}
                self.remembered[key] = _in_json(super().answer(method, target, plain), target)
            else:
                self.remembered[key] = super().answer(method, target, headers)
        return replace(self.remembered[key])


@contextmanager
def whole_histories(folder: Path) -> Iterator[Publishers]:
    """The stand-in, answering until the end of the block; its files lie in ``folder``."""
    payloads = folder / "payloads"
    shutil.copytree(PAYLOADS, payloads)
    _fred(payloads / "fred")
    _fiscal(payloads / "fiscaldata" / "debt_to_penny.json")
    _feeds(payloads / "treasury_gov")
    with Remembering(payloads) as publishers:
        yield publishers


def _in_json(made: Answer, target: str) -> Answer:
    """FRED's answer in its other form, which OpenBB asks for: observations, or what the series is."""
    if "/series/observations" not in target:
        body: dict[str, Any] = {"seriess": [{"title": "Yield", "units": "Percent", "frequency": "Daily"}]}
    else:
        root = ET.fromstring(made.body)
        body = {**root.attrib, "observations": [dict(one.attrib) for one in root]}
    return replace(made, status=200, body=json.dumps(body).encode(), content_type="application/json; charset=UTF-8")


def _fred(folder: Path) -> None:
    held = treasury.load("cmt_yields")
    for series, tenor in SERIES.items():
        rows = held[tenor].rename(series).rename_axis("observation_date")
        rows.to_csv(folder / f"{series}.csv", date_format="%Y-%m-%d")


def _fiscal(file: Path) -> None:
    whole = json.loads(file.read_text(encoding="utf-8"))
    model = whole["data"][-1]
    held = treasury.load("debt_to_penny")
    whole["data"] = [
        model
        | {
            "record_date": f"{day:%Y-%m-%d}",
            "debt_held_public_amt": _amount(row.held_by_public_usd),
            "intragov_hold_amt": _amount(row.intragovernmental_usd),
            "tot_pub_debt_out_amt": _amount(row.total_usd),
        }
        for day, row in zip(held.index, held.itertuples(), strict=True)
    ]
    file.write_text(json.dumps(whole), encoding="utf-8")


def _amount(value: float) -> str:
    return "null" if pd.isna(value) else f"{value:.2f}"


def _feeds(folder: Path) -> None:
    model = (folder / "daily_treasury_yield_curve_2025.xml").read_text(encoding="utf-8")
    head, entry = model.split("<entry>")[:2]
    around = entry.split("<m:properties>")
    held = treasury.load("par_yields")
    for year, rows in held.groupby(held.index.year):
        entries = []
        for day, row in rows.iterrows():
            cells = [f'<d:NEW_DATE m:type="Edm.DateTime">{day:%Y-%m-%d}T00:00:00</d:NEW_DATE>']
            cells += [
                f'<d:BC_{name} m:type="Edm.Double">{row[tenor]:g}</d:BC_{name}>'
                for tenor, name in TENORS.items()
                if row[tenor] == row[tenor]
            ]
            entries.append("<entry>" + around[0] + "<m:properties>" + "\n".join(cells) + "</m:properties></content></entry>")
        text = head + "\n".join(entries) + "</feed>"
        (folder / f"daily_treasury_yield_curve_{year}.xml").write_text(text, encoding="utf-8")
