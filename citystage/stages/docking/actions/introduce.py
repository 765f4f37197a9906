"""Interest of one side, or a broker's introduction; both agree before contacts are shown."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking import telling
from citystage.stages.docking.facts.introductions import (
    BrokerJoined,
    ContactShown,
    InterestShown,
    InterestTakenBack,
    Introduced,
    IntroductionDeclined,
    SideAgreed,
)
from citystage.stages.docking.introducing import Contact
from citystage.stages.docking.models import Introduction
from citystage.stages.docking.rules import introductions as rules
from citystage.stages.docking.states.introductions import (
    BOTH_AGREE,
    DECLINE,
    STANDING,
    TAKE_BACK,
    IntroductionState,
    Side,
)
from citystage.stages.docking.writing import in_words
from citystage.stages.matchmaking.deciding import lock_scenario
from citystage.stages.selection.investigating import people_at


class Already(Refusal):
    """It was said before."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins, and with which words; a side gives its contact with it, a broker has none."""

    side: Side
    words: str = ""
    contact: Contact | None = None


@transaction.atomic(durable=True)
def begin_introduction(
    scenario: Scenario, *, organisation: Organisation, beginning: Beginning, stamp: Stamp
) -> Introduction:
    """Show interest, or introduce. The other side's interest waiting already is agreed to by it."""
    locked = lock_scenario(scenario)
    side = beginning.side
    rules.may_begin(stamp.actor, side, locked, organisation).enforce()
    standing = Introduction.objects.select_for_update(of=("self",)).filter(
        scenario=locked, organisation=organisation, state__in=STANDING
    )
    if found := standing.first():
        return _joined(found, beginning, stamp)
    words = beginning.words.strip()[:1000]
    if side == Side.BROKER:
        words = in_words(words, _("Say in a sentence why the two should talk: both read it."))
    made = Introduction(
        scenario=locked,
        organisation=organisation,
        begun_as=side,
        begun_by_id=stamp.actor.user_id,
        begun_for=stamp.actor.unit,
        begun_at=stamp.at,
        words=words,
    )
    if side == Side.BROKER:
        made.introducer, made.introduced_by_id = stamp.actor.unit, stamp.actor.user_id
    else:
        _put_agreement(made, side, beginning.contact, stamp)
    made.save()
    fact = InterestShown(
        introduction_id=made.pk,
        scenario_id=locked.pk,
        organisation_id=organisation.pk,
        side=side,
    )
    journal.record(fact, subject=made, stamp=stamp)
    _ask(made, stamp)
    return made


@transaction.atomic(durable=True)
def agree_introduction(
    introduction: Introduction, *, side: Side, contact: Contact, stamp: Stamp
) -> Introduction:
    """One side agrees and gives its contact; with both, each sees the other's."""
    held = _locked(introduction)
    rules.may_speak_for(stamp.actor, held, side).enforce()
    return _agreed(held, side, contact, stamp)


@transaction.atomic(durable=True)
def decline_introduction(
    introduction: Introduction, *, side: Side, reason: str, stamp: Stamp
) -> Introduction:
    """One side does not wish it, and says why."""
    held = _locked(introduction)
    rules.may_speak_for(stamp.actor, held, side).enforce()
    said = in_words(reason, _("Say why: the other side and the broker read it."))
    _end(held, side, said, stamp)
    fact = IntroductionDeclined(introduction_id=held.pk, side=side, reason=said)
    advance(held, DECLINE, fact=fact, stamp=stamp)
    other = Side.SUPPLIER if side == Side.OWNER else Side.OWNER
    people = [*_people(held, other, stamp)] if _agreed_at(held, other) else []
    _tell(
        held,
        [*people, *_people(held, Side.BROKER, stamp)],
        gettext_noop("%(organisation)s and “%(title)s” are not introduced: %(reason)s"),
        stamp,
        reason=said,
    )
    return held


@transaction.atomic(durable=True)
def take_back_interest(introduction: Introduction, *, stamp: Stamp) -> Introduction:
    """Whoever began it takes it back while the other side has not agreed."""
    held = _locked(introduction)
    rules.may_take_back(stamp.actor, held).enforce()
    _end(held, Side(held.begun_as), "", stamp)
    fact = InterestTakenBack(introduction_id=held.pk)
    advance(held, TAKE_BACK, fact=fact, stamp=stamp)
    _tell(
        held,
        [*_people(held, Side.OWNER, stamp), *_people(held, Side.SUPPLIER, stamp)],
        gettext_noop("The interest between %(organisation)s and “%(title)s” was taken back."),
        stamp,
    )
    return held


@transaction.atomic(durable=True)
def show_contact(introduction: Introduction, *, side: Side, stamp: Stamp) -> dict[str, str]:
    """The contact that ``side`` gave, for the other one; each look is on record."""
    held = _locked(introduction)
    rules.may_see_contact(stamp.actor, held, side).enforce()
    fact = ContactShown(introduction_id=held.pk, side=side)
    journal.record(fact, subject=held, stamp=stamp)
    contact: dict[str, str] = held.owner_contact if side == Side.OWNER else held.supplier_contact
    return contact


