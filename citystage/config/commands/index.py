"""`citystage index`: how the search index stands; rebuild, optimise or copy it."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from citystage.config import environment
from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
SECONDS = 600.0


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("index", help="the search index: how it stands, rebuild, copy")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("status", help="documents, lag, model")
    acts.add_parser("rebuild", help="empty it and fill it from the database, while the site runs")
    acts.add_parser("optimize", help="build the fast structures now, beside all else")
    snapshot = acts.add_parser("snapshot", help="copy it into a new folder")
    snapshot.add_argument("path", type=Path)


def run(options: Namespace) -> int:
    environment.prepare()
    from citystage.foundation.index.asking import searcher  # noqa: PLC0415 -- reads the settings
    from citystage.foundation.index.away import IndexAway  # noqa: PLC0415

    given = {"path": str(options.path.resolve())} if options.act == "snapshot" else {}
    try:
        said = searcher().call(options.act, given, seconds=SECONDS)
    except IndexAway as error:
        print(f"The index process does not answer ({error.why}). `citystage up` starts it.")
        return 1
    except ValueError as error:
        print(f"citystage: {error}", file=sys.stderr)
        return 1
    print(_words(options.act, said))
    return 0


def _words(act: str, said: object) -> str:
    if act == "status":
        return json.dumps(said, ensure_ascii=False, indent=2)
    if act == "snapshot":
        return f"Copied into {said}."
    return "Begun; `citystage index status` tells how it goes."
