"""An amount of money as people type it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from citystage.kernel.money import WAN_YUAN, NotMoney, parse_money
from citystage.web.shell.fields import CleanText

_FAULTS: Final = {
    "no_amount": _("This is no amount. Write it as 300 or 300万元."),
    "several": _("Write one amount only."),
    "foreign": _("Write the amount in yuan."),
    "too_large": _("This amount is too large."),
}


class MoneyField(CleanText):
    """An amount as people write it; a bare number is in ten thousand yuan. Cleans to fen."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        settings = {
            "label": _("Amount, in 万元"),
            "required": False,
            "help_text": _("Left empty where none is named."),
        } | settings
        super().__init__(rows=1, max_length=60, **settings)

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
