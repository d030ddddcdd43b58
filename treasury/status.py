"""How each dataset stands: what is held, how fresh it is by its own record dates, how the last refresh went, whether its
figures keep their identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import pandas as pd

from treasury.calendar import utc_today
from treasury.dataset import Check, Dataset, Vintage
from treasury.errors import NothingStored, StoreError
from treasury.language import tr
from treasury.settings import PUBLISHERS
from treasury.sources import BY_ID, CATALOG
from treasury.store import Store

State = Literal["fresh", "stale", "failed", "never"]


@dataclass(frozen=True)
class Status:
    """One dataset's standing. `due` is the last day on which the next record may still be outstanding."""

    dataset: Dataset
    state: State
    vintage: Vintage | None
    due: date | None
    reason: str

    @property
    def as_of(self) -> date | None:
        """The day of the newest record held."""
        return self.vintage.as_of if self.vintage else None

    def as_json(self, checks: list[Check]) -> dict[str, Any]:
        """The shape of `status --json`."""
        held = self.vintage
        return {
            "id": self.dataset.id,
            "publisher": PUBLISHERS[self.dataset.publisher].name,
            "rows": held.rows if held else 0,
            "first": _iso(held.first if held else None),
            "last": _iso(held.last if held else None),
            "as_of": _iso(self.as_of),
            "retrieved_at": _iso(held.retrieved_at if held else None),
            "origin": held.origin if held else None,
            "due": _iso(self.due),
            "state": self.state,
            "reason": self.reason or None,
            "caveats": (held.caveats or None) if held else None,
            "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks],
        }


def statuses(store: Store, today: date | None = None) -> list[Status]:
    """Every dataset's standing, in the catalogue's order; reads no rows."""
    today = today or utc_today()
    runs = store.runs()
    last = runs.drop_duplicates("dataset", keep="last").set_index("dataset") if not runs.empty else runs
    return [standing(d, store, last.loc[d.id] if d.id in last.index else None, today) for d in CATALOG]


def standing(dataset: Dataset, store: Store, run: pd.Series | None, today: date) -> Status:
    """One dataset's standing; ``run`` is the last row that the log of runs holds of it. Reads no rows."""
    held, trouble = None, ""
    try:
        held = store.vintage(dataset)
        trouble = held.trouble
    except NothingStored as nothing:
        trouble = str(nothing)
    except StoreError as failure:
        return Status(dataset, "failed", None, None, str(failure))
    limit = dataset.max_age_days
    due = held.as_of + timedelta(days=limit) if held and held.as_of and limit else None
    if run is not None and not run["ok"]:
        return Status(dataset, "failed", held, due, str(run["error_message"]))
    if held is None:
        return Status(dataset, "never", None, None, trouble)
    if due and today > due:
        return Status(dataset, "stale", held, due, trouble or tr("the next record has been due since {day}", day=due))
    return Status(dataset, "fresh", held, due, trouble)


def run_checks(dataset: Dataset, store: Store, as_known_on: date | datetime | None = None) -> list[Check]:
    """The dataset's identities over what is held of it and of the datasets they need; none where it is not held.

    ``as_known_on``: over what was held at the end of that day or at that moment.
    """
    if dataset.checks is None:
        return []
    frames = {}
    for name in (dataset.id, *dataset.check_inputs):
        try:
            frames[name] = store.read(BY_ID[name], as_known_on).frame
        except StoreError:
            continue
    return dataset.checks(frames) if dataset.id in frames else []


def _iso(value: date | datetime | None) -> str | None:
    if value is None:
        return None
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
