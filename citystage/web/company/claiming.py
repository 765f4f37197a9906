"""The applicant says who should not judge, and why; an officer decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.stages.selection.actions.record_conflict import claim_conflict
from citystage.stages.selection.models import Expert, Relation
from citystage.stages.selection.queries import conflicts
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_LONGEST = 1_000


class ClaimForm(forms.Form):
    """Who, which conflict, and how it is known."""

    use_required_attribute = False

    person = forms.ChoiceField(
        label=gettext_lazy("Expert"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the expert you mean.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind"), choices=Relation.Kind.choices)
    words = forms.CharField(
        label=gettext_lazy("How it is known"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Facts with a source; the office checks them."),
    )

    def __init__(self, data: Any, *, people: dict[str, Expert]) -> None:  # noqa: ANN401 -- Django's own form data
        super().__init__(data)
        self.people = people
        names = [(key, f"{one.name} · {one.employer_name or '—'}") for key, one in people.items()]
        self.fields["person"].choices = names  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        """Without control characters."""
        return clean(self.cleaned_data["words"])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def claim(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Find the expert by name or employer, then say what the conflict is."""
    candidacy = conflicts.reach_claimable(stamp.actor, pk)
    sought = (request.GET.get("q") or request.POST.get("q") or "")[:200]
    people = {str(one.pk): one for one in conflicts.claimable(candidacy, sought)}
    form = ClaimForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        claim_conflict(
            candidacy,
            person=people[said["person"]],
            kind=said["kind"],
            words=said["words"],
            stamp=stamp,
        )
        messages.success(request, _("Noted. The office looks into it before the panel is asked."))
        return HttpResponseRedirect(reverse("company:claim", args=[pk]))
    context = {
        "application": candidacy.application,
        "allowed": candidacy.programme.read_terms().conflicts.claims_by_applicants,
        "sought": sought,
        "people": people,
        "form": form,
        "claims": conflicts.claims(stamp.actor, candidacy),
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(label=candidacy.application.title, url=reverse("company:need", args=[pk])),
            Link(label=_("Who should not judge")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "company/claiming.html", context, status=status)
