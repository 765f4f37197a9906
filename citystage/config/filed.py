"""What commands from file to file share: their options and exit status, JSON in and JSON out."""

import argparse
import json
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import Final

# As ``commands`` calls them: commands stand on this module.
type Subparsers = _SubParsersAction[ArgumentParser]
_WRONG: Final = 2
_SAYS: Final = (
    "exit status: 0 an answer was written, also that there is none; "
    "1 a file cannot be read or written; 2 the instance is wrong"
)


class BadFile(ValueError):
    """The file is none that could be read as an instance."""

    def __init__(self, words: str) -> None:
        super().__init__(f"(the file): {words}")


def parser_of(
    subparsers: Subparsers, name: str, *, does: str, source: str, target: str
) -> argparse.ArgumentParser:
    """A command with ``--in`` and ``--out``."""
    parser = subparsers.add_parser(
        name, help=does, epilog=_SAYS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--in", dest="source", type=Path, required=True, metavar=source)
    parser.add_argument("--out", type=Path, required=True, metavar=target)
    return parser


def status_of(name: str, source: Path, act: Callable[[], None], wrong: type[ValueError]) -> int:
    """Run ``act``; what it raises is said in one line. ``wrong``: the instance is."""
    try:
        act()
    except (wrong, BadFile) as error:
        print(f"citystage {name}: {source}: {error}", file=sys.stderr)  # noqa: T201
        return _WRONG
    except OSError as error:
        print(f"citystage {name}: {error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def read(source: Path, largest: int) -> object:
    """The JSON of a file of at most ``largest`` bytes. Raises ``BadFile`` and ``OSError``."""
    size = source.stat().st_size
    if size > largest:
        raise BadFile(f"has {size} bytes, more than {largest}")
    try:
        return json.loads(source.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadFile(f"is not JSON: {error}") from None


def write(target: Path, result: object) -> None:
    """The whole answer or none: what stood there before is replaced at the end."""
    if target.is_dir():
        raise IsADirectoryError(EISDIR, strerror(EISDIR), str(target))
    written = target.with_name(f"{target.name}.part")
    written.write_text(json.dumps(result, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    written.replace(target)


def left_aside(name: str, ignored: list[str]) -> None:
    """Keys nobody knows are named, lest a slip of the pen go unseen."""
    if ignored:
        words = f"citystage {name}: not known, left aside: {', '.join(ignored)}"
        print(words, file=sys.stderr)  # noqa: T201
