"""What due diligence asks the applicant to mend, and its word that it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries as intake
from citystage.stages.selection.actions.mend import say_done
from citystage.stages.selection.investigating import NoWords
from citystage.stages.selection.queries.points import points_of
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_LONGEST = 5_000


@require_safe
@page
def points(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Everything to be mended for one own application."""
    return _show(request, stamp, pk)


@require_POST
@page
def done(request: HttpRequest, stamp: Stamp, pk: int, point: int) -> HttpResponse:
    """Say that one is done, and how."""
    found = points_of(intake.reach_own(stamp.actor, pk)).filter(pk=point).first()
    if found is None:
        raise NotFound(_("There is no such action point of yours."))
    words = clean(request.POST.get("words", ""))[:_LONGEST]
    try:
        say_done(found, words=words, stamp=stamp)
    except NoWords as refusal:
        return _show(request, stamp, pk, wrong=(point, str(refusal)))
    messages.success(request, _("Noted; whoever verifies it is told."))
    return HttpResponseRedirect(reverse("company:points", args=[pk]))


def _show(
    request: HttpRequest, stamp: Stamp, pk: int, *, wrong: tuple[int, str] | None = None
) -> HttpResponse:
    application = intake.reach_own(stamp.actor, pk)
    context = {
        "application": application,
        "points": points_of(application),
        "wrong": wrong[0] if wrong else 0,
        "said": wrong[1] if wrong else "",
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(label=application.title, url=reverse("company:need", args=[pk])),
            Link(label=_("To be mended")),
        ],
    }
    return show(request, "company/points.html", context, status=422 if wrong else 200)