def _locked(introduction: Introduction) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",)).select_related(
        "scenario__city",
        "scenario__district",
        "scenario__lead_department",
        "scenario__owner__seat",
        "scenario__owner_unit",
        "organisation__seat",
        "introducer",
    )
    return rows.get(pk=introduction.pk)


def _joined(found: Introduction, beginning: Beginning, stamp: Stamp) -> Introduction:
    """What stands already: a broker takes it up, the other side agrees to it."""
    held = _locked(found)
    side = beginning.side
    if held.state == IntroductionState.INTRODUCED:
        raise Already(_("The two sides have been introduced already."))
    if side == Side.BROKER:
        if held.introducer_id is not None:
            raise Already(_("A broker has taken this up already."))
        held.introducer, held.introduced_by_id = stamp.actor.unit, stamp.actor.user_id
        held.words = held.words or beginning.words.strip()[:1000]
        held.save(update_fields=["introducer", "introduced_by", "words"])
        assert held.introducer is not None
        fact = BrokerJoined(introduction_id=held.pk, introducer_id=held.introducer.pk)
        journal.record(fact, subject=held, stamp=stamp)
        _ask(held, stamp)
        return held
    return _agreed(held, side, beginning.contact, stamp)


def _agreed(held: Introduction, side: Side, contact: Contact | None, stamp: Stamp) -> Introduction:
    if held.state != IntroductionState.WAITING:
        raise WrongState(
            _("This step is no longer open: the record is now “%s”.") % held.get_state_display()
        )
    if _agreed_at(held, side):
        raise Already(_("Your side has agreed already; the other side is being asked."))
    _put_agreement(held, side, contact, stamp)
    held.save()
    if not (held.owner_agreed_at and held.supplier_agreed_at):
        told = SideAgreed(introduction_id=held.pk, side=side)
        journal.record(told, subject=held, stamp=stamp)
        return held
    fact = Introduced(
        introduction_id=held.pk,
        scenario_id=held.scenario_id,
        organisation_id=held.organisation_id,
        introducer_id=held.introducer_id,
    )
    advance(held, BOTH_AGREE, fact=fact, stamp=stamp)
    sides = [one for each in Side for one in _people(held, each, stamp)]
    template = gettext_noop(
        "%(organisation)s and the owner of “%(title)s” agreed to talk: each finds the other's"
        " contact here."
    )
    _tell(held, sides, template, stamp)
    return held


def _put_agreement(held: Introduction, side: Side, contact: Contact | None, stamp: Stamp) -> None:
    given = (contact or Contact("")).checked()
    if side == Side.OWNER:
        held.owner_contact, held.owner_agreed_at = given, stamp.at
        held.owner_agreed_by_id = stamp.actor.user_id
    else:
        held.supplier_contact, held.supplier_agreed_at = given, stamp.at
        held.supplier_agreed_by_id = stamp.actor.user_id


def _agreed_at(held: Introduction, side: Side) -> bool:
    at = held.owner_agreed_at if side == Side.OWNER else held.supplier_agreed_at
    return at is not None


def _end(held: Introduction, side: Side, reason: str, stamp: Stamp) -> None:
    if held.state != IntroductionState.WAITING:
        raise WrongState(
            _("This step is no longer open: the record is now “%s”.") % held.get_state_display()
        )
    held.ended_as, held.reason, held.ended_at = side, reason, stamp.at
    held.save(update_fields=["ended_as", "reason", "ended_at"])


def _people(held: Introduction, side: Side, stamp: Stamp) -> list[User]:
    if side == Side.OWNER:
        return telling.owners(held.scenario, stamp)
    if side == Side.SUPPLIER:
        return telling.members_of(held.organisation, stamp)
    if held.introducer is None:
        return []
    brokers = frozenset({Permission.MATCHMAKING_PAIR_PROPOSE})
    return people_at(held.introducer, brokers, at=stamp.at)


def _ask(held: Introduction, stamp: Stamp) -> None:
    """Whoever has not agreed yet is asked."""
    waiting = [
        one
        for side in (Side.OWNER, Side.SUPPLIER)
        if not _agreed_at(held, side)
        for one in _people(held, side, stamp)
    ]
    template = (
        gettext_noop("A broker proposes a talk between %(organisation)s and “%(title)s”.")
        if held.introducer_id
        else gettext_noop("Interest between %(organisation)s and “%(title)s”: do you agree?")
    )
    telling.say(
        telling.once(waiting),
        template,
        about=held,
        group=Group.TASK,
        stamp=stamp,
        organisation=held.organisation.name,
        title=held.scenario.title,
    )


def _tell(
    held: Introduction, people: list[User], template: str, stamp: Stamp, reason: str = ""
) -> None:
    telling.say(
        telling.once(people),
        template,
        about=held,
        stamp=stamp,
        organisation=held.organisation.name,
        title=held.scenario.title,
        reason=reason,
    )
