"""Cards of trials, projects, first uses and patterns: what came of it, where, how far, when."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from citystage.engines.text.marking import mark, snippet
from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects.models import FirstUse, Pattern, Project
from citystage.stages.projects.queries.found import Door, FoundProject
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.projects.states.patterns import PatternState
from citystage.stages.projects.states.projects import ProjectState
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries.found import FoundTrial
from citystage.stages.trials.searchable import KIND as TRIAL
from citystage.stages.trials.states.trials import TrialState
from citystage.web.public.searching.landing import (
    FIRST_USE,
    LOOK,
    PATTERN,
    PROJECT,
    FoundPattern,
    Thing,
    address_of,
)
from citystage.web.shell import formats
from citystage.web.shell.components import Badge, Card, Text, Tone

_EXCERPT: Final = 110
_STATES: Final[Mapping[str, tuple[Tone, str]]] = {
    TrialState.DRAFT: ("plain", "pencil"),
    TrialState.RUNNING: ("info", "refresh-cw"),
    TrialState.SUSPENDED: ("bad", "circle-alert"),
    TrialState.TAKEN: ("good", "award"),
    TrialState.NOT_TAKEN: ("warn", "minus"),
    TrialState.FAILED: ("warn", "book-open"),
    TrialState.DROPPED: ("plain", "x"),
    ProjectState.ACCEPTING: ("accent", "pencil"),
    ProjectState.LANDED: ("good", "award"),
    ProjectState.CANCELLED: ("plain", "x"),
    ClaimState.CLAIMED: ("plain", "circle-help"),
    ClaimState.PROVEN: ("good", "shield-check"),
    ClaimState.REFUSED: ("warn", "x"),
    PatternState.PROPOSED: ("accent", "send"),
    PatternState.PUBLISHED: ("good", "award"),
    PatternState.WITHDRAWN: ("bad", "x"),
}


def card_of(thing: Thing, words: Sequence[str]) -> Card:
    """It as a card, with the words found marked."""
    if isinstance(thing, FoundTrial):
        return _trial_card(thing, words)
    if isinstance(thing, FirstUse):
        return _first_use_card(thing, words)
    if isinstance(thing, FoundPattern):
        return _pattern_card(thing, words)
    return _project_card(thing, words)


def _trial_card(thing: FoundTrial, words: Sequence[str]) -> Card:
    trial = thing.trial
    notes: list[Text] = []
    if thing.asked:
        told = {"reached": thing.reached, "asked": thing.asked}
        notes.append(_("%(reached)d of %(asked)d numbers reached") % told)
    if trial.ended_at:
        notes.append(_("closed on %(day)s") % {"day": formats.day(trial.ended_at)})
    return Card(
        **_spoken(trial.title, _why(trial, trial.outcome_words), words),
        url=address_of(thing),
        code=trial.scenario.number,
        owner=_sides(trial.supplier.label, trial.owner_unit.label),
        place=_place(trial.district, trial.place),
        badges=_badges(TRIAL, trial),
        notes=notes,
    )


def _project_card(thing: FoundProject, words: Sequence[str]) -> Card:
    project = thing.project
    inside = thing.door is Door.INSIDE
    owner = _sides(project.supplier_label, project.owner_unit.label)
    if not inside:
        landing = thing.door is Door.SCENARIO
        owner = project.scenario.owner_name if landing else project.owner_unit.label
    return Card(
        **_spoken(project.title, _said(thing), words),
        url=address_of(thing),
        code=project.scenario.number,
        owner=owner,
        place=_place(project.district),
        money=formats.money(project.amount) if inside and project.amount is not None else "",
        badges=_badges(PROJECT, project),
        notes=_of_project(thing),
    )


def _said(thing: FoundProject) -> str:
    project = thing.project
    if project.state in {ProjectState.FAILED, ProjectState.CANCELLED}:
        return _why(project, project.reason)
    return (project.about if thing.door is Door.INSIDE else "") or project.scenario.label


def _of_project(thing: FoundProject) -> list[Text]:
    project = thing.project
    notes: list[Text] = []
    if thing.aims:
        told = {"met": thing.met, "aims": thing.aims}
        notes.append(_("%(met)d of %(aims)d milestones met") % told)
    if project.landed_at:
        notes.append(_("landed on %(day)s") % {"day": formats.day(project.landed_at)})
    elif project.ended_at:
        notes.append(_("closed on %(day)s") % {"day": formats.day(project.ended_at)})
    else:
        notes.append(_("due on %(day)s") % {"day": formats.day(project.due_on)})
    return notes


def _first_use_card(use: FirstUse, words: Sequence[str]) -> Card:
    return Card(
        **_spoken(str(use.product), use.words, words),
        url=address_of(use),
        code=use.number,
        owner=_sides(use.product.maker_name, use.user_label),
        place=_place(use.district, use.place),
        money=formats.money(use.amount) if use.amount is not None else "",
        badges=[*_badges(FIRST_USE, use), Badge(label=use.get_kind_display(), icon="tag")],
        notes=[_("in use since %(day)s") % {"day": formats.day(use.used_on)}],
    )


def _pattern_card(thing: FoundPattern, words: Sequence[str]) -> Card:
    pattern = thing.pattern
    notes: list[Text] = []
    if thing.copied:
        told = ngettext("copied %(n)d time", "copied %(n)d times", thing.copied)
        notes.append(told % {"n": thing.copied})
    if pattern.published_at:
        notes.append(_("published on %(day)s") % {"day": formats.day(pattern.published_at)})
    field = pattern.scenario.field
    return Card(
        **_spoken(pattern.title, pattern.result or pattern.conditions, words),
        url=address_of(thing),
        code=pattern.scenario.number,
        owner=pattern.owner_unit.label,
        place=_place(pattern.project.district),
        field=field.label if field else "",
        money=formats.money(pattern.cost) if pattern.cost is not None else pattern.cost_text,
        badges=_badges(PATTERN, pattern),
        notes=notes,
    )


def _why(record: Trial | Project, words: str) -> str:
    if record.state == TrialState.FAILED and words:
        return _("It did not work, because: %(reason)s") % {"reason": words}
    return words or record.scenario.label


def _spoken(title: str, text: str, words: Sequence[str]) -> dict[str, Any]:
    excerpt = snippet(text, words, length=_EXCERPT) if words and text else None
    return {
        "title": title,
        "summary": text,
        "title_spans": mark(title, words) if words else (),
        "excerpt": excerpt.text if excerpt else "",
        "excerpt_spans": excerpt.spans if excerpt else (),
    }


def _sides(supplier: str, owner: str) -> str:
    told = {"supplier": supplier, "owner": owner}
    return pgettext("who supplies whom", "%(supplier)s → %(owner)s") % told


def _place(district: Unit | None, place: str = "") -> str:
    return " · ".join(part for part in (district.label if district else "", place) if part)


def _badges(kind: str, record: Trial | Project | FirstUse | Pattern) -> list[Badge]:
    what, sign = LOOK[kind]
    tone, icon = _STATES[record.state]
    state = Badge(label=record.get_state_display(), tone=tone, icon=icon)
    return [Badge(label=what, tone="accent", icon=sign), state]
