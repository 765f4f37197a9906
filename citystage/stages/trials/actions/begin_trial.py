"""A trial is drafted by either side, written anew, or given up; nothing binds before both sign."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.docking.sides import RELATED, first_unit
from citystage.stages.trials import agreeing, parties
from citystage.stages.trials.contents import BadContent, Content
from citystage.stages.trials.facts.agreements import DraftRevised, TrialBegun, TrialDropped
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.trials import DROP, LIVE
from citystage.stages.trials.terms import frame_of


class AnotherVersion(Refusal):
    """The other side has written it anew since the page was shown."""


class TrialStands(Refusal):
    """The two sides have a trial of this scenario already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """With whom, on which ladder, and out of what."""

    supplier: Organisation
    ladder: str
    answer: Answer | None = None
    intent: Intent | None = None
    agreement: Agreement | None = None

    @property
    def paired(self) -> bool:
        """Whether a record of docking pairs the two sides already."""
        return any((self.answer, self.intent, self.agreement))


@transaction.atomic(durable=True)
def begin_trial(
    scenario: Scenario, *, beginning: Beginning, content: Content, stamp: Stamp
) -> Trial:
    """Draft it; the other side reads it, writes it anew, or signs."""
    # The scenario's row is the lock: of two who begin at once one finds the other's trial.
    rows = Scenario.objects.select_for_update(of=("self",))
    along = [name.removeprefix("scenario__") for name in RELATED]
    scenario = rows.select_related(*along).get(pk=scenario.pk)
    owner, supplier = first_unit(scenario), beginning.supplier
    rules.may_begin(stamp.actor, owner, supplier, paired=beginning.paired).enforce()
    terms = terms_of(scenario.city_id)
    ladder = terms.ladder(beginning.ladder)
    if ladder is None:
        raise BadContent(_("The city has no such ladder of permission."))
    frame = frame_of(terms, ladder)
    content.check(terms, frame)
    if Trial.objects.filter(scenario=scenario, supplier=supplier, state__in=LIVE).exists():
        raise TrialStands(_("There is a trial of these two sides for this scenario already."))
    trial = Trial(
        city=scenario.city,
        scenario=scenario,
        answer=beginning.answer,
        intent=beginning.intent,
        agreement=beginning.agreement,
        owner_unit=owner,
        supplier=supplier,
        department=scenario.lead_department,
        frame=frame.model_dump(mode="json"),
        begun_by_id=stamp.actor.user_id,
        begun_at=stamp.at,
        changed_at=stamp.at,
    )
    agreeing.follow_text(trial, content)
    trial.save()
    agreeing.write_version(
        trial, content, amendment=0, reason="", made_for=stamp.actor.unit, stamp=stamp
    )
    told = TrialBegun(trial_id=trial.pk, scenario_id=scenario.pk, supplier_id=supplier.pk)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("A trial agreement was drafted: “%(title)s”. Read it, change it or sign.")
    parties.say(trial, _others(trial, stamp), words, stamp, group=Group.TASK)
    return trial


@transaction.atomic(durable=True)
def write_anew(trial: Trial, *, content: Content, number: int, stamp: Stamp) -> Version:
    """Change the text that stands open, of the agreement or of an amendment.

    ``number`` is the version the writer saw. Signatures under the old text fall.
    """
    trial = parties.lock_trial(trial)
    seen = agreeing.open_version(trial)
    amends = seen is not None and seen.amendment
    verdict = rules.may_amend if amends else rules.may_draft
    verdict(stamp.actor, trial).enforce()
    if seen is None or seen.number != number:
        raise AnotherVersion(_("It was written anew meanwhile. Read what it says now."))
    content.check(terms_of(trial.city_id), parties.frame(trial))
    if Content.of(seen.content) == content:
        return seen
    if amends and content == agreeing.content_in_force(trial):
        raise BadContent(_("Nothing is changed."))
    dropped = agreeing.close(seen, stamp)
    made = agreeing.write_version(
        trial,
        content,
        amendment=seen.amendment,
        reason=seen.reason,
        made_for=stamp.actor.unit,
        stamp=stamp,
    )
    if not amends:
        agreeing.follow_text(trial, content)
    trial.changed_at = stamp.at
    trial.save()
    told = DraftRevised(trial_id=trial.pk, number=made.number, dropped=dropped)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("The text of “%(title)s” was written anew. Earlier signatures fell.")
    parties.say(trial, _others(trial, stamp), words, stamp, group=Group.TASK)
    return made


@transaction.atomic(durable=True)
def drop_draft(trial: Trial, *, reason: str, stamp: Stamp) -> Trial:
    """The draft comes to nothing; why stays on record."""
    trial = parties.lock_trial(trial)
    rules.may_draft(stamp.actor, trial).enforce()
    said = parties.needed(reason)
    if seen := agreeing.open_version(trial):
        agreeing.close(seen, stamp)
    trial.outcome_words, trial.changed_at = said, stamp.at
    trial.save(update_fields=["outcome_words", "changed_at"])
    advance(trial, DROP, fact=TrialDropped(trial_id=trial.pk, reason=said), stamp=stamp)
    words = gettext_noop("The draft “%(title)s” was given up: %(reason)s")
    parties.say(trial, parties.BOTH, words, stamp, reason=said)
    return trial


def _others(trial: Trial, stamp: Stamp) -> tuple[str, ...]:
    side = parties.side_of(stamp.actor, trial)
    return parties.other_side(side) if side else parties.BOTH
