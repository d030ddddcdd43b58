"""The brief in words: headings, sentences and tables from the answer, the same for HTML, PDF and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from treasury import units
from treasury.analytics.gauge import COMPONENTS
from treasury.answers.gauge_words import score
from treasury.brief.words import Words

Answer = Mapping[str, Any]
MOST_MOVES, MOST_OTHERS, MOST_ROWS = 3, 4, 12
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
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Table:
    """Heads and rows of text; the first ``left`` columns stand to the left, the others are figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True)
class Section:
    """A heading, what is said below it, a table, the key of a picture, a note in small print, and the datasets behind it with
    their numbers in the list of sources."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    picture: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    url: str = ""  # of the page that shows more

    @property
    def references(self) -> str:
        """The numbers as they are written: "[1] [4]"."""
        return " ".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True)
class Front:
    """What stands above the sections."""

    title: str
    made: str
    headline: str
    notice: str


@dataclass(frozen=True)
class Brief:
    """Everything that is laid out. Sources are numbered from 1 in their order."""

    front: Front
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    words: Words = field(repr=False)


def brief(answer: Answer, words: Words, address: str = "") -> Brief:
    """The answer of `answers.brief` in the words of a language; headings lead to the dashboard where its address is given."""
    numbers = {one["dataset"]: number for number, one in enumerate(answer["sources"], 1)}
    made = [make(answer, words) for make in SECTIONS]
    sections = tuple(_referred(one, numbers, address) for one in made if one.lines or one.table)
    return Brief(_front(answer, words), sections, tuple(_source(one, words) for one in answer["sources"]), words)


def _front(answer: Answer, words: Words) -> Front:
    days = {"made": _day(answer["made_on"]), "since": _day(answer["since"])}
    sent = answer["against"]["sent_at"]
    made = words["made_after"].format(**days, sent=units.moment(datetime.fromisoformat(sent))) if sent else ""
    return Front(words["title"], made or words["made"].format(**days), answer["headline"], answer["notice"] or "")


def _referred(section: Section, numbers: Mapping[str, int], address: str) -> Section:
    known = tuple(sorted(numbers[name] for name in section.sources if name in numbers))
    return replace(section, numbers=known, url=f"{address}/{PAGES[section.key]}" if address else "")


def _source(one: Answer, words: Words) -> str:
    if one["as_of"] is None:
        return words["never"].format(**one)
    said = words["as_of"].format(publisher=one["publisher"], title=one["title"], day=_day(one["as_of"]))
    return f"{said} ({words[one['state']]})" if one["state"] in ("stale", "failed") else said


def _moves(answer: Answer, words: Words) -> Section:
    """Every figure on two days; the heads name the days that most of the figures have."""
    figures = answer["figures"]
    then, now = answer["since"], answer["day"]
    heads = (words["measure"], _day(then), _day(now) if now else units.MISSING, words["change"])
    rows = tuple(_move(one, then, now, words) for one in figures)
    datasets = tuple(dict.fromkeys(one["dataset"] for one in figures))
    return Section("moves", words["moves"], (), Table(heads, rows), "curve", words["dates_note"], datasets)


def _move(one: Answer, then: str, now: str | None, words: Words) -> tuple[str, ...]:
    if one["now"]["date"] is None:
        return one["name"], units.MISSING, units.MISSING, words["not_held"]
    if one["then"]["date"] is None:
        return one["name"], units.MISSING, _on(one["now_words"], one["now"]["date"], now), words["no_earlier"]
    moved = words["no_newer"] if one["change"] is None else one["change_words"]
    return one["name"], _on(one["then_words"], one["then"]["date"], then), _on(one["now_words"], one["now"]["date"], now), moved


def _on(figure: str, day: str, usual: str | None) -> str:
    """A figure, with its day where that is not the column's. Neither is broken into two lines."""
    whole = figure.replace(" ", NO_BREAK)
    return whole if day == usual else f"{whole} ({_short_day(day, usual or '').replace(' ', NO_BREAK)})"


def _short_day(day: str, near: str) -> str:
    """A day, without its year where that is the year of the other day."""
    return _day(day).removesuffix(f" {near[:4]}")


def _bn(amount: float | None) -> str:
    return units.MISSING if amount is None else units.number(amount / 1e9, 1)


def _gauge(answer: Answer, words: Words) -> Section:
    gauge, lines = answer["gauge"], [answer["gauge"]["sentence"]]
    then, shown = gauge["then"], gauge["shown"]
    if then["day"] and then["day"] != gauge["now"]["day"]:
        key = "gauge_then" if then["gauge"] is not None else "gauge_then_none"
        facts = {"day": _day(then["day"]), "counted": then["components_counted"], "all": len(COMPONENTS)}
        scored = "" if then["gauge"] is None else score(then["gauge"])
        lines.append(words[key].format(**facts, score=scored, verdict=words[then["verdict"]]))
    if shown["gauge"] is not None and shown["day"] != gauge["now"]["day"]:
        lines.append(words["gauge_shown"].format(day=_day(shown["day"])))
    moves = _gauge_moves(shown["components"]) if shown["day"] and shown["day"] > answer["since"] else []
    if moves:
        lines.append(words["gauge_moved"].format(day=_day(answer["since"]), moves="; ".join(moves)))
    return Section("gauge", words["gauge"], tuple(lines), picture="gauge", note=gauge["rule"])


