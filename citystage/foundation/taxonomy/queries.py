"""Reading the vocabularies."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit


def terms(scheme: Scheme, city: Unit | None) -> QuerySet[Term]:
    """The words of one vocabulary that hold in ``city``: the shared ones and its own."""
    own = Q(city__isnull=True) | (Q(city=city) if city else Q(pk__in=[]))
    return Term.objects.filter(own, scheme=scheme)


def find_term(scheme: Scheme, city: Unit | None, text: str) -> Term | None:
    """The word whose code, name, English name or synonym is ``text`` exactly; else nothing."""
    wanted = text.strip()
    named = Q(code=wanted) | Q(name=wanted) | Q(name_en__iexact=wanted)
    return terms(scheme, city).filter(named | Q(synonyms__contains=[wanted])).first()


def coded(codes: Iterable[str]) -> dict[tuple[str, str], Term]:
    """Terms by (scheme, code); one query. A code of two cities gives the first."""
    found = Term.objects.filter(code__in=list(codes)).order_by("-pk")
    return {(term.scheme, term.code): term for term in found}
