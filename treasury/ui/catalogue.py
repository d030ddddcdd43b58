"""What the page "Catalogue and health" shows: one row a dataset, and everything known about one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from treasury import frames, units
from treasury.dataset import Dataset
from treasury.language import tr
from treasury.settings import PUBLISHERS
from treasury.ui import cache, layout
from treasury.ui.downloads import csv_button
from treasury.ui.text import plain

STATES = ("fresh", "stale", "failed", "never")
_CHIPS = {"fresh": "green", "stale": "orange", "failed": "red", "never": "gray"}
_ICONS = {"fresh": "check_circle", "stale": "schedule", "failed": "error", "never": "cloud_off"}


def table() -> pd.DataFrame:
    """Every dataset, in the catalogue's order: id, title, publisher, state, days, rows, origin, checks, last refresh."""
    return pd.DataFrame([_row(frames.dataset(name)) for name in frames.datasets().index])


def _row(declared: Dataset) -> dict[str, Any]:
    now, checks = cache.state(declared.id), cache.checks(declared.id)
    held, failed = now.vintage, sum(not check.ok for check in checks)
    return {
        "state": now.state,
        "title": declared.title,
        "as_of": pd.Timestamp(held.as_of) if held and held.as_of else pd.NaT,
        "due": pd.Timestamp(now.due) if now.due else pd.NaT,
        "rows": held.rows if held else 0,
        "checks": tr("{failed}/{checks} fail", failed=failed, checks=len(checks))
        if failed
        else f"{len(checks)} hold"
        if checks
        else "none",
        "first": pd.Timestamp(held.first) if held and held.first else pd.NaT,
        "last": pd.Timestamp(held.last) if held and held.last else pd.NaT,
        "origin": held.origin if held else "",
        "retrieved": _minute(held.retrieved_at) if held else "",
        "versions": len(cache.versions(declared.id)),
        "last_refresh": _last_refresh(now.run),
        "reason": now.reason,
        "caveats": held.caveats if held else "",
        "publisher": PUBLISHERS[declared.publisher].name,
        "cadence": declared.cadence,
        "page": declared.landing_page,
        "licence": declared.licence,
        "id": declared.id,
    }


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _last_refresh(run: dict[str, Any]) -> str:
    if not run:
        return tr("none yet")
    when = f"{run['run_at']:%Y-%m-%d %H:%M}"
    if not run["ok"]:
        return f"{when} failed"
    if run["added"] or run["revised"]:
        return tr("{when} {added:,} added, {revised:,} revised", when=when, added=int(run["added"]), revised=int(run["revised"]))
    return f"{when} unchanged"


def headline(rows: pd.DataFrame) -> str:
    """How many are fresh, what is not, and when a refresh last ran."""
    counts = rows["state"].value_counts()
    rest = [f"{counts[state]} {'never fetched' if state == 'never' else state}" for state in STATES[1:] if counts.get(state)]
    broken = int(rows["checks"].str.endswith("fail").sum())
    fresh = int(counts.get("fresh", 0))
    said = tr("{fresh} of {rows} datasets {value} fresh", fresh=fresh, rows=len(rows), value="is" if fresh == 1 else "are")
    said += f", {', '.join(rest)}" if rest else ""
    said += tr("; the figures of {broken} break an identity", broken=broken) if broken else tr("; every identity checked holds")
    return f"{said}."


def show_counts(rows: pd.DataFrame) -> None:
    """A badge for each state that occurs."""
    counts = rows["state"].value_counts()
    with st.container(horizontal=True, gap="small"):
        for state in STATES:
            if counts.get(state):
                st.badge(f"{counts[state]} {state}", icon=f":material/{_ICONS[state]}:", color=_CHIPS[state])  # type: ignore[arg-type]


def show_table(rows: pd.DataFrame) -> None:
    """The table, the states as coloured chips, with its CSV."""
    shown = rows.assign(state=rows["state"].map(lambda state: [state]))
    config = {
        "state": st.column_config.MultiselectColumn(tr("State"), options=STATES, color=list(_CHIPS.values()), pinned=True),
        "title": st.column_config.TextColumn(tr("Dataset")),
        "as_of": st.column_config.DateColumn(tr("As of"), width=100, format="D MMM YYYY"),
        "due": st.column_config.DateColumn(
            tr("Next due"), width=100, help=tr("Last day on which the next record may still be outstanding"), format="D MMM YYYY"
        ),
        "rows": st.column_config.NumberColumn(tr("Rows"), format="localized"),
        "checks": st.column_config.TextColumn(
            tr("Checks"), help=tr("Identities that the figures must keep, such as parts adding to a total")
        ),
        "first": st.column_config.DateColumn(tr("First"), width=100, format="D MMM YYYY"),
        "last": st.column_config.DateColumn(tr("Last"), width=100, format="D MMM YYYY"),
        "origin": st.column_config.TextColumn(tr("Origin"), width=90),
        "retrieved": st.column_config.TextColumn(tr("Retrieved, UTC"), width=135),
        "versions": st.column_config.NumberColumn(tr("Versions")),
        "last_refresh": st.column_config.TextColumn(tr("Last refresh, UTC"), width=200),
        "reason": st.column_config.TextColumn(tr("Why"), width=260),
        "caveats": st.column_config.TextColumn(tr("Caveats")),
        "publisher": st.column_config.TextColumn(tr("Publisher")),
        "cadence": st.column_config.TextColumn(tr("Cadence")),
        "page": st.column_config.LinkColumn(tr("Publisher's page"), display_text="open"),
        "licence": st.column_config.TextColumn(tr("Licence")),
        "id": st.column_config.TextColumn("Id"),
    }
    st.dataframe(shown, column_config=config, hide_index=True, height=min(38 + 35 * len(rows), 640), key="catalogue_table")
    csv_button(rows, "catalogue", None, key="catalogue_csv", label=tr("CSV of this table"))


