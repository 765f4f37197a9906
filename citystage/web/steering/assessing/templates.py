"""Templates of the city: read, tried on the marks of last year, written as a new version."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_readers_language
from citystage.stages.evaluation.actions.write_template import CannotWrite, write_template
from citystage.stages.evaluation.criteria import STEPS, Template, WrittenTemplate
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.own_sources import countable
from citystage.stages.evaluation.queries import dry_run as trying
from citystage.stages.evaluation.queries.exercises import template_cities
from citystage.stages.evaluation.queries.figures import definitions
from citystage.stages.evaluation.sources import SOURCES
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.templates import Offered, templates_of, versions_of
from citystage.stages.selection.marking import numbers
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import home, name_of
from citystage.web.steering.assessing.template_forms import TemplateForm


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/assessments/templates/``."""
    city = _city(stamp)
    context = {
        "lines": [
            (one, said(one.template.name), _shares(one.written)) for one in templates_of(city)
        ],
        "allowed": rules.may_write_templates(stamp.actor, city),
        "crumbs": [home(), Link(label=_("Templates"))],
    }
    return show(request, "steering/assessing/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:
    """``/steering/assessments/templates/<code>/``: try it, or keep it as a new version."""
    city = _city(stamp)
    now = next((one for one in templates_of(city) if one.template.code == code), None)
    if now is None:
        raise NotFound(_("This city has no such template."))
    if request.method != "POST":
        return _draw(request, stamp, city, now, _form(city, now))
    rules.may_write_templates(stamp.actor, city).enforce()
    form = _form(city, now, request)
    if not form.is_valid():
        return _draw(request, stamp, city, now, form, status=422)
    if request.POST.get("do") != "keep":
        return _draw(request, stamp, city, now, form, tried=form.written())
    try:
        write_template(
            city,
            written=form.written(),
            reason=form.cleaned_data["reason"],
            number=sent_version(request),
            stamp=stamp,
        )
    except Outrun:
        return _draw(request, stamp, city, now, form, outrun=True, status=409)
    except CannotWrite as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, stamp, city, now, form, status=422)
    messages.success(
        request, _("Kept as a new version. Assessments begun before keep the one they have.")
    )
    return HttpResponseRedirect(reverse("steering:assessment_template", args=[code]))


def _city(stamp: Stamp) -> Unit:
    cities = template_cities(stamp.actor)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    return cities[0]


def _form(city: Unit, now: Offered, request: HttpRequest | None = None) -> TemplateForm:
    """A criterion's code is never used again, so that marks of another are not taken for its."""
    taken = {
        one.code
        for version in versions_of(city, now.template.code)
        for one in version.read().template.measures
    }
    return TemplateForm(
        request.POST if request else None,
        now=now.written,
        figures=_figures(city, now.template),
        taken=taken,
    )


def _figures(city: Unit, template: Template) -> list[tuple[str, str]]:
    """What a new figure may count: figures of the city by part, or sources of one's own."""
    if template.of_parts:
        return [
            (one.code, one.label)
            for one in definitions(city)
            if template.subject in one.splits and "year" in one.periods
        ]
    return [
        (code, in_readers_language(SOURCES[code].name.zh, SOURCES[code].name.en))
        for code in SOURCES
        if code in countable(template.subject)
    ]


def _shares(written: WrittenTemplate) -> list[tuple[str, str, float]]:
    """Each criterion with its kind and its share of the whole in per cent."""
    weights = numbers(written.weights)
    whole = sum(weights.values())
    return [
        (name_of(one), one.kind, 100 * weights[one.code] / whole)
        for one in written.template.measures
    ]


def _draw(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    city: Unit,
    now: Offered,
    form: TemplateForm,
    *,
    tried: WrittenTemplate | None = None,
    outrun: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "now": now,
        "name": said(now.template.name),
        "subject": now.template.subject,
        "form": form,
        "allowed": rules.may_write_templates(stamp.actor, city),
        "stale": Stale(str(now.number)) if outrun else None,
        "days": [(form[name].label, getattr(now.common, name)) for name in STEPS],
        "shares": _shares(now.written),
        "versions": [(one, _shares(one.read())) for one in versions_of(city, now.template.code)],
        "last": trying.last_assessed(city, now.template.code),
        "crumbs": [
            home(),
            Link(label=_("Templates"), url=reverse("steering:assessment_templates")),
            Link(label=said(now.template.name)),
        ],
    }
    if tried is not None and context["last"] is not None:
        found = trying.dry_run(tried, context["last"])
        context["run"] = found
        context["without"] = [name_of(one) for one in found.without]
        context["tried"] = _shares(tried)
    elif tried is not None:
        context["nothing"] = True
    return show(request, "steering/assessing/template.html", context, status=status)
