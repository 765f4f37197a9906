"""Pages about the site itself: what data can be taken, how accessible it is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.queries import lists
from citystage.web.public.exporting import OFFERED
from citystage.web.shell.components import Link
from citystage.web.shell.pages import open_page, show


@require_safe
@open_page
def open_data(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/data/``."""
    page = reverse("public:scenarios")
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Open data"))],
        "exports": [(kind, f"{page}export.{kind}") for kind in OFFERED],
        "feed": f"{page}feed.atom",
        "lists": lists.released()[:20],
    }
    return show(request, "public/data.html", context)


@require_safe
@open_page
def accessibility(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/accessibility/``."""
    crumbs = [Link(label=_("Home"), url="/"), Link(label=_("Accessibility"))]
    return show(request, "public/accessibility.html", {"crumbs": crumbs})
