"""What fits us? Open scenarios for an organisation, or for a saved profile."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.engines.matching.records import Supply, Verdict
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking import admitting
from citystage.stages.matchmaking.finding import supplies
from citystage.stages.matchmaking.finding.candidates import open_scenarios
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge, knowledge_of
from citystage.stages.matchmaking.finding.meaning import model
from citystage.stages.matchmaking.finding.ranking import Fit, Fitting, fitting_for
from citystage.stages.matchmaking.learning import lowered
from citystage.stages.matchmaking.models import Profile, Unfit
from citystage.stages.matchmaking.queries.profiles import unfits
from citystage.stages.matchmaking.queries.rows import Lack, Row, row_of
from citystage.stages.matchmaking.queries.suppliers import LIMIT, PartWeight, weights_of_known

# Of what a profile's conditions let through the newest so many are weighed.
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What fits, best first. ``refused`` was said to be not for us and is shown apart.

    ``verdict`` is that of the best row: "none" means nothing fits well, and ``shortfalls`` say
    what the best one would take. ``described`` is False for a supplier that says nothing of
    itself yet.
    """

    rows: tuple[Row, ...]
    refused: tuple[Unfit, ...]
    verdict: str
    shortfalls: tuple[Lack, ...]
    weights: tuple[PartWeight, ...]
    version: str
    by: str
    meaning: bool
    described: bool

    @property
    def good(self) -> int:
        """How many are a match, not only near."""
        return sum(row.verdict == Verdict.MATCH for row in self.rows)


def fitting_organisation(
    actor: Actor, organisation: Organisation, *, limit: int = LIMIT
) -> Scenarios:
    """What fits all an organisation has described; its own people see it, and its city's office."""
    _reached(actor, organisation)
    known = knowledge_of(organisation.city)
    offered = supplies.supplies_of(organisation)
    fitting = fitting_for(offered, known, today=timezone.localdate())
    rows = [_row(fit, organisation, known) for fit in fitting.fits[:limit]]
    return _scenarios(rows, (), fitting, known, limit, described=bool(offered))


def fitting_capability(capability: Capability, *, limit: int = LIMIT) -> Scenarios:
    """What fits one capability that was reached: shown right after it was saved."""
    organisation = capability.organisation
    known = knowledge_of(organisation.city)
    offered: list[tuple[Supply, Capability | None]] = [(supplies.supply_of(capability), capability)]
    fitting = fitting_for(offered, known, today=timezone.localdate())
    rows = [_row(fit, organisation, known) for fit in fitting.fits[:limit]]
    return _scenarios(rows, (), fitting, known, limit, described=True)


def fitting_profile(profile: Profile, *, limit: int = LIMIT) -> Scenarios:
    """What fits a profile that was reached, with what it learned laid over it."""
    city = profile.city or (profile.organisation.city if profile.organisation else None)
    known = knowledge_of(city)
    offered = supplies.offered_by(profile)
    fitting = fitting_for(offered, known, only=_let_through(profile), today=timezone.localdate())
    refused = list(unfits(profile))
    rows = _learned(fitting.fits, profile, refused, known, limit)
    return _scenarios(rows, refused, fitting, known, limit, described=True)


def _let_through(profile: Profile) -> list[int] | None:
    """Ids of the newest scenarios that the conditions let through; None: there are none."""
    asked = admitting.condition(profile)
    if not asked and profile.radius_km is None:
        return None
    found = Scenario.objects.filter(asked, pk__in=open_scenarios())
    newest = found.select_related("city", "district").order_by("-pk")[:MOST]
    return [one.pk for one in newest if admitting.is_near(profile, one)]


def _reached(actor: Actor, organisation: Organisation) -> None:
    seen = (Permission.CATALOGUE_CAPABILITY_DESCRIBE, Permission.MATCHMAKING_PROFILE_KEEP)
    members = any(
        organisation.seat is not None and actor.holds(one, organisation.seat) for one in seen
    )
    office = organisation.city is not None and actor.holds(
        Permission.MATCHMAKING_CITY_REMATCH, organisation.city
    )
    if not (members or office):
        raise NotFound(_("There is no such organisation within your reach."))


def _row(fit: Fit, organisation: Organisation, known: CityKnowledge) -> Row:
    return row_of(
        fit.match,
        scenario=fit.scenario,
        organisation=organisation,
        capability=fit.capability,
        verdict=fit.verdict.value,
        pack=known.pack,
    )


def _learned(
    fits: Iterable[Fit], profile: Profile, refused: list[Unfit], known: CityKnowledge, limit: int
) -> list[Row]:
    """What is left, ordered anew by what the profile has learned; only what is shown is worded."""
    gone = {one.scenario_id for one in refused}
    weighed = [
        (fit.match.score * taught.factor, fit, taught.words)
        for fit in fits
        if fit.scenario.pk not in gone
        for taught in [lowered(fit.scenario, refused)]
    ]
    kept = [one for one in weighed if 100 * one[0] >= profile.least]
    kept.sort(key=lambda one: -one[0])
    organisation = profile.organisation or Organisation(name=profile.title)
    return [
        replace(_row(fit, organisation, known), score=score, lowered=words)
        for score, fit, words in kept[:limit]
    ]


def _scenarios(  # noqa: PLR0913 -- the parts of one page
    rows: list[Row],
    refused: Iterable[Unfit],
    fitting: Fitting,
    known: CityKnowledge,
    limit: int,
    *,
    described: bool,
) -> Scenarios:
    shown = tuple(row.ranked(rank) for rank, row in enumerate(rows[:limit], start=1))
    best = shown[0] if shown else None
    weak = best is not None and best.verdict != Verdict.MATCH
    return Scenarios(
        rows=shown,
        refused=tuple(refused),
        verdict=best.verdict if best else Verdict.NONE.value,
        shortfalls=best.missing if best is not None and weak else (),
        weights=weights_of_known(known),
        version=known.worded(model() if fitting.meaning else ""),
        by=fitting.by,
        meaning=fitting.meaning,
        described=described,
    )
