"""An improvement asked of a lab: what the assessment found, and the proof it hands in."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.improve import give_proof
from citystage.stages.evaluation.queries import labs
from citystage.stages.evaluation.queries.page import reach_assessment
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.web.shell.components import Link
from citystage.web.shell.labs.forms import Plain, lines
from citystage.web.shell.labs.handing import paper_page
from citystage.web.shell.pages import page, show


class ProofForm(Plain):
    """What was improved, point by point, with one file."""

    words = lines(gettext_lazy("What was improved, point by point"), rows=6)
    file = forms.FileField(
        label=gettext_lazy("A file that proves it"),
        required=False,
        help_text=gettext_lazy("One file, 10 MB: PDF, Word, Excel, PNG, JPEG."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def improvement(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Show what is asked; POST hands in the proof."""
    lab = labs.reach_own(stamp.actor, pk, stamp.at)
    found = reach_assessment(lab, number)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        files = [Evidence(sent.name, sent.read())] if sent else []
        try:
            give_proof(found, words=form.cleaned_data["words"], files=files, stamp=stamp)
        except WrongFile as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The proof is handed in; the office looks again."))
            return HttpResponseRedirect(reverse("company:lab", args=[pk]) + "#assessments")
    found.lab = lab
    context = {
        "assessment": found,
        "lab": lab,
        "form": form,
        "may_prove": rules.may_prove(stamp.actor, found),
        "late": found.improve_until is not None and stamp.at >= found.improve_until,
        "crumbs": [
            Link(label=_("Our labs and funds"), url=reverse("company:labs")),
            Link(label=lab.label, url=reverse("company:lab", args=[pk])),
            Link(label=_("Improvement")),
        ],
    }
    return show(
        request, "company/labs/improvement.html", context, status=422 if form.errors else 200
    )


paper = paper_page(labs.reach_own)
