"""The demonstration: invented people, organisations and needs. Never in a production setting."""

from django.conf import settings
from django.utils.translation import gettext as _

from citystage.cities.demo import (
    answering,
    assessed,
    challenge,
    counted,
    events,
    experts,
    flows,
    followed,
    labs,
    matching,
    people,
    projects,
    tracking,
    trials,
)
from citystage.kernel.refusals import Refusal


class NoDemonstration(Refusal):
    """Demonstration accounts are open to everybody: a real installation never gets them."""


def set_up() -> tuple[int, int]:
    """Bring in the accounts and walk the invented needs; what is there already is left alone.

    Returns how many accounts and needs were new. The packs must be loaded. Raises
    ``NoDemonstration`` unless ``CITYSTAGE_DEMO`` is set.
    """
    if not settings.DEMO:
        raise NoDemonstration(
            _("This is no demonstration: set CITYSTAGE_DEMO=1 to have its accounts made.")
        )
    new = people.open_accounts(), flows.walk_all()
    matching.set_the_table()
    labs.apply_all()
    experts.enter_all()
    challenge.announce()
    answering.take_answers()
    events.hold()
    followed.follow_all()
    tracking.keep_all()
    trials.try_all()
    projects.land_all()
    counted.count_all()
    # Its figures are read from what was counted.
    assessed.assess_all()
    return new
