"""One thing to be mended: said to be done by its owner, verified by somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.actions.mend import not_adequate, say_done, verify
from citystage.stages.selection.investigating import NoWords
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import ActionPoint
from citystage.stages.selection.queries.locking import KeptAway
from citystage.stages.selection.queries.points import reach_point
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import ActionPointState
from citystage.web.expert.diligence_forms import SaidForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_ACTS = {"done": say_done, "verify": verify, "not-adequate": not_adequate}


@require_safe
@page
def point(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What is to be mended, what was done, and the next step of this person."""
    return _show(request, stamp, _reached(stamp, pk), SaidForm(), 200)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Say it is done, verify it, or ask for more."""
    found = _reached(stamp, pk)
    if verb not in _ACTS:
        raise NotFound(_("There is no such step."))
    form = SaidForm(request.POST)
    if form.is_valid():
        try:
            _ACTS[verb](found, words=form.cleaned_data["words"], stamp=stamp)
        except NoWords as refusal:
            form.add_error("words", str(refusal))
    if not form.is_valid():
        return _show(request, stamp, found, form, 422)
    messages.success(request, _("Noted; the other side is told."))
    return HttpResponseRedirect(reverse("expert:point", args=[pk]))


def _reached(stamp: Stamp, pk: int) -> ActionPoint:
    found = reach_point(stamp.actor, pk)
    if conflict := standing.barred(stamp.actor, found.candidacy):
        kind = {"kind": conflict_kinds()[conflict.kind]}
        raise KeptAway(_("You are in conflict with this candidacy: %(kind)s.") % kind)
    return found


def _show(
    request: HttpRequest, stamp: Stamp, found: ActionPoint, form: SaidForm, status: int
) -> HttpResponse:
    context = {
        "point": found,
        "form": form,
        "may_mend": found.state == ActionPointState.OPEN
        and rules.may_mend(stamp.actor, found, None),
        "may_verify": found.state == ActionPointState.DONE
        and rules.may_verify(stamp.actor, found, None),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("To be mended"))],
    }
    return show(request, "expert/point.html", context, status=status)
