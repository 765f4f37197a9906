"""Sign-in by password: whose attempt it was, the page of a lock-out, the language that follows."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from citystage.foundation.access.models import User
from citystage.foundation.membership.queries import find_person, lockout_of

_YEAR = 365 * 24 * 3600
_LONGEST_NAME = 255


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth leaves to the house."""

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,  # noqa: ANN401 -- allauth's
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's
    ) -> User:
        """A new person reads mails in the language they signed up in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:  # noqa: ANN401
        """The pages speak the person's language, unless this device was told another."""
        response: HttpResponse = super().post_login(request, user, **told)
        speak(request, response, user)
        return response


def speak(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember the person's language on a device that has none yet."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=_YEAR, samesite="Lax"
        )


def address_of(request: HttpRequest) -> str:
    """The visitor's address, behind as many proxies as the settings say; empty within the house."""
    if "REMOTE_ADDR" not in request.META:
        return ""
    return str(get_adapter().get_client_ip(request))


def username_of(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whose attempt it is: by name or by address, one person is counted once."""
    given = credentials or {}
    posted = request.POST.get("login", "") if request else ""
    typed = (given.get("username") or given.get("email") or posted)[:_LONGEST_NAME]
    person = find_person(typed)
    return person.username if person else typed.strip().lower()


def locked_out(
    request: HttpRequest,
    _response: HttpResponse | None,
    credentials: dict[str, str] | None,
) -> HttpResponse:
    """Say plainly that it was too often, and when one may try again."""
    now = timezone.now()
    found = lockout_of(username_of(request, credentials), address_of(request), at=now)
    until: datetime = found.until if found else now + rest()
    seconds = max(int((until - now).total_seconds()), 1)
    context = {"until": until, "minutes": -(-seconds // 60)}
    response = render(request, "account/locked_out.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def rest() -> timedelta:
    """How long a lock-out lasts."""
    found: timedelta = get_cool_off(None)
    return found
