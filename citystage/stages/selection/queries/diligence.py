"""Reads of due diligence: the institution's list, the office's overview, what is to be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.investigating import version_of
from citystage.stages.selection.models import (
    ActionPoint,
    Candidacy,
    Conflict,
    Diligence,
    DiligenceAnswer,
    Paper,
    Programme,
    RedFlag,
)
from citystage.stages.selection.standing import barring
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.diligence import ActionPointState, DiligenceState
from citystage.stages.selection.terms import DiligenceItem
from citystage.stages.selection.wording.lines import said

_WITH = (
    "institution",
    "declared_by",
    "candidacy__programme__call",
    "candidacy__programme__city",
    "candidacy__application__recommender",
    "candidacy__application__owner_unit",
)
_SHOWN = (CandidacyState.DILIGENCE, CandidacyState.READY)


@dataclass(frozen=True, slots=True)
class Asked:
    """A due diligence on its institution's list; of a barred one only that it exists, and why."""

    diligence: Diligence
    barred: Conflict | None


@dataclass(frozen=True, slots=True)
class Rated:
    """One accepted report, and whether its rating still counts."""

    diligence: Diligence
    counts: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist with what was found so far."""

    code: str
    name: str
    evidence: bool
    answer: DiligenceAnswer | None
    papers: Sequence[Paper]
    version: str


@dataclass(frozen=True, slots=True)
class Line:
    """One candidacy at the office: who was asked, how far they are, what speaks against it."""

    candidacy: Candidacy
    barred: Conflict | None
    # (due diligence, items answered, whether its rating counts today)
    asked: Sequence[tuple[Diligence, int, bool]]
    stops: Sequence[RedFlag]
    points: int


def own_diligences(actor: Actor) -> QuerySet[Diligence]:
    """What the institutions this person acts for were asked, the latest first."""
    units = [unit.pk for unit in actor.reach(Permission.SELECTION_DILIGENCE_DO)]
    rows = Diligence.objects.filter(institution_id__in=units)
    return rows.select_related(*_WITH).order_by("-asked_at", "-pk")


def asked(actor: Actor) -> list[Asked]:
    """The same as a list, with what keeps this person away; two queries."""
    rows = list(own_diligences(actor).fetch_mode(FETCH_RAISE))
    kept = barring(actor, [one.candidacy for one in rows])
    return [Asked(one, kept.get(one.candidacy_id)) for one in rows]


def waiting_for(actor: Actor) -> QuerySet[Diligence]:
    """Those that wait for this person: to be taken on, or to be reported."""
    waits = (DiligenceState.ASKED, DiligenceState.UNDERWAY)
    found = own_diligences(actor).filter(state__in=waits, candidacy__state=CandidacyState.DILIGENCE)
    return found.exclude(candidacy__in=Candidacy.objects.barred_to(actor).values("pk"))


def reach_own(actor: Actor, pk: int) -> Diligence:
    """One of them. Raises ``NotFound``."""
    if found := own_diligences(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such due diligence among yours."))


def items_of(diligence: Diligence, items: Sequence[DiligenceItem]) -> list[Item]:
    """The checklist in the order of the terms; two queries."""
    answers = {one.item: one for one in diligence.answers.prefetch_related("papers")}
    rows = []
    for one in items:
        answer = answers.get(one.code)
        papers = sorted(answer.papers.all(), key=lambda paper: paper.pk) if answer else []
        rows.append(
            Item(one.code, said(one.name), one.evidence, answer, papers, version_of(answer))
        )
    return rows


def paper_of(diligences: QuerySet[Diligence], pk: int) -> Paper:
    """One file of evidence of these. Raises ``NotFound``."""
    if found := Paper.objects.filter(pk=pk, answer__diligence__in=diligences.values("pk")).first():
        return found
    raise NotFound(_("There is no such file."))


def counts(diligence: Diligence, on: date) -> bool:
    """Whether its rating counts on this day: accepted, and not expired."""
    until = diligence.rating_until
    return diligence.state == DiligenceState.ACCEPTED and until is not None and on < until


def lines(actor: Actor, programme: Programme, on: date) -> list[Line]:
    """Candidacies in due diligence, ready, or looked into before; barred ones say only why."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD)
    rows = reach.filter(
        Q(state__in=_SHOWN) | Q(pk__in=Diligence.objects.values("candidacy_id")),
        programme=programme,
    )
    work = Diligence.objects.select_related("institution").prefetch_related("answers", "flags")
    found = list(
        rows.select_related("application")
        .prefetch_related(Prefetch("diligences", queryset=work.order_by("pk")), "points")
        .order_by("number")
        .fetch_mode(FETCH_RAISE)
    )
    kept = barring(actor, found)
    return [_line(one, kept.get(one.pk), on) for one in found]


