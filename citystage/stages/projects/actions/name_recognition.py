"""The city says that a pattern and a recognised demonstration are the same, or no longer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.models import Lab
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.patterns import PatternRecognised, RecognitionParted
from citystage.stages.projects.models import Pattern
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import patterns as rules
from citystage.stages.selection.investigating import people_at


@transaction.atomic(durable=True)
def name_recognition(pattern: Pattern, *, lab: Lab, stamp: Stamp) -> Pattern:
    """From now on the two pages name each other. Raises ``NotPossible``."""
    held = _held(pattern)
    rules.may_recognise(stamp.actor, held).enforce()
    if lab.city_id != held.city_id or lab.kind != Lab.Kind.DEMONSTRATION:
        raise NotPossible(_("Choose a demonstration that this city recognised."))
    held.recognised = lab
    try:
        with transaction.atomic():
            held.save(update_fields=["recognised"])
    except IntegrityError as fault:
        raise NotPossible(_("Another pattern is named as this demonstration.")) from fault
    told = PatternRecognised(
        **proceeding.counted(held.project, stamp=stamp, amount=held.cost),
        pattern_id=held.pk,
        lab_id=lab.pk,
        title=lab.name,
    )
    journal.record(told, subject=held, stamp=stamp)
    people = people_at(held.owner_unit, proceeding.KEEPS, at=stamp.at)
    words = gettext_noop("The pattern “%(title)s” is named as the demonstration “%(name)s”.")
    proceeding.say(people, words, about=held, stamp=stamp, title=held.title, name=lab.name)
    return held


@transaction.atomic(durable=True)
def part_recognition(pattern: Pattern, *, reason: str, stamp: Stamp) -> Pattern:
    """They are two things after all; the reason stays on record."""
    held = _held(pattern)
    rules.may_part(stamp.actor, held).enforce()
    said, lab = proceeding.needed(reason), held.recognised
    assert lab is not None
    held.recognised = None
    held.save(update_fields=["recognised"])
    told = RecognitionParted(
        **proceeding.counted(held.project, stamp=stamp, amount=held.cost),
        pattern_id=held.pk,
        lab_id=lab.pk,
        title=lab.name,
        reason=said,
    )
    journal.record(told, subject=held, stamp=stamp)
    return held


def _held(pattern: Pattern) -> Pattern:
    along = ("city", "owner_unit", "recognised", *(f"project__{one}" for one in proceeding.WITH))
    rows = Pattern.objects.select_for_update(of=("self",)).select_related(*along)
    return rows.get(pk=pattern.pk)
