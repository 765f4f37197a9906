"""What fits us? Open scenarios with the reasons, for an organisation or for a saved profile."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.matching.records import Verdict
from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.queries import own_capabilities
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.sides import is_suppliers
from citystage.stages.matchmaking.actions.show import About, Shown, record_showing
from citystage.stages.matchmaking.actions.unfit import refuse_for_profile, take_refusal_back
from citystage.stages.matchmaking.models import Profile
from citystage.stages.matchmaking.queries import profiles
from citystage.stages.matchmaking.queries.rows import Row
from citystage.stages.matchmaking.queries.scenarios import (
    Scenarios,
    fitting_organisation,
    fitting_profile,
)
from citystage.stages.matchmaking.states import UnfitReason
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Badge, Link, Option
from citystage.web.shell.matches import Pair, has_substance, pairs_of, parts_of, verdict_mark
from citystage.web.shell.pages import page, show
from citystage.web.shell.tried import Tie, Tried, tried_before

_TEMPLATE = "company/fits.html"
_NEAREST = 5


class UnfitForm(forms.Form):
    """Why a scenario is not for us."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Not for us, because"),
        choices=UnfitReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it is not for you.")},
    )
    words = forms.CharField(label=gettext_lazy("In a sentence"), max_length=300, required=False)

    def clean(self) -> dict[str, object] | None:
        """Another reason needs words."""
        said = super().clean() or self.cleaned_data
        if said.get("reason") == UnfitReason.OTHER and not said.get("words", "").strip():
            self.add_error("words", _("Say in a sentence what the reason is."))
        return said


@dataclass(frozen=True, slots=True)
class Line:
    """One scenario as it is drawn."""

    row: Row
    mark: Badge
    pairs: Sequence[Pair]
    form: UnfitForm
    open: bool = False
    # What came of it when we and this owner had to do with each other before.
    tried: Sequence[Tried] = ()

    @property
    def failed(self) -> bool:
        """Whether something of it did not work."""
        return any(one.failed for one in self.tried)


@require_safe
@page
def fits(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """For all that an organisation has described; of several the chosen one."""
    organisations = profiles.organisations(stamp.actor)
    wanted = request.GET.get("organisation", "")
    chosen = next((one for one in organisations if str(one.pk) == wanted), None)
    chosen = chosen or (organisations[0] if organisations else None)
    context: dict[str, object] = {
        "organisation": chosen,
        "organisations": organisations,
        "profiles": list(profiles.own(stamp.actor)),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("What fits us"))],
    }
    if chosen is not None:
        # Brokers and funds see what fits them too, and describe nothing.
        context["may_answer"] = is_suppliers(stamp.actor, chosen)
        context["describes"] = chosen in own_capabilities.organisations(stamp.actor)
        found = fitting_organisation(stamp.actor, chosen)
        keep_showing(chosen, found, stamp)
        context |= told(found, Address.of(request), before=_before(stamp, found))
    return show(request, _TEMPLATE, context)


