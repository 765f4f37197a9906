"""Answers as their own side, the members of a consortium, and the owner's side read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability
from citystage.stages.docking import showing
from citystage.stages.docking.models import (
    Answer,
    AnswerEditor,
    AnswerMember,
    AnswerPaper,
    Clarification,
    Opening,
    Proof,
)
from citystage.stages.docking.sides import RELATED, bound_to, is_free, own_organisation, owns
from citystage.stages.docking.states.answers import STANDING, AnswerState, ConsentState
from citystage.stages.events.meeting.talking import Coming, Talk

type Part = Literal["own", "editor", "member", "judge"]
_ALONG = (
    "organisation__seat",
    "organisation__district",
    "begun_for",
    *(f"opening__{name}" for name in RELATED),
)


def own(actor: Actor) -> QuerySet[Answer]:
    """Answers the actor writes or takes part in, the latest first."""
    parts = Q(pk__in=Answer.objects.writable_by(actor).values("pk"))
    parts |= Q(pk__in=Answer.objects.shared_with(actor).values("pk"))
    return Answer.objects.filter(parts).select_related(*_ALONG).order_by("-pk")


def own_to(actor: Actor, opening: Opening) -> Answer | None:
    """The answer the actor's organisation has to this opening, if any."""
    if actor.user_id is None or not actor.may(Permission.DOCKING_ANSWER_GIVE):
        return None
    rows = Answer.objects.writable_by(actor).filter(opening=opening)
    return rows.select_related("organisation").first()


def prepared_by(actor: Actor, opening: Opening) -> QuerySet[Answer]:
    """What the broker writes for its clients to this opening."""
    rows = Answer.objects.writable_by(actor).filter(opening=opening, begun_for__isnull=False)
    return rows.select_related("organisation").order_by("pk")


def prepares(actor: Actor) -> bool:
    """Whether the actor begins answers on behalf of others; asks the database for nothing."""
    return actor.may(Permission.DOCKING_ANSWER_PREPARE)


def organisation_of(actor: Actor) -> Organisation | None:
    """The organisation for which the actor answers in this hat."""
    return own_organisation(actor)


def reach_answer(actor: Actor, pk: int) -> tuple[Answer, Part]:
    """An answer with the part in which the actor sees it; what nobody shows them is not found."""
    rows = Answer.objects.select_related(*_ALONG)
    for part, scope in (
        ("own", rows.writable_by(actor)),
        ("member", rows.shared_with(actor)),
        ("judge", rows.judged_by(actor)),
    ):
        if found := scope.filter(pk=pk).first():
            if part == "judge":
                free(actor, found.opening)
            editor = part == "own" and not owns(actor, found)
            return found, "editor" if editor else part  # type: ignore[return-value]
    raise NotFound(_("There is no such answer within your reach."))


def reach_own(actor: Actor, pk: int) -> Answer:
    """An answer the actor writes."""
    found = Answer.objects.writable_by(actor).select_related(*_ALONG).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such answer within your reach."))
    return found


def reach_judged(actor: Actor, pk: int) -> Answer:
    """An answer the owner's side reads, if no interest keeps the actor away."""
    found = Answer.objects.judged_by(actor).select_related(*_ALONG).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such answer within your reach."))
    free(actor, found.opening)
    return found


def free(actor: Actor, opening: Opening) -> None:
    """Whoever takes part reads none of the others: raises ``NotAllowed``."""
    is_free(bound_to(actor.user_id, opening)).enforce()


def judged(actor: Actor, opening: Opening) -> list[Answer]:
    """The answers to compare, in the order of handing in; none while they are sealed."""
    free(actor, opening)
    rows = Answer.objects.judged_by(actor).filter(opening=opening).select_related(*_ALONG)
    return list(rows.order_by("submitted_at", "pk"))


def standing(answers: Iterable[Answer]) -> list[Answer]:
    """Those on which nothing is decided yet."""
    return [one for one in answers if one.state in STANDING]


def reach_paper(answer: Answer, part: Part, pk: int) -> AnswerPaper:
    """A file of an answer that was reached; the owner's side reads what was handed in."""
    rows = answer.papers.filter(pk=pk)
    if part == "judge":
        rows = rows.filter(pk__in=(answer.given or {}).get("papers", []))
    paper = rows.first()
    if paper is None:
        raise NotFound(_("There is no such file here."))
    return paper


def clarifications(answer: Answer) -> QuerySet[Clarification]:
    """What was asked about it and replied, the oldest first."""
    return answer.clarifications.prefetch_related("proofs").order_by("asked_at", "pk")


def reach_proof(asked: Clarification, pk: int) -> Proof:
    """One file that came with the reply."""
    if found := asked.proofs.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file here."))


def reach_clarification(answer: Answer, pk: int) -> Clarification:
    """One of them."""
    found = clarifications(answer).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such question here."))
    return found


def capabilities_of(answer: Answer) -> QuerySet[Capability]:
    """What the organisation and the members of its consortium can do, to link to."""
    theirs = answer.members.values("organisation_id")
    whose = Q(organisation_id=answer.organisation_id) | Q(organisation_id__in=theirs)
    return Capability.objects.filter(whose, public=True).select_related("organisation")


def editors_of(answer: Answer) -> QuerySet[AnswerEditor]:
    """Who was invited to write along."""
    return answer.editors.order_by("pk")


def my_membership(actor: Actor, answer: Answer) -> AnswerMember | None:
    """The actor's organisation as a member of the consortium, if it is one."""
    seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
    rows = answer.members.filter(organisation__seat_id__in=seats)
    return rows.select_related("organisation").first()


def talks_of(answer: Answer, at: datetime) -> list[Talk | Coming]:
    """Free times of one-to-one days both sides come to."""
    return showing.talks(answer, answer.opening, at=at)


def place_of(talk: Talk | Coming) -> str:
    """The event and the table of one of them."""
    return showing.place_of(talk)


def waiting_clarifications(actor: Actor) -> QuerySet[Clarification]:
    """Questions of owners that wait for the actor's organisation."""
    mine = Answer.objects.writable_by(actor).filter(state__in=STANDING)
    return Clarification.objects.filter(answer__in=mine, replied_at__isnull=True)


def waiting_consents(actor: Actor) -> QuerySet[AnswerMember]:
    """Parts of work the actor's organisation is asked to agree to."""
    seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
    return AnswerMember.objects.filter(
        organisation__seat_id__in=seats,
        state=ConsentState.ASKED,
        answer__state__in=[AnswerState.DRAFT, AnswerState.SUBMITTED],
    )


def waiting_drafts(actor: Actor, at: object) -> QuerySet[Answer]:
    """Drafts of the actor's organisation that can still be handed in."""
    rows = Answer.objects.writable_by(actor).filter(state=AnswerState.DRAFT)
    return rows.filter(opening__state="open", opening__closes_at__gt=at)


def registered(text: str) -> Organisation | None:
    """The registered organisation of this name or number."""
    wanted = text.strip()
    rows = Organisation.objects.filter(seat__isnull=False).select_related("seat")
    return rows.filter(Q(name=wanted) | Q(name_en__iexact=wanted) | Q(uscc=wanted)).first()
