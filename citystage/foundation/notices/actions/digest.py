"""Put each person's waiting mails together into one."""

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from citystage.foundation.notices.models import Mail


@transaction.atomic(durable=True)
def digest(*, at: datetime) -> int:
    """Queue one mail for everybody whose notices wait for the daily one; returns how many."""
    waiting = (
        Mail.objects.select_for_update(of=("self",))
        .filter(in_digest=True, sent_at__isnull=True, cancelled_at__isnull=True)
        # A held one is not due.
        .filter(due_at__isnull=False)
        .select_related("person")
        .order_by("to", "queued_at", "pk")
    )
    made = 0
    for address, group in groupby(list(waiting), key=lambda mail: mail.to):
        mails = list(group)
        person = mails[0].person
        with override(person.language if person else "zh-hans"):
            subject = ngettext(
                "CityStage: %(number)d notice", "CityStage: %(number)d notices", len(mails)
            ) % {"number": len(mails)}
            body = "\n\n".join(f"{n}. {mail.body}" for n, mail in enumerate(mails, start=1))
            intro = _("What happened since your last mail:")
        Mail.objects.create(
            to=address,
            person=person,
            subject=subject,
            body=f"{intro}\n\n{body}",
            due_at=at,
            queued_at=at,
        )
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(cancelled_at=at)
        made += 1
    return made
