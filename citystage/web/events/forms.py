"""The forms of events."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import clean
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit
from citystage.stages.events import asking
from citystage.stages.events.actions.add_material import KINDS
from citystage.stages.events.describing import Description
from citystage.stages.events.models import Event, Place, Room
from citystage.web.shell.days import Moment


class Words(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)).strip() if value else ""


class Paragraphs(forms.CharField):
    """Several lines of text."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **settings: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(**settings)
        self.widget.attrs["rows"] = rows


class EventForm(forms.Form):
    """What the organisers say of an event."""

    use_required_attribute = False

    organiser = forms.ChoiceField(label=_("Held by"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    title = Words(label=_("Title in Chinese"), max_length=200)
    title_en = Words(label=_("Title in English"), max_length=300, required=False)
    text = Paragraphs(
        label=_("What it is about"),
        max_length=8000,
        required=False,
        rows=6,
        help_text=_("Who should come, what they bring, what they take home."),
    )
    starts_at = Moment(label=_("Begins"), required=False)
    ends_at = Moment(label=_("Ends"), required=False)
    place = Words(label=_("Place"), max_length=200, required=False)
    address = Words(label=_("Address"), max_length=300, required=False)
    audience = forms.ChoiceField(label=_("Who may register"), choices=Event.Audience.choices)
    admission = forms.ChoiceField(label=_("How places are given"), choices=Event.Admission.choices)
    takes_guests = forms.BooleanField(
        label=_("People without an account may register with a confirmed mail address"),
        required=False,
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty for no limit. When all are taken there is a waiting list."),
    )
    most_per_organisation = forms.IntegerField(
        label=_("People of one organisation, at most"),
        min_value=1,
        max_value=1000,
        required=False,
    )
    registration_opens_at = Moment(
        label=_("Registration from"),
        required=False,
        help_text=_("Leave it empty: as soon as it is announced."),
    )
    registration_closes_at = Moment(
        label=_("Registration until (excluded)"),
        required=False,
        help_text=_("Leave it empty: until the event begins."),
    )
    questions = Paragraphs(
        label=_("What you ask at registration"),
        max_length=4000,
        required=False,
        help_text=_(
            "One question a line. Choices after a bar, divided by semicolons; a star at the end"
            " when an answer is needed; English after two slashes. Other kinds of answers after"
            " the bar: number, day, yes or no, long text; “several:” before choices takes several."
        ),
    )
    contact_name = Words(label=_("Contact"), max_length=80, required=False)
    contact_phone = Words(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    scenarios = Words(
        label=_("Scenarios that are shown or talked about"),
        max_length=2000,
        required=False,
        help_text=_("Their numbers, divided by spaces."),
    )

    def __init__(self, *args: Any, organisers: list[Unit], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        self.fields["organiser"].choices = [(str(one.pk), one.label) for one in organisers]  # type: ignore[attr-defined]
        self.fields["questions"].example = "参会人数 *\n用餐 // Meals | 不用餐；清真；常规"  # type: ignore[attr-defined]
        if len(organisers) < 2:  # noqa: PLR2004 -- nothing to choose
            del self.fields["organiser"]

    def clean_questions(self) -> dict[str, Any]:
        """The definition of what is written."""
        try:
            return asking.read(self.cleaned_data["questions"])
        except asking.BadQuestions as problem:
            raise forms.ValidationError(str(problem)) from problem

    def said(self) -> Description:
        """The description that was typed."""
        data = dict(self.cleaned_data)
        for name in ("organiser", "scenarios"):
            data.pop(name, None)
        contact = {part: data.pop(f"contact_{part}") for part in ("name", "phone", "email")}
        return Description(**data, contact={name: text for name, text in contact.items() if text})

    def numbers(self) -> list[str]:
        """The scenario numbers that were typed."""
        typed = str(self.cleaned_data["scenarios"])
        return typed.replace("，", " ").replace(",", " ").split()


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False

    reason = Paragraphs(label=_("Reason"), max_length=1000, rows=3)


class TimeForm(ReasonForm):
    """A new time, and why."""

    starts_at = Moment(label=_("Begins"))
    ends_at = Moment(label=_("Ends"))
    field_order = ("starts_at", "ends_at", "reason")


class RoomForm(forms.Form):
    """A room, or a stop of a tour."""

    use_required_attribute = False

    name = Words(label=_("Room or stop"), max_length=80)
    way = Words(label=_("How to get there"), max_length=160, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=100_000, required=False)
    tables = forms.IntegerField(
        label=_("Tables for one-to-one talks"), min_value=0, max_value=500, required=False
    )


class SessionForm(forms.Form):
    """One item of the agenda."""

    use_required_attribute = False

    title = Words(label=_("Item"), max_length=200)
    starts_at = Moment(label=_("Begins"))
    ends_at = Moment(label=_("Ends"))
    room = forms.ChoiceField(label=_("Room or stop"), required=False)
    speakers = Paragraphs(
        label=_("Speakers"),
        max_length=1000,
        required=False,
        rows=2,
        help_text=_("One a line: name, post, organisation."),
    )
    text = Paragraphs(label=_("More about it"), max_length=2000, required=False, rows=2)

    def __init__(self, *args: Any, rooms: list[Room], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        choices = [("", _("no room")), *((str(one.pk), one.name) for one in rooms)]
        self.fields["room"].choices = choices  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """What a person says of the own coming."""

    use_required_attribute = False

    name = Words(label=_("Name"), max_length=80)
    post = Words(label=_("Position"), max_length=80, required=False)
    phone = Words(label=_("Telephone"), max_length=40, required=False)
    side = forms.ChoiceField(label=_("How you take part"), choices=Place.Side.choices)


class GuestForm(WishForm):
    """The same for somebody without an account."""

    organisation_name = Words(label=_("Organisation"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("A link is sent there; the place is yours once you open it.")
    )
    field_order = ("name", "organisation_name", "email", "post", "phone", "side")


class PageForm(forms.Form):
    """What the brochure may say of a participant."""

    use_required_attribute = False

    in_brochure = forms.BooleanField(
        label=_("I agree that our page is printed in the brochure and shown on the event's page"),
        required=False,
    )
    shows_contact = forms.BooleanField(
        label=_("I agree that my name, telephone and e-mail are shown on it"), required=False
    )
    field = forms.ModelChoiceField(label=_("Field"), queryset=Term.objects.none(), required=False)
    direction = Paragraphs(
        label=_("Direction"),
        max_length=900,
        required=False,
        help_text=_("What you do, in a few sentences."),
    )
    needs = Paragraphs(label=_("What you look for"), max_length=900, required=False)

    def __init__(self, *args: Any, city: Unit, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = terms(Scheme.FIELD, city)  # type: ignore[attr-defined]
        self.fields["field"].label_from_instance = lambda term: term.label  # type: ignore[attr-defined]


class MaterialForm(forms.Form):
    """A paper of the event."""

    use_required_attribute = False

    title = Words(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"),
        validators=[FileExtensionValidator([kind.lstrip(".") for kind in KINDS])],
        help_text=_("PDF, OFD, Word, Excel, PowerPoint or picture, 20 MB at most."),
    )
    public = forms.BooleanField(
        label=_("Everybody may read it (otherwise participants only)"), required=False
    )


class PaperListForm(forms.Form):
    """A CSV of what was noted on paper."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns: code or number; 1 when there; time of day. More columns are ignored."
        ),
    )
