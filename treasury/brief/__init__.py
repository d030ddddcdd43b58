"""The brief: what changed since the last one, on one page, as HTML, PDF and Markdown.

The figures come from `treasury.answers.brief`, the pictures from the chart functions of the pages. `sections` puts them into
words, `html` and `markdown` lay them out, `pictures` and `browser` need a Chromium, `editions` remembers and sends.
"""
