"""Starts and stops the contenders, each in a process of its own on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "benchmarks" / "reference"
START_SECONDS = 120.0
QUIET = ("--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none")


@dataclass(frozen=True)
class Contender:
    """One way to build the page: how it is started, where the page is, whether it speaks Streamlit's protocol."""

    name: str
    script: str
    path: str = "/"
    streamlit: bool = False
    own_folder: bool = False  # away from our configuration


CONTENDERS = (
    Contender("ours", "ours.py", streamlit=True),
    Contender("streamlit", "plain_streamlit.py", streamlit=True, own_folder=True),
    Contender("dash", "plain_dash.py", "/reference"),
    Contender("panel", "plain_panel.py", "/reference"),
    Contender("static", "static_html.py", "/reference.html"),
)


@dataclass(frozen=True)
class Running:
    """A contender that answers."""

    contender: Contender
    base: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.base + self.contender.path

    def memory_mb(self) -> float:
        """What the process holds alone, in MB: the set that its end would give back."""
        return float(psutil.Process(self.process.pid).memory_full_info().uss) / 1e6

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(contender: Contender | str, **environment: str) -> Iterator[Running]:
    """The contender (or the one of that name) over the embedded snapshot, until the end of the block."""
    if isinstance(contender, str):
        contender = next(one for one in CONTENDERS if one.name == contender)
    port, script = free_port(), str(REFERENCE / contender.script)
    with tempfile.TemporaryDirectory() as folder:
        if contender.streamlit:
            command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), *QUIET]
        else:
            command = [sys.executable, script, str(port), folder]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TREASURY_", "STREAMLIT_"))}
        more = {"TREASURY_STORE": f"{folder}/store", "NO_PROXY": "127.0.0.1", **environment}
        where = folder if contender.own_folder else ROOT
        with (Path(folder) / "output").open("wb") as output:
            process = subprocess.Popen(command, cwd=where, env=kept | more, stdout=output, stderr=output)
            try:
                made = Running(contender, f"http://127.0.0.1:{port}", process)
                _wait(made)
                yield made
            finally:
                process.terminate()
                process.wait(timeout=30)


@contextmanager
def all_running(names: tuple[str, ...] = ()) -> Iterator[list[Running]]:
    """All contenders (or those named), side by side."""
    with ExitStack() as stack:
        chosen = [one for one in CONTENDERS if not names or one.name in names]
        yield [stack.enter_context(running(one)) for one in chosen]


@contextmanager
def streamlits() -> Iterator[list[Running]]:
    """Ours and plain Streamlit's, side by side."""
    with all_running(("ours", "streamlit")) as servers:
        yield servers


def _wait(made: Running) -> None:
    end = time.monotonic() + START_SECONDS
    health = "/_stcore/health" if made.contender.streamlit else made.contender.path
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(made.base + health, timeout=60) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
        if made.process.poll() is not None:
            raise RuntimeError(f"{made.contender.name} ended with {made.process.returncode}")
    raise TimeoutError(made.contender.name)
