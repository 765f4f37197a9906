"""Which assessors are tied to which labs: the same search as for panels of selections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from citystage.engines.conflicts.finding import Found, find
from citystage.engines.conflicts.records import Case, Party
from citystage.engines.conflicts.records import Expert as Judge
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.models import Assessor
from citystage.stages.evaluation.standing import on_record
from citystage.stages.selection.finding.ties import all_ties, body, node_of

# A tie to a kin and the kin's own tie are one declared relation, not a third party's.
_OWN_KIN = 2


@dataclass(frozen=True, slots=True)
class Tied:
    """What ties an assessor to a lab; ``bars`` when it keeps the person away."""

    bars: bool
    kind: str
    path: list[dict[str, str]] = field(default_factory=list)


def tied(
    city: Unit,
    labs: Sequence[Lab],
    assessors: Iterable[Assessor],
    *,
    bars: Iterable[str],
    today: date,
) -> dict[tuple[int, int], Tied]:
    """(lab, assessor) -> the tie that counts most; direct ones of ``bars`` keep away."""
    people = list(assessors)
    found: dict[tuple[int, int], Tied] = {}
    cases = [_case(lab) for lab in labs]
    experts = [(one.pk, one.expert) for one in people if one.expert is not None]
    judges = [Judge(str(pk), node_of(expert)) for pk, expert in experts]
    ties = all_ties(city, [expert for _pk, expert in experts])
    for one in find(cases, judges, ties, today=today):
        key = int(one.case), int(one.expert)
        now = weighed(one, frozenset(bars))
        if key not in found or (now.bars and not found[key].bars):
            found[key] = now
    by_user = {one.user_id: one.pk for one in people}
    for (lab_id, user_id), kind in on_record(by_user, labs).items():
        found[lab_id, by_user[user_id]] = Tied(bars=True, kind=kind)
    return found


def _case(lab: Lab) -> Case:
    return Case(str(lab.pk), (Party(body(lab.builder, lab.builder_name), "lab"),))


def weighed(found: Found, bars: frozenset[str]) -> Tied:
    """A tie as it counts: directly of a kind in ``bars`` it keeps away, else it is shown."""
    own_kin = str(found.kind) == "kin" and len(found.path) == _OWN_KIN
    transitive = found.transitive and not own_kin
    path = [
        {
            "from": step.one.name or step.one.key,
            "to": step.other.name or step.other.key,
            "source": step.source,
        }
        for step in found.path
    ]
    return Tied(str(found.kind) in bars and not transitive, str(found.kind), path)
