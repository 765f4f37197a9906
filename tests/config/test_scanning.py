"""Uploads and the malware scanner: a small server that speaks clamd's protocol, and programs."""

import socketserver
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from citystage.config.scanning import ScannerAway, ScanningMiddleware, scanner

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN = b"a list of scenarios"

pytestmark = pytest.mark.usefixtures("english")


class _Clamd(socketserver.BaseRequestHandler):
    """INSTREAM of clamd(8): pieces with their length before them, until an empty one."""

    def handle(self) -> None:
        if self._take(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!I", self._take(4))[0]:
            content += self._take(size)
        if len(content) > 200_000:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in content:
            self.request.sendall(b"stream: Eicar-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _take(self, size: int) -> bytes:
        got = b""
        while len(got) < size and (more := self.request.recv(size - len(got))):
            got += more
        return got


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "tcp":
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)
        host, port = server.server_address[:2]  # type: ignore[misc]
        address = f"clamd://{host}:{port}"
    else:
        path = tmp_path / "clamd.ctl"
        server = socketserver.ThreadingUnixStreamServer(str(path), _Clamd)
        address = f"clamd://{path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "scan.py"
    path.write_text(text)
    return f"command:{sys.executable} {path}"


SCANS = """
import sys
if b"EICAR" in sys.stdin.buffer.read():
    print("Eicar-Signature")
    sys.exit(1)
"""


def send(content: bytes, *, name: str = "list.csv") -> tuple[HttpResponse, list[bytes]]:
    """Send a file through the middleware; the answer, and what the page read of the file."""
    seen: list[bytes] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.extend(file.read() for file in request.FILES.values())
        return HttpResponse("taken")

    middleware = ScanningMiddleware(page)
    request = RequestFactory(headers={"accept-language": "en"}).post(
        "/bureau/importing/", {"file": SimpleUploadedFile(name, content)}
    )
    request.htmx = True  # the notice alone: the frame needs a session
    return middleware.process_view(request, page, (), {}) or middleware(request), seen


def test_a_clean_file_reaches_the_page_whole(clamd, settings):
    settings.SCANNER = clamd

    response, seen = send(CLEAN * 10_000)

    assert (response.content, seen) == (b"taken", [CLEAN * 10_000])


def test_an_infected_file_is_refused_and_never_reaches_the_page(clamd, settings):
    settings.SCANNER = clamd

    response, seen = send(b"%PDF-" + EICAR, name="offer.pdf")

    assert (response.status_code, seen) == (422, [])
    assert "“offer.pdf” was refused" in response.content.decode()
    assert "Eicar-Signature" in response.content.decode()


def test_a_file_the_scanner_will_not_judge_is_not_taken(clamd, settings):
    settings.SCANNER = clamd

    response, seen = send(b"x" * 300_000)

    assert (response.status_code, seen) == (503, [])


@pytest.mark.parametrize(
    "away", ["clamd:///nonexistent/clamd.ctl", "clamd://127.0.0.1:1", "command:/nonexistent/scan"]
)
def test_without_a_verdict_files_wait_unless_the_setting_takes_them(away, settings):
    settings.SCANNER = away

    refused, kept_out = send(CLEAN)
    settings.SCANNER_AWAY = "accept"
    taken, seen = send(CLEAN)

    assert (refused.status_code, kept_out) == (503, [])
    assert "could not be checked for malware just now" in refused.content.decode()
    assert (taken.content, seen) == (b"taken", [CLEAN])


def test_without_a_scanner_files_come_as_they_are(settings):
    settings.SCANNER = ""

    response, seen = send(EICAR)

    assert (response.content, seen) == (b"taken", [EICAR])


def test_a_program_may_be_the_scanner(tmp_path, settings):
    settings.SCANNER = program(tmp_path, SCANS)

    clean, infected = send(CLEAN), send(EICAR)

    assert (clean[0].content, clean[1]) == (b"taken", [CLEAN])
    assert (infected[0].status_code, infected[1]) == (422, [])


def test_a_program_that_fails_or_takes_too_long_gave_no_verdict(tmp_path):
    failing = scanner(program(tmp_path, "raise SystemExit(2)"), seconds=20)
    slow = scanner("command:sleep 20", seconds=0.2)

    assert failing is not None
    assert slow is not None
    with pytest.raises(ScannerAway):
        failing([CLEAN])
    with pytest.raises(ScannerAway):
        slow([CLEAN])


@pytest.mark.parametrize("said", ["clamav", "http://scanner", "clamd:/run/x", "command:"])
def test_a_wrong_setting_is_told(said):
    with pytest.raises(ValueError, match="CITYSTAGE_SCANNER"):
        scanner(said, seconds=1)
