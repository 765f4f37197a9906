"""Small forms that several records share."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import clean
from citystage.kernel.money import WAN_YUAN, NotMoney, parse_money
from citystage.web.shell.uploads import Files, ManyFiles

LONGEST = 5000


class CleanText(forms.CharField):
    """A text without control characters; of several lines unless it is given a widget."""

    def __init__(self, *, label: Any, rows: int = 4, **settings: Any) -> None:  # noqa: ANN401
        settings.setdefault("max_length", LONGEST)
        if rows > 1:
            settings.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(label=label, **settings)

    def to_python(self, value: object) -> str:
        """Clean before the length is measured."""
        return clean(str(value)) if isinstance(value, str) else ""


class StepForm(forms.Form):
    """A form of one step with one record."""

    use_required_attribute = False

    def __init__(self, *args: Any, record: Any = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.record = record


class ReasonForm(StepForm):
    """Why; the other side reads it."""

    reason = CleanText(label=_("Reason"), help_text=_("It is shown to those it concerns."))


class WordsForm(StepForm):
    """Words that one may leave out."""

    words = CleanText(label=_("In words"), required=False)


class FilesForm(StepForm):
    """Files that are put to a record."""

    papers = Files(
        label=_("Files"),
        widget=ManyFiles,
        help_text=_("PDF, Word, Excel, PNG or JPEG; at most five, 10 MB each."),
    )


_FAULTS: Final = {
    "no_amount": _("This is no amount. Write it as 300 or 300万元."),
    "several": _("Write one amount only."),
    "foreign": _("Write the amount in yuan."),
    "too_large": _("This amount is too large."),
}


class MoneyField(CleanText):
    """An amount as people write it; a bare number is in ten thousand yuan. Cleans to fen."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        settings.setdefault("label", _("Amount, in 万元"))
        settings.setdefault("help_text", _("Left empty where none is named."))
        super().__init__(rows=1, max_length=60, required=False, **settings)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- as Django calls it
        """Fen, or None."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_money(typed, unit=WAN_YUAN)
        except NotMoney as fault:
            raise forms.ValidationError(_FAULTS[fault.code]) from fault


def in_wan(fen: int | None) -> str:
    """Fen as the field shows them."""
    return "" if fen is None else f"{fen / WAN_YUAN:.6f}".rstrip("0").rstrip(".")
