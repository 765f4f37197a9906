"""Whom the formal check tells what: the letters of its outcomes."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection.checking import in_words
from citystage.stages.selection.facts import candidacies
from citystage.stages.selection.handlers.deciding import people_of
from citystage.stages.selection.models import Candidacy, Correction
from citystage.stages.selection.posting import ZONE
from citystage.stages.selection.states.candidacies import CANDIDACY_FLOW

_TELLS = {move.verb: move.tells for move in CANDIDACY_FLOW.moves}
_WORDS: dict[type[Fact], tuple[Group, str]] = {
    candidacies.CheckPassed: (
        Group.PROGRESS,
        gettext_noop("“%(title)s” passed the formal check and goes to the panel."),
    ),
    candidacies.CorrectionAsked: (
        Group.TASK,
        gettext_noop(
            "“%(title)s” needs corrections, once and in one return, before %(until)s:\n%(defects)s"
        ),
    ),
    candidacies.Corrected: (
        Group.TASK,
        gettext_noop("The corrections of “%(title)s” have come in and wait for the formal check."),
    ),
    candidacies.CorrectionLapsed: (
        Group.PROGRESS,
        gettext_noop(
            "No corrections of “%(title)s” came in time; it is checked as it was handed in."
        ),
    ),
    candidacies.CheckFailed: (
        Group.PROGRESS,
        gettext_noop("“%(title)s” did not pass the formal check:\n%(reason)s"),
    ),
}


def of_check(fact: Fact, stamp: Stamp) -> None:
    """Tell the applicant, who recommended it, and the office, as the Move says."""
    payload = asdict(fact)
    along = ("application__filed_by", "application__recommender", "programme__city")
    candidacy = Candidacy.objects.select_related(*along).get(pk=payload["candidacy_id"])
    group, template = _WORDS[type(fact)]
    for word in _TELLS[fact.verb]:
        city = word == "city"
        people = (
            wearers(Permission.SELECTION_CANDIDACY_CHECK, candidacy.programme.city, at=stamp.at)
            if city
            else people_of(candidacy, word, stamp)
        )
        tell(
            people,
            group=group,
            template=template,
            values=_values(candidacy, payload),
            about=candidacy if city else candidacy.application,
            stamp=stamp,
        )


def _values(candidacy: Candidacy, payload: dict[str, Any]) -> dict[str, Any]:
    values = {"title": candidacy.application.title, "reason": payload.get("reason", "")}
    if until := payload.get("until"):
        values["until"] = f"{datetime.fromisoformat(until).astimezone(ZONE):%Y-%m-%d %H:%M}"
        correction = Correction.objects.get(candidacy=candidacy)
        values["defects"] = in_words(candidacy.programme.read_terms(), correction.defects)
    return values


for _kind in _WORDS:
    on(_kind)(of_check)
