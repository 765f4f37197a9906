"""A session that ended in mid-form loses nothing: what was typed waits until the person is back."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_safe

KEY = "kept"
# More than this is not carried through the session.
MOST = 512 * 1024
_PRIVATE = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2"})


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a submitted form, without tokens and passwords, as they came."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in _PRIVATE
    ]


def shown(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of it a person would recognise as their own."""
    return [(name, value) for name, value in pairs if value and not name.startswith("_")]


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the visitor to sign in and back; a submitted form is kept in the session meanwhile."""
    target = request.get_full_path()
    if request.method == "POST":
        pairs = typed(request)
        if sum(len(name) + len(value) for name, value in pairs) <= MOST:
            request.session[KEY] = {"path": target, "pairs": pairs, "files": bool(request.FILES)}
            target = reverse("shell:kept")
        else:
            return render(request, "shell/too_much.html", status=413)
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended, ready to be sent."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    found = request.session.pop(KEY, None)
    if not found:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(request, "shell/kept.html", {**found, "shown": shown(found["pairs"])})
