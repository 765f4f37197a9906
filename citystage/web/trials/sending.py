"""Where devices send readings: JSON with a token, an idempotency key, limits of rate and size.

``POST /trials/api/<trial>/readings`` with ``Authorization: Bearer <token>`` and
``Idempotency-Key: <key>``; the body is ``{"readings": [{"measure", "value", "at", "site",
"device", "note"}]}``. ``GET`` tells where the trial stands. Refusals are
``application/problem+json``.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.trials.actions.add_readings import count_call, feed_readings
from citystage.stages.trials.models import Batch, Token
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries.readings import token_with
from citystage.stages.trials.taking import LONGEST_NAME, Row, digest_of
from citystage.web.shell import devices

_DIGITS: Final = Decimal("0.0001")


class _Sent(BaseModel):
    """One reading as a device sends it; a moment without its zone is refused."""

    model_config = ConfigDict(extra="forbid")

    measure: Annotated[str, Field(max_length=40)]
    value: Decimal
    at: devices.Moment
    site: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    device: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    note: Annotated[str, Field(max_length=300)] = ""


class _Body(BaseModel):
    """What one call carries."""

    model_config = ConfigDict(extra="forbid")

    readings: Annotated[list[_Sent], Field(min_length=1)]


@csrf_exempt
@require_http_methods(["GET", "POST"])
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Take readings, or tell where the trial stands. No session: the token alone speaks."""
    stamp = Stamp(NOBODY, timezone.now(), "api", uuid4())
    token = _token(request, pk)
    if token is None:
        return devices.stranger(_("There is no such access to this trial."), "trials")
    try:
        count_call(token, stamp=stamp)
        if request.method == "GET":
            return JsonResponse(_standing(token))
        return _take(request, token, stamp)
    except Refusal as refusal:
        return devices.refused(refusal)


def _token(request: HttpRequest, pk: int) -> Token | None:
    secret = devices.secret_of(request)
    token = token_with(secret) if secret else None
    known = token is not None and token.trial_id == pk and token.ended_at is None
    return token if known else None


def _take(request: HttpRequest, token: Token, stamp: Stamp) -> HttpResponse:
    key = devices.key_of(request)
    if not key:
        return devices.no_key()
    limits = standing.terms(token.trial.city_id).feeding
    if wrong := devices.too_large(request, limits.bytes_per_call):
        return wrong
    try:
        body = _Body.model_validate(json.loads(request.body, parse_float=Decimal))
        rows = [_row(number, one) for number, one in enumerate(body.readings, start=1)]
    except ValidationError as fault:
        return devices.wrong_body(fault)
    except (*devices.UNREADABLE, InvalidOperation):
        return devices.no_json()
    if wrong := devices.too_many(len(rows), limits.rows_per_call):
        return wrong
    batch = feed_readings(token, rows=rows, key=key, sha256=digest_of(request.body), stamp=stamp)
    return JsonResponse(_answer(batch), status=HTTPStatus.CREATED)


def _row(number: int, sent: _Sent) -> Row:
    return Row(
        measure=sent.measure,
        value=sent.value.quantize(_DIGITS),
        happened_at=sent.at.astimezone(UTC),
        site=clean(sent.site),
        device=clean(sent.device),
        note=clean(sent.note),
        number=number,
    )


def _answer(batch: Batch) -> dict[str, Any]:
    """The same for the same key, however often it is sent."""
    return {
        "batch": batch.pk,
        "taken": batch.number,
        "known": batch.known,
        "at": _iso(batch.made_at),
    }


def _standing(token: Token) -> dict[str, Any]:
    trial = token.trial
    frame = standing.frame(trial)
    step, ahead = frame.step(trial.step), standing.ahead(trial, frame)
    return {
        "trial": trial.pk,
        "state": trial.state,
        "step": step.code if step else None,
        "since": _iso(trial.step_since) if trial.step_since else None,
        "measures": [one.code for one in frame.measures if one.is_read],
        "next": {
            "step": ahead.step.code,
            "evidence_met": ahead.proven,
            "agreement_missing": len(ahead.lacking),
            "measured": {
                seen.measure.code: seen.had
                for line in ahead.lines
                for choice in line.choices
                for seen in choice.needs
            },
        }
        if ahead
        else None,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
