"""An institution's due diligence: what it was asked, its declaration, and its work."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries as intake
from citystage.stages.selection import standing
from citystage.stages.selection.actions.mend import BadPoint, make_point
from citystage.stages.selection.actions.report_diligence import NotWhole, open_items, report
from citystage.stages.selection.actions.take_on_diligence import take_on
from citystage.stages.selection.actions.write_diligence import (
    NoEvidence,
    add_interview,
    answer_item,
    raise_flag,
)
from citystage.stages.selection.investigating import ChangedMeanwhile, NoWords
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Diligence
from citystage.stages.selection.queries import diligence as queries
from citystage.stages.selection.queries import points
from citystage.stages.selection.queries.locking import KeptAway
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import DiligenceState
from citystage.web.expert.diligence_forms import (
    FlagForm,
    InterestForm,
    InterviewForm,
    ItemForm,
    ReportForm,
)
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale, version_sent
from citystage.web.shell.mending import PointForm
from citystage.web.shell.pages import page, show

type Forms = Mapping[str, forms.Form]


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What the institution was asked to look into, and what it has to mend or verify."""
    context = {
        "rows": queries.asked(stamp.actor),
        "points": points.own_points(stamp.actor),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Due diligence"))],
    }
    return show(request, "expert/diligences.html", context)


def reached(stamp: Stamp, pk: int) -> Diligence:
    """One of the own institution's; whom a conflict bars is told so."""
    found = queries.reach_own(stamp.actor, pk)
    if conflict := standing.barred(stamp.actor, found.candidacy):
        kind = {"kind": conflict_kinds()[conflict.kind]}
        raise KeptAway(_("You are in conflict with this candidacy: %(kind)s.") % kind)
    return found


