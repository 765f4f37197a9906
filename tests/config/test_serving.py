"""What the web server itself refuses and notes, over a real socket, as `citystage up` runs it."""

import socket
import subprocess
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from citystage.config.commands import up
from citystage.config.serving import is_whole
from citystage.kernel.receipt import RECEIVED

BOX = "需" * 501  # the most a search box takes


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        free = int(trial.getsockname()[1])
    command = up._gunicorn(Namespace(host="127.0.0.1", port=free))  # noqa: SLF001
    command[command.index("citystage.config.wsgi:application")] = "wsgiref.simple_server:demo_app"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", free)) == 0:
                    break
            time.sleep(0.05)
        yield free
        process.terminate()


def asked(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_all_that_a_search_box_takes_reaches_the_site(port):
    status, said = asked(port, f"/search?q={quote(BOX)}&field=low-altitude&district=laoshan")

    assert status == 200
    assert quote(BOX) in said


def test_an_address_that_is_too_long_is_refused_in_both_languages(port):
    status, said = asked(port, f"/search?q={quote(BOX * 2)}")

    assert status == 414
    assert "<h1>地址过长</h1>" in said
    assert "<h2>The address is too long</h2>" in said
    assert "gunicorn" not in said.lower()


def test_a_header_that_is_too_long_gets_the_same_page(port):
    status, said = asked(port, "/", {"X-Long": "x" * 10_000})

    assert status == 431
    assert "<h1>地址过长</h1>" in said


def test_other_faults_of_a_request_are_left_to_the_server(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"NONSENSE\r\n\r\n")
        said = line.recv(4096)

    assert said.startswith(b"HTTP/1.1 400 Bad Request")


def noted(said: str) -> float | None:
    """What the worker told the site of the receipt, as the demonstration site prints it."""
    line = next(one for one in said.splitlines() if one.startswith(RECEIVED))
    value = line.partition(" = ")[2]
    return None if value == "None" else float(value.strip("'"))


def form(port: int, *, pieces: tuple[bytes, ...], pause: float = 0.0) -> float | None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for number, piece in enumerate(pieces):
            time.sleep(pause if number else 0.0)
            line.sendall(piece)
        said = b""
        while part := line.recv(65536):
            said += part
    return noted(said.decode())


HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 7\r\n\r\n"


def test_the_site_is_told_when_a_form_had_come_in(port):
    before = time.monotonic()

    receipt = form(port, pieces=(HEAD + b"a=1&b=2",))

    assert receipt is not None
    assert before <= receipt <= time.monotonic()


def test_a_form_that_was_only_begun_has_not_come_in(port):
    receipt = form(port, pieces=(HEAD + b"a=1", b"&b=2"), pause=1.0)

    assert receipt is None


def test_a_line_that_was_only_opened_holds_no_place(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        time.sleep(0.5)
        before = time.monotonic()
        line.sendall(HEAD + b"a=1&b=2")
        said = b""
        while part := line.recv(65536):
            said += part

    receipt = noted(said.decode())
    assert receipt is not None
    assert receipt >= before


def test_what_is_read_and_not_sent_has_no_receipt(port):
    _status, said = asked(port, "/")

    assert noted(said) is None


@pytest.mark.parametrize(
    ("seen", "whole"),
    [
        (HEAD + b"a=1&b=2", True),
        (HEAD + b"a=1&b=", False),
        (HEAD[:-2], False),
        (HEAD.replace(b"POST", b"GET"), False),
        (HEAD.replace(b"Content-Length: 7", b"content-length:0"), True),
        (HEAD.replace(b"Content-Length: 7", b"Transfer-Encoding: chunked"), False),
        (HEAD.replace(b"7\r\n", b"7\r\nContent-Length: 1\r\n") + b"a=1&b=2", False),
        (b"", False),
    ],
)
def test_a_form_is_whole_with_its_last_byte(seen, whole):
    assert is_whole(seen) is whole
