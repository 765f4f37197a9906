"""What waits for a hat, from every stage, read in one query and sorted by deadline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.membership import queries as membership
from citystage.foundation.notices import queries as notices
from citystage.kernel.remembering import remembered_for
from citystage.stages.catalogue.queries import lists
from citystage.stages.events.queries import events, inviting
from citystage.stages.intake import queries as intake
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import queries as review
from citystage.stages.review.queries.triage import TriageFilter
from citystage.stages.review.states import CaseState
from citystage.stages.selection.queries import ballots
from citystage.stages.selection.queries import notices as selection_notices
from citystage.web.shell import prepared
from citystage.web.shell.components import Text
from citystage.web.shell.prepared import Prepared, minute, prepare
from citystage.web.work.answering import ANSWER_KINDS
from citystage.web.work.assessed import ASSESSED_KINDS
from citystage.web.work.labs import LAB_KINDS
from citystage.web.work.looking import LOOKING_KINDS
from citystage.web.work.projects import PROJECT_KINDS
from citystage.web.work.rows import MOST, Kind, Rows, named, row
from citystage.web.work.tracking import TRACKING_KINDS
from citystage.web.work.trying import TRIAL_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: what it is about, the one verb, where, and until when."""

    kind: str
    title: str
    verb: Text
    url: str
    due: datetime | None = None
    note: str = ""


def _cases(actor: Actor, user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.REVIEW_CASE_TRIAGE):
        return None
    states = (CaseState.TRIAGE, CaseState.POLISHING, CaseState.READY)
    rows = review.triage(actor, TriageFilter(states=tuple(str(one) for one in states)))
    others = Q(state=CaseState.POLISHING) & ~Q(officer=user)
    return row(rows.exclude(others), "case", "application__title", due="due_at", note="state")


def _opinions(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.REVIEW_OPINION_GIVE):
        return None
    rows = review.waiting_opinions(actor)
    return row(rows, "opinion", "case__application__title", due="due_at")


def _desk(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.INTAKE_APPLICATION_RECOMMEND):
        return None
    rows = intake.desk(actor)
    return row(rows, "recommend", "title", due="call__recommend_until", note="owner_name")


