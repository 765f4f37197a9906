"""Whom decisions, notices and objections tell what: the ``tells`` of their Moves, in words."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection import letters
from citystage.stages.selection.facts import candidacies, decisions
from citystage.stages.selection.models import Ballot, Candidacy, Notice, Objection
from citystage.stages.selection.posting import ZONE
from citystage.stages.selection.states.candidacies import CANDIDACY_FLOW
from citystage.stages.selection.states.decisions import OBJECTION_FLOW

_TELLS = {move.verb: move.tells for move in (*CANDIDACY_FLOW.moves, *OBJECTION_FLOW.moves)}

_OF_CANDIDACIES: dict[type[Fact], str] = {
    candidacies.CandidacyProposed: letters.PROPOSED,
    candidacies.CandidacyNotChosen: letters.NOT_CHOSEN,
    candidacies.CandidacyTookEffect: gettext_noop(
        "“%(title)s” is selected: the public notice ended and nothing stands against it."
    ),
    candidacies.CandidacyOverturned: gettext_noop(
        "An objection to “%(title)s” was upheld: it is not selected."
    ),
    candidacies.CandidacyJudgedAgain: gettext_noop(
        "An objection to “%(title)s” was upheld: the panel judges it again."
    ),
}
_OF_BALLOTS: dict[type[Fact], tuple[Group, str]] = {
    decisions.BallotOpened: (
        Group.TASK,
        gettext_noop("Your vote is asked for: “%(title)s”."),
    ),
    decisions.BallotReopened: (
        Group.TASK,
        gettext_noop("The vote “%(title)s” goes on: %(reason)s"),
    ),
    decisions.BallotClosed: (Group.PROGRESS, gettext_noop("The vote “%(title)s” is counted.")),
    decisions.BallotCancelled: (
        Group.PROGRESS,
        gettext_noop("The vote “%(title)s” was cancelled: %(reason)s"),
    ),
}
_OF_OBJECTIONS: dict[type[Fact], str] = {
    decisions.ObjectionAdmitted: gettext_noop(
        "The objection to “%(title)s” is looked into; the decision waits for it."
    ),
    decisions.ObjectionNotAdmitted: gettext_noop(
        "Your objection to “%(title)s” was not admitted. The reasons are on its page."
    ),
    decisions.ObjectionUpheld: gettext_noop("The objection to “%(title)s” was upheld."),
    decisions.ObjectionRejected: gettext_noop("The objection to “%(title)s” was rejected."),
    decisions.ObjectionWithdrawn: gettext_noop("The objection to “%(title)s” was withdrawn."),
}


def of_candidacy(fact: Fact, stamp: Stamp) -> None:
    """Tell the applicant, who recommended it, and the office, as the Move says."""
    payload = asdict(fact)
    candidacy = _candidacy(payload["candidacy_id"])
    template, values = _OF_CANDIDACIES[type(fact)], _values(candidacy, payload)
    if isinstance(fact, candidacies.CandidacyNotChosen) and not fact.reason:
        template = letters.NOT_CARRIED
    for word in _TELLS[fact.verb]:
        tell(
            people_of(candidacy, word, stamp),
            group=Group.PROGRESS,
            template=template,
            values=values,
            about=candidacy if word == "city" else candidacy.application,
            stamp=stamp,
        )


def of_ballot(fact: Fact, stamp: Stamp) -> None:
    """Tell the voters."""
    payload = asdict(fact)
    group, template = _OF_BALLOTS[type(fact)]
    ballot = Ballot.objects.get(pk=payload["ballot_id"])
    voters = ballot.voters.select_related("user").order_by("pk")
    _say(
        [voter.user for voter in voters],
        template=template,
        values={"title": ballot.title, "reason": payload.get("reason", "")},
        about=ballot,
        stamp=stamp,
        group=group,
    )


def of_objection(fact: Fact, stamp: Stamp) -> None:
    """Tell the objector who has an account, the applicant, and the office."""
    payload = asdict(fact)
    objection = Objection.objects.select_related("filed_by").get(pk=payload["objection_id"])
    candidacy = _candidacy(objection.candidacy_id)
    for word in _TELLS[fact.verb]:
        objector = word == "objector"
        known = [objection.filed_by] if objection.filed_by else []
        about: models.Model = candidacy.application
        if objector or word == "city":
            about = objection
        _say(
            known if objector else people_of(candidacy, word, stamp),
            template=_OF_OBJECTIONS[type(fact)],
            values={"title": candidacy.application.title},
            about=about,
            stamp=stamp,
        )


@on(decisions.ObjectionFiled)
def of_filed(fact: decisions.ObjectionFiled, stamp: Stamp) -> None:
    """The deciding office hears of it at once."""
    objection = Objection.objects.select_related("notice").get(pk=fact.objection_id)
    candidacy = _candidacy(fact.candidacy_id)
    _say(
        people_of(candidacy, "city", stamp),
        template=gettext_noop("An objection to “%(title)s” was filed: public notice %(number)s."),
        values={"title": candidacy.application.title, "number": objection.notice.number},
        about=objection,
        stamp=stamp,
        group=Group.TASK,
    )


@on(decisions.ObjectionCarriedOut)
def of_carried_out(fact: decisions.ObjectionCarriedOut, stamp: Stamp) -> None:
    """Who objected, and the applicant, hear what was put right."""
    objection = Objection.objects.select_related("filed_by").get(pk=fact.objection_id)
    candidacy = _candidacy(fact.candidacy_id)
    template = gettext_noop("What was published of “%(title)s” is corrected: %(words)s")
    values = {"title": candidacy.application.title, "words": objection.correction}
    known = [objection.filed_by] if objection.filed_by else []
    for people, about in (
        (known, objection),
        (people_of(candidacy, "owner", stamp), candidacy.application),
    ):
        _say(people, template=template, values=values, about=about, stamp=stamp)


def people_of(candidacy: Candidacy, word: str, stamp: Stamp) -> list[User]:
    """Whom "owner", "recommender" and "city" mean here, each once."""
    application = candidacy.application
    if word == "owner":
        invited = [one.user for one in application.editors.select_related("user") if one.user]
        return [*{one.pk: one for one in [application.filed_by, *invited]}.values()]
    if word == "recommender":
        permission = Permission.INTAKE_APPLICATION_RECOMMEND
        return wearers(permission, application.recommender, at=stamp.at)
    city = candidacy.programme.city
    return wearers(Permission.SELECTION_OBJECTION_DECIDE, city, at=stamp.at)


def _say(  # noqa: PLR0913 -- the parts of one message
    people: Iterable[User],
    *,
    template: str,
    values: dict[str, Any],
    about: models.Model,
    stamp: Stamp,
    group: Group = Group.PROGRESS,
) -> None:
    tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


def _candidacy(number: int) -> Candidacy:
    along = ("application__filed_by", "application__recommender", "programme__city")
    return Candidacy.objects.select_related(*along).get(pk=number)


def _values(candidacy: Candidacy, payload: dict[str, Any]) -> dict[str, Any]:
    values = {"title": candidacy.application.title, "reason": payload.get("reason", "")}
    if notice := Notice.objects.filter(pk=payload.get("notice_id") or 0).first():
        last = notice.until.astimezone(ZONE) - timedelta(seconds=1)
        values["until"] = f"{last:%Y-%m-%d}"
    return values


for _kind in _OF_CANDIDACIES:
    on(_kind)(of_candidacy)
for _kind in _OF_BALLOTS:
    on(_kind)(of_ballot)
for _kind in _OF_OBJECTIONS:
    on(_kind)(of_objection)
