"""Addresses of sign-in and account keeping: allauth's, closed to demonstration accounts."""

from collections.abc import Callable
from functools import wraps

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotAllowed
from citystage.web.shell.context import frame_of
from citystage.web.shell.demo import is_demonstration
from citystage.web.shell.pages import refused

type View = Callable[..., HttpResponse]


def own_account(view: View) -> View:
    """Nobody changes the password or the address of an account that all share."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user = frame_of(request).user
        if user is not None and is_demonstration(user):
            words = _("This account is open to everyone: its password and address stay.")
            return refused(request, NotAllowed(words))
        return view(request, *args, **kwargs)

    return wrapped


# Those that come first win; the names stay allauth's.
urlpatterns = [
    path("email/", own_account(views.email)),
    path("password/change/", own_account(views.password_change)),
    path("password/set/", own_account(views.password_set)),
    path("reauthenticate/", own_account(views.reauthenticate)),
    path("", include("allauth.urls")),
]
