"""Steps that the acts on a tolerance share: the lock, its last day, whom to tell."""

from datetime import date, timedelta
from typing import Any, Final

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection.investigating import people_at
from citystage.stages.trials import parties
from citystage.stages.trials.models import Tolerance

ALONG: Final = (
    "city",
    "organisation__seat",
    "district",
    "decided_for",
    "trial__owner_unit",
    "trial__supplier__seat",
    "trial__district",
    "trial__department",
)
_KEEPS: Final = frozenset({Permission.TRIAL_KEEP})
_DECIDES: Final = frozenset({Permission.TRIAL_TOLERATE})


def lock_tolerance(tolerance: Tolerance) -> Tolerance:
    """The tolerance as it stands now, held until the transaction ends."""
    rows = Tolerance.objects.select_for_update(of=("self",))
    return rows.select_related(*ALONG).get(pk=tolerance.pk)


def last_day(tolerance: Tolerance) -> date:
    """The last day on which it holds."""
    return tolerance.ends_on - timedelta(days=1)


def say(
    tolerance: Tolerance,
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell who it is for, the owner of its trial, and the office that decided."""
    people: list[User] = people_at(tolerance.decided_for, _DECIDES, at=stamp.at)
    if tolerance.trial is not None:
        for word in parties.BOTH:
            people += parties.people_of(tolerance.trial, word, stamp)
    elif tolerance.organisation.seat is not None:
        people += people_at(tolerance.organisation.seat, _KEEPS, at=stamp.at)
    told = {"title": tolerance.title, "last": last_day(tolerance).isoformat(), **values}
    once = {one.pk: one for one in people}.values()
    tell(once, group=group, template=template, values=told, about=tolerance, stamp=stamp)
