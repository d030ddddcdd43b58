"""Fewer points where there are more than the pixels can show."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tsdownsample import MinMaxLTTBDownsampler

_LEAST = 3  # points that the downsampler needs to choose from


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
