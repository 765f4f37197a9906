"""Capabilities, organisations without one, and profiles, as the engine reads a supply."""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from citystage.engines.matching.records import Evidence, Place, Supply, Text
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Lab, Label
from citystage.stages.catalogue.models.labs import FAMILIES, LABS
from citystage.stages.catalogue.states import LabelState
from citystage.stages.matchmaking.finding.places import place_of, place_of_organisation
from citystage.stages.matchmaking.models import Profile

RELATED = ("organisation__city", "organisation__district", "field", "chain", "city")
_SHOWN = (Organisation.Standing.LISTED, Organisation.Standing.APPROVED)
# Who may do something oneself; a fund, a bank or an office brings no technology.
_SUPPLIERS = (
    Organisation.Kind.COMPANY,
    Organisation.Kind.UNIVERSITY,
    Organisation.Kind.INSTITUTE,
)
_LONGEST = 20_000
_ENTRY = re.compile(r"[\n；;。]+")


def capabilities() -> QuerySet[Capability]:
    """Public capabilities of organisations that are shown."""
    found = Capability.objects.filter(public=True, organisation__standing__in=_SHOWN)
    return found.select_related(*RELATED)


def organisations() -> QuerySet[Organisation]:
    """Suppliers that have described no capability: known by their introduction alone."""
    described = Capability.objects.filter(organisation=OuterRef("pk"), public=True)
    known = Organisation.objects.filter(~Exists(described), standing__in=_SHOWN)
    found = known.filter(kind__in=_SUPPLIERS).exclude(introduction="")
    return found.select_related("city", "district")


def labs() -> QuerySet[Lab]:
    """Labs that are recognised now, of builders that are shown."""
    return _recognised(LABS)


def funds() -> QuerySet[Lab]:
    """Scenario funds that are recognised now and tell what they look for."""
    return _recognised("funds").exclude(direction="")


def _recognised(family: str) -> QuerySet[Lab]:
    """With a valid label, or known from a source that tells of the award."""
    labels = Label.objects.filter(lab=OuterRef("pk"))
    standing = Exists(labels.filter(state=LabelState.VALID)) | ~Exists(labels)
    found = Lab.objects.filter(standing, kind__in=FAMILIES[family], builder__standing__in=_SHOWN)
    return found.select_related("city", "district", "field", "builder__city", "builder__district")


def supply_of(capability: Capability) -> Supply:
    """One capability with its organisation around it."""
    organisation = capability.organisation
    return Supply(
        id=f"capability:{capability.pk}",
        texts=tuple(
            _texts(
                ("title", capability.title),
                ("description", capability.description),
                ("applies_to", capability.applies_to),
                ("cases", capability.cases),
                ("qualifications", capability.qualifications),
            )
        ),
        fields=(capability.field.name,) if capability.field else (),
        chains=(capability.chain.name,) if capability.chain else (),
        place=place_of_organisation(organisation),
        readiness=capability.readiness,
        evidence=_evidence(capability),
        updated=timezone.localdate(capability.changed_at),
        names=_names(organisation),
        organisation=str(organisation.pk),
        closed=not capability.public,
    )


def supply_of_organisation(organisation: Organisation) -> Supply:
    """An organisation by what is said of it as a whole."""
    return Supply(
        id=f"organisation:{organisation.pk}",
        texts=tuple(_texts(("introduction", organisation.introduction))),
        place=place_of_organisation(organisation),
        updated=timezone.localdate(organisation.updated_at),
        names=_names(organisation),
        organisation=str(organisation.pk),
    )


# What every lab is called says nothing of what it does.
LAB_WORDS = ("技术创新应用实验室", "创新应用实验室", "场景应用实验室", "应用实验室", "实验室")


def supply_of_lab(lab: Lab, organisation: Organisation) -> Supply:
    """A recognised lab by its direction; what it proves is evidence of its builder."""
    return Supply(
        id=f"lab:{lab.pk}",
        texts=tuple(_texts(("title", lab.name), ("direction", lab.direction))),
        fields=(lab.field.name,) if lab.field else (),
        place=place_of(lab.city, lab.district),
        updated=timezone.localdate(lab.created_at),
        names=(*_names(organisation), *LAB_WORDS),
        organisation=str(organisation.pk),
    )


def supplies_of(organisation: Organisation) -> list[tuple[Supply, Capability | None]]:
    """All an organisation can do: its public capabilities, its labs and funds; two queries."""
    found = Capability.objects.filter(organisation=organisation).select_related(*RELATED)
    described: list[tuple[Supply, Capability | None]] = [
        (supply_of(one), one) for one in found.order_by("pk") if one.public
    ]
    built = (labs() | funds()).filter(builder=organisation).order_by("pk")
    described += [(supply_of_lab(one, organisation), None) for one in built]
    if described or not organisation.introduction:
        return described
    return [(supply_of_organisation(organisation), None)]


def supply_of_profile(profile: Profile) -> Supply:
    """What a profile's words offer; its fields, districts and distance are conditions, not words.

    A profile without words fits by its field alone.
    """
    organisation = profile.organisation
    place = place_of_organisation(organisation) if organisation else Place()
    return Supply(
        id=f"profile:{profile.pk}",
        texts=tuple(_texts(("words", profile.words or profile.title))),
        place=place,
        updated=timezone.localdate(profile.changed_at),
        names=_names(organisation) if organisation else (),
        organisation=str(organisation.pk) if organisation else "",
    )


def offered_by(profile: Profile) -> list[tuple[Supply, Capability | None]]:
    """The words of a profile and, where it says so, the capabilities of its organisation."""
    offered: list[tuple[Supply, Capability | None]] = []
    if profile.with_capabilities and profile.organisation:
        offered += supplies_of(profile.organisation)
    if profile.words.strip() or not offered:
        offered.append((supply_of_profile(profile), None))
    return offered


def all_supplies() -> Iterator[tuple[Supply, int, int | None]]:
    """Every supply with its organisation's id and its capability's; for runs over a city."""
    for one in capabilities().order_by("pk").iterator(chunk_size=2000):
        yield supply_of(one), one.organisation_id, one.pk
    for other in organisations().order_by("pk").iterator(chunk_size=2000):
        yield supply_of_organisation(other), other.pk, None
    for lab in labs().order_by("pk").iterator(chunk_size=2000):
        if lab.builder is not None:
            yield supply_of_lab(lab, lab.builder), lab.builder.pk, None


def _texts(*said: tuple[str, str]) -> Iterator[Text]:
    seen: set[str] = set()
    for label, text in said:
        if text.strip() and text not in seen:
            seen.add(text)
            yield Text(label, text[:_LONGEST])


def _names(organisation: Organisation) -> tuple[str, ...]:
    places = (organisation.city, organisation.district)
    said: Iterable[str] = (unit.name for unit in places if unit)
    return (organisation.name, *organisation.aliases, *said)


def _evidence(capability: Capability) -> Evidence | None:
    """Cases as they are written, one an entry; nothing written is not known, not none."""
    cases = sum(1 for entry in _ENTRY.split(capability.cases) if entry.strip())
    return Evidence(cases=cases) if cases else None
