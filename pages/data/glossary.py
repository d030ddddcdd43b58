"""Data / Glossary: the terms of the field as this dashboard uses them."""

from treasury.language import N_, tr
from treasury.ui import controls, glossary, layout, tour

layout.page(N_("Data"), N_("Glossary"), glossary.headline())
glossary.draw(controls.text(tr("Find"), key="find", placeholder=tr("term premium, bp, auction …")))
tour.offer()
