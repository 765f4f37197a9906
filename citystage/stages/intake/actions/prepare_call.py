"""The coordinating office writes a call; nobody can answer it before it is opened."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake import rules
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.models import Call
from citystage.stages.intake.preparing import write_call


@transaction.atomic(durable=True)
def prepare_call(city: Unit, *, settings: CallSettings, stamp: Stamp) -> Call:
    """Write a call in preparation and give every district and department its places."""
    Unit.objects.select_for_update().get(pk=city.pk)
    rules.may_manage_calls(stamp, city).enforce()
    return write_call(city, settings=settings, stamp=stamp)
