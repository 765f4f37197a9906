"""Who is kept away from whom: own people of the assessed, and ties found as panels find them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from citystage.engines.conflicts.finding import find
from citystage.engines.conflicts.records import Case, Party
from citystage.engines.conflicts.records import Expert as Judge
from citystage.foundation.access.models import Grant
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.finding import Tied, weighed
from citystage.stages.evaluation.models import Examiner, Subject
from citystage.stages.evaluation.standing import OWN
from citystage.stages.evaluation.standing import on_record as labs_on_record
from citystage.stages.selection.finding.ties import all_ties, body, node_of
from citystage.stages.selection.kinds import conflict_kinds


def kept_away(user_id: int | None, subject: Subject) -> str:
    """Why this person decides nothing on ``subject``; empty when nothing keeps the person away."""
    if user_id is None:
        return ""
    kind = on_record([user_id], [subject]).get((subject.pk, user_id), "")
    return str(conflict_kinds()[kind]) if kind else ""


def on_record(users: Iterable[int], subjects: Sequence[Subject]) -> dict[tuple[int, int], str]:
    """(subject, person) -> kind: people who act for it, and conflicts known from its selection.

    A few queries, however many subjects and people.
    """
    people = set(users)
    by_side: dict[int, list[int]] = defaultdict(list)
    for one in subjects:
        if one.side_id is not None:
            by_side[one.side_id].append(one.pk)
    found: dict[tuple[int, int], str] = {}
    of_labs = {one.lab.pk: one.pk for one in subjects if one.lab is not None}
    labs = [one.lab for one in subjects if one.lab is not None]
    if labs:
        for (lab_id, user_id), kind in labs_on_record(people, labs).items():
            found[of_labs[lab_id], user_id] = kind
    for grant in Grant.objects.filter(unit__in=by_side, user__in=people):
        for pk in by_side[grant.unit_id]:
            found[pk, grant.user_id] = OWN
    return found


def tied(
    city: Unit,
    subjects: Sequence[Subject],
    examiners: Iterable[Examiner],
    *,
    bars: Iterable[str],
    today: date,
) -> dict[tuple[int, int], Tied]:
    """(subject, examiner) -> the tie that counts most; direct ones of ``bars`` keep away."""
    people = list(examiners)
    found: dict[tuple[int, int], Tied] = {}
    cases = [case for one in subjects if (case := _case(one)) is not None]
    experts = [(one.pk, one.expert) for one in people if one.expert is not None]
    if cases and experts:
        judges = [Judge(str(pk), node_of(expert)) for pk, expert in experts]
        ties = all_ties(city, [expert for _pk, expert in experts])
        for one in find(cases, judges, ties, today=today):
            key, now = (int(one.case), int(one.expert)), weighed(one, frozenset(bars))
            if key not in found or (now.bars and not found[key].bars):
                found[key] = now
    by_user = {one.user_id: one.pk for one in people}
    for (subject_id, user_id), kind in on_record(by_user, subjects).items():
        found[subject_id, by_user[user_id]] = Tied(bars=True, kind=kind)
    return found


def _case(subject: Subject) -> Case | None:
    """The organisation behind a lab or a scenario; districts and departments have none."""
    if subject.lab is not None:
        party = Party(body(subject.lab.builder, subject.lab.builder_name), "lab")
    elif subject.scenario is not None:
        party = Party(body(subject.scenario.owner, subject.scenario.owner_name), "owner")
    else:
        return None
    return Case(str(subject.pk), (party,))