def show_one(name: str) -> None:
    """One dataset: what it is, how it stands, its checks, columns and versions, and its rows as CSV."""
    loaded, now = cache.frame(name), cache.state(name)
    declared = loaded.dataset
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(declared.title)}**", width="content")
        st.badge(now.state, icon=f":material/{_ICONS[now.state]}:", color=_CHIPS[now.state])  # type: ignore[arg-type]
        if loaded.ok:
            csv_button(
                loaded.frame,
                declared.id,
                loaded.as_of,
                key="dataset_csv",
                label=tr("CSV, {frame:,} rows", frame=len(loaded.frame)),
            )
    if layout.drawable(loaded) and now.state == "failed":
        layout.failed_card(tr("The last refresh failed; the last good version is shown"), plain(now.reason))
    elif now.state == "stale":
        layout.stale_card(tr("Older than it should be"), tr("The next record has been due since {due}.", due=units.day(now.due)))
    st.markdown(_facts(loaded))
    about, checks, versions = st.tabs([tr("Columns"), tr("Checks"), tr("Versions")])
    with about:
        st.dataframe(_columns(declared), hide_index=True, key="dataset_columns")
    with checks:
        _show_checks(name)
    with versions:
        st.dataframe(_versions(name), hide_index=True, key="dataset_versions")


def _facts(loaded: cache.Loaded) -> str:
    declared, held = loaded.dataset, loaded.vintage
    lines = [
        tr(
            "**Publisher**: [{name}]({landing_page})",
            name=plain(PUBLISHERS[declared.publisher].name),
            landing_page=declared.landing_page,
        )
    ]
    if held:
        got = tr("{origin}, retrieved {retrieved_at}", origin=held.origin, retrieved_at=units.moment(held.retrieved_at))
        lines.append(
            tr(
                "**Held**: {first}, as of {as_of}, {rows:,} rows ({got})",
                first=units.days(held.first, held.last),
                as_of=units.day(held.as_of),
                rows=held.rows,
                got=got,
            )
        )
    key = " + ".join(declared.key)
    lines += [
        tr("**Read from**: `{endpoint}`", endpoint=declared.endpoint),
        tr(
            "**Cadence**: {cadence}, history from {first}; one row per {key}",
            cadence=declared.cadence,
            first=units.day(declared.first),
            key=plain(key),
        ),
        tr("**Licence**: {licence}", licence=plain(declared.licence))
        + ("" if declared.in_snapshot else tr("; not part of the embedded snapshot")),
    ]
    lines += [tr("**Note**: {note}", note=plain(declared.note))] if declared.note else []
    lines += [tr("**Caveats**: {caveats}", caveats=plain(held.caveats))] if held and held.caveats else []
    return "  \n".join(lines)


def _columns(declared: Dataset) -> pd.DataFrame:
    return pd.DataFrame(
        [{"Column": c.name, "Meaning": c.meaning, "Unit": c.unit or c.kind, "Always there": c.filled} for c in declared.columns]
    )


def _show_checks(name: str) -> None:
    checks = cache.checks(name)
    if not checks:
        layout.empty_card(tr("No identity to check"), tr("The publisher gives no parts and totals that would have to agree."))
    for check in checks:
        icon, colour = ("check_circle", "green") if check.ok else ("error", "red")
        st.markdown(
            tr(
                ":{colour}[:material/{icon}:] **{name}**: {detail}",
                colour=colour,
                icon=icon,
                name=plain(check.name),
                detail=plain(check.detail),
            )
        )


def _versions(name: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Version": v.version,
                "Retrieved, UTC": _minute(v.retrieved_at),
                "As of": units.day(v.as_of),
                "Rows": v.rows,
                "Origin": v.origin,
                "Direct": v.direct,
                "Caveats": v.caveats,
            }
            for v in cache.versions(name)
        ]
    )
