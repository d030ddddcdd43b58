"""The brief as one HTML page that mail clients show too: tables, styles within the elements, no script, nothing to fetch."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from treasury.brief.parts import Brief
from treasury.language import JAPANESE

FONT = "Arial,Helvetica,sans-serif"
FONTS = {JAPANESE: f"'Hiragino Sans','Yu Gothic','Noto Sans CJK JP','Noto Sans JP',Meiryo,{FONT}"}
TEMPLATE = "brief.html.jinja"
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG on no background: one for light pages, one for dark ones (empty where there are none)."""

    alt: str
    light: bytes
    dark: bytes
    width: int
    height: int


def html(made: Brief, pictures: Mapping[str, Picture], findings: Mapping[str, str], without: str = "") -> str:
    """The page with its pictures as data in it; of a picture that was not drawn its finding, in a sentence.

    ``without`` says why there are no pictures. For a mail, which shows no picture written into it, give none and say nothing.
    """
    return _templates.get_template(TEMPLATE).render(
        brief=made,
        font=FONTS.get(made.language, FONT),
        pictures={key: _data(one) for key, one in pictures.items()},
        findings=findings,
        without=without,
    )


def _data(one: Picture) -> dict[str, str | int]:
    light, dark = (f"data:image/svg+xml;base64,{b64encode(svg).decode()}" if svg else "" for svg in (one.light, one.dark))
    return {"alt": one.alt, "light": light, "dark": dark, "width": one.width, "height": one.height}
