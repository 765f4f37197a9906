"""Public notices: what everybody may read, and what waits at the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.ending import TO_CARRY_OUT
from citystage.stages.selection.models import (
    BallotItem,
    Candidacy,
    Conflict,
    Notice,
    Objection,
    Paper,
    Programme,
)
from citystage.stages.selection.standing import barring
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import BLOCKING

# What the public reads of a candidacy once it was proposed.
_SHOWN = (CandidacyState.NOTICE, CandidacyState.EFFECTIVE, CandidacyState.OVERTURNED)


def posted(*, city: str = "") -> QuerySet[Notice]:
    """Every notice ever posted, newest first."""
    found = Notice.objects.select_related("programme__city", "programme__call")
    return found.filter(programme__city__code=city) if city else found


def reach_notice(number: str) -> Notice:
    """One notice by its number. Raises ``NotFound``."""
    if found := posted().filter(number=number).first():
        return found
    raise NotFound(_("There is no public notice of this number."))


def proposed(notice: Notice) -> list[Candidacy]:
    """What the notice proposes, in the order of the vote; what was withdrawn since is left out.

    What the panel judges again stays on it: everybody reads what became of the proposal.
    """
    again = Objection.objects.filter(notice=notice, outcome=Objection.Outcome.JUDGED_AGAIN)
    shown = Q(candidacy__state__in=_SHOWN) | Q(candidacy__in=again.values("candidacy"))
    on_it = BallotItem.objects.filter(shown, ballot=notice.ballot_id)
    along = ("candidacy__application", "candidacy__district", "candidacy__organisation")
    return [one.candidacy for one in on_it.select_related(*along).order_by("place", "pk")]


def upheld(notice: Notice) -> dict[int, list[Objection]]:
    """Candidacy -> the objections to it that were upheld, for what followed; one query."""
    found: dict[int, list[Objection]] = {}
    rows = notice.objections.exclude(outcome="").defer("argument", "contact", "name")
    for one in rows.order_by("answered_at", "pk"):
        found.setdefault(one.candidacy_id, []).append(one)
    return found


def to_carry_out(actor: Actor) -> QuerySet[Objection]:
    """What was upheld and is still to be put right in what is published."""
    barred = Candidacy.objects.barred_to(actor).values("pk")
    found = Objection.objects.filter(_reach(actor, "notice__"), TO_CARRY_OUT)
    return found.exclude(candidacy__in=barred)


def notices_of(actor: Actor, programme: Programme) -> QuerySet[Notice]:
    """The notices of a programme for its office, with what waits in each."""
    open_ones = Count("objections", filter=Q(objections__state__in=BLOCKING))
    found = Notice.objects.filter(programme=programme).filter(_reach(actor))
    return found.annotate(total=Count("objections"), waiting=open_ones)


def _reach(actor: Actor, prefix: str = "") -> Q:
    tops = actor.reach(Permission.SELECTION_OBJECTION_DECIDE)
    return subtree(tops, f"{prefix}programme__city__path")


def reach_own_notice(actor: Actor, programme: Programme, pk: int) -> Notice:
    """One notice for its office. Raises ``NotFound``."""
    if found := notices_of(actor, programme).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no public notice of this number."))


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection as its reader may see it; of a barred one only that it exists, and why."""

    objection: Objection
    barred: Conflict | None


def objections_of(actor: Actor, programme: Programme) -> list[Filed]:
    """The objections to a programme's notices, those that wait first by the day they are due."""
    rows = Objection.objects.filter(notice__programme=programme).filter(_reach(actor, "notice__"))
    rows = rows.select_related("notice", "candidacy__application", "appeal_of")
    found = list(rows.order_by("due_at", "pk"))
    kept_away = barring(actor, {one.candidacy for one in found})
    told = [Filed(one, kept_away.get(one.candidacy_id)) for one in found]
    return sorted(told, key=lambda one: one.objection.state not in BLOCKING)


def waiting(actor: Actor, programme: Programme) -> int:
    """Objections of a programme to be answered by this officer."""
    found = Objection.objects.filter(
        _reach(actor, "notice__"), Q(state__in=BLOCKING) | TO_CARRY_OUT, notice__programme=programme
    )
    barred = Candidacy.objects.barred_to(actor).values("pk")
    return found.exclude(candidacy__in=barred).count()


def to_answer(actor: Actor) -> QuerySet[Objection]:
    """All objections this officer can answer."""
    barred = Candidacy.objects.barred_to(actor).values("pk")
    found = Objection.objects.filter(_reach(actor, "notice__"), state__in=BLOCKING)
    # Who answered the objection does not decide on its appeal.
    own = Objection.objects.filter(answered_by_id=actor.user_id).values("pk")
    return found.exclude(candidacy__in=barred).exclude(appeal_of__isnull=False, appeal_of__in=own)


def reach_objection(actor: Actor, programme: Programme, pk: int) -> Filed:
    """One objection for the deciding office; of a barred one only why. Raises ``NotFound``."""
    rows = Objection.objects.filter(_reach(actor, "notice__"), notice__programme=programme, pk=pk)
    along = (
        "notice__programme__city",
        "candidacy__application",
        "appeal_of__answered_by",
        "answered_by",
    )
    found = rows.select_related(*along).first()
    if found is None:
        raise NotFound(_("There is no such objection within your reach."))
    return Filed(found, barring(actor, [found.candidacy]).get(found.candidacy_id))


def papers_of(objection: Objection) -> list[Paper]:
    """The evidence given with an objection."""
    return list(objection.papers.order_by("pk"))


def paper_of(objection: Objection, pk: int) -> Paper:
    """One file of an objection. Raises ``NotFound``."""
    if found := objection.papers.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def by_receipt(receipt: str) -> Objection:
    """The objection of a receipt; whoever holds it may read the answer. Raises ``NotFound``."""
    key = "".join(receipt.split()).replace("-", "").upper()
    along = ("notice__programme__city", "candidacy__application", "appeal_of")
    found = Objection.objects.filter(receipt=key).select_related(*along).first() if key else None
    if found is None:
        raise NotFound(_("This receipt belongs to no objection. Compare it sign by sign."))
    return found


def appeal_of(objection: Objection) -> Objection | None:
    """The appeal that followed, if one did."""
    return Objection.objects.filter(appeal_of=objection).first()


def told(notice: Notice, candidacies: Iterable[Candidacy]) -> dict[int, int]:
    """Candidacy -> how many objections are open, as the public may know."""
    rows = notice.objections.filter(
        candidacy__in=[one.pk for one in candidacies], state__in=BLOCKING
    )
    return dict(rows.order_by().values_list("candidacy_id").annotate(number=Count("pk")))


def running(notice: Notice, at: datetime) -> bool:
    """Whether objections are taken."""
    return notice.posted_at <= at < notice.until
