"""My applications: where each stands, and what it waits for."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import WRITING, ApplicationState
from citystage.stages.review import queries as review
from citystage.web.shell.components import Tone
from citystage.web.shell.pages import page, show

PER_PAGE = 30
TONES: dict[str, Tone] = {
    ApplicationState.DRAFT: "plain",
    ApplicationState.SUBMITTED: "info",
    ApplicationState.RETURNED: "warn",
    ApplicationState.RECOMMENDED: "good",
    ApplicationState.ACCEPTED: "good",
    ApplicationState.NOT_RECOMMENDED: "bad",
    ApplicationState.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the list."""

    application: Application
    score: int | None
    tone: Tone

    @property
    def writing(self) -> bool:
        """Whether it is with its editors."""
        return self.application.state in WRITING


@require_safe
@page
def needs(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """List what this unit filed and what the person was invited to edit."""
    found = Paginator(queries.my_applications(stamp.actor), PER_PAGE)
    here = found.get_page(request.GET.get("page"))
    scores = review.scores(here.object_list)
    rows = [Row(one, scores.get(one.pk), TONES[one.state]) for one in here.object_list]
    return show(request, "company/needs.html", {"rows": rows, "page": here})
