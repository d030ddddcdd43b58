"""Figures that are made once for all visits: the same figures drawn the same way are the same picture."""

from __future__ import annotations

import io
import pickle
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from blake3 import blake3
from cachetools import LRUCache
from pandas.api.extensions import ExtensionArray

from treasury.language import current

P = ParamSpec("P")

MOST_BYTES = 64_000_000
_FEW = 1_000  # texts up to here are written as they are, more of them as a hash each
_EACH, _POINT = 30_000, 100  # bytes of a figure without its points, and of a point: as text and as number, drawn and sent


class Figure(go.Figure):  # type: ignore[misc] # plotly has no types
    """A plotly figure that, once finished, is turned into what is sent only once."""

    _sent: dict[str, Any] | None = None
    dressed: go.Figure | None = None  # as pages send it (treasury/charts/dress.py)

    @property
    def finished(self) -> bool:
        return self._sent is not None

    def to_dict(self) -> dict[str, Any]:
        """As plotly's own, but numbers go as short texts ("4.33"), not as eight bytes each in base64, which is twice that."""
        if self._sent is not None:
            return self._sent
        made = {"data": [_compact(trace.to_plotly_json()) for trace in self.data], "layout": self.layout.to_plotly_json()}
        return made | ({"frames": [frame.to_plotly_json() for frame in self.frames]} if self.frames else {})

    def finish(self) -> None:
        """Nothing is added after this."""
        self._sent = self.to_dict()


def kept(draw: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """Keeps what a chart function draws, by the language and the content of all that it is given; the figures are shared, so
    nobody adds to one.

    Chart functions depend on nothing else. Making a figure with plotly takes tens of milliseconds, telling that nothing has
    changed takes one.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        try:
            key = (draw.__module__, draw.__qualname__, current(), digest((args, sorted(kwargs.items()))))
        except (pickle.PicklingError, AttributeError, TypeError):  # a function among the arguments
            return draw(*args, **kwargs)
        with _LOCK:
            if key in _FIGURES:
                return _FIGURES[key]
        figure = draw(*args, **kwargs)
        if isinstance(figure, Figure):
            figure.finish()
            with _LOCK:
                _FIGURES[key] = figure
        return figure

    return drawn


def forget() -> None:
    """Drops every figure."""
    with _LOCK:
        _FIGURES.clear()


def digest(given: Any) -> bytes:
    """The same for equal content: frames, numbers, texts, dataclasses, and what is made of them."""
    buffer, hashed = io.BytesIO(), blake3()
    _Content(buffer, hashed).dump(given)
    # The numbers' hash is as long for all, so that it cannot be taken for something written.
    return bytes(blake3(buffer.getbuffer()).update(hashed.digest()).digest(length=16))


class _Content(pickle.Pickler):
    """Writes equal content as equal bytes, however it lies in memory."""

    def __init__(self, buffer: io.BytesIO, hashed: blake3) -> None:
        super().__init__(buffer, protocol=5, buffer_callback=self._numbers)
        self._hashed = hashed
        self.fast = True  # by what things are, not by which of them are one and the same object

    def _numbers(self, cells: pickle.PickleBuffer) -> None:
        """Hashed where they lie; what is written says how many there are of what kind."""
        self._hashed.update(cells.raw())

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, pd.DataFrame):
            return list, ([value.index, value.columns, _columns(value)],)
        if isinstance(value, pd.MultiIndex):
            return list, ([value.names, value.to_frame()],)
        if isinstance(value, pd.Series | pd.Index):
            index = value.index if isinstance(value, pd.Series) else None
            return list, ([value.name, index, value.array],)
        if isinstance(value, ExtensionArray):
            return list, ([str(value.dtype), _cells(value)],)
        if isinstance(value, np.ndarray) and value.dtype != object:
            cells = np.ascontiguousarray(value).reshape(-1).view("u1").data.toreadonly()
            return list, ([value.dtype.str, value.shape, pickle.PickleBuffer(cells)],)
        return NotImplemented


def _columns(frame: pd.DataFrame) -> Any:
    """The cells: of one kind of number all at once, which is several times as fast as column by column."""
    kinds = set(frame.dtypes)
    if len(kinds) == 1 and isinstance(kind := kinds.pop(), np.dtype) and not kind.hasobject:
        return np.ascontiguousarray(frame.to_numpy().T)  # column by column, as pandas mostly holds them
    return [frame.iloc[:, at].array for at in range(frame.shape[1])]


def _cells(values: ExtensionArray) -> Any:
    if isinstance(values.dtype, pd.StringDtype | pd.CategoricalDtype) and len(values) <= _FEW:
        return values.tolist()
    plain = values.to_numpy()
    return pd.util.hash_array(plain) if plain.dtype == object else plain


def _compact(trace: dict[str, Any]) -> dict[str, Any]:
    """Texts as a list and numbers, missing ones among them, as an array: that is what orjson writes as it stands."""
    for name in ("x", "y"):
        values = trace.get(name)
        if isinstance(values, np.ndarray) and values.dtype == object:
            numbers = {type(value) for value in values} <= {float, type(None)}
            trace[name] = values.astype("float64") if numbers else values.tolist()
    return trace


def _bytes(figure: go.Figure) -> int:
    """Roughly what a figure takes."""
    points = sum(len(trace["y"]) for trace in figure.data if "y" in trace and trace["y"] is not None)
    return _EACH + _POINT * points


_FIGURES: LRUCache[Any, go.Figure] = LRUCache(MOST_BYTES, getsizeof=_bytes)
_LOCK = threading.Lock()