def _mine(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if actor.user_id is None:
        return None
    states = (ApplicationState.DRAFT, ApplicationState.RETURNED)
    rows = intake.my_applications(actor).filter(state__in=states)
    return row(rows, "mine", "title", due="call__closes_at", note="state")


def _registrations(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.MEMBERSHIP_REGISTRATION_DECIDE):
        return None
    name = Coalesce(NullIf(F("person__name"), Value("")), F("person__username"))
    return row(membership.waiting(actor), "registration", "organisation__name", note=name)


def _batches(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.REVIEW_DECISION_PREPARE):
        return None
    return row(review.batches(actor).filter(applied_at__isnull=True), "batch", "title")


def _lists(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.CATALOGUE_LIST_PREPARE):
        return None
    rows = lists.in_preparation(actor)
    return row(rows, "list", named("", "title", "title_en"), note="code")


def _invitations(_actor: Actor, user: User, at: datetime) -> Rows | None:
    rows = membership.invitations_for(user, at=at)
    return row(rows, "invitation", named("unit__"), due="expires_at")


def _votes(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    return row(ballots.my_ballots(actor), "vote", "title")


def _objections(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.SELECTION_OBJECTION_DECIDE):
        return None
    rows = selection_notices.to_answer(actor)
    programme = Cast("notice__programme_id", CharField())
    return row(rows, "objection", "candidacy__application__title", due="due_at", note=programme)


def _events(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVENTS_EVENT_MANAGE):
        return None
    return row(events.to_prepare(actor), "event", named("", "title", "title_en"), due="starts_at")


def _held(actor: Actor, _user: User, at: datetime) -> Rows | None:
    if not actor.may(Permission.EVENTS_EVENT_MANAGE):
        return None
    return row(events.to_close(actor, at), "event_held", named("", "title", "title_en"))


def _invited(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    title, number = named("event__", "title", "title_en"), F("event__number")
    rows = inviting.to_me(actor)
    return row(rows, "event_invitation", title, due="event__starts_at", note=number)


def _mails(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.NOTICES_OUTBOX_MANAGE):
        return None
    return row(notices.outbox(actor, show="failed"), "mail", "subject", note="to")


KINDS: Mapping[str, Kind] = {
    "mine": Kind(
        _mine,
        _("My applications"),
        _("Complete"),
        "company:edit",
        "company:needs",
        {str(ApplicationState.RETURNED): _("Put right")},
    ),
    "recommend": Kind(
        _desk, _("To recommend"), _("Recommend"), "bureau:recommend", "bureau:recommending"
    ),
    "opinion": Kind(
        _opinions, _("Opinions asked"), _("Give the opinion"), "bureau:opinion", "bureau:opinions"
    ),
    "case": Kind(
        _cases,
        _("Cases"),
        _("Triage"),
        "bureau:case",
        "bureau:triage",
        {str(CaseState.POLISHING): _("Polish"), str(CaseState.READY): _("Prepare the decision")},
    ),
    "batch": Kind(
        _batches,
        _("Decisions in preparation"),
        _("Apply together"),
        "bureau:batch",
        "bureau:decisions",
    ),
    "list": Kind(
        _lists,
        _("Lists in preparation"),
        pgettext_lazy("verb", "Release"),
        "bureau:list",
        "bureau:lists",
    ),
    "vote": Kind(_votes, _("Votes"), _("Vote"), "work:vote", "work:home"),
    "objection": Kind(
        _objections,
        _("Objections"),
        pgettext_lazy("verb", "Answer"),
        "bureau:selection_objection",
        "bureau:selections",
        address=lambda pk, programme: (int(programme), pk),
    ),
    "registration": Kind(
        _registrations,
        _("Registrations"),
        _("Decide"),
        "bureau:registration",
        "bureau:registrations",
    ),
    "invitation": Kind(
        _invitations, _("Invitations to me"), _("Accept"), "work:my-invitation", "work:home"
    ),
    "event": Kind(_events, _("Events to prepare"), _("Prepare"), "events:hub", "events:managed"),
    "event_held": Kind(
        _held, _("Events that are over"), _("Note it as held"), "events:hub", "events:managed"
    ),
    "event_invitation": Kind(
        _invited,
        _("Invitations to events"),
        _("Answer the invitation"),
        "events:event",
        "events:mine",
        address=lambda _pk, number: (number,),
    ),
    "mail": Kind(
        _mails, _("Mails that failed"), _("Look into it"), "operator:mail", "operator:outbox"
    ),
    **LAB_KINDS,
    **LOOKING_KINDS,
    **ANSWER_KINDS,
    **TRACKING_KINDS,
    **PROJECT_KINDS,
    **TRIAL_KINDS,
    **ASSESSED_KINDS,
}


@dataclass(frozen=True, slots=True)
class ToDo:
    """The tasks of a hat, and the kinds of which there are more than are shown."""

    tasks: list[Task]
    more: list[tuple[Text, str]]


def todo(actor: Actor, user: User, *, at: datetime) -> ToDo:
    """Everything that waits for this hat; one query."""
    statement = _statement(actor, user, minute(at), get_language(), user.email)
    counted: dict[str, int] = {}
    tasks = []
    for kind, pk, title, due, note in statement.rows():
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] <= MOST:
            tasks.append(_task(kind, pk, title, due, note))
    more = [
        (KINDS[kind].what, reverse(KINDS[kind].queue)) for kind in counted if counted[kind] > MOST
    ]
    return ToDo(tasks, more)


@remembered_for(prepared.SECONDS, most=prepared.MOST)
def _statement(
    actor: Actor, user: User, at: datetime, _language: str | None, _email: str
) -> Prepared:
    # The address is part of what was asked: invitations are found by it, and it may change.
    found = [rows for kind in KINDS.values() if (rows := kind.rows(actor, user, at)) is not None]
    first, *rest = found
    return prepare(first.union(*rest, all=True))


def _task(kind: str, pk: int, title: str, due: datetime | None, note: str) -> Task:
    known = KINDS[kind]
    special = (known.verbs or {}).get(note)
    return Task(
        kind=kind,
        title=title,
        verb=special or known.verb,
        url=reverse(known.page, args=known.address(pk, note)),
        due=due,
        note=note if kind in {"recommend", "registration", "mail"} else "",
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one deadline."""

    name: str
    label: Text
    tasks: list[Task]


def grouped(tasks: Iterable[Task], *, at: datetime) -> list[Group]:
    """The tasks by deadline: overdue, today, this week (until Sunday), later, without a date."""
    today = timezone.localtime(at).date()
    week = today + timedelta(days=6 - today.weekday())

    def name(task: Task) -> str:
        if task.due is None:
            return "undated"
        # A deadline is the end of a half-open window: midnight belongs to the day before.
        day = timezone.localtime(task.due - timedelta(microseconds=1)).date()
        if task.due <= at:
            return "overdue"
        return "today" if day == today else "week" if day <= week else "later"

    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(name(task), []).append(task)
    return [
        Group(key, label, sorted(groups[key], key=lambda task: task.due or at))
        for key, label in DEADLINES.items()
        if key in groups
    ]


DEADLINES: Mapping[str, Text] = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
    "undated": _("Without a date"),
}