def _gauge_moves(components: Sequence[Answer]) -> list[str]:
    """The components whose percentile moved most."""
    known = [one for one in components if one["percentile"] is not None and one["percentile_then"] is not None]
    moved = sorted(known, key=lambda one: -abs(one["percentile"] - one["percentile_then"]))
    return [
        f"{one['name']} {units.ordinal(one['percentile_then'])} to {units.ordinal(one['percentile'])}"
        for one in moved[:MOST_MOVES]
        if units.ordinal(one["percentile"]) != units.ordinal(one["percentile_then"])
    ]


def _premium(answer: Answer, words: Words) -> Section:
    premium = answer["premium"]
    lines = [_split(name, premium[key], answer["since"], words) for key, name in (("acm", "ACM"), ("kim_wright", "Kim-Wright"))]
    if premium["revision"]:
        revised = premium["revision"]
        lines.append(words["revised"].format(day=_day(revised["date"]), bp=units.bp(revised["revision_bp"], 1)))
    datasets = ("term_premium_acm", "term_premium_kw")
    return Section("premium", words["premium"], tuple(lines), picture="premium", sources=datasets)


def _split(model: str, one: Answer, since: str, words: Words) -> str:
    if one["from"] is None:
        key = "premium_none" if one["to"] is None or one["to"] > since else "premium_old"
        return words[key].format(model=model, since=_day(since), day=_day(one["to"]) if one["to"] else "")
    facts = {"model": model, "days": units.days(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]))}
    parts = {part: units.bp(one[f"{part}_bp"], 1) for part in ("yield", "path", "premium")}
    whole = one["yield_bp"] is not None and one["path_bp"] is not None
    return words["split" if whole else "premium_alone"].format(**facts, **parts)


def _auctions(answer: Answer, words: Words) -> Section:
    auctions, lines = answer["auctions"], []
    datasets = ("auctions", "par_yields", "real_par_yields")
    if auctions["last_held"] is None:
        return Section("auctions", words["auctions"], (words["auctions_not_held"],), sources=datasets[:1])
    table = None
    if auctions["rows"]:
        heads = ("day", "security", "accepted_bn", "stop", "against_close", "cover_six", "indirect_six", "grade")
        rows = tuple(_auction(one, answer["made_on"]) for one in auctions["rows"][:MOST_ROWS])
        table = Table(tuple(words[name] for name in heads), rows, left=2)
        if len(auctions["rows"]) > MOST_ROWS:
            lines.append(words["more"].format(count=len(auctions["rows"]) - MOST_ROWS))
    else:
        lines.append(words["no_auctions"].format(day=_day(auctions["last_held"])))
    bills = auctions["bills"]
    if bills["count"]:
        days = units.days(date.fromisoformat(bills["first"]), date.fromisoformat(bills["last"]))
        key = "bills_one" if bills["count"] == 1 else "bills"
        lines.append(words[key].format(count=bills["count"], amount=units.usd(bills["total_accepted_usd"]), days=days))
    note = words["auction_note"] if table else ""
    return Section("auctions", words["auctions"], tuple(lines), table, note=note, sources=datasets if table else datasets[:1])


def _auction(one: Answer, made_on: str) -> tuple[str, ...]:
    stop = one["high_yield"] if one["high_discount_margin"] is None else one["high_discount_margin"]
    return (
        _short_day(one["auction_date"], made_on).replace(" ", NO_BREAK),
        one["exact_term"],
        _bn(one["total_accepted_usd"]),
        units.number(stop, 3),
        units.bp(one["stop_minus_prior_close_bp"], 1).removesuffix(" bp"),
        _against(one["bid_to_cover"], one["six_bid_to_cover"], 2),
        _against(one["indirect_share_pct"], one["six_indirect_share_pct"], 0),
        one["grade"] or units.MISSING,
    )


def _against(value: float | None, six: float | None, decimals: int) -> str:
    return units.number(value, decimals) if six is None else f"{units.number(value, decimals)} ({units.number(six, decimals)})"


