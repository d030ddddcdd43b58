"""What changed since a day, in one answer: the brief's figures, before anything is drawn or laid out.

Levels are compared by record dates, at one version of the data, so that no revision passes for a move. What is new (auctions,
buybacks) and which verdicts turned is told against an earlier reading: the data as known when the last brief was sent, or
today's rows up to the day. So nothing that is published late falls between two briefs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import pandas as pd

from treasury import reference, units
from treasury.analytics import monitor
from treasury.analytics import term_premium as models
from treasury.analytics.assets import ACM, BREAKEVEN, DOLLAR, FORWARD, KIM_WRIGHT, REAL, STRESS
from treasury.analytics.then_and_now import Named, then_and_now
from treasury.answers import Load, brief_claims, brief_gauge, brief_supply
from treasury.answers.calendar import Release
from treasury.answers.figures import change, level, size_of
from treasury.answers.plain import PERCENT_DECIMALS, cell
from treasury.calendar import utc_today
from treasury.dataset import Dataset
from treasury.errors import BadInput
from treasury.language import N_, tr
from treasury.settings import PUBLISHERS

WEEK = timedelta(days=7)
OLD_DAYS = 7  # yields that end longer ago than this are not news, and the brief says so first
# Behind the series of `monitor.rates`.
FIGURES = (REAL, BREAKEVEN, FORWARD, ACM, KIM_WRIGHT, DOLLAR, STRESS)
PAR = "par_yields"
DATASETS = tuple(dict.fromkeys([PAR, *(one.dataset for one in FIGURES), *brief_supply.DATASETS]))
MODELS = {"acm": ("ACM", models.decompose), "kim_wright": ("Kim-Wright", models.decompose_kim_wright)}
MODEL_DATASETS = {"acm": "term_premium_acm", "kim_wright": "term_premium_kw"}


class Standing(Release, Protocol):
    """How a dataset stands: what `status.Status` tells."""

    @property
    def state(self) -> str: ...


def newest(load: Load) -> date | None:
    """The day of the newest par yields; None where none is held."""
    days = load(PAR).dropna(how="all").index
    return days[-1].date() if len(days) else None


def week_before(load: Load, today: date) -> date:
    """The day of comparison where no other is given: seven days before the newest par yields, or before today."""
    return (newest(load) or today) - WEEK


def brief(
    load: Load,
    earlier: Load,
    since: date,
    standing: Iterable[Standing] = (),
    today: date | None = None,
    sent_at: datetime | None = None,
) -> dict[str, Any]:
    """Everything that changed since a day, JSON-able; unknown is None, with its reason in words beside it.

    ``earlier`` gives what the brief compares with: as known at ``sent_at``, when the last brief was sent, or the rows up to the
    day. Out: ``made_on``, ``day`` (of the newest par yields), ``since``, ``against``, ``headline``, ``notice`` (None unless the
    yields are old), ``figures``, ``premium``, ``gauge``, ``auctions``, ``buybacks``, ``claims``, ``key_dates``, ``next`` and
    ``sources`` with the day each dataset reaches to, who publishes it, and whether it is stale. Raises BadInput for a day after
    today, and BadReference where a reviewed file is broken.
    """
    when = today or utc_today()
    if since > when:
        raise BadInput(f"--since {since} lies after today, {when}; name an earlier day")
    stands = {one.dataset.id: one for one in standing}
    figures = _figures(load, since, stands)
    claims = brief_claims.turned(load, earlier)
    return {
        "made_on": when.isoformat(),
        "day": cell(pd.Timestamp(newest(load) or pd.NaT)),
        "since": since.isoformat(),
        "against": {"kind": "brief" if sent_at else "day", "sent_at": sent_at.isoformat(timespec="seconds") if sent_at else None},
        "headline": headline(figures),
        "notice": _notice(newest(load), when),
        "figures": figures,
        "premium": _premium(load, earlier, since),
        "gauge": brief_gauge.then_and_now(load, since, when),
        "auctions": brief_supply.auctions(load, earlier),
        "buybacks": brief_supply.buybacks(load, earlier),
        "claims": claims,
        "key_dates": _key_dates(since, when),
        "next": brief_supply.ahead(load, when),
        "sources": [source(stands[name]) for name in DATASETS if name in stands],
    }


def source(one: Standing) -> dict[str, Any]:
    """A dataset in the line of sources: who publishes it, to which day it reaches, how it stands."""
    declared: Dataset = one.dataset
    return {
        "dataset": declared.id,
        "title": declared.title,
        "publisher": PUBLISHERS[declared.publisher].name,
        "url": declared.landing_page,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "state": one.state,
        "stale": one.state != "fresh",
    }


def _figures(load: Load, since: date, stands: Mapping[str, Standing]) -> list[dict[str, Any]]:
    """Each figure at its own last day and on or before the day of comparison; the change, or why there is none."""
    listed = [(PAR, one) for one in monitor.rates(load(PAR))]
    listed += [(one.dataset, Named(one.full_name, load(one.dataset)[one.column], one.kind)) for one in FIGURES]
    table = then_and_now([one for _, one in listed], since, date.max.replace(year=2100))
    return [
        _figure(title, row, name, since, stands.get(name))
        for (name, _), (title, row) in zip(listed, table.iterrows(), strict=True)
    ]


def _figure(title: Any, row: pd.Series, name: str, since: date, stand: Standing | None) -> dict[str, Any]:
    known = not units.is_missing(row["change"])
    return {
        "name": str(title),
        "kind": row["kind"],
        "then": {"date": cell(row["then_date"]), "value": cell(row["then_value"], PERCENT_DECIMALS)},
        "now": {"date": cell(row["now_date"]), "value": cell(row["now_value"], PERCENT_DECIMALS)},
        "then_words": level(row["kind"], row["then_value"]),
        "now_words": level(row["kind"], row["now_value"]),
        "change": cell(row["change"], PERCENT_DECIMALS),
        "change_unit": row["change_unit"],
        "change_words": change(row) if known else units.missing(),
        "missing": None if known else _why_missing(row, name, since),
        "dataset": name,
        "publisher": PUBLISHERS[stand.dataset.publisher].name if stand else None,
        "stale": stand.state != "fresh" if stand else None,
    }


def _why_missing(row: pd.Series, name: str, since: date) -> str:
    if units.is_missing(row["now_date"]):
        return tr("not held (python -m treasury refresh {dataset})", dataset=name)
    if units.is_missing(row["then_date"]):
        return tr("none is held on or before {day}", day=units.day(since))
    if row["then_date"] == row["now_date"]:
        return tr("none is newer than {day}", day=units.day(row["now_date"]))
    return tr("cannot be compared")


def headline(figures: Iterable[Mapping[str, Any]]) -> str:
    """The moves of the 10-year and its neighbours in a sentence that names their days, in the past tense."""
    by_name = {one["name"]: one for one in figures}
    ten = by_name["10-year"]
    if ten["change"] is None:
        last = ten["now"]["date"]
        if last is None:
            return tr("No par yield is held, so no move can be told.")
        return tr(
            "No move of the 10-year can be told: {why}. It stood at {level} on {day}.",
            why=ten["missing"],
            level=ten["now_words"],
            day=_day(last),
        )
    moves = [tr("the 10-year {moved}", moved=_moved(ten))]
    moves += [
        tr(said, moved=_moved(by_name[name]))
        for name, said in (("2-year", N_("the 2-year {moved}")), ("30-year", N_("the 30-year {moved}")))
        if by_name[name]["change"] is not None
    ]
    days = {"then": _day(ten["then"]["date"]), "now": _day(ten["now"]["date"])}
    said = tr("From {then} to {now} {first}", **days, first=moves[0])
    if moves[1:]:
        said = tr("{ten}; {others}", ten=said, others=tr(", ").join(moves[1:]))
    slope = by_name["2s10s"]
    if slope["change"] is None:
        return tr("{said}.", said=said)
    return tr("{said}. 2s10s {moved}.", said=said, moved=_moved(slope, slope=True))


def _moved(one: Mapping[str, Any], *, slope: bool = False) -> str:
    size, level = size_of(one), one["now_words"]
    if not size:
        return tr("was unchanged at {level}", level=level)
    if one["change"] > 0:
        said = N_("widened {size} to {level}") if slope else N_("rose {size} to {level}")
    else:
        said = N_("narrowed {size} to {level}") if slope else N_("fell {size} to {level}")
    return tr(said, size=size, level=level)


def _notice(last: date | None, today: date) -> str | None:
    """Said first where the yields are no news."""
    if last is None:
        return tr("No par yield is held. Run: python -m treasury refresh")
    age = (today - last).days
    if age <= OLD_DAYS:
        return None
    return tr(
        "These yields end on {day}, {age} days before the brief was made. Run: python -m treasury refresh",
        day=_day(last.isoformat()),
        age=age,
    )


def _premium(load: Load, earlier: Load, since: date) -> dict[str, Any]:
    """What the fitted 10-year's change was made of by each model, between its own days; and how ACM was revised since."""
    parts = {name: _split(made(load(MODEL_DATASETS[name])), since) for name, (_, made) in MODELS.items()}
    return {**parts, "revision": _revision(earlier("term_premium_acm")["ACMTP10"], load("term_premium_acm")["ACMTP10"])}


