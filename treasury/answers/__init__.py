"""Whole answers in the shapes that the command line, the API and the pages share.

An answer is one function: a `Load` and small parameters in, a value made of dicts, lists, text and numbers out, ready for
JSON. Days are ISO text, unknown is None. Answers read through the `Load` they are given and never open a store themselves.
"""

from collections.abc import Callable

import pandas as pd

# A dataset's frame by id, in the shape of `treasury.load`; without rows, but with its columns, where nothing is held.
Load = Callable[[str], pd.DataFrame]
