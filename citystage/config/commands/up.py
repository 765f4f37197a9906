"""`citystage up`: database, tables, first data, web server and job worker, until Ctrl-C."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import Namespace
from types import FrameType

import django
import psutil  # type: ignore[import-untyped]
from django.conf import settings

from citystage.config import environment, first_steps
from citystage.config.children import Children
from citystage.config.commands import Subparsers, migrate
from citystage.config.commands.stop import pid_file, running_up

PREPARES_ITSELF = True
READY_SECONDS = 60
JOBS = (sys.executable, "-m", "citystage.config.worker")
INDEX = (sys.executable, "-m", "citystage.config.indexer")
WORKER = "citystage.config.serving.Worker"
LONGEST_LINE = 8190  # the most gunicorn takes: some 900 Chinese characters
CLOCK = (sys.executable, "-m", "citystage.config.cli", "clock")


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("up", help="start everything and serve the site")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))


def run(options: Namespace) -> int:
    stop = _Stop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop.ask)
    started = time.monotonic()
    address = f"http://{options.host}:{options.port}"
    os.environ.setdefault("SITE_ADDRESS", address)
    if not _port_is_free(options.host, options.port):
        return _say_port_taken(options.port)
    try:
        _say("Database ...", started)
        with environment.database():
            _fill(started)
            return _serve(options, address, started, stop)
    except KeyboardInterrupt:
        _say("Stopped.", started)
        return 0


def _fill(started: float) -> None:
    from citystage.config import cli  # noqa: PLC0415  (it imports this module)

    django.setup()
    _say("Tables ...", started)
    migrate.migrate(verbosity=0)
    for step in first_steps.take(cli.run_within):
        _say(f"First data: {step} ...", started)


def _serve(options: Namespace, address: str, started: float, stop: "_Stop") -> int:
    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    written = pid_file(home)
    written.write_text(f"{os.getpid()} {psutil.Process().create_time()}")
    try:
        with Children() as children:
            children.start("web", *_gunicorn(options), vital=True)
            children.start("jobs", *JOBS)
            children.start("clock", *CLOCK)
            if settings.SEARCH_INDEX != "postgres":
                children.start("index", *INDEX)
            if not _wait_until_ready(address, children):
                return 1
            _say(f"CityStage is at {address} (Ctrl-C stops it)", started)
            _say_next_steps()
            children.watch(stop.is_asked)
            if stop.is_asked():
                raise KeyboardInterrupt
            return 1
    finally:
        written.unlink(missing_ok=True)


def _gunicorn(options: Namespace) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "citystage.config.wsgi:application"),
        *("--bind", f"{options.host}:{options.port}", "--worker-class", WORKER),
        *("--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4", "--preload"),
        *("--limit-request-line", str(LONGEST_LINE)),
        *("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning"),
    ]


def _wait_until_ready(address: str, children: Children) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and children.alive("web"):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            break  # it runs, but the code behind it does not
        except OSError:
            time.sleep(0.1)
        else:
            return True
    print("The web server did not start; its messages are above.", file=sys.stderr)
    return False


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def _say_port_taken(port: int) -> int:
    ours = running_up(pid_file(environment.home()))
    by = "by CityStage itself, already running" if ours else "by another program"
    print(
        f"Port {port} is in use {by}. `PORT={port + 1} make run` takes another;"
        " `make stop` stops a running CityStage.",
        file=sys.stderr,
    )
    return 1


class _Stop:
    """Ctrl-C and its like: ends what goes on, and is remembered.

    An interrupt that falls into a callback of the interpreter (an import, the collector) is
    printed and forgotten by Python; then `watch` still learns of it.
    """

    def __init__(self) -> None:
        self._asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._asked = True
        raise KeyboardInterrupt

    def is_asked(self) -> bool:
        return self._asked


def _say_next_steps() -> None:
    from citystage.config.next_steps import next_steps  # noqa: PLC0415  (needs Django set up)

    for line in next_steps():
        print(line, flush=True)


def _say(text: str, started: float) -> None:
    print(f"[{time.monotonic() - started:5.1f} s] {text}", flush=True)
