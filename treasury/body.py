"""The bytes of one answer: unpacked in full or not at all, and read as what they should be or refused with a word."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import defusedxml
import defusedxml.ElementTree

Expect = Literal["json", "xml", "csv", "text", "xls"]

XLS_MAGIC = b"\xd0\xcf\x11\xe0"
USUAL_TYPES: Mapping[str, tuple[str, ...]] = {
    "json": ("json",),
    "xml": ("xml",),
    "csv": ("csv", "text/plain", "octet-stream"),
    "text": ("text/plain",),
    "xls": ("excel", "octet-stream"),
}
WEB_PAGE = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE)


class Unreadable(ValueError):
    """The bytes are not what they should be; the same request may bring better ones."""


class WebPage(Unreadable):
    """A page for people where data are due: maintenance, or a path that moved."""


class Hostile(Unreadable):
    """Bytes that are never read: a document type, entities, a body that unpacks beyond the limit."""


class Ambiguous(Unreadable):
    """Readable, but in two ways."""


@dataclass(frozen=True)
class Body:
    """One answer: its bytes (unpacked), and readers for them."""

    url: str
    content: bytes = field(repr=False)
    content_type: str = ""

    @cached_property
    def text(self) -> str:
        """UTF-8 with or without a byte-order mark, else Latin-1 (TIC writes country names in it)."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.content.decode("latin-1")

    @cached_property
    def json(self) -> Any:
        """NaN is read as missing; raises Ambiguous when an object names a key twice."""
        return json.loads(self.text, object_pairs_hook=_object, parse_constant=_constant)

    @cached_property
    def xml(self) -> ET.Element:
        root: ET.Element = defusedxml.ElementTree.fromstring(self.content, forbid_dtd=True)
        return root

    def check(self, expect: Expect) -> None:
        """Raises Unreadable, or a kind of it, when the body cannot be read as expected."""
        if WEB_PAGE.match(self.content[:4096].removeprefix(b"\xef\xbb\xbf")):
            raise WebPage("a web page instead of data")
        if reason := self._flaw(expect):
            labelled_page = "html" in self.content_type.lower()
            raise WebPage("a web page instead of data") if labelled_page else Unreadable(reason)

    def _flaw(self, expect: Expect) -> str:
        """Why the body is not what it should be, or nothing."""
        if expect == "xls":
            return "" if self.content.startswith(XLS_MAGIC) else "the body is no Excel file"
        if expect in ("csv", "text"):
            no_text = self.text.startswith("<") or re.search(r"[\x00-\x08\x0e-\x1f]", self.text)
            return "the body is no text table" if no_text else ""
        try:
            _ = self.json if expect == "json" else self.xml
        except defusedxml.DefusedXmlException:
            raise Hostile("the XML holds a document type or entities") from None
        except Ambiguous:
            raise
        except (ValueError, LookupError, RecursionError, ET.ParseError):
            return f"the body is no readable {expect.upper()}"
        return ""

    def has_usual_type(self, expect: Expect) -> bool:
        return any(usual in self.content_type.lower() for usual in USUAL_TYPES[expect])


def unpack(content: bytes, encoding: str, limit: int) -> bytes:
    """The plain bytes. Raises Unreadable when the packing is damaged, cut or unknown, Hostile beyond ``limit`` bytes."""
    if encoding.strip().lower() in ("", "identity"):
        return content
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise Unreadable(f"the body is packed as {encoding!r}, which was not asked for")
    parts, size, rest = [], 0, content
    while rest:  # one gzip file may hold several members
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(unzip.decompress(rest, limit - size + 1))
        except zlib.error:
            raise Unreadable("the packed body is damaged") from None
        size += len(parts[-1])
        if size > limit:
            raise Hostile(f"the unpacked body is larger than {limit / 2**20:,.0f} MB")
        if not unzip.eof:
            raise Unreadable("the packed body is cut")
        rest = unzip.unused_data
    return b"".join(parts)


def publisher_words(content: bytes) -> str:
    """What the publisher says about its refusal: the message of a JSON or XML error body, else the first words."""
    text = content[:4000].decode("utf-8", "replace")
    said: object = None
    if text.lstrip().startswith("{"):
        try:
            said = json.loads(content)
        except (ValueError, RecursionError):
            said = None
    if isinstance(said, dict):
        words = next((str(said[name]) for name in ("message", "error_message", "error") if said.get(name)), "")
    else:
        match = re.search(r'message="([^"]+)"', text)
        words = match[1] if match else re.sub(r"<[^>]*>", " ", text)
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", words).strip()[:300]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise Ambiguous(f"the JSON names {next(n for n in names if names.count(n) > 1)!r} twice in one object")
    return made


def _constant(name: str) -> None:
    if name != "NaN":
        raise ValueError(f"{name} is no figure")
