"""The ground a city stands on: its units, the organisations known to it, its settings."""

from typing import Any

from pydantic import BaseModel

from citystage.cities.loading.report import Outcome, Report, Work, differences, settle
from citystage.cities.packs import schema
from citystage.cities.packs.reading import Pack
from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting, Unit, plant, setting
from citystage.stages.catalogue.indexing import fill_organisations


def plant_city(pack: Pack, report: Report) -> Unit:
    """The city's own unit."""
    told = pack.city
    wanted = {
        "name": told.name.zh,
        "name_en": told.name.en,
        "short_name": told.short_name.zh,
        "area_code": told.area_code,
        "facts": {
            "number_prefix": told.number_prefix,
            "colour": told.colour,
            "tagline": told.tagline.model_dump(),
            "short_name_en": told.short_name.en,
        }
        | _centre(told.centre),
    }
    found = Unit.objects.filter(kind=Unit.Kind.CITY, code=told.code).first()
    if found is None:
        report.note("city", told.code, Outcome.CREATED)
        name = wanted.pop("name")
        return plant(parent=None, kind=Unit.Kind.CITY, name=str(name), code=told.code, **wanted)
    settle(report, "city", told.code, found, wanted)
    return found


def plant_units(work: Work) -> None:
    """Districts and departments, each under its parent, in the order of the pack."""
    known = {
        unit.code: unit
        for unit in Unit.objects.filter(
            city=work.city, kind__in=[Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT]
        )
    }
    for ordinal, told in enumerate(work.pack.units, start=1):
        wanted = _unit_columns(told, ordinal) | {
            "coordinates": told.code == work.pack.city.coordinator
        }
        found = known.get(told.code)
        if found is None:
            name = wanted.pop("name")
            parent = known[told.parent] if told.parent else work.city
            known[told.code] = plant(
                parent=parent, kind=Unit.Kind(told.kind), name=name, code=told.code, **wanted
            )
            work.report.note("unit", told.code, Outcome.CREATED)
        else:
            settle(work.report, "unit", told.code, found, wanted)


def _unit_columns(told: schema.Unit, ordinal: int) -> dict[str, Any]:
    column, row = told.tile or (None, None)
    facts: dict[str, object] = {"named_by": list(told.named_by)} | _centre(told.centre)
    if told.functional_area:
        facts["functional_area"] = True
    if told.note:
        facts["note"] = told.note.model_dump()
    return {
        "name": told.name.zh,
        "name_en": told.name.en,
        "short_name": told.short_name,
        "area_code": told.area_code or "",
        "tile_column": column,
        "tile_row": row,
        "ordinal": ordinal,
        "facts": facts,
    }


def _centre(told: schema.Centre | None) -> dict[str, object]:
    """Latitude and longitude as a unit's facts hold them."""
    return {"centre": list(told)} if told else {}


def enter_organisations(work: Work) -> None:
    """Organisations the sources name; one that has registered since keeps its own words."""
    sources = {source.code: source for source in work.pack.sources}
    districts = {unit.code: unit for unit in Unit.objects.filter(city=work.city)}
    written = []
    for told in work.pack.organisations:
        wanted = {
            "name": told.name,
            "name_en": told.name_en,
            "aliases": list(told.aliases),
            "kind": told.kind,
            "introduction": told.introduction,
            "district": districts.get(told.district or ""),
            "name_keys": sorted(name_keys(told.name)),
            "source": source_facts(sources[told.named_by[0]]) | {"named_by": list(told.named_by)},
        }
        found = organisation_called(told.name)
        if found is None:
            folded = fold(told.name)
            found = Organisation.objects.create(city=work.city, folded_name=folded, **wanted)
            work.report.note("organisation", told.code, Outcome.CREATED)
        elif found.standing != Organisation.Standing.LISTED or found.city_id != work.city.pk:
            kept = differences(found, wanted)
            outcome = Outcome.KEPT if kept else Outcome.UNCHANGED
            work.report.note("organisation", told.code, outcome, kept)
            continue
        else:
            settle(work.report, "organisation", told.code, found, wanted)
        written.append(found)
    fill_organisations(written)


def organisation_called(name: str) -> Organisation | None:
    """The organisation of exactly this name, however it is written."""
    return Organisation.objects.filter(folded_name=fold(name)).order_by("pk").first()


def source_facts(source: schema.Source) -> dict[str, Any]:
    """A source as records carry it."""
    facts: dict[str, Any] = {
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.isoformat() if source.published else "",
        "reference": source.reference,
        "url": source.url,
    }
    return facts | ({"title_restated": True} if source.title_restated else {})


def keep_settings(work: Work) -> None:
    """Settings that no table holds, each as a new version when it differs from the newest."""
    pack = work.pack
    dumped: dict[str, Any] = {
        "brand": {
            "accent": pack.city.colour,
            "tagline": pack.city.tagline.model_dump(),
            "short_name": pack.city.short_name.model_dump(),
            "languages": list(pack.city.languages),
        },
        "quality": {
            "gate": _plain(pack.gate),
            "parts": [_plain(part) for part in pack.parts],
        },
        "matching": _plain(pack.matching)
        | {
            "parts": [_plain(part) for part in pack.matching_parts],
            "synonyms": {each.word: list(each.others) for each in pack.synonyms},
        },
        "docking": {
            "answering": _whole(pack.answering),
            "asks": _plain(pack.asks),
            "promises": _plain(pack.promises),
            "agreements": _plain(pack.agreements),
            "events": _plain(pack.gatherings),
            "routes": [_plain(route) for route in pack.routes],
        },
        "evaluation": _whole(pack.evaluation),
        "assessments": _whole(pack.assessments),
        "indicators": _whole(pack.indicators),
        "trials": _whole(pack.trials),
        "projects": _whole(pack.projects),
        "selection": {"templates": [_whole(each) for each in pack.templates]},
        "calendar": {"years": [_plain(year) for year in pack.calendar]},
        "steering": _whole(pack.steering),
        "vocabularies": {"vocabularies": [_plain(each) for each in pack.vocabularies]},
        "sources": {"sources": [_plain(source) for source in pack.sources]},
        "intake": {
            "calls": {
                call.code: {
                    "notice_days": call.notice_days,
                    "asked_departments": list(call.asked_departments),
                    "eligibility": call.eligibility.model_dump(),
                    "basis": call.basis.model_dump(),
                }
                for call in pack.calls
            }
        },
    }
    for name, value in dumped.items():
        _keep_setting(work, name, value)


def _plain(model: schema.Strictly) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def _whole(model: BaseModel) -> dict[str, Any]:
    """A model with the defaults it leaves unsaid."""
    return model.model_dump(mode="json")


def _keep_setting(work: Work, name: str, value: dict[str, Any]) -> None:
    newest = setting(work.city, name)
    if newest is None or newest.value != value:
        version = newest.version + 1 if newest else 1
        PackSetting.objects.create(city=work.city, name=name, version=version, value=value)
    if newest is None:
        work.report.note("setting", name, Outcome.CREATED)
    elif newest.value == value:
        work.report.note("setting", name, Outcome.UNCHANGED)
    else:
        keys = sorted(key for key in {*value, *newest.value})
        fields = {
            key: (newest.value.get(key), value.get(key))
            for key in keys
            if newest.value.get(key) != value.get(key)
        }
        work.report.note("setting", name, Outcome.CHANGED, fields)
