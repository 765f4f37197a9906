"""Whom due diligence and action points tell what: the ``tells`` of their Moves, in words."""

from dataclasses import asdict

from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.calendars import last_day
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection import standing
from citystage.stages.selection.facts import diligence as facts
from citystage.stages.selection.investigating import STANDS_FOR, people_at
from citystage.stages.selection.models import ActionPoint, Diligence
from citystage.stages.selection.states.diligence import ACTION_POINT_FLOW, DILIGENCE_FLOW

_TELLS = {move.verb: move.tells for move in (*DILIGENCE_FLOW.moves, *ACTION_POINT_FLOW.moves)} | {
    facts.DiligenceAsked.verb: ("institution",),
    facts.ActionPointMade.verb: ("owner",),
}
_OF_DILIGENCE: dict[type[Fact], tuple[Group, str]] = {
    facts.DiligenceAsked: (
        Group.TASK,
        gettext_noop(
            "Due diligence on “%(title)s” is asked of you, until %(due)s. First declare your"
            " interests."
        ),
    ),
    facts.DiligenceTakenOn: (
        Group.PROGRESS,
        gettext_noop("%(who)s has declared its interests and looks into “%(title)s”."),
    ),
    facts.DiligenceBarred: (
        Group.TASK,
        gettext_noop(
            "%(who)s means to invest, so by the terms it does no due diligence on “%(title)s”."
        ),
    ),
    facts.DiligenceReported: (
        Group.TASK,
        gettext_noop("%(who)s has reported on “%(title)s”. Accept the report or send it back."),
    ),
    facts.DiligenceSentBack: (
        Group.TASK,
        gettext_noop("Your report on “%(title)s” came back: %(reason)s"),
    ),
    facts.DiligenceAccepted: (
        Group.PROGRESS,
        gettext_noop("Your report on “%(title)s” is accepted."),
    ),
    facts.DiligenceCancelled: (
        Group.PROGRESS,
        gettext_noop("Due diligence on “%(title)s” is no longer needed: %(reason)s"),
    ),
}
_OF_POINTS: dict[type[Fact], tuple[Group, str]] = {
    facts.ActionPointMade: (
        Group.TASK,
        gettext_noop("Something is to be mended for “%(title)s” by %(due)s."),
    ),
    facts.ActionPointDone: (
        Group.TASK,
        gettext_noop("It is said to be mended for “%(title)s”. Please verify it."),
    ),
    facts.ActionPointVerified: (
        Group.PROGRESS,
        gettext_noop("What was to be mended for “%(title)s” is verified."),
    ),
    facts.ActionPointSentBack: (
        Group.TASK,
        gettext_noop("What was mended for “%(title)s” is not adequate yet: %(reason)s"),
    ),
}


def of_diligence(fact: Fact, stamp: Stamp) -> None:
    """Tell the office or the institution, each without those in conflict."""
    payload = asdict(fact)
    along = ("institution", "candidacy__application", "candidacy__programme__city")
    found = Diligence.objects.select_related(*along).get(pk=payload["diligence_id"])
    group, template = _OF_DILIGENCE[type(fact)]
    values = {
        "title": found.candidacy.application.title,
        "who": found.institution.name,
        "due": last_day(found.due_at).isoformat() if found.due_at else "",
        "reason": payload.get("reason", ""),
    }
    for word in _TELLS[fact.verb]:
        if word == "city":
            city = found.candidacy.programme.city
            people = wearers(Permission.SELECTION_PANEL_LEAD, city, at=stamp.at)
        else:
            doing = frozenset({Permission.SELECTION_DILIGENCE_DO})
            people = people_at(found.institution, doing, at=stamp.at)
        free = _free(people, found.candidacy_id)
        tell(free, group=group, template=template, values=values, about=found, stamp=stamp)


def of_point(fact: Fact, stamp: Stamp) -> None:
    """Tell who mends or who verifies."""
    payload = asdict(fact)
    along = ("owner", "verifier", "candidacy__application")
    point = ActionPoint.objects.select_related(*along).get(pk=payload["point_id"])
    group, template = _OF_POINTS[type(fact)]
    values = {
        "title": point.candidacy.application.title,
        "due": f"{point.due_on:%Y-%m-%d}",
        "reason": payload.get("reason", ""),
    }
    for word in _TELLS[fact.verb]:
        unit: Unit = point.owner if word == "owner" else point.verifier
        people = _free(people_at(unit, STANDS_FOR, at=stamp.at), point.candidacy_id)
        tell(people, group=group, template=template, values=values, about=point, stamp=stamp)


def _free(people: list[User], candidacy_id: int) -> list[User]:
    return [one for one in people if not standing.is_barred(one.pk, candidacy_id)]


for _kind in _OF_DILIGENCE:
    on(_kind)(of_diligence)
for _kind in _OF_POINTS:
    on(_kind)(of_point)
