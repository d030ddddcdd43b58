"""The parts of the refunding page: the reviewed files, two statements chosen, sizes, buyback maxima, borrowing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import reference, refunding_files, units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import buyback_quarters, refunding
from treasury.calendar import utc_today
from treasury.charts.refunding import quarter_words
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, wording
from treasury.ui import refunding_words as say
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

FILES = (
    *("refunding_statements.csv", "refunding_texts.toml", "announced_sizes.csv", "buyback_quarters.csv"),
    "borrowing_estimates.csv",
)
ALL = N_("All")
SELECT_PX = 220
SUBJECTS_PX = 460
FIGURES = {
    "refunding_total_usd": N_("Refunding offered"),
    "note_3y_usd": N_("3-year note"),
    "note_10y_usd": N_("10-year note"),
    "bond_30y_usd": N_("30-year bond"),
    "maturing_privately_held_usd": N_("Maturing, privately held"),
    "new_cash_usd": N_("New cash"),
    "liquidity_buyback_max_usd": N_("Liquidity support buybacks, at most"),
    "cash_management_buyback_max_usd": N_("Cash management buybacks, at most"),
}
SUBJECTS = {"coupons": N_("Coupons and FRNs"), "tips": "TIPS", "bills": N_("Bills and cash"), "buybacks": N_("Buybacks")}


@dataclass(frozen=True)
class Files:
    """The reviewed files that the page reads."""

    statements: pd.DataFrame
    texts: pd.DataFrame
    sizes: pd.DataFrame
    quarters: pd.DataFrame
    estimates: pd.DataFrame

    @property
    def entered(self) -> pd.DataFrame:
        """The statements whose figures are entered."""
        return self.statements[self.statements["refunding_total_usd"].notna()]

    def text(self, day: date, subject: str) -> str:
        """A statement's words on a subject; "" where they are not held."""
        own = self.texts["statement_date"].eq(pd.Timestamp(day)) & self.texts["subject"].eq(subject)
        return str(self.texts.loc[own, "text"].iloc[0]) if own.any() else ""

    @property
    def worded(self) -> list[date]:
        """The days of the statements whose wording is held."""
        return [day.date() for day in self.texts["statement_date"].drop_duplicates()]


def read_files() -> Files | None:
    """The reviewed files; shows a card and gives nothing where one cannot be used."""
    try:
        return cache.computed(_files, changed=_changed())
    except BadReference as failure:
        layout.failed_card(tr("The reviewed files on refundings cannot be read"), plain(str(failure)))
        return None


def _files(changed: tuple[int, ...]) -> Files:  # noqa: ARG001 (part of the key: what is kept is read again when a file changes)
    return Files(
        reference.refunding_statements(),
        refunding_files.statement_texts(),
        refunding_files.announced_sizes(),
        refunding_files.buyback_quarters(),
        refunding_files.borrowing_estimates(),
    )


def _changed() -> tuple[int, ...]:
    """When each of the files was last written; -1 where it is missing."""
    paths = [reference.FOLDER / name for name in FILES]
    return tuple(path.stat().st_mtime_ns if path.is_file() else -1 for path in paths)


def sizes(auctions: Loaded) -> pd.DataFrame:
    """Announced and offered sizes, for all months."""
    return cache.computed(_sizes, auctions, changed=_changed())


def _sizes(auctions: pd.DataFrame, changed: tuple[int, ...]) -> pd.DataFrame:
    files = _files(changed)
    return refunding.sizes(files.sizes, files.statements, auctions)


def use(operations: Loaded) -> pd.DataFrame:
    """Buyback maxima and their use."""
    return cache.computed(_use, operations, changed=_changed(), day=utc_today().isoformat())


def _use(operations: pd.DataFrame, changed: tuple[int, ...], day: str) -> pd.DataFrame:
    files = _files(changed)
    quarters = buyback_quarters.quarters(files.statements, files.quarters)
    return buyback_quarters.summed(quarters, operations, programme.results_gaps(operations, day), day)


def draw_due(files: Files) -> None:
    """Says which statement has come out without being entered, or comes next."""
    open_ones = files.statements[files.statements["refunding_total_usd"].isna()]
    for row in open_ones.itertuples():
        day = row.statement_date.date()
        if day <= utc_today():
            st.info(
                tr(
                    "The statement of {day} is not entered yet; see [the Treasury's page]({statement_url}).",
                    day=units.day(day),
                    statement_url=row.statement_url,
                ),
                icon=":material/pending:",
            )
        else:
            st.caption(
                tr(
                    "Next statement: {day}, 8:30 ET; borrowing estimates {estimates_day}, 15:00 ET.",
                    day=units.day(day),
                    estimates_day=units.day(row.borrowing_estimate_date.date()),
                )
            )


