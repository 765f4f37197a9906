"""Meetings of the panel: planned, led item by item, minuted, printed."""

from typing import Final, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.selection.actions.hold_meeting import (
    Invitation,
    Order,
    call_item,
    end_meeting,
    note_item,
    plan_meeting,
    write_minutes,
)
from citystage.stages.selection.queries import meetings as queries
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell import formats
from citystage.web.shell.components import Link
from citystage.web.shell.days import Moment
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page

_LEAD: Final = Permission.SELECTION_PANEL_LEAD


class MeetingForm(forms.Form):
    """A meeting to be planned."""

    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_at = Moment(label=gettext_lazy("Begins at"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Order of discussion"),
        choices=[
            ("disagreement", gettext_lazy("far apart first")),
            ("rank", gettext_lazy("by place in the order")),
            ("number", gettext_lazy("by number")),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """List the meetings; plan one."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        invitation = Invitation(
            title=clean(said["title"]), held_at=said["held_at"], place=clean(said["place"])
        )
        order = cast("Order", said["order"])
        made = plan_meeting(programme, invitation=invitation, order=order, stamp=stamp)
        messages.success(request, _("The meeting is planned."))
        return _to(pk, made.pk)
    context = {"meetings": queries.meetings_of(programme), "form": form}
    status = 422 if form.is_bound else 200
    return framed(
        request,
        stamp,
        programme,
        "meetings",
        "bureau/selecting/meetings.html",
        context,
        status=status,
    )


@require_safe
@page
def meeting(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Where the meeting is; the tracker draws itself anew every few seconds."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    found = queries.reach_meeting(programme, number)
    return framed(
        request,
        stamp,
        programme,
        "meetings",
        "bureau/selecting/meeting.html",
        {"agenda": queries.agenda(stamp.actor, found, blind=False), "meeting": found},
        crumbs=(Link(label=found.title),),
        part="tracker",
    )


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, number: int, verb: str) -> HttpResponse:
    """Call an item, keep what came out, close the meeting, write the minutes."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    found = queries.reach_meeting(programme, number)
    sent = request.POST
    if verb == "call":
        call_item(queries.reach_item(found, _whole(sent.get("item", ""))), stamp=stamp)
    elif verb == "note":
        item = queries.reach_item(found, _whole(sent.get("item", "")))
        outcome, notes = clean(sent.get("outcome", "")), clean(sent.get("notes", ""))[:5000]
        note_item(item, outcome=outcome, notes=notes, stamp=stamp)
    elif verb == "end":
        end_meeting(found, stamp=stamp)
    elif verb == "minutes":
        text = clean(sent.get("minutes", ""))[:50_000]
        write_minutes(found, text=text, version=_whole(sent.get(VERSION, "")), stamp=stamp)
        messages.success(request, _("The minutes are kept."))
    else:
        raise NotFound(_("There is no such act."))
    return _to(pk, number)


@require_safe
@page
def minutes(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """The minutes as a paper, with every item this officer may read."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    found = queries.reach_meeting(programme, number)
    turns = queries.agenda(stamp.actor, found, blind=False).turns
    barred = any(turn.barred for turn in turns)
    items = [
        (
            _("No. %(number)s: %(title)s")
            % {"number": turn.item.candidacy.number, "title": turn.called},
            f"{turn.item.outcome}\n{turn.item.notes}",
        )
        for turn in turns
        if not turn.barred
    ]
    # What the minutes say as a whole may speak of what this officer is kept away from.
    whole = [] if barred else [(_("Minutes"), found.minutes)]
    paper = FiledPaper(
        title=found.title,
        owner=programme.city.label,
        lead=f"{programme.call.label} · {formats.moment(found.held_at)} {found.place}".strip(),
        language="en" if in_english() else "zh-hans",
        printed_on=timezone.localdate(),
        answers=[*whole, *items],
        files_title=_("Files"),
    )
    response = HttpResponse(filed_pdf(paper), content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=f"minutes-{found.pk}.pdf")
    response["Content-Disposition"] = named or "attachment"
    return response


def _to(pk: int, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_meeting", args=[pk, number]))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 -- an integer column
