"""A unit reports a first use 首试首用; it counts once a named body has confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking.agreeing import side_named
from citystage.stages.projects import claiming, proceeding
from citystage.stages.projects.facts.claims import FirstUseRecorded
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import FirstUse, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import claims as rules
from citystage.stages.projects.states.claims import ClaimState, FirstUseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What is reported, as it is typed. ``amount`` in fen."""

    kind: FirstUseKind
    maker: str
    name: str
    model: str
    user: str
    used_on: date
    place: str = ""
    district: Unit | None = None
    project: Project | None = None
    amount: int | None = None
    words: str = ""
    proofs: Sequence[Sent] = ()


@transaction.atomic(durable=True)
def report_first_use(city: Unit, *, used: Used, stamp: Stamp) -> FirstUse:
    """Keep the claim at its product: the one that is known, whoever reports it.

    Raises ``NotPossible`` for a day to come, no proof, or the same report again.
    """
    rules.may_report(stamp.actor).enforce()
    _check(used, stamp)
    product = claiming.product_of(
        city, maker=used.maker, name=used.name, model=used.model, at=stamp.at
    )
    unit = stamp.actor.unit
    mine = FirstUse.objects.filter(product=product, kind=used.kind, claimed_for=unit)
    if mine.filter(state__in=[ClaimState.CLAIMED, ClaimState.PROVEN]).exists():
        raise NotPossible(_("Your unit has reported this product already."))
    user = side_named(used.user)
    scenario = used.project.scenario if used.project else None
    use = FirstUse.objects.create(
        city=city,
        product=product,
        kind=used.kind,
        user_organisation=user.organisation,
        user_unit=user.unit or (user.organisation.seat if user.organisation else None),
        user_name=user.name,
        project=used.project,
        scenario=scenario,
        place=used.place.strip()[:200],
        district=used.district or (used.project.district if used.project else None),
        department=used.project.department if used.project else _office(unit),
        chain=used.project.chain if used.project else None,
        used_on=used.used_on,
        amount=used.amount,
        words=used.words.strip(),
        claimed_by_id=stamp.actor.user_id,
        claimed_for=unit,
        claimed_at=stamp.at,
    )
    claiming.keep_proofs(use, used.proofs, stamp=stamp)
    told = FirstUseRecorded(
        **claiming.counted(use, stamp=stamp),
        first_use_id=use.pk,
        product_id=product.pk,
        kind=use.kind,
    )
    journal.record(told, subject=use, stamp=stamp)
    words = gettext_noop("A first use waits for confirmation: “%(title)s”.")
    people = proceeding.provers_of(city, stamp)
    title = str(product)
    proceeding.say(people, words, about=use, stamp=stamp, group=Group.TASK, title=title)
    return use


def _check(used: Used, stamp: Stamp) -> None:
    if not all(text.strip() for text in (used.maker, used.name, used.user)):
        raise NotPossible(_("Name the maker, the product and its user."))
    claiming.not_later(used.used_on, stamp)
    if not used.proofs:
        raise NotPossible(_("Add the proof: a contract, a delivery note, a photo."))


def _office(unit: Unit | None) -> Unit | None:
    return unit if unit is not None and unit.kind == Unit.Kind.DEPARTMENT else None
