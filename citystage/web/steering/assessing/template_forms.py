"""The form of a template: its days and weights, each criterion, and room for new ones."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from citystage.stages.evaluation.criteria import STEPS, WrittenTemplate
from citystage.stages.selection.wording.lines import number
from citystage.web.shell.fields import CleanText
from citystage.web.steering.assessing.looks import name_of
from citystage.web.steering.assessing.template_fields import fields_of, new_fields

# So many new criteria fit into one version.
NEW: Final = 2
_DAYS: Final = {
    "report_days": gettext_lazy("Days for self-reports"),
    "check_days": gettext_lazy("Days for the check"),
    "score_days": gettext_lazy("Days for marks"),
    "reply_days": gettext_lazy("Working days to reply"),
}
_METHODS: Final = (
    ("weighted_sum", gettext_lazy("weighted sum")),
    ("topsis", gettext_lazy("TOPSIS")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one criterion as the page draws them."""

    title: str
    fields: Sequence[BoundField]
    new: bool = False

    @property
    def open(self) -> bool:
        """A new one stands folded until something of it is to be mended."""
        return not self.new or any(one.errors for one in self.fields)


class TemplateForm(forms.Form):
    """``written()`` is the whole template once the form is valid."""

    use_required_attribute = False

    name_zh = CleanText(label=gettext_lazy("Name in Chinese"), rows=1, max_length=100)
    name_en = CleanText(label=gettext_lazy("Name in English"), rows=1, max_length=160)
    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=_METHODS, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        now: WrittenTemplate,
        figures: Sequence[tuple[str, str]],
        taken: Collection[str],
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **settings)
        self._now, self._taken = now, set(taken)
        self._made: WrittenTemplate | None = None
        template = now.template
        self.initial["name_zh"], self.initial["name_en"] = template.name.zh, template.name.en
        self.initial["method"] = template.method
        for name, label in _DAYS.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=1, max_value=200, initial=getattr(now, name)
            )
        for one in template.measures:
            self.fields |= fields_of(one, now.weights.get(one.code, "1"))
        for at in range(NEW):
            self.fields |= new_fields(f"new{at}", figures, days=not template.of_parts)
        self.fields["reason"] = CleanText(
            label=_("Reason"),
            rows=2,
            required=self.data.get("do") == "keep",
            help_text=_("It stays with the version. A dry run needs none."),
        )

    @property
    def common(self) -> list[BoundField]:
        """What is said of the template as a whole."""
        return [self[name] for name in ("name_zh", "name_en", "method", *_DAYS)]

    @property
    def groups(self) -> list[Group]:
        """Each criterion, then the room for new ones."""
        known = [
            Group(name_of(one), self._of(f"{one.code}-")) for one in self._now.template.measures
        ]
        room = [
            Group(_("New criterion %d") % (at + 1), self._of(f"new{at}-"), new=True)
            for at in range(NEW)
        ]
        return known + room

    def clean(self) -> dict[str, Any]:
        """The parts make a whole template, and some criterion counts."""
        said = super().clean() or {}
        self._check_new()
        if self.errors:
            return said
        weights = {
            code: number(weight)
            for code in self._codes()
            if (weight := self._said(code, "weight")) is not None
        }
        if not any(Decimal(weight) for weight in weights.values()):
            self.add_error(None, _("Some weight is above zero."))
            return said
        try:
            self._made = self._whole(weights)
        except ValidationError as fault:
            self.add_error(None, _words_of(fault))
        return said

    def written(self) -> WrittenTemplate:
        """What was typed, as a template."""
        assert self._made is not None  # the form is valid
        return self._made

    def _of(self, prefix: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def _check_new(self) -> None:
        """A row for a new criterion that was begun is whole."""
        for row in (f"new{at}" for at in range(NEW)):
            kind = self._said(row, "kind")
            if not kind:
                continue
            needed = ["name_zh", "name_en", *(["figure"] if kind == "figure" else [])]
            for what in needed:
                if not self._said(row, what) and f"{row}-{what}" in self.fields:
                    self.add_error(f"{row}-{what}", _("This is needed."))

    def _said(self, code: str, what: str) -> Any:  # noqa: ANN401 -- a cleaned value
        return self.cleaned_data.get(f"{code}-{what}")

    def _codes(self) -> list[str]:
        """Those that stay, and the rows for new ones that were filled in."""
        stay = [one.code for one in self._now.template.measures if not self._said(one.code, "out")]
        return stay + [f"new{at}" for at in range(NEW) if self._said(f"new{at}", "kind")]

    def _whole(self, weights: dict[str, str]) -> WrittenTemplate:
        template = self._now.template
        codes = self._named(self._codes())
        told = template.model_dump(mode="json") | {
            "name": {"zh": self.cleaned_data["name_zh"], "en": self.cleaned_data["name_en"]},
            "method": self.cleaned_data["method"],
            "measures": [self._measure(row, code) for row, code in codes.items()],
        }
        days = {name: self.cleaned_data[name] for name in STEPS}
        kept = {code: weights[row] for row, code in codes.items()}
        return WrittenTemplate.model_validate({"template": told, "weights": kept} | days)

    def _named(self, rows: Iterable[str]) -> dict[str, str]:
        """Row -> code of its criterion; a new one gets a code that no version ever had."""
        found: dict[str, str] = {}
        known = {one.code for one in self._now.template.measures}
        free = (f"c{at}" for at in range(1, 10_000))
        for row in rows:
            if row in known:
                found[row] = row
            else:
                found[row] = next(code for code in free if code not in self._taken | known)
        return found

    def _measure(self, row: str, code: str) -> dict[str, Any]:
        """A criterion as the terms have it; what the form does not ask stays as it is."""
        known = next((one for one in self._now.template.measures if one.code == code), None)
        told: dict[str, Any] = known.model_dump(mode="json") if known else {"code": code}
        told["name"] = {"zh": self._said(row, "name_zh"), "en": self._said(row, "name_en")}
        kind = known.kind if known else self._said(row, "kind")
        told["kind"] = kind
        if kind == "figure":
            told["better"] = self._said(row, "better") or "more"
            if known is None:
                told |= self._figure(row)
            if told.get("since"):
                none_as = self._said(row, "none_as")
                told["none_as"] = None if none_as is None else str(none_as)
            return told
        asks_zh, asks_en = self._said(row, "asks_zh"), self._said(row, "asks_en")
        told["asks"] = (
            {"zh": asks_zh or asks_en, "en": asks_en or asks_zh} if asks_zh or asks_en else None
        )
        below = self._said(row, "explain_below")
        told["explain_below"] = None if below is None else str(below)
        return told

    def _figure(self, row: str) -> dict[str, Any]:
        """What a new figure counts: a figure of the city, records, or days between records."""
        chosen = self._said(row, "figure")
        if self._now.template.of_parts:
            return {"indicator": chosen}
        return {"counts": [chosen], "since": self._said(row, "since") or ""}


def _words_of(fault: ValidationError) -> str:
    """The first thing that is wrong, in words where the terms have some."""
    first = fault.errors()[0]
    told = first.get("ctx", {}).get("error")
    return str(told) if isinstance(told, ValueError) else _("The parts do not make a template.")
