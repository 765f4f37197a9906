"""Tasks that failed behind the pages: read why, try again, or drop with a reason."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.background import queries, rules
from citystage.foundation.background.actions.drop import LONGEST_REASON, drop, drop_alike
from citystage.foundation.background.actions.retry import retry
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Text, facet
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 40
_LISTS: Final = {"failed": gettext_lazy("given up"), "again": gettext_lazy("will be tried again")}
# What each task does, in the words of the house; another one is shown by its own name.
DOES: Final[Mapping[str, Text]] = {
    "citystage.foundation.notices.jobs.deliver_outbox": gettext_lazy("send the mails that are due"),
    "citystage.foundation.notices.jobs.daily_digest": gettext_lazy("make the daily mails"),
    "citystage.foundation.notices.jobs.sweep_form_keys": gettext_lazy("clear used form keys"),
    "citystage.foundation.sheets.jobs.run_import": gettext_lazy("work through an import"),
    "citystage.config.periodic.take_up_imports": gettext_lazy("take up imports that stand still"),
    "citystage.stages.catalogue.jobs.keep_files": gettext_lazy("write the files of a list"),
    "citystage.stages.catalogue.jobs.keep_missing_files": gettext_lazy(
        "write the files of lists that lack them"
    ),
    "citystage.stages.catalogue.jobs.mail_subscribers": gettext_lazy("tell subscribers what fits"),
}


class DropForm(forms.Form):
    """Why a task is dropped, and whether those like it go with it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The ledger keeps it."),
    )
    alike = forms.BooleanField(
        label=gettext_lazy("Drop all that failed in the same task with the same fault"),
        required=False,
    )


def does(path: str) -> Text:
    """What the task does, or its name."""
    return DOES.get(path) or path.rsplit(".", 1)[-1].replace("_", " ")


@require_safe
@page
def tasks(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show what failed; of one task when the address says so."""
    rules.may_mind(stamp.actor).enforce()
    shown = "again" if request.GET.get("show") == "again" else "failed"
    lists = {
        "failed": queries.given_up(stamp.actor),
        "again": queries.tried_again(stamp.actor),
    }
    here = Address.of(request)
    wanted = here.values("task")
    found = lists[shown].filter(task_path__in=wanted) if wanted else lists[shown]
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "rows": [(row, does(row.task_path), last_line(row.traceback)) for row in leaf],
        "shown": shown,
        "lists": [
            (name, label, lists[name].count(), str(here.having("show", name).without("task")))
            for name, label in _LISTS.items()
        ],
        "facet": _by_task(lists[shown], here),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Failed tasks"))],
    }
    return show(request, "operator/tasks.html", context)


def _by_task(rows: queries.Rows, here: Address) -> Facet:
    found = [(path, does(path), number) for path, number in queries.by_task(rows)]
    return facet("task", _("Task"), found, here=here)


def last_line(traceback: str) -> str:
    """What went wrong, without the way that led there."""
    return (traceback.strip().splitlines() or [""])[-1][:300]


@require_safe
@page
def task(request: HttpRequest, stamp: Stamp, pk: UUID) -> HttpResponse:
    """Read what went wrong."""
    return _shown(request, queries.reach_task(stamp.actor, pk), DropForm())


def _shown(
    request: HttpRequest, row: queries.Row, form: DropForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "does": does(row.task_path),
        "fault": last_line(row.traceback),
        "attempts": len(row.worker_ids),
        "alike": queries.alike(row).count(),
        "form": form,
        "crumbs": [
            Link(label=_("Failed tasks"), url=reverse("operator:tasks")),
            Link(label=does(row.task_path)),
        ],
    }
    return show(request, "operator/task.html", context, status=status)


@require_POST
@page
def again(request: HttpRequest, stamp: Stamp, pk: UUID) -> HttpResponse:
    """Try it once more."""
    retry(queries.reach_task(stamp.actor, pk), stamp=stamp)
    messages.success(request, _("The task waits for a worker; it runs within seconds."))
    return HttpResponseRedirect(reverse("operator:tasks"))


@require_POST
@page
def dropping(request: HttpRequest, stamp: Stamp, pk: UUID) -> HttpResponse:
    """Never run it again."""
    row = queries.reach_task(stamp.actor, pk)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    reason, number = form.cleaned_data["reason"], 1
    if form.cleaned_data["alike"]:
        number = drop_alike(row, reason=reason, stamp=stamp)
    else:
        drop(row, reason=reason, stamp=stamp)
    said = ngettext("%d task is dropped.", "%d tasks are dropped.", number) % number
    messages.success(request, said)
    return HttpResponseRedirect(reverse("operator:tasks"))
