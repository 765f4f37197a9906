"""Many forms at the real server at once: sessions, lines of their own, processor seconds."""

import asyncio
import os
import socket
import subprocess
import time
from argparse import Namespace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

import psutil

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

CSRF = "b" * 32
DONE, REFUSED = 302, 403


def session(user: "AbstractBaseUser") -> str:
    """The key of a session of this person."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    made = SessionStore()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    made.create()
    return str(made.session_key)


def request(host: str, path: str, key: str, order: int, **more: str) -> bytes:
    """A form as a browser sends it, with a one-time key of its own."""
    fields = {"csrfmiddlewaretoken": CSRF, "_once": str(UUID(int=order + 1))} | more
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\n"
        f"Cookie: sessionid={key}; csrftoken={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


async def ask(host: str, port: int, sent: bytes) -> tuple[int, dict[str, str], str]:
    """Send it over a line of its own; status, headers and body of the answer."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(sent)
    answer = await reader.read()
    writer.close()
    head, _end, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    return int(lines[0].split()[1]), headers, body.decode()


def serve(address: str) -> tuple[subprocess.Popen[bytes], int]:
    """The web server as `citystage up` starts it."""
    from citystage.config.commands import up

    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    command = up._gunicorn(Namespace(host="127.0.0.1", port=port))  # noqa: SLF001
    known = {"SITE_ADDRESS": f"http://127.0.0.1:{port}", "DATABASE_URL": address}
    server = subprocess.Popen(command, env=os.environ | known)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def processor(server: int, database: int) -> tuple[float, float]:
    """Seconds of the server's and of the database's processes, those that ended included."""

    def of(root: int) -> float:
        tree = psutil.Process(root)
        total = 0.0
        for one in [tree, *tree.children(recursive=True)]:
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
            if one.pid == root:
                total += times.children_user + times.children_system
        return total

    return of(server), of(database)


def database_process() -> int:
    """The first process of the database server."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    assert row is not None
    return int(psutil.Process(row[0]).ppid())


def warmed(port: int) -> None:
    """The workers' first requests load what they need."""
    for _ in range(40):
        asyncio.run(ask("127.0.0.1", port, b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"))
