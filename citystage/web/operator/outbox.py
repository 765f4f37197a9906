"""The outbox: mails can be read before they are sent, held back, sent now or cancelled."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices import queries
from citystage.foundation.notices.actions import minding
from citystage.foundation.notices.models import Mail
from citystage.kernel.refusals import NotFound
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

PER_PAGE = 40
KINDS: dict[str, Promise] = {
    "waiting": gettext_lazy("waiting"),
    "held": gettext_lazy("held back"),
    "failed": gettext_lazy("tried without success"),
    "sent": gettext_lazy("sent"),
    "cancelled": gettext_lazy("cancelled or put into a daily mail"),
}
ACTS: Mapping[str, tuple[Callable[..., Mail], Promise]] = {
    "hold": (minding.hold, gettext_lazy("The mail is held back.")),
    "send": (minding.send_now, gettext_lazy("The mail leaves with the next delivery.")),
    "cancel": (minding.cancel, gettext_lazy("The mail will not be sent.")),
}


@require_safe
@page
def outbox(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show the mails of one kind."""
    kind = request.GET.get("kind", "")
    show_kind = kind if kind in KINDS else "waiting"
    words = request.GET.get("q", "")[:200]
    found = queries.outbox(stamp.actor, show=show_kind, words=words)
    counts = queries.outbox_counts(stamp.actor)
    here = Address.of(request)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [
            (name, label, counts[name], str(here.having("kind", name)))
            for name, label in KINDS.items()
        ],
        "kind": show_kind,
        "words": words,
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Outbox"))],
    }
    return show(request, "operator/outbox.html", context)


@require_safe
@page
def mail(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Read one mail."""
    found = queries.reach_mail(stamp.actor, pk)
    context = {
        "mail": found,
        "waits": found.sent_at is None and found.cancelled_at is None,
        "crumbs": [
            Link(label=_("Outbox"), url=reverse("operator:outbox")),
            Link(label=found.subject),
        ],
    }
    return show(request, "operator/mail.html", context)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Hold, send now or cancel."""
    if verb not in ACTS:
        raise NotFound(_("There is no such act."))
    action, words = ACTS[verb]
    action(queries.reach_mail(stamp.actor, pk), stamp=stamp)
    messages.success(request, str(words))
    return HttpResponseRedirect(reverse("operator:mail", args=[pk]))
