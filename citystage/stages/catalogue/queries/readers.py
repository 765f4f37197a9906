"""Who follows what, and who subscribed to which filter."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Follow, Scenario, Subscription
from citystage.stages.catalogue.tokens import hashed


def follows(actor: Actor, scenario: Scenario) -> bool:
    """Whether this person is told what happens to ``scenario``."""
    if actor.user_id is None:
        return False
    subject = subject_of(scenario)
    return Follow.objects.filter(user_id=actor.user_id, subject=subject).exists()


def subscription_of(token: str) -> Subscription:
    """The subscription that a link in a mail is about, ended or not."""
    found = Subscription.objects.filter(token_hash=hashed(token)).select_related("city").first()
    if found is None:
        raise NotFound(_("There is no such subscription. It may have been made anew since."))
    return found


def subscriptions_of(user_id: int) -> QuerySet[Subscription]:
    """What a signed-in person subscribed to and has not ended, newest first."""
    found = Subscription.objects.filter(user_id=user_id, ended_at__isnull=True)
    return found.select_related("city").order_by("-made_at", "-pk")
