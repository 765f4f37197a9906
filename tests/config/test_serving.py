"""What the web server itself refuses, over a real socket and with the options of `citystage up`."""

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
