"""Who opens a scenario, who answers it, who judges the answers, and when."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking import closing
from citystage.stages.docking.models import Answer, AnswerMember, Opening
from citystage.stages.docking.sides import is_free, is_owner, owns, stands
from citystage.stages.docking.states.answers import STANDING, AnswerState, OpeningState


def _when(condition: object, reason: str) -> Verdict:
    return ALLOWED if condition else Verdict(reason)


def may_open(actor: Actor, scenario: Scenario) -> Verdict:
    """The owner's side, while the scenario is public and looks for a partner."""
    return all_of(
        is_owners_side(actor, scenario),
        _when(
            scenario.state == ScenarioState.OPEN,
            _("Only a published scenario that still looks for a partner takes answers."),
        ),
    )


def is_owners_side(actor: Actor, scenario: Scenario) -> Verdict:
    """The owner, its lead department, its district, the city."""
    return _when(
        stands(actor, scenario),
        _("Only the owner of the scenario and its officers do this."),
    )


def may_answer(organisation: Organisation | None, opening: Opening, moment: datetime) -> Verdict:
    """A registered organisation of a kind that is invited, other than the owner, in the window."""
    if organisation is None:
        return Verdict(
            _("Only members of a registered organisation answer. Switch to the unit you act for.")
        )
    kinds: Collection[str] = opening.eligible_kinds
    return all_of(
        _when(
            not is_owner(organisation, opening.scenario),
            _("The owner of a scenario does not answer it."),
        ),
        _when(
            not kinds or organisation.kind in kinds,
            _("Organisations of your kind are not invited to answer this one."),
        ),
        closing.takes(opening, moment),
    )


def preparing_unit(actor: Actor) -> Unit | None:
    """The broker's unit for which the actor begins answers of its clients."""
    return next(iter(actor.reach(Permission.DOCKING_ANSWER_PREPARE)), None)


def may_prepare(
    actor: Actor, organisation: Organisation, opening: Opening, moment: datetime
) -> Verdict:
    """A broker, for a registered organisation that may answer, not for the owner's side."""
    registered = organisation.seat_id and organisation.standing == Organisation.Standing.APPROVED
    return all_of(
        _when(
            preparing_unit(actor) is not None,
            _("Only brokers begin an answer on behalf of a company."),
        ),
        _when(registered, _("No organisation of this name has registered here.")),
        may_answer(organisation, opening, moment),
    )


def may_write(answer: Answer, opening: Opening, *, writer: bool, moment: datetime) -> Verdict:
    """Its organisation and whoever it invited, while the window is open."""
    return all_of(
        _when(writer, _("Only its organisation and invited editors write this answer.")),
        closing.takes(opening, moment),
        _when(
            answer.state in (AnswerState.DRAFT, AnswerState.SUBMITTED),
            _("This answer was withdrawn; take it up again first."),
        ),
    )


def may_submit(answer: Answer, opening: Opening, actor: Actor, moment: datetime) -> Verdict:
    """Its organisation alone, before the closing second."""
    return all_of(
        is_own(actor, answer),
        may_write(answer, opening, writer=True, moment=moment),
    )


def is_own(actor: Actor, answer: Answer) -> Verdict:
    """Whoever answers for the organisation."""
    return _when(owns(actor, answer), _("Only the organisation that answers does this."))


def may_withdraw(answer: Answer, actor: Actor) -> Verdict:
    """Its organisation, until it was decided upon."""
    undecided = answer.state == AnswerState.DRAFT or answer.state in STANDING
    return all_of(
        is_own(actor, answer),
        _when(undecided, _("This answer can no longer be withdrawn.")),
    )


def may_consent(member: AnswerMember, actor: Actor) -> Verdict:
    """Whoever answers for the organisation that was asked."""
    seat = member.organisation.seat_id
    mine = seat in {unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)}
    return _when(mine, _("Only the organisation that was asked says so."))


def may_judge(actor: Actor, opening: Opening, *, bound: str, moment: datetime) -> Verdict:
    """The owner's side, free of interest, once the window is over and nothing is decided."""
    return all_of(
        is_owners_side(actor, opening.scenario),
        is_free(bound),
        closing.has_closed(opening, moment),
        _when(opening.state == OpeningState.OPEN, _("An outcome is on record.")),
    )


def may_extend(actor: Actor, opening: Opening, moment: datetime) -> Verdict:
    """The owner's side, while the window has not ended."""
    return all_of(
        is_owners_side(actor, opening.scenario),
        _when(opening.state == OpeningState.OPEN, _("An outcome is on record.")),
        _when(
            moment < opening.closes_at,
            _("The window has ended; it cannot be opened again once it was over."),
        ),
    )


def may_cancel(actor: Actor, opening: Opening, *, bound: str) -> Verdict:
    """The owner's side, at any time before an outcome."""
    return all_of(is_owners_side(actor, opening.scenario), is_free(bound))
