"""The parts of the page "Claims": the answers, the claims chosen, one claim in full, its sentences and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from treasury.language import ENGLISH, JAPANESE, N_, current, tr, trn, using
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
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "true": lambda count: trn("{count} holds", "{count} hold", count, count=count),
    "partly": lambda count: trn("{count} holds in part", "{count} hold in part", count, count=count),
    "false": lambda count: trn("{count} does not hold", "{count} do not hold", count, count=count),
    "untestable": lambda count: tr("{count} cannot be tested", count=count),
}
_MOST_NAMED = 4
LABELS = {"statement": N_("Claim"), "definition": N_("Definition"), "verdict": N_("Verdict"), "figure": N_("Figure")}
LABELS |= {"start": N_("From"), "end": N_("To")}
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
    said = [_COUNTED[one](count[one]) for one in VERDICTS if count[one]]
    split = sum(len(_verdicts(claim)) > 1 for claim in made.every)
    last = max((one.as_of for one in made.sources if one.as_of), default=None)
    return tr(
        "Of {total} statements {verdicts}; for {split} of them the verdict depends on the definition (figures to {last_day}).",
        total=total,
        verdicts=tr(", ").join(said),
        split=split,
        last_day=units.day(last),
    )


def _verdicts(claim: Mapping[str, Any]) -> set[str]:
    """The verdicts that its definitions give, where they can be tested."""
    return {one["verdict"] for one in definitions(claim).values()} - {"untestable"}


def choose(made: Board) -> list[dict[str, Any]]:
    """The claims to show, by the verdict shown or one alone; both in the address."""
    names = {claims_file.title(claim["id"]): claim for claim in made.every}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        verdict = controls.choice(tr("Verdict"), [ALL, *(SHOWN[one][0] for one in VERDICTS)], key="verdict")
        with st.container(width=SELECT_PX):
            alone = controls.choice(tr("Claim"), [ALL, *names], key="claim")
    if alone != ALL:
        return [names[alone]]
    shown = made.shown
    return [claim for claim in made.every if verdict in (ALL, SHOWN[shown[claim["id"]]["verdict"]][0])]


def statement(claim: Mapping[str, Any]) -> str:
    """A claim in the reader's language."""
    return str(claim["statement_ja"] if current() == JAPANESE else claim["statement"])


@contextmanager
def row(claim: Mapping[str, Any], shown: Mapping[str, Any], alone: bool) -> Iterator[None]:
    """The line of one claim, which opens to what belongs to it: icon, statement, verdict, figure, how many agree."""
    key = str(claim["id"])
    every = definitions(claim)
    same = sum(one["verdict"] == shown["verdict"] for one in every.values())
    aside = [_days(shown)] if shown["value"] is not None else []
    aside += [tr("{same} of {count} definitions agree", same=same, count=len(every))] if len(every) > 1 else []
    figure = f"**{plain(shown['figure'])}**" if shown["value"] is not None else ""
    word, icon, colour = SHOWN[shown["verdict"]]
    label = f"{plain(statement(claim))} :{colour}-badge[{tr(word)}] {figure} :gray[:small[{tr(', ').join(aside)}]]"
    opened: set[str] = st.session_state.setdefault(_OPENED, {one for one in st.query_params if one != "claim"})
    with st.expander(label, icon=f":material/{icon}:", expanded=alone or key in opened, key=f"row_{key}"):
        yield


def draw(claim: Mapping[str, Any], shown: Mapping[str, Any], loaded: Sequence[Loaded]) -> None:
    """One claim in full: its definitions to choose from, and the evidence of the one chosen."""
    if current() != JAPANESE:
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
    definition, comment = str(shown["definition"]), str(claim["comment"])
    if shown["value"] is not None:
        with st.container(gap=None):
            st.metric(plain(tr(definition)), shown["figure"])
            st.caption(_days(shown))
    lines = {
        "": shown["detail"],
        tr("Why there is no verdict:"): shown["why_untestable"],
        tr("Rule:"): shown["rule"],
        tr("What would change it:"): shown["would_change"],
        tr("Note:"): tr(comment),
        tr("Data:"): _data(shown, loaded),
    }
    said = [f"**{name}** {plain(text)}" if name else plain(text) for name, text in lines.items() if text]
    st.markdown("\n\n".join(said))
    path, _, query = str(claim["page"]).partition("?")
    entry = next(entry for entry in navigation.PAGES if entry.url_path == path)
    navigation.link(path, tr("Show on the page {title}", title=tr(entry.title)), parse_qsl(query))


def _caption(one: Mapping[str, Any]) -> str:
    """Verdict, figure and days of a definition, below its name."""
    word, icon, _ = SHOWN[one["verdict"]]
    held = one["value"] is not None
    figure = tr("{figure}, {days}", figure=one["figure"], days=_days(one)) if held else tr("no figure")
    return f":material/{icon}: **{tr(word)}** {plain(figure)}"


def _days(shown: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(shown[name]) if shown[name] else None for name in ("start", "end"))
    return units.days(first, last)


def _data(shown: Mapping[str, Any], loaded: Sequence[Loaded]) -> str:
    """The datasets behind a definition, each with the day to which it reaches."""
    titles = {item.dataset.id: tr(item.dataset.title) for item in loaded}
    said = []
    for source in shown["sources"]:
        name = titles[source["dataset"]]
        if source["as_of"]:
            last = units.day(date.fromisoformat(source["as_of"]))
            said.append(tr("{dataset}, to {last_day}", dataset=name, last_day=last))
        else:
            said.append(tr("{dataset}, not held", dataset=name))
    return tr("{sources}.", sources=tr("; ").join(said)) if said else ""


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
    if current() == JAPANESE:
        shown = shown.assign(statement=whole["statement_ja"])
    # A cell that begins with a plus or a hyphen is a formula to a spreadsheet.
    figures = shown["figure"].str.lstrip("+").str.replace("-", "\N{MINUS SIGN}")
    shown = shown.assign(verdict=shown["verdict"].map({name: one[0] for name, one in SHOWN.items()}), figure=figures)
    sources = [one for one in made.sources if one.ok]
    with using(ENGLISH):
        csv = table(tested()[0])
    layout.show_table(shown, key="definitions", sources=sources, labels=LABELS, name="claims", notes=NOTES, csv=csv)


def say_missing(loaded: Sequence[Loaded]) -> None:
    """One card for the datasets that cannot be read, and one for those that were never fetched."""
    for state, card, what in (
        ("failed", layout.failed_card, tr("cannot be read")),
        ("never", layout.never_card, tr("never fetched")),
    ):
        found = [item for item in loaded if not item.ok and item.state == state]
        if found:
            names = tr(", ").join(tr(item.dataset.title) for item in found[:_MOST_NAMED])
            if len(found) > _MOST_NAMED:
                names = tr("{named} and {count} more", named=names, count=len(found) - _MOST_NAMED)
            card(tr("{datasets}: {state}", datasets=plain(names), state=what), plain(found[0].reason.replace("`", "")))
