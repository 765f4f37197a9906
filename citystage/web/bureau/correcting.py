"""An officer corrects what the public reads of a scenario; what was typed is never lost."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.taxonomy.models import Mode, Scheme, Side, Term, Tier
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.money import NotMoney, parse_money
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.actions.correct import StaleRecord, correct
from citystage.stages.catalogue.importing.drafting import money_text
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import recording, scenarios
from citystage.web.bureau.scenario_words import COLUMNS, answer_keys, name_of
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.components import Event, Link
from citystage.web.shell.days import Day
from citystage.web.shell.freshness import Stale, stale, version_sent
from citystage.web.shell.pages import page, show

_LONG = 50_000
_PLAIN = ("title", "title_en", "summary", "tier", "side", "mode", "mode_text", "owner_name")
_CONTACT = {
    "unit": gettext_lazy("Contact unit"),
    "name": gettext_lazy("Contact person"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("Mail address"),
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choices(kind: type[Tier | Side | Mode]) -> list[tuple[str, Any]]:
    return [("", _("not stated")), *kind.choices]


class CorrectionForm(forms.Form):
    """The public content of one scenario."""

    use_required_attribute = False

    title = CleanChar(label=COLUMNS["title"], max_length=300)
    title_en = CleanChar(label=COLUMNS["title_en"], max_length=400, required=False)
    summary = CleanChar(label=COLUMNS["summary"], max_length=_LONG, required=False, widget=_area(6))
    owner_name = CleanChar(label=COLUMNS["owner_name"], max_length=200, required=False)
    tier = forms.ChoiceField(label=COLUMNS["tier"], required=False)
    side = forms.ChoiceField(label=COLUMNS["side"], required=False)
    mode = forms.ChoiceField(label=COLUMNS["mode"], required=False)
    mode_text = CleanChar(label=COLUMNS["mode_text"], max_length=200, required=False)
    field = forms.ModelChoiceField(Term.objects.none(), label=COLUMNS["field_id"], required=False)
    chain = forms.ModelChoiceField(Term.objects.none(), label=COLUMNS["chain_id"], required=False)
    district = forms.ModelChoiceField(
        Unit.objects.none(), label=COLUMNS["district_id"], required=False
    )
    lead_department = forms.ModelChoiceField(
        Unit.objects.none(), label=COLUMNS["lead_department_id"], required=False
    )
    money = CleanChar(
        label=COLUMNS["budget"],
        max_length=200,
        required=False,
        help_text=gettext_lazy("An amount such as 350万元; words are kept as words."),
    )
    valid_from = Day(label=COLUMNS["valid_from"], required=False)
    valid_until = Day(label=COLUMNS["valid_until"], required=False)

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        self.scenario = scenario
        for name, kind in (("tier", Tier), ("side", Side), ("mode", Mode)):
            self.fields[name].choices = _choices(kind)  # type: ignore[attr-defined]
        choices = recording.choices(scenario.city)
        for name, found in (
            ("field", choices.terms[Scheme.FIELD]),
            ("chain", choices.terms[Scheme.CHAIN]),
            ("district", choices.units[Unit.Kind.DISTRICT]),
            ("lead_department", choices.units[Unit.Kind.DEPARTMENT]),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = lambda one: one.label  # type: ignore[attr-defined]
        self.keys = answer_keys(scenario.answers)
        for key in self.keys:
            self.fields[f"answer_{key}"] = CleanChar(
                label=str(name_of(f"answers.{key}")),
                max_length=_LONG,
                required=False,
                widget=_area(3),
            )
        for key, label in _CONTACT.items():
            self.fields[f"contact_{key}"] = CleanChar(label=label, max_length=200, required=False)

    def clean_money(self) -> tuple[int | None, str]:
        """Whole fen where it is an amount, with the words that say more than it."""
        text: str = self.cleaned_data["money"]
        try:
            fen = parse_money(text) if text else None
        except NotMoney:
            return None, text
        return fen, "" if text == money_text(fen) else text

    def clean(self) -> None:
        start, end = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("The end must be later than the beginning."))

    def answers(self) -> list[forms.BoundField]:
        """The fields of the polished need."""
        return [self[f"answer_{key}"] for key in self.keys]

    def contacts(self) -> list[forms.BoundField]:
        """The fields of the contact."""
        return [self[f"contact_{key}"] for key in _CONTACT]

    def changes(self) -> dict[str, Any]:
        """What the action takes."""
        data, scenario = self.cleaned_data, self.scenario
        budget, words = data["money"]
        typed = {key: data[f"answer_{key}"] for key in self.keys}
        others = {k: v for k, v in scenario.answers.items() if k not in typed}
        if "need" in others:
            others["need"] = data["summary"]
        contact = {key: data[f"contact_{key}"] for key in _CONTACT}
        return {
            **{name: data[name] for name in _PLAIN},
            **{name: data[name] for name in ("field", "chain", "district", "lead_department")},
            "valid_from": data["valid_from"],
            "valid_until": data["valid_until"],
            "budget": budget,
            "budget_text": words,
            "answers": others | {key: text for key, text in typed.items() if text},
            "contact": {**scenario.contact, **contact} if any(contact.values()) else {},
        }


def _initial(scenario: Scenario) -> dict[str, Any]:
    columns = (*_PLAIN, "field", "chain", "district", "lead_department", "valid_from")
    own = {name: getattr(scenario, name) for name in (*columns, "valid_until")}
    own["money"] = scenario.budget_text or money_text(scenario.budget)
    own |= {f"answer_{key}": value for key, value in scenario.answers.items()}
    return own | {f"contact_{key}": value for key, value in scenario.contact.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correction(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Show the content; save it as the next version."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    rules.may_edit(stamp.actor, scenario).enforce()
    form = CorrectionForm(request.POST or None, initial=_initial(scenario), scenario=scenario)
    found = None
    if request.method == "POST":
        found = stale(request, scenario.version, changes=lambda: _since(request, scenario))
        if form.is_valid() and not found:
            try:
                correct(scenario, changes=form.changes(), version=scenario.version, stamp=stamp)
            except StaleRecord:
                scenario.refresh_from_db()
                found = Stale(str(scenario.version), _since(request, scenario))
            else:
                messages.success(request, _("The correction is public."))
                return HttpResponseRedirect(reverse("bureau:scenario", args=[number]))
    context = {
        "form": form,
        "scenario": scenario,
        "stale": found,
        "crumbs": [
            Link(label=_("Records"), url=reverse("bureau:scenarios")),
            Link(label=scenario.label, url=reverse("bureau:scenario", args=[number])),
            Link(label=_("Correct")),
        ],
    }
    status = 409 if found else 422 if form.is_bound else 200
    return show(request, "bureau/scenario_correct.html", context, status=status)


def _since(request: HttpRequest, scenario: Scenario) -> list[Event]:
    """Who changed what since the version the form was filled on."""
    seen = version_sent(request, otherwise=scenario.version - 1)
    return [
        Event(
            at=step.version.made_at,
            what="、".join(str(name_of(change.name)) for change in step.changes) or _("Contact"),
            who=str(step.version.made_by or ""),
            icon="pencil",
        )
        for step in recording.history(scenario)
        if step.version.number > seen
    ]
