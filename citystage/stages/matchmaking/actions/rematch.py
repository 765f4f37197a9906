"""An officer asks to match the whole city again, stops it, or lets it go on."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.facts import RunAsked, RunCancelled, RunResumed
from citystage.stages.matchmaking.models import Run
from citystage.stages.matchmaking.states import CANCEL, RESUME, RunState

_GOING = (RunState.WAITING, RunState.RUNNING)


class AlreadyRunning(Refusal):
    """One re-match of a city at a time."""


@transaction.atomic(durable=True)
def rematch_city(city: Unit, *, stamp: Stamp) -> Run:
    """Put a re-match of ``city`` into the queue; a worker takes it up."""
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=city.pk)
    rules.may_rematch(stamp.actor, locked).enforce()
    if Run.objects.filter(city=locked, state__in=_GOING).exists():
        raise AlreadyRunning(_("This city is being matched already."))
    run = Run.objects.create(city=locked, made_by_id=stamp.actor.user_id, made_at=stamp.at)
    journal.record(RunAsked(run_id=run.pk), subject=run, stamp=stamp)
    return run


@transaction.atomic(durable=True)
def cancel_rematch(run: Run, *, stamp: Stamp) -> Run:
    """Stop it: at once while it waits, after the scenarios at hand when it runs."""
    locked = Run.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    rules.may_cancel(stamp.actor, locked).enforce(WrongState)
    if locked.state == RunState.RUNNING:
        locked.cancel_asked = True
        locked.save(update_fields=["cancel_asked"])
        return locked
    locked.ended_at = stamp.at
    locked.save(update_fields=["ended_at"])
    advance(locked, CANCEL, fact=RunCancelled(run_id=locked.pk), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def resume_rematch(run: Run, *, stamp: Stamp) -> Run:
    """Let a cancelled or failed re-match go on behind the last scenario it matched."""
    Unit.objects.select_for_update(of=("self",)).get(pk=run.city_id)
    locked = Run.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    rules.may_resume(stamp.actor, locked).enforce(WrongState)
    if Run.objects.filter(city=locked.city, state__in=_GOING).exists():
        raise AlreadyRunning(_("This city is being matched already."))
    locked.cancel_asked, locked.failure, locked.ended_at = False, "", None
    locked.save(update_fields=["cancel_asked", "failure", "ended_at"])
    advance(locked, RESUME, fact=RunResumed(run_id=locked.pk), stamp=stamp)
    return locked
