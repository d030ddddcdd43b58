"""Risk / Alerts: the rules with their track records, a rule of one's own, and the log of what fired."""

import streamlit as st

from treasury.language import N_, tr
from treasury.ui import alert_form, alert_record, alerts, controls, layout

head = st.container()
made = alerts.board()
view = controls.choice(tr("View"), alerts.VIEWS, key="view")
if view == "Rules" and made.rules:
    alerts.show_rules(made)
    alerts.say_missing(made)
    layout.section(N_("One rule"))
    rule = alerts.choose(made)
    alerts.facts(rule, made)
    alert_form.link(rule)
    alert_record.show_record(rule)
elif view == "New rule":
    rule = alert_form.build()
    if rule is not None:
        alert_form.describe(rule)
        record = alert_record.show_record(rule)
        if record is not None:
            alert_form.offer(rule, record)
else:
    alerts.show_log(made)
with head:
    layout.page(N_("Risk"), N_("Alerts"), alerts.headline(made))
