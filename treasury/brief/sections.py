"""The brief in words: headings, sentences and tables from the answer, in the current language; the same for HTML, PDF and
Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from treasury import units
from treasury.analytics.gauge import COMPONENTS
from treasury.answers.calendar_words import PREFIXES, short_title
from treasury.answers.gauge_words import score, verdict_words
from treasury.brief import supply
from treasury.brief.parts import NO_BREAK, Answer, Brief, Front, Section, Table, day_words, short_day
from treasury.language import ENGLISH, JAPANESE, N_, current, tr

MOST_MOVES, MOST_OTHERS = 3, 4
PAGES = {  # of the dashboard, by section
    "moves": "yields",
    "gauge": "",
    "premium": "term-premium",
    "auctions": "auctions",
    "buybacks": "buybacks",
    "claims": "claims",
    "key_dates": "compare",
    "next": "calendar",
}
VERDICTS = {"true": N_("true"), "partly": N_("partly"), "false": N_("false"), "untestable": N_("not testable")}
KINDS = {"auction": N_("Auction"), "buyback": N_("Buyback"), "refunding": N_("Refunding"), "fomc": "FOMC"}


def brief(answer: Answer, address: str = "") -> Brief:
    """The answer of `answers.brief` in words, both made in the current language; headings lead to the dashboard where its
    address is given."""
    numbers = {one["dataset"]: number for number, one in enumerate(answer["sources"], 1)}
    made = [make(answer) for make in SECTIONS]
    sections = tuple(_referred(one, numbers, address) for one in made if one.lines or one.table)
    return Brief(_front(answer), sections, tuple(map(_source, answer["sources"])), tr("Sources"), current())


def _front(answer: Answer) -> Front:
    days = {"made": day_words(answer["made_on"]), "since": day_words(answer["since"])}
    made = tr("Made on {made}, compared with {since}.", **days)
    if sent := answer["against"]["sent_at"]:
        made = tr(
            "Made on {made}, compared with {since} and with what was known when the last brief was sent, {sent}.",
            **days,
            sent=units.moment(datetime.fromisoformat(sent)),
        )
    return Front(tr("Treasury Truce: the brief"), made, answer["headline"], answer["notice"] or "")


def _referred(section: Section, numbers: Mapping[str, int], address: str) -> Section:
    known = tuple(sorted(numbers[name] for name in section.sources if name in numbers))
    return replace(section, numbers=known, url=_url(address, PAGES[section.key]) if address else "")


def _url(address: str, page: str) -> str:
    """A page of the dashboard in the language of the brief."""
    return f"{address}/{page}" if current() == ENGLISH else f"{address}/{page}?lang={current()}"


def _source(one: Answer) -> str:
    places = {"publisher": tr(str(one["publisher"])), "title": tr(str(one["title"]))}
    if one["as_of"] is None:
        return tr("{publisher}: {title}, not held", **places)
    said = tr("{publisher}: {title}, to {day}", **places, day=day_words(one["as_of"]))
    state = {"stale": N_("stale"), "failed": N_("last refresh failed")}.get(one["state"])
    return tr("{source} ({state})", source=said, state=tr(state)) if state else said


def _moves(answer: Answer) -> Section:
    """Every figure on two days; the heads name the days that most of the figures have."""
    figures = answer["figures"]
    then, now = answer["since"], answer["day"]
    heads = (tr("Measure"), day_words(then), day_words(now) if now else units.missing(), tr("Change"))
    rows = tuple(_move(one, then, now) for one in figures)
    datasets = tuple(dict.fromkeys(one["dataset"] for one in figures))
    note = tr("A figure of another day than its column's says which. Changes are of unrounded figures.")
    return Section("moves", tr("Where things stand"), (), Table(heads, rows), "curve", note, datasets)


def _move(one: Answer, then: str, now: str | None) -> tuple[str, ...]:
    name = tr(str(one["name"]))
    if one["now"]["date"] is None:
        return name, units.missing(), units.missing(), tr("not held")
    held = _on(one["now_words"], one["now"]["date"], now)
    if one["then"]["date"] is None:
        return name, units.missing(), held, tr("no earlier figure")
    moved = tr("no newer figure") if one["change"] is None else one["change_words"]
    return name, _on(one["then_words"], one["then"]["date"], then), held, moved


def _on(figure: str, day: str, usual: str | None) -> str:
    """A figure, with its day where that is not the column's. Neither is broken into two lines."""
    whole = figure.replace(" ", NO_BREAK)
    return whole if day == usual else f"{whole} ({short_day(day, usual or '').replace(' ', NO_BREAK)})"


