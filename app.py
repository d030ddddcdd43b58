"""The dashboard's entry: `streamlit run app.py`. Pages are declared in treasury/ui/navigation.py.

The same file is read twice. The server reads it once, outside a visit, and finds the application to serve. Each visit runs
it as a script and gets the page. So the server can prepare before the first visitor comes (treasury/ui/server.py).
"""

import streamlit as st

from treasury import language
from treasury.ui import address, dark, embed, navigation, pin, reader, server, sign_in, tour

if st.runtime.exists():
    st.set_page_config(page_title="Treasury truce", page_icon=navigation.ICON, layout="wide")
    reader.take_over()
    with language.using(reader.chosen()):
        if sign_in.admitted():
            page = st.navigation(navigation.pages(), position="hidden")
            if not st.context.is_embedded:
                navigation.menu(page.url_path)
            pin.take_over()
            with address.watched(pin.KEY, embed.KEY, reader.KEY):
                dark.put()
                embed.run(page)
else:
    app = st.App(__file__, lifespan=server.prepared, routes=[tour.ROUTE])
