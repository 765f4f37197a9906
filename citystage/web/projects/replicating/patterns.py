"""Patterns: the list, one with its lineage, writing it, the city's yes, and copying it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import Refusal
from citystage.stages.projects.actions.copy_pattern import copy_pattern
from citystage.stages.projects.actions.write_pattern import propose_pattern, save_pattern
from citystage.stages.projects.models import Pattern
from citystage.stages.projects.proceeding import Outrun
from citystage.stages.projects.queries import patterns as queries
from citystage.stages.projects.queries.patterns import Cut
from citystage.stages.projects.rules import patterns as rules
from citystage.stages.projects.states.patterns import PatternState
from citystage.web.projects.landing.listing import PER_PAGE
from citystage.web.projects.marks import happened, pattern_mark
from citystage.web.projects.replicating.drawing import drawn_tree
from citystage.web.projects.replicating.forms import CopyForm, PatternForm
from citystage.web.projects.replicating.offered import STEPS
from citystage.web.shell import formats, steps
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, chips, facet
from citystage.web.shell.context import wear_city
from citystage.web.shell.exports import MOST, as_file, offered
from citystage.web.shell.pages import open_page, page, show
from citystage.web.shell.steps import Shown

_UNPROCESSABLE = 422
_COLUMNS: Final = (
    Field(code="title", zh="示范模式", en="Pattern"),
    Field(code="scenario", zh="场景编号", en="Scenario"),
    Field(code="owner", zh="单位", en="Owner"),
    Field(code="district", zh="区市", en="District"),
    Field(code="conditions", zh="适用条件", en="Conditions", kind=Kind.LONG),
    Field(code="cost", zh="投入", en="Cost"),
    Field(code="result", zh="成效", en="Result", kind=Kind.LONG),
    Field(code="pitfalls", zh="注意事项", en="Pitfalls", kind=Kind.LONG),
    Field(code="state", zh="状态", en="State"),
    Field(code="published", zh="发布日期", en="Published"),
    Field(code="copied", zh="被复制次数", en="Copied", kind=Kind.NUMBER),
)


def _cut(here: Address) -> Cut:
    return Cut(
        states=here.values("state"),
        fields=here.values("field"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
    )


def _groups(here: Address, stamp: Stamp) -> list[Facet]:
    known = [(code, name, None) for code, name in queries.fields_of(stamp.actor)]
    states = [(one.value, one.label, None) for one in PatternState]
    return [
        facet("field", _("Field"), known, here=here),
        facet("state", _("State"), states, here=here),
    ]


@require_safe
@open_page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/patterns/``: everybody reads what is published."""
    here = Address.of(request)
    cut = _cut(here)
    leaf = Paginator(queries.patterns(stamp.actor, cut), PER_PAGE).get_page(request.GET.get("page"))
    groups = _groups(here, stamp)
    context = {
        "page": leaf,
        "rows": [(one, pattern_mark(one)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "field", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(),
        "inside": stamp.actor.may(Permission.PROJECT_RECORD_KEEP),
        "files": offered(request, "projects:patterns_export"),
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Patterns to copy"))],
    }
    return show(request, "projects/replicating/patterns.html", context)


@require_safe
@open_page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    found = queries.patterns(stamp.actor, _cut(Address.of(request)))[:MOST]
    return as_file("patterns", kind, _COLUMNS, _rows(found))


def _rows(found: Any) -> Iterator[Row]:  # noqa: ANN401 -- patterns with their counts
    for one in found:
        district = one.project.district
        yield {
            "title": one.title,
            "scenario": one.scenario.number,
            "owner": one.owner_unit.label,
            "district": district.label if district else "",
            "conditions": one.conditions,
            "cost": formats.money(one.cost) if one.cost is not None else one.cost_text,
            "result": one.result,
            "pitfalls": one.pitfalls,
            "state": str(one.get_state_display()),
            "published": _day(one.published_at),
            "copied": one.copied,
        }


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""


@require_safe
@open_page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/patterns/<pk>/``."""
    return _draw(request, stamp, queries.reach_pattern(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_pattern(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("projects:pattern", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Pattern, wrong: Shown | None = None
) -> HttpResponse:
    wear_city(request, found.city)
    tree = queries.lineage(found, stamp.actor)
    inside = stamp.actor.may(Permission.PROJECT_RECORD_KEEP)
    context = {
        "pattern": found,
        "state": pattern_mark(found),
        "tree": tree,
        "drawing": drawn_tree(tree),
        "may_copy": bool(rules.may_copy(stamp.actor, found)),
        "may_write": bool(rules.may_write_pattern(stamp.actor, found)),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("projects:pattern", args=[found.pk]),
        "events": happened(queries.events_of(found)) if inside else [],
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Patterns to copy"), url=reverse("projects:patterns")),
            Link(label=found.title),
        ],
    }
    status = _UNPROCESSABLE if wrong else 200
    return show(request, "projects/replicating/pattern.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/patterns/<pk>/write/``."""
    found = queries.reach_pattern(stamp.actor, pk)
    rules.may_write_pattern(stamp.actor, found).enforce()
    form = PatternForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        proposes = "propose" in request.POST
        keep = propose_pattern if proposes else save_pattern
        try:
            keep(found, told=form.told(), version=form.cleaned_data["version"], stamp=stamp)
        except Outrun as refusal:
            form, found = _again(request, stamp, pk, str(refusal))
        except Refusal as refusal:
            if refusal.status not in {409, _UNPROCESSABLE}:
                raise
            form.add_error(None, str(refusal))
        else:
            done = _("Proposed; the city decides.") if proposes else _("Saved.")
            messages.success(request, done)
            return HttpResponseRedirect(reverse("projects:pattern", args=[pk]))
    context = {
        "pattern": found,
        "form": form,
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(
                label=found.project.title,
                url=reverse("projects:project", args=[found.project_id]),
            ),
            Link(label=_("Pattern")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/replicating/write.html", context, status=status)


def _again(request: HttpRequest, stamp: Stamp, pk: int, words: str) -> tuple[PatternForm, Pattern]:
    """What was typed, over the pattern as it stands now: sent once more it takes its place."""
    now = queries.reach_pattern(stamp.actor, pk)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form = PatternForm.of(now, typed)
    form.add_error(None, words)
    return form, now


@require_http_methods(["GET", "HEAD", "POST"])
@page
def copy(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/patterns/<pk>/copy/``: a prefilled need of one's own."""
    found = queries.reach_pattern(stamp.actor, pk)
    rules.may_copy(stamp.actor, found).enforce()
    calls = queries.calls_for(stamp.actor, at=stamp.at)
    form = CopyForm(request.POST if request.method == "POST" else None, calls=calls)
    if form.is_bound and form.is_valid():
        made = copy_pattern(found, call=form.cleaned_data["call"], stamp=stamp)
        messages.success(request, _("Begun as a draft; complete what is your own, then file it."))
        return HttpResponseRedirect(reverse("company:edit", args=[made.application_id]))
    context = {
        "pattern": found,
        "form": form,
        "calls": bool(calls),
        "crumbs": [
            Link(label=_("Patterns to copy"), url=reverse("projects:patterns")),
            Link(label=found.title, url=reverse("projects:pattern", args=[pk])),
            Link(label=_("Copy it as a need")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/replicating/copy.html", context, status=status)
