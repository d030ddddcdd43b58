"""The parts of the page "Claims": the answers, the claims chosen, one claim in full, its sentences and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from treasury import claims_file, units
from treasury.analytics.claims.finding import VERDICTS
from treasury.answers import claims as answers
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, navigation, volatility
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

ALL = N_("All")
SELECT_PX = 420
_OPENED = "_claims_opened"  # in the session: the claims whose definition a link has set
# Word, icon and colour of each verdict: never the colour alone.
SHOWN: Mapping[str, tuple[str, str, str]] = {
    "true": (N_("True"), "check_circle", "green"),
    "partly": (N_("Partly"), "contrast", "orange"),
    "false": (N_("False"), "cancel", "red"),
    "untestable": (N_("Untestable"), "help", "gray"),
}
# How a headline says one, and how it says several, of each verdict.
_COUNTED: Mapping[str, tuple[str, str]] = {
    "true": ("holds", "hold"),
    "partly": (N_("holds in part"), N_("hold in part")),
    "false": (N_("does not hold"), N_("do not hold")),
    "untestable": (N_("cannot be tested"), N_("cannot be tested")),
}
_MOST_NAMED = 4
LABELS = {"statement": N_("Statement"), "definition": N_("Definition"), "verdict": N_("Verdict"), "figure": N_("Figure")}
LABELS |= {"start": N_("From"), "end": "To"}
NOTES = N_("""
**Verdict**: what the rule of the definition gives for the figure; no verdict is typed by hand. **Partly**: the rule says what of
the statement holds. **Untestable**: what the definition needs is not held. The first definition of each statement is the one
shown unless another is chosen; thresholds such as “near”, “rare” or “months” are part of the rule.
""")


@dataclass(frozen=True)
class Board:
    """All claims, the same without the reader's own file (for downloads), and the datasets behind them."""

    every: list[dict[str, Any]]
    held: list[dict[str, Any]]
    sources: list[Loaded]

    @property
    def shown(self) -> dict[str, dict[str, Any]]:
        """By claim: the figures of the definition chosen in the address, or the first."""
        made = {}
        for claim in self.every:
            by_name = definitions(claim)
            made[str(claim["id"])] = by_name[controls.standing(str(claim["id"]), list(by_name))]
        return made


def board() -> Board | None:
    """The claims, tested on the datasets held; a card where the file does not hold what it must."""
    try:
        made, loaded = tested()
        return Board(_with_own_move(made, {one.dataset.id: one for one in loaded}), made, loaded)
    except (BadReference, OSError) as fault:
        layout.failed_card(tr("The claims cannot be read"), plain(str(fault)))
        return None


def tested() -> tuple[list[dict[str, Any]], list[Loaded]]:
    """The claims as the datasets held give them, kept by their versions, and these datasets.

    Raises BadReference and OSError where the file cannot be used.
    """
    names = answers.datasets()
    loaded = [cache.frame(name) for name in names]
    changed = claims_file.PATH.stat().st_mtime_ns
    made: list[dict[str, Any]] = cache.computed(_answered, *loaded, names=tuple(names), changed=changed)
    return made, loaded


def _answered(*frames: pd.DataFrame, names: Sequence[str], changed: int) -> list[dict[str, Any]]:  # noqa: ARG001 (part of the key)
    return answers.claims(dict(zip(names, frames, strict=True)).__getitem__)


def _with_own_move(made: list[dict[str, Any]], loaded: Mapping[str, Loaded]) -> list[dict[str, Any]]:
    """The same, with the claims that need MOVE tested on the reader's own file where one was chosen."""
    series = volatility.chosen_move()
    if series is None:
        return made
    ids = [claim["id"] for claim in made if needs_move(claim)]
    own = answers.claims(lambda name: loaded[name].frame, {answers.MOVE: series.to_frame()}, ids)
    by_id = {claim["id"]: claim for claim in own}
    return [by_id.get(claim["id"], claim) for claim in made]


