"""Rounds of assessments: the office's list and board, what an assessor has to score."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.keeping import FOLLOWED, WITH
from citystage.stages.evaluation.models import Assessment, Round, Sheet
from citystage.stages.evaluation.standing import on_record
from citystage.stages.evaluation.states.assessments import UNFINISHED, RoundState, SheetState
from citystage.stages.selection.marking import total_of
from citystage.stages.selection.models import Expert
from citystage.stages.selection.states.panels import ExpertState


@dataclass(frozen=True, slots=True)
class Line:
    """One lab on the board: its sheets, the mean of what is handed in, what that suggests."""

    assessment: Assessment
    # Why the officer who looks is kept away; such a line shows nothing else.
    away: str
    sheets: Sequence[tuple[Sheet, float | None]]
    mean: float | None
    suggested: str

    @property
    def handed(self) -> int:
        """How many sheets are in."""
        return sum(sheet.state == SheetState.HANDED_IN for sheet, _total in self.sheets)


def rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds of the cities whose labs this person decides on, the latest first."""
    reach = subtree(actor.reach(Permission.EVALUATION_LAB_DECIDE), "city__path")
    rows = Round.objects.filter(reach).select_related("city")
    counted = Count("assessments", distinct=True), Count("assessors", distinct=True)
    return rows.annotate(labs=counted[0], people=counted[1]).order_by("-made_at", "-pk")


def reach_round(actor: Actor, pk: int) -> Round:
    """One of them. Raises ``NotFound``."""
    if found := rounds(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such assessment within your reach."))


def cities(actor: Actor) -> list[Unit]:
    """The cities in which this person begins rounds."""
    tops = actor.reach(Permission.EVALUATION_LAB_DECIDE)
    return list(Unit.objects.under(*tops).filter(kind=Unit.Kind.CITY).order_by("pk"))


def candidates(round_: Round) -> list[Lab]:
    """Labs that may be in the round: recognised now, in no other unfinished assessment."""
    valid = Label.objects.filter(city=round_.city_id, state=LabelState.VALID).values("lab_id")
    busy = Assessment.objects.filter(state__in=UNFINISHED).exclude(round=round_).values("lab_id")
    rows = Lab.objects.filter(pk__in=valid, kind__in=FOLLOWED).exclude(pk__in=busy)
    return list(rows.select_related(*WITH).order_by("-batch", "pk"))


def chosen(round_: Round) -> set[int]:
    """The labs of the round, by id."""
    return set(round_.assessments.values_list("lab_id", flat=True))


def people(round_: Round) -> tuple[list[Expert], list[User]]:
    """Who may assess: confirmed experts of the city with an account, officers who follow labs."""
    experts = Expert.objects.filter(city=round_.city_id, state=ExpertState.ACTIVE)
    known = list(experts.exclude(user=None).order_by("name", "pk"))
    taken = {one.user_id for one in known}
    officers = wearers(Permission.EVALUATION_LAB_READ, round_.city, at=timezone.now())
    return known, [one for one in officers if one.pk not in taken]


def board(actor: Actor, round_: Round) -> list[Line]:
    """Every lab of the round; of those a conflict keeps the officer away from only that it is."""
    terms = round_.read_terms()
    sheets = Sheet.objects.select_related("assessor__expert", "assessor__user").order_by("pk")
    along = [f"lab__{one}" for one in WITH]
    rows = list(
        round_.assessments.select_related("lab", "label", *along)
        .prefetch_related(Prefetch("sheets", sheets))
        .order_by("pk")
    )
    kept = on_record([actor.person], [one.lab for one in rows])
    found = []
    for one in rows:
        one.round = round_
        if kind := kept.get((one.lab_id, actor.person), ""):
            found.append(Line(one, kind, (), None, ""))
            continue
        told = [(sheet, _total(sheet, round_)) for sheet in one.sheets.all()]
        counted = [total for sheet, total in told if total is not None and _counts(sheet)]
        mean = fmean(counted) if counted else None
        found.append(Line(one, "", told, mean, terms.suggested(mean) if mean is not None else ""))
    return found


def _counts(sheet: Sheet) -> bool:
    return sheet.state == SheetState.HANDED_IN


def _total(sheet: Sheet, round_: Round) -> float | None:
    return total_of(round_.read_terms().scoring, sheet.values) if _counts(sheet) else None


def reach_assessment(round_: Round, pk: int) -> Assessment:
    """One lab of a round. Raises ``NotFound``."""
    along = [f"lab__{one}" for one in WITH]
    if found := round_.assessments.select_related("round", *along).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such lab in this assessment."))


def reach_sheet(round_: Round, pk: int) -> Sheet:
    """One sheet of a round. Raises ``NotFound``."""
    rows = Sheet.objects.filter(assessment__round=round_, pk=pk)
    if found := rows.select_related("assessment").first():
        return found
    raise NotFound(_("There is no such sheet."))


def own_sheets(actor: Actor) -> QuerySet[Sheet]:
    """What this person was asked to score, once the round was open."""
    if actor.user_id is None:
        return Sheet.objects.none()
    rows = Sheet.objects.filter(assessor__user=actor.user_id)
    rows = rows.filter(assessment__round__state__in=(RoundState.SCORING, RoundState.APPLIED))
    along = ("assessment__round", "assessment__lab__district", "assessment__lab__field")
    return rows.select_related("assessor", *along).order_by("-assessment__round__made_at", "pk")


def waiting_sheets(actor: Actor) -> QuerySet[Sheet]:
    """Those that still wait for scores."""
    late = Q(assessment__round__due_at__lte=timezone.now())
    rows = own_sheets(actor).filter(state=SheetState.OPEN).exclude(late)
    return rows.filter(assessment__round__state=RoundState.SCORING)


def reach_own_sheet(actor: Actor, pk: int) -> Sheet:
    """One of them, with its lab. Raises ``NotFound``."""
    along = [f"assessment__lab__{one}" for one in WITH]
    if found := own_sheets(actor).select_related(*along).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such sheet among yours."))
