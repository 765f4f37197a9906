"""The forms of an institution: its interests, a finding, a conversation, a flag, the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.selection.actions.write_diligence import Found
from citystage.stages.selection.models import Diligence, DiligenceAnswer, RedFlag
from citystage.stages.selection.queries.diligence import Item
from citystage.web.shell.papers import PaperField
from citystage.web.shell.relations import Words

_LONG = 5_000


def _lines(label: Any, *, required: bool = True, rows: int = 3) -> Words:  # noqa: ANN401 -- lazy text
    widget = forms.Textarea(attrs={"rows": rows})
    return Words(label=label, max_length=_LONG, required=required, widget=widget)


class _Day(forms.DateField):
    def __init__(self, label: Any) -> None:  # noqa: ANN401 -- lazy text
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget)


class _Form(forms.Form):
    use_required_attribute = False


class InterestForm(_Form):
    """Whether the institution means to invest in the applicant."""

    means = forms.ChoiceField(
        label=gettext_lazy("Does your institution mean to invest in the applicant?"),
        choices=[
            ("no", gettext_lazy("No, and it holds no share in it")),
            ("yes", gettext_lazy("Yes, or it holds a share already")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say yes or no.")},
    )
    words = _lines(gettext_lazy("In which way, or other interests"), required=False)

    def clean(self) -> dict[str, Any]:
        """A yes needs words."""
        sent = super().clean() or self.cleaned_data
        if sent.get("means") == "yes" and not sent.get("words"):
            self.add_error("words", _("Say in which way you mean to invest."))
        return sent


class ItemForm(_Form):
    """What was found at one item, with a file that shows it."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[("", gettext_lazy("Choose")), *DiligenceAnswer.Finding.choices],
        error_messages={"required": gettext_lazy("Choose what you found.")},
    )
    words = _lines(gettext_lazy("In words"))
    paper = PaperField(
        label=gettext_lazy("Add a file as evidence"),
        required=False,
        help_text=gettext_lazy("One at a time, 10 MB: PDF, Word, Excel, PNG, JPEG."),
    )

    @classmethod
    def of(cls, item: Item) -> ItemForm:
        """The form as it stands in the book."""
        answer = item.answer
        told = {"finding": answer.finding, "words": answer.words} if answer else {}
        return cls(initial=told, auto_id=f"id_{item.code}_%s")

    def found(self) -> Found:
        """What was said."""
        sent = self.cleaned_data
        files = (sent["paper"],) if sent["paper"] else ()
        return Found(sent["finding"], sent["words"], files)


class InterviewForm(_Form):
    """One conversation or visit."""

    held_on = _Day(gettext_lazy("Day"))
    with_whom = Words(label=gettext_lazy("With whom, where"), max_length=200)
    notes = _lines(gettext_lazy("What was said and seen"))


class FlagForm(_Form):
    """What speaks against the candidacy."""

    severity = forms.ChoiceField(label=gettext_lazy("How grave"), choices=RedFlag.Severity.choices)
    words = _lines(gettext_lazy("What speaks against it, and how you know it"))


class ReportForm(_Form):
    """The rating and the sum of what was found."""

    rating = forms.ChoiceField(
        label=gettext_lazy("Rating"),
        choices=Diligence.Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a rating.")},
    )
    summary = _lines(gettext_lazy("Summary"), rows=6)


class SaidForm(_Form):
    """What was done, or what is missing."""

    words = _lines(gettext_lazy("In words"), required=False)
