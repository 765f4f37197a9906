"""The whole product, started and stopped as a person does it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from citystage.config import embedded

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="module")
def surroundings(home: Path, port: int) -> dict[str, str]:
    ours = {"CITYSTAGE_HOME": str(home), "PORT": str(port), "PYTHONPATH": str(CHECKOUT)}
    return {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}} | ours


def citystage(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "citystage.config.cli", *words]
    return subprocess.run(command, env=surroundings, check=False, capture_output=True, text=True)


@contextmanager
def started(surroundings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "citystage.config.cli", "up"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if b"CityStage is at" in line:
                    break
            yield process
        finally:
            process.kill()


def answer(port: int, path: str) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        found: dict[str, object] = json.load(response)
        return found


def wait_until_free(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError(f"port {port} is still held")


def test_up_serves_recovers_from_a_kill_and_stops_all_it_started(home, port, surroundings):
    with started(surroundings) as first:
        ready = answer(port, "/readyz")
        second = citystage(surroundings, "up")
        report = citystage(surroundings, "doctor", "--json")
        first.kill()
    wait_until_free(port)
    with started(surroundings) as third:
        again = answer(port, "/readyz")
        third.send_signal(signal.SIGINT)
        code = third.wait(120)
    wait_until_free(port)

    assert ready["ready"] is True
    assert second.returncode == 1
    assert f"Port {port} is in use by CityStage itself" in second.stderr
    checks = {check["name"]: check for check in json.loads(report.stdout)["checks"]}
    assert checks["migrations"]["found"] == "ok"
    assert again["ready"] is True
    assert code == 0
    assert not embedded.is_running(home)


def test_stop_ends_a_site_that_runs(home, port, surroundings):
    with started(surroundings) as process:
        done = citystage(surroundings, "stop")
        code = process.wait(120)

    assert done.stdout.splitlines()[0] == "The site is stopped."
    assert code == 0
    assert not embedded.is_running(home)


def test_stop_has_nothing_to_say_where_nothing_runs(surroundings):
    done = citystage(surroundings, "stop")

    assert (done.returncode, done.stdout) == (0, "")


def test_doctor_names_a_database_that_cannot_be_reached(surroundings):
    nowhere = surroundings | {"DATABASE_URL": "postgresql://citystage@/citystage?host=/nonexistent"}

    done = citystage(nowhere, "doctor")

    assert done.returncode == 1
    assert "MISSING database" in done.stdout
    assert "Unset DATABASE_URL" in done.stdout
