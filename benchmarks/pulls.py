"""The same eleven series, whole, from the same local stand-in of FRED: our client, fredapi, pandas-datareader, OpenBB."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pandas as pd
from fredapi import Fred
from openbb_core.app.model.abstract.error import OpenBBError
from openbb_fred.models.series import FredSeriesFetcher
from openbb_fred.utils.api import build_url
from pandas_datareader.fred import FredReader

from benchmarks.clock import in_turn
from benchmarks.stand_in import whole_histories
from tests.publishers import FRED_KEY
from treasury.dataset import Window
from treasury.http import Client
from treasury.settings import Settings
from treasury.sources.fred import cmt_yields

TRIES = 5
FIRST, TODAY = date(1962, 1, 2), date(2026, 10, 6)


def measure() -> dict[str, float]:
    """Milliseconds by client."""
    with tempfile.TemporaryDirectory() as folder, whole_histories(Path(folder)) as publishers:
        fredapi = Fred(api_key=FRED_KEY)
        fredapi.root_url = publishers.url("fred_api") + "/fred"

        class Reader(FredReader):
            url = publishers.url("fred") + "/graph/fredgraph.csv"

        def ours(config: Settings) -> pd.DataFrame:
            with Client(config) as client:
                return cmt_yields.parse(cmt_yields.fetch(client.session("fred", "cmt_yields"), Window(TODAY)))

        def openbb() -> object:
            asked = {"symbol": ",".join(names), "start_date": FIRST, "end_date": TODAY, "use_cache": False}
            return asyncio.run(FredSeriesFetcher.fetch_data(asked, {"fred_api_key": FRED_KEY}))

        addresses = {f"url_{key}": publishers.url(key) for key in ("fred", "fred_api")}
        keyless, keyed = Settings(**addresses), Settings(**addresses, FRED_API_KEY=FRED_KEY)
        names = list(cmt_yields.SERIES)
        build_url.__kwdefaults__["root"] = publishers.url("fred_api") + "/fred"
        _until_remembered(openbb)
        return in_turn(
            {
                "ours_ms": lambda: ours(keyless),
                "datareader_ms": lambda: Reader(names, start=FIRST, end=TODAY).read(),
                "ours_with_key_ms": lambda: ours(keyed),
                "openbb_ms": openbb,
                "fredapi_ms": lambda: pd.DataFrame({n: fredapi.get_series(n, observation_start=FIRST) for n in names}),
            },
            rounds=3,
        )


def _until_remembered(ask: Callable[[], object]) -> None:
    """OpenBB waits five seconds for an answer, which the stand-in, on a busy machine, may not have worked out by then."""
    for _ in range(TRIES):
        with suppress(OpenBBError):
            ask()
            return
