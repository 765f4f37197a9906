"""Reading forms: versions, the newest of each, and who uses which."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Count, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.forming.definition import Form, parse
from citystage.stages.intake.models import Application, Call, FormVersion


def _reached(actor: Actor) -> QuerySet[FormVersion]:
    cities = [unit.pk for unit in actor.reach(Permission.INTAKE_FORM_EDIT)]
    found = FormVersion.objects.filter(city_id__in=cities).select_related("city", "made_by")
    return found.fetch_mode(FETCH_RAISE)


def newest_forms(actor: Actor) -> QuerySet[FormVersion]:
    """The newest version of each form this officer edits, with how many calls use it."""
    newest = _reached(actor).order_by("city_id", "code", "-version").distinct("city_id", "code")
    return _counted(_reached(actor).filter(pk__in=newest.values("pk"))).order_by("code", "pk")


def form_versions(actor: Actor, code: str) -> QuerySet[FormVersion]:
    """All versions of one form, newest first, with how many calls use each."""
    return _counted(_reached(actor).filter(code=code)).order_by("-version")


def _counted(found: QuerySet[FormVersion]) -> QuerySet[FormVersion]:
    calls = Count("calls", distinct=True)
    return found.annotate(calls_using=calls)


def reach_form(actor: Actor, pk: int) -> FormVersion:
    """One version of a form this officer edits. Raises ``NotFound``."""
    if found := _reached(actor).filter(pk=pk).first():
        return found
    raise NotFound("")


def form_of(version: FormVersion) -> Form:
    """A form version, read."""
    return parse(version.definition)


def forms_of(city: Unit) -> QuerySet[FormVersion]:
    """All form versions of a city, the newest of each form first."""
    return FormVersion.objects.filter(city=city).order_by("code", "-version")


@dataclass(frozen=True, slots=True)
class Uses:
    """Which calls ask by a form version, and how many applications keep it."""

    calls: list[Call]
    applications: int


def uses_of(version: FormVersion) -> Uses:
    """Who uses a form version."""
    calls = list(Call.objects.filter(form=version).fetch_mode(FETCH_RAISE))
    return Uses(calls, Application.objects.filter(form=version).count())
