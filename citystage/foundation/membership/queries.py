"""Reading membership: what waits for a decision, who holds what, what looks like the same."""

from datetime import datetime

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership.models import Registration
from citystage.foundation.membership.states import RegistrationState
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound

_ALIKE = 0.4


def waiting(actor: Actor) -> QuerySet[Registration]:
    """Registrations this actor decides on, oldest first."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_REGISTRATION_DECIDE), "decider__path")
    found = Registration.objects.filter(reach, state=RegistrationState.WAITING)
    return found.select_related("person", "organisation", "decider").order_by("filed_at", "pk")


def reach_registration(actor: Actor, pk: int) -> Registration:
    """One registration: of the person, or of those who decide on it."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_REGISTRATION_DECIDE), "decider__path")
    own = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    found = Registration.objects.filter(reach | own, pk=pk)
    registration = found.select_related("person", "organisation", "decider").first()
    if registration is None:
        raise NotFound(_("There is no such registration within your reach."))
    return registration


def registrations_of(user: User) -> QuerySet[Registration]:
    """What a person filed, newest first."""
    found = Registration.objects.filter(person=user).select_related("organisation", "decider")
    return found.order_by("-filed_at", "-pk")


def same_or_alike(*, uscc: str, name: str) -> list[Organisation]:
    """Known organisations with this USCC, this name, or one like it; the surest first."""
    folded = fold(name)
    likeness = TrigramSimilarity("folded_name", folded)
    alike = Q(folded_name__trigram_similar=folded) if folded else Q(pk__in=[])
    certain = Q(uscc=uscc) if uscc else Q(pk__in=[])
    found = Organisation.objects.annotate(likeness=likeness).filter(
        certain | (alike & Q(likeness__gte=_ALIKE))
    )
    ordered = found.select_related("district").order_by("-likeness", "pk")[:5]
    return sorted(ordered, key=lambda each: each.uscc != uscc)


def grants_under(actor: Actor, *, at: datetime) -> QuerySet[Grant]:
    """Grants a system administrator manages."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_GRANT_GIVE), "unit__path")
    found = Grant.objects.in_force(at).filter(reach).select_related("user", "unit")
    return found.order_by("user__username", "pk")


def reach_grant(actor: Actor, pk: int) -> Grant:
    """One of them by its id."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_GRANT_GIVE), "unit__path")
    grant = Grant.objects.filter(reach, pk=pk).select_related("user", "unit").first()
    if grant is None:
        raise NotFound(_("There is no such role within your reach."))
    return grant


def find_person(text: str) -> User | None:
    """A person by user name or e-mail address."""
    wanted = text.strip()
    return User.objects.filter(Q(username=wanted) | Q(email__iexact=wanted)).first()
