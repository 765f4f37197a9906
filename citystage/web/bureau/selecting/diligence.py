"""Due diligence at the office: who looks into what, how far they are, and their reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import investigating, standing
from citystage.stages.selection.actions.ask_diligence import ask_diligence, cancel_diligence
from citystage.stages.selection.actions.mend import BadPoint, make_point_of_office
from citystage.stages.selection.actions.report_diligence import accept_report, send_back_report
from citystage.stages.selection.investigating import NoWords
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Candidacy, Diligence, Programme, RedFlag
from citystage.stages.selection.queries import diligence as queries
from citystage.stages.selection.queries import points
from citystage.stages.selection.queries.locking import KeptAway
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.rules import diligence as rules
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.freshness import version_sent
from citystage.web.shell.mending import PointForm
from citystage.web.shell.pages import page

_LEAD = Permission.SELECTION_PANEL_LEAD


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """All candidacies that are, or were, looked into."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    terms = programme.read_terms().diligence
    context = {
        "rows": queries.lines(stamp.actor, programme, investigating.today(stamp.at)),
        "terms": terms,
        "whole": len(terms.items),
    }
    template = "bureau/selecting/diligence.html"
    crumbs = (Link(label=_("Due diligence")),)
    return framed(request, stamp, programme, "diligence", template, context, crumbs=crumbs)


@require_safe
@page
def detail(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Everything that was found out about one candidacy."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    return _show(request, stamp, programme, _reached(stamp, programme, number))


def _reached(stamp: Stamp, programme: Programme, number: int) -> Candidacy:
    found = queries.led(stamp.actor, programme, number)
    if conflict := standing.barred(stamp.actor, found):
        kind = {"kind": conflict_kinds()[conflict.kind]}
        raise KeptAway(_("You are in conflict with this candidacy: %(kind)s.") % kind)
    return found


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    candidacy: Candidacy,
    *,
    wrong: tuple[int, str, str] | None = None,
    point: PointForm | None = None,
) -> HttpResponse:
    items = programme.read_terms().diligence.items
    day = investigating.today(stamp.at)
    rows = list(queries.diligences_of(candidacy))
    context = {
        "candidacy": candidacy,
        "rows": [(one, queries.items_of(one, items), queries.counts(one, day)) for one in rows],
        "today": day,
        "stops": [
            flag
            for one in rows
            for flag in one.flags.all()
            if flag.severity == RedFlag.Severity.STOPS
        ],
        "may_ask": rules.may_ask(stamp.actor, candidacy, None),
        "institutions": queries.institutions(candidacy, stamp.at),
        "wrong": wrong,
        "points": points.office_points(candidacy),
        "may_point": rules.may_point_out(stamp.actor, candidacy, None),
        "point": point or _point_form(candidacy),
    }
    crumbs = (
        Link(
            label=_("Due diligence"), url=reverse("bureau:selection_diligence", args=[programme.pk])
        ),
        Link(label=_("No. %d") % candidacy.number),
    )
    template = "bureau/selecting/diligence_of.html"
    status = 422 if wrong or point else 200
    return framed(
        request, stamp, programme, "diligence", template, context, crumbs=crumbs, status=status
    )


def _point_form(candidacy: Candidacy, data: QueryDict | None = None) -> PointForm:
    return PointForm(data, units=points.partners_of(candidacy), auto_id="id_point_%s")


@require_POST
@page
def point_out(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """The office says by itself what is to be mended."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    candidacy = _reached(stamp, programme, number)
    form = _point_form(candidacy, request.POST)
    if form.is_valid():
        try:
            make_point_of_office(candidacy, mending=form.mending(), stamp=stamp)
        except (BadPoint, NoWords) as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("It is on record; who mends it is told."))
            return _back(pk, number)
    return _show(request, stamp, programme, candidacy, point=form)


@require_POST
@page
def ask(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Ask one institution."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    candidacy = _reached(stamp, programme, number)
    known = {str(one.pk): one for one in queries.institutions(candidacy, stamp.at)}
    chosen = known.get(request.POST.get("institution", ""))
    if chosen is None:
        raise NotFound(_("This institution cannot be asked."))
    ask_diligence(candidacy, institution=chosen, stamp=stamp)
    messages.success(request, _("%s is asked. First it declares its interests.") % chosen.label)
    return _back(pk, number)


@require_POST
@page
def act(  # noqa: PLR0913, PLR0917 -- the parts of the address
    request: HttpRequest, stamp: Stamp, pk: int, number: int, diligence: int, verb: str
) -> HttpResponse:
    """Accept the report, send it back, or do without."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    candidacy = _reached(stamp, programme, number)
    found = queries.diligences_of(candidacy).filter(pk=diligence).first()
    if found is None or verb not in {"accept", "send-back", "cancel"}:
        raise NotFound(_("There is no such step."))
    try:
        _do(request, stamp, found, verb)
    except NoWords as refusal:
        wrong = (found.pk, verb, str(refusal))
        return _show(request, stamp, programme, candidacy, wrong=wrong)
    return _back(pk, number)


def _do(request: HttpRequest, stamp: Stamp, found: Diligence, verb: str) -> None:
    reason = clean(request.POST.get("reason", ""))[:2000]
    if verb == "accept":
        accept_report(found, version=version_sent(request, otherwise=0), stamp=stamp)
        messages.success(request, _("The report is accepted."))
    elif verb == "send-back":
        send_back_report(found, reason=reason, stamp=stamp)
        messages.success(request, _("The report is sent back."))
    else:
        cancel_diligence(found, reason=reason, stamp=stamp)
        messages.success(request, _("The institution is told that it is no longer needed."))


@require_safe
@page
def paper(
    request: HttpRequest,  # noqa: ARG001
    stamp: Stamp,
    pk: int,
    number: int,
    paper_id: int,
) -> HttpResponse:
    """One file of evidence, to be kept and not to be opened in the page."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    candidacy = _reached(stamp, programme, number)
    found = queries.paper_of(queries.diligences_of(candidacy), paper_id)
    return download(found.file, found.name)


def _back(pk: int, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_diligence_of", args=[pk, number]))
