"""The processes `citystage up` starts: none outlives it, and a job worker that dies comes back."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 10.0
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Child:
    name: str
    command: list[str]
    vital: bool
    process: subprocess.Popen[bytes]
    pause: float = 1.0
    restart_at: float | None = None


@dataclass(slots=True)
class Children:
    """Started ones by name; leaving the block stops them all, also in the middle of starting."""

    stop_seconds: float = STOP_SECONDS
    by_name: dict[str, Child] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, name: str, *command: str, vital: bool = False) -> None:
        self.by_name[name] = Child(name, list(command), vital, _spawn(list(command)))

    def alive(self, name: str) -> bool:
        return self.by_name[name].process.poll() is None

    def watch(self, is_asked_to_stop: Callable[[], bool] = lambda: False) -> None:
        """Return when a vital child has ended or one is to stop; bring back any other."""
        while not is_asked_to_stop() and all(
            self.alive(child.name) for child in self.by_name.values() if child.vital
        ):
            for child in self.by_name.values():
                if not self.alive(child.name):
                    _bring_back(child)
            time.sleep(0.5)

    def stop(self) -> None:
        for child in self.by_name.values():
            if child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + self.stop_seconds
        for child in self.by_name.values():
            try:
                child.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def _bring_back(child: Child) -> None:
    now = time.monotonic()
    if child.restart_at is None:
        child.restart_at = now + child.pause
        print(  # noqa: T201
            f"{child.name} ended with status {child.process.returncode};"
            f" starting again in {child.pause:.0f} s",
            file=sys.stderr,
        )
    elif now >= child.restart_at:
        child.process = _spawn(child.command)
        child.restart_at = None
        child.pause = min(child.pause * 2, LONGEST_PAUSE)


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only the parent, which then stops them in good order.
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:  # pragma: no cover - runs between fork and exec
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
