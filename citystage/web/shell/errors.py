"""When a form's token is no longer valid, what was typed is kept and offered to be sent again."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from citystage.web.shell.kept import shown, typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's
    """Show the kept form with a fresh token, but only what came from a page of this very site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if urlsplit(origin).netloc != request.get_host():
        return render(request, "403.html", status=403)
    pairs = typed(request)
    context = {
        "path": request.get_full_path(),
        "pairs": pairs,
        "shown": shown(pairs),
        "files": bool(request.FILES),
    }
    return render(request, "shell/kept.html", context, status=403)
