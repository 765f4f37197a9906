"""The security administrator lets a locked account try again."""

from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import LockoutLifted
from citystage.kernel.refusals import Refusal


class NotLocked(Refusal):
    """The lock-out has ended by itself, or somebody lifted it."""


@transaction.atomic(durable=True)
def lift_lockout(username: str, *, stamp: Stamp) -> None:
    """Forget the failed attempts for ``username``, from wherever they came."""
    rules.may_lift(stamp.actor).enforce()
    forgotten, _kinds = AccessAttempt.objects.filter(username=username).delete()
    if not forgotten:
        raise NotLocked(_("This account is not locked any more."))
    person = User.objects.filter(username=username).first()
    by = User.objects.get(pk=stamp.actor.person)
    fact = LockoutLifted(username=username)
    # An attempt on a name nobody has is noted with the administrator who cleared it.
    journal.record(fact, subject=person or by, stamp=stamp)
