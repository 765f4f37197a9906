"""A member describes a capability of the own organisation, changes it, takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.describing import Description, apply
from citystage.stages.catalogue.facts import (
    CapabilityChanged,
    CapabilityEntered,
    CapabilityOffered,
    CapabilityRetired,
)
from citystage.stages.catalogue.indexing import fill_capabilities
from citystage.stages.catalogue.models import Capability


class CapabilityMoved(Refusal):
    """Somebody changed the capability since the form was opened."""


@transaction.atomic(durable=True)
def describe_capability(
    organisation: Organisation, *, described: Description, stamp: Stamp
) -> Capability:
    """Describe one more capability; it is public at once."""
    locked = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    rules.may_describe_for(stamp.actor, locked).enforce()
    made = Capability(
        organisation=locked,
        city=locked.city,
        version=1,
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    apply(described, made)
    made.save()
    fill_capabilities([made])
    fact = CapabilityEntered(capability_id=made.pk, origin="member")
    journal.record(fact, subject=made, stamp=stamp)
    return made


def _locked(capability: Capability, stamp: Stamp) -> Capability:
    related = ("organisation__seat", "city")
    found = Capability.objects.select_for_update(of=("self",)).select_related(*related)
    locked = found.get(pk=capability.pk)
    rules.may_describe(stamp.actor, locked).enforce()
    return locked


@transaction.atomic(durable=True)
def change_capability(
    capability: Capability, *, described: Description, version: int, stamp: Stamp
) -> Capability:
    """Say it anew, over the version that was seen; what was said is no longer "unverified".

    Raises ``CapabilityMoved`` when another version came in between.
    """
    locked = _locked(capability, stamp)
    if locked.version != version:
        raise CapabilityMoved(_("Someone changed this capability meanwhile."))
    changed = apply(described, locked)
    if not changed:
        return locked
    locked.unverified = [name for name in locked.unverified if name not in changed]
    locked.version += 1
    locked.changed_at = stamp.at
    locked.save()
    fill_capabilities([locked])
    fact = CapabilityChanged(capability_id=locked.pk, fields=changed)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def retire_capability(capability: Capability, *, stamp: Stamp) -> Capability:
    """Take it back: no longer public. A second time changes nothing."""
    locked = _locked(capability, stamp)
    if locked.public:
        _set_public(locked, public=False, stamp=stamp)
        fact = CapabilityRetired(capability_id=locked.pk)
        journal.record(fact, subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def offer_capability(capability: Capability, *, stamp: Stamp) -> Capability:
    """Offer again what was taken back."""
    locked = _locked(capability, stamp)
    if not locked.public:
        _set_public(locked, public=True, stamp=stamp)
        fact = CapabilityOffered(capability_id=locked.pk)
        journal.record(fact, subject=locked, stamp=stamp)
    return locked


def _set_public(capability: Capability, *, public: bool, stamp: Stamp) -> None:
    capability.public, capability.changed_at = public, stamp.at
    capability.save(update_fields=["public", "changed_at"])
    fill_capabilities([capability])
