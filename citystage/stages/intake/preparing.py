"""Write a call in preparation: the step shared by the calls' office and by selection."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.facts import CallPrepared
from citystage.stages.intake.models import Call
from citystage.stages.intake.writing import give_places


class CodeTaken(Refusal):
    """The city already has a call of this code."""


def write_call(city: Unit, *, settings: CallSettings, stamp: Stamp) -> Call:
    """Write the call and give every district and department its places (city locked before).

    Raises ``BadSettings``, ``CodeTaken``.
    """
    settings.check(city)
    if Call.objects.filter(city=city, code=settings.code).exists():
        raise CodeTaken(_("Another call already has the code “%s”.") % settings.code)
    call = Call.objects.create(city=city, code=settings.code, **settings.values())
    give_places(call, settings.places)
    journal.record(CallPrepared(call_id=call.pk), subject=call, stamp=stamp)
    return call
