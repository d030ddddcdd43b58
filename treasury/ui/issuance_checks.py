"""The view "Checks" of the issuance page: rebuilt debt against the statement, by class and by change, and what explains it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import reference, refunding_files, units
from treasury.analytics import buyback_quarters, statement_check
from treasury.errors import BadReference
from treasury.language import ENGLISH, N_, current, tr, trn, using
from treasury.ui import cache, layout
from treasury.ui.issuance import Sources
from treasury.ui.text import plain

# In English; `_class` says them in other languages, where the catalogue's "Notes" are remarks.
NAMES = {
    "Bill": "Bills",
    "Note": "Notes",
    "Bond": "Bonds",
    "TIPS": "TIPS",
    "FRN": "FRNs",
    "Total": N_("Total"),
}
ERROR_LABELS = {
    "record_date": N_("Month end"),
    "total_published_usd": N_("Published"),
    **{f"{name.lower()}_unexplained_usd": name for name in NAMES},
}
PART_LABELS = {
    "record_date": N_("Month end"),
    "security_class": N_("Class"),
    "rebuilt_usd": N_("Rebuilt"),
    "accrual_usd": N_("TIPS accrual"),
    "published_usd": N_("Published"),
    "unexplained_usd": N_("Left over"),
    "unexplained_pct": N_("Left over"),
    "unheld_room_usd": N_("Buybacks not held, at most"),
    "verdict": N_("Verdict"),
}
CHANGE_LABELS = {
    "kind": N_("Span"),
    "start": N_("From"),
    "end": N_("To"),
    "net_usd": N_("Net issuance"),
    "accrual_change_usd": N_("TIPS accrual"),
    "published_change_usd": N_("Change of the MSPD"),
    "difference_usd": N_("Left over"),
    "difference_pct": N_("Left over"),
    "verdict": N_("Verdict"),
    "unheld_room_usd": N_("Buybacks not held, at most"),
}
NOTES = N_("""
**Left over** = rebuilt from auctions + rebuilt inflation accrual of TIPS - published (MSPD). **Tolerance**:
{tolerance} % of the amount published, for each class and month. The statement's amounts by security differ
from auction results by a few millions each, 164 million at most (August 2023, by CUSIP); over a class that comes to 0.04 %.\n
**By class.** Bills and floating rate notes: nothing else. **TIPS**: the MSPD counts them with their inflation accrual, which is
rebuilt from the reference CPI of the auctions. **Notes, bonds, TIPS**: buybacks whose results are not held stay in the rebuilt
amounts; they can explain an excess up to what the refunding statements of those quarters announced, and no shortfall. Out of
scope: savings bonds, State and Local Government Series and all else that is not marketable, and the Federal Financing Bank.\n
**August 2023** is held by security alone and summed over the securities.
""")


def draw(held: Sources) -> None:
    """Both checks as tables, each with its finding."""
    if not layout.drawable(held.debt, held.by_security):
        return
    quarters = _quarters()
    if quarters is None:
        return
    inputs = (*held.flows, held.debt, held.by_security)
    try:
        errors, changes = cache.computed(_checked, *inputs, quarters=quarters)
    except ValueError as trouble:
        layout.failed_card(tr("The statement cannot be checked with the datasets held"), plain(str(trouble)))
        return
    sources = [*held.levels, held.by_security]
    notes = tr(NOTES, tolerance=statement_check.TOLERANCE_PCT)
    layout.section(N_("Rebuilt against published"), anchor="reconciliation")
    st.markdown(class_words(errors))
    with using(ENGLISH):
        csv = wide(errors)
    words = {"sources": sources, "csv": csv, "notes": notes}
    layout.show_table(wide(errors), key="reconciliation", labels=_error_labels(), usd=("bn", 1), **words)
    with st.expander(tr("What explains each difference")):
        parts = errors[list(PART_LABELS)].iloc[::-1]
        layout.show_table(parts, key="reconciliation_parts", sources=sources, labels=PART_LABELS, usd=("bn", 2), notes=notes)
    layout.section(N_("Net issuance against the change of the debt"), anchor="net-against-statement")
    st.markdown(change_words(changes))
    years = changes["kind"].eq(statement_check.WHOLE_YEAR).any()
    shown = changes[[name for name in CHANGE_LABELS if years or name != "kind"]].iloc[::-1]
    layout.show_table(shown, key="changes", sources=sources, labels=CHANGE_LABELS, usd=("bn", 1), notes=notes, height="content")


def _error_labels() -> dict[str, str]:
    classes = {f"{name.lower()}_unexplained_usd": _class(name) for name in NAMES}
    return ERROR_LABELS | classes | {"beyond": tr("Beyond {tolerance} %", tolerance=statement_check.TOLERANCE_PCT)}


def _class(name: str) -> str:
    """A class of the statement in the plural, or in a language without one its name."""
    return NAMES[name] if current() == ENGLISH else tr(name)


Rows = tuple[tuple[object, ...], ...]  # of `buyback_quarters.quarters`: small, and part of the key of what is cached


def _quarters() -> Rows | None:
    """The refunding quarters; None, with a card, where the reference files are at fault."""
    try:
        made = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    except (OSError, BadReference) as fault:
        layout.failed_card(tr("The refunding statements cannot be read"), plain(str(fault)))
        return None
    return tuple(made[list(buyback_quarters.COLUMNS)].itertuples(index=False, name=None))


def _checked(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt: pd.DataFrame,
    by_security: pd.DataFrame,
    quarters: Rows,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both checks: by class, and of the changes."""
    inputs = (auctions, operations, securities, debt, by_security)
    framed = pd.DataFrame(list(quarters), columns=list(buyback_quarters.COLUMNS))
    return statement_check.by_class(*inputs, framed), statement_check.changes(*inputs, framed)


