"""Builders of decisions: ready candidacies, voters, ballots on their way, notices."""

from dataclasses import replace
from datetime import timedelta

from citystage.foundation.access.models import User
from citystage.foundation.access.roles import Role
from citystage.stages.selection.actions.apply_ballot import apply_ballot
from citystage.stages.selection.actions.cast_vote import cast_vote
from citystage.stages.selection.actions.close_ballot import close_ballot
from citystage.stages.selection.actions.file_objection import file_objection
from citystage.stages.selection.actions.name_voters import name_voters
from citystage.stages.selection.actions.open_ballot import open_ballot
from citystage.stages.selection.actions.prepare_ballot import prepare_ballot
from citystage.stages.selection.evidence import Evidence
from citystage.stages.selection.models import Conflict
from citystage.stages.selection.objecting import Words, fresh_receipt
from tests.conftest import NOON
from tests.selection import building

PDF = Evidence("证据.pdf", b"%PDF-1.7 ...")


def ready(town, number=2, **terms):
    """A programme with so many candidacies that are ready for decision."""
    made = building.programme(town, **terms)
    for _ in range(number):
        building.candidacy(town, made, state="ready")
    return made


def voters(town, number=3):
    return [
        User.objects.filter(username=f"voter{n}").first()
        or town.person(f"voter{n}", Role.DEPARTMENT_OFFICER, town.transport)
        for n in range(number)
    ]


def prepared(town, programme, *, people=None):
    """A ballot with its voters named, proposals with reasons."""
    stamp = town.stamp(town.city_officer)
    ballot = prepare_ballot(programme, title="示例表决", stamp=stamp)
    ballot.items.filter(proposal="not_select").update(reason="名额已满。")
    people = people or voters(town)
    name_voters(ballot, people=people, chair=people[0], stamp=stamp)
    return ballot, people


def opened(town, programme, *, people=None):
    ballot, people = prepared(town, programme, people=people)
    return open_ballot(ballot, stamp=town.stamp(town.city_officer)), people


def voted(town, programme, choice="for"):
    """Everybody votes the same on everything."""
    ballot, people = opened(town, programme)
    for item in ballot.items.all():
        for person in people:
            cast_vote(item, choice=choice, words="理由。", stamp=town.stamp(person))
    return close_ballot(ballot, stamp=town.stamp(town.city_officer))


def noticed(town, number=2, **terms):
    """A public notice with so many candidacies in it."""
    return noticed_of(town, ready(town, number, **terms))


def noticed_of(town, programme):
    """The public notice of what is ready in this programme; everybody votes for it."""
    ballot = voted(town, programme)
    stamp = town.stamp(town.city_officer)
    return apply_ballot(ballot, title="示例实验室拟认定名单公示", text="现予公示。", stamp=stamp)


def in_notice(notice):
    return [item.candidacy for item in notice.ballot.items.select_related("candidacy")]


def words(**said):
    known = {
        "ground": "facts",
        "argument": "材料与事实不符。",
        "remedy": "remove",
        "anonymous": True,
    }
    return Words(**(known | said))


def objected(town, notice, *, person=None, at=NOON, **said):
    stamp = replace(town.stamp(person or town.owner), at=at)
    return file_objection(
        notice,
        candidacy_id=in_notice(notice)[0].pk,
        words=words(**said),
        receipt=fresh_receipt(),
        stamp=stamp,
    )


def bar(user, candidacy):
    """A conflict that keeps this person away from the candidacy."""
    return Conflict.objects.create(
        candidacy=candidacy,
        user=user,
        kind="employer",
        origin="declared",
        standing="bars",
        words="曾在申报单位任职。",
        made_at=NOON,
    )


def later(notice, **passed):
    """A moment after the notice's end."""
    return notice.until + (timedelta(**passed) if passed else timedelta(minutes=2))
