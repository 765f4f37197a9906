"""One seat: the conflict step, then the answer; later the way out of this one candidacy."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.actions.answer_seat import accept_seat, decline_seat, recuse_seat
from citystage.stages.selection.actions.record_conflict import declare_conflict
from citystage.stages.selection.models import Relation, Seat
from citystage.stages.selection.queries import blind, seats
from citystage.stages.selection.states.panels import (
    ACCEPT_SEAT,
    DECLINE_SEAT,
    RECUSE,
)
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show
from citystage.web.shell.relations import Words


class ConflictForm(forms.Form):
    """Which conflict there is."""

    use_required_attribute = False
    # Several forms stand on one page: their fields keep ids of their own.
    id_of_fields = "conflict_%s"

    kind = forms.ChoiceField(label=gettext_lazy("What kind"), choices=Relation.Kind.choices)
    words = Words(
        label=gettext_lazy("In a sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The office reads it; the applicant does not."),
        error_messages={"required": gettext_lazy("Say in a sentence what the conflict is.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **({"auto_id": self.id_of_fields} | kwargs))


class LeaveForm(forms.Form):
    """Why somebody leaves a candidacy to others."""

    use_required_attribute = False
    # Several forms stand on one page: their fields keep ids of their own.
    id_of_fields = "leave_%s"

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        # A conflict is declared as such, not given as a reason among others.
        choices=[
            ("", gettext_lazy("Choose a reason")),
            *(one for one in Seat.Reason.choices if one[0] != Seat.Reason.CONFLICT),
        ],
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    words = Words(
        label=gettext_lazy("In a sentence"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **({"auto_id": self.id_of_fields} | kwargs))

    def clean(self) -> dict[str, object] | None:
        """Another reason needs words."""
        said = super().clean() or self.cleaned_data
        if said.get("reason") == Seat.Reason.OTHER and not said.get("words"):
            self.add_error("words", _("Say in a sentence what the reason is."))
        return said


@require_safe
@page
def seat(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What is asked of the expert here, step by step."""
    return _draw(request, stamp, seats.reach_own_seat(stamp.actor, pk))


def _draw(
    request: HttpRequest,
    stamp: Stamp,
    found: Seat,
    *,
    conflict: ConflictForm | None = None,
    leave: LeaveForm | None = None,
) -> HttpResponse:
    called = blind.name(found.candidacy)
    context = {
        "seat": found,
        "called": called,
        "barred": standing.barred(stamp.actor, found.candidacy),
        "may_accept": found.state in ACCEPT_SEAT.sources,
        "may_decline": found.state in DECLINE_SEAT.sources,
        "may_leave": found.state in RECUSE.sources,
        "conflict_form": conflict or ConflictForm(),
        "leave_form": leave or LeaveForm(),
        "crumbs": [Link(label=_("Panels"), url=reverse("expert:home")), Link(label=called)],
    }
    wrong = any(form is not None for form in (conflict, leave))
    return show(request, "expert/seat.html", context, status=422 if wrong else 200)


@require_POST
@page
def answer(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Take the seat, declare a conflict, decline, or leave."""
    found = seats.reach_own_seat(stamp.actor, pk)
    if verb == "accept":
        word = _("I have no conflict of interest with this candidacy.")
        accept_seat(found, word=word if request.POST.get("word") else "", stamp=stamp)
        messages.success(request, _("Thank you. You can score as soon as the phase begins."))
        return HttpResponseRedirect(reverse("expert:seat", args=[pk]))
    if verb == "conflict":
        return _conflict(request, stamp, found)
    if verb in {"decline", "leave"}:
        return _leave(request, stamp, found, verb)
    raise NotFound(_("There is no such act."))


def _conflict(request: HttpRequest, stamp: Stamp, found: Seat) -> HttpResponse:
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _draw(request, stamp, found, conflict=form)
    said = form.cleaned_data
    declare_conflict(found.candidacy, kind=said["kind"], words=said["words"], stamp=stamp)
    messages.success(request, _("Thank you. The conflict is on record; somebody else is asked."))
    return HttpResponseRedirect(reverse("expert:home"))


def _leave(request: HttpRequest, stamp: Stamp, found: Seat, verb: str) -> HttpResponse:
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _draw(request, stamp, found, leave=form)
    reason, words = Seat.Reason(form.cleaned_data["reason"]), form.cleaned_data["words"]
    if verb == "decline":
        decline_seat(found, reason=reason, words=words, stamp=stamp)
    else:
        recuse_seat(found, reason=reason, words=words, stamp=stamp)
    messages.success(request, _("This candidacy is left to others. Thank you for saying so."))
    return HttpResponseRedirect(reverse("expert:home"))
