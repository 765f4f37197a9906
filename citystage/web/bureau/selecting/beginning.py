"""A selection begins: a template of the city, a title, an opening moment."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.calling import BadSettings, CallSettings
from citystage.stages.intake.preparing import CodeTaken
from citystage.stages.intake.queries.forms import forms_of
from citystage.stages.selection.actions.prepare_programme import prepare_programme
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries.templates import Template, templates_of
from citystage.web.bureau.selecting.terms_form import moment
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class BeginForm(forms.Form):
    """The few things a template cannot know."""

    use_required_attribute = False

    template = forms.ChoiceField(
        label=gettext_lazy("Template"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("All of it can be changed before the call opens."),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and hyphens; it never changes."),
    )
    title = CleanChar(label=gettext_lazy("Title in Chinese"), max_length=200)
    title_en = CleanChar(label=gettext_lazy("Title in English"), max_length=240, required=False)
    opens_at = moment(gettext_lazy("Takes applications from"), must=True)
    default_places = forms.IntegerField(
        label=gettext_lazy("Places of each district and department"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=gettext_lazy("Empty: as the template has it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Prepare a selection; nobody can apply before its call is opened."""
    cities = stamp.actor.reach(Permission.SELECTION_PROGRAMME_MANAGE)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    city = cities[0]
    templates = {one.code: one for one in templates_of(city)}
    form = BeginForm(request.POST or None, initial={"opens_at": stamp.at})
    form.fields["template"].choices = [  # type: ignore[attr-defined]
        (one.code, _("%(title)s (%(days)d days)") % {"title": one.label, "days": one.days})
        for one in templates.values()
    ]
    if request.method == "POST" and form.is_valid():
        try:
            made = _prepare(city, templates[form.cleaned_data["template"]], form, stamp)
        except CodeTaken as refusal:
            form.add_error("code", str(refusal))
        except BadSettings as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The selection is prepared. Look at its terms, then run it dry.")
            )
            return HttpResponseRedirect(reverse("bureau:selection", args=[made.pk]))
    crumbs = [
        Link(label=_("Selections"), url=reverse("bureau:selections")),
        Link(label=_("New selection")),
    ]
    context = {"form": form, "crumbs": crumbs, "templates": templates}
    return show(request, "bureau/selecting/begin.html", context, status=422 if form.errors else 200)


def _prepare(city: Unit, template: Template, form: BeginForm, stamp: Stamp) -> Programme:
    told, data = template.told, form.cleaned_data
    version = forms_of(city).filter(code=told["form"]).order_by("-version").first()
    if version is None:
        raise BadSettings({"form": _("The city has no form “%s” yet.") % told["form"]})
    places = data["default_places"]
    settings = CallSettings(
        code=data["code"],
        title=data["title"],
        title_en=data["title_en"],
        form=version,
        kind=told["kind"],
        opens_at=data["opens_at"],
        needs_recommendation=told["needs_recommendation"],
        sealed=told["sealed"],
        default_places=told["default_quota"] if places is None else places,
        eligible_kinds=told["eligible_kinds"],
        introduction=f"{told['purpose']['zh']}\n{told['eligibility']['zh']}",
        introduction_en=f"{told['purpose']['en']}\n{told['eligibility']['en']}",
    )
    terms = template.terms(data["opens_at"])
    return prepare_programme(city, settings=settings, terms=terms, stamp=stamp)
