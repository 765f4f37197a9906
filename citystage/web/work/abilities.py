"""What a hat can do of its own accord, besides what waits: only pages that exist for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.web.shell.components import Text


@dataclass(frozen=True, slots=True)
class Ability:
    """One page worth opening now, and why."""

    label: Text
    why: Text
    view: str
    icon: str
    # Any of these; nobody in particular when empty.
    needs: frozenset[Permission] = frozenset()

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse(self.view)


def _for(*needs: Permission) -> frozenset[Permission]:
    return frozenset(needs)


_ALL: Iterable[Ability] = (
    Ability(
        _("File a need"),
        _("Six fields are enough to begin; the rest is sharpened later."),
        "company:calls",
        "file-text",
        _for(Permission.INTAKE_APPLICATION_FILE),
    ),
    Ability(
        _("Give a role"),
        _("Find a person; give or end a role, with a term."),
        "operator:people",
        "users",
        _for(Permission.MEMBERSHIP_GRANT_GIVE),
    ),
    Ability(
        _("Look at lock-outs"),
        _("Who typed too many wrong passwords, from where, and until when."),
        "operator:lockouts",
        "shield-check",
        _for(Permission.MEMBERSHIP_LOCKOUT_LIFT),
    ),
    Ability(
        _("Read the ledger"),
        _("Every act by person, unit, record and time; verify that nothing was changed."),
        "operator:ledger",
        "history",
        _for(Permission.LEDGER_ENTRY_READ),
    ),
    Ability(
        _("Opinions"),
        _("When the city asks for your word, the request stands here with its day."),
        "bureau:opinions",
        "message-square",
        _for(Permission.REVIEW_OPINION_GIVE),
    ),
    Ability(
        _("Invite a colleague"),
        _("So that the work does not wait for one person."),
        "work:colleagues",
        "users",
        _for(Permission.MEMBERSHIP_COLLEAGUE_INVITE),
    ),
    Ability(
        _("Find scenarios"),
        _("By words, field, district or money; follow one and hear what becomes of it."),
        "public:scenarios",
        "search",
    ),
    Ability(
        _("Look at capabilities"),
        _("Who can do what, with the evidence they give."),
        "public:capabilities",
        "award",
    ),
)
_REGISTER = Ability(
    _("Register your organisation"),
    _("By its unified social credit code; or join it when it is known already."),
    "company:registering",
    "building-2",
)


def abilities(actor: Actor) -> list[Ability]:
    """What this hat can do now; whoever acts for nobody registers first."""
    found = [one for one in _ALL if not one.needs or any(actor.may(need) for need in one.needs)]
    return found if actor.unit else [_REGISTER, *found]
