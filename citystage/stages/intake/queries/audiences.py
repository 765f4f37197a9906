"""Who is meant when a Move says whom it tells."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.stages.intake.models import Application


def audience(application: Application, word: str, *, at: datetime) -> list[User]:
    """The people a Move means by ``word``.

    "owner": who filed it, and the invited editors who have an account; "recommender": who may
    give the word of its district or department; "city": who triages for the city. Any other word
    means nobody here.
    """
    if word == "owner":
        return _owner(application)
    if word == "recommender":
        return wearers(Permission.INTAKE_APPLICATION_RECOMMEND, application.recommender, at=at)
    if word == "city":
        return wearers(Permission.REVIEW_CASE_TRIAGE, application.city, at=at)
    return []


def _owner(application: Application) -> list[User]:
    editors = application.editors.values("user_id")
    addresses = application.editors.values("email")
    people = User.objects.annotate(low=Lower("email")).filter(
        Q(pk=application.filed_by_id) | Q(pk__in=editors) | Q(low__in=addresses), is_active=True
    )
    return list(people.order_by("pk"))
