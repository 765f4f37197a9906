"""A plan of the city: entered, and put right."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.facts.plan import PlanChanged, PlanWritten
from citystage.stages.evaluation.models import Plan
from citystage.stages.evaluation.plan_writing import PlanChangedMeanwhile, PlanWords, lock_plan

_FIELDS = ("name", "name_en", "note", "note_en", "from_year", "until_year", "public")


@transaction.atomic(durable=True)
def write_plan(city: Unit, *, words: PlanWords, stamp: Stamp) -> Plan:
    """Enter a plan; its targets follow one by one. Raises ``NotAPlan``."""
    plan_rules.may_edit(stamp.actor, city).enforce()
    words.check()
    made = Plan.objects.create(
        city=city,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
        **{name: getattr(words, name) for name in _FIELDS},
    )
    journal.record(PlanWritten(plan_id=made.pk), subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def change_plan(plan: Plan, *, words: PlanWords, version: int, stamp: Stamp) -> Plan:
    """Put its name, years or publicity right; ``version`` is what the form was filled on."""
    locked = lock_plan(plan.pk)
    plan_rules.may_edit(stamp.actor, locked.city).enforce()
    words.check()
    if locked.version != version:
        raise PlanChangedMeanwhile(_("Somebody changed this plan meanwhile."))
    changes = {
        name: [str(getattr(locked, name)), str(getattr(words, name))]
        for name in _FIELDS
        if getattr(locked, name) != getattr(words, name)
    }
    if not changes:
        return locked
    for name in changes:
        setattr(locked, name, getattr(words, name))
    locked.version += 1
    locked.save()
    told = PlanChanged(plan_id=locked.pk, fields=changes)
    journal.record(told, subject=locked, stamp=stamp)
    return locked
