"""The dashboard's entry: `streamlit run app.py`. Pages are declared in treasury/ui/navigation.py."""

import streamlit as st

from treasury.ui import navigation

st.set_page_config(page_title="Treasury truce", page_icon=navigation.ICON, layout="wide")
st.navigation(navigation.pages(), expanded=True).run()
