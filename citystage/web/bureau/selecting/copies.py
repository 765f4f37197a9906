"""What blind panels read: a redacted copy for each candidacy, given by the office."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.actions.redact import add_copy, take_back_copy
from citystage.stages.selection.evidence import WrongFile
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Candidacy, Programme
from citystage.stages.selection.queries import candidacies as candidacy_queries
from citystage.stages.selection.queries import copies as queries
from citystage.stages.selection.queries.locking import KeptAway
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.rules.checks import may_redact
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.pages import page
from citystage.web.shell.papers import PaperField

_CHECK = Permission.SELECTION_CANDIDACY_CHECK
_PER_PAGE = 50


class CopyForm(forms.Form):
    """The file from which names were taken out."""

    file = PaperField(
        label=gettext_lazy("Redacted copy"),
        help_text=gettext_lazy(
            "PDF, Word, Excel, PNG or JPEG up to 10 MB. Properties, authors, attachments and"
            " camera data are taken out; names in the text are not, take them out before."
        ),
    )


def _reached(stamp: Stamp, pk: int) -> Programme:
    programme = reach_programme(stamp.actor, pk, _CHECK)
    if not programme.read_terms().scoring.blind:
        raise NotFound(_("This panel is not blind: it reads the application."))
    return programme


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Which candidacies have a copy, and in which of them names still stand."""
    programme = _reached(stamp, pk)
    here = Address.of(request)
    lacking = here.has("show", "lacking")
    found = queries.candidacies_read_blind(stamp.actor, programme, lacking=lacking)
    rows = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    kept = standing.barring(stamp.actor, rows)
    context = {
        "page": rows,
        "rows": [(one, kept.get(one.pk)) for one in rows],
        "lacking": lacking,
        "all_url": here.path,
        "lacking_url": str(here.having("show", "lacking")),
    }
    return framed(request, stamp, programme, "copies", "bureau/selecting/copies.html", context)


@require_safe
@page
def detail(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """The copies of one candidacy, and what the panel reads without one."""
    programme = _reached(stamp, pk)
    return _show(request, stamp, programme, _candidacy(stamp, programme, number), CopyForm())


def _candidacy(stamp: Stamp, programme: Programme, number: int) -> Candidacy:
    found = candidacy_queries.reach_candidacy(stamp.actor, programme, number)
    if conflict := standing.barred(stamp.actor, found):
        kind = {"kind": conflict_kinds()[conflict.kind]}
        raise KeptAway(_("You are in conflict with this candidacy: %(kind)s.") % kind)
    return found


def _show(
    request: HttpRequest, stamp: Stamp, programme: Programme, found: Candidacy, form: CopyForm
) -> HttpResponse:
    context = {
        "candidacy": found,
        "form": form,
        "papers": list(queries.copies_ever(found)),
        "copy": queries.copy_of(found),
        "allowed": may_redact(stamp.actor, found, None),
    }
    whole = reverse("bureau:selection_copies", args=[programme.pk])
    crumbs = (
        Link(label=_("Redacted copies"), url=whole),
        Link(label=_("No. %d") % found.number),
    )
    return framed(
        request,
        stamp,
        programme,
        "copies",
        "bureau/selecting/copy.html",
        context,
        crumbs=crumbs,
        status=422 if form.errors else 200,
    )


@require_POST
@page
def add(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Give the panel a copy; names that still stand in it are told at once."""
    programme = _reached(stamp, pk)
    found = _candidacy(stamp, programme, number)
    form = CopyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            paper = add_copy(found, file=form.cleaned_data["file"], stamp=stamp)
        except WrongFile as refusal:
            form.add_error("file", str(refusal))
        else:
            if paper.names_found:
                messages.warning(
                    request, _("The copy is kept, but names still stand in it; see below.")
                )
            else:
                messages.success(request, _("The copy is kept; the panel reads it from now on."))
            return _back(pk, number)
    return _show(request, stamp, programme, found, form)


@require_POST
@page
def take_back(request: HttpRequest, stamp: Stamp, pk: int, number: int, paper: int) -> HttpResponse:
    """Show a copy to nobody any more."""
    programme = _reached(stamp, pk)
    found = _candidacy(stamp, programme, number)
    take_back_copy(queries.reach_copy(found, paper), stamp=stamp)
    messages.success(request, _("The copy is taken back; the panel no longer sees it."))
    return _back(pk, number)


@require_safe
@page
def file(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    number: int,
    paper: int,
) -> HttpResponse:
    """One copy as the panel gets it."""
    programme = _reached(stamp, pk)
    found = queries.reach_copy(_candidacy(stamp, programme, number), paper)
    return download(found.file, found.name)


def _back(pk: int, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_copy", args=[pk, number]))
