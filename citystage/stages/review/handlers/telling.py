"""Whom each step of review tells what: the ``tells`` of its Moves, put into words."""

from dataclasses import asdict
from typing import cast

from django.db import models
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.calendars import last_day
from citystage.stages.review import wording
from citystage.stages.review.facts import (
    CaseChosen,
    CaseDeclined,
    CaseMerged,
    CaseReturned,
    CaseTakenUp,
    CaseUnmerged,
    CommentMade,
    OpinionAsked,
    OpinionGiven,
    OpinionsConcluded,
    OpinionWaived,
)
from citystage.stages.review.models import Case, Comment, Opinion
from citystage.stages.review.queries.audiences import audience
from citystage.stages.review.states import (
    ASK,
    CASE_FLOW,
    GIVE,
    WAIVE,
)

# Read on the record of the case by officers, on the application by everybody else.
_OFFICERS = frozenset({"city"})

_OF_CASES: dict[type[Fact], tuple[Group, str]] = {
    CaseTakenUp: (Group.PROGRESS, gettext_noop("The city has begun to polish “%(title)s”.")),
    CaseReturned: (
        Group.PROGRESS,
        gettext_noop("The city has returned “%(title)s” for changes: %(reason)s"),
    ),
    CaseChosen: (Group.PROGRESS, wording.CHOSEN),
    CaseDeclined: (Group.PROGRESS, wording.DECLINED),
    CaseMerged: (
        Group.PROGRESS,
        gettext_noop("“%(title)s” was merged into “%(other)s”, because they say the same."),
    ),
    CaseUnmerged: (
        Group.PROGRESS,
        gettext_noop("The merge of “%(title)s” into “%(other)s” was undone."),
    ),
    OpinionsConcluded: (Group.TASK, gettext_noop("All opinions on “%(title)s” are in.")),
}
_OF_OPINIONS: dict[type[Fact], tuple[tuple[str, ...], Group, str]] = {
    OpinionAsked: (
        ASK.tells,
        Group.TASK,
        gettext_noop("Your opinion on “%(title)s” is asked for until %(due)s."),
    ),
    OpinionGiven: (
        GIVE.tells,
        Group.PROGRESS,
        gettext_noop("%(unit)s has given its opinion on “%(title)s”."),
    ),
    OpinionWaived: (
        WAIVE.tells,
        Group.PROGRESS,
        gettext_noop("Your opinion on “%(title)s” is no longer needed."),
    ),
}
_TELLS = {move.verb: move.tells for move in CASE_FLOW.moves}
_CASE_WITH = ("application__recommender", "application__filed_by", "officer")


def of_case(fact: Fact, stamp: Stamp) -> None:
    """Tell those whom the Move of this fact names."""
    group, template = _OF_CASES[type(fact)]
    payload = asdict(fact)
    case = _case(payload["case_id"])
    other = _case(number) if (number := _other_case(fact)) else None
    values = {"title": case.application.title, "reason": payload.get("reason", "")}
    if other is not None:
        values["other"] = other.application.title
    for word in _TELLS[fact.verb]:
        about = other if word == "other owner" and other is not None else case
        record: models.Model = about if word in _OFFICERS else about.application
        people = audience(case, word, other=other)
        tell(people, group=group, template=template, values=values, about=record, stamp=stamp)


def of_opinion(fact: Fact, stamp: Stamp) -> None:
    """Tell the asked unit of its turn, and the officer of its answer."""
    words, group, template = _OF_OPINIONS[type(fact)]
    found = Opinion.objects.select_related("unit", *(f"case__{name}" for name in _CASE_WITH))
    opinion = found.get(pk=asdict(fact)["opinion_id"])
    if opinion.asked_at is None:
        return  # its turn never came, so the unit has heard of nothing
    values = {
        "title": opinion.case.application.title,
        "unit": opinion.unit.name,
        "due": last_day(opinion.due_at).isoformat() if opinion.due_at else "",
    }
    for word in words:
        about: models.Model = opinion.case if word in _OFFICERS else opinion
        people = audience(opinion, word)
        tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


@on(CommentMade)
def of_comment(fact: CommentMade, stamp: Stamp) -> None:
    """What is said to the owner reaches the owner; what the owner says reaches the officer."""
    if fact.audience != Comment.Audience.OWNER:
        return
    case = Case.objects.filter(application=fact.application_id).select_related(*_CASE_WITH).first()
    if case is None:
        return
    template = gettext_noop("A new comment on “%(title)s”.")
    values = {"title": case.application.title}
    for word, about in (("owner", cast("models.Model", case.application)), ("city", case)):
        people = audience(case, word)
        tell(
            people,
            group=Group.PROGRESS,
            template=template,
            values=values,
            about=about,
            stamp=stamp,
        )


for _kind in _OF_CASES:
    on(_kind)(of_case)
for _kind in _OF_OPINIONS:
    on(_kind)(of_opinion)


def _case(number: int) -> Case:
    return Case.objects.select_related(*_CASE_WITH, "merged_into__application").get(pk=number)


def _other_case(fact: Fact) -> int | None:
    if isinstance(fact, CaseMerged):
        return fact.into_id
    return fact.from_id if isinstance(fact, CaseUnmerged) else None
