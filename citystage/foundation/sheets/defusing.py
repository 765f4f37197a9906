"""Make text harmless for spreadsheet programs, and give it back unchanged.

A cell that begins with = + - @ or a control sign may be run as a formula (``=cmd|…``) when
a file is opened. An export puts one apostrophe before it; an import takes one away again,
so a table that went out and came back is the same table.
"""

import re

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Digits, signs and spaces alone compute nothing: money and telephone numbers stay as they are.
_HARMLESS = re.compile(r"[+\-＋－][\d\s.,()%+-]*")


def is_risky(text: str) -> bool:
    """Whether ``text``, its leading apostrophes aside, may be taken for a formula."""
    bare = text.lstrip("'")
    if not bare.startswith(_RISKY):
        return False
    return bare != text or not _HARMLESS.fullmatch(bare)


def defused(text: str) -> str:
    """``text`` as it may stand in a cell."""
    return f"'{text}" if is_risky(text) else text


def restored(cell: str) -> str:
    """What ``defused`` was given."""
    if cell.startswith("'") and cell.lstrip("'").startswith(_RISKY):
        return cell[1:]
    return cell
