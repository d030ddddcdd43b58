"""The refresh button: runs one refresh at a time in the background and shows how far it is, in every open session.

Pages go on showing what is held; each dataset's new version appears as soon as it is published.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from treasury import alerts, frames, lease, units
from treasury.errors import StoreBusy, TreasuryError
from treasury.language import N_, tr
from treasury.refreshing import Result, open_store, refresh
from treasury.ui.text import plain

log = logging.getLogger(__name__)

AUTO_REFRESH_SECONDS = 3600.0
LEASE_LASTS = 1.5  # times the wait between two refreshes: the holder renews it in time, another waits once at most
LOOK_AGAIN_SECONDS = 1.0
WAIT_FOR_OTHERS_SECONDS = 2.0
AGAIN_AFTER = timedelta(minutes=1)  # publishers are not asked for the same figures more often, however often a button is pressed
_REFUSED = "_refresh_refused"  # in the session: why a press started nothing


@dataclass
class Job:
    """A refresh in the background: what was asked for, what is done so far, and how it ended. The alerts follow it."""

    ids: tuple[str, ...]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    results: list[Result] = field(default_factory=list)
    trouble: str = ""
    running: bool = True

    def run(self) -> None:
        """Refreshes, and notes every result as it comes. Ends with `running` off whatever happens."""
        self.trouble = N_("it stopped unexpectedly; the server's log says why")
        try:
            refresh(*self.ids, on_result=self.results.append, wait_for_lock=WAIT_FOR_OTHERS_SECONDS)
            self.trouble = ""
        except TreasuryError as failure:
            self.trouble = str(failure)
        finally:
            self.running = False
        alerts.after_refresh(open_store())


class Desk:
    """Holds the one job of this process."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self._starting = threading.Lock()
        self._asked: dict[str, datetime] = {}

    def start(self, ids: Sequence[str]) -> Job:
        """Starts a refresh of these datasets. Raises StoreBusy while another one runs, and where all were asked for just now."""
        with self._starting:
            if self.job and self.job.running:
                started = units.moment(self.job.started)
                raise StoreBusy(tr("a refresh started at {moment} is still running; wait for it to end", moment=started))
            now = datetime.now(UTC)
            if ids and all(now - self._asked.get(name, datetime.min.replace(tzinfo=UTC)) < AGAIN_AFTER for name in ids):
                raise StoreBusy(tr("the publishers were asked for these figures less than a minute ago; try again then"))
            self._asked |= dict.fromkeys(ids, now)
            self.job = Job(tuple(ids), now)
            threading.Thread(target=self.job.run, name="refresh", daemon=True).start()
            return self.job


DESK = Desk()


def keep_fresh(stop: threading.Event, desk: Desk = DESK, every_seconds: float = AUTO_REFRESH_SECONDS) -> None:
    """Refreshes every dataset now and then until told to stop; one that is still running is left alone.

    Of several servers over one store the one that holds the lease refreshes; another takes over when it does not renew it.
    """
    ids, me, lasts = tuple(frames.datasets().index), uuid.uuid4().hex, timedelta(seconds=every_seconds * LEASE_LASTS)
    while not stop.is_set():
        try:
            if lease.take(open_store(), "refresh", me, lasts):
                desk.start(ids)
        except StoreBusy as busy:
            log.info("no refresh this time: %s", busy)
        stop.wait(every_seconds)


def panel(ids: Sequence[str], label: str) -> None:
    """The button, and below it the progress and results of the refresh that runs or ran last."""
    running = DESK.job is not None and DESK.job.running
    st.button(
        label,
        icon=":material/refresh:",
        disabled=running or not ids,
        key="refresh_button",
        on_click=_pressed,
        args=(tuple(ids),),
    )
    if refused := st.session_state.pop(_REFUSED, ""):
        st.warning(tr("**Not started**  \n{refused}", refused=plain(refused)), icon=":material/hourglass_top:")
    if DESK.job is not None:
        going = DESK.job.running
        st.fragment(_progress, run_every=LOOK_AGAIN_SECONDS if going else None)(DESK.job, going)


def _pressed(ids: tuple[str, ...]) -> None:
    try:
        DESK.start(ids)
    except StoreBusy as busy:
        st.session_state[_REFUSED] = str(busy)


def _progress(job: Job, was_running: bool) -> None:
    if was_running and not job.running:
        st.rerun()  # once it has ended the whole page shows the new versions
    results = list(job.results)
    if job.running:
        st.progress(
            len(results) / max(len(job.ids), 1),
            tr("{done} of {all} datasets; publishers are asked side by side", done=len(results), all=len(job.ids)),
        )
    elif job.trouble:
        st.error(
            tr("**The refresh did not run to its end**  \n{trouble}", trouble=plain(tr(job.trouble))), icon=":material/error:"
        )
    elif all(result.ok for result in results):
        st.success(summary(job), icon=":material/check_circle:")
    else:
        st.warning(summary(job), icon=":material/rule:")
    if results:
        st.dataframe(results_frame(results), hide_index=True, height=38 + 35 * min(len(results), 8), key="refresh_results")


def summary(job: Job) -> str:
    """What a finished refresh did, in a sentence."""
    failed = [r for r in job.results if not r.ok]
    changed = sum(1 for r in job.results if r.ok and (r.added or r.revised))
    places: dict[str, object] = {"done": len(job.results) - len(failed), "all": len(job.ids), "changed": changed}
    places |= {"failed": len(failed), "moment": units.moment(job.started)}
    if not failed:
        return tr("{done} of {all} datasets refreshed, {changed} changed ({moment}).", **places)
    return tr(
        "{done} of {all} datasets refreshed, {changed} changed; {failed} failed, and what was held before stays ({moment}).",
        **places,
    )


def results_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a dataset: failures first, then in the order in which they came."""
    rows = [
        {
            tr("Result"): tr("failed") if not r.ok else tr("changed") if r.added or r.revised else tr("unchanged"),
            tr("Dataset"): tr(frames.dataset(r.id).title),
            tr("What"): r.error_message or r.words,
            tr("As of"): units.day(r.as_of),
            tr("Seconds"): r.seconds,
        }
        for r in sorted(results, key=lambda r: r.ok)
    ]
    return pd.DataFrame(rows)
