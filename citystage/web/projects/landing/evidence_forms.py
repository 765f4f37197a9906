"""The forms by which evidence is put in, one for each kind."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.projects.actions.add_evidence import Shown
from citystage.stages.projects.models import Milestone
from citystage.stages.projects.states.projects import EvidenceKind
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText
from citystage.web.shell.uploads import Files

_PICTURES = forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"})


class EvidenceForm(forms.Form):
    """What every kind of evidence says."""

    use_required_attribute = False
    kind = EvidenceKind.FILE

    title = CleanText(label=gettext_lazy("What it shows"), rows=1, max_length=200)
    milestone: Any = forms.ModelChoiceField(
        label=gettext_lazy("Milestone it proves"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("of the project as a whole"),
    )
    happened_on = Day(
        label=gettext_lazy("When it happened"),
        help_text=gettext_lazy("The day of the event, not of the entry; both are kept."),
    )
    words = CleanText(label=gettext_lazy("In words"), rows=2, required=False)

    def __init__(self, *args: Any, milestones: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["milestone"].queryset = milestones
        fields["happened_on"].initial = timezone.localdate()

    def shown(self) -> Shown:
        """What was typed and sent."""
        said = self.cleaned_data
        papers = said.get("paper") or [None]
        milestone: Milestone | None = said["milestone"]
        day: date = said["happened_on"]
        return Shown(
            kind=self.kind,
            title=said["title"],
            happened_on=day,
            milestone=milestone,
            words=said["words"],
            author=said.get("author", ""),
            file=papers[0],
            keep_place=bool(said.get("keep_place")),
            unit=said.get("unit", ""),
            readings=said.get("readings", ""),
        )


class PhotoForm(EvidenceForm):
    """A photo from the phone."""

    kind = EvidenceKind.PHOTO
    field_order = ("paper",)
    paper = Files(label=gettext_lazy("Photo"), widget=_PICTURES)
    keep_place = forms.BooleanField(
        label=gettext_lazy("Keep the place the phone noted"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise place and camera data are taken out before the photo is kept."
        ),
    )


class PaperForm(EvidenceForm):
    """A file."""

    kind = EvidenceKind.FILE
    paper = Files(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, PNG or JPEG; at most 10 MB."),
    )


class ThirdPartyForm(PaperForm):
    """A report of somebody who is no side."""

    kind = EvidenceKind.THIRD_PARTY
    author = CleanText(label=gettext_lazy("Who wrote it"), rows=1, max_length=200)


class SeriesForm(EvidenceForm):
    """Readings, typed or as a file."""

    kind = EvidenceKind.SERIES
    unit = CleanText(label=gettext_lazy("Counted in"), rows=1, max_length=40, required=False)
    table = forms.FileField(
        label=gettext_lazy("Readings as a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=gettext_lazy("Two columns: moment and value; the first line may be a heading."),
    )
    readings = CleanText(
        label=gettext_lazy("or readings, one a line"),
        rows=5,
        required=False,
        max_length=1_000_000,
        help_text=gettext_lazy("2026-11-01 08:00, 12.5"),
    )

    def clean(self) -> dict[str, Any]:
        """A file takes the place of typed lines."""
        said = super().clean() or self.cleaned_data
        sent = said.get("table")
        if sent is not None:
            content = sent.read()
            try:
                said["readings"] = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                said["readings"] = content.decode("gb18030", errors="replace")
        elif not said.get("readings"):
            self.add_error("readings", _("Choose a file, or type the readings."))
        return said


EVIDENCE: dict[str, type[EvidenceForm]] = {
    "photo": PhotoForm,
    "file": PaperForm,
    "series": SeriesForm,
    "report": ThirdPartyForm,
}
