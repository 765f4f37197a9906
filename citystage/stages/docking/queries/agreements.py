"""Intents and agreements for pages: lists, totals kept apart by kind and force, related parties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Agreement, Amendment, Intent, Party, Proof
from citystage.stages.docking.states.agreements import AgreementState, DealKind, Force
from citystage.stages.selection.models import Shareholding

ALONG: Final = ("city", "scenario", "event", "broker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list is cut to; empty values cut nothing."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    # Only those that name no amount.
    unnamed: bool = False
    words: str = ""


def intents(actor: Actor, cut: Cut) -> QuerySet[Intent]:
    """Intents within reach, the newest first."""
    found = Intent.objects.visible_to(actor)
    return _cut(found, cut, Intent).select_related(*ALONG).prefetch_related(*_PARTIES)


def agreements(actor: Actor, cut: Cut) -> QuerySet[Agreement]:
    """Agreements within reach, the newest first."""
    found = _cut(Agreement.objects.visible_to(actor), cut, Agreement)
    if cut.forces:
        found = found.filter(force__in=cut.forces)
    if cut.unnamed:
        found = found.filter(amount__isnull=True)
    return found.select_related(*ALONG).prefetch_related(*_PARTIES)


_PARTIES: Final = ("parties__organisation", "parties__unit")


def _cut[D: (Intent, Agreement)](found: QuerySet[D], cut: Cut, model: type[D]) -> QuerySet[D]:
    if cut.kinds:
        found = found.filter(kind__in=cut.kinds)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.words:
        own = "agreement_id" if model is Agreement else "intent_id"
        named = Party.objects.filter(name__icontains=cut.words).values(own)
        found = found.filter(Q(title__icontains=cut.words) | Q(pk__in=named))
    return found


def reach_intent(actor: Actor, pk: int) -> Intent:
    """One intent. Raises ``NotFound`` out of reach."""
    found = Intent.objects.visible_to(actor).filter(pk=pk)
    if intent := found.select_related(*ALONG).first():
        return intent
    raise NotFound(_("There is no such intent within your reach."))


def reach_agreement(actor: Actor, pk: int) -> Agreement:
    """One agreement. Raises ``NotFound`` out of reach."""
    found = Agreement.objects.visible_to(actor).filter(pk=pk)
    if agreement := found.select_related(*ALONG, "intent").first():
        return agreement
    raise NotFound(_("There is no such agreement within your reach."))


def parties_of(deal: Intent | Agreement) -> list[Party]:
    """Its parties, in the order they were named."""
    return list(deal.parties.select_related("organisation", "unit"))


def amendments_of(agreement: Agreement) -> list[Amendment]:
    """Its amendments, in order."""
    return list(agreement.amendments.select_related("made_by"))


def proofs_of(agreement: Agreement) -> list[Proof]:
    """Its documents."""
    return list(agreement.proofs.select_related("added_by"))


def proof_of(agreement: Agreement, pk: int) -> Proof:
    """One document. Raises ``NotFound``."""
    if found := agreement.proofs.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def events_of(deal: Intent | Agreement) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(deal).order_by("-id")


@dataclass(frozen=True, slots=True)
class Total:
    """Agreements of one kind and one force; those without an amount are told apart."""

    kind: DealKind
    force: Force
    number: int
    fen: int | None
    unnamed: int


def totals(actor: Actor, cut: Cut) -> list[Total]:
    """Kind by kind and force by force; nothing is ever added across them. Ended ones are out."""
    found = agreements(actor, cut).exclude(state=AgreementState.ENDED)
    rows = found.prefetch_related(None).select_related(None).order_by("kind", "force")
    counted = rows.values_list("kind", "force").annotate(
        number=Count("pk"), fen=Sum("amount"), unnamed=Count("pk", filter=Q(amount__isnull=True))
    )
    return [Total(DealKind(row[0]), Force(row[1]), *row[2:]) for row in counted]


@dataclass(frozen=True, slots=True)
class Tie:
    """A share that one party holds of another."""

    holder: str
    held: str
    percent: str
    source: str


def ties(deals: Iterable[Intent | Agreement], *, today: date) -> dict[int, list[Tie]]:
    """Deal -> shareholdings on record between its parties today; one query."""
    members = {deal.pk: [one.organisation_id for one in deal.parties.all()] for deal in deals}
    known = {pk for found in members.values() for pk in found if pk}
    if len(known) < 2:  # noqa: PLR2004 -- one holds no share of itself
        return {}
    rows = Shareholding.objects.filter(
        Q(since__isnull=True) | Q(since__lte=today),
        Q(until__isnull=True) | Q(until__gt=today),
        holder__in=known,
        held__in=known,
        ended_at__isnull=True,
    )
    shares = list(rows.select_related("holder", "held"))
    return {pk: found for pk, inside in members.items() if (found := _between(shares, set(inside)))}


def _between(shares: Sequence[Shareholding], inside: set[int | None]) -> list[Tie]:
    return [
        Tie(
            one.holder_name,
            one.held_name,
            "" if one.percent is None else f"{one.percent.normalize():f}",
            one.source,
        )
        for one in shares
        if {one.holder_id, one.held_id} <= inside
    ]
