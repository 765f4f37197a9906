"""Who is meant when a flow tells "owner", "recommender", "city" or "departments"."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake.models import Application
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.states import OpinionState


def audience(about: Case | Opinion, word: str, *, other: Case | None = None) -> list[User]:
    """The people a word of ``Move.tells`` stands for, each once, in a stable order.

    ``other`` is the second case of a merge that was undone (its link is gone by then); for a merge
    that stands it is found by itself. Raises ``KeyError`` for a word that no flow here uses.
    """
    if isinstance(about, Opinion):
        case, opinions = about.case, [about]
    else:
        case, opinions = about, []
    people: Mapping[str, Callable[[], list[User]]] = {
        "owner": lambda: _owner(case.application),
        "other owner": lambda: _other_owner(case, other),
        "recommender": lambda: _wearing(
            Permission.INTAKE_APPLICATION_RECOMMEND, case.application.recommender
        ),
        "city": lambda: _city(case),
        "department": lambda: _units([one.unit for one in opinions]),
        "departments": lambda: _units(_asked(case)),
    }
    return people[word]()


def _owner(application: Application) -> list[User]:
    invited = [one.user for one in application.editors.select_related("user") if one.user]
    return _once([application.filed_by, *invited])


def _other_owner(case: Case, other: Case | None) -> list[User]:
    absorber = other or case.merged_into
    return _owner(absorber.application) if absorber else []


def _city(case: Case) -> list[User]:
    """The officer who has the case; as long as nobody has it, the whole office."""
    if case.officer is not None:
        return [case.officer]
    return _wearing(Permission.REVIEW_CASE_TRIAGE, case.application.recommender)


def _asked(case: Case) -> list[Unit]:
    asked = case.opinions.filter(state=OpinionState.ASKED).select_related("unit")
    return [one.unit for one in asked]


def _units(units: list[Unit]) -> list[User]:
    return _once(
        [user for unit in units for user in _wearing(Permission.REVIEW_OPINION_GIVE, unit)]
    )


def _wearing(permission: Permission, unit: Unit) -> list[User]:
    return wearers(permission, unit, at=timezone.now())


def _once(users: list[User]) -> list[User]:
    return list({user.pk: user for user in users if user.is_active}.values())
