"""Treasury yields, auctions, buybacks, debt and term premium as pandas frames, with where each figure comes from.

>>> import treasury                                        # doctest: +SKIP
>>> treasury.load("par_yields", start="2025-01-01")        # doctest: +SKIP
"""

from treasury.frames import as_held, datasets, load
from treasury.reference import key_dates
from treasury.refreshing import refresh

__all__ = ["as_held", "datasets", "key_dates", "load", "refresh"]
__version__ = "0.1.0"