def _gauge(answer: Answer) -> Section:
    gauge, lines = answer["gauge"], [answer["gauge"]["sentence"]]
    then, shown = gauge["then"], gauge["shown"]
    if then["day"] and then["day"] != gauge["now"]["day"]:
        lines.append(_gauge_then(then))
    if shown["gauge"] is not None and shown["day"] != gauge["now"]["day"]:
        lines.append(tr("The figure is of {day}, the last day with a gauge.", day=day_words(shown["day"])))
    moves = _gauge_moves(shown["components"]) if shown["day"] and shown["day"] > answer["since"] else []
    if moves:
        since = day_words(answer["since"])
        lines.append(tr("Percentiles that moved most since {day}: {moves}.", day=since, moves="; ".join(moves)))
    return Section("gauge", tr("Does the truce hold?"), tuple(lines), picture="gauge", note=gauge["rule"])


def _gauge_then(then: Answer) -> str:
    facts = {"day": day_words(then["day"]), "count": then["components_counted"], "all": len(COMPONENTS)}
    if then["gauge"] is None:
        return tr("On {day}: no gauge, {count} of {all} components were current.", **facts)
    stood = {"score": score(then["gauge"]), "verdict": verdict_words(then)}
    return tr("On {day}: {score}, {verdict}, from {count} of {all} components.", **facts, **stood)


def _gauge_moves(components: Sequence[Answer]) -> list[str]:
    """The components whose percentile moved most."""
    known = [one for one in components if one["percentile"] is not None and one["percentile_then"] is not None]
    moved = sorted(known, key=lambda one: -abs(one["percentile"] - one["percentile_then"]))
    return [
        tr(
            "{component} {before} to {after}",
            component=tr(str(one["name"])),
            before=units.ordinal(one["percentile_then"]),
            after=units.ordinal(one["percentile"]),
        )
        for one in moved[:MOST_MOVES]
        if units.ordinal(one["percentile"]) != units.ordinal(one["percentile_then"])
    ]


def _premium(answer: Answer) -> Section:
    premium = answer["premium"]
    lines = [_split(name, premium[key], answer["since"]) for key, name in (("acm", "ACM"), ("kim_wright", "Kim-Wright"))]
    if premium["revision"]:
        day, moved = day_words(premium["revision"]["date"]), units.bp(premium["revision"]["revision_bp"], 1)
        said = tr("The ACM model was estimated again: {day} now stands {change} from where it stood then.", day=day, change=moved)
        lines.append(said)
    datasets = ("term_premium_acm", "term_premium_kw")
    return Section("premium", tr("Term premium"), tuple(lines), picture="premium", sources=datasets)


def _split(model: str, one: Answer, since: str) -> str:
    if one["from"] is None and (one["to"] is None or one["to"] > since):
        return tr("{model}: not held on both sides of {day}.", model=model, day=day_words(since))
    if one["from"] is None:
        return tr("{model}: no figure after {day}.", model=model, day=day_words(one["to"]))
    places = {"model": model, "days": units.days(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]))}
    moved, path, premium = (units.bp(one[f"{part}_bp"], 1) for part in ("yield", "path", "premium"))
    if one["yield_bp"] is None or one["path_bp"] is None:
        said = N_("{model}, {days}: the premium moved {premium}; its expected path is not published for both days.")
        return tr(said, **places, premium=premium)
    said = N_("{model}, {days}: the fitted 10-year moved {change}, of it the expected path {path} and the premium {premium}.")
    return tr(said, **places, change=moved, path=path, premium=premium)


