"""A person changes what others see of them, or the language of the house."""

from django.db import transaction

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership.facts import ProfileChanged


@transaction.atomic(durable=True)
def change_profile(
    person: User, *, name: str, phone: str, language: str, stamp: Stamp
) -> tuple[str, ...]:
    """Set the own name, telephone and language; returns which of them are new."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    wanted = {"name": name, "phone": phone, "language": language}
    changed = tuple(column for column, value in wanted.items() if getattr(locked, column) != value)
    if changed:
        for column in changed:
            setattr(locked, column, wanted[column])
        locked.save(update_fields=changed)
        journal.record(ProfileChanged(columns=changed), subject=locked, stamp=stamp)
    return changed


@transaction.atomic(durable=True)
def choose_language(person: User, *, language: str) -> None:
    """Follow the language switch, for mails to come; a wish of the frame, no fact."""
    User.objects.filter(pk=person.pk).exclude(language=language).update(language=language)
