"""The Chromium that draws the pictures and prints the page: where it is, and the printing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from treasury.errors import BadInput, TreasuryError
from treasury.language import N_
from treasury.settings import Settings, settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
HOW = N_("install Chromium (Debian: apt-get install chromium) or name one in TREASURY_BROWSER")
SECONDS = 60
# It prints a page of our own that needs nothing else, so no name of the network is looked up.
FLAGS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-component-update"),
    *("--disable-background-networking", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"),
    "--no-pdf-header-footer",
)


class NotPrinted(TreasuryError):
    """Chromium is there and made no PDF."""


def found(config: Settings | None = None) -> Path | None:
    """The Chromium of TREASURY_BROWSER, or the first on the path; None where there is none.

    Raises BadInput where TREASURY_BROWSER names no program.
    """
    config = config or settings()
    if config.browser:
        named = shutil.which(config.browser)
        if named is None:
            raise BadInput(f"TREASURY_BROWSER names {config.browser!r}, which is no program that can be run")
        return Path(named)
    return next((Path(path) for path in map(shutil.which, NAMES) if path), None)


def may_use_sandbox() -> bool:
    """Chromium refuses its sandbox to root."""
    return not hasattr(os, "geteuid") or os.geteuid() != 0


def pdf(page: str, browser: Path) -> bytes:
    """An HTML page, whole in itself, printed. Raises NotPrinted."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "brief.html", Path(folder) / "brief.pdf"
        source.write_text(page, encoding="utf-8")
        own = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", *(() if may_use_sandbox() else ("--no-sandbox",)))
        try:
            ended = subprocess.run(
                [browser, *FLAGS, *own, source.as_uri()], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as failure:
            raise NotPrinted(f"{browser.name} did not print the brief: {failure}") from failure
        if not target.is_file():
            said = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1][:200]
            raise NotPrinted(f"{browser.name} did not print the brief: {said}")
        return target.read_bytes()
