"""Names of organisations, so that two writings of the same one meet."""

import re
from functools import lru_cache
from typing import Final

from citystage.engines.text.folding import fold

_FORMS: Final = (
    ("股份有限责任公司", "股份有限公司"),
    ("有限责任公司", "有限公司"),
    ("company", "co"),
    ("corporation", "corp"),
    ("incorporated", "inc"),
    ("limited", "ltd"),
)
_LETTERS_ONLY = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def normal(name: str) -> str:
    """Folded (width, case, Traditional), without blanks, brackets and marks, one legal form."""
    folded = fold(name)
    for written, same in _FORMS:
        folded = folded.replace(written, same)
    return _LETTERS_ONLY.sub("", folded)
