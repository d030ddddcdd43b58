"""A figure of a page as a still picture: no page's theme fills in its text, grid and background, so they are set here."""

from __future__ import annotations

import plotly.graph_objects as go

from treasury.charts import theme
from treasury.language import ENGLISH, JAPANESE

Figure = go.Figure
FONT = "Arial, Helvetica, sans-serif"
# Where the signs differ from one language to the next, the fonts that have the right ones come first.
FONTS = {JAPANESE: f"Hiragino Sans, Yu Gothic, Noto Sans CJK JP, Noto Sans JP, Meiryo, {FONT}"}
SIZE = 12


def still(figure: go.Figure, width: int, height: int, language: str = ENGLISH, *, dark: bool = False) -> go.Figure:
    """The figure in its final size with its own colours, on no background; the figure given is left as it is."""
    look = theme.DARK if dark else theme.LIGHT  # whose ground shows through
    made = go.Figure(figure)
    family = FONTS.get(language, FONT)
    made.update_layout(
        width=width, height=height, paper_bgcolor=theme.CLEAR, plot_bgcolor=theme.CLEAR, font={"family": family, "size": SIZE}
    )
    made.update_layout(font={"color": look.text}, title={"font": {"size": SIZE + 2}})
    axis = {"gridcolor": look.grid, "automargin": True, "title": {"font": {"size": SIZE}}}
    made.update_xaxes(showgrid=False, **axis)
    made.update_yaxes(**axis)
    return made
