"""The forms of one-to-one days."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.directory.models import Organisation
from citystage.stages.events.actions.set_up_meetings import MOST_SLOTS, Frame
from citystage.stages.events.models import Event, MeetingDay, MeetingWish, Room
from citystage.stages.events.queries.meetings.shown import Slot
from citystage.web.events.forms import Words
from citystage.web.shell.days import Moment

_MOST = 1_000


class FrameForm(forms.Form):
    """Slots, tables, limits."""

    use_required_attribute = False

    first_at = Moment(label=gettext_lazy("First meeting begins"))
    slots = forms.IntegerField(
        label=gettext_lazy("Number of times"),
        min_value=1,
        max_value=MOST_SLOTS,
        help_text=gettext_lazy("Count the breaks too."),
    )
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of a meeting"), min_value=5, max_value=240
    )
    pause_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes between two meetings"), min_value=0, max_value=120
    )
    breaks = Words(
        label=gettext_lazy("Breaks"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The numbers of the times in which nobody meets: 5, 6."),
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Tables"),
        min_value=1,
        max_value=_MOST,
        help_text=gettext_lazy("Counts only where no room on the agenda has tables."),
    )
    way = forms.ChoiceField(label=gettext_lazy("When two may meet"), choices=MeetingDay.Way.choices)
    most_demand = forms.IntegerField(
        label=gettext_lazy("Meetings of one who looks for suppliers, at most"),
        min_value=1,
        max_value=MOST_SLOTS,
        required=False,
    )
    most_supply = forms.IntegerField(
        label=gettext_lazy("Meetings of one who offers, at most"),
        min_value=1,
        max_value=MOST_SLOTS,
        required=False,
    )
    most_of_kind = Words(
        label=gettext_lazy("At most with partners of a kind"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One kind a line, with its number: fund 2."),
    )
    spacing = forms.IntegerField(
        label=gettext_lazy("Free times between two meetings of one participant"),
        min_value=0,
        max_value=10,
    )
    travel = forms.IntegerField(
        label=gettext_lazy("Free times needed from one room to another"), min_value=0, max_value=10
    )
    fair_from = forms.IntegerField(
        label=gettext_lazy("Nobody is left with nothing while another has"),
        min_value=0,
        max_value=MOST_SLOTS,
        help_text=gettext_lazy("Meetings; 0 leaves this rule out."),
    )
    wishes_until = Moment(
        label=gettext_lazy("Wishes are taken until"),
        required=False,
        help_text=gettext_lazy("Empty: until the first meeting."),
    )

    def clean_breaks(self) -> list[int]:
        """Numbers from 0."""
        found = []
        for part in self.cleaned_data["breaks"].replace("，", ",").replace("、", ",").split(","):
            if not part.strip():
                continue
            if not part.strip().isdecimal() or int(part) < 1:
                raise forms.ValidationError(_("Give numbers from 1, separated by commas."))
            found.append(int(part) - 1)
        return sorted(set(found))

    def clean_most_of_kind(self) -> dict[str, int]:
        """Codes of kinds with their numbers; labels in the reader's language count as codes."""
        known = {str(code): str(code) for code in Organisation.Kind.values}
        known |= {str(label).lower(): str(code) for code, label in Organisation.Kind.choices}
        found = {}
        for row in self.cleaned_data["most_of_kind"].splitlines():
            name, _gap, number = row.strip().rpartition(" ")
            if not row.strip():
                continue
            if not number.isdecimal() or name.strip(" :：").lower() not in known:
                raise forms.ValidationError(
                    _("“%s” is not a kind of organisation with a number.") % row.strip()
                )
            found[known[name.strip(" :：").lower()]] = int(number)
        return found

    def frame(self) -> Frame:
        """What was said."""
        return Frame(**self.cleaned_data)


def told(day: MeetingDay | None, event: Event) -> dict[str, Any]:
    """What the form shows first: what is set, or what most days are like."""
    if day is None:
        return {
            "first_at": event.starts_at,
            "slots": 12,
            "slot_minutes": 25,
            "pause_minutes": 5,
            "tables": 8,
            "way": MeetingDay.Way.OPT_OUT,
            "spacing": 0,
            "travel": 0,
            "fair_from": 5,
        }
    names = [name for name in FrameForm.base_fields if name not in {"breaks", "most_of_kind"}]
    return {name: getattr(day, name) for name in names} | {
        "breaks": ", ".join(str(slot + 1) for slot in day.breaks),
        "most_of_kind": "\n".join(f"{kind} {number}" for kind, number in day.most_of_kind.items()),
    }


class TimesForm(forms.Form):
    """When a participant is away, and how many meetings it takes."""

    use_required_attribute = False

    away = forms.MultipleChoiceField(
        label=gettext_lazy("Not there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick the times in which you cannot meet anybody."),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Meetings at most"),
        min_value=1,
        max_value=MOST_SLOTS,
        required=False,
        help_text=gettext_lazy("Empty: as many as the day allows."),
    )
    room = forms.ChoiceField(label=gettext_lazy("Always in this room"), required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's own
        slots: tuple[Slot, ...],
        rooms: list[Room],
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **settings)
        self.fields["away"].choices = [  # type: ignore[attr-defined]
            (str(one.number), clock(one.begins)) for one in slots if not one.is_break
        ]
        self._rooms = {str(one.pk): one for one in rooms if one.tables}
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", _("any room")),
            *((pk, one.name) for pk, one in self._rooms.items()),
        ]
        if not self._rooms:
            del self.fields["room"]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {
            "away": [int(slot) for slot in data["away"]],
            "most": data["most"],
            "room": self._rooms.get(data.get("room", "")),
        }


def clock(at: datetime) -> str:
    """The time on the wall."""
    return timezone.localtime(at).strftime("%H:%M")


class WishForm(forms.Form):
    """One word on one participant."""

    word = forms.ChoiceField(
        choices=[("", ""), *((str(weight), "") for weight in MeetingWish.Weight), ("decline", "")],
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """Kind and weight."""
        word = self.cleaned_data["word"]
        if word == MeetingWish.Kind.DECLINE:
            return {"kind": MeetingWish.Kind.DECLINE, "weight": 1}
        return {"kind": MeetingWish.Kind.WISH if word else "", "weight": int(word or 1)}
