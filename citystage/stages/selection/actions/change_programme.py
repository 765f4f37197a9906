"""The terms of a selection get a new version, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.facts import CallChanged
from citystage.stages.intake.models import Call
from citystage.stages.intake.states import CallState
from citystage.stages.selection.changing import Forbidden, forbidden
from citystage.stages.selection.facts.programmes import ProgrammeChanged
from citystage.stages.selection.models import Programme
from citystage.stages.selection.revising import write_version
from citystage.stages.selection.rules.programmes import may_manage
from citystage.stages.selection.terms import Terms
from citystage.stages.selection.windows import NoReason, put_on


class ProgrammeMoved(Refusal):
    """Somebody else changed the terms meanwhile."""


class MayNotChange(Refusal):
    """Some of the changes are no longer allowed; ``parts`` says which, and why."""

    status = 422

    def __init__(self, parts: list[Forbidden]) -> None:
        super().__init__(
            _("Some of this may no longer change: %s") % " ".join(str(one.reason) for one in parts)
        )
        self.parts = parts


@transaction.atomic(durable=True)
def change_programme(
    programme: Programme, *, terms: Terms, reason: str, version: int, stamp: Stamp
) -> Programme:
    """Write ``terms`` as the next version; ``version`` is the one the person looked at.

    Before the call opens everything may change; afterwards what ``changing`` allows. The windows
    of the call follow its phases. Raises ``ProgrammeMoved``, ``NoReason``, ``MayNotChange``,
    ``BadTerms``.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("call", "city")
        .get(pk=programme.pk)
    )
    may_manage(stamp, programme.city).enforce()
    if programme.version != version:
        raise ProgrammeMoved(_("The terms were changed by others meanwhile. Look at them first."))
    old = programme.read_terms()
    if old == terms:
        return programme
    if not reason.strip():
        raise NoReason
    call = Call.objects.select_for_update(of=("self",)).get(pk=programme.call_id)
    if call.state != CallState.PREPARING and (refused := forbidden(old, terms, at=stamp.at)):
        raise MayNotChange(refused)
    if changes := put_on(call, terms):
        moved = CallChanged(
            call_id=call.pk, changes={name: [*pair] for name, pair in changes.items()}
        )
        journal.record(moved, subject=call, stamp=stamp)
    write_version(programme, terms, reason=reason.strip(), stamp=stamp)
    told = ProgrammeChanged(
        programme_id=programme.pk, version=programme.version, reason=reason.strip()
    )
    journal.record(told, subject=programme, stamp=stamp)
    return programme
