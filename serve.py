"""The hosted dashboard: `streamlit run serve.py`. The pages of app.py and, on the same port, the API, health and metrics."""

import streamlit as st
from asgi_correlation_id import CorrelationIdMiddleware
from starlette.middleware import Middleware

from treasury.hosted import headers, limits, observed, previews, routes, sign_in
from treasury.ui import server

observed.start()
config = server.checked_settings()
app = st.App(
    "app.py",
    secrets=sign_in.secrets(config),
    lifespan=server.hosted,
    routes=routes.ROUTES,
    middleware=[
        Middleware(CorrelationIdMiddleware, header_name="X-Request-ID"),
        Middleware(observed.Observed),
        Middleware(limits.Limits, most_sessions=config.most_sessions),
        Middleware(headers.SecurityHeaders, frames=config.frame_ancestors),
        Middleware(sign_in.SignIn, config=config),
        Middleware(previews.Previews),
    ],
)
