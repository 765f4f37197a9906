"""How much of a file we are ready to read. The numbers can be set, not the refusals."""

from dataclasses import dataclass, fields
from typing import Self

from django.conf import settings

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that a file must keep before and while it is read."""

    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 400 * MIB
    # Deflate reaches 1032:1 on zeros; real workbooks stay below 60:1.
    ratio: int = 250
    ratio_from_bytes: int = 20 * MIB
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 512
    cells: int = 5_000_000
    cell_chars: int = 50_000

    @classmethod
    def from_settings(cls) -> Self:
        """The limits of this installation: ``SHEETS_LIMITS`` may set any of them."""
        chosen: dict[str, int] = getattr(settings, "SHEETS_LIMITS", {})
        known = {field.name for field in fields(cls)}
        return cls(**{name: int(value) for name, value in chosen.items() if name in known})
