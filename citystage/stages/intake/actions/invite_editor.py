"""The owner lets another person edit an application."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import queries, rules
from citystage.stages.intake.facts import EditorInvited
from citystage.stages.intake.models import Application, Editor
from citystage.stages.intake.telling import tell_editor
from citystage.stages.intake.writing import BadAnswers, locked, person

MOST_EDITORS = 20


@transaction.atomic(durable=True)
def invite_editor(application: Application, *, email: str, stamp: Stamp) -> Editor:
    """Invite by e-mail; whoever signs in with that address may edit. Inviting twice is once."""
    application = locked(application)
    owner = queries.owns(application, stamp.actor)
    rules.may_invite(application, owner=owner).enforce()
    address = email[:400].strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise BadAnswers({"email": _("The e-mail address is not complete.")}) from problem
    if found := application.editors.filter(email=address).first():
        return found
    if application.editors.count() >= MOST_EDITORS:
        raise Refusal(_("At most %d people can be invited.") % MOST_EDITORS)
    editor = Editor.objects.create(
        application=application,
        email=address,
        user=User.objects.filter(email__iexact=address, is_active=True).first(),
        invited_by_id=person(stamp),
        invited_at=stamp.at,
    )
    fact = EditorInvited(application_id=application.pk, editor_id=editor.pk)
    journal.record(fact, subject=application, stamp=stamp)
    tell_editor(application, editor, stamp=stamp)
    return editor
