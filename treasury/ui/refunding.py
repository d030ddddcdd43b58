"""The parts of the refunding page: the reviewed files, two statements chosen, sizes, buyback maxima, borrowing, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import reference, refunding_files, units
from treasury.analytics import buyback_programme as programme
from treasury.analytics import refunding
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, wording
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
SIZE_LABELS = {
    "month": N_("Month"),
    "tenor": N_("Tenor"),
    "announced_usd": N_("Announced"),
    "offered_usd": N_("Offered"),
    "difference_usd": N_("Offered less announced"),
    "standing": N_("Standing"),
    "statement_date": N_("Statement"),
    "basis": N_("From"),
}
USE_LABELS = {
    "quarter": N_("Refunding quarter"),
    "operation_type": N_("Type"),
    "stated_maximum_usd": N_("Most stated"),
    "operations": N_("Results"),
    "operations_maximum_usd": N_("Sum of their maxima"),
    "accepted_usd": N_("Bought back"),
    "used_pct": N_("Used"),
    "held_in_full": N_("All results held"),
    "first_operation": N_("First operation"),
    "last_operation": N_("Last operation"),
}
BORROWING_LABELS = {
    "quarter": N_("Quarter"),
    "first_usd": N_("First estimate"),
    "update_usd": N_("Last estimate"),
    "actual_usd": N_("Borrowed"),
    "miss_usd": N_("Miss"),
    "miss_beside_cash_usd": N_("Miss without cash"),
    "update_cash_usd": N_("Cash assumed"),
    "actual_cash_usd": N_("Cash at the end"),
}
SIZE_NOTES = N_("""
**Announced**: the table of the quarterly refunding statement. From August 2023 to April 2024 the increases that the statement
gives in words, on the size before; where a table is not held, the 3-, 10- and 30-year sizes of the refunding itself.
**Offered**: the offering amount of the auction in the month and tenor sold, without the Fed's add-ons. A 5-year note that
reopens an old 7-year is a 5-year. TIPS and bills are not in the table. Tests of the contingency auction system, of a few
million dollars, are left out.
""")
USE_NOTES = N_("""
**Most stated**: what the statement says will be bought at most over its quarter. Operations belong to the quarter whose
tentative schedule lists them, which begins one to two weeks after the statement. **Used** = bought back / most stated; missing
where no sum is stated, where it is zero, and where results of the quarter are not held.\n
On 19 August 2026 a press release lifted the maximum of operations in the 10- to 30-year nominal buckets; the sum stated is as
of 5 August.
""")
BORROWING_NOTES = N_("""
Privately-held net marketable borrowing, as the Treasury announces it two days before the statement. **First estimate**: a
quarter ahead; **last estimate**: in the quarter itself. **Miss** = borrowed less the last estimate; **miss without cash** leaves
out that the cash balance at the end differed from the one assumed. Empty: not held.
""")
BORROWING_SOURCE = N_(
    "US Treasury, press releases “Treasury Announces Marketable Borrowing Estimates”; their addresses stand in "
    "data/reference/borrowing_estimates.csv."
)


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
    files, now = _files(changed), pd.Timestamp(day)
    return refunding.buyback_use(files.statements, files.quarters, operations, programme.results_gaps(operations, now), now)


def headline(files: Files, rows: pd.DataFrame | None) -> str:
    """The newest statement entered, and whether auctions were offered as announced; days alone where no auction is held."""
    entered = files.entered
    if entered.empty:
        return tr("No refunding statement is entered.")
    last = entered.iloc[-1]
    day = units.day(last["statement_date"].date())
    if rows is None:
        return tr("The newest refunding statement entered is that of {day}.", day=day)
    total = last["refunding_total_usd"]
    before = entered["refunding_total_usd"].iloc[-2] if len(entered) > 1 else float("nan")
    moved = (
        tr("raised the refunding to")
        if total > before
        else tr("cut the refunding to")
        if total < before
        else tr("kept the refunding at")
    )
    if units.is_missing(before):
        moved = tr("put the refunding at")
    cash = (
        tr(", {new_cash_usd} of it new cash", new_cash_usd=units.usd(last["new_cash_usd"]))
        if not units.is_missing(last["new_cash_usd"])
        else ""
    )
    checked = rows[rows["standing"].isin(["as announced", "differs"])]
    kept = int(checked["standing"].eq("as announced").sum())
    first = tr("The statement of {day} {moved} {total}{cash}.", day=day, moved=moved, total=units.usd(total, 0), cash=cash)
    if checked.empty:
        return first
    share = tr("All {kept}", kept=kept) if kept == len(checked) else f"{kept} of {len(checked)}"
    span = f"{_month(checked['month'].iloc[0])} to {_month(checked['month'].iloc[-1])}"
    return tr(
        "{first} {share} coupon and FRN sizes announced for {span} that can be checked were offered as announced.",
        first=first,
        share=share,
        span=span,
    )


def _month(day: pd.Timestamp) -> str:
    return f"{units.MONTHS[day.month - 1]} {day.year}"


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
                    "Next statement: {day}, 8:30 ET; borrowing estimates {row}, 15:00 ET.",
                    day=units.day(day),
                    row=_estimates_day(row),
                )
            )


def _estimates_day(row: object) -> str:
    return units.day(row.borrowing_estimate_date.date())  # type: ignore[attr-defined]


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
        "figure": tr("Figure"),
        "before_usd": units.day(before),
        "after_usd": units.day(after),
        "difference_usd": tr("Change"),
    }
    return made, labels


def statement_links(files: Files, before: date, after: date) -> str:
    """Both statements' addresses and what the reviewed file says of them."""
    held = files.statements.set_index("statement_date")
    said = []
    for day in dict.fromkeys((before, after)):
        if pd.Timestamp(day) in held.index:
            row = held.loc[pd.Timestamp(day)]
            quarter, note = plain(str(row["quarter"])), plain(str(row["note"]))
            said.append(f"[{units.day(day)}]({row['statement_url']}), {quarter}: {note}")
    return tr("US Treasury, quarterly refunding statements.  \n") + "  \n".join(said)


