"""Forms of yearly assessments."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.evaluation.actions.prepare_exercise import Schedule
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText, StepForm
from citystage.web.shell.uploads import Files, ManyFiles

_YEARS = (2020, 2100)


class DaysForm(forms.Form):
    """The last days of the steps; they follow one another."""

    use_required_attribute = False

    title = CleanText(label=gettext_lazy("Title"), rows=1, max_length=200)
    report_by = Day(label=gettext_lazy("Last day for self-reports"))
    check_by = Day(label=gettext_lazy("Last day of the check"))
    score_by = Day(label=gettext_lazy("Last day for marks"))

    def clean(self) -> dict[str, Any]:
        """In order."""
        said_ = super().clean() or {}
        days = [said_.get(name) for name in ("report_by", "check_by", "score_by")]
        if all(days) and days != sorted(days):  # type: ignore[type-var]
            self.add_error("score_by", _("The steps follow one another: report, check, scoring."))
        return said_

    def schedule(self) -> Schedule:
        """What was chosen."""
        return Schedule(
            **{name: self.cleaned_data[name] for name in ("report_by", "check_by", "score_by")}
        )


class BeginForm(DaysForm):
    """A new assessment from a template of the city."""

    template = forms.ChoiceField(
        label=gettext_lazy("Template"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Criteria, scales and grades come from the settings of the city."),
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=_YEARS[0], max_value=_YEARS[1])

    field_order = ("template", "year", "title", "report_by", "check_by", "score_by")

    def __init__(self, *args: Any, templates: list[tuple[str, str]], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["template"].choices = templates  # type: ignore[attr-defined]


class OpenForm(StepForm):
    """How many mark each subject; left empty, everybody marks everybody."""

    sheets_each = forms.IntegerField(
        label=gettext_lazy("Assessors for each"), required=False, min_value=1, max_value=50
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        exercise: Exercise = self.record
        told = {
            "subjects": exercise.subjects.count(),
            "people": exercise.examiners.count(),
            "least": exercise.read_terms().common.least_sheets,
        }
        words = _(
            "Leave it empty and everybody marks everybody. For a long list say how many mark each"
            " (at least %(least)d): who marks what is chosen by what they know and by even loads"
            " when scoring begins, and conflicts are kept. There are %(subjects)d to assess and"
            " %(people)d assessors."
        )
        self.fields["sheets_each"].help_text = words % told


class WordsForm(StepForm):
    """What the check found; assessors read it."""

    words = CleanText(
        label=gettext_lazy("What the check found"),
        required=False,
        help_text=gettext_lazy("The assessed and the assessors read it."),
    )


class AnswerForm(StepForm):
    """What the office makes of a reply."""

    words = CleanText(
        label=gettext_lazy("Answer to the reply"),
        help_text=gettext_lazy("It stands in the result letter."),
    )


class GradeForm(StepForm):
    """The grade and its reason; the version keeps two officers apart."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"), widget=forms.RadioSelect)
    reason = CleanText(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("It stands in the result letter.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        subject: Subject = self.record
        terms = subject.exercise.read_terms()
        hint = terms.suggested(subject.score) if subject.score is not None else ""
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            (one.code, _("%s (suggested by the total)") % said(one.name))
            if one.code == hint
            else (one.code, said(one.name))
            for one in terms.template.grades
        ]
        self.fields["grade"].initial = subject.grade or None
        self.fields["reason"].initial = subject.reason
        self.fields["version"].initial = subject.version


class ReplyForm(StepForm):
    """The reply of the assessed, once."""

    words = CleanText(
        label=gettext_lazy("Reply"),
        rows=6,
        help_text=gettext_lazy("Say point by point what should be looked at again, and why."),
    )
    papers = Files(
        label=gettext_lazy("Files"),
        required=False,
        widget=ManyFiles,
        help_text=gettext_lazy("PDF, Word, Excel, PNG or JPEG; at most five, 10 MB each."),
    )


class PapersForm(forms.Form):
    """Files of a self-report."""

    use_required_attribute = False

    papers = Files(
        label=gettext_lazy("Add files"),
        required=False,
        widget=ManyFiles,
        help_text=gettext_lazy(
            "PDF, Word, Excel, PNG or JPEG; at most five at a time, 10 MB each. Keep the draft to"
            " add more."
        ),
    )


def days_of(exercise: Exercise, last: Any) -> dict[str, Any]:  # noqa: ANN401 -- how a last day is read
    """What stands in the form of an assessment."""
    return {
        "title": exercise.title,
        "report_by": last(exercise.report_until),
        "check_by": last(exercise.check_until),
        "score_by": last(exercise.score_until),
    }