def choose(files: Files) -> tuple[date, date]:
    """Two statements, the earlier first; by default the newest whose wording is held and the one before it."""
    days = sorted({*files.worded, *(day.date() for day in files.entered["statement_date"])}, reverse=True)
    defaults = [*sorted(files.worded, reverse=True), *days]
    names = [day.isoformat() for day in days]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SELECT_PX):
            before = controls.choice(tr("Before"), names, key="before", default=defaults[1].isoformat())
        with st.container(width=SELECT_PX):
            after = controls.choice(tr("After"), names, key="after", default=defaults[0].isoformat())
    first, second = date.fromisoformat(before), date.fromisoformat(after)
    if first > second:
        st.info(tr("The first statement is the later one: swapped."), icon=":material/swap_horiz:")
        first, second = second, first
    return first, second


def figures(files: Files, before: date, after: date) -> tuple[pd.DataFrame, dict[str, str]]:
    """The figures of both statements and their change, and the headings of the columns."""
    held = files.statements.set_index("statement_date").reindex(pd.to_datetime([before, after]))[list(FIGURES)]
    made = pd.DataFrame({"figure": list(FIGURES.values())})
    made["before_usd"], made["after_usd"] = held.iloc[0].to_numpy(), held.iloc[1].to_numpy()
    made["difference_usd"] = made["after_usd"] - made["before_usd"]
    labels = {
        "figure": N_("Figure"),
        "before_usd": units.day(before),
        "after_usd": units.day(after),
        "difference_usd": N_("Change"),
    }
    return made, labels


def statement_links(files: Files, before: date, after: date) -> str:
    """Both statements' addresses and what the reviewed file says of them."""
    held = files.statements.set_index("statement_date")
    said = []
    for day in dict.fromkeys((before, after)):
        if pd.Timestamp(day) in held.index:
            row = held.loc[pd.Timestamp(day)]
            link = f"[{units.day(day)}]({row['statement_url']})"
            quarter, note = plain(quarter_words(str(row["quarter"]))), plain(tr(str(row["note"])))
            said.append(tr("{link}, {quarter}: {note}", link=link, quarter=quarter, note=note))
    return "  \n".join([tr("US Treasury, quarterly refunding statements."), *said])


def draw_wording(files: Files, before: date, after: date) -> None:
    """The words of both statements on each subject, sentence by sentence."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SUBJECTS_PX):
            subject = controls.choice(tr("Subject"), [ALL, *SUBJECTS.values()], key="subject")
        show = controls.choice(tr("Show"), [wording.CHANGES, wording.FULL], key="show")
    for day in dict.fromkeys((before, after)):
        if day not in files.worded:
            days = tr(", ").join(units.day(one) for one in files.worded)
            layout.empty_card(
                tr("The wording of {day} is not held", day=units.day(day)),
                tr("Held: {days}. The link above leads to the statement.", days=days),
            )
            return
    if before == after:
        layout.empty_card(tr("Both are the same statement"), tr("Choose two different ones to compare their wording."))
        return
    sides = {"before": units.day(before), "after": units.day(after)}
    st.caption(tr("{before} at the left, {after} at the right. {key}", **sides, key=tr(wording.KEY)))
    between = [day for day in files.entered["statement_date"].dt.date if before < day < after]
    if between:
        st.caption(say.between_words(between, files.worded))
    for name, label in SUBJECTS.items():
        if subject in (ALL, label):
            _draw_subject(files.text(before, name), files.text(after, name), label, show)


def _draw_subject(before: str, after: str, label: str, show: str) -> None:
    made = wording.compared(before, after)
    st.markdown(f"**{tr(label)}**  \n{wording.counts(made)}")
    wording.draw(made, show)


def filtered(rows: pd.DataFrame, tenor: str, start: date, end: date) -> pd.DataFrame:
    kept = rows["month"].between(pd.Timestamp(start).replace(day=1), pd.Timestamp(end))
    return rows[kept & (rows["tenor"].eq(tenor) if tenor != ALL else True)].reset_index(drop=True)


def sizes_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for display, the last month first."""
    table = rows.iloc[::-1][list(say.SIZE_LABELS)]
    return table.assign(month=[units.month(day) for day in table["month"]])


def use_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for display, the last quarter first."""
    table = rows.iloc[::-1][list(say.USE_LABELS)]
    held = table["held_in_full"].map({True: N_("yes"), False: N_("no")})
    return table.assign(held_in_full=held, quarter=table["quarter"].map(quarter_words))
