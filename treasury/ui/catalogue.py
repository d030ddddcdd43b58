"""What the page "Catalogue and health" shows: one row a dataset, and everything known about one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from treasury import frames, units
from treasury.dataset import Dataset
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
        "checks": f"{failed}/{len(checks)} fail" if failed else f"{len(checks)} hold" if checks else "none",
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
        return "none yet"
    when = f"{run['run_at']:%Y-%m-%d %H:%M}"
    if not run["ok"]:
        return f"{when} failed"
    if run["added"] or run["revised"]:
        return f"{when} {int(run['added']):,} added, {int(run['revised']):,} revised"
    return f"{when} unchanged"


def headline(rows: pd.DataFrame) -> str:
    """How many are fresh, what is not, and when a refresh last ran."""
    counts = rows["state"].value_counts()
    rest = [f"{counts[state]} {'never fetched' if state == 'never' else state}" for state in STATES[1:] if counts.get(state)]
    broken = int(rows["checks"].str.endswith("fail").sum())
    fresh = int(counts.get("fresh", 0))
    said = f"{fresh} of {len(rows)} datasets {'is' if fresh == 1 else 'are'} fresh"
    said += f", {', '.join(rest)}" if rest else ""
    said += f"; the figures of {broken} break an identity" if broken else "; every identity checked holds"
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
        "state": st.column_config.MultiselectColumn("State", options=STATES, color=list(_CHIPS.values()), pinned=True),
        "title": st.column_config.TextColumn("Dataset"),
        "as_of": st.column_config.DateColumn("As of", width=100, format="D MMM YYYY"),
        "due": st.column_config.DateColumn(
            "Next due", width=100, help="Last day on which the next record may still be outstanding", format="D MMM YYYY"
        ),
        "rows": st.column_config.NumberColumn("Rows", format="localized"),
        "checks": st.column_config.TextColumn(
            "Checks", help="Identities that the figures must keep, such as parts adding to a total"
        ),
        "first": st.column_config.DateColumn("First", width=100, format="D MMM YYYY"),
        "last": st.column_config.DateColumn("Last", width=100, format="D MMM YYYY"),
        "origin": st.column_config.TextColumn("Origin", width=90),
        "retrieved": st.column_config.TextColumn("Retrieved, UTC", width=135),
        "versions": st.column_config.NumberColumn("Versions"),
        "last_refresh": st.column_config.TextColumn("Last refresh, UTC", width=200),
        "reason": st.column_config.TextColumn("Why", width=260),
        "caveats": st.column_config.TextColumn("Caveats"),
        "publisher": st.column_config.TextColumn("Publisher"),
        "cadence": st.column_config.TextColumn("Cadence"),
        "page": st.column_config.LinkColumn("Publisher's page", display_text="open"),
        "licence": st.column_config.TextColumn("Licence"),
        "id": st.column_config.TextColumn("Id"),
    }
    st.dataframe(shown, column_config=config, hide_index=True, height=min(38 + 35 * len(rows), 640), key="catalogue_table")
    csv_button(rows, "catalogue", None, key="catalogue_csv", label="CSV of this table")


def show_one(name: str) -> None:
    """One dataset: what it is, how it stands, its checks, columns and versions, and its rows as CSV."""
    loaded, now = cache.frame(name), cache.state(name)
    declared = loaded.dataset
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(declared.title)}**", width="content")
        st.badge(now.state, icon=f":material/{_ICONS[now.state]}:", color=_CHIPS[now.state])  # type: ignore[arg-type]
        if loaded.ok:
            csv_button(loaded.frame, declared.id, loaded.as_of, key="dataset_csv", label=f"CSV, {len(loaded.frame):,} rows")
    if layout.drawable(loaded) and now.state == "failed":
        layout.failed_card("The last refresh failed; the last good version is shown", plain(now.reason))
    elif now.state == "stale":
        layout.stale_card("Older than it should be", f"The next record has been due since {units.day(now.due)}.")
    st.markdown(_facts(loaded))
    about, checks, versions = st.tabs(["Columns", "Checks", "Versions"])
    with about:
        st.dataframe(_columns(declared), hide_index=True, key="dataset_columns")
    with checks:
        _show_checks(name)
    with versions:
        st.dataframe(_versions(name), hide_index=True, key="dataset_versions")


def _facts(loaded: cache.Loaded) -> str:
    declared, held = loaded.dataset, loaded.vintage
    lines = [f"**Publisher**: [{plain(PUBLISHERS[declared.publisher].name)}]({declared.landing_page})"]
    if held:
        got = f"{held.origin}, retrieved {units.moment(held.retrieved_at)}"
        lines.append(f"**Held**: {units.days(held.first, held.last)}, as of {units.day(held.as_of)}, {held.rows:,} rows ({got})")
    key = " + ".join(declared.key)
    lines += [
        f"**Read from**: `{declared.endpoint}`",
        f"**Cadence**: {declared.cadence}, history from {units.day(declared.first)}; one row per {plain(key)}",
        f"**Licence**: {plain(declared.licence)}" + ("" if declared.in_snapshot else "; not part of the embedded snapshot"),
    ]
    lines += [f"**Note**: {plain(declared.note)}"] if declared.note else []
    lines += [f"**Caveats**: {plain(held.caveats)}"] if held and held.caveats else []
    return "  \n".join(lines)


def _columns(declared: Dataset) -> pd.DataFrame:
    return pd.DataFrame(
        [{"Column": c.name, "Meaning": c.meaning, "Unit": c.unit or c.kind, "Always there": c.filled} for c in declared.columns]
    )


def _show_checks(name: str) -> None:
    checks = cache.checks(name)
    if not checks:
        layout.empty_card("No identity to check", "The publisher gives no parts and totals that would have to agree.")
    for check in checks:
        icon, colour = ("check_circle", "green") if check.ok else ("error", "red")
        st.markdown(f":{colour}[:material/{icon}:] **{plain(check.name)}**: {plain(check.detail)}")


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
