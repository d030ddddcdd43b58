"""Whether the truce holds, as `gauge --json`, the API and the Truce monitor give it: gauge, supports, verdict, sentence.

The components are made once (`measured`); a day and the reader's choice of components only look up what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from treasury import claims_file, reference, units
from treasury.analytics import gauge as gauges
from treasury.analytics import gauge_components as components
from treasury.analytics import issuance_mix, moves, truce
from treasury.analytics._series import observed
from treasury.analytics.claims import markets
from treasury.analytics.claims.finding import Finding
from treasury.analytics.gauge import COMPONENTS, LEAST_COMPONENTS, Standing
from treasury.answers import Load
from treasury.answers.claims import figure
from treasury.answers.gauge_words import SUPPORTS, sentence
from treasury.calendar import utc_today
from treasury.errors import BadInput
from treasury.language import tr, trn

TENOR = "10Y"
FLOWS = ("auctions", "buyback_operations", "buyback_securities")
# By component: the datasets it is made of, and how.
MAKERS: Mapping[str, tuple[tuple[str, ...], Callable[..., pd.Series]]] = {
    "term_premium_change": (("term_premium_acm",), lambda acm: components.premium_change(_column(acm, "ACMTP10"))),
    "realised_volatility": (("par_yields",), lambda par: moves.realised_volatility(_column(par, TENOR))),
    "forward_breakeven": (("breakevens",), lambda rates: _column(rates, "T5YIFR")),
    "bill_share": (FLOWS, lambda *flows: components.month_end_bill_share(_levels(*flows))),
    "auction_demand": (("auctions",), components.auction_demand),
    "long_end_buyback_cover": (("buyback_operations",), components.long_end_cover),
    "yield_dollar_correlation": (
        ("par_yields", "dollar_index"),
        lambda par, dollar: components.yield_dollar_correlation(_column(par, TENOR), _column(dollar, "DTWEXBGS")),
    ),
    "triple_sell_offs": (
        ("par_yields", "dollar_index", "equities"),
        lambda par, dollar, stocks: components.triple_sell_offs(
            _column(par, TENOR), _column(dollar, "DTWEXBGS"), _column(stocks, "SP500")
        ),
    ),
    "financial_stress": (("financial_stress",), lambda stress: _column(stress, "fsi")),
}
DATASETS = tuple(dict.fromkeys(name for needed, _ in MAKERS.values() for name in needed))
_FIGURES: Mapping[str, Callable[[float], str]] = {
    "term_premium_change": lambda value: units.bp(value, 1),
    "realised_volatility": lambda value: tr("{volatility} a year", volatility=units.level_bp(value)),
    "forward_breakeven": units.percent,
    "bill_share": lambda value: units.percent(value, 1),
    "auction_demand": units.change_pct,
    "long_end_buyback_cover": lambda value: tr("{ratio} times", ratio=units.number(value, 1)),
    "yield_dollar_correlation": units.number,
    "triple_sell_offs": lambda value: trn("{count} day", "{count} days", value, count=units.count(value)),
    "financial_stress": lambda value: tr("{figure} points", figure=units.number(value)),
}
QUIET = "inflation_expectations_quiet"  # the claim whose definitions and thresholds the first support takes
TRIED_DAYS = 400  # sessions looked through for the last day with an answer
AFTER_SESSIONS = 21
KEY_DATES_SINCE = "2025-01-01"
KEY_CATEGORIES = ("market", "auction")  # beside the main ones


@dataclass(frozen=True)
class Measured:
    """Everything that the answer of any day is looked up in: components with their percentiles, and what the supports rest on."""

    ranked: Mapping[str, pd.DataFrame]
    not_held: Mapping[str, str]  # why a component has no value at all
    percentiles: pd.DataFrame  # by session and component, from the first session with a gauge
    ten_year: pd.Series
    expectations: Mapping[
        str, tuple[pd.Series, Mapping[str, Any]]
    ]  # by definition: the rate, and the thresholds of `markets.quiet`
    gross_share: pd.Series  # of bills, over twelve months
    base: pd.Timestamp  # the reference date of the key dates, to which yields are compared

    @property
    def newest(self) -> date | None:
        """The last session held."""
        return self.percentiles.index[-1].date() if len(self.percentiles) else None


def measured(load: Load) -> Measured:
    """The components and their percentiles on every session, from the datasets held; a missing one costs its component alone."""
    frames = {name: load(name) for name in DATASETS}
    made, not_held = dict[str, pd.Series](), dict[str, str]()
    for name, (needed, make) in MAKERS.items():
        empty = [one for one in needed if frames[one].empty]
        made[name], why = _tried(make, [frames[one] for one in needed]) if not empty else (_nothing(), _never(empty))
        if made[name].dropna().empty:
            not_held[name] = why or tr("no value can be made of what is held")
    bills, _ = _tried(_gross_share, [frames[name] for name in FLOWS]) if not frames["auctions"].empty else (_nothing(), "")
    ranked = {one.id: gauges.own_percentiles(made[one.id], one) for one in COMPONENTS}
    ten = _column(frames["par_yields"], TENOR)
    return Measured(ranked, not_held, _percentiles(ranked, ten), ten, _expectations(frames["breakevens"]), bills, _base())


def _expectations(breakevens: pd.DataFrame) -> dict[str, tuple[pd.Series, Mapping[str, Any]]]:
    """The definitions of the claim in their order, those of a fixed day left out."""
    claim = next(one for one in claims_file.claims() if one.id == QUIET)
    return {
        one.name: (_column(breakevens, one.series["series"].split(".")[1]), one.parameters)
        for one in claim.definitions
        if "day" not in one.parameters
    }


def _tried(make: Callable[..., Any], frames: Sequence[pd.DataFrame]) -> tuple[Any, str]:
    try:
        return make(*frames), ""
    except ValueError as trouble:  # datasets that do not fit each other, such as a purchase of what no auction sold
        return _nothing(), tr("the datasets held do not fit each other: {trouble}", trouble=trouble)


def _percentiles(ranked: Mapping[str, pd.DataFrame], ten: pd.Series) -> pd.DataFrame:
    """From the first session with a gauge, or all where there is none."""
    days = (
        pd.DatetimeIndex(ten.index)
        if len(ten)
        else pd.DatetimeIndex(sorted({day for one in ranked.values() for day in one.index}))
    )
    made = gauges.history(ranked, days)
    first = gauges.gauge(made)["gauge"].first_valid_index()
    return made if first is None else made.loc[first:]


def _base() -> pd.Timestamp:
    dates = reference.key_dates()
    return pd.Timestamp(dates.loc[dates["category"].eq("reference"), "date"].max())


def _levels(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame) -> pd.DataFrame:
    return issuance_mix.levels(auctions, operations, securities, pd.DataFrame(), "month", rebuilt_only=True)


def _gross_share(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame) -> pd.Series:
    return truce.gross_bill_share(issuance_mix.flows(auctions, operations, securities, "month"))


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return observed(frame[name].astype("float64"))


def _nothing() -> pd.Series:
    return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))


def _never(names: Sequence[str]) -> str:
    return tr("not held: {names} (python -m treasury refresh {ids})", names=", ".join(names), ids=" ".join(names))


def gauge(load: Load, day: date | None = None, without: Collection[str] = (), today: date | None = None) -> dict[str, Any]:
    """The answer for a day, or the newest session held; ``without`` names components to leave out.

    Out: ``day``, ``newest_day``, ``verdict`` (holding, strained, not_holding, unanswerable), ``sentence``, ``rule``, ``gauge``,
    ``components_counted``, ``components_needed``, ``left_out``, ``components``, ``supports``, ``key_dates``, and ``last_answer``:
    the last day with an answer where the newest has none. Unknown is None. Raises BadInput for an unknown component.
    """
    if unknown := sorted(set(without) - set(gauges.BY_ID)):
        raise BadInput(f"no component {unknown[0]!r}; there are: {', '.join(gauges.BY_ID)}")
    made = measured(load)
    return answer(made, day, without, today) | {"key_dates": on_key_dates(made, without)}


def answer(made: Measured, day: date | None = None, without: Collection[str] = (), today: date | None = None) -> dict[str, Any]:
    """`gauge` from what was measured, without the key dates."""
    when = day or made.newest
    found = _on(made, when, without)
    last = last_answer(made, without) if day is None and found["verdict"] == "unanswerable" else None
    return {
        **found,
        "newest_day": _iso(made.newest),
        "sentence": sentence(found, last, made.ten_year, made.base, today or utc_today()),
        "last_answer": last,
        "rule": truce.rule(),
    }


def _on(made: Measured, day: date | None, without: Collection[str]) -> dict[str, Any]:
    standing = [_standing(made, one.id, day) for one in COMPONENTS]
    counted = [one for one in standing if one.percentile_pct is not None and one.component.id not in without]
    mean = gauges.mean(standing, without)
    supports = [_support(name, one) for name, one in zip(SUPPORTS, _supports(made, day), strict=True)]
    return {
        "day": _iso(day),
        "verdict": truce.verdict(mean, [one["passes"] for one in supports]),
        "gauge": None if mean is None else round(mean, 4),
        "components_counted": len(counted),
        "components_needed": LEAST_COMPONENTS,
        "left_out": [one.id for one in COMPONENTS if one.id in without],
        "components": [_component(one, len(counted) if mean is not None else 0, without) for one in standing],
        "supports": supports,
    }


def _standing(made: Measured, name: str, day: date | None) -> Standing:
    component = gauges.BY_ID[name]
    if day is None or name in made.not_held:
        return Standing(component, missing=made.not_held.get(name, tr("no day is held")))
    return gauges.standing(made.ranked[name], component, day)


def _component(one: Standing, counted: int, without: Collection[str]) -> dict[str, Any]:
    part = one.component
    counts = counted and one.percentile_pct is not None and part.id not in without
    return {
        "id": part.id,
        "name": part.name,
        "measure": part.measure,
        "fragile": part.fragile,
        "why": part.why,
        "value": None if one.value is None else round(one.value, 6),
        "figure": units.missing() if one.value is None else _FIGURES[part.id](one.value),
        "percentile": None if one.percentile_pct is None else round(one.percentile_pct, 4),
        "adds": round((one.percentile_pct - 50) / counted, 4) if counts and one.percentile_pct is not None else None,
        "of": one.of,
        "since": _iso(one.since),
        "observed_on": _iso(one.observed_on),
        "missing": one.missing or None,
        "left_out": part.id in without,
    }


def _supports(made: Measured, day: date | None) -> tuple[Finding, Finding]:
    if day is None:
        none = Finding("untestable", "", why_untestable=tr("No day is held."))
        return none, none
    return _quiet(made, day), truce.bill_heavy(made.gross_share, day=day)


def _quiet(made: Measured, day: date) -> Finding:
    """By the first definition that can be tested on the day, under its own name."""
    first = None
    for name, (series, thresholds) in made.expectations.items():
        found = markets.quiet(series, **thresholds, day=day)
        if found.verdict != "untestable":
            return replace(found, detail=f"{tr(name)}: {found.detail}")
        first = first or found
    return first or Finding("untestable", "", why_untestable=tr("The claim {quiet} has no definition.", quiet=QUIET))


def _support(name: str, found: Finding) -> dict[str, Any]:
    return {
        "id": name,
        "name": SUPPORTS[name][0],
        "passes": None if found.verdict == "untestable" else found.verdict == "true",
        "value": found.value,
        "unit": found.unit,
        "figure": _support_figure(found),
        "start": _iso(found.start),
        "end": _iso(found.end),
        "detail": found.detail,
        "rule": found.rule,
        "would_change": found.would_change,
        "why_unknown": found.why_untestable or None,
    }


def _support_figure(found: Finding) -> str:
    if found.unit == truce.SHARE_UNIT:
        return tr("{share} of gross issuance", share=units.percent(found.value, 1))
    return figure(found.value, found.unit)


def last_answer(made: Measured, without: Collection[str] = ()) -> dict[str, Any] | None:
    """The last session with a verdict, in short; None where there is none within the sessions looked through."""
    held = gauges.gauge(made.percentiles.tail(TRIED_DAYS), without)["gauge"].dropna()
    for moment in reversed(held.index):
        found = _on(made, moment.date(), without)
        if found["verdict"] != "unanswerable":
            return {name: found[name] for name in ("day", "verdict", "gauge", "components_counted", "supports")}
    return None


def on_key_dates(made: Measured, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The gauge on the key dates since 2025 (the last day of a span), with what was known then: does it move when it should?

    Out: ``date``, ``label``, ``gauge``, ``components_counted``, ``verdict``, ``supports`` (passes, by id) and ``highest_after``,
    the highest gauge of the 21 sessions from that day on.
    """
    if made.newest is None:
        return []
    dates = reference.key_dates()
    chosen = dates[(dates["default"] | dates["category"].isin(KEY_CATEGORIES)) & (dates["date"] >= KEY_DATES_SINCE)]
    ends = chosen["end_date"].fillna(chosen["date"])
    labels = chosen.groupby(ends)["label"].agg("; ".join).sort_index()
    line = gauges.gauge(made.percentiles, without)["gauge"]
    rows = []
    for moment, label in labels.loc[: pd.Timestamp(made.newest)].items():
        found = _on(made, moment.date(), without)
        shown = {name: found[name] for name in ("gauge", "components_counted", "verdict")}
        after = line.loc[moment:].head(AFTER_SESSIONS).max()
        passes = {one["id"]: one["passes"] for one in found["supports"]}
        rows.append({"date": found["day"], "label": label, **shown, "highest_after": _number(after), "supports": passes})
    return rows


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
