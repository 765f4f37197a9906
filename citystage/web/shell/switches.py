"""Small choices of the frame: the city looked at, the hat worn."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from citystage.foundation.membership.actions import change_profile
from citystage.web.shell.context import CITY_COOKIE, HAT_KEY, frame_of

_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else otherwise)


@require_POST
def choose_city(request: HttpRequest) -> HttpResponse:
    """Remember which city the visitor looks at."""
    response = HttpResponseRedirect("/")
    code = request.POST.get("city", "")
    if any(city.code == code for city in frame_of(request).cities):
        response.set_cookie(CITY_COOKIE, code, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language; for a signed-in person, in mails to come as well."""
    response = set_language(request)
    chosen, user = request.POST.get("language", ""), frame_of(request).user
    if user is not None and chosen in dict(settings.LANGUAGES):
        change_profile.choose_language(user, language=chosen)
    return response


@require_POST
def choose_hat(request: HttpRequest) -> HttpResponse:
    """Act for another of one's units; a hat one does not wear is left alone."""
    chosen = request.POST.get("unit", "")
    for hat in frame_of(request).hats:
        if str(hat.unit.pk) == chosen:
            request.session[HAT_KEY] = hat.unit.pk
    return _back(request, "/work/")
