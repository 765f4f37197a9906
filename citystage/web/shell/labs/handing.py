"""A file that proves an improvement, handed out as a download."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.queries.page import paper_of, reach_assessment
from citystage.web.shell.downloads import download
from citystage.web.shell.pages import View, page


def paper_page(reach: Callable[[Actor, int, datetime], Lab]) -> View:
    """The page of one file of a proof, for the side that reaches labs so; always a download."""

    @require_safe
    @page
    def paper(
        request: HttpRequest,  # noqa: ARG001 -- a page's form
        stamp: Stamp,
        pk: int,
        number: int,
        file: int,
    ) -> HttpResponse:
        lab = reach(stamp.actor, pk, stamp.at)
        found = paper_of(reach_assessment(lab, number), file)
        return download(found.file, found.name)

    return paper
