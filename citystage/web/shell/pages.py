"""What every page shares: the stamp it acts with, how it answers, and how a refusal is shown."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.receipt import RECEIVED
from citystage.kernel.refusals import NotFound, Refusal
from citystage.web.shell.context import frame_of
from citystage.web.shell.kept import ask_to_sign_in
from citystage.web.shell.once import answer_once

type Page[**P] = Callable[Concatenate[HttpRequest, Stamp, P], HttpResponse]
type View = Callable[..., HttpResponse]


def stamp_of(request: HttpRequest) -> Stamp:
    """The stamp of this request: the person in their hat (or nobody), the clock read once."""
    found = getattr(request, "stamp", None)
    if not isinstance(found, Stamp):
        found = Stamp(
            actor=frame_of(request).actor,
            at=timezone.now(),
            channel="web",
            request_id=uuid4(),
            received=request.META.get(RECEIVED),
        )
        request.stamp = found  # type: ignore[attr-defined]
    return found


def page[**P](view: Page[P]) -> View:
    """A page for signed-in people; everybody else signs in first, and what they typed is kept."""
    answering = open_page(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if frame_of(request).user is None:
            return ask_to_sign_in(request)
        return answering(request, *args, **kwargs)

    return wrapped


def open_page[**P](view: Page[P]) -> View:
    """A page for everyone: hands over the stamp, answers a doubled submit once, shows refusals."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        def answer() -> HttpResponse:
            try:
                _readable(request)
                return view(request, stamp_of(request), *args, **kwargs)
            except Refusal as refusal:
                return refused(request, refusal)

        return answer_once(request, answer) if request.method == "POST" else answer()

    return wrapped


def _readable(request: HttpRequest) -> None:
    """Signs no person types, which the database does not take, are read over; none in a path."""
    if "\0" in request.path:
        raise NotFound("")
    asked = request.META.get("QUERY_STRING", "")
    if "%00" in asked:
        request.GET = QueryDict(asked.replace("%00", ""))


def wants_part(request: HttpRequest) -> bool:
    """Whether script asks for a part of the page (and not for the whole by a boosted link)."""
    asked = getattr(request, "htmx", None)
    return bool(asked) and not getattr(asked, "boosted", False)


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page, or only its partial ``part`` when script asks for it."""
    name = f"{template}#{part}" if part and wants_part(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show an expected no: as a notice above the untouched page for script, else as a page."""
    response = show(
        request,
        "shell/refusal.html",
        {"refusal": refusal, "back": request.headers.get("Referer", "")},
        part="notice",
        status=refusal.status,
    )
    if wants_part(request):
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
    return response
