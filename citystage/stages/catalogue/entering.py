"""How a chosen application becomes a scenario of the catalogue: which answer fills which column."""

from datetime import date
from typing import Any

from django.db.models import Q

from citystage.engines.text.folding import fold
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Mode, Scheme, Side, Tier
from citystage.foundation.taxonomy.queries import find_term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.money import NotMoney, parse_money
from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.models import Application

# Answers that have a column of their own; all others stay in ``Scenario.answers``.
_OWN = {"title", "owner", "owner_unit", "contact", "tier", "side", "field", "chain", "district"}


def next_numbers(city: Unit, *, year: int, count: int) -> list[str]:
    """The next ``count`` free public numbers of ``city`` (its row is locked until the commit)."""
    Unit.objects.select_for_update().get(pk=city.pk)
    prefix = f"{(city.facts.get('number_prefix') or city.code[:2]).upper()}-{year}-"
    last = (
        Scenario.objects.filter(city=city, number__startswith=prefix)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    start = int(last.removeprefix(prefix)) if last else 0
    return [f"{prefix}{number:05d}" for number in range(start + 1, start + count + 1)]


def _choice(answer: object, allowed: list[str]) -> str:
    return str(answer) if answer in allowed else ""


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


def _period(answers: dict[str, Any]) -> tuple[date | None, date | None]:
    """A ``period`` answer is {"from", "until"}; a single ``deadline`` is an end without a start."""
    for key in ("period", "deadline", "validity"):
        value = answers.get(key)
        if isinstance(value, dict):
            return _day(value.get("from")), _day(value.get("until"))
        if value:
            return None, _day(value)
    return None, None


def _budget(answers: dict[str, Any]) -> tuple[int | None, str]:
    """Whole fen where the answer is an amount; the words as they were written."""
    for key in ("budget", "money"):
        value = answers.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value, ""
        if value:
            try:
                return parse_money(str(value)), str(value)[:200]
            except NotMoney:
                return None, str(value)[:200]
    return None, ""


def scenario_of(application: Application, *, number: str, stamp: Stamp) -> Scenario:
    """An unsaved scenario with everything the application says."""
    answers = application.answers
    city = application.city
    start, end = _period(answers)
    budget, budget_text = _budget(answers)
    district = _unit(city, answers.get("district"), Unit.Kind.DISTRICT)
    if district is None and application.recommender.kind == Unit.Kind.DISTRICT:
        district = application.recommender
    contact = answers.get("contact")
    return Scenario(
        city=city,
        number=number,
        title=application.title,
        summary=str(answers.get("need") or "")[:2000],
        answers=_public_answers(application),
        tier=_choice(answers.get("tier"), Tier.values),
        side=_choice(answers.get("side"), Side.values),
        mode=_choice(answers.get("mode"), Mode.values),
        field=find_term(Scheme.FIELD, city, str(answers.get("field") or "")),
        chain=find_term(Scheme.CHAIN, city, str(answers.get("chain") or "")),
        district=district,
        lead_department=_unit(city, answers.get("lead_department"), Unit.Kind.DEPARTMENT),
        owner=Organisation.objects.filter(folded_name=fold(application.owner_name)).first(),
        owner_unit=application.owner_unit,
        owner_name=application.owner_name,
        budget=budget,
        budget_text=budget_text,
        valid_from=start,
        valid_until=end,
        contact=contact if isinstance(contact, dict) else {"text": str(contact or "")},
        application=application,
        created_at=stamp.at,
        changed_at=stamp.at,
    )


def _public_answers(application: Application) -> dict[str, Any]:
    """Answers without a column of their own; contact data and files stay with the application."""
    fields = application.form.definition.get("fields", [])
    private = {field["key"] for field in fields if field.get("type") in {"contact", "file"}}
    kept = application.answers.items()
    return {key: value for key, value in kept if value and key not in _OWN | private}


def _unit(city: Unit, answer: object, kind: Unit.Kind) -> Unit | None:
    if not answer:
        return None
    said = str(answer).strip()
    named = Q(code=said) | Q(name=said) | Q(short_name=said)
    return Unit.objects.filter(named, city=city, kind=kind).order_by("pk").first()
