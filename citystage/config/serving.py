"""The web server's worker: refusals before the site is asked, and when a form had come in.

A request line or a header that is too long never reaches Django, and the reader's language is not
known yet: the page says it in both.

A form that was sent in time counts although all threads are busy: the loop that takes connections
looks, without taking anything, whether a request lies there to its last byte, and notes the moment
(`environ[RECEIVED]`, by the clock that nobody sets). Whoever only opens a connection, or sends a
part, has sent nothing yet: without the last byte there is no moment of receipt.
"""

import re
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, TConn, ThreadWorker

from citystage.kernel.receipt import RECEIVED

_PAGE: Final = (Path(__file__).parent / "too_long.html").read_bytes()


_LONGEST: Final = 64 * 1024
"""Bytes that are looked at: a form without files is shorter."""
_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*(?=\r\n)", re.IGNORECASE)


def is_whole(seen: bytes) -> bool:
    """Whether these bytes are a form to its last byte (and not in pieces of unsaid length)."""
    head, end, body = seen.partition(_END)
    if not end or not head.startswith(b"POST "):
        return False
    said = _LENGTH.findall(head + b"\r\n")
    return len(said) == 1 and len(body) >= int(said[0])


def received(client: socket.socket) -> float | None:
    """Now, if a whole form waits to be read; it stays there. Otherwise None."""
    try:
        seen = client.recv(_LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):  # nothing yet, gone, or encrypted
        return None
    return time.monotonic() if is_whole(seen) else None


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A gthread worker that notes receipts, with a page of ours for an address that is too long."""

    wsgi: Any

    def init_process(self) -> None:
        self.at = threading.local()
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.wsgi = partial(self._with_receipt, self.wsgi)

    def _with_receipt(
        self,
        site: Callable[..., Iterable[bytes]],
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        environ[RECEIVED] = getattr(self.at, "received", None)
        return site(environ, start_response)

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; a thread gets it once something has been sent."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT + self.cfg.keepalive
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(client, selectors.EVENT_READ, readable)

    def enqueue_req(self, conn: TConn) -> None:
        conn.received = received(conn.sock)
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """In a thread: what came in pieces may be whole by now."""
        self.at.received = conn.received or received(conn.sock)
        return super().handle(conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:  # noqa: ANN401
        """Answer in both languages where gunicorn would in its own words."""
        if not isinstance(exc, LimitRequestLine | LimitRequestHeaders):
            super().handle_error(req, client, addr, exc)
            return
        line = isinstance(exc, LimitRequestLine)
        status = "414 URI Too Long" if line else "431 Request Header Fields Too Large"
        head = (
            f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Security-Policy: default-src 'none'\r\nContent-Length: {len(_PAGE)}\r\n\r\n"
        )
        try:
            util.write_nonblock(client, head.encode() + _PAGE)
        except OSError:
            self.log.debug("Nobody waits for the answer any more.")
