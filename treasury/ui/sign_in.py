"""Sign-in as visitors meet it: where it is on, nothing is drawn for whoever may not come in."""

from __future__ import annotations

import streamlit as st

from treasury.access import admits
from treasury.language import tr
from treasury.settings import settings
from treasury.ui.text import plain


def admitted() -> bool:
    """Whether the visitor may see the pages; if not, the way in stands there instead."""
    config = settings()
    if not config.sign_in:
        return True
    user = st.user.to_dict()
    if admits(config, user):
        with st.sidebar:
            st.caption(plain(str(user.get("email") or tr("signed in"))))
            st.button(tr("Sign out"), icon=":material/logout:", on_click=st.logout, type="tertiary")
        return True
    st.title(tr("Treasury truce"), anchor=False)
    if user.get("is_logged_in"):
        name = plain(str(user.get("email") or tr("This account")))
        st.error(tr("**{name} may not come in**  \nAsk whoever runs this dashboard, or sign in with another account.", name=name))
        st.button(tr("Sign out"), icon=":material/logout:", on_click=st.logout)
    else:
        st.markdown(tr("This dashboard is open to its team. Sign in to see it."))
        st.button(tr("Sign in"), icon=":material/login:", on_click=st.login)
    return False
