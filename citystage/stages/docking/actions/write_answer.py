"""What an answer says is saved, by hand or by the page itself."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import Capability
from citystage.stages.docking import closing
from citystage.stages.docking.contents import Content, Reply
from citystage.stages.docking.models import Answer
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import asked_of, ensure_fresh, keep, locked, writes


@transaction.atomic(durable=True)
def write_answer(answer: Answer, *, content: Content, version: int, stamp: Stamp) -> Answer:
    """Save the draft; what was handed in stands until it is handed in again. Raises ``Stale``."""
    return _write(answer, content, version, stamp, by_itself=False)


@transaction.atomic(durable=True)
def autosave_answer(answer: Answer, *, content: Content, version: int, stamp: Stamp) -> Answer:
    """The same while the person goes on writing: neighbouring saves are one revision."""
    return _write(answer, content, version, stamp, by_itself=True)


def _write(
    answer: Answer, content: Content, version: int, stamp: Stamp, *, by_itself: bool
) -> Answer:
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    writer = writes(held, stamp.actor)
    rules.may_write(held, opening, writer=writer, moment=stamp.at).enforce()
    ensure_fresh(held, version)
    keys = asked_of(opening).keys
    said = content.cleaned(keys)
    keep(held, _with_own_capabilities(said, held), by_itself=by_itself, stamp=stamp)
    return held


def _with_own_capabilities(content: Content, answer: Answer) -> Content:
    """Links to capabilities of the organisation itself; others are let go."""
    named = {one.capability for one in content.replies.values() if one.capability}
    if not named:
        return content
    theirs = answer.members.values_list("organisation_id", flat=True)
    known_of = [answer.organisation_id, *theirs]
    found = Capability.objects.filter(pk__in=named, organisation_id__in=known_of)
    own = set(found.values_list("pk", flat=True))
    replies = {
        key: one
        if one.capability in own
        else Reply(can=one.can, evidence=one.evidence, case=one.case, link=one.link)
        for key, one in content.replies.items()
    }
    known = {name: value for name, value in content.plain().items() if name != "replies"}
    return Content(replies=replies, **known)
