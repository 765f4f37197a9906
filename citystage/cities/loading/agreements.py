"""Agreements that a source tells of, each with the sentence it is known from."""

from citystage.cities.loading.report import Outcome, Work
from citystage.cities.packs.docking import Signed
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.kernel.money import YUAN
from citystage.stages.docking.facts.agreements import AgreementSigned
from citystage.stages.docking.models import Agreement, Party
from citystage.stages.events.models import Event


def enter_agreements(work: Work) -> None:
    """Enter those that are not there yet; what is there stays as people may have amended it."""
    known = set(
        Agreement.objects.filter(city=work.city).exclude(source={}).values_list("title", flat=True)
    )
    for told in work.pack.signed:
        if told.title in known:
            work.report.note("agreement", told.title, Outcome.UNCHANGED)
            continue
        _enter(work, told)
        work.report.note("agreement", told.title, Outcome.CREATED)


def _enter(work: Work, told: Signed) -> None:
    source = next(each for each in work.pack.sources if each.code == told.source)
    event = Event.objects.filter(city=work.city, pack_key=told.event or "-").first()
    made = Agreement.objects.create(
        city=work.city,
        kind=told.kind,
        force=told.force,
        title=told.title,
        amount=told.amount_yuan * YUAN if told.amount_yuan else None,
        amount_text=told.amount_as_written,
        event=event,
        signed_on=told.signed_on,
        entered_at=work.stamp.at,
        source={
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published.isoformat() if source.published else "",
            "sentence": told.sentence,
        },
    )
    names = {each.code: each.name for each in work.pack.organisations}
    known = {one.name: one for one in Organisation.objects.filter(name__in=names.values())}
    parties = [names[code] for code in told.organisations] + list(told.others)
    Party.objects.bulk_create(
        Party(agreement=made, organisation=known.get(name), name=name) for name in parties
    )
    fact = AgreementSigned(
        agreement_id=made.pk, kind=made.kind, force=made.force, amount=made.amount
    )
    journal.record(fact, subject=made, stamp=work.stamp)
