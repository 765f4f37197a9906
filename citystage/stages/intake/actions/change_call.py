"""The settings of a call change: its window, its form, its places."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import queries, rules
from citystage.stages.intake.calling import BadSettings, CallSettings
from citystage.stages.intake.facts import CallChanged
from citystage.stages.intake.models import Call
from citystage.stages.intake.states import CallState
from citystage.stages.intake.writing import give_places


class CallMoved(Refusal):
    """Somebody else changed the call meanwhile."""


@transaction.atomic(durable=True)
def change_call(call: Call, *, settings: CallSettings, version: int, stamp: Stamp) -> Call:
    """Change what differs and record the old and the new values; the code stays.

    ``version`` is the call's version the person looked at. Raises ``CallMoved`` when it is older.
    """
    call = (
        Call.objects.select_for_update(of=("self",)).select_related("city", "form").get(pk=call.pk)
    )
    rules.may_manage_calls(stamp, call.city).enforce()
    if call.version != version:
        raise CallMoved(_("This call was changed by others meanwhile. Look at it again first."))
    settings.check(call.city)
    if settings.sealed != call.sealed and call.state != CallState.PREPARING:
        raise BadSettings({"sealed": _("Since the call was opened, this stays as it was.")})
    changes = {
        name: [_plain(getattr(call, name)), _plain(value)]
        for name, value in settings.values().items()
        if getattr(call, name) != value
    }
    for name, value in settings.values().items():
        setattr(call, name, value)
    before = queries.places_of(call)
    give_places(call, settings.places)
    after = queries.places_of(call)
    if moved := {str(pk): n for pk, n in after.items() if before.get(pk) != n}:
        changes["places"] = [{pk: before.get(int(pk)) for pk in moved}, moved]
    if changes:
        call.version += 1
        call.save(update_fields=[*settings.values(), "version"])
        fact = CallChanged(call_id=call.pk, changes=changes)
        journal.record(fact, subject=call, stamp=stamp)
    return call


def _plain(value: object) -> object:
    """A value as the ledger keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    return list(value) if isinstance(value, tuple | list) else value
