"""An answer is handed in, exactly before the closing; or taken back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.docking import closing, showing, telling
from citystage.stages.docking.facts.answers import AnswerSubmitted, AnswerWithdrawn
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.states.answers import SUBMIT, WITHDRAW, AnswerState
from citystage.stages.docking.writing import Incomplete, ensure_fresh, in_words, locked, missing
from citystage.stages.intake.closing import at_the_act


@transaction.atomic(durable=True)
def submit_answer(answer: Answer, *, version: int, stamp: Stamp) -> Answer:
    """Hand in the revision the person looked at, with its consortium and files as they stand.

    The act itself, not the beginning of the request, is held against the closing time. Handed in
    again before it, the later one counts. Raises ``Incomplete``, ``Stale``.
    """
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    stamp = at_the_act(stamp)
    rules.may_submit(held, opening, stamp.actor, stamp.at).enforce()
    ensure_fresh(held, version)
    if errors := missing(held, opening):
        raise Incomplete(errors)
    again = held.state == AnswerState.SUBMITTED
    held.given = _whole(held)
    held.given_revision = held.revision
    held.submitted_at = stamp.at
    held.save(update_fields=["given", "given_revision", "submitted_at"])
    fact = AnswerSubmitted(answer_id=held.pk, opening_id=opening.pk, revision=held.revision)
    advance(held, SUBMIT, fact=fact, stamp=stamp)
    _tell_of_submission(held, opening, again=again, stamp=stamp)
    return held


@transaction.atomic(durable=True)
def withdraw_answer(answer: Answer, *, reason: str, stamp: Stamp) -> Answer:
    """Take it back with a reason; before the closing it can be taken up again."""
    opening = closing.hold_open(answer.opening_id)
    held = locked(answer)
    rules.may_withdraw(held, stamp.actor).enforce()
    draft = held.state == AnswerState.DRAFT
    said = "" if draft else in_words(reason, _("Say why the answer is withdrawn."))
    showing.give_up(held, said, stamp)
    fact = AnswerWithdrawn(answer_id=held.pk, opening_id=opening.pk, reason=said)
    advance(held, WITHDRAW, fact=fact, stamp=stamp)
    if not draft and not opening.is_shut_at(stamp.at):
        telling.say(
            telling.owners(opening.scenario, stamp),
            gettext_noop("%(organisation)s withdrew its answer to “%(title)s”: %(reason)s"),
            about=opening,
            stamp=stamp,
            organisation=held.organisation.name,
            title=opening.scenario.title,
            reason=said,
        )
    _tell_members(
        held,
        gettext_noop("%(lead)s withdrew its answer to “%(title)s”, in which you take part."),
        stamp,
    )
    return held


def _whole(answer: Answer) -> dict[str, Any]:
    members = answer.members.select_related("organisation")
    papers = answer.papers.filter(dropped_at__isnull=True)
    return {
        **answer.content,
        "members": [
            {
                "organisation": one.organisation_id,
                "name": one.organisation.name,
                "name_en": one.organisation.name_en,
                "work": one.work,
                "share": one.share,
            }
            for one in members
        ],
        "papers": [one.pk for one in papers],
    }


def _tell_of_submission(answer: Answer, opening: Opening, *, again: bool, stamp: Stamp) -> None:
    """Of a sealed one nobody but its own side hears anything."""
    if not opening.sealed:
        template = (
            gettext_noop("%(organisation)s changed its answer to “%(title)s”.")
            if again
            else gettext_noop("%(organisation)s answered “%(title)s”.")
        )
        telling.say(
            telling.owners(opening.scenario, stamp),
            template,
            about=opening,
            stamp=stamp,
            organisation=answer.organisation.name,
            title=opening.scenario.title,
        )
    _tell_members(
        answer,
        gettext_noop("%(lead)s handed in its answer to “%(title)s”, in which you take part."),
        stamp,
    )


def _tell_members(answer: Answer, template: str, stamp: Stamp) -> None:
    for member in answer.members.filter(state="agreed").select_related("organisation__seat"):
        telling.say(
            telling.members_of(member.organisation, stamp),
            template,
            about=answer,
            stamp=stamp,
            lead=answer.organisation.name,
            title=answer.opening.scenario.title,
        )
