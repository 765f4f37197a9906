"""The Chinese fonts of our documents: packaged ones, so that every machine gives the same page.

`pylopdf-fonts-zh-cn` carries Noto Serif SC and Noto Sans SC, one weight each (SIL Open Font
License, 20 MB). Official typography asks for no more: ranks are told by face and size.
"""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

_PACKAGE = "pylopdf_fonts_zh_cn"
_SERIFS = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "FangSong", "SimSun")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "Microsoft YaHei")
_LATIN = "Libertinus Serif"


class FontsMissing(RuntimeError):
    """No font on this machine can draw Chinese."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Loaded fonts and the families to set text in, first choice first."""

    loaded: typst.Fonts
    serif: tuple[str, ...]
    sans: tuple[str, ...]
    packaged: bool


def packaged_folder(package: str = _PACKAGE) -> Path | None:
    """Where the font package keeps its files, when it is installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def load(folder: Path | None) -> Faces:
    """Fonts of `folder`, or of the system when there is none.

    Raises FontsMissing when a serif or a sans face for Simplified Chinese is in neither.
    """
    loaded = typst.Fonts(
        include_system_fonts=folder is None,
        font_paths=[] if folder is None else [folder],
    )
    present = set(loaded.families())
    serif = tuple(name for name in _SERIFS if name in present)
    sans = tuple(name for name in _SANS if name in present)
    if not serif or not sans:
        raise FontsMissing(
            "No Chinese fonts: install the package pylopdf-fonts-zh-cn, "
            "or fonts-noto-cjk of the system."
        )
    return Faces(loaded=loaded, serif=serif, sans=sans, packaged=folder is not None)


@cache
def faces() -> Faces:
    """The fonts of this process, read once."""
    return load(packaged_folder())


def families(found: Faces, *, language: str) -> dict[str, list[str]]:
    """Families per part. English takes a Latin face first: Chinese ones draw ’ full width."""
    lead = [_LATIN] if language == "en" else []
    return {"serif": [*lead, *found.serif], "sans": [*lead, *found.sans]}
