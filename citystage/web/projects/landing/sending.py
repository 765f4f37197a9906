"""Where devices send readings of a project: JSON with a token, an idempotency key, limits.

``POST /projects/api/<project>/readings`` with ``Authorization: Bearer <secret>`` and
``Idempotency-Key: <key>``; the body is ``{"readings": [{"at", "value"}]}``. The secret names the
series. ``GET`` tells how many readings stand. Refusals are ``application/problem+json``.
"""

import hashlib
import json
import math
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.projects.actions.feed_series import count_call, feed_series
from citystage.stages.projects.feeding import Row
from citystage.stages.projects.models import Access, Sending
from citystage.stages.projects.queries import feeding as queries
from citystage.web.shell import devices

_LARGEST: Final = 10.0**15


class _Sent(BaseModel):
    """One reading as a device sends it; a moment without its zone is refused."""

    model_config = ConfigDict(extra="forbid")

    at: devices.Moment
    value: Annotated[float, Field(gt=-_LARGEST, lt=_LARGEST, allow_inf_nan=False)]


class _Body(BaseModel):
    """What one call carries."""

    model_config = ConfigDict(extra="forbid")

    readings: Annotated[list[_Sent], Field(min_length=1)]


@csrf_exempt
@require_http_methods(["GET", "POST"])
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Take readings, or tell what stands. No session: the token alone speaks."""
    stamp = Stamp(NOBODY, timezone.now(), "api", uuid4())
    access = _access(request, pk)
    if access is None:
        return devices.stranger(_("There is no such access to this project."), "projects")
    try:
        count_call(access, stamp=stamp)
        if request.method == "GET":
            return JsonResponse(_standing(access))
        return _take(request, access, stamp)
    except Refusal as refusal:
        return devices.refused(refusal)


def _access(request: HttpRequest, pk: int) -> Access | None:
    secret = devices.secret_of(request)
    access = queries.access_with(secret) if secret else None
    known = access is not None and access.project_id == pk and access.ended_at is None
    return access if known else None


def _take(request: HttpRequest, access: Access, stamp: Stamp) -> HttpResponse:
    key = devices.key_of(request)
    if not key:
        return devices.no_key()
    limits = queries.limits(access.project.city_id)
    if wrong := devices.too_large(request, limits.bytes_per_call):
        return wrong
    try:
        body = _Body.model_validate(json.loads(request.body, parse_constant=_no_number))
    except ValidationError as fault:
        return devices.wrong_body(fault)
    except devices.UNREADABLE:
        return devices.no_json()
    if wrong := devices.too_many(len(body.readings), limits.rows_per_call):
        return wrong
    rows = [
        Row(at=one.at, value=one.value, number=number)
        for number, one in enumerate(body.readings, start=1)
    ]
    digest = hashlib.sha256(request.body).hexdigest()
    made = feed_series(access, rows=rows, key=key, sha256=digest, stamp=stamp)
    return JsonResponse(_answer(made), status=HTTPStatus.CREATED)


def _no_number(text: str) -> float:
    """``NaN`` and ``Infinity`` are no JSON; the model says that they are no value here."""
    return math.nan if text == "NaN" else math.inf


def _answer(made: Sending) -> dict[str, Any]:
    """The same for the same key, however often it is sent."""
    return {
        "call": made.pk,
        "taken": made.number,
        "known": made.known,
        "at": _iso(made.made_at),
    }


def _standing(access: Access) -> dict[str, Any]:
    stands = queries.standing_of(access)
    return {
        "project": access.project_id,
        "state": access.project.state,
        "series": access.title,
        "unit": access.unit,
        "milestone": access.milestone.title if access.milestone else None,
        "readings": stands.number,
        "last": stands.last or None,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
