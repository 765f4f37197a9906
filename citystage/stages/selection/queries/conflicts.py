"""Reads of conflicts of interest, for officers who may judge them and for applicants."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application, Editor
from citystage.stages.selection.models import Candidacy, Conflict, Expert, Programme
from citystage.stages.selection.states.candidacies import UNDER_WAY
from citystage.stages.selection.states.panels import ExpertState

# Those to be judged first.
_URGENCY = Case(
    When(standing=Conflict.Standing.FLAGGED, then=Value(0)),
    When(standing=Conflict.Standing.BARS, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def of_programme(
    actor: Actor, programme: Programme, *, standing: str = "", origin: str = ""
) -> QuerySet[Conflict]:
    """Conflicts on candidacies of the programme that this officer is not kept away from."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_READ)
    rows = Conflict.objects.filter(
        candidacy__in=reach.open_to(actor).filter(programme=programme).values("pk")
    )
    if standing:
        rows = rows.filter(standing=standing)
    if origin:
        rows = rows.filter(origin=origin)
    rows = rows.select_related("candidacy__application", "expert", "user", "judged_by", "made_by")
    return rows.order_by(_URGENCY, "candidacy__number", "pk")


def to_judge(actor: Actor, programme: Programme) -> int:
    """How many wait for a judgement."""
    return of_programme(actor, programme, standing=Conflict.Standing.FLAGGED).count()


def reach_conflict(actor: Actor, programme: Programme, pk: int) -> Conflict:
    """One of them."""
    found = of_programme(actor, programme).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such conflict within your reach."))
    return found


def kept_from(actor: Actor, programme: Programme) -> Sequence[Conflict]:
    """Why this person does not see some candidacies of the programme: told, not hidden."""
    if actor.user_id is None:
        return []
    barred = Candidacy.objects.filter(programme=programme).barred_to(actor)
    own = Conflict.objects.filter(candidacy__in=barred.values("pk"), standing="bars")
    mine = own.filter(user_id=actor.user_id) | own.filter(expert__user_id=actor.user_id)
    seen: dict[int, Conflict] = {}
    for one in mine.select_related("candidacy").order_by("pk"):
        seen.setdefault(one.candidacy_id, one)
    return list(seen.values())


def reach_claimable(actor: Actor, application_id: int) -> Candidacy:
    """The applicant's own candidacy, while anything is to be decided."""
    mine = Application.objects.editable_by(actor).filter(pk=application_id)
    found = (
        Candidacy.objects.filter(application__in=mine.values("pk"), state__in=UNDER_WAY)
        .select_related("programme__call", "application__owner_unit", "application__city")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such application of yours under selection."))
    return found


def claims(actor: Actor, candidacy: Candidacy) -> QuerySet[Conflict]:
    """What the applicant's side has claimed so far; what came of it stays with the office."""
    del actor
    rows = candidacy.conflicts.filter(origin=Conflict.Origin.CLAIMED)
    return rows.select_related("expert").order_by("pk")


def claimable(candidacy: Candidacy, words: str) -> Sequence[Expert]:
    """Experts of the city's register whose name or employer holds the words; at most 20."""
    if not words.strip():
        return []
    rows = Expert.objects.filter(city=candidacy.programme.city, state=ExpertState.ACTIVE)
    named = rows.filter(name__icontains=words.strip())
    employed = rows.filter(employer_name__icontains=words.strip())
    return list((named | employed).distinct().order_by("name")[:20])


def invited(actor: Actor, candidacy: Candidacy) -> bool:
    """Whether the person was invited to edit the application."""
    if actor.user_id is None:
        return False
    mine = Editor.objects.invited(actor.user_id)
    return mine.filter(application_id=candidacy.application_id).exists()
