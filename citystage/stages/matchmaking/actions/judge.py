"""People decide on a supplier for a scenario: confirm, reject, pin, exclude, or take it back."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking import facts, reach, rules
from citystage.stages.matchmaking.deciding import NoReason, Said, ensure_seen, lock_scenario, write
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.states import OUT, JudgementKind

_FACTS: dict[JudgementKind, Callable[..., Fact]] = {
    JudgementKind.CONFIRM: facts.SuggestionConfirmed,
    JudgementKind.REJECT: facts.SuggestionRejected,
    JudgementKind.PIN: facts.SuggestionPinned,
    JudgementKind.EXCLUDE: facts.SuggestionExcluded,
}


@transaction.atomic(durable=True)
def judge(  # noqa: PLR0913 -- what a decision is made of
    scenario: Scenario,
    *,
    organisation: Organisation,
    kind: JudgementKind,
    reason: str,
    words: str,
    capability: Capability | None,
    seen: int | None,
    stamp: Stamp,
) -> Judgement:
    """Decide on ``organisation`` for ``scenario``; it replaces what was decided before.

    ``seen`` is the id of the decision that was on the page, None where there was none: raises
    ``JudgedMeanwhile`` when another one holds by now. The same decision again changes nothing.
    """
    locked = lock_scenario(scenario)
    rules.may_judge(stamp.actor, locked).enforce()
    rules.is_reasoned(kind, reason, words).enforce(NoReason)
    before = reach.decided(locked, organisation.pk, proposal=False)
    said = Said.cleaned(kind, reason, words, capability)
    if before is not None and said.repeats(before):
        return before
    ensure_seen(before, seen)
    made = write(locked, organisation, said, before=before, proposal=False, stamp=stamp)
    journal.record(_fact(made), subject=locked, stamp=stamp)
    return made


def _fact(made: Judgement) -> Fact:
    kind = JudgementKind(made.kind)
    told: dict[str, Any] = {
        "scenario_id": made.scenario_id,
        "organisation_id": made.organisation_id,
        "judgement_id": made.pk,
    }
    if kind in OUT:
        told["reason"] = made.reason
    return _FACTS[kind](**told)


@transaction.atomic(durable=True)
def withdraw_judgement(
    scenario: Scenario, *, organisation: Organisation, seen: int | None, stamp: Stamp
) -> Judgement | None:
    """Take the decision on a pair back: it is ranked like any other. Twice changes nothing."""
    locked = lock_scenario(scenario)
    rules.may_judge(stamp.actor, locked).enforce()
    before = reach.decided(locked, organisation.pk, proposal=False)
    if before is None or before.kind == JudgementKind.WITHDRAW:
        return before
    ensure_seen(before, seen)
    said = Said(JudgementKind.WITHDRAW, "", "", before.capability)
    made = write(locked, organisation, said, before=before, proposal=False, stamp=stamp)
    fact = facts.JudgementWithdrawn(
        scenario_id=locked.pk, organisation_id=organisation.pk, judgement_id=made.pk
    )
    journal.record(fact, subject=locked, stamp=stamp)
    return made
