"""`buybacks`: every operation with its measures, what it bought, and the regime it belongs to.

Made by the same analysis as the page Supply / Buybacks. Unknown is None, never 0; a cancelled operation has no measure.
"""

from __future__ import annotations

from typing import Any

from treasury import reference
from treasury.analytics import buyback_programme
from treasury.analytics import buybacks as measures
from treasury.answers import Load
from treasury.answers.plain import rows
from treasury.errors import NothingStored

COLUMNS = (
    *("operation_date", "start_time", "operation_type", "security_type", "maturity_bucket", "state"),
    *("maximum_usd", "offered_usd", "accepted_usd", "unused_usd", "cover_ratio", "fill_pct"),
    *("issues_eligible", "issues_accepted", "securities_accepted_usd", "settlement_date", "regime"),
)
TEXTS = ("operation_type", "security_type", "maturity_bucket")


def buybacks(load: Load) -> list[dict[str, Any]]:
    """Every operation, the first first. A start time that is not published is "unstated", a type or bucket None.

    ``securities_accepted_usd`` is the sum of the securities of the operation that are held. Raises NothingStored where no
    operation is held.
    """
    held = load("buyback_operations")
    if held.empty:
        raise NothingStored("buyback operations are not held; run: python -m treasury refresh buyback_operations")
    made = measures.operations(held, reference.key_dates())
    made = buyback_programme.with_securities(made, load("buyback_securities"))
    named = {name: made[name].astype("str").mask(made[name].eq(measures.UNSTATED)) for name in TEXTS}
    return rows(made.assign(**named).sort_values(["operation_date", "start_time"]), COLUMNS)
