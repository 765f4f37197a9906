"""What one may choose; read before anything heavy is imported."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Choice:
    """`which` is "none", "local", "openai", or the path of a folder that holds a model."""

    which: str = "local"
    # Where set-up puts the model that `local` means.
    built: Path = Path("build/meaning")
    threads: int = 0
    # For an endpoint.
    address: str = ""
    key: str = field(default="", repr=False)
    model: str = ""
    dim: int = 0
    document_prefix: str = ""
    query_prefix: str = ""
    tokens_a_day: int = 0
    calls_a_day: int = 0
    book: Path = Path("meaning-spent.db")
