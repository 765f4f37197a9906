"""The two sentences a decision is told with: read before, on the batch page, and sent after."""

from typing import Final

from django.utils.translation import gettext_noop

CHOSEN: Final = gettext_noop(
    "“%(title)s” has been chosen and will be published in the opportunity list."
)
DECLINED: Final = gettext_noop("“%(title)s” has not been chosen this time. Reason: %(reason)s")
