"""Who asks in public, and who answers."""

from datetime import datetime

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.docking import closing
from citystage.stages.docking.models import Opening
from citystage.stages.docking.rules.answers import is_owners_side
from citystage.stages.docking.sides import is_free, stands


def may_ask(actor: Actor, opening: Opening, moment: datetime) -> Verdict:
    """Anybody who is signed in and not of the owner's side, until the last day."""
    if actor.user_id is None:
        return Verdict(_("Sign in to ask a question; your name is not shown."))
    own = stands(actor, opening.scenario)
    return all_of(
        Verdict(_("The owner's side answers questions here.")) if own else ALLOWED,
        closing.takes_questions(opening, moment),
    )


def may_reply(actor: Actor, opening: Opening, *, bound: str) -> Verdict:
    """The owner's side, free of interest; late answers are better than none."""
    return all_of(is_owners_side(actor, opening.scenario), is_free(bound))
