"""Another place takes a pattern as a need of its own: a prefilled application, lineage kept."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotAllowed
from citystage.stages.intake.models import Call
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.patterns import NeedCopied
from citystage.stages.projects.models import Copy, Pattern
from citystage.stages.projects.rules import patterns as rules
from citystage.stages.selection.investigating import people_at


@transaction.atomic(durable=True)
def copy_pattern(pattern: Pattern, *, call: Call, stamp: Stamp) -> Copy:
    """The draft is begun in ``call`` by the follower of this fact; its place is still to be
    written, all else stands as it worked elsewhere.
    """
    along = ("city", "owner_unit", *(f"project__{one}" for one in proceeding.WITH))
    rows = Pattern.objects.select_for_update(of=("self",)).select_related(*along)
    held = rows.get(pk=pattern.pk)
    rules.may_copy(stamp.actor, held).enforce()
    unit = stamp.actor.unit
    if unit is None:
        raise NotAllowed("")
    copy = Copy.objects.create(
        pattern=held,
        city=call.city,
        copied_by_id=stamp.actor.user_id,
        copied_for=unit,
        copied_at=stamp.at,
    )
    told = NeedCopied(
        **proceeding.counted(held.project, stamp=stamp, amount=held.cost),
        pattern_id=held.pk,
        copy_id=copy.pk,
        call_id=call.pk,
        copied_for=unit.name,
    )
    journal.record(told, subject=held, stamp=stamp)
    people = people_at(held.owner_unit, proceeding.KEEPS, at=stamp.at)
    words = gettext_noop("%(unit)s copies your pattern “%(title)s”.")
    proceeding.say(people, words, about=held, stamp=stamp, unit=unit.name, title=held.title)
    copy.refresh_from_db()
    return copy
