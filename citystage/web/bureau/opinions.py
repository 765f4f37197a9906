"""A department's waiting list, and giving its word."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries as intake
from citystage.stages.review import queries, rules
from citystage.stages.review.actions.give_opinion import give_opinion
from citystage.stages.review.models import Opinion
from citystage.web.bureau.marks import opinion_mark
from citystage.web.bureau.wording import OpinionForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_PAGE = 30


@require_safe
@page
def waiting(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What the own unit is asked, the nearest deadline first; below, what it has said."""
    if not stamp.actor.may(Permission.REVIEW_OPINION_GIVE):
        raise NotFound(_("There is nothing here for your role."))
    given = Paginator(queries.given_opinions(stamp.actor), _PAGE)
    context = {
        "rows": [(one, one.due_at and one.due_at <= stamp.at) for one in _waiting(stamp)],
        "given": given.get_page(request.GET.get("page")),
    }
    return show(request, "bureau/opinions.html", context)


def _waiting(stamp: Stamp) -> list[Opinion]:
    return list(queries.waiting_opinions(stamp.actor)[:200])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def give(request: HttpRequest, stamp: Stamp, opinion_id: int) -> HttpResponse:
    """The need as a document, and the form for the unit's word."""
    opinion = queries.reach_opinion(stamp.actor, opinion_id)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        give_opinion(opinion, stance=said["stance"], text=said["text"], stamp=stamp)
        messages.success(request, _("Your opinion has been given."))
        return HttpResponseRedirect(reverse("bureau:opinions"))
    application = opinion.case.application
    context = {
        "opinion": opinion,
        "mark": opinion_mark(opinion.state),
        "sides": intake.sides(
            application, lexicon=intake.lexicon(application.city, application=application)
        ),
        "may_give": rules.may_give(stamp.actor, opinion),
        "form": form,
        "said": queries.comments(application, stamp.actor),
        "crumbs": [
            Link(label=_("Opinions"), url=reverse("bureau:opinions")),
            Link(label=application.title),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "bureau/opinion.html", context, status=status)
