"""What waits of due diligence: to be taken on or reported, accepted, mended, verified."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.queries import diligence, notices, points
from citystage.stages.selection.states.diligence import ActionPointState, DiligenceState
from citystage.web.work.rows import Kind, Rows, end_of, row

_TITLE = "candidacy__application__title"


def _own(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.SELECTION_DILIGENCE_DO):
        return None
    rows = diligence.waiting_for(actor).order_by()
    return row(rows, "diligence", _TITLE, due="due_at", note="state")


def _points(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    rows = points.own_points(actor).order_by()
    dated = rows.annotate(t_day=end_of("due_on"))
    return row(dated, "point", _TITLE, due="t_day", note="state")


def _reports(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.SELECTION_PANEL_LEAD):
        return None
    where = Concat(
        Cast("candidacy__programme_id", CharField()),
        Value("/"),
        Cast("candidacy__number", CharField()),
        output_field=CharField(),
    )
    return row(diligence.to_accept(actor).order_by(), "looked", _TITLE, note=where)


def _corrections(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.SELECTION_OBJECTION_DECIDE):
        return None
    programme = Cast("notice__programme_id", CharField())
    return row(notices.to_carry_out(actor).order_by(), "carry", _TITLE, note=programme)


def _of_programme(pk: int, programme: str) -> tuple[object, ...]:
    return int(programme), pk


def _of_candidacy(_pk: int, where: str) -> tuple[object, ...]:
    programme, number = where.split("/")
    return int(programme), int(number)


LOOKING_KINDS: Mapping[str, Kind] = {
    "diligence": Kind(
        _own,
        _("Due diligence asked of us"),
        _("Look into it"),
        "expert:diligence",
        "expert:diligences",
        {str(DiligenceState.ASKED): _("Declare interests")},
    ),
    "looked": Kind(
        _reports,
        _("Reports of due diligence"),
        pgettext_lazy("verb", "Accept"),
        "bureau:selection_diligence_of",
        "bureau:selections",
        address=_of_candidacy,
    ),
    "carry": Kind(
        _corrections,
        _("Objections to be carried out"),
        _("Put right"),
        "bureau:selection_objection",
        "bureau:selections",
        address=_of_programme,
    ),
    "point": Kind(
        _points,
        _("To be mended"),
        pgettext_lazy("verb", "Mend"),
        "expert:point",
        "work:home",
        {str(ActionPointState.DONE): _("Verify what was mended")},
    ),
}