def wide(errors: pd.DataFrame) -> pd.DataFrame:
    """What is left over, one row a month, newest first."""
    made = errors.pivot(index="record_date", columns="security_class", values="unexplained_usd")
    made.columns = [f"{str(name).lower()}_unexplained_usd" for name in made.columns]
    total = errors[errors["security_class"].eq("Total")].set_index("record_date")["published_usd"]
    beyond = errors[~errors["verdict"].isin([statement_check.WITHIN, statement_check.UNKNOWN])]
    named = (beyond["security_class"].astype("str") + ": " + beyond["verdict"]).groupby(beyond["record_date"])
    made["beyond"] = named.agg(_merged).reindex(made.index).fillna(tr("none"))
    made = made.assign(total_published_usd=total).sort_index(ascending=False).reset_index()
    return made.reindex(columns=[*ERROR_LABELS, "beyond"])


def _merged(verdicts: pd.Series) -> str:
    """The classes by verdict, the total left out.

    >>> _merged(pd.Series(["Note: buybacks not held", "Bond: buybacks not held", "Total: buybacks not held"]))
    'Notes, Bonds: buybacks not held'
    """
    pairs = [text.split(": ") for text in verdicts if not text.startswith("Total")]
    groups = {verdict: [name for name, said in pairs if said == verdict] for _, verdict in pairs}
    listed = {verdict: tr(", ").join(map(_class, names)) for verdict, names in groups.items()}
    said = [tr("{classes}: {verdict}", classes=names, verdict=tr(verdict)) for verdict, names in listed.items()]
    return tr("; ").join(said) or tr("none")


def class_words(errors: pd.DataFrame) -> str:
    """How many months and classes lie within the tolerance, how many are explained by buybacks not held, how many by nothing."""
    own = errors[errors["security_class"].ne("Total")]
    counts = own["verdict"].value_counts()
    judged = int(counts.drop(statement_check.UNKNOWN, errors="ignore").sum())
    if not judged:
        return tr("No month of the statement lies within the auctions held.")
    within, unheld, outside = (int(counts.get(name, 0)) for name in _VERDICTS)
    return tr(
        "Of {judged} class-months of the statement held ({months} months) {within} agree within {tolerance} % of the amount "
        "published{unheld}; {left}.",
        judged=judged,
        months=own["record_date"].nunique(),
        within=within,
        tolerance=statement_check.TOLERANCE_PCT,
        unheld=_unheld_words(errors, unheld) if unheld else "",
        left=trn("{count} is left unexplained", "{count} are left unexplained", outside, count=outside)
        if outside
        else tr("none are left unexplained"),
    )


def _unheld_words(errors: pd.DataFrame, count: int) -> str:
    last = errors[errors["verdict"].eq(statement_check.UNHELD) & errors["security_class"].eq("Total")]
    total = tr(", {amount} in all at the end", amount=units.usd(last["unexplained_usd"].iloc[-1])) if len(last) else ""
    return tr("; {count} are too high by buybacks whose results are not held{total}", count=count, total=total)


_VERDICTS = (statement_check.WITHIN, statement_check.UNHELD, statement_check.OUTSIDE)


def change_words(changes: pd.DataFrame) -> str:
    """What fiscal years are held whole, and how well the spans between statements agree."""
    years = changes[changes["kind"].eq(statement_check.WHOLE_YEAR)]
    spans = changes[changes["kind"].eq(statement_check.OTHERWISE)]
    if spans.empty:
        return tr("No two months of the statement lie within the auctions held.")
    within, unheld, outside = (int(spans["verdict"].eq(name).sum()) for name in _VERDICTS)
    text = tr(
        "Of {spans} spans between months of the statement held {within} agree within {tolerance} % of the "
        "debt, {unheld} differ by what buybacks not held can explain, {outside} by more.",
        spans=len(spans),
        within=within,
        tolerance=statement_check.TOLERANCE_PCT,
        unheld=unheld,
        outside=outside if outside else tr("none"),
    )
    if years.empty:
        longest = spans.loc[(spans["end"] - spans["start"]).idxmax()]
        return tr(
            "{text} The statements of two 30 September in a row, which a fiscal year needs, are not held; the longest span, "
            "{span}, differs by {difference} of {change}.",
            text=text,
            span=units.days(longest["start"].date(), longest["end"].date()),
            difference=units.usd(longest["difference_usd"]),
            change=units.usd(longest["published_change_usd"]),
        )
    good = tr(", ").join(years.loc[years["verdict"].eq(statement_check.WITHIN), "label"])
    return tr(
        "{text} Fiscal years held whole: {years}; within the tolerance: {good}.",
        text=text,
        years=len(years),
        good=good or tr("none"),
    )
