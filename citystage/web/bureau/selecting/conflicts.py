"""Conflicts of interest in one programme: found, claimed, set, and judged with a reason."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.find_conflicts import find_conflicts
from citystage.stages.selection.actions.record_conflict import (
    declare_conflict,
    judge_conflict,
    pin_conflict,
)
from citystage.stages.selection.models import Conflict, Expert, Programme, Relation
from citystage.stages.selection.queries import conflicts
from citystage.stages.selection.queries.people import judges, people
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.web.bureau.selecting.frame import framed
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Text, chips, facet
from citystage.web.shell.pages import page

_PAGE = 40
TIES = {
    "employed": gettext_lazy("works or worked there"),
    "kin": gettext_lazy("is kin of"),
    "owns": gettext_lazy("owns a share of"),
    "advises": gettext_lazy("advises"),
    "competes": gettext_lazy("competes with"),
    "worked_with": gettext_lazy("worked together with"),
}
SOURCES = {
    "register": gettext_lazy("entry in the register of experts"),
    "account": gettext_lazy("account of this site"),
    "declared": gettext_lazy("declared by the expert"),
}


class JudgeForm(forms.Form):
    """What a conflict means, and why."""

    use_required_attribute = False

    standing = forms.ChoiceField(
        label=gettext_lazy("Judgement"),
        choices=[
            (value, label)
            for value, label in Conflict.Standing.choices
            if value != Conflict.Standing.FLAGGED
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what this conflict means.")},
    )
    words = CleanChar(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays on record with your name."),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )


class PinForm(forms.Form):
    """A conflict an officer knows of."""

    use_required_attribute = False

    candidacy = forms.ChoiceField(label=gettext_lazy("Candidacy"))
    person = forms.ChoiceField(label=gettext_lazy("Expert or officer"))
    kind = forms.ChoiceField(label=gettext_lazy("What kind"), choices=Relation.Kind.choices)
    words = CleanChar(
        label=gettext_lazy("Reason and source"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object, *, stamp: Stamp, programme: Programme) -> None:
        super().__init__(data, auto_id="pin_%s")  # type: ignore[arg-type]
        self.candidacies = {str(one.pk): one for one in people(stamp.actor, programme)}
        self.people = judges(programme)
        choices = [
            (key, f"{one.number} · {one.application.title}")
            for key, one in self.candidacies.items()
        ]
        self.fields["candidacy"].choices = choices  # type: ignore[attr-defined]
        self.fields["person"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Expert | User:
        """The person who is set apart."""
        return self.people[self.cleaned_data["person"]]


class OwnForm(forms.Form):
    """A conflict of the officer themselves."""

    use_required_attribute = False

    candidacy = forms.ChoiceField(label=gettext_lazy("Candidacy"))
    kind = forms.ChoiceField(label=gettext_lazy("What kind"), choices=Relation.Kind.choices)
    words = CleanChar(
        label=gettext_lazy("In a sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say in a sentence what the conflict is.")},
    )

    def __init__(self, data: object, *, stamp: Stamp, programme: Programme) -> None:
        super().__init__(data, auto_id="own_%s")  # type: ignore[arg-type]
        self.candidacies = {str(one.pk): one for one in people(stamp.actor, programme)}
        choices = [
            (key, f"{one.number} · {one.application.title}")
            for key, one in self.candidacies.items()
        ]
        self.fields["candidacy"].choices = choices  # type: ignore[attr-defined]


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """All that is on record, to be judged first; filters in the address."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CANDIDACY_READ)
    return _draw(request, stamp, programme)


