"""The owner of what landed writes down what others can copy; the city publishes it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.patterns import (
    PatternDrafted,
    PatternProposed,
    PatternPublished,
    PatternReturned,
    PatternWithdrawn,
)
from citystage.stages.projects.models import Pattern, Project
from citystage.stages.projects.proceeding import NotPossible, Outrun
from citystage.stages.projects.rules import patterns as rules
from citystage.stages.projects.states.patterns import PROPOSE, PUBLISH, RETURN, WITHDRAW
from citystage.stages.selection.investigating import people_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a pattern says. ``cost`` in fen."""

    title: str
    conditions: str
    cost: int | None
    cost_text: str
    result: str
    pitfalls: str


_FIELDS = ("title", "conditions", "cost", "cost_text", "result", "pitfalls")


@transaction.atomic(durable=True)
def draft_pattern(project: Project, *, stamp: Stamp) -> Pattern:
    """Begin it from what the project says already."""
    held = proceeding.lock(project)
    rules.may_begin_pattern(stamp.actor, held).enforce()
    met = [
        f"{one.title}: {one.actual.normalize():f} {one.unit}".strip()
        for one in held.milestones.exclude(actual=None)
        if one.actual is not None
    ]
    pattern = Pattern.objects.create(
        project=held,
        scenario=held.scenario,
        city=held.city,
        owner_unit=held.owner_unit,
        title=held.title,
        cost=held.amount,
        result="\n".join(met),
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    told = PatternDrafted(**_counted(pattern, stamp), pattern_id=pattern.pk)
    journal.record(told, subject=pattern, stamp=stamp)
    return pattern


@transaction.atomic(durable=True)
def save_pattern(pattern: Pattern, *, told: Told, version: int, stamp: Stamp) -> Pattern:
    """Keep what is written so far."""
    return _keep(_held(pattern), told, version, stamp)


@transaction.atomic(durable=True)
def propose_pattern(pattern: Pattern, *, told: Told, version: int, stamp: Stamp) -> Pattern:
    """Keep it whole, and ask the city to publish it."""
    held = _keep(_held(pattern), told, version, stamp)
    parts = (told.title, told.conditions, told.result, told.pitfalls)
    if not all(part.strip() for part in parts) or not (told.cost or told.cost_text.strip()):
        raise NotPossible(_("A pattern says its conditions, cost, result and pitfalls."))
    held.reason = ""
    held.save(update_fields=["reason"])
    fact = PatternProposed(**_counted(held, stamp), pattern_id=held.pk)
    advance(held, PROPOSE, fact=fact, stamp=stamp)
    people = wearers(Permission.PROJECT_PATTERN_PUBLISH, held.city, at=stamp.at)
    words = gettext_noop("A pattern waits for publication: “%(title)s”.")
    proceeding.say(people, words, about=held, stamp=stamp, group=Group.TASK, title=held.title)
    return held


@transaction.atomic(durable=True)
def publish_pattern(pattern: Pattern, *, stamp: Stamp) -> Pattern:
    """The city's yes: everybody may read and copy it."""
    held = _held(pattern)
    rules.may_publish(stamp.actor, held).enforce()
    held.published_at = stamp.at
    held.save(update_fields=["published_at"])
    fact = PatternPublished(
        **_counted(held, stamp), pattern_id=held.pk, scenario_id=held.scenario_id
    )
    advance(held, PUBLISH, fact=fact, stamp=stamp)
    _say_to_owner(held, gettext_noop("Published: the pattern “%(title)s”."), stamp)
    return held


@transaction.atomic(durable=True)
def return_pattern(pattern: Pattern, *, reason: str, stamp: Stamp) -> Pattern:
    """The city asks for changes."""
    held = _held(pattern)
    rules.may_publish(stamp.actor, held).enforce()
    held.reason = proceeding.needed(reason)
    held.save(update_fields=["reason"])
    fact = PatternReturned(**_counted(held, stamp), pattern_id=held.pk, reason=held.reason)
    advance(held, RETURN, fact=fact, stamp=stamp)
    words = gettext_noop("The pattern “%(title)s” came back: %(reason)s")
    _say_to_owner(held, words, stamp)
    return held


@transaction.atomic(durable=True)
def withdraw_pattern(pattern: Pattern, *, reason: str, stamp: Stamp) -> Pattern:
    """It is no longer recommended; who copied it is told why."""
    held = _held(pattern)
    rules.may_withdraw_pattern(stamp.actor, held).enforce()
    was, held.reason, held.ended_at = held.state, proceeding.needed(reason), stamp.at
    held.save(update_fields=["reason", "ended_at"])
    fact = PatternWithdrawn(
        **_counted(held, stamp), pattern_id=held.pk, was=was, reason=held.reason
    )
    advance(held, WITHDRAW, fact=fact, stamp=stamp)
    words = gettext_noop("The pattern “%(title)s” was withdrawn: %(reason)s")
    _say_to_owner(held, words, stamp)
    copiers = [one.copied_by for one in held.copies.select_related("copied_by") if one.copied_by]
    title, why = held.title, held.reason
    proceeding.say(copiers, words, about=held, stamp=stamp, title=title, reason=why)
    return held


def _held(pattern: Pattern) -> Pattern:
    along = ("city", "owner_unit", *(f"project__{one}" for one in proceeding.WITH))
    rows = Pattern.objects.select_for_update(of=("self",)).select_related(*along)
    return rows.get(pk=pattern.pk)


def _keep(held: Pattern, told: Told, version: int, stamp: Stamp) -> Pattern:
    rules.may_write_pattern(stamp.actor, held).enforce()
    if held.version != version:
        raise Outrun(_("Somebody else changed this pattern meanwhile; look again."))
    for name in _FIELDS:
        value = getattr(told, name)
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    held.version += 1
    held.save()
    return held


def _counted(pattern: Pattern, stamp: Stamp) -> dict[str, Any]:
    return proceeding.counted(pattern.project, stamp=stamp, amount=pattern.cost)


def _say_to_owner(pattern: Pattern, words: str, stamp: Stamp) -> None:
    people = people_at(pattern.owner_unit, proceeding.KEEPS, at=stamp.at)
    title, why = pattern.title, pattern.reason
    proceeding.say(people, words, about=pattern, stamp=stamp, title=title, reason=why)
