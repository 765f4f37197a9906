"""Who checks candidacies formally, and who orders them for the city."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.intake.models import Call
from citystage.stages.selection.models import Candidacy, Conflict, Programme
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.candidacies import TO_BE_READ, CandidacyState


def is_unsealed(call: Call, moment: datetime) -> Verdict:
    """A sealed call is nobody's to work on before it has closed: not to read, check or order."""
    if call.sealed and call.closes_at is not None and moment < call.closes_at:
        end = f"{timezone.localtime(call.closes_at):%Y-%m-%d %H:%M:%S}"
        return Verdict(gettext("The call is sealed until %s: nobody works on it before.") % end)
    return ALLOWED


def may_check(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """An officer of the coordinating office without a conflict, while the check is open."""
    held = actor.holds(Permission.SELECTION_CANDIDACY_CHECK, candidacy.programme.city)
    checking = candidacy.state == CandidacyState.CHECKING
    return all_of(
        ALLOWED if held else Verdict(_("The coordinating office checks candidacies.")),
        is_free(barred),
        ALLOWED if checking else Verdict(_("This candidacy is not in formal check.")),
    )


def may_redact(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """The same officers give blind panels what they read, until the panel has done its work."""
    held = actor.holds(Permission.SELECTION_CANDIDACY_CHECK, candidacy.programme.city)
    blind = candidacy.programme.read_terms().scoring.blind
    reads = candidacy.state in TO_BE_READ
    return all_of(
        ALLOWED if held else Verdict(_("The coordinating office prepares what blind panels read.")),
        is_free(barred),
        ALLOWED if blind else Verdict(_("This panel is not blind: it reads the application.")),
        ALLOWED if reads else Verdict(_("The panel has done its work on this candidacy.")),
    )


def may_order(actor: Actor, programme: Programme) -> Verdict:
    """The coordinating office gives the city's own order."""
    if actor.holds(Permission.SELECTION_CANDIDACY_CHECK, programme.city):
        return ALLOWED
    return Verdict(_("The coordinating office gives the city's order."))