def _claims(answer: Answer) -> Section:
    claims = answer["claims"]
    counts = [
        tr("{count} {verdict}", count=count, verdict=tr(words))
        for verdict, words in VERDICTS.items()
        if (count := claims["counts"].get(verdict))
    ]
    lines = [_turn(one) for one in claims["turned"]] or [tr("No verdict turned.")]
    others = claims["by_another_definition"]
    lines += [_other(one) for one in others[:MOST_OTHERS]]
    if len(others) > MOST_OTHERS:
        lines.append(tr("{count} more turned by other definitions.", count=len(others) - MOST_OTHERS))
    lines.append(tr("Of {tested} claims {counts}.", tested=claims["tested"], counts=tr(", ").join(counts)))
    return Section("claims", tr("Claims whose verdict turned"), tuple(lines))


def _turn(one: Answer) -> str:
    return tr(
        "“{statement}”: was {then}, is {now}. {figure} ({definition}). {detail} {would_change}",
        **_verdicts(one),
        figure=one["figure_now"],
        detail=one["detail_now"] or one["why_untestable_now"],
        would_change=one["would_change_now"],
    ).strip()


def _other(one: Answer) -> str:
    return tr(
        "By another definition: “{statement}”, {definition}: was {then}, is {now}.",
        **_verdicts(one),
    )


def _verdicts(one: Answer) -> dict[str, str]:
    statement = one["statement_ja"] if current() == JAPANESE else one["statement"]
    verdicts = {when: _verdict(one[when]) for when in ("then", "now")}
    return {"statement": statement.rstrip(".。"), "definition": tr(str(one["definition"])), **verdicts}


def _verdict(verdict: str) -> str:
    return tr(VERDICTS[verdict])


def _key_dates(answer: Answer) -> Section:
    lines = tuple(f"{day_words(one['date'])}: {tr(one['title'])}" for one in answer["key_dates"])
    return Section("key_dates", tr("Key dates"), lines)


def _next(answer: Answer) -> Section:
    """One row a day with all that is due, and for each kind with nothing in the days listed when the next is known."""
    ahead = answer["next"]
    days: dict[str, list[Answer]] = {}
    for event in ahead["events"]:
        days.setdefault(event["date"], []).append(event)
    rows = tuple(
        (short_day(day, answer["made_on"]).replace(" ", NO_BREAK), "; ".join(_titles(events))) for day, events in days.items()
    )
    table = Table((tr("When"), tr("What")), rows, left=2) if rows else None
    lines = tuple(_later(one) for one in ahead["later"])
    sources = ("auctions", "upcoming_auctions", "buyback_operations", "buyback_schedule")
    note = tr("Times are US Eastern.") if rows else ""
    return Section("next", tr("What is next"), lines, table, note=note, sources=sources)


def _titles(events: Sequence[Answer]) -> list[str]:
    """The titles of a day with their times, those of one kind and time together: "Auction: 4-week bill, 8-week bill (13:00)"."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for event in events:
        kind = event["kind"] if event["kind"] in PREFIXES else ""
        grouped.setdefault((kind, event["start_time"] or ""), []).append(short_title(event))
    named = [(tr(PREFIXES.get(kind, "{name}"), name=tr(", ").join(rest)), clock) for (kind, clock), rest in grouped.items()]
    return [f"{name} ({clock})" if clock else name for name, clock in named]


def _later(one: Answer) -> str:
    name, event = KINDS[one["kind"]], one["event"]
    kind = tr(name)
    if event:
        return tr("{kind}: next on {day}, {title}.", kind=kind, day=day_words(event["date"]), title=event["title"])
    if one["known_until"]:
        known = day_words(one["known_until"])
        return tr("{kind}: none known from today on; the last known is {day}.", kind=kind, day=known)
    return tr("{kind}: none is held.", kind=kind)


SECTIONS: tuple[Callable[[Answer], Section], ...] = (
    *(_moves, _gauge, _premium, supply.auctions, supply.buybacks, _claims, _key_dates, _next),
)
