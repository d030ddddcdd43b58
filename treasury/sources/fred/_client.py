"""FRED: through fredapi with a key, through the keyless graph download otherwise; the same rules of `http` for both."""

from __future__ import annotations

import io
import logging
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
from fredapi import Fred

from treasury.errors import MissingCredential, SourceChanged, SourceRefused
from treasury.http import Body, Session

log = logging.getLogger(__name__)

# Series by FRED id; the index is the observation date (text where one is no date), cells are text or numbers as sent.
Observations = Mapping[str, pd.Series]


class _PoliteFred(Fred):  # type: ignore[misc]
    """fredapi over our connections: its own have no time-out, no retry, and print the key when they fail."""

    def __init__(self, session: Session, key: str) -> None:
        super().__init__(api_key=key)
        self.session = session

    # fredapi keeps its one door to the network private; this is its mangled name (held by a test).
    def _Fred__fetch_data(self, url: str) -> ET.Element:
        parts = urlsplit(url)
        secret = {"api_key": self.api_key}
        body = self.session.get(parts.path, dict(parse_qsl(parts.query)), expect="xml", secret_params=secret)
        return body.xml

    def _parse(self, date_str: str, _format: str = "") -> datetime:
        """fredapi's own takes pandas for each day, a second for a long history."""
        return datetime.fromisoformat(date_str)


def observations(session: Session, series: Sequence[str], start: date, optional: Sequence[str] = ()) -> Observations:
    """Every series from a day on. Asks for all in one request without a key, for one a request with it.

    All must have the same frequency: a graph download of mixed frequencies is not one plain table. ``optional`` series
    are left out where FRED says that it has no such series; any other failure of theirs is raised like the rest.
    """
    key = session.settings.fred_api_key
    if key is None:
        return _keyless(session.at("fred"), series, start, optional)
    fred = _PoliteFred(session.at("fred_api"), key.get_secret_value())
    # Whole addresses are made by the session: fredapi contributes the path and the query.
    fred.root_url = "/fred"
    found = {name: _with_key(fred, session, name, start) for name in series}
    for name in optional:
        try:
            found[name] = _with_key(fred, session, name, start)
        except SourceRefused as refusal:
            _raise_unless_unknown(refusal, name)
    return found


def _with_key(fred: _PoliteFred, session: Session, name: str, start: date) -> pd.Series:
    try:
        got: pd.Series = fred.get_series(name, observation_start=start)
    except ValueError as failure:  # fredapi's word for a body without observations, a cell that is no number or date
        raise SourceChanged(session.publisher, session.dataset, f"{name}: {failure}") from None
    except SourceRefused as refusal:
        if "api_key" in refusal.reason:
            raise MissingCredential(
                refusal.publisher, refusal.dataset, refusal.reason, "check FRED_API_KEY, or unset it to go on without a key"
            ) from None
        raise
    return got


def _keyless(session: Session, series: Sequence[str], start: date, optional: Sequence[str]) -> Observations:
    try:
        return _graph(session, series, start, optional)
    except SourceRefused as refusal:  # one unknown series spoils the whole download
        if not optional:
            raise
        _raise_unless_unknown(refusal, ", ".join(optional))
    found = dict(_graph(session, series, start))
    for name in optional:
        try:
            found |= _graph(session, (name,), start)
        except SourceRefused as refusal:
            _raise_unless_unknown(refusal, name)
    return found


def _raise_unless_unknown(refusal: SourceRefused, name: str) -> None:
    """Goes on after FRED's two ways of saying that it has no such series: 404 for a graph, a sentence from the API."""
    if refusal.reason != "HTTP 404" and "series does not exist" not in refusal.reason:
        raise refusal
    log.info("%s: FRED does not serve %s", refusal.dataset, name)


def _graph(session: Session, series: Sequence[str], start: date, optional: Sequence[str] = ()) -> Observations:
    names = (*series, *optional)
    body = session.get("/graph/fredgraph.csv", {"id": ",".join(names), "cosd": start.isoformat()}, expect="csv")
    return parse_graph(body, series, session.dataset, optional)


def parse_graph(body: Body, series: Sequence[str], dataset: str, optional: Sequence[str] = ()) -> Observations:
    """The columns of a graph download (header `observation_date,ID` or the older `DATE,ID`), missing cells dropped.

    Raises SourceChanged when the body is no table, a series is missing, or two rows of one day differ.
    """
    try:
        frame = pd.read_csv(io.StringIO(body.text), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        raise SourceChanged("fred", dataset, "the answer is no table", f"first line: {body.text.splitlines()[0][:80]}") from None
    header = f"header: {', '.join(frame.columns)}"
    days = next((c for c in frame.columns if c.lower() in ("observation_date", "date")), None)
    if days is None:
        raise SourceChanged("fred", dataset, "column 'observation_date' is missing", header)
    if gone := [name for name in series if name not in frame.columns]:
        raise SourceChanged("fred", dataset, f"column {gone[0]!r} is missing", header)
    frame = frame.drop_duplicates().set_index(days)
    if frame.index.has_duplicates:
        day = frame.index[frame.index.duplicated()][0]
        raise SourceChanged("fred", dataset, f"column 'observation_date': two rows for {day} differ")
    parsed = pd.to_datetime(frame.index, format="%Y-%m-%d", errors="coerce")
    if not parsed.hasnans:  # else they stay as text, for the check of the schema to name; joining days is faster than texts
        frame.index = parsed
    served = (*series, *(name for name in optional if name in frame.columns))
    return {name: frame[name][~frame[name].isin(("", "."))] for name in served}


def wide(observed: Observations, names: Mapping[str, str]) -> pd.DataFrame:
    """One row a date, one column a series, named by ``names`` (series id to column). A day with no figure at all is left out.

    A series that was not observed has no column.
    """
    columns = {column: observed[series] for series, column in names.items() if series in observed}
    if len({isinstance(cells.index, pd.DatetimeIndex) for cells in columns.values()}) > 1:  # a day that is none, in one of two
        columns = {column: cells.set_axis(cells.index.astype("str")) for column, cells in columns.items()}
    return pd.DataFrame(columns).rename_axis("date").sort_index().dropna(how="all").reset_index()
