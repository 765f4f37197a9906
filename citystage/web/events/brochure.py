"""The brochure: who agreed, its editions, what a printed one still holds."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.actions.ask_brochure import ask_brochure
from citystage.stages.events.jobs import brochures as making
from citystage.stages.events.queries import brochures, events
from citystage.stages.events.states.events import BrochureState
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page


@require_safe
@page
def brochure(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The editions; the part with the progress is asked again while one is being made."""
    event = events.reach_event(stamp.actor, pk)
    context = {
        "agreed": list(brochures.to_print(event)),
        "unprinted": brochures.missing_from_newest(event).count(),
        "editions": brochures.editions(event),
        "running": brochures.under_way(event),
    }
    return framed(request, event, "brochure", "events/brochure.html", context, part="editions")


@require_POST
@page
def ask(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Make a new edition in the background."""
    event = events.reach_event(stamp.actor, pk)
    language = "en" if request.POST.get("language") == "en" else "zh-hans"
    made = ask_brochure(event, language=language, stamp=stamp)
    if made.state == BrochureState.ASKED:
        making.make_brochure.enqueue(made.pk)
    messages.success(request, _("The edition is being made. You are told when it is ready."))
    return HttpResponseRedirect(reverse("events:brochure", args=[pk]))


@require_safe
@page
def edition(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:  # noqa: ARG001
    """The file of one edition."""
    event = events.reach_event(stamp.actor, pk)
    found = brochures.reach_edition(event, which)
    name = f"{event.number}-brochure-{found.edition}.pdf"
    with default_storage.open(found.path) as file:
        content = file.read()
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
