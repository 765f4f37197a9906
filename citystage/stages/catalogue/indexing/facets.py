"""What a search document is filtered, counted, measured and placed by."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.bands import DIRECTION, NEED, band_of
from citystage.stages.catalogue.models import Capability, Lab, Release, Scenario

type Facets = dict[str, list[str]]
type Numbers = dict[str, int]


def centre(*units: Unit | None) -> tuple[float | None, float | None]:
    """The centre of the first unit that has one."""
    for unit in units:
        if unit is not None and (known := unit.facts.get("centre")):
            return float(known[0]), float(known[1])
    return None, None


def of_scenario(scenario: Scenario) -> Facets:
    """The facets of the scenario list."""
    direction = scenario.source.get("level") == "policy_direction"
    return kept(
        field=scenario.field.code if scenario.field else "",
        chain=scenario.chain.code if scenario.chain else "",
        district=scenario.district.code if scenario.district else "",
        city=scenario.city.code,
        tier=scenario.tier,
        side=scenario.side,
        mode=scenario.mode,
        status=scenario.state,
        year=str(scenario.year or ""),
        owner=str(scenario.owner_id or ""),
        money=band_of(scenario.budget),
        grain=DIRECTION if direction else NEED,
    )


def of_capability(capability: Capability) -> Facets:
    """The facets of the list of capabilities."""
    district = capability.organisation.district
    return kept(
        field=capability.field.code if capability.field else "",
        chain=capability.chain.code if capability.chain else "",
        district=district.code if district else "",
        city=capability.city.code if capability.city else "",
        owner=str(capability.organisation_id),
        seeking="yes" if capability.seeking else "",
    )


def of_organisation(organisation: Organisation) -> Facets:
    """The facets of the list of organisations."""
    return kept(
        owner=str(organisation.pk),
        type=organisation.kind,
        district=organisation.district.code if organisation.district else "",
        city=organisation.city.code if organisation.city else "",
    )


def of_lab(lab: Lab) -> Facets:
    """What it was recognised as, where, in which field; codes of their own beside other kinds."""
    return kept(
        type=f"as_{lab.kind}",
        field=lab.field.code if lab.field else "",
        district=lab.district.code if lab.district else "",
        city=lab.city.code,
        owner=str(lab.builder_id or ""),
    )


def of_list(release: Release) -> Facets:
    """The facets of the index of lists."""
    year = str(release.released_on.year) if release.released_on else ""
    return kept(type=release.kind, city=release.city.code, year=year)


def kept(**values: str) -> Facets:
    """One code each; those without are left out."""
    return {name: [value] for name, value in values.items() if value}


def numbers(
    changed: datetime,
    *,
    money: int | None = None,
    published: date | None = None,
    until: date | None = None,
    held: date | None = None,
) -> Numbers:
    """Amounts in fen, days as ordinals of the Gregorian calendar, the change in Unix seconds.

    ``day`` is what is sorted by: the day it is held, that of publication, that of the last change.
    """
    day = held or published or timezone.localdate(changed)
    days: Mapping[str, date | None] = {"published": published, "until": until, "day": day}
    found = {name: day.toordinal() for name, day in days.items() if day}
    if money is not None:
        found["money"] = money
    return found | {"changed": int(changed.timestamp())}
