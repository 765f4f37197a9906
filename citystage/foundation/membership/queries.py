"""Reading membership: what waits for a decision, who holds what, what looks like the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership import rules
from citystage.foundation.membership.models import Invitation, Registration
from citystage.foundation.membership.states import RegistrationState
from citystage.foundation.membership.tokens import token_hash
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound

_ALIKE = 0.4
_MOST_FOUND = 20


def waiting(actor: Actor) -> QuerySet[Registration]:
    """Registrations this actor decides on, oldest first."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_REGISTRATION_DECIDE), "decider__path")
    found = Registration.objects.filter(reach, state=RegistrationState.WAITING)
    return found.select_related("person", "organisation", "decider").order_by("filed_at", "pk")


def decided(actor: Actor) -> QuerySet[Registration]:
    """Registrations that were decided within the actor's reach, the latest first."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_REGISTRATION_DECIDE), "decider__path")
    found = Registration.objects.filter(reach, decided_at__isnull=False)
    along = found.select_related("person", "organisation", "decider", "decided_by")
    return along.order_by("-decided_at", "-pk")


def reach_registration(actor: Actor, pk: int) -> Registration:
    """One registration: of the person, or of those who decide on it."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_REGISTRATION_DECIDE), "decider__path")
    own = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    found = Registration.objects.filter(reach | own, pk=pk)
    along = ("person", "organisation", "organisation__district", "decider", "decided_by")
    registration = found.select_related(*along).first()
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


def registrable_districts(city: Unit) -> list[Unit]:
    """The districts of a city one can register in; the city itself when it has none."""
    return list(Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT)) or [city]


def members_of(unit: Unit, *, at: datetime) -> QuerySet[Grant]:
    """Who acts for this very unit, by name."""
    found = Grant.objects.in_force(at).filter(unit=unit).select_related("user")
    return found.order_by("user__name", "user__username", "pk")


def invitations_to(unit: Unit, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations of this unit that may still be accepted, newest first."""
    found = Invitation.objects.filter(unit=unit, accepted_at__isnull=True, expires_at__gt=at)
    return found.select_related("invited_by").order_by("-invited_at", "-pk")


def invitations_for(user: User, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations that wait for this person, the first to expire on top."""
    found = Invitation.objects.filter(
        email=user.email.lower(), accepted_at__isnull=True, expires_at__gt=at
    )
    return found.select_related("unit", "invited_by").order_by("expires_at", "pk")


def invitation_by(token: str) -> Invitation:
    """The invitation whose link carries ``token``. Raises ``NotFound``."""
    found = Invitation.objects.filter(token_hash=token_hash(token))
    invitation = found.select_related("unit", "invited_by").first()
    if invitation is None:
        raise NotFound(_("This invitation is not known. Ask for a new one."))
    return invitation


def reach_invitation(user: User, pk: int) -> Invitation:
    """An invitation sent to this person's address. Raises ``NotFound``."""
    found = Invitation.objects.filter(email=user.email.lower(), pk=pk)
    invitation = found.select_related("unit", "invited_by").first()
    if invitation is None:
        raise NotFound(_("This invitation is not known. Ask for a new one."))
    return invitation


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


def grants_of(actor: Actor, person: User) -> QuerySet[Grant]:
    """What a person holds or held within the administrator's reach."""
    reach = subtree(actor.reach(Permission.MEMBERSHIP_GRANT_GIVE), "unit__path")
    found = Grant.objects.filter(reach, user=person).select_related("unit", "unit__city")
    return found.order_by("unit__ordinal", "unit_id", "role")


def find_person(text: str) -> User | None:
    """A person by user name or e-mail address."""
    wanted = text.strip()
    return User.objects.filter(Q(username=wanted) | Q(email__iexact=wanted)).first()


def find_people(actor: Actor, words: str) -> list[User]:
    """People by part of name or user name, or by the whole e-mail address."""
    _administrators_only(actor)
    wanted = words.strip()
    if not wanted:
        return []
    by = Q(name__icontains=wanted) | Q(username__icontains=wanted) | Q(email__iexact=wanted)
    return list(User.objects.filter(by).order_by("username")[:_MOST_FOUND])


def reach_person(actor: Actor, pk: int) -> User:
    """One person, for whoever gives roles. Raises ``NotFound``."""
    _administrators_only(actor)
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def _administrators_only(actor: Actor) -> None:
    if not actor.may(Permission.MEMBERSHIP_GRANT_GIVE):
        raise NotFound(_("There is no such page for your role."))


def offices_under(actor: Actor) -> QuerySet[Unit]:
    """The city, districts and departments where this administrator gives roles."""
    tops = actor.reach(Permission.MEMBERSHIP_GRANT_GIVE)
    found = Unit.objects.under(*tops).exclude(kind=Unit.Kind.ORGANISATION)
    return found.order_by("kind", "ordinal", "pk")


def units_named(actor: Actor, name: str) -> list[Unit]:
    """Units of this very name within the administrator's reach; two are enough to know."""
    wanted = name.strip()
    named = Q(name=wanted) | Q(name_en__iexact=wanted) | Q(short_name=wanted)
    found = Unit.objects.under(*actor.reach(Permission.MEMBERSHIP_GRANT_GIVE)).filter(named)
    return list(found.exclude(name="").order_by("pk")[:2])


@dataclass(frozen=True, slots=True)
class Lockout:
    """A user name that is locked for one address, until a moment."""

    username: str
    ip_address: str
    failures: int
    last_at: datetime
    until: datetime


def lockouts(actor: Actor, *, at: datetime) -> list[Lockout]:
    """Who is locked out now, the longest to wait first."""
    rules.may_lift(actor).enforce()
    return [one for one in _lockouts(Q(), at=at) if one.until > at]


def lockout_of(username: str, ip_address: str, *, at: datetime) -> Lockout | None:
    """The lock-out of one user name at one address, if it lasts."""
    found = _lockouts(Q(username=username, ip_address=ip_address), at=at)
    return next((one for one in found if one.until > at), None)


def _lockouts(which: Q, *, at: datetime) -> list[Lockout]:
    """Failures count together however many programs they came through, as the lock counts them."""
    rest: timedelta = get_cool_off(None)
    rows = (
        AccessAttempt.objects.filter(which, attempt_time__gt=at - rest)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last_at=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last_at", "username")
    )
    return [
        Lockout(
            username=row["username"] or "",
            ip_address=row["ip_address"] or "",
            failures=row["failures"],
            last_at=row["last_at"],
            until=row["last_at"] + rest,
        )
        for row in rows
    ]
