"""The reference page through the product's own charts, controls, cache and layout, served as the product serves itself."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from treasury.ui import address, dark, embed, navigation, pin, server  # noqa: E402


def reference() -> None:
    from benchmarks.reference import ours_page

    ours_page.draw()


def second() -> None:
    st.title("A second page")


if st.runtime.exists():
    st.set_page_config(page_title="Reference", page_icon=navigation.ICON, layout="wide")
    page = st.navigation(
        [st.Page(reference, title="Reference", url_path="reference"), st.Page(second, title="Second", url_path="second")]
    )
    pin.take_over()
    with address.watched(pin.KEY, embed.KEY):
        dark.put()
        embed.run(page)
else:
    app = st.App(__file__, lifespan=server.prepared)
