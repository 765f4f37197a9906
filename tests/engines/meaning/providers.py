"""Providers and endpoints for these tests: real ones, small."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from citystage.engines.meaning.contract import Vectors, unit

type Answer = Callable[[BaseHTTPRequestHandler, dict], None]


class Hashing:
    """A provider by content hash: the same text, the same direction. Counts what it is asked."""

    name, dim, why_not = "hashing/1", 8, ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = [hashlib.sha256(text.encode()).digest()[: self.dim] for text in texts]
        return unit(np.array([list(row) for row in rows], np.float32).reshape(-1, self.dim) - 128)

    def query(self, text: str) -> Vectors:
        return self.documents([text])[0]


def vectors(request: dict, *, dim: int = 4) -> dict:
    """What a well-meaning endpoint says; last first, as it is free to."""
    rows = [
        {"index": place, "embedding": [float(len(text)), 1.0, 0.0, 0.0][:dim]}
        for place, text in enumerate(request["input"])
    ]
    return {"data": rows[::-1], "usage": {"total_tokens": 10 * len(rows)}}


def well(handler: BaseHTTPRequestHandler, request: dict) -> None:
    say(handler, 200, vectors(request))


def say(handler: BaseHTTPRequestHandler, status: int, body: object, **headers: str) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def drip(handler: BaseHTTPRequestHandler, request: dict) -> None:
    """A sign now and then, never the end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


class Served:
    """The address, and every request that came: headers and body."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.requests: list[tuple[dict[str, str], dict]] = []


@contextmanager
def endpoint(*answers: Answer) -> Iterator[Served]:
    """A server that gives these answers one after the other, then the last for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            served.requests.append((dict(self.headers), body))
            answers[min(len(served.requests), len(answers)) - 1](self, body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
