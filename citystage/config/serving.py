"""The web server's worker: what it refuses before the site is asked, it words for a reader.

A request line or a header that is too long never reaches Django, and the reader's language is not
known yet: the page says it in both.
"""

import socket
from pathlib import Path
from typing import Any, Final

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

_PAGE: Final = (Path(__file__).parent / "too_long.html").read_bytes()


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A gthread worker with a page of ours for an address that is too long."""

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
