"""How many words a text has, as a limit counts them in two languages at once."""

import re
from typing import Final

from citystage.engines.text.characters import CJK

_WORD: Final = rf"(?:(?![{CJK}])[^\W_])+"
# One Chinese character counts as one word; so does a run of other letters and digits, with what
# joins it inside ("state-of-the-art", "3.5", "owner's"). Signs and white space do not count.
_COUNTED: Final = re.compile(rf"[{CJK}]|{_WORD}(?:['’.,\-/%]{_WORD})*")


def word_count(text: str) -> int:
    """The number of words; ``static/shell/words.js`` counts the same while somebody writes."""
    return sum(1 for _ in _COUNTED.finditer(text))
