"""A scenario, or the answers of a draft, as the engine reads a demand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from citystage.engines.matching.records import Demand, Place, Text
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.taxonomy.queries import find_term
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking.finding.places import place_of
from citystage.stages.matchmaking.finding.supplies import LAB_WORDS

RELATED = ("city", "district", "field", "chain", "owner")
# Takes suppliers, or may again.
WANTING = (ScenarioState.RESERVE, ScenarioState.OPEN)
# Answers that say nothing about the need itself, or have a column of their own.
_ASIDE = frozenset(
    {
        "title",
        "owner",
        "owner_unit",
        "contact",
        "tier",
        "side",
        "field",
        "chain",
        "action",
        "zone",
        "district",
        "lead_department",
        "mode",
        "money_known",
        "budget",
        "money",
        "payer",
        "period",
        "deadline",
        "validity",
        "answer_until",
        "policy_needs",
        "sme_reserved",
        "validation_sites",
        "attachments",
    }
)
_LONGEST = 20_000


def wanting() -> QuerySet[Scenario]:
    """Scenarios that look for somebody, with what a demand is made of."""
    return Scenario.objects.filter(state__in=WANTING).select_related(*RELATED)


def demand_of(scenario: Scenario, *, today: date) -> Demand:
    """What a scenario of the catalogue asks for; its owner is no supplier of it."""
    ended = scenario.valid_until is not None and scenario.valid_until <= today
    return Demand(
        id=str(scenario.pk),
        texts=tuple(_texts(scenario.title, scenario.summary, scenario.answers)),
        fields=_named(scenario.field),
        chains=_named(scenario.chain),
        place=place_of(scenario.city, scenario.district),
        budget=scenario.budget,
        updated=timezone.localdate(scenario.changed_at),
        names=_own_names(scenario.owner_name, scenario.city, scenario.district),
        organisation=str(scenario.owner_id or ""),
        barred=frozenset({str(scenario.owner_id)}) if scenario.owner_id else frozenset(),
        closed=ended or scenario.state not in WANTING,
    )


def demand_of_answers(application: Application, answers: Mapping[str, Any]) -> Demand:
    """What a draft asks for so far; ``answers`` need not be saved."""
    city = application.city
    district = _district(city, str(answers.get("district") or ""))
    budget = answers.get("budget")
    return Demand(
        id=f"draft:{application.pk}",
        texts=tuple(_texts(str(answers.get("title") or application.title), "", answers)),
        fields=_named(find_term(Scheme.FIELD, city, str(answers.get("field") or ""))),
        chains=_named(find_term(Scheme.CHAIN, city, str(answers.get("chain") or ""))),
        place=place_of(city, district) if district else Place(place_of(city, None).path),
        budget=budget if isinstance(budget, int) and not isinstance(budget, bool) else None,
        names=_own_names(application.owner_name, city, district),
    )


def demand_of_lab(lab: Lab) -> Demand:
    """What a lab looks for and works at, as other labs may answer it; its builder is none."""
    texts = (("needs", lab.needs), ("direction", lab.direction))
    # The name asks only where nothing else does.
    said = [one for one in texts if one[1].strip()] or [("title", lab.name)]
    builder = str(lab.builder_id or "")
    return Demand(
        id=f"lab:{lab.pk}",
        texts=tuple(Text(label, text[:_LONGEST]) for label, text in said),
        fields=_named(lab.field),
        place=place_of(lab.city, lab.district),
        names=(*_own_names(lab.builder_name, lab.city, lab.district), *LAB_WORDS),
        organisation=builder,
        barred=frozenset({builder}) if builder else frozenset(),
    )


def _texts(title: str, summary: str, answers: Mapping[str, Any]) -> Iterator[Text]:
    """Each text once: a summary is often the answer to the first question."""
    yield Text("title", title)
    said = {title}
    told = {"summary": summary, **{key: answers[key] for key in answers if key not in _ASIDE}}
    for label, value in told.items():
        text = value[:_LONGEST] if isinstance(value, str) else ""
        if text.strip() and text not in said:
            said.add(text)
            yield Text(label, text)


def _named(term: Term | None) -> tuple[str, ...]:
    return (term.name,) if term else ()


def _own_names(owner: str, *units: Unit | None) -> tuple[str, ...]:
    places = [name for unit in units if unit for name in (unit.name, unit.short_name)]
    return tuple(name for name in (owner, *places) if name)


def _district(city: Unit, said: str) -> Unit | None:
    if not said:
        return None
    found = Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT)
    return found.filter(code=said).first() or found.filter(name=said).first()
