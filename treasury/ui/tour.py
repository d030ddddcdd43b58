"""What a first visitor is shown: the questions most come with, and where the answers stand. Dismissed for good by a cookie.

Only an answer of the server can set a cookie without a script of our own, so the page that was told "not again" holds a
picture of no size whose answer sets it.
"""

from __future__ import annotations

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from treasury.language import N_, tr
from treasury.ui import navigation

COOKIE, PATH = "treasury_tour", "/tour-seen"
_SEEN, _YEARS_5 = "seen", 5 * 365 * 24 * 3600
_DONE, _TELL = "_tour_done", "_tour_tell"  # in the session
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
# Question, path of the page, its settings.
STEPS: tuple[tuple[str, str, dict[str, str | list[str]]], ...] = (
    (N_("Which weeks moved yields most, and by which definition?"), "yields", {"definition": "Calendar week"}),
    (N_("What share of the debt is bills today?"), "issuance", {}),
    (N_("How much was offered at the last long-end buyback?"), "buybacks", {"bucket": "Long end"}),
    (N_("What would one percentage point more cost?"), "refinancing", {}),
    (N_("Which of the claims about the truce hold?"), "claims", {}),
)


def show() -> None:
    """The tour, unless this browser was told not to show it again."""
    if st.session_state.pop(_TELL, False):
        st.html(f'<img src=".{PATH}" alt="" width="1" height="1">')
    if _is_done():
        return
    with st.container(border=True, key="tour"):
        st.markdown(tr("**New here?** Five questions that people come with, and where the answers stand."))
        with st.container(gap=None):
            for question, path, settings in STEPS:
                navigation.link(path, tr(question), settings)
        st.markdown(
            tr(
                "Every chart has its CSV, its sources and a link that restores it. The **Link** above hands on the whole "
                "page as it is "
                "set. Terms are explained in the glossary."
            )
        )
        st.button(tr("Do not show this again"), on_click=_done, key="tour_done", icon=":material/close:")


def offer() -> None:
    """The way back to the tour, for who dismissed it."""
    if _is_done():
        st.button(tr("Show the tour on the first page again"), on_click=_again, key="tour_again", type="tertiary")


def _is_done() -> bool:
    return bool(st.session_state.get(_DONE, st.context.cookies.get(COOKIE) == _SEEN))


def _done() -> None:
    st.session_state[_DONE] = st.session_state[_TELL] = True


def _again() -> None:
    st.session_state[_DONE] = False


def _seen(_request: Request) -> Response:
    answer = Response(_PICTURE, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})
    answer.set_cookie(COOKIE, _SEEN, max_age=_YEARS_5, samesite="lax", httponly=True)
    return answer


ROUTE = Route(PATH, _seen)
