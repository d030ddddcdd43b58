"""The statements of data/reference/claims.toml with their verdicts, as `claims --json`, the API and the page give them.

Each definition of a claim is tested by an analysis; a verdict exists only as the result of one. What lacks its data is
"untestable" and says why: a missing dataset never stops the others.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from treasury import claims_file, reference, units
from treasury.analytics import issuance_mix, private_supply
from treasury.analytics.claims import amounts, markets, rates, rollover, supply
from treasury.analytics.claims.finding import Finding, change_bp
from treasury.answers import Load
from treasury.claims_file import Claim, Definition
from treasury.errors import BadReference
from treasury.language import N_, tr

MOVE = "move"  # the reader's own file of the index; no dataset holds it
WHY_NO_MOVE = N_("The MOVE index belongs to ICE and is not held; the page tests it against a file of your own.")

FLOWS = ("auctions", "buyback_operations", "buyback_securities")
SUPPLY = (*FLOWS, "fed_holdings", "par_yields")


@dataclass(frozen=True)
class Analysis:
    """A test: its function, the datasets or derived frames that are its first arguments, and those it asks for if need be."""

    function: Callable[..., Finding]
    frames: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


ANALYSES: Mapping[str, Analysis] = {
    "moved_from": Analysis(rates.moved_from),
    "moved_over": Analysis(rates.moved_over),
    "lowest_in_years": Analysis(rates.lowest_in_years),
    "largest_rise": Analysis(rates.largest_rise),
    "rise_above": Analysis(rates.rise_above),
    "largest_in_months": Analysis(rates.largest_in_months),
    "fell_together": Analysis(markets.fell_together),
    "fell_together_by_day": Analysis(markets.fell_together_by_day),
    "rare_together": Analysis(markets.rare_together),
    "rarely_opposed": Analysis(markets.rarely_opposed),
    "quiet": Analysis(markets.quiet),
    "stands_near": Analysis(amounts.stands_near),
    "grew_enough": Analysis(amounts.grew_enough),
    "deficit_of_fiscal_year": Analysis(amounts.deficit_of_fiscal_year),
    "deficit_of_twelve_months": Analysis(amounts.deficit_of_twelve_months),
    "buybacks_concentrate": Analysis(supply.buybacks_concentrate, ("buyback_operations",)),
    "bill_share_rose": Analysis(supply.bill_share_rose, ("levels by month",)),
    "bill_share_of_issuance_rose": Analysis(supply.bill_share_of_issuance_rose, ("flows by month",)),
    "supply_fell": Analysis(supply.supply_fell, ("supply compared",), ("supply by year",)),
    "rollover_cost": Analysis(rollover.rollover_cost, ("debt_by_class",)),
    "rollover_cost_first_year": Analysis(rollover.rollover_cost_first_year, FLOWS),
    "rollover_cost_now": Analysis(rollover.rollover_cost_now, ("debt_by_class", "average_interest_rates")),
}
# Frames made from several datasets, once an answer: what makes them, from which datasets, with which arguments.
DERIVED: Mapping[str, tuple[Callable[..., pd.DataFrame], tuple[str, ...], tuple[Any, ...]]] = {
    "levels by month": (issuance_mix.levels, (*FLOWS, "debt_by_class"), ("month", True)),
    "flows by month": (issuance_mix.flows, FLOWS, ("month",)),
    "supply compared": (private_supply.private_supply_compared, SUPPLY, ()),
    "supply by year": (private_supply.private_supply, SUPPLY, ()),
}
LONG = {"date", "series", "value"}  # columns of a dataset with a row for each day and series
# Of these nothing is needed but their columns: without rows a part of the answer is missing, not all of it.
MAY_BE_EMPTY = ("debt_by_class", "buyback_operations", "buyback_securities", "fed_holdings", "equities", "financial_stress")


@dataclass
class _Frames:
    """Datasets and what is derived from them, each read or made once."""

    load: Load
    supplied: Mapping[str, pd.DataFrame]
    held: dict[str, pd.DataFrame] = field(default_factory=dict)

    def dataset(self, name: str) -> pd.DataFrame:
        if name not in self.held:
            self.held[name] = self.supplied.get(name, pd.DataFrame()) if name == MOVE else self.load(name)
        return self.held[name]

    def get(self, name: str) -> pd.DataFrame:
        if name not in DERIVED:
            return self.dataset(name)
        if name not in self.held:
            make, datasets, arguments = DERIVED[name]
            self.held[name] = make(*(self.dataset(one) for one in datasets), *arguments)
        return self.held[name]

    def series(self, place: str) -> pd.Series:
        """A column of a dataset as numbers, by "dataset.column", or the series of that name in a long one.

        Raises BadReference for one that there is not.
        """
        name, column = place.split(".")
        frame = self.dataset(name)
        if set(frame.columns) >= LONG:
            return frame[frame["series"].eq(column)].set_index("date")["value"].sort_index().astype("float64")
        if name == MOVE and frame.empty:
            return pd.Series(dtype="float64", index=pd.DatetimeIndex([]), name=column)
        if column not in frame.columns:
            raise BadReference(f"no column {column!r} in {name}; it has: {', '.join(frame.columns)}")
        return frame[column].astype("float64")


def claims(
    load: Load, supplied: Mapping[str, pd.DataFrame] | None = None, only: Collection[str] = (), path: Path | None = None
) -> list[dict[str, Any]]:
    """Every claim with its verdicts, in the order of the file; or ``only`` those of these ids.

    ``supplied`` holds frames that no dataset has ("move": the reader's own file, column MOVE). Out, a dict a claim: ``id``,
    ``statement``, ``statement_ja``, the figures of its first definition, ``others`` with those of the other definitions,
    ``page``, ``comment``. The figures: ``verdict``, ``value``, ``unit``, ``figure`` in words, ``definition``, ``start``,
    ``end``, ``detail``, ``rule``, ``would_change``, ``why_untestable``, ``sources`` with the day each reaches to, ``own_file``
    (whether it takes a supplied frame). Raises BadReference where the file does not hold what it must, and nothing for
    data that is missing.
    """
    frames = _Frames(load, supplied or {})
    return [_answer(claim, frames) for claim in claims_file.claims(path) if not only or claim.id in only]


def datasets(path: Path | None = None) -> list[str]:
    """Every dataset that a claim reads. Raises BadReference as `claims` does."""
    tests = [one for claim in claims_file.claims(path) for one in claim.definitions if one.analysis in ANALYSES]
    names = (name for one in tests for name in _datasets(ANALYSES[one.analysis], one) if name != MOVE)
    return list(dict.fromkeys(names))


def _answer(claim: Claim, frames: _Frames) -> dict[str, Any]:
    first, *others = (_tested(claim, one, frames) for one in claim.definitions)
    return {
        "id": claim.id,
        "statement": claim.statement,
        "statement_ja": claim.statement_ja,
        **first,
        "others": others,
        "page": claim.page,
        "comment": claim.comment,
    }


def _tested(claim: Claim, definition: Definition, frames: _Frames) -> dict[str, Any]:
    """The figures of one definition; untestable where what it needs is not held or does not fit together."""
    where = f"{claims_file.PATH.name}, claim {claim.id!r}, definition {definition.name!r}"
    analysis = ANALYSES.get(definition.analysis)
    if analysis is None:
        raise BadReference(f"{where}: there is no analysis {definition.analysis!r}; there are: {', '.join(ANALYSES)}")
    _fits(analysis, definition, where)
    needed = _datasets(analysis, definition)
    try:
        missing = [name for name in needed if name not in MAY_BE_EMPTY and frames.dataset(name).empty]
        found = _not_held(missing) if missing else _run(analysis, definition, frames)
    except BadReference as fault:
        raise BadReference(f"{where}: {fault}") from None
    except ValueError as trouble:  # datasets that do not fit each other, such as a purchase of what no auction sold
        found = Finding("untestable", "", why_untestable=tr("The datasets held do not fit each other: {reason}.", reason=trouble))
    if found.verdict == "untestable" and not missing:
        empty = [name for name in needed if frames.dataset(name).empty]
        if empty:
            both = {"sentence": found.why_untestable, "next_sentence": _not_held(empty).why_untestable}
            found = replace(found, why_untestable=tr("{sentence} {next_sentence}", **both))
    return {
        "verdict": found.verdict,
        "value": found.value,
        "unit": found.unit,
        "figure": figure(found.value, found.unit),
        "definition": definition.name,
        "start": found.start.isoformat() if found.start else None,
        "end": found.end.isoformat() if found.end else None,
        "detail": found.detail,
        "rule": found.rule,
        "would_change": found.would_change,
        "why_untestable": found.why_untestable,
        "sources": [{"dataset": name, "as_of": _as_of(frames, name, definition)} for name in needed if name != MOVE],
        "own_file": MOVE in needed,
    }


def _run(analysis: Analysis, definition: Definition, frames: _Frames) -> Finding:
    series = {argument: frames.series(place) for argument, place in definition.series.items()}
    parameters = {key: _resolved(value) for key, value in definition.parameters.items()}
    later = (partial(frames.get, name) for name in analysis.later)
    return analysis.function(*(frames.get(name) for name in analysis.frames), *later, **series, **parameters)


def _fits(analysis: Analysis, definition: Definition, where: str) -> None:
    given = {**dict.fromkeys(definition.series), **dict.fromkeys(definition.parameters)}
    try:
        inspect.signature(analysis.function).bind(*(None for _ in (*analysis.frames, *analysis.later)), **given)
    except TypeError as fault:
        raise BadReference(f"{where}: {fault} ({definition.analysis})") from None


def _resolved(value: Any) -> Any:
    """The days of FOMC statements where a parameter names them."""
    return tuple(reference.fomc_meetings()["statement_date"]) if value == "fomc_meetings" else value


def _datasets(analysis: Analysis, definition: Definition) -> list[str]:
    """What a test reads, each once: through its frames, what they are derived from, and its series."""
    through = (one for name in analysis.frames for one in (DERIVED[name][1] if name in DERIVED else (name,)))
    return list(dict.fromkeys([*through, *(place.split(".")[0] for place in definition.series.values())]))


def _not_held(missing: Iterable[str]) -> Finding:
    names = list(missing)
    if names == [MOVE]:
        return Finding("untestable", "", why_untestable=tr(WHY_NO_MOVE))
    names = [name for name in names if name != MOVE]
    words = tr(
        "Not held: {datasets} ({command}).", datasets=", ".join(names), command=f"python -m treasury refresh {' '.join(names)}"
    )
    return Finding("untestable", "", why_untestable=words)


def _as_of(frames: _Frames, name: str, definition: Definition) -> str | None:
    """The last day of a dataset, or the day up to which all its series reach where a test reads only these."""
    places = [place for place in definition.series.values() if place.startswith(f"{name}.")]
    if places:
        days = [frames.series(place).last_valid_index() for place in places]
    else:
        frame = frames.dataset(name)
        days = [frame.index.max() if isinstance(frame.index, pd.DatetimeIndex) else _record_days(frame).max()]
    return None if any(pd.isna(day) for day in days) else str(min(days).date())


def _record_days(rows: pd.DataFrame) -> pd.Series:
    """The day of each record of a flat frame: its first column of days."""
    return next(rows[name] for name in rows.columns if pd.api.types.is_datetime64_any_dtype(rows[name]))


def _number(value: float) -> str:
    return units.number(value, 0 if float(value).is_integer() else 1)


def _percent(value: float) -> str:
    return units.percent(value, 1)


_OF_DAYS = re.compile(r"of (\d+) days")
# How the figures of each unit are written, and what stands around them.
_FIGURES: Mapping[str, tuple[Callable[[float], str], str]] = {
    "USD": (units.usd, "{figure}"),
    "USD a year": (units.usd, N_("{figure} a year")),
    "USD in 12 months": (units.usd, N_("{figure} in 12 months")),
    "bp": (change_bp, "{figure}"),
    "bp a year": (_number, N_("{figure} bp a year")),
    "bp range": (_number, N_("{figure} bp range")),
    "points": (lambda value: f"{value:+.1f}", N_("{figure} points")),
    "% change": (units.change_pct, "{figure}"),
    "% change (dollar)": (units.change_pct, N_("{figure} (dollar)")),
    "%": (_percent, "{figure}"),
    "% a year": (_percent, N_("{figure} a year")),
    "% of GDP": (_percent, N_("{figure} of GDP")),
    "% of days": (_percent, N_("{figure} of days")),
    "% of weeks": (_percent, N_("{figure} of weeks")),
    "% of rises": (_percent, N_("{figure} of rises")),
    "days": (_number, N_("{figure} days")),
}


def figure(value: float | None, unit: str) -> str:
    """A value with its unit, as people read it.

    >>> figure(-17.0, "bp"), figure(3.102e11, "USD"), figure(6.69e10, "USD a year"), figure(1.0, "of 5 days")
    ('-17 bp', 'USD 310 bn', 'USD 66.9 bn a year', '1 of 5 days')
    >>> figure(1.22, "points"), figure(5.77, "% of GDP"), figure(-1.43, "% change (dollar)"), figure(47.5, "bp a year")
    ('+1.2 points', '5.8 % of GDP', '-1.4 % (dollar)', '47.5 bp a year')
    """
    if value is None:
        return units.missing()
    if of := _OF_DAYS.fullmatch(unit):
        return tr("{count} of {days} days", count=_number(value), days=of[1])
    if unit not in _FIGURES:
        return f"{_number(value)} {unit}".rstrip()
    written, words = _FIGURES[unit]
    return tr(words, figure=written(value))
