"""Devices of a project, their series, and the readings of the trial a project began from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.membership.tokens import token_hash
from citystage.kernel.refusals import NotFound
from citystage.stages.projects.models import Access, Evidence, Project
from citystage.stages.projects.settings import terms_of
from citystage.stages.trials.models import Reading, Trial
from citystage.stages.trials.queries.standing import frame
from citystage.stages.trials.terms import Feeding, Measure


def limits(city_id: int) -> Feeding:
    """What one device may send in this city."""
    return terms_of(city_id).feeding


def accesses_of(project: Project) -> list[Access]:
    """Devices that may send, and those that could."""
    return list(project.accesses.select_related("made_by", "made_for", "milestone"))


def access_of(project: Project, pk: int) -> Access:
    """One access. Raises ``NotFound``."""
    if found := project.accesses.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such access."))


def access_with(secret: str) -> Access | None:
    """The access whose secret this is, whether it has ended or not."""
    rows = Access.objects.filter(digest=token_hash(secret))
    return rows.select_related("project", "milestone").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many readings of a device stand, and the moment of the newest."""

    number: int
    last: str


def standing_of(access: Access) -> Standing:
    """Of the series that were not withdrawn."""
    rows = Evidence.objects.filter(access=access, withdrawn_at__isnull=True)
    points = [one.points for one in rows.order_by("happened_on", "pk").only("points")]
    last = points[-1][-1][0] if points and points[-1] else ""
    return Standing(sum(len(one) for one in points), str(last))


@dataclass(frozen=True, slots=True)
class Measured:
    """What one measure of the trial came to."""

    measure: Measure
    number: int
    total: Decimal
    least: Decimal
    most: Decimal
    first: datetime
    last: datetime


def of_trial(actor: Actor, project: Project) -> list[Measured]:
    """Readings of the trial it began from, by measure; nothing for who may not read the trial."""
    if project.trial_id is None:
        return []
    trial = Trial.objects.visible_to(actor).filter(pk=project.trial_id).first()
    if trial is None:
        return []
    ladder = frame(trial)
    rows = Reading.objects.filter(trial=trial).standing().order_by()
    found = rows.values_list("measure").annotate(
        number=Count("pk"),
        total=Sum("value"),
        least=Min("value"),
        most=Max("value"),
        first=Min("happened_at"),
        last=Max("happened_at"),
    )
    known = [(ladder.measure(code), rest) for code, *rest in found.order_by("measure")]
    return [Measured(measure, *rest) for measure, rest in known if measure is not None]