def _buybacks(answer: Answer, words: Words) -> Section:
    buybacks, own = answer["buybacks"], ("buyback_operations",)
    if not buybacks["rows"]:
        last = buybacks["last_held"]
        said = words["no_buybacks"].format(day=_day(last)) if last else words["buybacks_not_held"]
        return Section("buybacks", words["buybacks"], (said,), sources=own)
    heads = tuple(words[name] for name in ("day", "bucket", "maximum", "offered", "accepted", "cover", "fill"))
    rows = tuple(_operation(one, answer["made_on"], words) for one in buybacks["rows"][:MOST_ROWS])
    lines, totals = [], buybacks["totals"]
    if totals["operations"]:
        count = words["operation"] if totals["operations"] == 1 else words["operations"].format(count=totals["operations"])
        figures = {"cover": units.number(totals["cover_ratio"]), "fill": units.percent(totals["fill_pct"], 0)}
        lines.append(words["buyback_sum"].format(count=count, accepted=units.usd(totals["accepted_usd"]), **figures))
    if len(buybacks["rows"]) > MOST_ROWS:
        lines.append(words["more"].format(count=len(buybacks["rows"]) - MOST_ROWS))
    return Section(
        "buybacks", words["buybacks"], tuple(lines), Table(heads, rows, left=2), note=words["buyback_note"], sources=own
    )


def _operation(one: Answer, made_on: str, words: Words) -> tuple[str, ...]:
    bucket = one["maturity_bucket"] or words["unstated"]
    named = f"TIPS {bucket}" if one["security_type"] == "TIPS" else bucket
    accepted = words["cancelled"] if one["state"] == "cancelled" else _bn(one["accepted_usd"])
    figures = _bn(one["maximum_usd"]), _bn(one["offered_usd"]), accepted, units.number(one["cover_ratio"])
    day = _short_day(one["operation_date"], made_on).replace(" ", NO_BREAK)
    return day, named, *figures, units.number(one["fill_pct"], 0)


def _claims(answer: Answer, words: Words) -> Section:
    claims = answer["claims"]
    counts = [f"{count} {words[verdict]}" for verdict in VERDICTS if (count := claims["counts"].get(verdict))]
    lines = [_turn(one, words) for one in claims["turned"]] or [words["none_turned"]]
    others = claims["by_another_definition"]
    lines += [_other(one, words) for one in others[:MOST_OTHERS]]
    if len(others) > MOST_OTHERS:
        lines.append(words["more_turned"].format(count=len(others) - MOST_OTHERS))
    lines.append(words["verdicts"].format(tested=claims["tested"], counts=", ".join(counts)))
    return Section("claims", words["claims"], tuple(lines))


VERDICTS = ("true", "partly", "false", "untestable")


def _turn(one: Answer, words: Words) -> str:
    said = {"figure": one["figure_now"], "detail": one["detail_now"] or one["why_untestable_now"]}
    return words["turned"].format(**_verdicts(one, words), **said, would_change=one["would_change_now"]).strip()


def _other(one: Answer, words: Words) -> str:
    return words["turned_otherwise"].format(**_verdicts(one, words))


def _verdicts(one: Answer, words: Words) -> dict[str, str]:
    verdicts = {"then": words[one["then"]], "now": words[one["now"]]}
    return {"statement": one["statement"].removesuffix("."), "definition": one["definition"], **verdicts}


def _key_dates(answer: Answer, words: Words) -> Section:
    lines = tuple(f"{_day(one['date'])}: {one['title']}" for one in answer["key_dates"])
    return Section("key_dates", words["key_dates"], lines)


def _next(answer: Answer, words: Words) -> Section:
    """One row a day with all that is due, and for each kind with nothing in the days listed when the next is known."""
    ahead = answer["next"]
    days: dict[str, list[Answer]] = {}
    for event in ahead["events"]:
        days.setdefault(event["date"], []).append(event)
    rows = tuple(
        (_short_day(day, answer["made_on"]).replace(" ", NO_BREAK), "; ".join(_titles(events))) for day, events in days.items()
    )
    table = Table((words["when"], words["what"]), rows, left=2) if rows else None
    lines = tuple(_later(one, words) for one in ahead["later"])
    sources = ("auctions", "upcoming_auctions", "buyback_operations", "buyback_schedule")
    return Section("next", words["next"], lines, table, note=words["eastern"] if rows else "", sources=sources)


def _titles(events: Sequence[Answer]) -> list[str]:
    """The titles of a day with their times, those of one kind and time together: "Auction: 4-week bill, 8-week bill (13:00)"."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for event in events:
        kind, _, rest = event["title"].rpartition(": ")
        grouped.setdefault((kind, event["start_time"] or ""), []).append(rest)
    named = [
        (f"{kind}: " if kind else "", ", ".join(rest), f" ({clock})" if clock else "") for (kind, clock), rest in grouped.items()
    ]
    return ["".join(parts) for parts in named]


def _later(one: Answer, words: Words) -> str:
    kind, event = words[one["kind"]], one["event"]
    if event:
        return words["next_of"].format(kind=kind, day=_day(event["date"]), title=event["title"])
    if one["known_until"]:
        return words["known_to"].format(kind=kind, day=_day(one["known_until"]))
    return words["none_known"].format(kind=kind)


def _day(text: str) -> str:
    return units.day(date.fromisoformat(text))


SECTIONS: tuple[Callable[[Answer, Words], Section], ...] = (
    *(_moves, _gauge, _premium, _auctions, _buybacks, _claims, _key_dates, _next),
)
