"""A form carries a one-time key; sent twice, the second answer is the first one's."""

import time
from collections.abc import Callable
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from citystage.foundation.access import submissions
from citystage.foundation.access.submissions import Answer, Busy

FIELD = "_once"
# How long a second press waits for the first one's answer.
PATIENCE = 5.0
_PAUSE = 0.05
# Larger answers are not kept: the page itself shows what happened.
MOST = 256 * 1024


def fresh_key() -> str:
    """A key for one showing of a form."""
    return str(uuid4())


def key_of(request: HttpRequest) -> UUID | None:
    """The key a form was sent with."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def answer_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Run ``answer`` unless this key has been used; then repeat what it answered.

    A refused or faulty form gives its key back, so that the person can put it right and send it.
    """
    key = key_of(request)
    if key is None:
        return answer()
    begun = submissions.begin(key, user_id=request.user.pk, path=request.path)
    if begun is not None:
        return _repeat(request, key, begun)
    try:
        response = answer()
    except BaseException:
        submissions.forget(key)
        raise
    if response.status_code >= 400:  # noqa: PLR2004 -- HTTP: nothing was done
        submissions.forget(key)
    else:
        submissions.finish(key, _kept(response))
    return response


def _kept(response: HttpResponse) -> Answer:
    headers = {
        name: value
        for name, value in response.items()
        if name in {"Location", "Content-Type"} or name.startswith("HX-")
    }
    streaming = getattr(response, "streaming", False)
    body = "" if streaming or len(response.content) > MOST else response.content.decode()
    return Answer(status=response.status_code, headers=headers, body=body)


def _repeat(request: HttpRequest, key: UUID, found: Answer | Busy) -> HttpResponse:
    """Wait for the first press if it is still at work, then say the same again."""
    until = time.monotonic() + PATIENCE
    now: Answer | Busy | None = found
    while isinstance(now, Busy) and time.monotonic() < until:
        time.sleep(_PAUSE)
        now = submissions.read(key, user_id=request.user.pk, path=request.path)
    if not isinstance(now, Answer):
        return render(request, "shell/still_working.html", {"path": request.path}, status=409)
    return HttpResponse(now.body, status=now.status, headers=now.headers)
