"""Steps of intents and agreements that several acts share: parties, the lock, whom to tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Intent, Party
from citystage.stages.docking.states.agreements import DealKind
from citystage.stages.events.models import Event
from citystage.stages.selection.investigating import people_at

_KEEPS = frozenset({Permission.DOCKING_DEAL_KEEP})
_LEAST_PARTIES = 2


class BadDeal(Refusal):
    """An intent or agreement has at least two parties, and its days stand in order."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One party as it was named: found in the directory, or only a name."""

    name: str
    organisation: Organisation | None = None
    unit: Unit | None = None
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an intent or agreement says, as it is typed. ``amount`` in fen."""

    kind: DealKind
    title: str
    text: str = ""
    amount: int | None = None
    amount_text: str = ""
    scenario: Scenario | None = None
    event: Event | None = None
    broker: Unit | None = None


def side_named(name: str, *, role: str = "") -> Side:
    """The party that a typed name means: an organisation, a unit, or the name itself."""
    typed = name.strip()
    organisation = Organisation.objects.filter(folded_name=fold(typed)[:240]).first()
    unit = None
    if organisation is None:
        offices = (Unit.Kind.CITY, Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
        unit = Unit.objects.filter(name=typed, kind__in=offices).first()
    return Side(name=typed[:200], organisation=organisation, unit=unit, role=role)


def different(sides: Iterable[Side]) -> list[Side]:
    """Each party once. Raises ``BadDeal`` for fewer than two."""
    known = {fold(one.name): one for one in sides if one.name}
    if len(known) < _LEAST_PARTIES:
        raise BadDeal(_("Name at least two parties."))
    return list(known.values())


def add_parties(sides: Iterable[Side], **deal: Intent | Agreement) -> None:
    """Write the parties of an intent (``intent=``) or agreement (``agreement=``)."""
    Party.objects.bulk_create(
        Party(
            **deal,
            name=one.name,
            organisation=one.organisation,
            unit=one.unit,
            role=one.role,
        )
        for one in sides
    )


def lock[D: (Intent, Agreement)](deal: D) -> D:
    """The deal as it stands now, held until the transaction ends."""
    rows = type(deal).objects.select_for_update(of=("self",))
    return rows.select_related("city", "scenario").get(pk=deal.pk)


def people_of(deal: Intent | Agreement, stamp: Stamp) -> list[User]:
    """Who acts for the parties, and who entered it."""
    found = [deal.entered_by] if deal.entered_by else []
    for party in deal.parties.select_related("organisation__seat", "unit"):
        seat = party.organisation.seat if party.organisation else party.unit
        if seat is not None:
            found += people_at(seat, _KEEPS, at=stamp.at)
    return list({one.pk: one for one in found}.values())


def say(
    deal: Intent | Agreement,
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell the parties."""
    told = {"title": deal.title, **values}
    people = people_of(deal, stamp)
    tell(people, group=group, template=template, values=told, about=deal, stamp=stamp)
