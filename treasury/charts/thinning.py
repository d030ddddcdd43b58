"""Fewer points where there are more than the pixels can show."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tsdownsample import MinMaxLTTBDownsampler

_LEAST = 3  # points that the downsampler needs to choose from
_NEAR = (pd.DateOffset(years=1), pd.DateOffset(years=5))  # up to the last day: where readers zoom in
_SHARE = 4  # a fourth of the points each at most


def graded(series: pd.Series, most: int) -> pd.Series:
    """As `thin`, with a fourth of the points for the last year and another for the four years before, so that a reader who zooms
    in there finds more than the whole has room for. What one of them does not need goes to the others. In: dates as index,
    ascending.

    >>> days = pd.date_range("1990-01-01", "2025-12-31")
    >>> found = graded(pd.Series(np.sin(np.arange(len(days)) / 9.0), index=days), 400)
    >>> len(found), len(found.loc["2025":]), len(found.loc["2021":"2024"])
    (391, 97, 97)
    >>> five = pd.Series(np.sin(np.arange(1_826) / 9.0), index=days[-1_826:])
    >>> len(graded(five, 1_200)), len(graded(five, 1_200).loc["2025":])
    (1191, 327)
    """
    if len(series) <= most:
        return series
    parts, rest = list[pd.Series](), series
    for span in _NEAR:
        cut = rest.index.searchsorted(series.index[-1] - span + pd.Timedelta(days=1))
        parts, rest = [rest.iloc[cut:], *parts], rest.iloc[:cut]
    parts = [rest, *parts]
    held = np.array([len(part) for part in parts])
    share = np.minimum(held, [most - len(_NEAR) * (most // _SHARE), *[most // _SHARE] * len(_NEAR)])
    share += (most - share.sum()) * (held - share) // (held - share).sum()
    return pd.concat([thin(part, int(points)) for part, points in zip(parts, share, strict=True) if len(part)])


def thin(series: pd.Series, most: int) -> pd.Series:
    """About ``most`` of the observations, chosen so that the line keeps its shape (MinMaxLTTB); all where there are no more.

    The first and last row, the lowest and highest value and every break of the line always stay; only where it breaks more
    often than that are there more.

    Reference: Van Der Donckt et al., MinMaxLTTB: Leveraging MinMax-Preselection to Scale LTTB, 2023.

    >>> thin(pd.Series([1.0, 1.0, 9.0, 1.0, 1.0, 1.0, 1.0, 2.0]), 6).tolist()
    [1.0, 9.0, 2.0]
    """
    if len(series) <= most:
        return series
    values = series.to_numpy(dtype="float64")
    missing = np.isnan(values)
    held = np.flatnonzero(~missing)
    breaks = np.flatnonzero(missing & ~np.append(False, missing[:-1]))  # the first of each run is enough to break a line
    always = np.array([0, len(values) - 1])
    if held.size:
        always = np.append(always, [held[values[held].argmin()], held[values[held].argmax()]])
    always = np.union1d(always, breaks)
    room = max(most - len(always), _LEAST)
    if held.size > room:
        chosen = MinMaxLTTBDownsampler().downsample(held, values[held], n_out=room)  # type: ignore[no-untyped-call]
        held = held[chosen.astype("int64")]
    return series.iloc[np.union1d(always, held)]


def thin_rows(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many rows, whole, for columns that are drawn on top of each other: those that `thin` keeps of each column.

    In: an index that tells rows apart. Each column has an equal share of the rows.

    >>> rows = thin_rows(pd.DataFrame({"a": range(1_000), "b": np.sin(np.arange(1_000))}), 200)
    >>> len(rows) <= 200, int(rows.index[0]), int(rows.index[-1]), bool(rows["b"].max() == np.sin(np.arange(1_000)).max())
    (True, 0, 999, True)
    """
    if len(frame) <= most:
        return frame
    kept = frame.index[:0]
    for column in frame:
        kept = kept.union(thin(frame[column], most // frame.shape[1]).index)
    return frame.loc[kept]
