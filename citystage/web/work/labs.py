"""What waits at recognised labs: reports, improvements, score sheets, decisions of the office."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.queries import rounds, waiting
from citystage.web.work.rows import Kind, Rows, named, row

_LAB = Cast("lab_id", CharField())


def _reports(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVALUATION_LAB_KEEP):
        return None
    return row(waiting.reports(actor), "report", named("lab__"), due="due_at", note=_LAB)


def _improvements(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVALUATION_LAB_KEEP):
        return None
    rows = waiting.improvements(actor)
    return row(rows, "improve", named("lab__"), due="improve_until", note=_LAB)


def _sheets(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    rows = rounds.waiting_sheets(actor)
    title = named("assessment__lab__")
    return row(rows, "assess", title, due="assessment__round__due_at")


def _skips(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVALUATION_LAB_DECIDE):
        return None
    return row(waiting.skips(actor), "skip", named("lab__"), due="due_at", note=_LAB)


def _renewals(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVALUATION_LAB_DECIDE):
        return None
    return row(waiting.renewals(actor), "renewal", named("lab__"), note=_LAB)


def _proofs(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.EVALUATION_LAB_DECIDE):
        return None
    return row(waiting.proofs(actor), "proof", named("lab__"), note=_LAB)


def _at_lab(_pk: int, lab: str) -> tuple[object, ...]:
    return (int(lab),)


def _of_lab(pk: int, lab: str) -> tuple[object, ...]:
    return (int(lab), pk)


LAB_KINDS: Mapping[str, Kind] = {
    "report": Kind(
        _reports,
        _("Reports of our labs"),
        _("Write the report"),
        "company:lab_report",
        "company:labs",
        address=_of_lab,
    ),
    "improve": Kind(
        _improvements,
        _("Improvements of our labs"),
        _("Hand in the proof"),
        "company:lab_improvement",
        "company:labs",
        address=_of_lab,
    ),
    "assess": Kind(
        _sheets,
        _("Assessments of labs"),
        pgettext_lazy("verb", "Assess"),
        "expert:assessment",
        "expert:assessments",
    ),
    "skip": Kind(
        _skips,
        _("Reports to be left out"),
        _("Decide"),
        "bureau:followed",
        "bureau:cultivating",
        address=_at_lab,
    ),
    "renewal": Kind(
        _renewals,
        _("Renewals asked for"),
        _("Decide"),
        "bureau:followed",
        "bureau:cultivating",
        address=_at_lab,
    ),
    "proof": Kind(
        _proofs,
        _("Proofs of improvement"),
        _("Look again"),
        "bureau:followed",
        "bureau:cultivating",
        address=_at_lab,
    ),
}
