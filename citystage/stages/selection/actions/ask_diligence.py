"""The office asks an institution to look closer at a candidacy, or does without."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import investigating, standing
from citystage.stages.selection.facts.diligence import DiligenceAsked, DiligenceCancelled
from citystage.stages.selection.investigating import NoWords, lock_diligence, people_at
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy, Diligence
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import CANCEL

_DO = frozenset({Permission.SELECTION_DILIGENCE_DO})


class CannotBeAsked(Refusal):
    """The institution cannot look into the candidacy."""


@transaction.atomic(durable=True)
def ask_diligence(candidacy: Candidacy, *, institution: Unit, stamp: Stamp) -> Diligence:
    """Ask an institution whose people are free of conflicts; each is asked once."""
    locked = lock_candidacy(candidacy.pk)
    rules.may_ask(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    _refuse(locked, institution, stamp)
    days = locked.programme.read_terms().diligence.days
    made = Diligence.objects.create(
        candidacy=locked,
        institution=institution,
        asked_at=stamp.at,
        due_at=stamp.at + timedelta(days=days),
    )
    journal.record(DiligenceAsked(**investigating.ids(made)), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def cancel_diligence(diligence: Diligence, *, reason: str, stamp: Stamp) -> Diligence:
    """Do without it, with the reason."""
    locked = lock_diligence(diligence)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_lead(stamp.actor, locked.candidacy, kept_away).enforce()
    if not reason.strip():
        raise NoWords(_("Give the reason; the institution reads it."))
    told = DiligenceCancelled(**investigating.ids(locked), reason=reason.strip())
    advance(locked, CANCEL, fact=told, stamp=stamp)
    return locked


def _refuse(candidacy: Candidacy, institution: Unit, stamp: Stamp) -> None:
    name = institution.label
    people = people_at(institution, _DO, at=stamp.at)
    if not people:
        raise CannotBeAsked(_("Nobody at %s does due diligence here.") % name)
    if institution.pk == candidacy.application.owner_unit_id:
        raise CannotBeAsked(_("%s applies itself.") % name)
    if candidacy.diligences.filter(institution=institution).exists():
        raise CannotBeAsked(_("%s was asked already.") % name)
    kept = [one for one in people if standing.is_barred(one.pk, candidacy.pk)]
    if kept:
        raise CannotBeAsked(
            _("%(person)s of %(institution)s is in conflict with this candidacy.")
            % {"person": kept[0], "institution": name}
        )
