"""The demonstration: one account for each role, entered by one click; elsewhere it is not there."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.queries import (
    DEMO_PREFIX,
    demonstration_account,
    demonstration_grants,
)
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.web.shell.components import Text
from citystage.web.shell.context import HAT_KEY
from citystage.web.shell.pages import open_page, show
from citystage.web.shell.signing_in import speak

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

GROUPS: tuple[tuple[Text, tuple[Role, ...]], ...] = (
    (
        _("Government offices"),
        (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER),
    ),
    (_("Demand and supply"), (Role.DEMAND_OWNER, Role.COMPANY_MEMBER, Role.BROKER)),
    (_("Review and capital"), (Role.EXPERT, Role.DUE_DILIGENCE, Role.FUND, Role.BANK)),
    (_("Data"), (Role.DATA_STEWARD, Role.OUTPUT_CHECKER)),
    (
        _("Administration, in three hands"),
        (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR),
    ),
)

# What each can do here, in one line.
DOES: Mapping[Role, Text] = {
    Role.CITY_OFFICER: _("Opens calls, triages and polishes, decides, releases lists."),
    Role.DISTRICT_OFFICER: _("Recommends within its places, files on behalf, approves companies."),
    Role.DEPARTMENT_OFFICER: _("Gives its opinion when asked, recommends in its field."),
    Role.DEMAND_OWNER: _("Files a need, sees what is still vague, answers what is asked."),
    Role.COMPANY_MEMBER: _("Describes capabilities once, finds and follows scenarios."),
    Role.BROKER: _("Files needs on behalf of clients, follows scenarios."),
    Role.EXPERT: _("Gives an opinion on a case when the city asks for it."),
    Role.DUE_DILIGENCE: _("Declares its interests, looks into candidacies, reports with evidence."),
    Role.FUND: _("Reads scenarios with their contacts, follows what may become a project."),
    Role.BANK: _("Reads scenarios with their contacts, follows what may become a project."),
    Role.DATA_STEWARD: _("Says which data can be opened when a case asks for it."),
    Role.OUTPUT_CHECKER: _("Reads scenarios and follows those that use data."),
    Role.SYSTEM_ADMINISTRATOR: _("Gives and ends roles, keeps the outbox of mails."),
    Role.SECURITY_ADMINISTRATOR: _("Sees lock-outs after wrong passwords, and lifts them."),
    Role.AUDIT_ADMINISTRATOR: _("Reads the ledger, and proves that nobody changed it."),
}


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it is offered."""

    username: str
    name: str
    place: str
    role: Role
    also: tuple[str, ...] = ()

    @property
    def does(self) -> Text:
        """What one can do with it."""
        return DOES[self.role]


def offered() -> list[tuple[Text, list[Account]]]:
    """The accounts by kind; one query, and nothing outside the demonstration."""
    if not settings.DEMO:
        return []
    held = groupby(demonstration_grants(at=timezone.now()), key=lambda grant: grant.user_id)
    accounts = [_account(*grants) for _user, grants in held]
    groups = [
        (label, [one for role in roles for one in accounts if one.role == role])
        for label, roles in GROUPS
    ]
    return [(label, members) for label, members in groups if members]


def _account(first: Grant, *others: Grant) -> Account:
    """The account under the hat it puts on first; the others are named beside it."""
    role = Role(first.role)
    also = tuple(f"{Role(grant.role).label} · {_place(grant)}" for grant in others)
    return Account(first.user.username, str(first.user), _place(first), role, also)


def _place(grant: Grant) -> str:
    city = grant.unit.city
    return grant.unit.label if city is None else f"{city.label} · {grant.unit.label}"


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def demo(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show the accounts; POST ``account`` signs in as one of them."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return show(request, "shell/demo.html", {"groups": offered()})
    person = demonstration_account(request.POST.get("account", ""), at=stamp.at)
    if person is None:
        raise Http404
    request.session.pop(HAT_KEY, None)
    login(request, person, backend=_BACKEND)
    response = HttpResponseRedirect(_target(request))
    speak(request, response, person)
    return response


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else str(settings.LOGIN_REDIRECT_URL)


def is_demonstration(user: User) -> bool:
    """Whether this is an account that everybody may enter: nobody sets its password."""
    return user.username.startswith(DEMO_PREFIX) and not user.has_usable_password()
