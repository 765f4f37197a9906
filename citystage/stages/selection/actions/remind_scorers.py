"""Experts whose scores are missing are reminded, once a day at most."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection.facts.scoring import ScorersReminded
from citystage.stages.selection.models import Programme, Seat
from citystage.stages.selection.posting import ZONE
from citystage.stages.selection.rules.scores import in_window, may_lead_scores
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import SeatState

_AGAIN = timedelta(hours=20)


@transaction.atomic(durable=True)
def remind_scorers(programme: Programme, *, stamp: Stamp) -> int:
    """Tell everybody who accepted and has not handed in; returns how many people.

    By an officer, or by the house when the end is near. Candidacies are told by number only, so
    that a blind panel stays blind in its mail too.
    """
    stamp = at_the_act(stamp)
    programme = Programme.objects.select_related("city", "call").get(pk=programme.pk)
    if stamp.channel != "job":
        may_lead_scores(stamp.actor, programme).enforce()
    terms = programme.read_terms()
    in_window(terms, "scoring", stamp.at).enforce()
    phase = terms.phase("scoring")
    assert phase is not None
    late = _late(programme, stamp)
    for _expert, group in groupby(late, key=lambda one: one.expert_id):
        seats = list(group)
        user = seats[0].expert.user
        tell(
            [user] if user else [],
            group=Group.TASK,
            template=gettext_noop(
                "Your scores are missing in “%(call)s” for No. %(numbers)s. They are to be handed"
                " in before %(until)s."
            ),
            values={
                "call": programme.call.label,
                "numbers": "、".join(str(one.candidacy.number) for one in seats),
                "until": f"{phase.until.astimezone(ZONE):%Y-%m-%d %H:%M}",
            },
            about=seats[0],
            stamp=stamp,
        )
    keys = [one.pk for one in late]
    Seat.objects.filter(pk__in=keys).update(reminded_at=stamp.at)
    if keys:
        told = ScorersReminded(programme_id=programme.pk, seats=keys)
        journal.record(told, subject=programme, stamp=stamp)
    return len({one.expert_id for one in late})


def _late(programme: Programme, stamp: Stamp) -> list[Seat]:
    quiet = Q(reminded_at__isnull=True) | Q(reminded_at__lte=stamp.at - _AGAIN)
    rows = Seat.objects.select_for_update(of=("self",)).filter(
        quiet,
        candidacy__programme=programme,
        candidacy__state=CandidacyState.REVIEWING,
        state=SeatState.ACCEPTED,
    )
    ordered = rows.select_related("expert__user", "candidacy")
    return list(ordered.order_by("expert_id", "candidacy__number"))
