"""What waits of trials: to sign, to agree to, to unlock, to judge, to let go on, to end."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, Func
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.projects.queries.beginning import to_land
from citystage.stages.trials.queries import tolerances, trials
from citystage.web.work.rows import Kind, Rows, row

_DAY = "t_day"
# The midnight with which a half-open window ends, where the house stands.
_ENDS = f"((%(expressions)s)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"


def _ends(rows: Rows) -> Rows:
    found: Rows = rows.annotate(
        t_day=Func(F("ends_on"), template=_ENDS, output_field=DateTimeField())
    )
    return found


def _sign(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    return row(trials.to_sign(actor), "trial_sign", "title")


def _agree(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    return row(trials.to_agree(actor), "trial_agree", "title")


def _unlock(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    return row(trials.to_unlock(actor), "trial_unlock", "title")


def _again(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_TOLERATE):
        return None
    return row(trials.to_judge_again(actor), "trial_again", "title")


def _land(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    return row(to_land(actor), "trial_land", "title")


def _resume(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    return row(trials.to_resume(actor), "trial_resume", "title")


def _end(actor: Actor, _user: User, at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_KEEP):
        return None
    found = _ends(trials.to_end(actor, timezone.localdate(at)))
    return row(found, "trial_end", "title", due=_DAY)


def _judge(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.TRIAL_TOLERATE):
        return None
    return row(tolerances.to_judge(actor), "trial_judge", Cast("trial__title", CharField()))


_PAGE, _QUEUE = "trials:trial", "trials:list"
TRIAL_KINDS: Mapping[str, Kind] = {
    "trial_sign": Kind(_sign, _("Trials to sign"), _("Read and sign"), _PAGE, _QUEUE),
    "trial_agree": Kind(_agree, _("Steps to agree to"), _("Agree to the step"), _PAGE, _QUEUE),
    "trial_unlock": Kind(_unlock, _("Steps to unlock"), _("Unlock"), _PAGE, _QUEUE),
    "trial_again": Kind(_again, _("Steps to judge again"), _("Judge again"), _PAGE, _QUEUE),
    "trial_resume": Kind(_resume, _("Suspended trials"), _("Look into it"), _PAGE, _QUEUE),
    "trial_end": Kind(_end, _("Trials without outcome"), _("Record the outcome"), _PAGE, _QUEUE),
    "trial_land": Kind(_land, _("Taken trials to land"), _("Begin the project"), _PAGE, _QUEUE),
    "trial_judge": Kind(_judge, _("Incidents to judge"), _("Judge"), "trials:incident", _QUEUE),
}
