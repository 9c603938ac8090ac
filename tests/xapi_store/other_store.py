"""Another store, on a real socket: it keeps what it is sent and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class OtherStore:
    """`faults` are answered before anything else, one a request; `poison` are ids it never takes."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.batches: list[int] = []
        self.faults: list[tuple[int, dict[str, str]]] = []
        self.poison: set[str] = set()
        self.conflicts = False  # whether it answers 409 to what it already has
        self.address = ""

    def take(self, body: list[dict[str, Any]]) -> int:
        ids = [statement["id"] for statement in body]
        self.batches.append(len(ids))
        if self.poison & set(ids):
            return 400
        if self.conflicts and set(ids) & set(self.kept):
            return 409
        for statement in body:
            if statement["id"] not in self.kept:
                self.order.append(statement["id"])
                self.kept[statement["id"]] = statement
        return 200


@contextmanager
def open_store() -> Iterator[OtherStore]:
    store = OtherStore()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            store.asked.append(dict(self.headers.items()))
            if store.faults:
                status, headers = store.faults.pop(0)
                self.answer(status, b"not now", headers)
                return
            if self.headers["Content-Type"].startswith("multipart/"):
                body = body.split(b"\r\n\r\n")[1].split(b"\r\n--")[0]
            self.answer(store.take(json.loads(body)), b'{"problem": "as told"}')

        def do_GET(self) -> None:
            (statement_id,) = parse_qs(urlsplit(self.path).query)["statementId"]
            kept = store.kept.get(statement_id)
            self.answer(200 if kept else 404, json.dumps(kept).encode())

        def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.address = f"http://127.0.0.1:{server.server_port}/xapi"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
