"""Access of devices to a project: given here, shown once, ended here; and how a device sends."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.projects.actions.give_access import Series, end_access, give_access
from citystage.stages.projects.models import Project
from citystage.stages.projects.queries import feeding as queries
from citystage.stages.projects.queries.projects import reach_project
from citystage.stages.projects.rules import projects as rules
from citystage.web.shell.components import Link
from citystage.web.shell.fields import CleanText
from citystage.web.shell.pages import page, show

_REFUSED = {409, 422}


class SeriesForm(forms.Form):
    """What sends, and what its readings show."""

    use_required_attribute = False
    name = CleanText(
        label=gettext_lazy("Device or system"),
        rows=1,
        max_length=120,
        help_text=gettext_lazy("As people will know it: the gateway of station 3."),
    )
    title = CleanText(label=gettext_lazy("What its readings show"), rows=1, max_length=180)
    unit = CleanText(label=gettext_lazy("Counted in"), rows=1, max_length=40, required=False)
    milestone: Any = forms.ModelChoiceField(
        label=gettext_lazy("Milestone it proves"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("of the project as a whole"),
    )

    def __init__(self, *args: Any, milestones: Any, **settings_: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings_)
        fields: dict[str, Any] = self.fields
        fields["milestone"].queryset = milestones

    def series(self) -> Series:
        """What was typed."""
        said = self.cleaned_data
        return Series(
            name=said["name"],
            title=said["title"],
            unit=said["unit"],
            milestone=said["milestone"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def browse(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/<pk>/access/``; POST gives access, and shows the secret this once."""
    project = reach_project(stamp.actor, pk)
    form = _form(request, project)
    secret, status = "", 200
    if form.is_bound:
        secret, status = _given(form, project, stamp)
    if secret:
        form = SeriesForm(milestones=project.milestones.all())
    context = _around(stamp, project, form, secret)
    response = show(request, "projects/landing/access.html", context, status=status)
    # The secret stands in this answer only: nothing keeps it.
    response["Cache-Control"] = "no-store"
    return response


def _form(request: HttpRequest, project: Project) -> SeriesForm:
    posted = request.POST if request.method == "POST" else None
    initial = {"milestone": request.GET.get("milestone", "")}
    return SeriesForm(posted, initial=initial, milestones=project.milestones.all())


def _given(form: SeriesForm, project: Project, stamp: Stamp) -> tuple[str, int]:
    """The secret and the status; what was refused stands in the form."""
    if not form.is_valid():
        return "", 422
    try:
        # The form has no one-time key: answers under a key are kept, and this one is secret.
        _access, secret = give_access(project, series=form.series(), stamp=stamp)
    except Refusal as refusal:
        if refusal.status not in _REFUSED:
            raise
        form.add_error(None, str(refusal))
        return "", refusal.status
    return secret, 200


def _around(stamp: Stamp, project: Project, form: SeriesForm, secret: str) -> dict[str, object]:
    feeding = queries.limits(project.city_id)
    return {
        "project": project,
        "form": form,
        "secret": secret,
        "accesses": queries.accesses_of(project),
        "may_give": bool(rules.may_give_access(stamp.actor, project)),
        "may_end": bool(rules.may_end_access(stamp.actor, project)),
        "feeding": feeding,
        "kilobytes": feeding.bytes_per_call // 1024,
        "address": settings.SITE_ADDRESS + reverse("projects:send", args=[project.pk]),
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=project.title, url=reverse("projects:project", args=[project.pk])),
            Link(label=_("Access for devices")),
        ],
    }


@require_POST
@page
def end(request: HttpRequest, stamp: Stamp, pk: int, access: int) -> HttpResponse:
    """The device sends no more."""
    project = reach_project(stamp.actor, pk)
    end_access(queries.access_of(project, access), stamp=stamp)
    messages.success(request, _("The device sends no more; what it sent stays."))
    return HttpResponseRedirect(reverse("projects:access", args=[pk]))