def _line(candidacy: Candidacy, barred: Conflict | None, on: date) -> Line:
    if barred is not None:
        return Line(candidacy, barred, (), (), 0)
    given = list(candidacy.diligences.all())
    flags = [flag for one in given for flag in one.flags.all()]
    points = candidacy.points.all()
    return Line(
        candidacy,
        None,
        [(one, sum(bool(a.finding) for a in one.answers.all()), counts(one, on)) for one in given],
        [one for one in flags if one.severity == RedFlag.Severity.STOPS],
        sum(one.state != ActionPointState.VERIFIED for one in points),
    )


def waiting(actor: Actor, programme: Programme) -> int:
    """Reports of a programme this officer has to accept or send back."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD)
    mine = reach.filter(programme=programme).open_to(actor)
    rows = Diligence.objects.filter(candidacy__in=mine.values("pk"))
    return rows.filter(state=DiligenceState.REPORTED).count()


def to_accept(actor: Actor) -> QuerySet[Diligence]:
    """The reports of all programmes this officer has to accept or send back."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD).open_to(actor)
    return Diligence.objects.filter(candidacy__in=reach.values("pk"), state=DiligenceState.REPORTED)


def led(actor: Actor, programme: Programme, number: int) -> Candidacy:
    """A candidacy whose due diligence this officer leads, barred or not. Raises ``NotFound``."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD)
    along = ("application__owner_unit", "application__recommender", "programme__city")
    rows = reach.select_related(*along, "programme__call")
    if found := rows.filter(programme=programme, number=number).first():
        return found
    raise NotFound("")


def diligences_of(candidacy: Candidacy) -> QuerySet[Diligence]:
    """Every due diligence on a candidacy, with all that was written down."""
    flags = RedFlag.objects.select_related("made_by")
    points = ActionPoint.objects.select_related("owner", "verifier")
    return (
        Diligence.objects.filter(candidacy=candidacy)
        .select_related("institution", "declared_by")
        .prefetch_related(
            "answers__papers",
            "interviews__made_by",
            Prefetch("flags", queryset=flags),
            Prefetch("points", queryset=points),
        )
        .order_by("pk")
    )


def institutions(candidacy: Candidacy, at: datetime) -> list[Unit]:
    """Institutions of the city that can still be asked; one query."""
    roles = [role for role, held in CARRIES.items() if Permission.SELECTION_DILIGENCE_DO in held]
    wearing = Grant.objects.in_force(at).filter(role__in=roles)
    rows = Unit.objects.filter(city=candidacy.programme.city, pk__in=wearing.values("unit_id"))
    rows = rows.exclude(pk__in=candidacy.diligences.values("institution_id"))
    return list(rows.exclude(pk=candidacy.application.owner_unit_id).order_by("name", "pk"))


def ratings(candidacies: Iterable[Candidacy], on: date) -> dict[int, list[Rated]]:
    """Candidacy -> what accepted reports rate it, expired or not; one query."""
    rows = Diligence.objects.filter(
        candidacy__in=[one.pk for one in candidacies], state=DiligenceState.ACCEPTED
    ).exclude(rating="")
    found: dict[int, list[Rated]] = {}
    for one in rows.select_related("institution").order_by("pk"):
        found.setdefault(one.candidacy_id, []).append(Rated(one, counts(one, on)))
    return found
