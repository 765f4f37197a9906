"""The forms of an expert's entry: what they know, what ties them, when they are away."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection import entries
from citystage.stages.selection.models import Expert
from citystage.stages.selection.queries.organisations import known
from citystage.web.shell.days import Day
from citystage.web.shell.relations import Words

_LONGEST: Final = 5_000


class _Some(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class EntryForm(forms.Form):
    """An expert's entry as the office or the expert writes it."""

    use_required_attribute = False

    name = Words(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of expertise"),
        choices=Expert.Kind.choices,
        help_text=gettext_lazy("Panels are mixed: so many seats for each kind."),
    )
    employer = Words(
        label=gettext_lazy("Employer"),
        max_length=200,
        help_text=gettext_lazy("The full registered name. Conflicts of interest are found by it."),
    )
    job_title = Words(label=gettext_lazy("Position"), max_length=120, required=False)
    expertise = Words(
        label=gettext_lazy("What you know, in your own words"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Topics, methods, projects. Cases are assigned by it."),
    )
    fields_known = _Some(label=gettext_lazy("Fields"), required=False)
    chains_known = _Some(label=gettext_lazy("Industry chains"), required=False)
    most_cases = forms.IntegerField(
        label=gettext_lazy("Cases you can take in one selection, at most"),
        min_value=1,
        max_value=200,
        required=False,
    )

    def __init__(self, *args: Any, city: Unit, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        for name, scheme in (("fields_known", Scheme.FIELD), ("chains_known", Scheme.CHAIN)):
            offered = [(one.code, one.label) for one in terms(scheme, city)]
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def entry(self) -> entries.Entry:
        """What was said."""
        said = self.cleaned_data
        return entries.Entry(
            name=said["name"],
            kind=said["kind"],
            employer=known(said["employer"]),
            employer_name=said["employer"],
            job_title=said["job_title"],
            expertise=said["expertise"],
            fields=said["fields_known"],
            chains=said["chains_known"],
            most_cases=said["most_cases"],
        )


class InviteForm(EntryForm):
    """An entry for somebody who is asked to join."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The invitation goes here; the person confirms the entry."),
    )
    field_order = ["name", "email"]


def initial_of(expert: Expert) -> dict[str, Any]:
    """An entry as the form shows it."""
    return {
        "name": expert.name,
        "email": expert.email,
        "kind": expert.kind,
        "employer": expert.employer.name if expert.employer else expert.employer_name,
        "job_title": expert.job_title,
        "expertise": expert.expertise,
        "fields_known": expert.fields,
        "chains_known": expert.chains,
        "most_cases": expert.most_cases,
    }


class AbsenceForm(forms.Form):
    """Days on which one cannot be asked."""

    use_required_attribute = False
    # Several forms stand on one page: their fields keep ids of their own.
    id_of_fields = "absence_%s"

    since = Day(label=gettext_lazy("First day away"))
    until = Day(label=gettext_lazy("First day back"))
    words = Words(label=gettext_lazy("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **({"auto_id": self.id_of_fields} | kwargs))

    def clean(self) -> dict[str, Any]:
        """One is back after one left."""
        said = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["until"] <= said["since"]:
            self.add_error("until", _("The first day back must come after the first day away."))
        return said
