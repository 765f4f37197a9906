"""The public list of events, and its feed."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.documents.model import Language
from citystage.foundation.tenancy.queries import cities
from citystage.stages.events.models import Event
from citystage.stages.events.printing import address_of, when
from citystage.stages.events.queries import events
from citystage.stages.events.queries.events import EventFilter
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips, facet
from citystage.web.shell.pages import open_page, show

_PER_PAGE, _MOST = 20, 50
_WHEN = (("coming", _("to come")), ("past", _("over")))


def language_of() -> Language:
    """The reader's language, as documents name it."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


@require_safe
@open_page
def index(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/events/``."""
    here, wanted = Address.of(request), EventFilter.read(request.GET.dict())
    facets = [
        facet("when", _("When"), [(code, label, None) for code, label in _WHEN], here=here),
        facet(
            "kind",
            _("Kind"),
            [(value, label, None) for value, label in Event.Kind.choices],
            here=here,
        ),
        facet("city", _("City"), [(one.code, one.label, None) for one in cities()], here=here),
    ]
    found = events.shown(stamp.actor, wanted, at=stamp.at)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [Link(label=gettext("Home"), url="/"), Link(label=gettext("Events"))],
        "page": page,
        "rows": [
            (one, when(one, language_of()), one.takes_registrations(stamp.at)) for one in page
        ],
        "facets": facets,
        "chips": chips(facets),
        "here": here,
        "clear": here.path,
        "q": wanted.q,
    }
    return show(request, "events/index.html", context, part="results")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/events/feed.atom``: events as they are announced."""
    found = events.shown(NOBODY, EventFilter(), at=timezone.now())
    made = Atom1Feed(
        title=gettext("CityStage · Events"),
        link=f"{settings.SITE_ADDRESS}/events/",
        feed_url=f"{settings.SITE_ADDRESS}{request.path}",
        description=gettext("Events as they are announced"),
        language=get_language(),
    )
    for one in found.order_by("-published_at", "-pk")[:_MOST]:
        made.add_item(
            title=one.label,
            link=address_of(one),
            description=" · ".join(part for part in (when(one, language_of()), one.place) if part),
            unique_id=f"urn:citystage:event:{one.number}",
            updateddate=one.changed_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")
