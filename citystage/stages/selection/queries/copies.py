"""What a panel reads of an application: all of it, or a copy without anything that tells who."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from citystage.engines.meaning.redaction import redacted
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries as intake
from citystage.stages.intake.forming.definition import TITLE
from citystage.stages.selection.models import Candidacy, Paper, Programme
from citystage.stages.selection.models.candidacies import CandidacyQuerySet
from citystage.stages.selection.queries.blind import is_blind
from citystage.stages.selection.states.candidacies import TO_BE_READ

# Answers of these kinds say who applies, or where to reach them.
_TELLING: Final = frozenset({"contact", "file"})
# Questions whose answers are names of people, firms and shareholders and nothing else.
_NAMES: Final = frozenset({"applicant", "team", "shareholders", "ties", "user"})
_SHORTEST_NAME: Final = 2
_ENDINGS: Final = ("有限责任公司", "股份有限公司", "有限公司", "集团", "公司")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file the panel may open; blind panels never see what it was called."""

    pk: int
    name: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What the panel reads; ``blind`` when names are taken out."""

    blind: bool
    answers: Sequence[Answer]
    files: Sequence[File]


def copy_of(candidacy: Candidacy) -> Copy:
    """The application for its panel: whole, or the redacted copy, or the answers without names."""
    application = candidacy.application
    if not is_blind(candidacy):
        lexicon = intake.lexicon(application.city, application=application)
        sides = intake.sides(application, lexicon=lexicon)
        files = [
            File(one.pk, one.name, one.size, "attachment")
            for one in intake.attachments_of(application)
        ]
        return Copy(blind=False, answers=[Answer(s.label, s.text) for s in sides], files=files)
    papers = list(copies_in_force(candidacy))
    if papers:
        files = [
            File(one.pk, _blind_name(candidacy, at, one.name), one.size, "copy")
            for at, one in enumerate(papers, start=1)
        ]
        return Copy(blind=True, answers=(), files=files)
    return Copy(blind=True, answers=_without_names(candidacy), files=())


def file_of(candidacy: Candidacy, kind: str, pk: int) -> tuple[FieldFile, str]:
    """One of these files with the name it is handed out under. Raises ``NotFound``."""
    known = {(one.kind, one.pk): one.name for one in copy_of(candidacy).files}
    if (kind, pk) not in known:
        raise NotFound("")
    if kind == "attachment":
        return intake.reach_attachment(candidacy.application, pk).file, known[kind, pk]
    return copies_in_force(candidacy).get(pk=pk).file, known[kind, pk]


def copies_in_force(candidacy: Candidacy) -> QuerySet[Paper]:
    """The redacted copies the panel reads; those taken back are left out."""
    return candidacy.redacted_copies.filter(withdrawn_at=None).order_by("pk")


def _blind_name(candidacy: Candidacy, at: int, name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return f"candidacy-{candidacy.number}-{at}{ending if ending.isascii() else ''}"


def _without_names(candidacy: Candidacy) -> list[Answer]:
    application = candidacy.application
    form = intake.form_of(application.form)
    lexicon = intake.lexicon(application.city, application=application)
    hidden = _pattern(names_of(candidacy))
    found = []
    for side in intake.sides(application, lexicon=lexicon):
        asked = form.get(side.key)
        if side.key == TITLE or asked is None or asked.type in _TELLING or side.key in _NAMES:
            continue
        text = hidden.sub(_("[name taken out]"), redacted(side.text)) if hidden else side.text
        found.append(Answer(side.label, text))
    return found


def copies_ever(candidacy: Candidacy) -> QuerySet[Paper]:
    """All copies, also those taken back, the newest first."""
    return candidacy.redacted_copies.select_related("added_by").order_by("-pk")


def reach_copy(candidacy: Candidacy, pk: int) -> Paper:
    """One of them. Raises ``NotFound``."""
    if found := copies_ever(candidacy).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def candidacies_read_blind(
    actor: Actor, programme: Programme, *, lacking: bool
) -> CandidacyQuerySet:
    """What the panel has still to read, with its copies; only those without one, if so asked."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_CHECK)
    in_force = Paper.objects.filter(withdrawn_at=None).order_by("pk")
    rows = reach.filter(programme=programme, state__in=TO_BE_READ)
    if lacking:
        rows = rows.exclude(pk__in=in_force.filter(candidacy__isnull=False).values("candidacy"))
    copies = Prefetch("redacted_copies", queryset=in_force, to_attr="shown")
    return rows.select_related("application").prefetch_related(copies).order_by("number")


def lacking_copies(actor: Actor, programme: Programme) -> int:
    """How many candidacies a blind panel would read without a copy."""
    if not programme.read_terms().scoring.blind:
        return 0
    return candidacies_read_blind(actor, programme, lacking=True).open_to(actor).count()


def found_in(text: str, names: Iterable[str]) -> list[str]:
    """The names that a text has, however it is broken into lines; the longest of a kind."""
    folded = _folded(text)
    hits = {one for one in names if _folded(one) in folded}
    told: list[str] = []
    for one in sorted(hits, key=lambda one: (-len(one), one)):
        if not any(one in longer for longer in told):
            told.append(one)
    return told


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def names_of(candidacy: Candidacy) -> set[str]:
    """What the applicant's side is called: the unit, its short form, who files and who answers."""
    application, unit = candidacy.application, candidacy.application.owner_unit
    known = {application.owner_name, unit.name, unit.name_en}
    if candidacy.organisation:
        known |= {candidacy.organisation.name, candidacy.organisation.folded_name}
    filer = application.filed_by
    known |= {str(filer), filer.email, filer.username}
    contacts = (one for one in application.answers.values() if isinstance(one, dict))
    known |= {text for one in contacts for text in one.values() if isinstance(text, str)}
    known |= {_shorter(one) for one in known}
    return {one for one in known if len(one.strip()) >= _SHORTEST_NAME}


def _shorter(name: str) -> str:
    """A firm as people call it: without its legal form."""
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted({redacted(one).strip() for one in names} - {""}, key=len, reverse=True)
    usable = [re.escape(one) for one in longest_first if len(one) >= _SHORTEST_NAME]
    return re.compile("|".join(usable), re.IGNORECASE) if usable else None
