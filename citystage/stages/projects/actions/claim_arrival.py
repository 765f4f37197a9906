"""A district or department reports a firm it brought in 引进企业; another may claim it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.engines.text.folding import fold
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.recognising import lock_city
from citystage.stages.projects import claiming, proceeding
from citystage.stages.projects.facts.claims import ArrivalClaimed
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Arrival
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import claims as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What is reported, as it is typed. ``amount`` in fen: what it invests."""

    name: str
    uscc: str
    district: Unit | None
    arrived_on: date
    amount: int | None = None
    words: str = ""
    proofs: Sequence[Sent] = ()


@transaction.atomic(durable=True)
def claim_arrival(city: Unit, *, came: Came, stamp: Stamp) -> Arrival:
    """Keep the claim under the firm's key; other claimants of the same firm hear of it."""
    city = lock_city(city.pk)
    rules.may_claim_arrival(stamp.actor).enforce()
    uscc = claiming.checked_uscc(came.uscc)
    _check(came, stamp)
    key = claiming.firm_key(came.name, uscc)
    unit = stamp.actor.unit
    others = Arrival.objects.standing().filter(city=city, firm_key=key)
    if others.filter(claimed_for=unit).exists():
        raise NotPossible(_("Your unit has reported this firm already."))
    arrival = Arrival.objects.create(
        city=city,
        organisation=_known(came.name, uscc),
        name=came.name.strip()[:200],
        uscc=uscc,
        firm_key=key,
        district=came.district,
        department=unit if unit and unit.kind == Unit.Kind.DEPARTMENT else None,
        arrived_on=came.arrived_on,
        amount=came.amount,
        words=came.words.strip(),
        claimed_by_id=stamp.actor.user_id,
        claimed_for=unit,
        claimed_at=stamp.at,
    )
    claiming.keep_proofs(arrival, came.proofs, stamp=stamp)
    told = ArrivalClaimed(**claiming.counted(arrival, stamp=stamp), arrival_id=arrival.pk)
    journal.record(told, subject=arrival, stamp=stamp)
    words = gettext_noop("A firm brought in waits for confirmation: “%(title)s”.")
    people = proceeding.provers_of(city, stamp)
    proceeding.say(people, words, about=arrival, stamp=stamp, group=Group.TASK, title=arrival.name)
    template = gettext_noop("Another unit reports the same firm: “%(title)s”. It is counted once.")
    claimants = [one.claimed_by for one in others.select_related("claimed_by") if one.claimed_by]
    claimants = [one for one in claimants if one.pk != arrival.claimed_by_id]
    proceeding.say(claimants, template, about=arrival, stamp=stamp, title=arrival.name)
    return arrival


def _check(came: Came, stamp: Stamp) -> None:
    if not came.name.strip():
        raise NotPossible(_("Name the firm."))
    if came.district is None:
        raise NotPossible(_("Say in which district it settled."))
    claiming.not_later(came.arrived_on, stamp)
    if not came.proofs:
        raise NotPossible(_("Add the proof: the business licence or the lease."))


def _known(name: str, uscc: str) -> Organisation | None:
    rows = Organisation.objects.all()
    found = rows.filter(uscc=uscc).first() if uscc else None
    return found or rows.filter(folded_name=fold(name)[:240]).first()
