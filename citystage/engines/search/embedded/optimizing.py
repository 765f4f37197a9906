"""Build the fast structures of a shard in a process of its own: the engine stops all threads.

Run as `python -m citystage.engines.search.embedded.optimizing FOLDER`; nobody else may use the
folder meanwhile. It begins anew between the two parts of its work, vectors with their links and
the indexes of fields, since the engine gives back no memory before it ends.
"""

import os
import subprocess
import sys
from pathlib import Path

import qdrant_edge as edge

from citystage.engines.search.contract import IndexBroken
from citystage.engines.search.embedded.shard import LINKED, index_field, index_words

_POLITE = 10
_NOTHING_TO_DO = 3


def main(path: str, fields: list[str]) -> int:
    """Status 0 if something was built, 3 if nothing was to do.

    `fields` whose indexes are wanting in vectors that are linked already; none: begin with these.
    """
    if fields:
        return _fields(path, fields)
    os.nice(_POLITE)
    shard = edge.EdgeShard.load(path)
    known = set(shard.info().payload_schema)
    for field in known - LINKED:
        shard.update(edge.UpdateOperation.delete_field_index(field))
    done = shard.optimize()
    shard.flush()
    shard.close()
    if not done:
        return _NOTHING_TO_DO
    os.execv(sys.executable, [*_command(path), *sorted(known)])  # noqa: S606 -- ourselves
    return 0


def _fields(path: str, fields: list[str]) -> int:
    shard = edge.EdgeShard.load(path)
    for field in fields:
        index_field(shard, field)
    index_words(shard)
    shard.flush()
    shard.close()
    return 0


def _command(path: str) -> list[str]:
    return [sys.executable, "-m", __spec__.name, path]


def start(path: Path) -> "subprocess.Popen[bytes]":
    """The builder at work on a folder."""
    return subprocess.Popen(_command(str(path)), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def outcome(builder: "subprocess.Popen[bytes]") -> bool:
    """Wait for it. True if something was built; raises IndexBroken if it failed."""
    _, said = builder.communicate()
    if builder.returncode not in {0, _NOTHING_TO_DO}:
        words = said.decode(errors="replace").strip().splitlines()
        raise IndexBroken(f"building failed ({builder.returncode}): {' '.join(words[-1:])}")
    return builder.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
