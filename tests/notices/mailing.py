"""A real mail server in a thread, as small as SMTP allows, that keeps what it is sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        kept: list[Message] = self.server.kept  # type: ignore[attr-defined]
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode() if line.split() else ""
            if word == "EHLO":
                self._say("250-local")
                self._say("250 AUTH PLAIN")
            elif word == "AUTH":
                self.server.logins.append(line.decode().strip())  # type: ignore[attr-defined]
                self._say("235 welcome")
            elif word == "RCPT" and b"refused@" in line:
                self._say("550 no such box")
            elif word == "DATA":
                self._say("354 go on")
                kept.append(message_from_bytes(self._body()))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.kept: list[Message] = []
        self.logins: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://user:secret@127.0.0.1:{self.server_address[1]}"


@contextmanager
def mail_server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
