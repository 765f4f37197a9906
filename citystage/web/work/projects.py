"""What waits in projects: reports, acceptances, payments, claims to confirm, patterns."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.projects.queries import waiting
from citystage.web.work.rows import Kind, Rows, row

_PROJECT = Cast("project_id", CharField())


def _reports(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_RECORD_KEEP):
        return None
    rows = waiting.reports(actor)
    return row(rows, "project_report", "project__title", due="due_at", note=_PROJECT)


def _acceptances(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_RECORD_KEEP):
        return None
    return row(waiting.acceptances(actor), "acceptance", "title")


def _payments(actor: Actor, _user: User, at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_RECORD_KEEP):
        return None
    rows = waiting.payments(actor, at=at)
    return row(rows, "payment_due", "project__title", note=_PROJECT)


def _uses(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_CLAIM_PROVE):
        return None
    return row(waiting.first_uses(actor), "first_use", "product__name")


def _arrivals(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_CLAIM_PROVE):
        return None
    return row(waiting.arrivals(actor), "arrival", "name")


def _patterns(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.PROJECT_PATTERN_PUBLISH):
        return None
    return row(waiting.patterns(actor), "pattern", "title")


PROJECT_KINDS: Mapping[str, Kind] = {
    "project_report": Kind(
        _reports,
        _("Reports of our projects"),
        _("Write the report"),
        "projects:report",
        "projects:list",
        address=lambda pk, project: (int(project), pk),
    ),
    "acceptance": Kind(
        _acceptances,
        _("Acceptances"),
        _("Sign the acceptance"),
        "projects:project",
        "projects:list",
    ),
    "payment_due": Kind(
        _payments,
        _("Payments that are due"),
        _("Pay, then note it"),
        "projects:instalment",
        "projects:list",
        address=lambda pk, project: (int(project), pk),
    ),
    "first_use": Kind(
        _uses,
        _("First uses to confirm"),
        pgettext_lazy("verb", "Confirm"),
        "projects:first_use",
        "projects:first_uses",
    ),
    "arrival": Kind(
        _arrivals,
        _("Firms brought in to confirm"),
        pgettext_lazy("verb", "Confirm"),
        "projects:arrival",
        "projects:arrivals",
    ),
    "pattern": Kind(
        _patterns,
        _("Patterns to publish"),
        pgettext_lazy("verb", "Publish"),
        "projects:pattern",
        "projects:patterns",
    ),
}
