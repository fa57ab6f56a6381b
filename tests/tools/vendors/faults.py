"""What vendors do wrong: on the wire, or in what they say. Each makes a `Fault` for `Vendors.faults`."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable

from tests.tools.vendors.server import Fault, Reply, Talk

Rows = list[list[str]]
PAGE = b"<html><body>please confirm that you are human</body></html>"


def silence(talk: Talk) -> None:
    """Takes the question and never answers."""
    talk.over.wait(5)
    talk.handler.close_connection = True


def silence_in_the_middle(talk: Talk) -> None:
    """Half of the answer, and then nothing."""
    _begin(talk)
    talk.handler.wfile.write(talk.good.body[: len(talk.good.body) // 2])
    silence(talk)


def drip(talk: Talk) -> None:
    """A byte at a time, each within the time limit of a read."""
    _begin(talk)
    for at in range(len(talk.good.body)):
        talk.handler.wfile.write(talk.good.body[at : at + 1])
        if talk.over.wait(0.05):
            return


def reset(talk: Talk) -> None:
    """Hangs up without a word (RST)."""
    linger = struct.pack("ii", 1, 0)
    talk.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    talk.handler.connection.close()
    talk.handler.close_connection = True


def cut(talk: Talk) -> None:
    """Says how long the answer is and hangs up half-way."""
    _begin(talk)
    talk.handler.wfile.write(talk.good.body[: len(talk.good.body) // 2])
    talk.handler.close_connection = True


def status(code: int) -> Fault:
    return lambda talk: talk.send(Reply(PAGE, code))


def login(talk: Talk) -> None:
    """Leads to a page of another site."""
    talk.send(Reply(b"", 302, {"Location": "https://passport.example/login"}))


def body(replacement: bytes, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda talk: talk.send(Reply(replacement, 200, named))


page = body(PAGE)
empty = body(b"")
huge = body(b"v_sz300308" + b" " * 600_000)
gzip_garbage = body(b"\x1f\x8b\x08\x00nothing of the kind", Content_Encoding="gzip")


def edited(change: Callable[[bytes], bytes]) -> Fault:
    return lambda talk: talk.send(Reply(change(talk.good.body)))


truncated = edited(lambda text: text[: len(text) * 2 // 3])
utf16 = edited(lambda text: text.decode("gb18030").encode("utf-16"))


def record(*changes: tuple[int, str], name: str = "sz300308", mark: str = "~") -> Fault:
    """Other fields in one record of a batch; a field below 0 is put in before the one that it counts from the end."""

    def change(text: bytes) -> bytes:
        lines = text.decode("gb18030").split("\n")
        for at, line in enumerate(lines):
            head, _, rest = line.partition('"')
            if name in head:
                fields = rest.rstrip('";').split(mark)
                for place, value in changes:
                    fields[place] = value
                lines[at] = head + '"' + mark.join(fields) + '";'
        return "\n".join(lines).encode("gb18030")

    return edited(change)


def reshaped(change: Callable[[list[str]], list[str]], mark: str = "~") -> Fault:
    """Every record of a batch with its fields changed."""

    def apply(text: bytes) -> bytes:
        lines = text.decode("gb18030").split("\n")
        parts = [line.partition('"') for line in lines]
        return "\n".join(
            f'{head}"{mark.join(change(rest.rstrip(chr(34) + ";").split(mark)))}";' for head, _, rest in parts
        ).encode("gb18030")

    return edited(apply)


def klines(change: Callable[[Rows], Rows]) -> Fault:
    """East Money's bars with their rows changed: date, open, close, high, low, lots, yuan, …"""

    def apply(text: bytes) -> bytes:
        read = json.loads(text)
        rows = [row.split(",") for row in read["data"]["klines"]]
        read["data"]["klines"] = [",".join(row) for row in change(rows)]
        return json.dumps(read).encode()

    return edited(apply)


def days(change: Callable[[Rows], Rows]) -> Fault:
    """Tencent's bars with their rows changed: date, open, close, high, low, lots, …"""

    def apply(text: bytes) -> bytes:
        if b"={" not in text or b'"day"' not in text:
            return text
        head, _, rest = text.decode().partition("=")
        read = json.loads(rest)
        for entry in read["data"].values():
            entry["day"] = change(entry["day"])
        return f"{head}={json.dumps(read)}".encode()

    return edited(apply)


def json_rows(key: str, **fields: object) -> Fault:
    """Rows of JSON below ``key`` with other fields."""

    def apply(text: bytes) -> bytes:
        read = json.loads(text)
        read[key] = [{**row, **fields} for row in read[key]]
        return json.dumps(read).encode()

    return edited(apply)


def last(*changes: tuple[int, str]) -> Callable[[Rows], Rows]:
    """Other values in the last row."""

    def change(rows: Rows) -> Rows:
        row = list(rows[-1])
        for place, value in changes:
            row[place] = value
        return [*rows[:-1], row]

    return change


def _begin(talk: Talk) -> None:
    talk.handler.send_response(200)
    talk.handler.send_header("Content-Length", str(len(talk.good.body)))
    talk.handler.end_headers()
