"""What the pages that write an application share: its questions, its recommender, its gate."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries
from citystage.stages.intake.models import Application, Call


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that may be asked for its word."""

    unit: Unit
    chosen: bool


def recommenders(call: Call, chosen: int | None) -> dict[str, list[Choice]]:
    """The districts and departments of a call's city, the chosen one marked."""
    found: dict[str, list[Choice]] = {}
    if not call.needs_recommendation:
        return found
    for unit in queries.recommenders_of(call.city):
        name = str(Unit.Kind(unit.kind).label)
        found.setdefault(name, []).append(Choice(unit, unit.pk == chosen))
    return found


def chosen_recommender(request: HttpRequest, call: Call) -> Unit | None:
    """The unit chosen on the page; None leaves it to the answers. Raises ``NotFound``."""
    wanted = request.POST.get("recommender", "")
    if not wanted:
        return None
    for unit in queries.recommenders_of(call.city):
        if str(unit.pk) == wanted:
            return unit
    raise NotFound("")


def own_choice(application: Application, answers: Mapping[str, object]) -> int | None:
    """The recommender if somebody chose it, rather than the answers."""
    by_answers = queries.recommender_for(
        application.city,
        unit=application.owner_unit,
        form=queries.form_of(application.form),
        answers=answers,
    )
    chosen = application.recommender_id
    return None if chosen in (by_answers.pk, application.city_id) else chosen
