"""Which profiles a newly published scenario fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from citystage.engines.matching.records import Verdict
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking import admitting
from citystage.stages.matchmaking.finding.demands import wanting
from citystage.stages.matchmaking.finding.knowledge import knowledge_of
from citystage.stages.matchmaking.finding.ranking import fitting_for
from citystage.stages.matchmaking.finding.supplies import offered_by
from citystage.stages.matchmaking.learning import lowered
from citystage.stages.matchmaking.models import Profile, ToldFit, Unfit
from citystage.stages.matchmaking.states import Telling


@dataclass(frozen=True, slots=True)
class New:
    """A scenario that fits a profile which was not told of it."""

    profile: Profile
    scenario: Scenario
    # 0-1, after what the profile has learned.
    score: float


def new_fits(published: Sequence[int], *, today: date) -> list[New]:
    """What of ``published`` fits which profile, best first for each of them."""
    public = Scenario.objects.public().values("pk")
    scenarios = list(wanting().filter(pk__in=published).filter(pk__in=public).order_by("pk"))
    if not scenarios:
        return []
    found: list[New] = []
    wishing = Profile.objects.filter(deleted_at__isnull=True).exclude(told=Telling.NEVER)
    related = ("organisation__city", "organisation__district", "organisation__seat", "user", "city")
    for profile in wishing.select_related(*related).order_by("pk").iterator(chunk_size=500):
        admitted = [one for one in scenarios if admitting.lets_through(profile, one)]
        if admitted:
            found += _fits(profile, admitted, today)
    return found


def _fits(profile: Profile, admitted: Sequence[Scenario], today: date) -> Iterable[New]:
    told = set(
        ToldFit.objects.filter(profile=profile, scenario__in=admitted).values_list(
            "scenario_id", flat=True
        )
    )
    fresh = [one.pk for one in admitted if one.pk not in told]
    if not fresh:
        return []
    refused = list(Unfit.objects.filter(profile=profile).select_related("scenario"))
    gone = {one.scenario_id for one in refused}
    city = profile.city or (profile.organisation.city if profile.organisation else None)
    fitting = fitting_for(offered_by(profile), knowledge_of(city), only=fresh, today=today)
    return [
        New(profile, fit.scenario, score)
        for fit in fitting.fits
        if fit.scenario.pk not in gone
        and fit.verdict is not Verdict.NONE
        and 100 * (score := fit.match.score * lowered(fit.scenario, refused).factor)
        >= profile.least
    ]
