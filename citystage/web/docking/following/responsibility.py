"""The responsibility list 责任清单: who follows each scenario up, what comes next, what is late."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.follow_up import Changed, Duty, follow_up
from citystage.stages.docking.models import FollowUp
from citystage.stages.docking.queries import following as queries
from citystage.stages.docking.queries.following import Cut
from citystage.stages.docking.queries.promises import person
from citystage.stages.docking.rules.following import may_follow
from citystage.web.docking.following.tabs import tabs
from citystage.web.docking.tracking import files
from citystage.web.docking.tracking.forms import CleanText
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.days import Day
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show
from citystage.web.shell.persons import PersonField

PER_PAGE: Final = 30
_SHOWN: Final = {
    "": gettext_lazy("with a follow-up"),
    "late": gettext_lazy("overdue"),
    "mine": gettext_lazy("followed up by me"),
    "none": gettext_lazy("nobody follows up"),
}
_COLUMNS: Final = (
    Field(code="number", zh="编号", en="No."),
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="owner", zh="需求单位", en="Owner"),
    Field(code="district", zh="区市", en="District"),
    Field(code="department", zh="牵头部门", en="Lead department"),
    Field(code="state", zh="状态", en="State"),
    Field(code="person", zh="全周期落地跟进人", en="Follow-up person"),
    Field(code="next", zh="下一步", en="Next step"),
    Field(code="on", zh="时间节点", en="By"),
    Field(code="late", zh="是否逾期", en="Overdue"),
    Field(code="progress", zh="推进情况", en="Progress", kind=Kind.LONG),
)


def _cut(here: Address) -> Cut:
    return Cut(
        show=(here.values("show") or ("",))[-1],
        words=(here.values("q") or ("",))[-1].strip()[:200],
        district=(here.values("district") or ("",))[-1],
    )


def _ensure(stamp: Stamp) -> None:
    if not queries.keeps(stamp.actor):
        raise NotFound(_("There is nothing here for your role."))


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/responsibility/``: what is late, mine, or nobody's, in the address."""
    _ensure(stamp)
    here, today = Address.of(request), timezone.localdate(stamp.at)
    cut = _cut(here)
    nobodys = cut.show == "none"
    found: Any = (
        queries.without(stamp.actor, cut)
        if nobodys
        else queries.lines(stamp.actor, cut, today=today)
    )
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "nobodys": nobodys,
        "today": today,
        "shown": [
            Option(
                value=value,
                label=label,
                url=str(here.having("show", value) if value else here.without("show", "page")),
                active=cut.show == value,
            )
            for value, label in _SHOWN.items()
        ],
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(),
        "files": files.offered(request, "docking:responsibility_export"),
        "tabs": tabs(stamp.actor, "responsibility"),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Responsibility list")),
        ],
    }
    return show(request, "docking/following/responsibility.html", context)


class DutyForm(forms.Form):
    """A line of the list."""

    use_required_attribute = False

    person = PersonField(label=gettext_lazy("Follow-up person with an account"))
    person_name = CleanText(
        label=gettext_lazy("Or the name of a person without one"),
        rows=1,
        max_length=80,
        required=False,
    )
    next_step = CleanText(label=gettext_lazy("Next step"), rows=1, max_length=300, required=False)
    next_on = Day(label=gettext_lazy("By"), required=False)
    progress = CleanText(label=gettext_lazy("Progress"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line has a person and a next date, or it is none."""
        said = super().clean() or {}
        if "person" in said and not (said["person"] or said.get("person_name")):
            self.add_error("person_name", _("Name who follows it up."))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """One line: read by the scenario's side, written by it and by the person."""
    scenario = queries.reach_followed(stamp.actor, number)
    kept = queries.line_of(scenario)
    verdict = may_follow(stamp.actor, scenario, kept)
    form = DutyForm(request.POST if request.method == "POST" else None, initial=_initial(kept))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        named = person(said["person"]) if said["person"] else None
        sent = request.POST.get(VERSION, "")
        try:
            follow_up(
                scenario,
                duty=Duty(**(said | {"person": named})),
                version=int(sent) if sent.isdecimal() and len(sent) < 10 else 0,  # noqa: PLR2004 -- a column
                stamp=stamp,
            )
        except Changed:
            return _draw(request, scenario, queries.line_of(scenario), form, verdict, stale=True)
        messages.success(request, _("The line is kept."))
        return HttpResponseRedirect(reverse("docking:responsibility"))
    return _draw(request, scenario, kept, form, verdict)


def _initial(kept: FollowUp | None) -> dict[str, Any]:
    if kept is None:
        return {}
    return {
        "person": kept.person.username if kept.person else "",
        "person_name": "" if kept.person else kept.person_name,
        "next_step": kept.next_step,
        "next_on": kept.next_on,
        "progress": kept.progress,
    }


def _draw(  # noqa: PLR0913, PLR0917 -- one page in its ways
    request: HttpRequest,
    scenario: Scenario,
    kept: FollowUp | None,
    form: DutyForm,
    verdict: object,
    stale: bool = False,  # noqa: FBT001, FBT002
) -> HttpResponse:
    context = {
        "scenario": scenario,
        "kept": kept,
        "form": form,
        "verdict": verdict,
        "stale": stale,
        "crumbs": [
            Link(label=_("Responsibility list"), url=reverse("docking:responsibility")),
            Link(label=scenario.label),
        ],
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return show(request, "docking/following/line.html", context, status=status)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    _ensure(stamp)
    cut, today = _cut(Address.of(request)), timezone.localdate(stamp.at)
    if cut.show == "none":
        bare = queries.without(stamp.actor, cut)[: files.MOST]
        return files.as_file(
            "responsibility", kind, _COLUMNS, (_row(one, None, today) for one in bare)
        )
    found = queries.lines(stamp.actor, cut, today=today)[: files.MOST]
    return files.as_file("responsibility", kind, _COLUMNS, _rows(found.iterator(500), today))


def _rows(found: Iterator[FollowUp], today: date) -> Iterator[Row]:
    for one in found:
        yield _row(one.scenario, one, today)


def _row(scenario: Scenario, kept: FollowUp | None, today: date) -> Row:
    row: Row = {
        "number": scenario.number,
        "scenario": scenario.label,
        "owner": scenario.owner_name,
        "district": scenario.district.label if scenario.district else "",
        "department": scenario.lead_department.label if scenario.lead_department else "",
        "state": str(scenario.get_state_display()),
    }
    if kept is None:
        return row
    late = kept.next_on is not None and kept.next_on < today
    return row | {
        "person": kept.person_name,
        "next": kept.next_step,
        "on": kept.next_on.isoformat() if kept.next_on else "",
        "late": _("yes") if late else "",
        "progress": kept.progress,
    }
