"""Terms and names of securities as the reader's language says them; frames, addresses and CSV keep the Treasury's own."""

from __future__ import annotations

import re

from treasury.analytics.auction_terms import REOPENING
from treasury.language import ENGLISH, N_, current, tr

_PART = re.compile(r"(\d+)-(Year|Month|Week|Day)")
_SECURITY = re.compile(rf"(?P<term>\d.*?) (?P<kind>Bill|CMB|Note|Bond|TIPS|FRN)(?P<again>, {REOPENING})?")
_PARTS = {"Year": N_("{count}-Year"), "Month": N_("{count}-Month"), "Week": N_("{count}-Week"), "Day": N_("{count}-Day")}
_KINDS = {
    "Bill": N_("{term} Bill"),
    "CMB": N_("{term} CMB"),
    "Note": N_("{term} Note"),
    "Bond": N_("{term} Bond"),
    "TIPS": N_("{term} TIPS"),
    "FRN": N_("{term} FRN"),
}


def term(text: str) -> str:
    """A term as published; any other text is translated as it is.

    >>> from treasury.language import using
    >>> term("9-Year 10-Month"), term("All")
    ('9-Year 10-Month', 'All')
    >>> with using("ja"):
    ...     term("9-Year 10-Month")
    '9年10か月'
    """
    if current() == ENGLISH:
        return text
    parts = [_PART.fullmatch(part) for part in text.split()]
    whole = [tr(_PARTS[found[2]], count=found[1]) for found in parts if found]
    return "".join(whole) if whole and len(whole) == len(parts) else tr(text)


def security(text: str) -> str:
    """An exact term: the term, the class and whether it is a reopening; any other text is translated as it is.

    >>> from treasury.language import using
    >>> security("10-Year Note, reopening")
    '10-Year Note, reopening'
    >>> with using("ja"):
    ...     security("10-Year Note, reopening"), security("4-Week Bill")
    ('10年債(リオープン)', '4週間物短期国債')
    """
    found = _SECURITY.fullmatch(text)
    if current() == ENGLISH or not found:
        return tr(text)
    length, kind = term(found["term"]), _KINDS[found["kind"]]
    name = tr(kind, term=length)
    return tr("{security}, reopening", security=name) if found["again"] else name
