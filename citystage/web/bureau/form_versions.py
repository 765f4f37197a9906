"""Forms: their versions, who uses which, and the editor that makes a new one."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries
from citystage.stages.intake.actions.make_form_version import (
    BadForm,
    FormMoved,
    make_form_version,
)
from citystage.stages.intake.forming.checking import Problem, problems
from citystage.stages.intake.forming.definition import SCHEMES, STAGES, TYPES, parse
from citystage.stages.intake.models import FormVersion
from citystage.web.bureau.form_rows import Raw, changed, fields_in, rows_of
from citystage.web.shell.answers import Questions, questions
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.pages import page, show

_TITLE: Raw = {
    "key": "title",
    "label": {"zh": "名称", "en": "Title"},
    "type": "text",
    "required": True,
    "stage": "intake",
}


def _crumbs(*last: Link) -> list[Link]:
    return [
        Link(label=_("Calls"), url=reverse("bureau:calls")),
        Link(label=_("Forms"), url=reverse("bureau:forms")),
        *last,
    ]


def _city(stamp: Stamp) -> Unit:
    cities = stamp.actor.reach(Permission.INTAKE_FORM_EDIT)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    return cities[0]


def _preview(definition: Mapping[str, object], city: Unit) -> Questions:
    form = parse(definition)
    drawn = questions(form, answers={}, lexicon=queries.lexicon(city))
    drawn.auto_id = "preview_%s"
    return drawn


@require_safe
@page
def forms(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """List the newest version of each form."""
    _city(stamp)
    rows = list(queries.newest_forms(stamp.actor))
    crumbs = [Link(label=_("Calls"), url=reverse("bureau:calls")), Link(label=_("Forms"))]
    return show(request, "bureau/forms.html", {"rows": rows, "crumbs": crumbs})


@require_safe
@page
def form(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show one version as its readers see it, who uses it, and its sisters."""
    version = queries.reach_form(stamp.actor, pk)
    context = {
        "version": version,
        "versions": list(queries.form_versions(stamp.actor, version.code)),
        "uses": queries.uses_of(version),
        "preview": _preview(version.definition, version.city),
        "crumbs": _crumbs(Link(label=version.label)),
    }
    return show(request, "bureau/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Begin a form with its title alone."""
    blank = FormVersion(city=_city(stamp), code="", version=0, definition={"fields": [_TITLE]})
    return _edit(request, stamp, blank, newest=0)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Change a version; saved, it becomes the next one."""
    version = queries.reach_form(stamp.actor, pk)
    newest = queries.form_versions(stamp.actor, version.code).first()
    return _edit(request, stamp, version, newest=newest.version if newest else 0)


def _edit(request: HttpRequest, stamp: Stamp, version: FormVersion, *, newest: int) -> HttpResponse:
    if request.method != "POST":
        fields = list(version.definition["fields"])
        return _editor(request, version, fields, newest=newest)
    fields, command = fields_in(request.POST), request.POST.get("do", "")
    if command == "preview":
        found = problems({"fields": fields})
        return _editor(request, version, fields, newest=newest, found=found, preview=not found)
    if command != "save":
        return _editor(request, version, changed(fields, command), newest=newest)
    return _save(request, stamp, version, fields, newest=newest)


def _save(
    request: HttpRequest, stamp: Stamp, version: FormVersion, fields: list[Raw], *, newest: int
) -> HttpResponse:
    sent = request.POST.get(VERSION, "")
    title = clean(request.POST.get("title", ""))[:200]
    code = version.code or slugify(request.POST.get("code", ""))[:60]
    if not title or not code:
        found = [Problem("", _("A form needs a code and a title in Chinese."))]
        return _editor(request, version, fields, newest=newest, found=found)
    try:
        made = make_form_version(
            version.city,
            code=code,
            title=title,
            title_en=clean(request.POST.get("title_en", ""))[:240],
            definition={"fields": fields},
            based_on=int(sent) if sent.isdecimal() and len(sent) < 10 else -1,  # noqa: PLR2004 -- an integer column
            stamp=stamp,
        )
    except BadForm as refusal:
        return _editor(request, version, fields, newest=newest, found=list(refusal.problems))
    except FormMoved:
        return _editor(request, version, fields, newest=newest, stale=Stale(str(newest)))
    messages.success(request, _("Saved as version %d.") % made.version)
    return HttpResponseRedirect(reverse("bureau:form", args=[made.pk]))


def _editor(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    version: FormVersion,
    fields: list[Raw],
    *,
    newest: int,
    found: list[Problem] | None = None,
    preview: bool = False,
    stale: Stale | None = None,
) -> HttpResponse:
    wrong = found or []
    sent = request.POST
    context = {
        "version": version,
        "newest": sent.get(VERSION, newest) if stale is None else newest,
        "rows": rows_of(fields, wrong),
        "keys": [str(field.get("key", "")) for field in fields],
        "problems": wrong,
        "types": TYPES,
        "stages": STAGES,
        "schemes": SCHEMES,
        "title": sent.get("title", version.title),
        "title_en": sent.get("title_en", version.title_en),
        "code": sent.get("code", version.code),
        "opened": sent.get("do", ""),
        "preview": _preview({"fields": fields}, version.city) if preview else None,
        "stale": stale,
        "crumbs": _crumbs(Link(label=version.label or _("New form")), Link(label=_("Edit"))),
    }
    status = 409 if stale else 422 if wrong else 200
    return show(request, "bureau/form_editor.html", context, status=status)
