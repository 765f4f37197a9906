"""Before panels are formed: what an expert would like to judge, rather not, or may not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.record_conflict import declare_conflict
from citystage.stages.selection.actions.tell_wishes import tell_wishes
from citystage.stages.selection.queries import blind, wishes
from citystage.web.expert.seats import ConflictForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_WISHES = {"1": 1, "-1": -1, "0": 0}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def wish(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """All candidacies one may choose from, each with a wish."""
    programme, expert = wishes.reach_offered(stamp.actor, pk, at=stamp.at)
    cases = list(wishes.offered_cases(stamp.actor, programme))
    if request.method == "POST":
        said = {
            one.pk: _WISHES[typed]
            for one in cases
            if (typed := request.POST.get(f"wish-{one.number}", "")) in _WISHES
        }
        tell_wishes(expert, programme=programme, wishes=said, stamp=stamp)
        messages.success(request, _("Your wishes are kept. They weigh when panels are formed."))
        return HttpResponseRedirect(reverse("expert:wish", args=[pk]))
    told = wishes.wishes_of(expert, programme)
    hidden = programme.read_terms().scoring.blind
    context = {
        "programme": programme,
        "rows": [
            (
                one,
                _("Candidacy No. %d") % one.number if hidden else one.application.title,
                str(told.get(one.pk, 0)),
            )
            for one in cases
        ],
        "choices": [("1", _("would like to")), ("0", _("no wish")), ("-1", _("rather not"))],
        "form": ConflictForm(),
        "crumbs": [
            Link(label=_("Panels"), url=reverse("expert:home")),
            Link(label=programme.call.label),
        ],
    }
    return show(request, "expert/wishing.html", context)


@require_POST
@page
def declare(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Say before anything is asked that one is in conflict."""
    programme, _expert = wishes.reach_offered(stamp.actor, pk, at=stamp.at)
    found = wishes.offered_cases(stamp.actor, programme).filter(number=number).first()
    form = ConflictForm(request.POST)
    if found is None:
        raise NotFound(_("There is no such candidacy within your reach."))
    if not form.is_valid():
        messages.error(request, _("Say in a sentence what the conflict is."))
        return HttpResponseRedirect(reverse("expert:wish", args=[pk]))
    said = form.cleaned_data
    declare_conflict(found, kind=said["kind"], words=said["words"], stamp=stamp)
    messages.success(request, _("The conflict with “%s” is on record.") % blind.name(found))
    return HttpResponseRedirect(reverse("expert:wish", args=[pk]))
