"""Revisions of an application: who changed what when, and two of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import FETCH_RAISE, Max, QuerySet

from citystage.kernel.refusals import NotFound
from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.intake.forming.definition import Form, parse
from citystage.stages.intake.forming.reading import readable
from citystage.stages.intake.models import Application, Revision


@dataclass(frozen=True, slots=True)
class Change:
    """One revision as others see it: who, when, and the labels of the fields it touched."""

    number: int
    at: datetime
    who: str
    unit: str
    fields: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in two revisions, in words."""

    key: str
    label: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Side:
    """One answered question, in words."""

    key: str
    label: str
    text: str
    stage: str


def revisions_of(application: Application) -> QuerySet[Revision]:
    """All revisions, oldest first."""
    found = application.revisions.select_related("made_by", "made_for").order_by("number")
    return found.fetch_mode(FETCH_RAISE)


def changes_since(application: Application, number: int) -> list[Change]:
    """What was changed after revision ``number``, newest first; two queries.

    When that one was folded into a later one, the one before it is what is compared with.
    """
    form = parse(application.form.definition)
    seen = application.revisions.filter(number__lte=number).aggregate(Max("number"))["number__max"]
    rows = list(revisions_of(application).filter(number__gte=seen or 0))
    found = [
        Change(
            number=row.number,
            at=row.made_at,
            who=str(row.made_by or ""),
            unit=row.made_for.label if row.made_for else "",
            fields=tuple(_labels(form, changed_keys(before.answers, row.answers))),
            note=row.note,
        )
        for before, row in pairwise(rows)
    ]
    return found[::-1]


def changed_keys(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The fields whose answers differ, in a stable order."""
    keys = dict.fromkeys([*before, *after])
    return [key for key in keys if before.get(key) != after.get(key)]


def _labels(form: Form, keys: list[str]) -> list[str]:
    return [str(field.label) if (field := form.get(key)) else key for key in keys]


def compare(
    application: Application, first: int, second: int, *, lexicon: Lexicon
) -> list[FieldChange]:
    """Every field of two revisions in the order of the form. Raises ``NotFound``."""
    rows = {row.number: row for row in application.revisions.filter(number__in=(first, second))}
    if first not in rows or second not in rows:
        raise NotFound("")
    before, after = rows[first].answers, rows[second].answers
    return [
        FieldChange(
            key=field.key,
            label=str(field.label),
            before=readable(field, before.get(field.key), lexicon=lexicon),
            after=readable(field, after.get(field.key), lexicon=lexicon),
        )
        for field in parse(application.form.definition).fields
        if field.key in before or field.key in after
    ]


def sides(application: Application, *, lexicon: Lexicon) -> list[Side]:
    """The answered questions of an application, in words."""
    answers = application.answers
    return [
        Side(
            key=field.key,
            label=str(field.label),
            text=readable(field, answers.get(field.key), lexicon=lexicon),
            stage=field.stage,
        )
        for field in parse(application.form.definition).visible(answers)
        if answers.get(field.key) is not None
    ]