def _draw(  # noqa: PLR0913 -- each form may come back with its errors
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    *,
    judged: tuple[int, JudgeForm] | None = None,
    pinned: PinForm | None = None,
    own: OwnForm | None = None,
) -> HttpResponse:
    here = Address.of(request)
    wanted = {name: "".join(here.values(name)[-1:]) for name in ("standing", "origin")}
    rows = conflicts.of_programme(stamp.actor, programme, **wanted)
    facets = [
        facet("standing", _("Judgement"), _options(Conflict.Standing.choices), here=here),
        facet("origin", _("Where it comes from"), _options(Conflict.Origin.choices), here=here),
    ]
    shown = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    at, form = judged or (0, None)
    context = {
        "page": shown,
        "rows": [
            (one, form if one.pk == at and form else JudgeForm(), _steps(one)) for one in shown
        ],
        "open_at": at,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "kept_from": conflicts.kept_from(stamp.actor, programme),
        "may_judge": stamp.actor.holds(Permission.SELECTION_CONFLICT_JUDGE, programme.city),
        "pin_form": pinned or PinForm(None, stamp=stamp, programme=programme),
    }
    context["own_form"] = own or OwnForm(None, stamp=stamp, programme=programme)
    status = 422 if judged or pinned or own else 200
    crumbs = (Link(label=_("Conflicts of interest")),)
    template = "bureau/selecting/conflicts.html"
    return framed(
        request, stamp, programme, "conflicts", template, context, crumbs=crumbs, status=status
    )


def _steps(conflict: Conflict) -> list[dict[str, object]]:
    """The path in the reader's language."""
    return [
        step
        | {
            "words": TIES.get(step["kind"], step["kind"]),
            "source": SOURCES.get(step["source"], step["source"]),
        }
        for step in conflict.path
    ]


def _options(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Text, int | None]]:
    return [(value, label, None) for value, label in choices]


@require_POST
@page
def look(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Hold every candidacy against everybody who may judge it."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CONFLICT_JUDGE)
    found = find_conflicts(programme, stamp=stamp)
    messages.success(
        request,
        _("%(found)d relations found, %(new)d of them new.")
        % {"found": found.found, "new": found.new},
    )
    return HttpResponseRedirect(reverse("bureau:selection_conflicts", args=[pk]))


@require_POST
@page
def judge(request: HttpRequest, stamp: Stamp, pk: int, conflict: int) -> HttpResponse:
    """Say what one conflict means."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CONFLICT_JUDGE)
    found = conflicts.reach_conflict(stamp.actor, programme, conflict)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _draw(request, stamp, programme, judged=(conflict, form))
    said = form.cleaned_data
    judge_conflict(found, standing_now=said["standing"], words=said["words"], stamp=stamp)
    messages.success(request, _("Judged; it stays on record with your reason."))
    return HttpResponseRedirect(reverse("bureau:selection_conflicts", args=[pk]))


@require_POST
@page
def pin(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Set a conflict that nothing shows and somebody knows."""
    programme = reach_programme(stamp.actor, pk, Permission.SELECTION_CONFLICT_JUDGE)
    form = PinForm(request.POST, stamp=stamp, programme=programme)
    if not form.is_valid():
        return _draw(request, stamp, programme, pinned=form)
    said = form.cleaned_data
    candidacy = form.candidacies.get(said["candidacy"])
    if candidacy is None:
        raise NotFound(_("There is no such candidacy within your reach."))
    pin_conflict(candidacy, person=form.chosen, kind=said["kind"], words=said["words"], stamp=stamp)
    messages.success(request, _("The conflict is on record and keeps the person away."))
    return HttpResponseRedirect(reverse("bureau:selection_conflicts", args=[pk]))


@require_POST
@page
def declare(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """An officer declares a conflict of their own, and is kept away for good."""
    programme = reach_programme(stamp.actor, pk)
    form = OwnForm(request.POST, stamp=stamp, programme=programme)
    if not form.is_valid():
        return _draw(request, stamp, programme, own=form)
    said = form.cleaned_data
    declare_conflict(
        form.candidacies[said["candidacy"]], kind=said["kind"], words=said["words"], stamp=stamp
    )
    messages.success(request, _("Thank you. The candidacy is left to others from now on."))
    return HttpResponseRedirect(reverse("bureau:selection_conflicts", args=[pk]))
