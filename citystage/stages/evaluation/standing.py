"""Who is kept away from a lab, and why: asked before any officer decides, any assessor scores."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from citystage.foundation.access.models import Grant
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.keeping import seat_of
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Conflict

# The lab's own people are to it what an applicant's are to an application.
OWN = "applicant"


def kept_away(user_id: int | None, lab: Lab) -> str:
    """Why this person decides nothing on ``lab``; empty when nothing keeps the person away."""
    if user_id is None:
        return ""
    kind = on_record([user_id], [lab]).get((lab.pk, user_id), "")
    return str(conflict_kinds()[kind]) if kind else ""


def on_record(users: Iterable[int], labs: Sequence[Lab]) -> dict[tuple[int, int], str]:
    """(lab, person) -> kind: the lab's own people, and conflicts on record from its selection.

    Two queries, however many labs and people.
    """
    people = set(users)
    found: dict[tuple[int, int], str] = {}
    by_application: dict[int, list[int]] = defaultdict(list)
    by_seat: dict[int, list[int]] = defaultdict(list)
    for lab in labs:
        if lab.application_id is not None:
            by_application[lab.application_id].append(lab.pk)
        if (seat := seat_of(lab)) is not None:
            by_seat[seat.pk].append(lab.pk)
    known = Conflict.objects.filter(
        candidacy__application__in=by_application, standing=Conflict.Standing.BARS
    ).select_related("expert", "candidacy")
    for conflict in known:
        user = conflict.user_id or (conflict.expert.user_id if conflict.expert else None)
        for lab_id in by_application[conflict.candidacy.application_id]:
            if user in people and user is not None:
                found[lab_id, user] = conflict.kind
    for grant in Grant.objects.filter(unit__in=by_seat, user__in=people):
        for lab_id in by_seat[grant.unit_id]:
            found[lab_id, grant.user_id] = OWN
    return found
