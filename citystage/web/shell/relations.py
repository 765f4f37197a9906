"""The form of a tie to an organisation: of an expert, of an officer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import clean
from citystage.stages.selection import entries
from citystage.stages.selection.models import Relation
from citystage.stages.selection.queries.organisations import known
from citystage.web.shell.days import Day


class Words(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)).strip() if value else ""


class RelationForm(forms.Form):
    """A tie to an organisation."""

    use_required_attribute = False
    # Several forms stand on one page: their fields keep ids of their own.
    id_of_fields = "relation_%s"

    kind = forms.ChoiceField(label=gettext_lazy("What ties you"), choices=Relation.Kind.choices)
    organisation = Words(label=gettext_lazy("Organisation"), max_length=200)
    since = Day(label=gettext_lazy("Since"), required=False)
    until = Day(label=gettext_lazy("Until (empty: still)"), required=False)
    words = Words(label=gettext_lazy("In a sentence"), max_length=300, required=False)
    source = Words(
        label=gettext_lazy("Where it is known from"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For the office: a page, a register, a letter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **({"auto_id": self.id_of_fields} | kwargs))

    def clean(self) -> dict[str, Any]:
        """A relation ends after it began."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The relation must end after it begins."))
        return said

    def tie(self) -> entries.Tie:
        """What was said."""
        said = self.cleaned_data
        return entries.Tie(
            kind=Relation.Kind(said["kind"]),
            organisation=known(said["organisation"]),
            organisation_name=said["organisation"],
            since=said["since"],
            until=said["until"],
            words=said["words"],
        )