def _split(model: pd.DataFrame, since: date) -> dict[str, Any]:
    kept = model[model["premium_pct"].notna()]
    before = kept.loc[: pd.Timestamp(since)]
    if not len(before) or before.index[-1] == kept.index[-1]:
        return {"from": None, "to": cell(kept.index.max()), "yield_bp": None, "path_bp": None, "premium_bp": None}
    moved = (kept.iloc[-1] - before.iloc[-1]) * 100
    figures = {f"{part}_bp": cell(moved[f"{part}_pct"], PERCENT_DECIMALS) for part in ("yield", "path", "premium")}
    return {"from": cell(before.index[-1]), "to": cell(kept.index[-1]), **figures}


def _revision(then: pd.Series, now: pd.Series) -> dict[str, Any] | None:
    """How far a later estimation moved the premium of the last day that both have; None where it did not."""
    revised = models.revision(then, now)
    if revised.empty or not revised["revision_bp"].abs().max():
        return None
    last = revised.iloc[-1]
    return {"date": cell(revised.index[-1]), "revision_bp": cell(last["revision_bp"], PERCENT_DECIMALS)}


def _key_dates(since: date, today: date) -> list[dict[str, Any]]:
    dates = reference.key_dates()
    newer = dates[(dates["date"] > pd.Timestamp(since)) & (dates["date"] <= pd.Timestamp(today))]
    return [{"date": cell(row.date), "label": row.label, "title": row.title} for row in newer.itertuples()]


def _day(text: str) -> str:
    return units.day(date.fromisoformat(text))
