"""Two texts beside each other, sentence by sentence: what stays, what changed, what went and what came.

Signs say what is what, colour only helps: = in both, - only before, + only after; words that went are struck out, words
that came are bold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from treasury.analytics import text_diff
from treasury.analytics.text_diff import Piece, Sentence
from treasury.errors import BadInput
from treasury.language import N_, tr, trn
from treasury.ui import cache
from treasury.ui.text import plain

KEY = N_("= in both · − ~~words that went~~ · + **words that came**")
FULL, CHANGES = N_("All sentences"), N_("Changes")


def compared(before: str, after: str) -> list[Sentence]:
    """The comparison of two texts, kept. Raises BadInput for one too long."""
    return cache.computed(text_diff.compare, before=before, after=after)


def counts(made: Sequence[Sentence]) -> str:
    """How many sentences stay, changed, went and came, in words."""
    found = Counter(sentence.kind for sentence in made)
    if not made:
        return tr("Neither text has a sentence.")
    if len(made) == found["same"]:
        return trn("The one sentence is the same.", "All {count} sentences are the same.", len(made), count=len(made))
    said: Mapping[text_diff.Kind, str] = {
        "same": N_("{count} the same"),
        "changed": N_("{count} changed"),
        "removed": N_("{count} gone"),
        "added": N_("{count} new"),
    }
    counted = [tr(words, count=found[kind]) for kind, words in said.items() if found[kind]]
    return tr("Sentences: {counts}.", counts=tr(", ").join(counted))


def draw(made: Sequence[Sentence], show: str) -> None:
    """The sentences in rows, before at the left and after at the right; with Changes chosen, what stays is only counted."""
    hidden = 0
    for sentence in made:
        if sentence.kind == "same":
            if show == CHANGES:
                hidden += 1
            else:
                _count(hidden)
                st.markdown(f"= {_written(sentence.after, '')}")
            continue
        hidden = _count(hidden)
        left, right = st.columns(2)
        if sentence.before:
            left.container(border=True).markdown(f"− {_written(sentence.before, '~~')}")
        if sentence.after:
            right.container(border=True).markdown(f"\\+ {_written(sentence.after, '**')}")
    _count(hidden)


def _count(hidden: int) -> int:
    if hidden:
        st.caption(trn("= {count} sentence in both", "= {count} sentences in both", hidden, count=hidden))
    return 0


def _written(pieces: Sequence[Piece], sign: str) -> str:
    """The words, those of one's own between signs; nothing in them is read as Markdown."""
    colour = {"~~": "red", "**": "green"}.get(sign, "")
    made = []
    for piece in pieces:
        text = plain(piece.text, text_diff.LONGEST_TEXT)
        made.append(f":{colour}-background[{sign}{text}{sign}]" if piece.own and sign else text)
    return " ".join(made)


def own_texts() -> None:
    """Two fields for texts of the reader's own, and their comparison. Nothing typed here is kept or sent anywhere else."""
    left, right = st.columns(2)
    most = text_diff.LONGEST_TEXT
    before = left.text_area(tr("Before"), key="own_before", height=160, max_chars=most, placeholder=tr("Paste the earlier text"))
    after = right.text_area(tr("After"), key="own_after", height=160, max_chars=most, placeholder=tr("Paste the later text"))
    if not before.strip() or not after.strip():
        st.caption(tr("Paste two texts to compare them; they are not kept."))
        return
    try:
        made = text_diff.compare(before, after)  # not through the cache, which would keep them
    except BadInput as fault:
        st.warning(plain(str(fault)), icon=":material/edit_note:")
        return
    st.caption(f"{counts(made)} {tr(KEY)}")
    draw(made, FULL)
