"""Uploaded files pass a malware scanner before any page sees them, where one is configured.

`CITYSTAGE_SCANNER` names it: `clamd:///run/clamav/clamd.ctl` or `clamd://host:3310` (the protocol
of ClamAV's daemon), or `command:/path/to/program …`, which reads the file from its standard input
and ends with 0 for clean and 1 for infected. Without it nothing is scanned.
"""

import logging
import shlex
import socket
import struct
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.web.shell.pages import refused

logger = logging.getLogger(__name__)

ACCEPT: Final = "accept"
_PORT: Final = 3310
_CLEAN, _INFECTED = 0, 1
_LONGEST_ANSWER: Final = 4096


class Infected(Refusal):
    """The scanner found something."""

    status = 422


class Unscanned(Refusal):
    """The scanner did not answer, and files are not taken unscanned."""

    status = 503


class ScannerAway(Exception):
    """No verdict: unreachable, too slow, or it failed."""


type Scan = Callable[[Iterable[bytes]], str]
"""Takes a file's bytes in pieces; gives what was found, empty for nothing; raises ScannerAway."""


def scanner(said: str, *, seconds: float) -> Scan | None:
    """The scanner of a setting; None for no scanner. Raises ``ValueError`` for a wrong setting."""
    if not said:
        return None
    kind, _colon, rest = said.partition(":")
    if kind == "clamd" and rest.startswith("//"):
        return lambda pieces: _by_clamd(said, pieces, seconds=seconds)
    if kind == "command" and (words := shlex.split(rest)):
        return lambda pieces: _by_command(words, pieces, seconds=seconds)
    raise ValueError(
        f"CITYSTAGE_SCANNER={said!r}: clamd:///path/of/socket, clamd://host:port, or command:…"
    )


def _by_clamd(address: str, pieces: Iterable[bytes], *, seconds: float) -> str:
    try:
        with _connected(address, seconds) as link:
            link.sendall(b"zINSTREAM\0")
            for piece in pieces:
                if piece:
                    link.sendall(struct.pack("!I", len(piece)) + piece)
            link.sendall(struct.pack("!I", 0))
            answer = _answer(link)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerAway(answer or "it hung up")


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    if parts.hostname:
        where = (parts.hostname, parts.port or _PORT)
        with socket.create_connection(where, timeout=seconds) as link:
            yield link
        return
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(seconds)
        link.connect(parts.path)
        yield link


def _answer(link: socket.socket) -> str:
    got = b""
    while not got.endswith(b"\0") and len(got) < _LONGEST_ANSWER:
        if not (more := link.recv(_LONGEST_ANSWER)):
            break
        got += more
    return got.rstrip(b"\0\n").decode(errors="replace")


def _by_command(words: list[str], pieces: Iterable[bytes], *, seconds: float) -> str:
    try:
        done = subprocess.run(
            words, input=b"".join(pieces), capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerAway(str(error)) from error
    if done.returncode == _CLEAN:
        return ""
    said = done.stdout.decode(errors="replace").strip()
    if done.returncode == _INFECTED:
        return said[:200] or "infected"
    raise ScannerAway(f"status {done.returncode}: {said[:200]}")


class ScanningMiddleware:
    """Scans what a request carries before its page is called; says no in the page's frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """None goes on to the page."""
        del view, args, kwargs
        scan = scanner(settings.SCANNER, seconds=settings.SCANNER_SECONDS)
        if scan is None or request.content_type != "multipart/form-data":
            return None
        try:
            for _name, files in request.FILES.lists():
                for file in files:
                    _pass(file, scan)
        except Refusal as refusal:
            return refused(request, refusal)
        return None


def _pass(file: "UploadedFile[Any]", scan: Scan) -> None:
    """Raises ``Infected``, or ``Unscanned`` where files wait for a scanner that is away."""
    name = {"name": file.name}
    try:
        found = scan(file.chunks())
    except ScannerAway as error:
        logger.warning("the malware scanner gave no verdict: %s", error)
        if settings.SCANNER_AWAY != ACCEPT:
            raise Unscanned(
                _(
                    "“%(name)s” could not be checked for malware just now, so it was not taken."
                    " Nothing was changed. Go back, what you typed is still there, and send it"
                    " again in a few minutes."
                )
                % name
            ) from error
    else:
        if found:
            logger.warning("malware in an upload was refused: %s", found)
            raise Infected(
                _(
                    "“%(name)s” was refused: the malware scanner found “%(found)s” in it. Nothing"
                    " was kept. Go back, what you typed is still there, and choose a clean file."
                )
                % (name | {"found": found})
            )
    file.seek(0)
