"""Look once more, then submit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries, rules
from citystage.stages.intake.actions.submit import submit as submit_application
from citystage.stages.intake.forming.answering import missing
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.writing import BadAnswers
from citystage.stages.review import queries as review
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show what will be submitted and to whom; submit that revision."""
    status = 200
    if request.method == "POST":
        application = queries.reach_own_briefly(stamp.actor, pk)
        sent = request.POST.get(VERSION, "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
        try:
            submit_application(application, version=version, stamp=stamp)
        except BadAnswers:
            status = 422
        else:
            messages.success(request, _("Submitted. You will be told what becomes of it."))
            return HttpResponseRedirect(reverse("company:need", args=[pk]))
    application = queries.reach_own(stamp.actor, pk)
    return show(request, "company/submitting.html", _context(application, stamp), status=status)


def _context(application: Application, stamp: Stamp) -> dict[str, object]:
    form = queries.form_of(application.form)
    gaps = missing(form, application.answers, stage="intake")
    recommended = hasattr(application, "recommendation")
    selects = application.call.way == Call.Way.SELECTION
    return {
        "application": application,
        "sides": queries.sides(
            application, lexicon=queries.lexicon(application.city, application=application)
        ),
        "gaps": [form.get(key) for key in gaps],
        "gate": None if selects else review.gate(application),
        "recommended": recommended,
        "allowed": rules.may_submit(
            application, application.call, owner=True, recommended=recommended, stamp=stamp
        ),
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(
                label=application.title or _("Untitled draft"),
                url=reverse("company:need", args=[application.pk]),
            ),
            Link(label=_("Submit")),
        ],
    }
