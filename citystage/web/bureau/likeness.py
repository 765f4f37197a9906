"""Two texts side by side: one family, merged, or not the same; each judgement can be undone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.similarity.jaccard import Level
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries.same_needs import same_needs
from citystage.stages.review import queries, rules
from citystage.stages.review.actions.judge_tie import judge_tie
from citystage.stages.review.actions.merge import merge
from citystage.stages.review.actions.withdraw_tie import withdraw_tie
from citystage.stages.review.models import Case
from citystage.stages.review.queries import Like
from citystage.web.bureau.polishing import crumbs
from citystage.web.bureau.wording import ReasonForm, TieForm
from citystage.web.shell.pages import page, show

_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@page
def pair(request: HttpRequest, stamp: Stamp, case_id: int, other_id: int) -> HttpResponse:
    """Compare a case's text with another, and say how the two relate."""
    case = queries.reach_case(stamp.actor, case_id)
    rules.holds(stamp.actor, Permission.REVIEW_DUPLICATE_JUDGE, case).enforce(NotFound)
    own = queries.fingerprint_of(case.application)
    if own is None:
        raise NotFound(_("This text is not compared with others."))
    other = queries.reach_fingerprint(stamp.actor, other_id)
    like = _met(case, queries.compare(own, other), stamp)
    twin = queries.case_of(stamp.actor, like.application_id)
    tie_form, merge_form = TieForm(auto_id="id_tie_%s"), ReasonForm(auto_id="id_merge_%s")
    if request.method == "POST":
        if request.POST.get("act") == "merge":
            merge_form = ReasonForm(request.POST, auto_id="id_merge_%s")
            if merge_form.is_valid():
                return _merge(request, stamp, case, twin, merge_form.cleaned_data["reason"])
        else:
            tie_form = TieForm(request.POST, auto_id="id_tie_%s")
            if tie_form.is_valid():
                judge_tie(own, other, stamp=stamp, **tie_form.cleaned_data)
                messages.success(request, _("Your judgement has been kept."))
                return HttpResponseRedirect(request.path)
    context = {
        "case": case,
        "own": own,
        "like": like,
        "twin": twin,
        "may_merge": rules.may_merge(stamp.actor, case, twin) if twin else None,
        "tie_form": tie_form,
        "merge_form": merge_form,
        "crumbs": crumbs(case, _("Side by side")),
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "bureau/likeness.html", context, status=status)


def _met(case: Case, like: Like, stamp: Stamp) -> Like:
    """With how the pair came to be shown: by meaning, if the words do not tell it."""
    if like.level is not Level.DIFFERENT:
        return like
    found = same_needs(case.application, stamp.actor)
    return next((one for one in found if one.fingerprint == like.fingerprint), like)


def _merge(
    request: HttpRequest, stamp: Stamp, case: Case, twin: Case | None, reason: str
) -> HttpResponse:
    if twin is None:
        raise NotFound(_("Only cases of your city can be merged."))
    merge(case, into=twin, reason=reason, stamp=stamp)
    messages.success(request, _("Merged; both owners have been told."))
    return HttpResponseRedirect(reverse("bureau:case", args=[twin.pk]))


@require_safe
@page
def judgements(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What was said of pairs, newest first; each can be taken back."""
    if not stamp.actor.may(Permission.REVIEW_DUPLICATE_JUDGE):
        raise NotFound(_("There is nothing here for your role."))
    rows = Paginator(queries.judged(stamp.actor), _PAGE).get_page(request.GET.get("page"))
    return show(request, "bureau/judgements.html", {"page": rows})


@require_POST
@page
def undo(request: HttpRequest, stamp: Stamp, tie_id: int) -> HttpResponse:
    """Take a judgement back: the pair is offered again."""
    withdraw_tie(queries.reach_tie(stamp.actor, tie_id), stamp=stamp)
    messages.success(request, _("The judgement has been taken back."))
    return HttpResponseRedirect(reverse("bureau:likeness"))
