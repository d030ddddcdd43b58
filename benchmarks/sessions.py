"""Scripted sessions without a browser: Streamlit's own protocol over its websocket, ours against plain Streamlit's.

A session opens the page, then changes the range to five years, to all, and so on. What is timed is the way from the change
until the script has finished, as a browser would see it, without the drawing.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.reference import work
from benchmarks.serving import Running, running, streamlits

THINK_SECONDS = 5.0
CHANGES_ALONE = 30
CHANGES_TOGETHER = 6
SESSIONS = (1, 10, 50)
MEMORY_STEPS = (1, 10, 50)
LARGEST = 200_000_000


@dataclass
class Session:
    """One reader's connection."""

    running: Running
    socket: Any = None
    received: int = 0
    range_id: str = ""
    form: str = ""
    values: list[float] = field(default_factory=list)

    async def open(self) -> float:
        """Connects and draws the page for the first time; seconds until it is whole."""
        address = self.running.base.replace("http", "ws") + "/_stcore/stream"
        self.socket = await websockets.connect(address, max_size=LARGEST, subprotocols=["streamlit"], proxy=None)
        return await self._run(BackMsg(rerun_script={"query_string": ""}))

    async def choose(self, value: str) -> float:
        """Sets the range; seconds until the page is whole again."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = self.range_id
        state.string_array_value.data.append(value)
        return await self._run(message)

    async def close(self) -> None:
        await self.socket.close()

    async def _run(self, message: BackMsg) -> float:
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            content = await asyncio.wait_for(self.socket.recv(), 120)
            self.received += len(content)
            answer = ForwardMsg.FromString(content)
            if answer.WhichOneof("type") == "delta":
                self._note(answer)
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start

    def _note(self, answer: ForwardMsg) -> None:
        """The identity of the range control."""
        element = answer.delta.new_element
        if element.WhichOneof("type") == "button_group" and element.button_group.label == "Range":
            self.range_id = element.button_group.id


async def alone(one: Running, changes: int = CHANGES_ALONE) -> tuple[list[float], float]:
    """The reruns of a single session that does not think, and the server's processor time for them, in seconds; the first change
    each way is left out."""
    session = Session(one)
    await session.open()
    ranges = [work.RANGES[(number + 1) % 2] for number in range(changes + 2)]
    for value in ranges[:2]:
        await session.choose(value)
    before = one.cpu_seconds()
    taken = [await session.choose(value) for value in ranges[2:]]
    spent = one.cpu_seconds() - before
    await session.close()
    return taken, spent


async def together(one: Running, count: int, think: float = THINK_SECONDS) -> list[float]:
    """The reruns of so many sessions, all of them open, that each think between two changes, one beginning after the other."""
    sessions = [Session(one) for _ in range(count)]
    for session in sessions:
        await session.open()

    async def reader(number: int) -> list[float]:
        await asyncio.sleep(think * number / count)
        taken = []
        for change in range(CHANGES_TOGETHER):
            taken.append(await sessions[number].choose(work.RANGES[(change + 1) % 2]))
            await asyncio.sleep(think)
        await sessions[number].close()
        return taken

    return [seconds for part in await asyncio.gather(*map(reader, range(count))) for seconds in part]


async def memory(one: Running) -> dict[str, float]:
    """Megabytes of the server with so many open sessions that each have looked at both ranges."""
    held: list[Session] = []
    made: dict[str, float] = {}
    for count in MEMORY_STEPS:
        while len(held) < count:
            session = Session(one)
            await session.open()
            await session.choose(work.RANGES[1])
            held.append(session)
        await asyncio.sleep(1)
        made[f"memory_{count}_mb"] = one.memory_mb()
    for session in held:
        await session.close()
    steps = MEMORY_STEPS[-1] - MEMORY_STEPS[-2]
    made["memory_further_mb"] = (made[f"memory_{MEMORY_STEPS[-1]}_mb"] - made[f"memory_{MEMORY_STEPS[-2]}_mb"]) / steps
    return made


def p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def measure() -> dict[str, dict[str, float]]:
    """By server and figure; times in ms. The two servers are measured in turn."""
    made: dict[str, dict[str, float]] = {}
    with streamlits() as servers:
        for one in servers:
            asyncio.run(alone(one, 2))
        reruns: dict[str, list[float]] = {one.contender.name: [] for one in servers}
        cpu = dict.fromkeys(reruns, 0.0)
        for _ in range(3):
            for one in servers:
                taken, spent = asyncio.run(alone(one, CHANGES_ALONE // 3))
                reruns[one.contender.name] += taken
                cpu[one.contender.name] += spent
        for one in servers:
            name = one.contender.name
            alone_ms = [1000 * seconds for seconds in reruns[name]]
            made[name] = {
                "rerun_p50_ms": median(alone_ms),
                "rerun_p95_ms": p95(alone_ms),
                "cpu_ms": 1000 * cpu[name] / CHANGES_ALONE,
            }
        for count in SESSIONS:
            for one in servers:
                taken = [1000 * seconds for seconds in asyncio.run(together(one, count))]
                made[one.contender.name] |= {f"sessions_{count}_p50_ms": median(taken), f"sessions_{count}_p95_ms": p95(taken)}
    for name in made:
        with running(name) as one:
            asyncio.run(alone(one, 2))
            made[name] |= asyncio.run(memory(one))
    return {name: {key: round(value, 2) for key, value in of.items()} for name, of in made.items()}
