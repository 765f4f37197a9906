"""Trials behind answers of a search, and those of two sides: as far as one may read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from citystage.foundation.access.stamps import Actor
from citystage.stages.trials import parties, reckoning
from citystage.stages.trials.contents import Content
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.states.trials import ENDED


@dataclass(frozen=True, slots=True)
class FoundTrial:
    """One trial. ``inside``: its own page opens, else the one that both sides show everybody.

    Of ``asked`` numbers of its agreement ``reached`` are reached; none before it is signed.
    """

    trial: Trial
    inside: bool
    asked: int = 0
    reached: int = 0


def found(actor: Actor, pks: Collection[int]) -> dict[int, FoundTrial]:
    """Of these the ones one may read, by key; seven queries at most, none for none."""
    if not pks:
        return {}
    inside = within(actor, pks)
    rows = _readable(inside).filter(pk__in=pks)
    trials = list(rows.select_related("city", "district", "owner_unit", "supplier", "scenario"))
    lines = _reached(trials)
    return {one.pk: FoundTrial(one, one.pk in inside, *lines.get(one.pk, (0, 0))) for one in trials}


def within(actor: Actor, pks: Collection[int]) -> frozenset[int]:
    """Those of them whose own page opens; one query."""
    rows = Trial.objects.visible_to(actor).filter(pk__in=pks)
    return frozenset(rows.order_by().values_list("pk", flat=True))


def between(
    actor: Actor,
    *,
    scenarios: Collection[int],
    owners: Collection[int],
    suppliers: Collection[int],
) -> list[FoundTrial]:
    """Ended trials of these suppliers, in these scenarios or with these owners' units; the latest
    first, as far as one may read them. One query, one more where there are any.
    """
    own = Trial.objects.visible_to(actor).order_by().values("pk")
    pairs = Q(scenario_id__in=scenarios) | Q(owner_unit_id__in=owners)
    rows = Trial.objects.ended().filter(pairs, supplier_id__in=suppliers)
    rows = rows.filter(Q(pk__in=own) | Q(shown_by_owner=True, shown_by_supplier=True))
    trials = list(rows.order_by("-ended_at", "-pk"))
    inside = within(actor, [one.pk for one in trials]) if trials else frozenset[int]()
    return [FoundTrial(one, one.pk in inside) for one in trials]


def _readable(inside: Collection[int]) -> QuerySet[Trial]:
    shown = Q(shown_by_owner=True, shown_by_supplier=True, state__in=ENDED)
    return Trial.objects.filter(Q(pk__in=inside) | shown)


def _reached(trials: Iterable[Trial]) -> dict[int, tuple[int, int]]:
    """Trial -> how many numbers its agreement asks for, and how many of them are reached."""
    frames = {one.pk: parties.frame(one) for one in trials}
    if not frames:
        return {}
    signed = Version.objects.signed().filter(trial__in=list(frames))
    newest = signed.order_by("trial", "-number").distinct("trial")
    texts = dict(newest.values_list("trial", "content"))
    have = reckoning.measured_of_each({pk: frames[pk] for pk in texts}) if texts else {}
    lines = {
        pk: reckoning.against(Content.of(text).numbers, frames[pk], have[pk])
        for pk, text in texts.items()
    }
    return {pk: (len(seen), sum(one.reached for one in seen)) for pk, seen in lines.items()}
