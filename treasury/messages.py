"""The catalogues of treasury/locale kept to what the code says: `python -m treasury.messages` (or `make words`).

Collects every text that the code marks (`tr`, `trn`, `N_`) or that pages show of a declaration or a reviewed file, adds what is
new to each catalogue without a translation, and drops what is gone. A test fails where one is out of date or untranslated.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from treasury import claims_file, reference
from treasury.analytics.buybacks import MATURITY_BUCKETS
from treasury.language import ENGLISH, FOLDER, LANGUAGES
from treasury.settings import PUBLISHERS, ROOT
from treasury.sources import CATALOG
from treasury.ui import navigation

HEAD = "# The interface in another language. `make words` adds what is new."
KEYWORDS = {"tr": None, "N_": None, "trn": (1, 2)}
# What is shown of the reviewed files, by the name of a key wherever it stands.
SHOWN_KEYS = frozenset({"title", "name", "reason", "comment", "label", "beside_name"})


def path_of(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "treasury.po"


def collected() -> Catalog:
    """Every text that is to be translated, with the files it stands in."""
    made = Catalog(project="Treasury truce", version="1", charset="utf-8", fuzzy=False, header_comment=HEAD)
    files = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "treasury").rglob("*.py"))]
    for path in files:
        for _, message, comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            made.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)], auto_comments=comments, context=context)
    for where, text in declared():
        if text.strip():
            made.add(text, locations=[(where, 0)])
    return made


def declared() -> Iterator[tuple[str, str]]:
    """Texts of declarations and reviewed files, with the file that has them."""
    for entry in navigation.PAGES:
        yield from (("treasury/ui/navigation.py", text) for text in (entry.section, entry.title, entry.description))
    for dataset in CATALOG:
        texts = (dataset.title, dataset.note, dataset.licence, dataset.cadence, PUBLISHERS[dataset.publisher].name)
        kinds = (column.unit or column.kind for column in dataset.columns if column.kind != "date")
        cells = (*(column.meaning for column in dataset.columns), *kinds)
        yield from (("treasury/sources", text) for text in (*texts, *cells))
    yield from (("treasury/dataset.py", origin) for origin in ("snapshot", "refreshed"))
    dates = reference.key_dates()
    for row in dates.itertuples():
        kind = str(row.category).replace("_", " ").capitalize()
        yield from (("data/reference/key_dates.csv", text) for text in (str(row.label), str(row.title), kind))
    yield from (("data/reference/key_dates.csv", text) for text in dates["regime"].dropna())
    notes = reference.refunding_statements()["note"].dropna()
    yield from (("data/reference/refunding_statements.csv", text) for text in notes)
    for bucket in MATURITY_BUCKETS:
        yield from (("treasury/analytics/buybacks.py", text) for text in (bucket, f"TIPS {bucket}"))
    for name in ("claims", "alerts"):
        read = tomllib.loads((reference.FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        yield from ((f"data/reference/{name}.toml", text) for text in _shown(read))
    yield from (("data/reference/claims.toml", claims_file.title(claim.id)) for claim in claims_file.claims())
    caveats = tomllib.loads((reference.FOLDER / "snapshot_caveats.toml").read_text(encoding="utf-8"))["caveats"]
    yield from (("data/reference/snapshot_caveats.toml", text) for text in caveats.values())


def _shown(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _shown(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and key in SHOWN_KEYS:
                yield item
            else:
                yield from _shown(item)


def updated(code: str) -> Catalog:
    """A language's catalogue with the texts of today: the translations that are held, and the rest empty."""
    held = read(code)
    made = collected()
    made.locale, made.creation_date, made.revision_date = code, held.creation_date, held.revision_date
    for message in made:
        before = held.get(message.id, context=message.context) if message.id else None
        if before is not None:
            message.string = before.string
    return made


def read(code: str) -> Catalog:
    path = path_of(code)
    if not path.is_file():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def write(code: str, catalogue: Catalog) -> None:
    path = path_of(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=False)


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without a translation."""
    missing = [message for message in catalogue if message.id and not all(_forms(message.string))]
    return [_forms(message.id)[0] for message in missing]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def main() -> None:
    """Brings every catalogue up to date and says how much of it is not translated."""
    for code in LANGUAGES:
        if code != ENGLISH:
            made = updated(code)
            write(code, made)
            where = path_of(code).relative_to(ROOT)
            sys.stdout.write(f"{where}: {len(made)} texts, {len(untranslated(made))} without translation\n")


if __name__ == "__main__":
    main()
