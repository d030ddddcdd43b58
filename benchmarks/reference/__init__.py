"""The reference page, built five ways from the same figures: ours, plain Streamlit, Dash, Panel, static HTML."""
