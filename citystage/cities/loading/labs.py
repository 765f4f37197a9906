"""Recognised labs and funds that a source names, each with the sentence it is known from."""

from citystage.cities.loading.report import Outcome, Work
from citystage.cities.packs import schema
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.facts import LabEntered
from citystage.stages.catalogue.models import Lab


def enter_labs(work: Work) -> None:
    """Enter those whose batch and kind the source tells. They carry no label of this site."""
    for told in work.pack.lists:
        if told.kind == "labs" and told.batch:
            _enter(work, told, told.batch)


def _enter(work: Work, told: schema.Released, batch: int) -> None:
    source = next(each for each in work.pack.sources if each.code == told.source)
    names = {each.code: each.name for each in work.pack.organisations}
    known = set(Lab.objects.filter(city=work.city).values_list("name", flat=True))
    for item in told.items:
        if item.kind is None:
            continue
        if item.title in known:
            work.report.note("lab", item.title, Outcome.UNCHANGED)
            continue
        builder = names.get(item.organisation or "", "")
        found = Organisation.objects.filter(city=work.city, name=builder).first()
        lab = Lab.objects.create(
            city=work.city,
            kind=item.kind,
            name=item.title,
            builder=found,
            builder_name=builder,
            batch=batch,
            district=found.district if found else None,
            source={
                "title": source.title,
                "publisher": source.publisher,
                "published": source.published.isoformat() if source.published else "",
                "sentence": item.sentence,
                "awarded": told.published.isoformat() if told.published else "",
            },
            created_at=work.stamp.at,
        )
        journal.record(LabEntered(lab_id=lab.pk, batch=batch), subject=lab, stamp=work.stamp)
        work.report.note("lab", item.title, Outcome.CREATED)
