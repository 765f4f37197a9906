"""Steps that claims share: products and firms by their keys, files, decisions, certificates."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.codes import BadCode, parse_uscc
from citystage.stages.catalogue.recognising import fresh_code, written
from citystage.stages.projects import filing, proceeding
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Arrival, FirstUse, Product, Proof
from citystage.stages.projects.proceeding import NotPossible, code_of
from citystage.stages.projects.settings import terms_of


def product_key(maker: str, name: str, model: str) -> str:
    """The same for one product, however it is written."""
    return "|".join(fold(part).replace(" ", "")[:170] for part in (maker, name, model))


def product_of(city: Unit, *, maker: str, name: str, model: str, at: datetime) -> Product:
    """The product of this maker, name and model: the one that is there, else a new one.

    Of two reports at the same moment the second finds what the first made.
    """
    key = product_key(maker, name, model)
    made_by = Organisation.objects.filter(folded_name=fold(maker)[:240]).first()
    found, _new = Product.objects.get_or_create(
        city=city,
        key=key,
        defaults={
            "maker": made_by,
            "maker_name": made_by.name if made_by else maker.strip()[:200],
            "name": name.strip()[:200],
            "model": model.strip()[:120],
            "made_at": at,
        },
    )
    return found.merged_into or found


def firm_key(name: str, uscc: str) -> str:
    """Its USCC where it is known, here or in the directory; else its folded name."""
    if uscc:
        return uscc
    folded = fold(name)[:240]
    known = Organisation.objects.filter(folded_name=folded).exclude(uscc="").first()
    return known.uscc if known else folded


def checked_uscc(text: str) -> str:
    """The code, or nothing. Raises ``NotPossible`` for one that cannot be."""
    if not text.strip():
        return ""
    try:
        return parse_uscc(text)
    except BadCode as fault:
        raise NotPossible(_("This is no unified social credit code.")) from fault


def not_later(day: date, stamp: Stamp) -> None:
    """Raise ``NotPossible`` for a day to come."""
    if day > timezone.localdate(stamp.at):
        raise NotPossible(_("Report what has happened; this day is still to come."))


def keep_proofs(claim: FirstUse | Arrival, files: Iterable[Sent], *, stamp: Stamp) -> None:
    """Keep the files behind a claim."""
    whose = {"first_use": claim} if isinstance(claim, FirstUse) else {"arrival": claim}
    for sent in files:
        proof = Proof(**whose, added_by_id=stamp.actor.user_id, added_at=stamp.at)
        filing.keep(proof, sent)
        proof.save()


def counted(claim: FirstUse | Arrival, *, stamp: Stamp) -> dict[str, Any]:
    """What every fact of this claim says for the figures."""
    day = claim.used_on if isinstance(claim, FirstUse) else claim.arrived_on
    return {
        "key": _key(claim),
        "city": claim.city.code,
        "district": code_of(claim.district),
        "department": code_of(claim.department),
        "chain": claim.chain.code if claim.chain else "",
        "owner_kind": _owner_kind(claim),
        "amount": claim.amount,
        "happened_on": (day or timezone.localdate(stamp.at)).isoformat(),
    }


def _key(claim: FirstUse | Arrival) -> str:
    if isinstance(claim, FirstUse):
        return f"product:{claim.product.root_id}"
    return f"firm:{claim.firm_key}"


def _owner_kind(claim: FirstUse | Arrival) -> str:
    if isinstance(claim, Arrival):
        return proceeding.kind_of(claim.claimed_for)
    if claim.user_organisation is not None:
        return claim.user_organisation.kind
    return proceeding.kind_of(claim.user_unit)


def certify(use: FirstUse, *, at: datetime) -> None:
    """Give the next number of the year and a code (the caller holds the city's row)."""
    year = timezone.localdate(at).year
    pattern = terms_of(use.city_id).certificate.numbering
    numbered = FirstUse.objects.filter(city=use.city, proven_at__year=year)
    ordinal = (numbered.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    use.ordinal = ordinal
    use.number = written(pattern, year=year, batch=0, number=ordinal)
    use.code = fresh_code()


def decide(claim: FirstUse | Arrival, *, reason: str, stamp: Stamp) -> None:
    """Who decided, and why."""
    claim.decided_by_id, claim.decided_for = stamp.actor.user_id, stamp.actor.unit
    claim.reason = reason
