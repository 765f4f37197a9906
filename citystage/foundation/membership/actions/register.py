"""A person registers an organisation by its USCC, or asks to join one that is known."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import RegistrationFiled
from citystage.foundation.membership.models import Registration
from citystage.foundation.membership.states import RegistrationState
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.codes import parse_uscc
from citystage.kernel.refusals import Refusal


class AlreadyWaiting(Refusal):
    """The same person already waits for the same organisation."""


class AlreadyMember(Refusal):
    """The person already acts for the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says of the organisation. ``uscc`` has its check digit verified."""

    uscc: str
    name: str
    kind: str
    district: Unit
    introduction: str = ""
    website: str = ""


@transaction.atomic(durable=True)
def register(details: Details, *, role: Role, note: str, stamp: Stamp) -> Registration:
    """File the wish; a new organisation is entered as waiting, a known one is joined.

    One organisation has one row: found by its USCC, else by its folded name when it has none yet.
    Raises ``BadCode`` for a wrong USCC, ``AlreadyWaiting``, ``AlreadyMember``.
    """
    rules.may_register(stamp.actor, role).enforce()
    uscc = parse_uscc(details.uscc)
    # The city's row serialises two people who register the same organisation at once.
    city = details.district.city or details.district
    Unit.objects.select_for_update(no_key=True).get(pk=city.pk)
    organisation = _found(uscc, details) or _entered(uscc, details, city)
    _refuse_twice(organisation, stamp)
    registration = Registration.objects.create(
        person_id=stamp.actor.person,
        organisation=organisation,
        decider=organisation.district or details.district,
        role=role,
        details={
            "uscc": uscc,
            "name": details.name.strip(),
            "kind": details.kind,
            "district_id": details.district.pk,
            "introduction": details.introduction,
            "website": details.website,
        },
        note=note,
        filed_at=stamp.at,
    )
    fact = RegistrationFiled(registration_id=registration.pk, organisation_id=organisation.pk)
    journal.record(fact, subject=registration, stamp=stamp)
    return registration


def _found(uscc: str, details: Details) -> Organisation | None:
    """The organisation as it is known; one that was declined waits anew."""
    known = (
        Organisation.objects.filter(uscc=uscc).first()
        or Organisation.objects.filter(folded_name=_key(details.name), uscc="").first()
    )
    if known and known.standing == Organisation.Standing.DECLINED:
        known.standing = Organisation.Standing.WAITING
        known.save(update_fields=["standing", "updated_at"])
    return known


def _entered(uscc: str, details: Details, city: Unit) -> Organisation:
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                city=city,
                district=details.district,
                uscc=uscc,
                name=details.name.strip(),
                folded_name=_key(details.name),
                name_keys=sorted(key[:240] for key in name_keys(details.name)),
                kind=details.kind,
                standing=Organisation.Standing.WAITING,
            )
    except IntegrityError:
        # Another city entered it this very moment.
        return Organisation.objects.get(uscc=uscc)


def _key(name: str) -> str:
    return fold(name)[:240]


def _refuse_twice(organisation: Organisation, stamp: Stamp) -> None:
    person = stamp.actor.person
    waiting = Registration.objects.filter(
        person_id=person, organisation=organisation, state=RegistrationState.WAITING
    )
    if waiting.exists():
        raise AlreadyWaiting(_("Your registration for this organisation already waits."))
    if organisation.seat and organisation.seat.grants.in_force(stamp.at).filter(user_id=person):
        raise AlreadyMember(_("You already act for this organisation."))
