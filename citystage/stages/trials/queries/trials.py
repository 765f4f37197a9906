"""Trials for pages: lists within reach, one trial with its texts, what waits for whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.trials.facts.readings import ReadingsAdded
from citystage.stages.trials.models import Ascent, Permit, Signature, Trial, Version
from citystage.stages.trials.parties import ALONG
from citystage.stages.trials.states.trials import ENDED, Side, TrialState

ORDERS: Final = {
    "changed": ("-changed_at", "-pk"),
    "ends": ("ends_on", "pk"),
    "begins": ("-starts_on", "-pk"),
}
BOXES: Final = ("mine", "overseen", "sign", "agree", "again", "over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list of trials is cut to; empty values cut nothing."""

    box: str = ""
    states: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    words: str = ""
    sort: str = "changed"


def trials(actor: Actor, cut: Cut, *, today: date) -> QuerySet[Trial]:
    """Those the actor may see."""
    found = _boxed(actor, cut.box, today)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.steps:
        known = [int(one) for one in cut.steps if one.isdecimal() and len(one) < len(ALONG)]
        found = found.filter(step__in=known)
    found = _cut(found, cut)
    return found.select_related(*ALONG).order_by(*ORDERS.get(cut.sort, ORDERS["changed"]))


def _boxed(actor: Actor, box: str, today: date) -> QuerySet[Trial]:
    kept: Mapping[str, Callable[[Actor], QuerySet[Trial]]] = {
        "mine": Trial.objects.of_parties,
        "overseen": Trial.objects.overseen_by,
        "sign": to_sign,
        "agree": to_agree,
        "again": to_judge_again,
    }
    if box in kept:
        return kept[box](actor)
    seen = Trial.objects.visible_to(actor)
    return seen.over(today) if box == "over" else seen


def _cut(found: QuerySet[Trial], cut: Cut) -> QuerySet[Trial]:
    if cut.districts:
        found = found.filter(district__code__in=cut.districts)
    if cut.words:
        words = cut.words
        found = found.filter(
            Q(title__icontains=words)
            | Q(scenario__title__icontains=words)
            | Q(scenario__number=words)
            | Q(supplier__folded_name__contains=fold(words))
            | Q(owner_unit__name__icontains=words)
            | Q(place__icontains=words)
            | Q(outcome_words__icontains=words)
            | Q(lessons__icontains=words)
        )
    return found


def tally(actor: Actor, cut: Cut, *, today: date) -> dict[str, int]:
    """State -> how many, without the filter by state."""
    rest = Cut(box=cut.box, steps=cut.steps, districts=cut.districts, words=cut.words)
    found = trials(actor, rest, today=today).order_by()
    return dict(found.values_list("state").annotate(number=Count("pk")))


def reach_trial(actor: Actor, pk: int) -> Trial:
    """One trial. Raises ``NotFound`` out of reach."""
    found = Trial.objects.visible_to(actor).filter(pk=pk)
    if trial := found.select_related(*ALONG, "answer", "intent", "agreement").first():
        return trial
    raise NotFound(_("There is no such trial within your reach."))


def to_sign(actor: Actor) -> QuerySet[Trial]:
    """Those whose open text this side has not signed."""
    units = [unit.pk for unit in actor.reach(Permission.TRIAL_KEEP)]
    waiting = Version.objects.open().filter(trial=OuterRef("pk"))
    signed = Signature.objects.filter(dropped_at__isnull=True, version__trial=OuterRef("pk"))
    own = signed.filter(version__in_force_at__isnull=True, version__closed_at__isnull=True)
    owner = Q(owner_unit_id__in=units) & ~Exists(own.filter(side=Side.OWNER))
    supplier = Q(supplier__seat_id__in=units) & ~Exists(own.filter(side=Side.SUPPLIER))
    return Trial.objects.filter(owner | supplier).filter(Exists(waiting))


def _asked(key: str) -> Func:
    """Whom the next step names, out of the ladder kept with the trial."""
    path = (Value("steps"), Cast("step", CharField()), Value(key))
    return Func(F("frame"), *path, function="jsonb_extract_path", output_field=JSONField())


def to_agree(actor: Actor) -> QuerySet[Trial]:
    """Running ones whose evidence is there and whose next step asks this unit, not agreed yet."""
    seats = [*actor.reach(Permission.TRIAL_PERMIT), *actor.reach(Permission.TRIAL_KEEP)]
    units = {one.pk for one in seats}
    units |= {one.city_id for one in seats if one.coordinates and one.city_id}
    codes = [one.code for one in seats if one.code]
    named = Q(pk__in=[])
    for body, column in (
        ("owner", "owner_unit"),
        ("district", "district"),
        ("department", "department"),
    ):
        here = Q(**{f"{column}_id__in": units})
        if body != "owner":
            here |= Q(**{f"{column}__isnull": True, "city_id__in": units})
        named |= Q(asked__contains=[body]) & here
    named |= Q(asked__contains=["city"], city_id__in=units)
    for code in codes:
        named |= Q(asked_units__contains=[code])
    given = Permit.objects.filter(
        trial=OuterRef("pk"), step=OuterRef("step") + 1, fallen_at__isnull=True, unit_id__in=units
    )
    rows = Trial.objects.filter(state=TrialState.RUNNING, proven=True)
    asked = rows.annotate(asked=_asked("bodies"), asked_units=_asked("units"))
    return asked.filter(named).filter(~Exists(given))


