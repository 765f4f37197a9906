"""A reader asks to be mailed what newly fits a filter; it works once the mail box said yes."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Mail
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.catalogue.models import Subscription
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.tokens import hashed, token_of

# One mail box is asked this often in a day at most, whoever fills the form in.
ASKED_A_DAY = 5
_QUERY = Subscription._meta.get_field("query").max_length


class NoAddress(Refusal):
    """What was given is no mail address."""

    status = 422


class FilterTooLong(Refusal):
    """The filter does not fit into a subscription."""

    status = 422


@transaction.atomic(durable=True)
def subscribe(  # noqa: PLR0913 -- what a subscription is made of
    *,
    email: str,
    wanted: ScenarioFilter,
    title: str,
    city: Unit | None,
    language: str,
    stamp: Stamp,
) -> Subscription:
    """Keep the wish and mail the link that confirms it. The same wish twice is one.

    Whether the address is known already shows in nothing but the mail.
    """
    address = _address(email)
    query = wanted.address()
    if len(query) > (_QUERY or 0):
        raise FilterTooLong(_("This filter has too many parts to subscribe to."))
    kept = Subscription(
        city=city,
        user_id=stamp.actor.user_id,
        email=address,
        query=query,
        # One short line: a stranger's words are no letter to somebody else's mail box.
        title=" ".join(title.split())[:80],
        language=language,
        made_at=stamp.at,
        told_until=stamp.at,
    )
    kept.token_hash = hashed(token_of(kept))
    Subscription.objects.bulk_create([kept], ignore_conflicts=True)
    found = Subscription.objects.select_for_update().get(
        email=address, query=query, city=city, ended_at__isnull=True
    )
    if found.confirmed_at is None and _may_ask(address, stamp):
        _ask(found, stamp)
    return found


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoAddress(_("This is not a mail address.")) from error
    return address


def _may_ask(address: str, stamp: Stamp) -> bool:
    since = stamp.at - timedelta(days=1)
    asked = Mail.objects.filter(to=address, queued_at__gt=since, key__startswith="confirm:")
    return asked.count() < ASKED_A_DAY


def _ask(subscription: Subscription, stamp: Stamp) -> None:
    """Queue the question; of several within an hour one is sent."""
    token = token_of(subscription)
    with override(subscription.language):
        body = _(
            "Somebody, probably you, asked to be told of new scenarios here: %(title)s\n\n"
            "Confirm it: %(confirm)s\n\n"
            "If it was not you, do nothing: without your confirmation no further mail is sent."
        ) % {
            "title": subscription.title or _("all scenarios"),
            "confirm": f"{settings.SITE_ADDRESS}/subscribe/confirm/{token}/",
        }
        mail = Mail(
            to=subscription.email,
            subject=_("Please confirm: news of scenarios"),
            body=f"{body}\n\nCityStage",
            due_at=stamp.at,
            queued_at=stamp.at,
            key=f"confirm:{subscription.pk}:{stamp.at:%Y%m%d%H}",
        )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)


def _locked(token: str) -> Subscription:
    found = Subscription.objects.select_for_update().filter(token_hash=hashed(token)).first()
    if found is None:
        raise NotFound(_("There is no such subscription. It may have been made anew since."))
    return found


@transaction.atomic(durable=True)
def confirm_subscription(token: str, *, stamp: Stamp) -> Subscription:
    """The owner of the mail box wants it; told from now on. A second time changes nothing.

    One that was ended stays ended: the link in an old mail does not bring it back.
    """
    found = _locked(token)
    if found.ended_at is not None:
        raise NotFound(_("This subscription was ended. Make a new one."))
    if found.confirmed_at is None:
        found.confirmed_at = found.told_until = stamp.at
        found.save(update_fields=["confirmed_at", "told_until"])
    return found


@transaction.atomic(durable=True)
def end_subscription(token: str, *, stamp: Stamp) -> Subscription:
    """No more mail from now on, also none that still waits; needs no sign-in."""
    found = _locked(token)
    if found.ended_at is None:
        found.ended_at = stamp.at
        found.save(update_fields=["ended_at"])
        waiting = Mail.objects.filter(key__startswith=f"subscription:{found.pk}:")
        waiting.filter(sent_at__isnull=True, cancelled_at__isnull=True).update(
            cancelled_at=stamp.at
        )
    return found
