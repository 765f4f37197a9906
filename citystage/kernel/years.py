"""Years that a day or a moment of a record can lie in; others are slips of the hand.

The database keeps years that neither Python nor a browser reads again.
"""

from datetime import date
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


def is_likely(day: date) -> bool:
    """Whether a day, or a moment, lies between the first of these years and the end of the last."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
