"""An organisation lets a person outside it write along, and takes that back."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.kernel.refusals import Refusal
from citystage.stages.docking import telling
from citystage.stages.docking.facts.members import AnswerEditorInvited, AnswerEditorRemoved
from citystage.stages.docking.models import Answer, AnswerEditor
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import locked

MOST_EDITORS = 20


class BadAddress(Refusal):
    """No e-mail address."""

    status = 422


@transaction.atomic(durable=True)
def invite_editor(answer: Answer, *, email: str, stamp: Stamp) -> AnswerEditor:
    """Invite by e-mail; whoever signs in with that address may write. Inviting twice is once."""
    held = locked(answer)
    rules.is_own(stamp.actor, held).enforce()
    address = email[:400].strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise BadAddress(_("The e-mail address is not complete.")) from problem
    if found := held.editors.filter(email=address).first():
        return found
    if held.editors.count() >= MOST_EDITORS:
        raise Refusal(_("At most %d people can be invited.") % MOST_EDITORS)
    known = User.objects.filter(email__iexact=address, is_active=True).first()
    editor = AnswerEditor.objects.create(
        answer=held,
        email=address,
        user=known,
        invited_by_id=stamp.actor.person,
        invited_at=stamp.at,
    )
    fact = AnswerEditorInvited(answer_id=held.pk, editor_id=editor.pk)
    journal.record(fact, subject=held, stamp=stamp)
    telling.say(
        [known] if known else [],
        gettext_noop("%(organisation)s asks you to write its answer to “%(title)s” with it."),
        about=held,
        group=Group.TASK,
        stamp=stamp,
        organisation=held.organisation.name,
        title=held.opening.scenario.title,
    )
    return editor


@transaction.atomic(durable=True)
def remove_editor(answer: Answer, *, editor_id: int, stamp: Stamp) -> None:
    """Remove a co-editor; the ledger keeps the address as SHA-256 only."""
    held = locked(answer)
    rules.is_own(stamp.actor, held).enforce()
    editor = held.editors.filter(pk=editor_id).first()
    if editor is None:
        return
    mark = sha256(editor.email.encode()).hexdigest()
    editor.delete()
    fact = AnswerEditorRemoved(answer_id=held.pk, email_hash=mark)
    journal.record(fact, subject=held, stamp=stamp)
