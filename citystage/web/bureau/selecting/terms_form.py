"""The editor of the terms as one Django form whose fields follow the rows that were sent."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.selection.changing import Forbidden
from citystage.stages.selection.faults import worded
from citystage.stages.selection.phases import NAMES
from citystage.stages.selection.terms import PHASES, Terms
from citystage.web.bureau.selecting.rows import Flat, count_in
from citystage.web.bureau.selecting.terms_fields import (
    Label,
    afterwards,
    general,
    judging,
    row_of,
    text,
    timing,
)
from citystage.web.bureau.selecting.terms_flat import gathered, rows_in

SEVERAL: Final = frozenset({"notice-grounds"})
GROUPS: Final = ("checks", "criteria", "items", "fields", "districts", "stated")
# What a row must say, once it says anything.
_MUST: Final[Mapping[str, tuple[str, ...]]] = {
    "checks": ("code", "zh"),
    "criteria": ("code", "zh", "weight", "low", "high", "step"),
    "items": ("code", "zh"),
    "fields": ("code", "most"),
    "districts": ("code", "most"),
    "stated": ("part", "zh"),
}


class TermsForm(forms.Form):
    """All of the terms. ``values`` decide how many rows each group has."""

    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, *, values: Flat, lexicon: Lexicon, changes: bool = True
    ) -> None:
        super().__init__(data, initial=values)
        self.lexicon = lexicon
        self.counts = {group: count_in(values, group) for group in GROUPS}
        self.terms: Terms | None = None
        self.fields |= general() | timing() | judging() | afterwards()
        for group in GROUPS:
            for at in range(self.counts[group]):
                row = row_of(group, lexicon)
                self.fields |= {f"{group}-{at}-{name}": field for name, field in row.items()}
            self.fields[f"{group}-count"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=self.counts[group]
            )
        if changes:
            self.fields["reason"] = text(gettext_lazy("Reason of the change"), lines=2, must=True)

    def clean(self) -> dict[str, Any]:
        """Hold what was typed against the terms; faults stand beside their inputs."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for group, must in _MUST.items():
            for at, row in rows_in(cleaned, group):
                for name in must:
                    if name in row and row[name] in (None, ""):
                        self.add_error(f"{group}-{at}-{name}", _("Fill this in."))
        if self.errors:
            return cleaned
        try:
            self.terms = Terms.model_validate(gathered(cleaned))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                told = detail.get("ctx", {}).get("error", detail["msg"])
                self._blame(detail["loc"], worded(str(told)))
        return cleaned

    def refuse(self, parts: list[Forbidden]) -> None:
        """Say beside its input what may no longer change."""
        for one in parts:
            self._blame(tuple(one.part.split(".")), str(one.reason))

    def _blame(self, place: tuple[str | int, ...], reason: str) -> None:
        name = self._named(place)
        self.add_error(name if name in self.fields else None, reason)

    def _named(self, place: tuple[str | int, ...]) -> str:
        """The input at which a place of the terms is typed."""
        steps = [str(step) for step in place]
        head = steps[0] if steps else ""
        if head == "phases":
            data = self.cleaned_data
            given = [
                code
                for code in PHASES
                if data.get(f"phase-{code}-since") or data.get(f"phase-{code}-until")
            ]
            at = int(steps[1]) if len(steps) > 1 else 0
            codes = PHASES if len(given) <= at else given
            return f"phase-{codes[at]}-until"
        if head in {"scoring", "diligence"} and len(steps) > 1 and steps[1] in GROUPS:
            steps = steps[1:]
        if steps and steps[0] in GROUPS:
            return self._in_row(steps)
        whole = {
            "panel": "panel-seats",
            "scoring": "scoring-order",
            "conflicts": "conflicts-years_back",
            "diligence": "diligence-wanted",
            "places": "places-total",
            "deciding": "deciding-quorum",
            "notice": "notice-working_days",
            "recognition": "recognition-label-zh",
        }
        return whole.get("-".join(steps), "-".join(steps))

    def _in_row(self, steps: list[str]) -> str:
        group = steps[0]
        kept = [at for at, _row in rows_in(self.cleaned_data, group)]
        at = int(steps[1]) if len(steps) > 1 and steps[1].isdecimal() else 0
        number = kept[at] if at < len(kept) else 0
        column = steps[2] if len(steps) > 2 else "code"  # noqa: PLR2004 -- group, row, column
        column = {"name": "zh", "words": "zh", "help": "help_zh"}.get(column, column)
        return f"{group}-{number}-{column}"

    def rows(self, group: str) -> list[dict[str, BoundField]]:
        """The inputs of each row of a group."""
        return [
            {
                name.removeprefix(f"{group}-{at}-"): self[name]
                for name in self.fields
                if name.startswith(f"{group}-{at}-")
            }
            for at in range(self.counts[group])
        ]

    def several(self, *prefixes: str) -> list[BoundField]:
        """The single inputs whose names begin so, in order."""
        grouped = {f"{group}-{at}-" for group in GROUPS for at in range(self.counts[group])}
        return [
            self[name]
            for name in self.fields
            if name.startswith(prefixes) and not any(name.startswith(one) for one in grouped)
        ]

    def phases(self) -> list[tuple[Label, BoundField, BoundField]]:
        """Each phase with its two moments."""
        return [
            (str(NAMES[code]), self[f"phase-{code}-since"], self[f"phase-{code}-until"])
            for code in PHASES
        ]
