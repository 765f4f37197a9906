"""Hard conditions: what ends a match whatever the score, each by itself."""

from collections.abc import Iterator

from citystage.engines.matching.parts.place import same_place
from citystage.engines.matching.records import Condition, Demand, Failed, Supply


def failed(demand: Demand, supply: Supply) -> tuple[Failed, ...]:
    """Conditions that do not hold. What is not known does not fail."""
    return tuple(_failed(demand, supply))


def _failed(demand: Demand, supply: Supply) -> Iterator[Failed]:
    if demand.tenant and supply.tenant and demand.tenant != supply.tenant:
        yield Failed(Condition.TENANT, demand.tenant, supply.tenant)
    if demand.closed or supply.closed:
        yield Failed(Condition.CLOSED)
    if _in_conflict(demand, supply):
        yield Failed(Condition.CONFLICT, demand.organisation, supply.organisation)
    where = (*supply.place.path, *supply.reach)
    if demand.only_in and where and not supply.everywhere:
        reached = any(same_place(one, other) for one in demand.only_in for other in where)
        if not reached:
            yield Failed(Condition.DISTRICT, "、".join(demand.only_in), "、".join(where))
    if supply.licences is not None:
        for licence in demand.licences:
            if licence not in supply.licences:
                yield Failed(Condition.LICENCE, licence, "、".join(supply.licences))


def _in_conflict(demand: Demand, supply: Supply) -> bool:
    own = bool(demand.organisation) and demand.organisation == supply.organisation
    barred = bool(supply.organisation) and supply.organisation in demand.barred
    refused = bool(demand.organisation) and demand.organisation in supply.barred
    return own or barred or refused
