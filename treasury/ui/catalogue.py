"""What the page "Catalogue and health" shows: one row a dataset, and everything known about one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from treasury import frames, units
from treasury.dataset import Dataset
from treasury.language import ENGLISH, N_, current, tr, trn, using
from treasury.settings import PUBLISHERS
from treasury.ui import cache, layout, tables
from treasury.ui.downloads import csv_button
from treasury.ui.text import plain

STATES = (N_("fresh"), N_("stale"), N_("failed"), N_("never"))
DAY_PX = 115
KINDS = {"date": N_("calendar day")}  # said otherwise than the columns of that name
_CHIPS = {"fresh": "green", "stale": "orange", "failed": "red", "never": "gray"}
_ICONS = {"fresh": "check_circle", "stale": "schedule", "failed": "error", "never": "cloud_off"}


def table() -> pd.DataFrame:
    """Every dataset, in the catalogue's order: id, title, publisher, state, days, rows, origin, checks, last refresh.

    In English, as the CSV has it.
    """
    with using(ENGLISH):
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
        "checks": _checked(len(checks), failed),
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


def _checked(count: int, failed: int) -> str:
    if failed:
        return tr("{failed}/{count} fail", failed=failed, count=count)
    return tr("{count} hold", count=count) if count else tr("none")


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _last_refresh(run: dict[str, Any]) -> str:
    if not run:
        return tr("none yet")
    when = f"{run['run_at']:%Y-%m-%d %H:%M}"
    if not run["ok"]:
        return tr("{when} failed", when=when)
    if run["added"] or run["revised"]:
        return tr("{when} {added:,} added, {revised:,} revised", when=when, added=int(run["added"]), revised=int(run["revised"]))
    return tr("{when} unchanged", when=when)


def headline(rows: pd.DataFrame) -> str:
    """How many are fresh, what is not, and when a refresh last ran."""
    counts = rows["state"].value_counts()
    words = {"stale": tr("{count} stale"), "failed": tr("{count} failed"), "never": tr("{count} never fetched")}
    others = [tr(", ") + said.format(count=counts[state]) for state, said in words.items() if counts.get(state)]
    broken = int(rows["checks"].str.endswith("fail").sum())
    fresh = int(counts.get("fresh", 0))
    return trn(
        "{fresh} of {total} datasets is fresh{others}; {checked}.",
        "{fresh} of {total} datasets are fresh{others}; {checked}.",
        fresh,
        fresh=fresh,
        total=len(rows),
        others="".join(others),
        checked=tr("the figures of {count} break an identity", count=broken) if broken else tr("every identity checked holds"),
    )


def show_counts(rows: pd.DataFrame) -> None:
    """A badge for each state that occurs."""
    counts = rows["state"].value_counts()
    with st.container(horizontal=True, gap="small"):
        for state in STATES:
            if counts.get(state):
                st.badge(_counted(state, counts[state]), icon=f":material/{_ICONS[state]}:", color=_CHIPS[state])  # type: ignore[arg-type]


def _counted(state: str, count: int) -> str:
    return tr("{count} {state}", count=count, state=tr(state))


def show_table(rows: pd.DataFrame) -> None:
    """The table, the states as coloured chips, with its CSV."""
    shown, chips = _translated(rows), [tr(state) for state in STATES]
    days = tables.day_format()
    config = {
        "state": st.column_config.MultiselectColumn(tr("State"), options=chips, color=list(_CHIPS.values()), pinned=True),
        "title": st.column_config.TextColumn(tr("Dataset")),
        "as_of": st.column_config.DateColumn(tr("As of"), width=DAY_PX, format=days),
        "due": st.column_config.DateColumn(
            tr("Next due"), width=DAY_PX, help=tr("Last day on which the next record may still be outstanding"), format=days
        ),
        "rows": st.column_config.NumberColumn(tr("Rows"), format="localized"),
        "checks": st.column_config.TextColumn(
            tr("Checks"), width=DAY_PX, help=tr("Identities that the figures must keep, such as parts adding to a total")
        ),
        "first": st.column_config.DateColumn(tr("First"), width=DAY_PX, format=days),
        "last": st.column_config.DateColumn(tr("Last"), width=DAY_PX, format=days),
        "origin": st.column_config.TextColumn(tr("Origin"), width=DAY_PX),
        "retrieved": st.column_config.TextColumn(tr("Retrieved, UTC"), width=135),
        "versions": st.column_config.NumberColumn(tr("Versions")),
        "last_refresh": st.column_config.TextColumn(tr("Last refresh, UTC"), width=200),
        "reason": st.column_config.TextColumn(tr("Why"), width=260),
        "caveats": st.column_config.TextColumn(tr("Caveats")),
        "publisher": st.column_config.TextColumn(tr("Publisher")),
        "cadence": st.column_config.TextColumn(tr("Cadence")),
        "page": st.column_config.LinkColumn(tr("Publisher's page"), display_text=tr("open")),
        "licence": st.column_config.TextColumn(tr("Licence")),
        "id": st.column_config.TextColumn(tr("Id")),
    }
    height = min(38 + 35 * len(rows), 640)
    missing = units.missing()
    st.dataframe(shown, column_config=config, hide_index=True, height=height, key="catalogue_table", placeholder=missing)
    csv_button(rows, "catalogue", None, key="catalogue_csv", label=tr("CSV of this table"))


def _translated(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the reader's language, the state as a list of one, which is drawn as a chip."""
    own = rows if current() == ENGLISH else pd.DataFrame([_row(frames.dataset(name)) for name in rows["id"]])
    texts = ("title", "origin", "reason", "caveats", "publisher", "cadence", "licence")
    return own.assign(state=own["state"].map(lambda state: [tr(state)]), **{name: own[name].map(tr) for name in texts})


