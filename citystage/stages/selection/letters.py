"""The sentences a collective decision is told with: read before, and sent after."""

from typing import Final

from django.utils.translation import gettext_noop

PROPOSED: Final = gettext_noop(
    "“%(title)s” is proposed for selection. The public notice runs until %(until)s;"
    " it takes effect when nothing stands against it."
)
NOT_CHOSEN: Final = gettext_noop("“%(title)s” has not been selected this time. Reason: %(reason)s")
NOT_CARRIED: Final = gettext_noop(
    "“%(title)s” was proposed for selection, and the vote did not carry it."
)