@require_safe
@page
def profile(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """For one profile, with what it was taught."""
    return draw(request, stamp, profiles.reach_profile(stamp.actor, pk))


def draw(
    request: HttpRequest,
    stamp: Stamp,
    kept: Profile,
    wrong: Mapping[int, UnfitForm] | None = None,
) -> HttpResponse:
    """The page of a profile; ``wrong``: a refused form by its scenario."""
    found = fitting_profile(kept)
    keep_showing(kept, found, stamp)
    before = _before(stamp, found)
    context = told(found, Address.of(request), wrong or {}, before=before) | {
        "profile": kept,
        "profiles": list(profiles.own(stamp.actor)),
        "refused": found.refused,
        "crumbs": [
            Link(label=_("What fits us"), url=reverse("company:fits")),
            Link(label=kept.title),
        ],
    }
    return show(request, _TEMPLATE, context, status=422 if wrong else 200)


def keep_showing(about: About, found: Scenarios, stamp: Stamp) -> None:
    """Keep what was shown, so that later outcomes can be joined to it."""
    rows = [
        Shown(row.scenario.pk, row.organisation.pk, row.score, parts_of(row))
        for row in found.rows
        if row.scenario is not None and row.score is not None
    ]
    record_showing(about, rows=rows, version=found.version, stamp=stamp)


type _Before = Mapping[int, Sequence[Tried]]


def _before(stamp: Stamp, found: Scenarios) -> _Before:
    """Scenario -> what came of it with its owner before; a profile may be of nobody registered."""
    ties = [
        Tie.of(row.scenario, row.organisation.pk)
        for row in found.rows
        if row.scenario is not None and row.organisation.pk
    ]
    return {tie.scenario: known for tie, known in tried_before(stamp.actor, ties).items()}


def told(
    found: Scenarios,
    here: Address,
    wrong: Mapping[int, UnfitForm] | None = None,
    before: _Before | None = None,
) -> dict[str, object]:
    """What the ranking says."""
    lines = [_line(row, wrong or {}, before or {}) for row in found.rows]
    nothing = found.verdict == Verdict.NONE
    wanted = (here.values("show") or ("",))[-1]
    kept = [line for line in lines if not wanted or line.row.verdict == wanted]
    near = [line for line in lines if has_substance(line.row)][:_NEAREST]
    return {
        "found": found,
        "nothing": nothing,
        # What the best one would take means little where nothing is said of the same thing.
        "shortfalls": found.shortfalls if near else (),
        "lines": near if nothing else kept,
        "options": [] if nothing else _options(lines, here, wanted),
    }


def _line(row: Row, wrong: Mapping[int, UnfitForm], before: _Before) -> Line:
    pk = row.scenario.pk if row.scenario else 0
    form = wrong.get(pk) or UnfitForm(auto_id=f"id_unfit_{pk}_%s")
    mark, pairs = verdict_mark(row.verdict), pairs_of(row, {})
    return Line(row, mark, pairs, form, open=pk in wrong, tried=before.get(pk, ()))


def _options(lines: Sequence[Line], here: Address, wanted: str) -> list[Option]:
    counted = Counter(line.row.verdict for line in lines)
    all_of_them = Option(
        value="", label=_("All"), count=len(lines), url=str(here.without("show")), active=not wanted
    )
    return [all_of_them] + [
        Option(
            value=verdict.value,
            label=verdict_mark(verdict.value).label,
            count=counted[verdict.value],
            url=str(here.having("show", verdict.value)),
            active=verdict.value == wanted,
        )
        for verdict in Verdict
        if counted[verdict.value]
    ]


@require_POST
@page
def refuse(request: HttpRequest, stamp: Stamp, pk: int, number: str) -> HttpResponse:
    """Not for us, because …: it teaches this profile and nothing else."""
    kept = profiles.reach_profile(stamp.actor, pk)
    scenario = reach_scenario(stamp.actor, number)
    form = UnfitForm(request.POST, auto_id=f"id_unfit_{scenario.pk}_%s")
    if not form.is_valid():
        return draw(request, stamp, kept, {scenario.pk: form})
    refuse_for_profile(
        kept,
        scenario=scenario,
        reason=UnfitReason(form.cleaned_data["reason"]),
        words=form.cleaned_data["words"],
        stamp=stamp,
    )
    messages.success(request, _("Put aside: “%s”. What is like it ranks lower.") % scenario.label)
    return HttpResponseRedirect(reverse("company:profile", args=[pk]))


@require_POST
@page
def welcome(request: HttpRequest, stamp: Stamp, pk: int, number: str) -> HttpResponse:
    """It may be for us after all."""
    kept = profiles.reach_profile(stamp.actor, pk)
    scenario = reach_scenario(stamp.actor, number)
    take_refusal_back(kept, scenario=scenario, stamp=stamp)
    messages.success(request, _("“%s” is ranked again.") % scenario.label)
    return HttpResponseRedirect(reverse("company:profile", args=[pk]))
