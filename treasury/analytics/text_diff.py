"""Two texts compared sentence by sentence, and word by word within sentences that changed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from treasury.errors import BadInput
from treasury.language import tr

LONGEST_TEXT = 20_000  # characters
MOST_SENTENCES = 200  # of a text; the comparison takes time with the square of them
MOST_WORDS = 400  # of a sentence that is compared word by word; longer ones are shown whole
LIKE = 0.5  # from this likeness on, two sentences are one that changed

# What ends a sentence within a line, closing quotes and brackets with it: white space and a capital or digit follow.
_END = re.compile(r"([.!?][\"”’)\]]*)\s+(?=[\"“‘(\[]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:U\.S|[A-Z]|No|Mr|Ms|Mrs|Dr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|vs|approx))\.$")

Kind = Literal["same", "changed", "removed", "added"]


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence, and whether the other text has them too."""

    text: str
    own: bool  # only in this text


@dataclass(frozen=True)
class Sentence:
    """A sentence of the comparison; ``before`` is empty for an added one, ``after`` for a removed one."""

    kind: Kind
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text, white space made single.

    A line ends a sentence, as headings and list items do; within a line a full stop, question or exclamation mark does when a
    capital or digit follows, unless it belongs to an initial or a common abbreviation.

    Reference: Unicode Standard Annex 29, "Unicode Text Segmentation", section 5 (sentence boundaries), of which this is the
    part that English press releases need.

    By hand: "U.S." ends no sentence, "each." does.

    >>> sentences("The U.S. Department plans two operations, each. Sizes stay (e.g., 4 billion).\\nTIPS")
    ['The U.S. Department plans two operations, each.', 'Sizes stay (e.g., 4 billion).', 'TIPS']
    """
    made: list[str] = []
    for line in text.splitlines():
        joined = False
        for part in _END.sub(r"\1\n", " ".join(line.split())).split("\n"):
            if joined:
                made[-1] += f" {part}"
            elif part:
                made.append(part)
            joined = bool(_ABBREVIATED.search(part))
    return made


def compare(before: str, after: str) -> list[Sentence]:
    """The sentences of both texts in reading order, each the same, changed, removed or added.

    Likeness of two sentences is Dice's: twice the words they share over the words of both. Sentences are paired in order so
    that the sum of likenesses is largest, none below a half; a pair that is not equal is one that changed, and its words are
    compared by the longest runs they share. What stays unpaired was removed or added. Raises BadInput where a text is longer
    than 20,000 characters or 200 sentences.

    Reference: Lee R. Dice, "Measures of the Amount of Ecologic Association Between Species", Ecology 26(3), 1945; Saul B.
    Needleman and Christian D. Wunsch, Journal of Molecular Biology 48(3), 1970 (the pairing); John W. Ratcliff and David E.
    Metzener, "Pattern Matching: The Gestalt Approach", Dr. Dobb's Journal, July 1988 (the words).

    By hand: of 4 and 4 words 3 are shared, likeness 6 / 8, so the first sentence changed in one word; the second is gone.

    >>> [(s.kind, [p.text for p in s.after if p.own]) for s in compare("Two operations are planned. None in June.",
    ...     "Four operations are planned.")]
    [('changed', ['Four']), ('removed', [])]
    """
    old, new = (_checked(text) for text in (before, after))
    made: list[Sentence] = []
    for at, to in _pairs(old, new):
        if at is None and to is not None:
            made.append(Sentence("added", (), (Piece(new[to], True),)))
        elif at is not None and to is None:
            made.append(Sentence("removed", (Piece(old[at], True),), ()))
        elif at is not None and to is not None:
            made.append(_paired(old[at], new[to]))
    return made


def _checked(text: str) -> list[str]:
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            tr(
                "a text of {text:,} characters is too long to compare; use at most {longest_text:,}",
                text=len(text),
                longest_text=LONGEST_TEXT,
            )
        )
    made = sentences(text)
    if len(made) > MOST_SENTENCES:
        raise BadInput(
            tr(
                "a text of {made:,} sentences is too long to compare; use at most {most_sentences}",
                made=len(made),
                most_sentences=MOST_SENTENCES,
            )
        )
    return made


def _pairs(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Positions that belong together, in reading order; None on one side for what is unpaired. Removed stands before added."""
    like = _likenesses(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # best sum from these positions to the ends
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return [*pairs, *((at, None) for at in range(i, len(old))), *((None, to) for to in range(j, len(new)))]


def _likenesses(old: list[str], new: list[str]) -> list[list[float]]:
    """Dice's likeness of each pair of sentences; 0 below a half."""
    counted = [[Counter(sentence.split()) for sentence in side] for side in (old, new)]
    sizes = [[counter.total() for counter in side] for side in counted]
    made = [[0.0] * len(new) for _ in old]
    for i, words in enumerate(counted[0]):
        for j, others in enumerate(counted[1]):
            total = sizes[0][i] + sizes[1][j]
            if 4 * min(sizes[0][i], sizes[1][j]) < total:  # too different in length to be alike
                continue
            shared = sum(min(count, others[word]) for word, count in words.items() if word in others)
            made[i][j] = 2 * shared / total if 2 * shared >= LIKE * total else 0.0
    return made


def _paired(old: str, new: str) -> Sentence:
    if old == new:
        return Sentence("same", (Piece(old, False),), (Piece(new, False),))
    words = old.split(), new.split()
    if max(map(len, words)) > MOST_WORDS:
        return Sentence("changed", (Piece(old, True),), (Piece(new, True),))
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, i, to_i, j, to_j in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        for pieces, part in ((before, words[0][i:to_i]), (after, words[1][j:to_j])):
            if part:
                pieces.append(Piece(" ".join(part), tag != "equal"))
    return Sentence("changed", tuple(before), tuple(after))
