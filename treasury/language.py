"""The language of what is shown: English as it stands in the code, others by gettext catalogues under treasury/locale.

`tr("10Y rose by {change}", change=…)` is the sentence in the reader's language. Constants are written as `N_("Share")`, which
only notes them for the catalogue; whoever shows a constant translates it. Data, addresses, CSV and the API stay English.
"""

from __future__ import annotations

import gettext
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

log = logging.getLogger(__name__)

ENGLISH, JAPANESE = "en", "ja"
# How each language calls itself.
LANGUAGES = {ENGLISH: "English", JAPANESE: "日本語"}
FOLDER = Path(__file__).with_name("locale")

_current: ContextVar[str] = ContextVar("language")
_asked: list[Callable[[], str]] = []  # who knows the language where none has been set: one, or nobody outside the pages


def current() -> str:
    """The code of the language in which text is made now; English where nobody said otherwise."""
    found = _current.get("")
    return found or (_asked[0]() if _asked else ENGLISH)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Text made within is in this language, in this thread or task only."""
    before = _current.set(code)
    try:
        yield
    finally:
        _current.reset(before)


def ask(who: Callable[[], str]) -> None:
    """Whom to ask for the language where `using` has not set it: the pages tell by the reader's visit."""
    _asked[:] = [who]


def N_(message: str) -> str:
    """Notes a constant for the catalogue and gives it back in English.

    >>> N_("Share")
    'Share'
    """
    return message


def tr(message: str, /, **places: object) -> str:
    """A text in the reader's language, with its places filled; one that the catalogue lacks stays English.

    Without places the text is given back as it is, braces included.

    >>> tr("{tenor} rose by {change}", tenor="10Y", change="47 bp")
    '10Y rose by 47 bp'
    >>> with using("ja"):
    ...     tr("Term premium")
    'タームプレミアム'
    """
    return _filled(catalogue(current()).gettext(message) if message else "", message, places)


def trn(one: str, many: str, count: float, /, **places: object) -> str:
    """`tr` with a form for one and a form for many.

    >>> trn("{count} day", "{count} days", 1, count=1), trn("{count} day", "{count} days", 3, count=3)
    ('1 day', '3 days')
    """
    whole = 1 if count == 1 else 2
    return _filled(catalogue(current()).ngettext(one, many, whole), one if whole == 1 else many, places)


def joined(texts: Iterable[str]) -> str:
    """Texts in a row, as a sentence lists them; "" for none.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    >>> with using("ja"):
    ...     joined(["a", "b", "c"])
    'a、b、c'
    """
    *first, last = list(texts) or [""]
    return tr("{texts} and {last}", texts=tr(", ").join(first), last=last) if first else last


def _filled(translated: str, message: str, places: dict[str, object]) -> str:
    if not places:
        return translated
    try:
        return translated.format(**places)
    except (KeyError, IndexError, ValueError):
        log.warning("the translation of %r has other places than the text", message)
        return message.format(**places)


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The catalogue of a language, compiled once; English is what the code says."""
    path = FOLDER / code / "LC_MESSAGES" / "treasury.po"
    if code not in LANGUAGES or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        read = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
