"""Organisations that a list names: found by code or name, and entered in bulk when new."""

from collections.abc import Iterable, Sequence

from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.facts import OrganisationListed
from citystage.stages.catalogue.indexing import fill_organisations

_KINDS = (
    (Organisation.Kind.UNIVERSITY, ("大学", "学院", "university")),
    (Organisation.Kind.INSTITUTE, ("研究院", "研究所", "研究中心", "institute")),
    (Organisation.Kind.ASSOCIATION, ("协会", "商会", "学会", "association")),
    (Organisation.Kind.BANK, ("银行", "bank")),
    (Organisation.Kind.FUND, ("基金", "fund", "创投")),
)
_COMPANIES = ("公司", "集团", "ltd", "inc")


def kind_of(name: str) -> Organisation.Kind:
    """The kind that a name tells; a company when it tells none."""
    folded = fold(name)
    if any(word in folded for word in _COMPANIES):
        return Organisation.Kind.COMPANY
    return next(
        (kind for kind, words in _KINDS if any(word in folded for word in words)),
        Organisation.Kind.COMPANY,
    )


def listed(
    name: str, *, city: Unit, elsewhere: str | None, source: dict[str, object]
) -> Organisation:
    """An unsaved organisation that is known from a source only; see ``Lookups.elsewhere``."""
    return Organisation(
        city=city,
        in_city=elsewhere is None,
        elsewhere=elsewhere or "",
        name=name,
        folded_name=fold(name)[:240],
        name_keys=sorted(name_keys(name)),
        kind=kind_of(name),
        standing=Organisation.Standing.LISTED,
        source=source,
    )


def enter(organisations: Sequence[Organisation], *, stamp: Stamp) -> None:
    """Save new organisations with their facts and search documents."""
    if not organisations:
        return
    Organisation.objects.bulk_create(organisations, batch_size=500)
    fill_organisations(organisations)
    journal.record_many(_told(organisations), stamp=stamp)


def _told(organisations: Iterable[Organisation]) -> list[tuple[OrganisationListed, Organisation]]:
    return [
        (OrganisationListed(organisation_id=each.pk, origin="import"), each)
        for each in organisations
    ]
