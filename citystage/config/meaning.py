"""Which model gives meaning, as the environment says; read by the settings and by `doctor`."""

from collections.abc import Mapping
from pathlib import Path

from citystage.engines.meaning.choosing import Choice


def chosen(environ: Mapping[str, str], *, checkout: Path, home: Path) -> Choice:
    """CITYSTAGE_MODEL is none, local (also when unset), openai, or a folder.

    The rest is for endpoints, but for CITYSTAGE_MODEL_THREADS.
    """

    def text(name: str) -> str:
        return environ.get(f"CITYSTAGE_MODEL_{name}", "")

    def number(name: str) -> int:
        return int(text(name) or 0)

    return Choice(
        which=environ.get("CITYSTAGE_MODEL") or "local",
        built=checkout / "build" / "meaning",
        threads=number("THREADS"),
        # Up to and with /v1.
        address=text("URL"),
        key=text("KEY"),
        model=text("NAME"),
        dim=number("DIM"),
        document_prefix=text("DOCUMENT_PREFIX"),
        query_prefix=text("QUERY_PREFIX"),
        tokens_a_day=number("TOKENS_A_DAY"),
        calls_a_day=number("CALLS_A_DAY"),
        book=home / "meaning" / "spent.db",
    )
