"""The terms of a selection: in words, in the editor, in versions side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake import queries as intake
from citystage.stages.intake.states import CallState
from citystage.stages.selection.actions.change_programme import (
    MayNotChange,
    ProgrammeMoved,
    change_programme,
)
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries import programmes as queries
from citystage.stages.selection.terms import Terms
from citystage.stages.selection.windows import BadTerms, NoReason
from citystage.stages.selection.wording.comparing import differences
from citystage.stages.selection.wording.lines import Names, Section, in_words
from citystage.web.bureau.selecting.frame import framed
from citystage.web.bureau.selecting.rows import flat, pressed
from citystage.web.bureau.selecting.terms_flat import flattened
from citystage.web.bureau.selecting.terms_form import SEVERAL, TermsForm
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.pages import page

_MANAGE = Permission.SELECTION_PROGRAMME_MANAGE


def told(terms: Terms, city: Unit) -> list[Section]:
    """The terms in words, with the city's own names."""
    known = intake.lexicon(city)
    names = Names(fields=known.terms.get("field", {}), districts=known.districts)
    return in_words(terms, names)


@require_safe
@page
def terms(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the terms in force, and every version there was."""
    programme = queries.reach_programme(stamp.actor, pk)
    in_force = programme.read_terms()
    context = {
        "sections": told(in_force, programme.city),
        "basis": in_force.basis,
        "versions": list(queries.versions_of(programme)),
        "manages": stamp.actor.holds(_MANAGE, programme.city),
    }
    return framed(request, stamp, programme, "terms", "bureau/selecting/terms.html", context)


@require_safe
@page
def versions(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Show what one version changed, with its reason."""
    programme = queries.reach_programme(stamp.actor, pk)
    after = queries.version_of(programme, number)
    before = queries.version_of(programme, number - 1) if number > 1 else after
    pair = [told(Terms.model_validate(one.terms), programme.city) for one in (before, after)]
    context = {"version": after, "changes": differences(pair[0], pair[1])}
    here = Link(label=_("Version %d") % number)
    return framed(
        request,
        stamp,
        programme,
        "terms",
        "bureau/selecting/version.html",
        context,
        crumbs=(here,),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Change all of the terms; rows are added and removed without script."""
    programme = queries.reach_programme(stamp.actor, pk, _MANAGE)
    lexicon = intake.lexicon(programme.city)
    if request.method != "POST":
        form = TermsForm(values=flattened(programme.terms), lexicon=lexicon)
        return _editor(request, stamp, programme, form)
    values, command = flat(request.POST, SEVERAL), request.POST.get("do", "save")
    if command != "save":
        form = TermsForm(values=pressed(values, command), lexicon=lexicon)
        return _editor(request, stamp, programme, form)
    form = TermsForm(request.POST, values=values, lexicon=lexicon)
    if not form.is_valid() or form.terms is None:
        return _editor(request, stamp, programme, form, status=422)
    sent = request.POST.get(VERSION, "")
    try:
        changed = change_programme(
            programme,
            terms=form.terms,
            reason=form.cleaned_data["reason"],
            version=int(sent) if sent.isdecimal() and len(sent) < 10 else 0,  # noqa: PLR2004 -- an integer column
            stamp=stamp,
        )
    except MayNotChange as refusal:
        form.refuse(refusal.parts)
    except NoReason as refusal:
        form.add_error("reason", str(refusal))
    except BadTerms as refusal:
        form.add_error("phase-apply-until", str(refusal))
    except ProgrammeMoved:
        programme.refresh_from_db()
        return _editor(request, stamp, programme, form, status=409)
    else:
        if changed.version == programme.version:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, _("Saved as version %d.") % changed.version)
        return HttpResponseRedirect(reverse("bureau:selection_terms", args=[pk]))
    return _editor(request, stamp, programme, form, status=422)


def _editor(
    request: HttpRequest, stamp: Stamp, programme: Programme, form: TermsForm, *, status: int = 200
) -> HttpResponse:
    moved = status == 409  # noqa: PLR2004 -- Conflict
    context = {
        "form": form,
        "version": programme.version if moved else request.POST.get(VERSION, programme.version),
        "stale": Stale(str(programme.version)) if moved else None,
        "opened": programme.call.state != CallState.PREPARING,
        "parts": _parts(form),
        "kept": f"terms-{programme.pk}",
    }
    here = Link(label=_("Edit the terms"))
    return framed(
        request,
        stamp,
        programme,
        "terms",
        "bureau/selecting/terms_edit.html",
        context,
        crumbs=(here,),
        status=status,
    )


def _parts(form: TermsForm) -> list[dict[str, object]]:
    """The editor from top to bottom: single inputs, then the rows of a group."""
    parts = (
        (_("Formal check"), "check", ("correction_hours",), "checks", _("Add an item")),
        (_("Panel of experts"), "panel", ("panel-", "bench-", "expert_entry"), "", ""),
        (_("Scoring"), "scoring", ("scoring-",), "criteria", _("Add a criterion")),
        (_("Conflicts of interest"), "conflicts", ("conflict-", "conflicts-"), "", ""),
        (_("Due diligence"), "diligence", ("diligence-",), "items", _("Add an item")),
        (_("Places"), "places", ("places-",), "fields", _("Add a field")),
        (_("Places of districts"), "districts", (), "districts", _("Add a district")),
        (_("Collective decision"), "deciding", ("deciding-",), "", ""),
        (_("Public notice and objections"), "notice", ("notice-",), "", ""),
        (_("Recognition"), "recognition", ("recognition-",), "", ""),
        (_("Basis"), "basis", ("basis-",), "stated", _("Add what a source says")),
    )
    return [
        {
            "title": title,
            "anchor": anchor,
            "fields": form.several(*prefixes) if prefixes else [],
            "group": group,
            "add": add,
            "rows": form.rows(group) if group else [],
        }
        for title, anchor, prefixes, group, add in parts
    ]
