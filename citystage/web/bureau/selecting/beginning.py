"""A selection begins: a template of the city, a title, an opening moment."""

from collections.abc import Mapping
from typing import Any

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
from citystage.stages.selection.actions.prepare_programme import NoChallenge, prepare_programme
from citystage.stages.selection.kinds import TAKER
from citystage.stages.selection.models import Candidacy, Programme
from citystage.stages.selection.queries.programmes import announced
from citystage.stages.selection.queries.templates import Template, templates_of
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.components import Link
from citystage.web.shell.days import Moment
from citystage.web.shell.pages import page, show


class BeginForm(forms.Form):
    """The few things a template cannot know."""

    use_required_attribute = False

    template = forms.ChoiceField(
        label=gettext_lazy("Template"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("All of it can be changed before the call opens."),
    )
    challenge = forms.ChoiceField(
        label=gettext_lazy("Challenge that is to be taken"),
        required=False,
        help_text=gettext_lazy(
            "Only for a call for takers: an announced challenge, whose public notice has ended."
        ),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and hyphens; it never changes."),
    )
    title = CleanChar(label=gettext_lazy("Title in Chinese"), max_length=200)
    title_en = CleanChar(label=gettext_lazy("Title in English"), max_length=240, required=False)
    opens_at = Moment(label=gettext_lazy("Takes applications from"))
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
    challenges = {str(one.pk): one for one in announced(city)}
    form = _form(request, stamp, templates, challenges)
    if request.method == "POST" and form.is_valid():
        template = templates[form.cleaned_data["template"]]
        challenge = challenges.get(form.cleaned_data.get("challenge", ""))
        try:
            made = _prepare(city, template, challenge, form, stamp)
        except NoChallenge as refusal:
            form.add_error("challenge" if "challenge" in form.fields else "template", str(refusal))
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


def _form(
    request: HttpRequest,
    stamp: Stamp,
    templates: Mapping[str, Template],
    challenges: Mapping[str, Candidacy],
) -> BeginForm:
    """The form; a link from an announced challenge chooses it, and the template for its takers."""
    chosen = request.GET.get("challenge", "")
    initial = {"opens_at": stamp.at, "challenge": chosen}
    if chosen in challenges:
        initial["template"] = next((c for c, one in templates.items() if one.kind == TAKER), "")
    form = BeginForm(request.POST or None, initial=initial)
    fields: dict[str, Any] = form.fields
    fields["template"].choices = [
        (one.code, _("%(title)s (%(days)d days)") % {"title": one.label, "days": one.days})
        for one in templates.values()
    ]
    if challenges:
        named = [(pk, one.application.title) for pk, one in challenges.items()]
        fields["challenge"].choices = [("", "—"), *named]
    else:
        del fields["challenge"]
    return form


def _prepare(
    city: Unit, template: Template, challenge: Candidacy | None, form: BeginForm, stamp: Stamp
) -> Programme:
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
    return prepare_programme(city, settings=settings, terms=terms, challenge=challenge, stamp=stamp)
