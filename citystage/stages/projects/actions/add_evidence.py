"""A side puts in evidence: a photo, a file, a series of readings, a third party's report."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.projects import filing, proceeding, series
from citystage.stages.projects.facts.work import EvidenceAdded
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Evidence, Milestone, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.projects import EvidenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is put in. ``readings`` are the lines of a series."""

    kind: EvidenceKind
    title: str
    happened_on: date
    milestone: Milestone | None = None
    words: str = ""
    author: str = ""
    file: Sent | None = None
    keep_place: bool = False
    unit: str = ""
    readings: str = ""


@transaction.atomic(durable=True)
def add_evidence(project: Project, *, shown: Shown, stamp: Stamp) -> Evidence:
    """Keep it with who, when it happened and when it was entered.

    Raises ``NotPossible`` and ``WrongFile`` for what cannot be taken.
    """
    held = proceeding.lock(project)
    rules.may_work(stamp.actor, held).enforce()
    row = _row(held, shown, stamp)
    _fill(row, shown)
    row.save()
    told = EvidenceAdded(
        **proceeding.counted(held, stamp=stamp, on=shown.happened_on),
        project_id=held.pk,
        evidence_id=row.pk,
        milestone_id=row.milestone_id,
        kind=row.kind,
        backdated=row.backdated,
    )
    journal.record(told, subject=held, stamp=stamp)
    return row


def _row(project: Project, shown: Shown, stamp: Stamp) -> Evidence:
    today = timezone.localdate(stamp.at)
    if not shown.title.strip():
        raise NotPossible(_("Say in a few words what it shows."))
    if shown.happened_on > today:
        raise NotPossible(_("Evidence is of something that has happened."))
    if shown.milestone is not None and shown.milestone.project_id != project.pk:
        raise NotPossible(_("This milestone is of another project."))
    late = (today - shown.happened_on).days
    return Evidence(
        project=project,
        milestone=shown.milestone,
        kind=shown.kind,
        title=shown.title.strip()[:200],
        words=shown.words.strip(),
        author=shown.author.strip()[:200],
        happened_on=shown.happened_on,
        entered_at=stamp.at,
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        backdated=late > terms_of(project.city_id).backdated_days,
        unit=shown.unit.strip()[:40],
    )


def _fill(row: Evidence, shown: Shown) -> None:
    if shown.kind == EvidenceKind.SERIES:
        row.points = series.read(shown.readings)
        return
    if shown.file is None:
        raise NotPossible(_("Choose the file."))
    if shown.kind == EvidenceKind.THIRD_PARTY and not row.author:
        raise NotPossible(_("Say who wrote the report."))
    sent = shown.file
    if shown.kind == EvidenceKind.PHOTO:
        sent, row.place = filing.photographed(sent, with_place=shown.keep_place)
    filing.keep(row, sent)