def show_one(name: str) -> None:
    """One dataset: what it is, how it stands, its checks, columns and versions, and its rows as CSV."""
    loaded, now = cache.frame(name), cache.state(name)
    declared = loaded.dataset
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(tr(declared.title))}**", width="content")
        st.badge(tr(now.state), icon=f":material/{_ICONS[now.state]}:", color=_CHIPS[now.state])  # type: ignore[arg-type]
        if loaded.ok:
            csv_button(
                loaded.frame,
                declared.id,
                loaded.as_of,
                key="dataset_csv",
                label=tr("CSV, {count:,} rows", count=len(loaded.frame)),
            )
    if layout.drawable(loaded) and now.state == "failed":
        layout.failed_card(tr("The last refresh failed; the last good version is shown"), plain(tr(now.reason)))
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
            "**Publisher**: [{publisher}]({address})",
            publisher=plain(tr(PUBLISHERS[declared.publisher].name)),
            address=declared.landing_page,
        )
    ]
    if held:
        got = tr("{origin}, retrieved {moment}", origin=tr(held.origin), moment=units.moment(held.retrieved_at))
        lines.append(
            tr(
                "**Held**: {days}, as of {as_of}, {count:,} rows ({got})",
                days=units.days(held.first, held.last),
                as_of=units.day(held.as_of),
                count=held.rows,
                got=got,
            )
        )
    key = " + ".join(declared.key)
    lines += [
        tr("**Read from**: `{address}`", address=declared.endpoint),
        tr(
            "**Cadence**: {cadence}, history from {first}; one row per {key}",
            cadence=tr(declared.cadence),
            first=units.day(declared.first),
            key=plain(key),
        ),
        tr("**Licence**: {licence}", licence=plain(tr(declared.licence)))
        + ("" if declared.in_snapshot else tr("; not part of the embedded snapshot")),
    ]
    lines += [tr("**Note**: {note}", note=plain(tr(declared.note)))] if declared.note else []
    lines += [tr("**Caveats**: {caveats}", caveats=plain(tr(held.caveats)))] if held and held.caveats else []
    return "  \n".join(lines)


def _columns(declared: Dataset) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                tr("Column"): c.name,
                tr("Meaning"): tr(c.meaning),
                tr("Unit"): tr(c.unit or KINDS.get(c.kind, c.kind)),
                tr("Always there"): c.filled,
            }
            for c in declared.columns
        ]
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
                name=plain(tr(check.name)),
                detail=plain(check.detail),
            )
        )


def _versions(name: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                tr("Version"): v.version,
                tr("Retrieved, UTC"): _minute(v.retrieved_at),
                tr("As of"): units.day(v.as_of),
                tr("Rows"): v.rows,
                tr("Origin"): tr(v.origin),
                tr("From the publisher"): v.direct,
                tr("Caveats"): tr(v.caveats),
            }
            for v in cache.versions(name)
        ]
    )
