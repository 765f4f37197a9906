"""The local model of meaning: its packages in, `build/meaning/` out; at once when unchanged.

`CITYSTAGE_MODEL` says which: local (also when unset), none, openai, or a folder that holds one.
Only `local` asks for anything here. Without it everything works by words.
"""

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
TARGET = CHECKOUT / "build" / "meaning"


def main() -> int:
    if (os.environ.get("CITYSTAGE_MODEL") or "local") != "local":
        return 0
    sys.path.insert(0, str(CHECKOUT))
    try:
        from citystage.engines.meaning.building import build  # noqa: PLC0415 -- needs the path
        from citystage.engines.meaning.contract import MeaningUnavailable  # noqa: PLC0415

        build(TARGET)
    except (ImportError, MeaningUnavailable, OSError) as error:
        print(f"No local model ({error}); everything goes by words alone.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
