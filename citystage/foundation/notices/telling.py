"""Tell people something: a notice in the page, and a mail if they want one, in one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Group, Mail, Notice, Preference


def tell(  # noqa: PLR0913 -- the parts of one message
    people: Iterable[User],
    *,
    group: Group,
    template: str,
    values: dict[str, Any],
    about: models.Model,
    stamp: Stamp,
    mail: Preference.Mail | None = None,
) -> None:
    """Tell each of ``people`` once; whoever did it is not told of the own act.

    ``template`` is a message id marked with ``gettext_noop``, with named placeholders. ``mail``
    takes the place of what each person chose for the group, where they chose it for this thing.
    """
    told = {user.pk: user for user in people if user.pk != stamp.actor.user_id}
    if not told:
        return
    subject = subject_of(about)
    Notice.objects.bulk_create(
        Notice(
            person=user,
            group=group,
            template=template,
            values=values,
            subject=subject,
            at=stamp.at,
        )
        for user in told.values()
    )
    wishes = dict.fromkeys(told, mail) if mail else _wishes(told, group)
    _mail(list(told.values()), wishes, template, values, subject, stamp)


def _wishes(people: Iterable[int], group: Group) -> dict[int, str]:
    found = Preference.objects.filter(person__in=people, group=group)
    return dict(found.values_list("person_id", "mail"))


def _mail(  # noqa: PLR0913, PLR0917 -- the parts of one message
    people: list[User],
    wishes: Mapping[int, str],
    template: str,
    values: dict[str, Any],
    subject: str,
    stamp: Stamp,
) -> None:
    mails = []
    for user in people:
        wish = wishes.get(user.pk, Preference.Mail.AT_ONCE)
        if wish == Preference.Mail.NEVER or not user.email:
            continue
        with override(user.language):
            words = _(template) % values
            mails.append(
                Mail(
                    to=user.email,
                    person=user,
                    subject=words[:290],
                    body=_("%(words)s\n\nOpen it: %(link)s\n\nCityStage")
                    % {"words": words, "link": link_to(subject)},
                    due_at=stamp.at,
                    in_digest=wish == Preference.Mail.DAILY,
                    queued_at=stamp.at,
                )
            )
    Mail.objects.bulk_create(mails)


def link_to(subject: str) -> str:
    """The address that leads to a record by its ledger name (the web answers ``/go/…``)."""
    return f"{settings.SITE_ADDRESS}/go/{subject}"
