"""The server's end: named methods behind a Unix socket, for callers that know the key."""

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from citystage.engines.search.contract import NoAudience, WrongVector
from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.frames import Garbled, Message, prove_server, receive, send

logger = logging.getLogger(__name__)

MOST_CALLERS: Final = 256
AT_ONCE: Final = 4
_PATIENCE: Final = 0.4
_GREETING: Final = 2.0
_CALLER_ERRORS: Final = (WrongVector, NoAudience, ValueError, KeyError, TypeError)

type Method = Callable[[dict[str, Any]], Any]


class Server:
    """Serves until stopped; a thread for each caller, a few of them at work at once.

    Callers beyond `MOST_CALLERS` are hung up on; who waits too long for a turn is told `busy`.
    """

    def __init__(self, path: Path, key: bytes, methods: Mapping[str, Method]) -> None:
        self.path = path
        self._key = key
        self._methods = methods
        self._callers = threading.BoundedSemaphore(MOST_CALLERS)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._socket = self._listen()
        self._thread = threading.Thread(target=self._accept, name="index-accept", daemon=True)

    def _listen(self) -> socket.socket:
        self.path.unlink(missing_ok=True)
        made = socket.socket(socket.AF_UNIX)
        made.bind(str(self.path))
        self.path.chmod(0o600)
        made.listen(MOST_CALLERS)
        return made

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no more callers and hang up on those there are."""
        self.path.unlink(missing_ok=True)
        _shut(self._socket)
        if self._thread.is_alive():
            self._thread.join(5)
        with self._lock:
            for connection in self._open:
                _shut(connection)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            if not self._callers.acquire(blocking=False):
                connection.close()
                continue
            with self._lock:
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(_GREETING)
            prove_server(connection, self._key)
            connection.settimeout(None)
            while (message := receive(connection)) is not None:
                send(connection, self._answered(message))
        except Garbled as error:
            logger.warning("a caller was hung up on: %s", error)
        except OSError:
            pass  # the caller is gone
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()
            self._callers.release()

    def _answered(self, message: Message) -> Message:
        method = self._methods.get(str(message.get("method")))
        if method is None:
            return {"refused": "KeyError", "says": "no such method"}
        if not self._turns.acquire(timeout=_PATIENCE):
            return {"away": Why.BUSY}
        try:
            return {"result": method(message.get("with") or {})}
        except IndexAway as error:
            return {"away": error.why, "says": str(error)}
        except _CALLER_ERRORS as error:
            return {"refused": type(error).__name__, "says": str(error)}
        except Exception as error:
            logger.exception("the index failed")
            return {"away": Why.BROKEN, "says": str(error)}
        finally:
            self._turns.release()


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # not connected any more
    finally:
        connection.close()
