"""The desk of a district or department: what waits for its word, its places, its order."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries.same_needs import alike
from citystage.stages.intake import queries, rules
from citystage.stages.intake.actions.not_recommend import not_recommend
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.reorder_recommendations import reorder_recommendations
from citystage.stages.intake.actions.return_ import return_
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState
from citystage.stages.intake.writing import BadAnswers
from citystage.stages.review import queries as review
from citystage.stages.selection.queries.locking import keep_away
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

PER_PAGE = 30
_RECOMMEND = Permission.INTAKE_APPLICATION_RECOMMEND


def _desk() -> Link:
    return Link(label=_("Recommending"), url=reverse("bureau:recommending"))


@require_safe
@page
def desk(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show what waits for our word, and the places we have left."""
    if not stamp.actor.may(_RECOMMEND):
        raise NotFound(_("There is nothing here for your role."))
    here = Paginator(queries.desk(stamp.actor), PER_PAGE).get_page(request.GET.get("page"))
    scores = review.scores(here.object_list)
    context = {
        "rows": [(one, scores.get(one.pk)) for one in here.object_list],
        "page": here,
        "standings": queries.standing_of(stamp.actor, at=stamp.at),
        "for_others": stamp.actor.may(Permission.INTAKE_APPLICATION_FILE_FOR_OTHERS),
    }
    return show(request, "bureau/recommending.html", context)


@require_safe
@page
def weigh(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show one application with its quality and its likes, and the verbs."""
    application = queries.reach_recommendable(stamp.actor, pk)
    keep_away(stamp.actor, application)
    return _weigh(request, stamp, application, {})


def _weigh(
    request: HttpRequest, stamp: Stamp, application: Application, errors: Mapping[str, str]
) -> HttpResponse:
    given = list(queries.recommended(application.call, application.recommender))
    places = queries.places_of(application.call).get(application.recommender_id, 0)
    lexicon = queries.lexicon(application.city, application=application)
    context = {
        "application": application,
        "waits": application.state == ApplicationState.SUBMITTED,
        "sides": queries.sides(application, lexicon=lexicon),
        "files": queries.attachments_of(application),
        "gate": review.gate(application),
        "likes": alike(application, stamp.actor, most=5),
        "comments": review.comments(application, stamp.actor),
        "given": given,
        "places": places,
        "left": max(places - len(given), 0),
        "choices": range(1, len(given) + 2),
        "allowed": rules.may_recommend(application, application.call, stamp),
        "errors": errors,
        "sent": request.POST,
        "crumbs": [_desk(), Link(label=application.title)],
    }
    return show(request, "bureau/weighing.html", context, status=422 if errors else 200)


@require_POST
@page
def give(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Recommend, decline or return, with words the owner reads."""
    application = queries.reach_recommendable(stamp.actor, pk)
    keep_away(stamp.actor, application)
    try:
        said = _VERBS[verb](application, request, stamp)
    except BadAnswers as refusal:
        errors = {f"{verb}_{key}": text for key, text in refusal.errors.items()}
        return _weigh(request, stamp, application, errors)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("bureau:recommending"))


def _recommend(application: Application, request: HttpRequest, stamp: Stamp) -> str:
    wanted = request.POST.get("place", "")
    place = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else None  # noqa: PLR2004 -- a small column
    made = recommend(application, opinion=request.POST.get("opinion", ""), place=place, stamp=stamp)
    return _("Recommended in place %d.") % made.place


def _decline(application: Application, request: HttpRequest, stamp: Stamp) -> str:
    not_recommend(application, reason=request.POST.get("reason", ""), stamp=stamp)
    return _("Not recommended. The owner is told the reason.")


def _return(application: Application, request: HttpRequest, stamp: Stamp) -> str:
    return_(application, reason=request.POST.get("reason", ""), stamp=stamp)
    return _("Returned for changes. The owner is told the reason.")


_VERBS: Mapping[str, Callable[[Application, HttpRequest, Stamp], str]] = {
    "recommend": _recommend,
    "decline": _decline,
    "return": _return,
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def order(request: HttpRequest, stamp: Stamp, call: int, unit: int) -> HttpResponse:
    """Show our order in one call; each press moves one application by one place."""
    standing = queries.reach_order(stamp.actor, call, unit)
    if request.method == "POST":
        moved = _moved(request.POST.getlist("order"), request.POST.get("move", ""))
        reorder_recommendations(standing.call, unit=standing.unit, order=moved, stamp=stamp)
        return HttpResponseRedirect(reverse("bureau:order", args=[call, unit]))
    context = {
        "standing": standing,
        "rows": list(queries.recommended(standing.call, standing.unit)),
        "allowed": rules.may_reorder(standing.call, standing.unit, stamp),
        "crumbs": [_desk(), Link(label=standing.call.label)],
    }
    return show(request, "bureau/order.html", context)


def _moved(seen: list[str], move: str) -> list[int]:
    """The order the person saw with one application moved up or down ("up-37")."""
    order = [int(one) for one in seen if one.isdecimal() and len(one) < 19]  # noqa: PLR2004 -- a bigint
    way, _dash, number = move.partition("-")
    if not number.isdecimal() or int(number) not in order:
        return order
    at = order.index(int(number))
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order
