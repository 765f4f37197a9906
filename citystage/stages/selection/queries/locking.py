"""Whom a conflict keeps away from an application, on every page that shows it."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotAllowed
from citystage.stages.intake import queries as intake
from citystage.stages.intake.models import Application, Call
from citystage.stages.selection import standing
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.queries.candidacies import candidacy_of


class KeptAway(NotAllowed):
    """A conflict of interest keeps this person away, for good."""


def keep_away(actor: Actor, application: Application) -> None:
    """Raise ``KeptAway`` with the reason for whom a conflict bars; its own side always reads it."""
    if application.call.way != Call.Way.SELECTION:
        return
    candidacy = candidacy_of(application.pk)
    conflict = standing.barred(actor, candidacy) if candidacy else None
    if conflict is None or intake.edits(application, actor):
        return
    raise KeptAway(
        _("You are kept away from this application because of a conflict of interest: %(kind)s.")
        % {"kind": conflict_kinds()[conflict.kind]}
    )
