"""A visitor without a browser: speaks to a served dashboard over its websocket, as Streamlit's own script does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import ClientConnection, connect

SECONDS = 90.0


@dataclass
class Shown:
    """What one run of a page sent."""

    headlines: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    charts: int = 0
    outcome: int = -1

    @property
    def whole(self) -> bool:
        return self.outcome == ForwardMsg.FINISHED_SUCCESSFULLY and not self.exceptions and len(self.headlines) == 1


class Visitor:
    """One session. ``open`` goes to a page by its path and waits until its run has ended."""

    def __init__(self, url: str, session: str = "") -> None:
        self.address = url.replace("http://", "ws://") + "/_stcore/stream"
        self.session = session  # of a connection that was cut, to take it up again

    def __enter__(self) -> Self:
        protocols: Any = ["streamlit", "none", self.session] if self.session else ["streamlit"]
        self._opened = connect(self.address, subprotocols=protocols, open_timeout=SECONDS, max_size=None, proxy=None)
        self.connection: ClientConnection = self._opened.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def cut(self) -> None:
        """The connection goes without a goodbye."""
        self.connection.socket.close()

    def open(self, path: str, query: str = "") -> Shown:
        asked = BackMsg()
        asked.rerun_script.page_script_hash = calc_hash(path) if path else ""
        asked.rerun_script.page_name = path
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.url = f"http://127.0.0.1/{path}"
        self.connection.send(asked.SerializeToString())
        return self._run()

    def _run(self) -> Shown:
        shown = Shown()
        while shown.outcome < 0:
            message = ForwardMsg()
            message.ParseFromString(self.connection.recv(timeout=SECONDS))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
                shown = Shown()
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                _note(message.delta.new_element, shown)
            elif kind == "script_finished":
                shown.outcome = message.script_finished
        return shown


def _note(element: Any, shown: Shown) -> None:
    match element.WhichOneof("type"):
        case "heading" if element.heading.tag == "h1":
            shown.headlines.append(element.heading.body)
        case "exception":
            shown.exceptions.append(f"{element.exception.type}: {element.exception.message}")
        case "alert":
            shown.alerts.append(element.alert.body)
        case "plotly_chart":
            shown.charts += 1
