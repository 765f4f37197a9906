"""What addresses for devices share: the secret, the key of a call, its size, refusals."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field, ValidationError

from citystage.kernel.refusals import Refusal

_SCHEME: Final = "Bearer "
_LONGEST_KEY: Final = 200

# A moment with its zone. The ends of the calendar have none in another zone: no device means them.
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC)),
]
# What a body raises that cannot be read at all; one nested without end among them.
UNREADABLE: Final = (ValueError, RecursionError)


def secret_of(request: HttpRequest) -> str:
    """The secret the call carries; empty without one."""
    given = request.headers.get("Authorization", "")
    return given.removeprefix(_SCHEME).strip() if given.startswith(_SCHEME) else ""


def stranger(words: str, realm: str) -> JsonResponse:
    """The answer to a call without a secret that counts here."""
    told = problem(HTTPStatus.UNAUTHORIZED, words)
    told["WWW-Authenticate"] = f'Bearer realm="{realm}"'
    return told


def key_of(request: HttpRequest) -> str:
    """The key by which the same call is known again; empty where it is none."""
    key = request.headers.get("Idempotency-Key", "").strip()
    return key if len(key) <= _LONGEST_KEY else ""


def no_key() -> JsonResponse:
    """The answer to a call that carries none."""
    return problem(HTTPStatus.BAD_REQUEST, _("Send an Idempotency-Key of 1 to 200 signs."))


def too_large(request: HttpRequest, most: int) -> JsonResponse | None:
    """The answer to a body of more than ``most`` bytes, or of unknown size; else nothing."""
    size = request.headers.get("Content-Length", "")
    if size.isdecimal() and int(size) <= most:
        return None
    reason = _("One call carries at most %d bytes.") % most
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)


def too_many(number: int, most: int) -> JsonResponse | None:
    """The answer to more than ``most`` readings; else nothing."""
    if number <= most:
        return None
    reason = _("One call carries at most %d readings.") % most
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)


def wrong_body(fault: ValidationError) -> JsonResponse:
    """The answer to readings of which one is none: where it stands, and why."""
    first = fault.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}")


def no_json() -> JsonResponse:
    """The answer to a body that cannot be read at all."""
    return problem(HTTPStatus.BAD_REQUEST, _("The body is no JSON of readings."))


def refused(refusal: Refusal) -> JsonResponse:
    """A refusal of the stage, as a problem."""
    answer = problem(refusal.status, str(refusal))
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(getattr(refusal, "seconds", 60))
    return answer


def problem(status: int, detail: str) -> JsonResponse:
    """A refusal as RFC 9457 has it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status),
            "detail": detail}  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")
