"""The owner records the outcome, and everybody who answered is written why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.facts import ScenarioMatched
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import MATCH
from citystage.stages.catalogue.telling import followers_of
from citystage.stages.docking import telling
from citystage.stages.docking.facts.answers import (
    AnswerChosen,
    AnswerChosenFor,
    AnswerNotChosen,
    NoneSuitable,
    OpeningCancelled,
)
from citystage.stages.docking.letters import Decision, letter
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.posting import post
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import RELATED, bound_to
from citystage.stages.docking.states.answers import (
    BE_CHOSEN,
    CANCEL,
    CHOOSE,
    CHOOSE_NONE,
    NOT_BE_CHOSEN,
    STANDING,
    OpeningState,
)
from citystage.stages.docking.writing import in_words


class Unfinished(Refusal):
    """The outcome lacks something; ``errors`` words it by field."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(errors.values())))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was decided. ``reasons`` are those of single answers by number; the common one stands
    where one has none of its own, unless another one was chosen.
    """

    outcome: OpeningState
    reason: str
    chosen: int | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic(durable=True)
def conclude(opening: Opening, *, conclusion: Conclusion, stamp: Stamp) -> Opening:
    """Record the outcome and send the letters.

    Of two who choose at once the first one decides; the other is told who did, and when.
    """
    locked = (
        Opening.objects.select_for_update(of=("self",))
        .select_related(*RELATED, "decided_by")
        .get(pk=opening.pk)
    )
    if locked.state != OpeningState.OPEN:
        raise WrongState(_decided_already(locked))
    bound = bound_to(stamp.actor.user_id, locked)
    if conclusion.outcome == OpeningState.CANCELLED:
        rules.may_cancel(stamp.actor, locked, bound=bound).enforce()
    else:
        rules.may_judge(stamp.actor, locked, bound=bound, moment=stamp.at).enforce()
    answers = _standing(locked)
    if errors := faults(answers, conclusion):
        raise Unfinished(errors)
    reason = in_words(conclusion.reason, _("Give the reason; the public reads it."), 2000)
    chosen = next((one for one in answers if one.pk == conclusion.chosen), None)
    _record(locked, conclusion.outcome, reason, chosen, stamp)
    for answer in answers:
        own = conclusion.reasons.get(answer.pk, "").strip()[:2000] or reason
        decision = Decision(conclusion.outcome, answer is chosen, own, stamp.at)
        _decide(locked, answer, decision, stamp)
    if chosen is not None:
        _match(locked.scenario, chosen, stamp)
    _tell_followers(locked, chosen, stamp)
    return locked


def faults(answers: list[Answer], conclusion: Conclusion) -> dict[str, str]:
    """What an outcome lacks, by field: the page asks before it shows the letters."""
    found = {}
    if not conclusion.reason.strip():
        found["reason"] = _("Give the reason; the public reads it.")
    if conclusion.outcome != OpeningState.CHOSEN:
        return found
    if conclusion.chosen not in {one.pk for one in answers}:
        found["chosen"] = _("Choose one of the answers that stand.")
    for one in answers:
        if one.pk != conclusion.chosen and not conclusion.reasons.get(one.pk, "").strip():
            found[f"reason-{one.pk}"] = (
                _("Say why not %s: its letter gives this reason.") % one.organisation.label
            )
    return found


def _standing(opening: Opening) -> list[Answer]:
    rows = Answer.objects.select_for_update(of=("self",)).filter(
        opening=opening, state__in=STANDING
    )
    return list(rows.select_related("organisation__seat").order_by("pk"))


def _decided_already(opening: Opening) -> str:
    return _("%(who)s recorded an outcome at %(at)s already: %(outcome)s.") % {
        "who": opening.decided_by or _("Somebody else"),
        "at": telling.exact(opening.decided_at) if opening.decided_at else "",
        "outcome": opening.get_state_display(),
    }


def _record(
    opening: Opening, outcome: OpeningState, reason: str, chosen: Answer | None, stamp: Stamp
) -> None:
    opening.reason = reason
    opening.decided_by_id, opening.decided_for = stamp.actor.user_id, stamp.actor.unit
    opening.decided_at = stamp.at
    opening.version += 1
    opening.save(update_fields=["reason", "decided_by", "decided_for", "decided_at", "version"])
    if outcome == OpeningState.CHOSEN and chosen is not None:
        told = AnswerChosenFor(
            opening_id=opening.pk,
            answer_id=chosen.pk,
            note=chosen.organisation.name,
            reason=reason,
        )
        advance(opening, CHOOSE, fact=told, stamp=stamp)
    elif outcome == OpeningState.NONE_SUITABLE:
        none = NoneSuitable(opening_id=opening.pk, note=reason)
        advance(opening, CHOOSE_NONE, fact=none, stamp=stamp)
    else:
        cancelled = OpeningCancelled(opening_id=opening.pk, note=reason)
        advance(opening, CANCEL, fact=cancelled, stamp=stamp)


def _decide(opening: Opening, answer: Answer, decision: Decision, stamp: Stamp) -> None:
    with override(settings.LANGUAGE_CODE):
        kept = letter(opening, answer, decision)
    answer.reason, answer.letter, answer.letter_at = decision.reason, kept.body, stamp.at
    answer.save(update_fields=["reason", "letter", "letter_at"])
    ids = {"answer_id": answer.pk, "opening_id": opening.pk}
    if decision.chosen:
        chosen = AnswerChosen(**ids, reason=decision.reason)
        advance(answer, BE_CHOSEN, fact=chosen, stamp=stamp)
    else:
        passed = AnswerNotChosen(**ids, reason=decision.reason)
        advance(answer, NOT_BE_CHOSEN, fact=passed, stamp=stamp)
    post(opening, answer, decision, stamp=stamp)


def _match(scenario: Scenario, chosen: Answer, stamp: Stamp) -> None:
    locked = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if locked.state in MATCH.sources:
        fact = ScenarioMatched(scenario_id=locked.pk, note=chosen.organisation.name)
        move(locked, MATCH, fact=fact, stamp=stamp)


def _tell_followers(opening: Opening, chosen: Answer | None, stamp: Stamp) -> None:
    template = (
        gettext_noop("“%(title)s” has found its partner: %(chosen)s.")
        if chosen
        else gettext_noop("The call for answers to “%(title)s” has ended: %(reason)s")
    )
    telling.say(
        followers_of(opening.scenario),
        template,
        about=opening.scenario,
        group=Group.FOLLOWED,
        stamp=stamp,
        title=opening.scenario.title,
        chosen=chosen.organisation.name if chosen else "",
        reason=opening.reason,
    )