def draw_wording(files: Files, before: date, after: date) -> None:
    """The words of both statements on each subject, sentence by sentence."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SUBJECTS_PX):
            subject = controls.choice(tr("Subject"), [ALL, *SUBJECTS.values()], key="subject")
        show = controls.choice(tr("Show"), [wording.CHANGES, wording.FULL], key="show")
    for day in dict.fromkeys((before, after)):
        if day not in files.worded:
            layout.empty_card(
                tr("The wording of {day} is not held", day=units.day(day)),
                tr(
                    "Held: {join}. The link above leads to the statement.",
                    join=", ".join(units.day(one) for one in files.worded),
                ),
            )
            return
    if before == after:
        layout.empty_card(tr("Both are the same statement"), tr("Choose two different ones to compare their wording."))
        return
    st.caption(
        tr("{before} at the left, {after} at the right. {key}", before=units.day(before), after=units.day(after), key=wording.KEY)
    )
    between = [day for day in files.entered["statement_date"].dt.date if before < day < after]
    if between:
        held = tr("; wording not held of ") + ", ".join(units.day(day) for day in between if day not in files.worded)
        missing = [day for day in between if day not in files.worded]
        said = tr(
            "{between} {value} between the two",
            between=len(between),
            value="statement lies" if len(between) == 1 else "statements lie",
        )
        st.caption(f"{said}{held if missing else ''}.")
    for name, label in SUBJECTS.items():
        if subject in (ALL, label):
            _draw_subject(files.text(before, name), files.text(after, name), label, show)


def _draw_subject(before: str, after: str, label: str, show: str) -> None:
    made = wording.compared(before, after)
    st.markdown(f"**{label}**  \n{wording.counts(made)}")
    wording.draw(made, show)


def filtered(rows: pd.DataFrame, tenor: str, start: date, end: date) -> pd.DataFrame:
    kept = rows["month"].between(pd.Timestamp(start).replace(day=1), pd.Timestamp(end))
    return rows[kept & (rows["tenor"].eq(tenor) if tenor != ALL else True)].reset_index(drop=True)


def sizes_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for display, the last month first."""
    table = rows.iloc[::-1][list(SIZE_LABELS)]
    return table.assign(month=[_month(day) for day in table["month"]])


