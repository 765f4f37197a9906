"""First uses and firms brought in: claimed, proven, refused, withdrawn."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUseRecorded(Counted):
    """A first use was reported."""

    verb = "projects.first_use.recorded"
    label = _("first use reported")

    first_use_id: int
    product_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUseProven(Counted):
    """A named body confirmed it; it has a certificate."""

    verb = "projects.first_use.proven"
    label = _("first use proven")
    public = True

    first_use_id: int
    product_id: int
    kind: str
    number: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUseRefused(Counted):
    """A named body did not confirm it."""

    verb = "projects.first_use.refused"
    label = _("first use not confirmed")

    first_use_id: int
    product_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUseWithdrawn(Counted):
    """It no longer counts."""

    verb = "projects.first_use.withdrawn"
    label = _("first use withdrawn")
    public = True

    first_use_id: int
    product_id: int
    was: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsMerged(Counted):
    """Two entries were the same product."""

    verb = "projects.product.merged"
    label = _("products merged")

    product_id: int
    merged_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalClaimed(Counted):
    """A district says it brought in a firm."""

    verb = "projects.arrival.claimed"
    label = _("firm brought in, claimed")

    arrival_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalProven(Counted):
    """A named body confirmed it."""

    verb = "projects.arrival.proven"
    label = _("firm brought in, proven")

    arrival_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRefused(Counted):
    """A named body did not confirm it."""

    verb = "projects.arrival.refused"
    label = _("firm brought in, not confirmed")

    arrival_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalWithdrawn(Counted):
    """It no longer counts."""

    verb = "projects.arrival.withdrawn"
    label = _("firm brought in, withdrawn")

    arrival_id: int
    was: str
    reason: str
