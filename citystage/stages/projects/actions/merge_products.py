"""The city says that two entries are one product; both keep their reports, and count once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.recognising import lock_city
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.claims import ProductsMerged
from citystage.stages.projects.models import FirstUse, Product
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import claims as rules
from citystage.stages.projects.states.claims import ClaimState


@transaction.atomic(durable=True)
def merge_products(kept: Product, *, other: Product, reason: str, stamp: Stamp) -> Product:
    """``other`` becomes ``kept``: its reports move there, its entry stays and leads there.

    Raises ``NotPossible`` where both have a proven first use of one kind: withdraw one first.
    """
    city = lock_city(kept.city_id)
    rules.may_merge(stamp.actor, city).enforce()
    held = Product.objects.select_for_update(of=("self",)).get(pk=kept.root_id)
    gone = Product.objects.select_for_update(of=("self",)).get(pk=other.root_id)
    if held.pk == gone.pk or held.city_id != gone.city_id:
        raise NotPossible(_("These are no two products of one city."))
    kinds = FirstUse.objects.filter(product=held, state=ClaimState.PROVEN).values("kind")
    if gone.uses.filter(state=ClaimState.PROVEN, kind__in=kinds).exists():
        raise NotPossible(_("Both have a certificate of the same kind; withdraw one first."))
    gone.merged_into, gone.merged_reason = held, proceeding.needed(reason)
    gone.save(update_fields=["merged_into", "merged_reason"])
    gone.merged.update(merged_into=held)
    moved = list(gone.uses.order_by("pk"))
    gone.uses.update(product=held)
    told = ProductsMerged(
        key=f"product:{held.pk}",
        city=city.code,
        district="",
        department="",
        chain="",
        owner_kind="",
        amount=None,
        happened_on=timezone.localdate(stamp.at).isoformat(),
        product_id=held.pk,
        merged_id=gone.pk,
        reason=gone.merged_reason,
    )
    # Of the product itself, and of every report that counts elsewhere now.
    for subject in (held, gone, *moved):
        journal.record(told, subject=subject, stamp=stamp)
    return held
