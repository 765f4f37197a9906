"""Who comes: decide, export, badges and the list for the door."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.gatherings import badges_pdf, door_list_pdf
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.decide_place import NoReason, admit, decline
from citystage.stages.events.asking import form_of
from citystage.stages.events.models import Event, Place
from citystage.stages.events.printing import badges, door_rows, occasion
from citystage.stages.events.queries import events, places
from citystage.stages.events.queries.places import PlaceFilter
from citystage.stages.events.states.events import OPEN
from citystage.stages.events.states.places import PlaceState
from citystage.stages.intake import queries as intake
from citystage.stages.intake.forming.reading import readable
from citystage.web.events.frame import framed
from citystage.web.events.listing import language_of
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page

_PER_PAGE = 50
_FILES = ("xlsx", "csv", "jsonl")
_COLUMNS = (
    Field(code="number", zh="序号", en="No.", kind=Kind.NUMBER),
    Field(code="name", zh="姓名", en="Name"),
    Field(code="organisation", zh="单位", en="Organisation"),
    Field(code="post", zh="职务", en="Position"),
    Field(code="side", zh="参会身份", en="Part"),
    Field(code="phone", zh="电话", en="Telephone"),
    Field(code="email", zh="邮箱", en="E-mail"),
    Field(code="state", zh="状态", en="State"),
    Field(code="code", zh="签到码", en="Code"),
    Field(code="registered", zh="报名时间", en="Registered"),
    Field(code="arrived", zh="签到时间", en="Arrived"),
    Field(code="way", zh="签到方式", en="How"),
)


@require_safe
@page
def participants(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The list, filtered as one asks."""
    return _draw(request, events.reach_event(stamp.actor, pk))


def _draw(request: HttpRequest, event: Event, *, wrong: int = 0, status: int = 200) -> HttpResponse:
    here, wanted = Address.of(request), PlaceFilter.read(request.GET.dict())
    found = places.participants(event, wanted)
    form, lexicon = form_of(event.questions), intake.lexicon(event.city)
    rows = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": rows,
        "rows": [
            (
                one,
                [
                    (str(asked.label), readable(asked, one.answers[asked.key], lexicon=lexicon))
                    for asked in form.fields
                    if asked.key in one.answers
                ],
            )
            for one in rows
        ],
        "wanted": wanted,
        "counts": events.counts(event),
        "states": PlaceState.choices,
        "wrong": wrong,
        "open": event.state in OPEN,
        "files": [
            Link(
                label=kind.upper(),
                url=str(here.at(reverse("events:participants_file", args=[event.pk, kind]))),
            )
            for kind in _FILES
        ],
    }
    return framed(
        request,
        event,
        "participants",
        "events/participants.html",
        context,
        part="results",
        status=status,
    )


@require_POST
@page
def decide(request: HttpRequest, stamp: Stamp, pk: int, which: int, verb: str) -> HttpResponse:
    """Admit one, or do not, with the reason."""
    event = events.reach_event(stamp.actor, pk)
    place = places.reach_place(event, which)
    if verb == "admit":
        place = admit(place, stamp=stamp)
        messages.success(
            request,
            _("%(name)s: %(state)s.") % {"name": place.name, "state": place.get_state_display()},
        )
    elif verb == "decline":
        try:
            decline(place, reason=request.POST.get("reason", "")[:1000], stamp=stamp)
        except NoReason:
            return _draw(request, event, wrong=which, status=422)
        messages.success(request, _("%(name)s was told the reason.") % {"name": place.name})
    else:
        raise NotFound(_("There is no such act."))
    return HttpResponseRedirect(reverse("events:participants", args=[pk]))


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The list as one sees it, with who came."""
    event = events.reach_event(stamp.actor, pk)
    if kind not in _FILES:
        raise NotFound(_("There is no such file of this list."))
    form = form_of(event.questions)
    asked = [
        Field(code=one.key, zh=one.label.said(english=False), en=one.label.said(english=True))
        for one in form.fields
    ]
    name = f"{event.number}-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        found = places.participants(event, PlaceFilter.read(request.GET.dict()))
        FORMATS[kind].write(path, (*_COLUMNS, *asked), _rows(event, found))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(event: Event, found: object) -> Iterator[Row]:
    form, lexicon = form_of(event.questions), intake.lexicon(event.city)
    for one in found:  # type: ignore[attr-defined]
        cells = _cells(one)
        for asked in form.fields:
            if asked.key in one.answers:
                cells[asked.key] = readable(asked, one.answers[asked.key], lexicon=lexicon)
        yield {code: value for code, value in cells.items() if value not in {None, ""}}


def _cells(one: Place) -> Row:
    def moment(at: object) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""  # type: ignore[arg-type]

    return {
        "number": one.number,
        "name": one.name,
        "organisation": one.organisation_name,
        "post": one.post,
        "side": str(one.get_side_display()),
        "phone": one.phone,
        "email": one.email,
        "state": str(one.get_state_display()),
        "code": one.code,
        "registered": moment(one.asked_at),
        "arrived": moment(one.arrived_at),
        "way": str(one.get_arrived_way_display()),
    }


@require_safe
@page
def badge_sheets(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """Badges of everybody with a confirmed place, ten on an A4 sheet."""
    event = events.reach_event(stamp.actor, pk)
    made = badges_pdf(occasion(event, language_of()), badges=badges(places.for_door(event)))
    return _pdf(made, f"{event.number}-badges.pdf")


@require_safe
@page
def door_list(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """The list for the day the network is gone."""
    event = events.reach_event(stamp.actor, pk)
    made = door_list_pdf(occasion(event, language_of()), rows=door_rows(places.for_door(event)))
    return _pdf(made, f"{event.number}-door-list.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