def needs_move(claim: Mapping[str, Any]) -> bool:
    """Whether one of its definitions takes the reader's own file."""
    return any(one["own_file"] for one in definitions(claim).values())


def definitions(claim: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every definition of a claim by its name, the first one first."""
    return {one["definition"]: one for one in (dict(claim), *claim["others"])}


def headline(made: Board) -> str:
    """How many statements hold, and for how many it depends on the definition."""
    count = Counter(one["verdict"] for one in made.shown.values())
    total = len(made.every)
    if count["untestable"] == total:
        return tr("None of the {total} statements can be tested: their figures are not held.", total=total)
    said = [f"{count[one]} {_COUNTED[one][count[one] > 1]}" for one in VERDICTS if count[one]]
    split = sum(len(_verdicts(claim)) > 1 for claim in made.every)
    last = max((one.as_of for one in made.sources if one.as_of), default=None)
    depends = tr("for {split} of them the verdict depends on the definition", split=split)
    return tr(
        "Of {total} statements {said}; {depends} (figures to {last}).",
        total=total,
        said=", ".join(said),
        depends=depends,
        last=units.day(last),
    )


def _verdicts(claim: Mapping[str, Any]) -> set[str]:
    """The verdicts that its definitions give, where they can be tested."""
    return {one["verdict"] for one in definitions(claim).values()} - {"untestable"}


def choose(made: Board) -> list[dict[str, Any]]:
    """The claims to show, by the verdict shown or one alone; both in the address."""
    names = {title(claim["id"]): claim for claim in made.every}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        verdict = controls.choice(tr("Verdict"), [ALL, *(SHOWN[one][0] for one in VERDICTS)], key="verdict")
        with st.container(width=SELECT_PX):
            alone = controls.choice(tr("Statement"), [ALL, *names], key="claim")
    if alone != ALL:
        return [names[alone]]
    shown = made.shown
    return [claim for claim in made.every if verdict in (ALL, SHOWN[shown[claim["id"]]["verdict"]][0])]


def title(claim_id: str) -> str:
    """A claim's short name, for lists and links.

    >>> title("stablecoins_300bn")
    'Stablecoins 300bn'
    """
    words = claim_id.replace("_", " ")
    return words[0].upper() + words[1:]


@contextmanager
def row(claim: Mapping[str, Any], shown: Mapping[str, Any], alone: bool) -> Iterator[None]:
    """The line of one claim, which opens to what belongs to it: icon, statement, verdict, figure, how many agree."""
    key = str(claim["id"])
    every = definitions(claim)
    same = sum(one["verdict"] == shown["verdict"] for one in every.values())
    aside = [_days(shown)] if shown["value"] is not None else []
    aside += [tr("{same} of {every} definitions agree", same=same, every=len(every))] if len(every) > 1 else []
    figure = f"**{plain(shown['figure'])}**" if shown["value"] is not None else ""
    word, icon, colour = SHOWN[shown["verdict"]]
    label = tr(
        "{statement} :{colour}-badge[{word}] {figure} :gray[:small[{aside}]]",
        statement=plain(claim["statement"]),
        colour=colour,
        word=word,
        figure=figure,
        aside=", ".join(aside),
    )
    opened: set[str] = st.session_state.setdefault(_OPENED, {one for one in st.query_params if one != "claim"})
    with st.expander(label, icon=f":material/{icon}:", expanded=alone or key in opened, key=f"row_{key}"):
        yield


def draw(claim: Mapping[str, Any], shown: Mapping[str, Any], loaded: Sequence[Loaded]) -> None:
    """One claim in full: its definitions to choose from, and the evidence of the one chosen."""
    st.markdown(f":gray[{plain(claim['statement_ja'])}]")
    left, right = st.columns([2, 3], gap="large")
    with left:
        controls.described(
            tr("Definition"), {name: _caption(one) for name, one in definitions(claim).items()}, key=str(claim["id"])
        )
    with right:
        _evidence(claim, shown, loaded)
    if needs_move(claim):
        volatility.own_move()


def _evidence(claim: Mapping[str, Any], shown: Mapping[str, Any], loaded: Sequence[Loaded]) -> None:
    if shown["value"] is not None:
        with st.container(gap=None):
            st.metric(plain(shown["definition"]), shown["figure"])
            st.caption(_days(shown))
    lines = {
        "": shown["detail"],
        "Why there is no verdict": shown["why_untestable"],
        "Rule": shown["rule"],
        "What would change it": shown["would_change"],
        "Note": claim["comment"],
        "Data": _data(shown, loaded),
    }
    st.markdown("\n\n".join(f"**{name}:** {plain(text)}" if name else plain(text) for name, text in lines.items() if text))
    path, _, query = str(claim["page"]).partition("?")
    entry = next(entry for entry in navigation.PAGES if entry.url_path == path)
    navigation.link(path, tr("Show on the page {title}", title=entry.title), parse_qsl(query))


def _caption(one: Mapping[str, Any]) -> str:
    """Verdict, figure and days of a definition, below its name."""
    word, icon, _ = SHOWN[one["verdict"]]
    figure = f"{one['figure']}, {_days(one)}" if one["value"] is not None else tr("no figure")
    return tr(":material/{icon}: **{word}** {figure}", icon=icon, word=word, figure=plain(figure))


def _days(shown: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(shown[name]) if shown[name] else None for name in ("start", "end"))
    return units.days(first, last)


def _data(shown: Mapping[str, Any], loaded: Sequence[Loaded]) -> str:
    """The datasets behind a definition, each with the day to which it reaches."""
    titles = {item.dataset.id: item.dataset.title for item in loaded}
    said = []
    for source in shown["sources"]:
        reached = f"to {units.day(date.fromisoformat(source['as_of']))}" if source["as_of"] else tr("not held")
        said.append(f"{titles[source['dataset']]}, {reached}")
    return f"{'; '.join(said)}." if said else ""


def table(every: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Every definition of every claim, one row each."""
    rows = [
        {
            "id": claim["id"],
            "statement": claim["statement"],
            "statement_ja": claim["statement_ja"],
            **{name: one[name] for name in ("definition", "verdict", "value", "unit", "figure", "start", "end", "detail")},
            "rule": one["rule"],
            "would_change": one["would_change"],
            "why_untestable": one["why_untestable"],
            "page": claim["page"],
        }
        for claim in every
        for one in definitions(claim).values()
    ]
    made = pd.DataFrame(rows)
    return made.astype({"start": "datetime64[us]", "end": "datetime64[us]"})


def show_table(made: Board) -> None:
    """The table of every definition, whose CSV holds rules and values as well; a file of the reader's own is in neither."""
    whole = table(made.held)
    shown = whole[["statement", "definition", "verdict", "figure", "start", "end"]]
    # A cell that begins with a plus or a hyphen is a formula to a spreadsheet.
    figures = shown["figure"].str.lstrip("+").str.replace("-", "\N{MINUS SIGN}")
    shown = shown.assign(verdict=shown["verdict"].map({name: one[0] for name, one in SHOWN.items()}), figure=figures)
    sources = [one for one in made.sources if one.ok]
    layout.show_table(shown, key="definitions", sources=sources, labels=LABELS, name="claims", notes=NOTES, csv=whole)


def say_missing(loaded: Sequence[Loaded]) -> None:
    """One card for the datasets that cannot be read, and one for those that were never fetched."""
    for state, card, what in (
        ("failed", layout.failed_card, tr("cannot be read")),
        ("never", layout.never_card, tr("never fetched")),
    ):
        found = [item for item in loaded if not item.ok and item.state == state]
        if found:
            names = ", ".join(item.dataset.title for item in found[:_MOST_NAMED])
            more = tr(" and {found} more", found=len(found) - _MOST_NAMED) if len(found) > _MOST_NAMED else ""
            card(f"{plain(names)}{more}: {what}", plain(found[0].reason.replace("`", "")))
