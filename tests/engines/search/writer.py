"""A process that writes batches until it is killed; it says which cursor it has written."""

import sys
from pathlib import Path

from citystage.engines.search.embedded.opening import open_embedded
from tests.engines.search.conftest import document, vector

BATCH = 20


def batch(number):
    return [
        document(f"list:{number}-{at}", f"清单 {number}", vector=vector(1, number + at, 0, 0))
        for at in range(BATCH)
    ]


def main(folder: str) -> None:
    index = open_embedded(Path(folder), dim=4, reserve=0)
    start = int((index.cursor or [0])[0])
    for number in range(start + 1, 100_000):
        gone = [each.id for each in batch(number - 1)[:5]]
        index.apply(batch(number), deleted=gone, cursor=[number])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