def to_judge_again(actor: Actor) -> QuerySet[Trial]:
    """Those over which the actor's office stands, with a step whose evidence lacks something."""
    if not actor.may(Permission.TRIAL_TOLERATE):
        return Trial.objects.none()
    doubted = Ascent.objects.doubted().filter(trial=OuterRef("pk")).order_by()
    return Trial.objects.overseen_by(actor).signed().filter(Exists(doubted))


def to_unlock(actor: Actor) -> QuerySet[Trial]:
    """One's own whose next step lacks nothing."""
    return Trial.objects.of_parties(actor).filter(state=TrialState.RUNNING, ready=True)


def to_end(actor: Actor, today: date) -> QuerySet[Trial]:
    """One's own whose period is over without an outcome."""
    return Trial.objects.of_parties(actor).over(today)


def to_resume(actor: Actor) -> QuerySet[Trial]:
    """Suspended ones of the owner and of the offices over them."""
    units = [unit.pk for unit in actor.reach(Permission.TRIAL_KEEP)]
    over = Trial.objects.overseen_by(actor).order_by().values("pk")
    return Trial.objects.filter(
        Q(owner_unit_id__in=units) | Q(pk__in=over), state=TrialState.SUSPENDED
    )


def versions_of(trial: Trial) -> list[Version]:
    """Every text, the newest first, each with who signed it."""
    rows = trial.versions.select_related("made_by", "made_for")
    return list(rows.prefetch_related("signatures__signer", "signatures__unit").order_by("-number"))


def ascents_of(trial: Trial) -> list[Ascent]:
    """Steps that evidence unlocked, also those that were lost since, in the order of time."""
    return list(trial.ascents.order_by("unlocked_at", "pk"))


def version_of(trial: Trial, number: int) -> Version:
    """One text. Raises ``NotFound``."""
    rows = trial.versions.select_related("made_by", "made_for")
    if (
        found := rows.prefetch_related("signatures__signer", "signatures__unit")
        .filter(number=number)
        .first()
    ):
        return found
    raise NotFound(_("There is no such version."))


def before(version: Version) -> Version | None:
    """The text this one is compared with: the one written just before it."""
    return Version.objects.filter(trial=version.trial_id, number__lt=version.number).last()


def in_force(versions: Sequence[Version]) -> Version | None:
    """What both sides signed last, of texts that are read already."""
    signed = [one for one in versions if one.in_force_at]
    return max(signed, key=lambda one: one.number, default=None)


def open_text(versions: Sequence[Version]) -> Version | None:
    """The text that waits for signatures, of texts that are read already."""
    waiting = [one for one in versions if one.in_force_at is None and one.closed_at is None]
    return waiting[0] if waiting else None


def events_of(trial: Trial) -> QuerySet[Entry]:
    """What happened to it, newest first; readings are gathered by day (``queries.batches``)."""
    return timeline(trial).exclude(verb=ReadingsAdded.verb).order_by("-id")


def districts_of(actor: Actor) -> list[Unit]:
    """The districts of trials within reach, for the filter."""
    rows = Trial.objects.visible_to(actor).exclude(district=None)
    return list(Unit.objects.filter(pk__in=rows.order_by().values("district_id")))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCut:
    """What the public list of closed trials is cut to."""

    outcomes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    words: str = ""


def closed(cut: PublicCut) -> QuerySet[Trial]:
    """Ended trials that both sides allow to be public, the latest first."""
    found: QuerySet[Trial] = Trial.objects.shown().ended()
    if cut.outcomes:
        found = found.filter(state__in=[one for one in cut.outcomes if one in ENDED])
    found = _cut(found, Cut(districts=cut.districts, words=cut.words))
    return found.select_related(*ALONG).order_by("-ended_at", "-pk")


def closed_districts() -> list[Unit]:
    """The districts of public closed trials."""
    rows = Trial.objects.shown().ended().exclude(district=None)
    return list(Unit.objects.filter(pk__in=rows.order_by().values("district_id")))


def reach_public(pk: int) -> Trial:
    """One ended trial that both sides allow to be public. Raises ``NotFound``."""
    if trial := Trial.objects.shown().ended().filter(pk=pk).select_related(*ALONG).first():
        return trial
    raise NotFound(_("There is no such trial open to the public."))


def public_of_scenario(scenario_id: int) -> list[Trial]:
    """Trials of a scenario that both sides allow to be public, the newest first."""
    rows = Trial.objects.shown().filter(scenario_id=scenario_id)
    return list(rows.select_related("supplier", "district").order_by("-signed_at", "-pk"))
