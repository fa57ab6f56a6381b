"""A server on loopback that plays all vendors at ``/HOST/PATH``, well or with a fault; it stops when it is told to."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from tests.tools.vendors.answers import Recording, answer


@dataclass
class Reply:
    """What goes over the wire."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Talk:
    """One request as a fault sees it: the handler to misbehave with, the good reply to spoil."""

    def __init__(self, handler: BaseHTTPRequestHandler, good: Reply, over: threading.Event) -> None:
        self.handler = handler
        self.good = good
        self.over = over

    def send(self, reply: Reply) -> None:
        self.handler.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(reply.body)


Fault = Callable[[Talk], None]


class Vendors:
    """The server's state: what it knows, which hosts have a fault, and how often each was asked."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.faults: dict[str, Fault] = {}  # by the end of a host's name
        self.asked: Counter[str] = Counter()
        self.url = ""
        self._over = threading.Event()

    def fault_of(self, host: str) -> Fault | None:
        return next((fault for end, fault in self.faults.items() if host.endswith(end)), None)

    def told(self, words: str) -> bytes:
        """What it is told from another process: ``now/INSTANT``, ``asked``."""
        if words.startswith("now/"):
            self.recording.now = datetime.fromisoformat(unquote(words.removeprefix("now/")))
        return json.dumps(self.asked).encode()

    @contextmanager
    def running(self) -> Iterator[Vendors]:
        vendors = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _, host, rest = self.path.split("/", 2)
                path, _, query = f"/{rest}".partition("?")
                if host == "-":
                    talk = Talk(self, Reply(vendors.told(rest)), vendors._over)
                    talk.send(talk.good)
                    return
                vendors.asked[host] += 1
                body = answer(vendors.recording, host, path, query)
                good = Reply(b"not here", 404) if body is None else Reply(body)
                talk = Talk(self, good, vendors._over)
                fault = vendors.fault_of(host)
                if fault is None:
                    talk.send(good)
                    return
                try:
                    fault(talk)
                except OSError:  # the other side has had enough, which is the point
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            self._over.set()
            server.shutdown()
            thread.join()
            server.server_close()
