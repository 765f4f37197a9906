"""Evidence is put in: one page for each kind, made for the phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.projects.actions.add_evidence import add_evidence
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.rules import projects as rules
from citystage.web.projects.landing.evidence_forms import EVIDENCE
from citystage.web.shell.components import Link, Text
from citystage.web.shell.pages import page, show

_UNPROCESSABLE = 422
TITLES: dict[str, Text] = {
    "photo": gettext_lazy("Add a photo"),
    "file": gettext_lazy("Add a file"),
    "series": gettext_lazy("Add a reading series"),
    "report": gettext_lazy("Add a report of a third party"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """``/projects/<pk>/evidence/new/<kind>/``; ``milestone`` says what it proves."""
    project = queries.reach_project(stamp.actor, pk)
    if kind not in EVIDENCE:
        raise NotFound(_("There is no such kind of evidence."))
    rules.may_work(stamp.actor, project).enforce()
    posted = request.method == "POST"
    form = EVIDENCE[kind](
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"milestone": request.GET.get("milestone", "")},
        milestones=project.milestones.all(),
    )
    if posted and form.is_valid():
        try:
            made = add_evidence(project, shown=form.shown(), stamp=stamp)
        except Refusal as refusal:
            if refusal.status not in {409, _UNPROCESSABLE}:
                raise
            form.add_error(None, str(refusal))
        else:
            said = _("Kept, and marked as entered later.") if made.backdated else _("Kept.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("projects:evidence", args=[pk, made.pk]))
    context = {
        "project": project,
        "form": form,
        "title": TITLES[kind],
        "others": [(name, text) for name, text in TITLES.items() if name != kind],
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=project.title, url=reverse("projects:project", args=[pk])),
            Link(label=TITLES[kind]),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/landing/add.html", context, status=status)