@require_safe
@page
def work(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The declaration first, then the checklist, conversations, flags, and the report."""
    return _show(request, stamp, reached(stamp, pk))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Diligence,
    *,
    sent: Forms | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    given: Forms = sent or {}
    candidacy = found.candidacy
    terms = candidacy.programme.read_terms().diligence
    begun = found.declared_at is not None and found.state != DiligenceState.BARRED
    application = candidacy.application
    items = queries.items_of(found, terms.items) if begun else []
    whole = queries.diligences_of(candidacy).get(pk=found.pk)
    context = {
        "diligence": whole,
        "candidacy": candidacy,
        "terms": terms,
        "may_do": rules.may_do(stamp.actor, found, None),
        "may_write": rules.may_write(stamp.actor, found, None),
        "may_point": begun and rules.may_point(stamp.actor, found, None),
        "begun": begun,
        "items": [(one, given.get(one.code) or ItemForm.of(one)) for one in items],
        "missing": open_items(found) if begun else [],
        "sides": intake.sides(
            application, lexicon=intake.lexicon(application.city, application=application)
        )
        if begun
        else [],
        "files": intake.attachments_of(application) if begun else [],
        "interest_form": given.get("interest") or InterestForm(),
        "interview_form": given.get("interviews") or InterviewForm(auto_id="id_interview_%s"),
        "flag_form": given.get("flags") or FlagForm(auto_id="id_flag_%s"),
        "point_form": given.get("points")
        or PointForm(units=points.partners(found), auto_id="id_point_%s"),
        "report_form": given.get("report")
        or ReportForm(
            initial={"rating": found.rating, "summary": found.summary}, auto_id="id_report_%s"
        ),
        "stale": stale,
        "crumbs": [
            Link(label=_("Due diligence"), url=reverse("expert:diligences")),
            Link(label=application.title),
        ],
    }
    return show(request, "expert/diligence.html", context, status=status)


@require_POST
@page
def declare(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Declare interests; where the terms bar investors, that is the end of it."""
    found = reached(stamp, pk)
    form = InterestForm(request.POST)
    if not form.is_valid():
        return _show(request, stamp, found, sent={"interest": form}, status=422)
    means = form.cleaned_data["means"] == "yes"
    done = take_on(found, means_to_invest=means, words=form.cleaned_data["words"], stamp=stamp)
    if done.state == DiligenceState.BARRED:
        messages.warning(
            request,
            _("Thank you for saying so. By the terms of this selection it is left to others."),
        )
    else:
        messages.success(request, _("Your declaration is on record. You can begin."))
    return _back(pk)


@require_POST
@page
def answer(request: HttpRequest, stamp: Stamp, pk: int, item: str) -> HttpResponse:
    """Answer one item of the checklist."""
    found = reached(stamp, pk)
    form = ItemForm(request.POST, request.FILES, auto_id=f"id_{item}_%s")
    version = request.POST.get(VERSION, "")

    def act() -> object:
        return answer_item(found, item=item, found=form.found(), version=version, stamp=stamp)

    return _tried(request, stamp, found, (item, form), act, _("The finding is kept."))


@require_POST
@page
def add(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """A conversation, a flag, something to be mended, or the report."""
    found = reached(stamp, pk)
    if verb not in _DONE:
        raise NotFound(_("There is no such step."))
    form = _form(verb, request, found)

    def act() -> object:
        return _kept(verb, request, form, found, stamp)

    return _tried(request, stamp, found, (verb, form), act, str(_DONE[verb]))


_DONE = {
    "interviews": gettext_lazy("The conversation is on record."),
    "flags": gettext_lazy("The flag is on record."),
    "points": gettext_lazy("Who mends it is told."),
    "report": gettext_lazy("The report is handed in. Thank you."),
}


def _form(verb: str, request: HttpRequest, found: Diligence) -> forms.Form:
    if verb == "interviews":
        return InterviewForm(request.POST, auto_id="id_interview_%s")
    if verb == "flags":
        return FlagForm(request.POST, auto_id="id_flag_%s")
    if verb == "points":
        return PointForm(request.POST, units=points.partners(found), auto_id="id_point_%s")
    return ReportForm(request.POST, auto_id="id_report_%s")


def _kept(
    verb: str, request: HttpRequest, form: forms.Form, found: Diligence, stamp: Stamp
) -> object:
    if isinstance(form, PointForm):
        return make_point(found, mending=form.mending(), stamp=stamp)
    if verb == "interviews":
        return add_interview(found, **form.cleaned_data, stamp=stamp)
    if verb == "flags":
        return raise_flag(found, **form.cleaned_data, stamp=stamp)
    seen = version_sent(request, otherwise=0)
    return report(found, **form.cleaned_data, version=seen, stamp=stamp)


def _tried(  # noqa: PLR0913, PLR0917 -- one way for every form of the page
    request: HttpRequest,
    stamp: Stamp,
    found: Diligence,
    named: tuple[str, forms.Form],
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Do it; what is wrong stands at the form, and who was faster is told, nothing lost."""
    name, form = named
    if not form.is_valid():
        return _show(request, stamp, found, sent={name: form}, status=422)
    try:
        act()
    except (NoEvidence, NoWords, NotWhole, BadPoint) as refusal:
        form.add_error(None if "words" not in form.fields else "words", str(refusal))
        return _show(request, stamp, found, sent={name: form}, status=422)
    except ChangedMeanwhile:
        found.refresh_from_db(fields=["version", "state"])
        stale = Stale(str(found.version))
        return _show(request, stamp, found, sent={name: form}, stale=stale, status=409)
    messages.success(request, done)
    return _back(found.pk)


@require_safe
@page
def paper(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One file of the own evidence."""
    reached(stamp, pk)
    found = queries.paper_of(queries.own_diligences(stamp.actor).filter(pk=pk), number)
    return download(found.file, found.name)


@require_safe
@page
def file(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One file of the application; after the declaration."""
    found = reached(stamp, pk)
    if found.declared_at is None or found.state == DiligenceState.BARRED:
        raise NotFound(_("There is no such file."))
    kept = intake.reach_attachment(found.candidacy.application, number)
    return download(kept.file, kept.name)


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("expert:diligence", args=[pk]))