def use_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for display, the last quarter first."""
    table = rows.iloc[::-1][list(USE_LABELS)]
    return table.assign(held_in_full=table["held_in_full"].map({True: "yes", False: "no"}))


def sizes_words(rows: pd.DataFrame) -> str:
    """How many sizes agree, differ, or cannot be compared."""
    found = rows["standing"].value_counts()
    order = (tr("as announced"), "differs", tr("no auction held"), tr("announcement not held"))
    return tr("Month and tenor: ") + ", ".join(f"{found[name]} {name}" for name in order if name in found.index) + "."


def sizes_alt(rows: pd.DataFrame, span: str) -> str:
    """How offered sizes went, tenor by tenor, and how many differ from what was announced."""
    if rows.empty:
        return tr("Auction sizes, {span}: none.", span=span)
    said = []
    for tenor, own in rows.groupby("tenor", sort=False):
        held = own["offered_usd"].dropna() / 1e9
        if len(held):
            said.append(tr("{tenor} {iloc:,.0f} to {iloc_2:,.0f} bn", tenor=tenor, iloc=held.iloc[0], iloc_2=held.iloc[-1]))
    return tr("Auction sizes offered, {span}: {said}. {rows}", span=span, said=", ".join(said), rows=sizes_words(rows))


def use_alt(rows: pd.DataFrame) -> str:
    """What share of the stated maxima was used, quarter by quarter."""
    full = rows.dropna(subset=["used_pct"])
    if full.empty:
        return tr("Buybacks by refunding quarter: {rows} rows, none with all results held and a stated maximum.", rows=len(rows))
    said = [f"{row.quarter} {row.operation_type.lower()} {units.percent(row.used_pct, 0)}" for row in full.itertuples()]
    missing = rows.loc[~rows["held_in_full"], "quarter"].drop_duplicates()
    more = tr("; results not all held of {missing}", missing=", ".join(missing)) if len(missing) else ""
    return tr("Share used of the stated buyback maximum: {said}{more}.", said=", ".join(said), more=more)


def use_words(rows: pd.DataFrame) -> str:
    """The range of use for liquidity support, and what is not known."""
    full = rows[rows["operation_type"].eq("Liquidity Support")].dropna(subset=["used_pct"])
    partial = rows.loc[~rows["held_in_full"], "quarter"].drop_duplicates().tolist()
    words = tr("No quarter is held in full.")
    if len(full):
        low, high = full["used_pct"].min(), full["used_pct"].max()
        words = tr(
            "In the {full} quarters held in full with a stated sum, {low} to {high} of the liquidity support maximum was used.",
            full=len(full),
            low=units.percent(low, 0),
            high=units.percent(high, 0),
        )
    return words + (tr(" Results are missing for {partial}.", partial=", ".join(partial)) if partial else "")


def borrowing_words(rows: pd.DataFrame) -> str:
    """The newest estimate, and the quarters without a figure."""
    ahead = rows[rows["actual_usd"].isna()].dropna(subset=["first_usd", "update_usd"], how="all")
    if ahead.empty:
        return tr("No estimate lies ahead of the outcomes held.")
    said = [
        f"{row.quarter} {units.usd(row.update_usd if not units.is_missing(row.update_usd) else row.first_usd)}"
        for row in ahead.itertuples()
    ]
    return tr("Estimated and without an outcome held: {said}.", said=", ".join(said))
