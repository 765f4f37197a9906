"""Build the fast structures of a shard in a process of its own: the engine stops all threads.

Run as `python -m citystage.engines.search.embedded.optimizing FOLDER`; nobody else may use the
folder meanwhile.
"""

import os
import subprocess
import sys
from pathlib import Path

import qdrant_edge as edge

from citystage.engines.search.contract import IndexBroken
from citystage.engines.search.embedded.shard import index_words

_POLITE = 10


def main(path: str) -> int:
    """Status 0 if something was built, 3 if nothing was to do."""
    os.nice(_POLITE)
    shard = edge.EdgeShard.load(path)
    done = shard.optimize()
    if done:
        index_words(shard)
    shard.flush()
    shard.close()
    return 0 if done else 3


def start(path: Path) -> "subprocess.Popen[bytes]":
    """The builder at work on a folder."""
    command = [sys.executable, "-m", __spec__.name, str(path)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def outcome(builder: "subprocess.Popen[bytes]") -> bool:
    """Wait for it. True if something was built; raises IndexBroken if it failed."""
    _, said = builder.communicate()
    if builder.returncode not in {0, 3}:
        words = said.decode(errors="replace").strip().splitlines()
        raise IndexBroken(f"building failed ({builder.returncode}): {' '.join(words[-1:])}")
    return builder.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
