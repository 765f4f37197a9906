"""A district or department puts its name to an application."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import rules
from citystage.stages.intake.facts import ApplicationRecommended
from citystage.stages.intake.models import Application, Quota, Recommendation
from citystage.stages.intake.states import RECOMMEND, ApplicationState
from citystage.stages.intake.telling import tell_of
from citystage.stages.intake.wording import said
from citystage.stages.intake.writing import locked, locked_quota, person, put_in_order


class QuotaSpent(Refusal):
    """Every place of the recommender is taken."""


@transaction.atomic(durable=True)
def recommend(
    application: Application, *, opinion: str, place: int | None, stamp: Stamp
) -> Recommendation:
    """Give the word at ``place`` in the recommender's order (None: at its end).

    The places are locked before they are counted, so the last one goes to one of two. What stands
    at the place and behind it moves back by one. Raises ``QuotaSpent``.
    """
    quota = locked_quota(application.call, application.recommender)
    application = locked(application)
    rules.may_recommend(application, application.call, stamp).enforce()
    words = said(opinion, "opinion")
    rows = list(
        Recommendation.objects.filter(call_id=quota.call_id, unit_id=quota.unit_id).order_by(
            "place"
        )
    )
    if application.recommender_id != quota.unit_id:
        raise Refusal(_("The application now goes to %s.") % application.recommender.label)
    at = len(rows) + 1 if place is None else max(1, min(place, len(rows) + 1))
    if application.state == ApplicationState.SUBMITTED:  # any other is refused by ``advance``
        if len(rows) >= quota.places:
            raise QuotaSpent(_spent(application, quota))
        rows.insert(at - 1, _signed(application, at, words, stamp))
        put_in_order(rows)
    fact = ApplicationRecommended(application_id=application.pk, unit_id=quota.unit_id, place=at)
    advance(application, RECOMMEND, fact=fact, stamp=stamp)
    tell_of(application, RECOMMEND, stamp=stamp)
    return rows[at - 1]


def _spent(application: Application, quota: Quota) -> str:
    return _("All %(places)d places of %(unit)s in this call are taken.") % {
        "places": quota.places,
        "unit": application.recommender.label,
    }


def _signed(application: Application, place: int, opinion: str, stamp: Stamp) -> Recommendation:
    return Recommendation.objects.create(
        application=application,
        call=application.call,
        unit=application.recommender,
        opinion=opinion,
        place=place,
        made_by_id=person(stamp),
        made_at=stamp.at,
    )
