"""The Atom feed of any filter, at the list's own address."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.web.public.cards import need_of
from citystage.web.public.scenario import address_of

_MOST = 50


@require_safe
def scenario_feed(request: HttpRequest) -> HttpResponse:
    """``/scenarios/feed.atom`` with any filter: the newest first."""
    wanted = ScenarioFilter.read(request.GET)
    query = wanted.address()
    page = settings.SITE_ADDRESS + reverse("public:scenarios") + (f"?{query}" if query else "")
    feed = Atom1Feed(
        title=gettext("CityStage: scenario opportunities"),
        link=page,
        description=gettext("Scenarios that fit this filter, the newest first."),
        feed_url=settings.SITE_ADDRESS + request.get_full_path(),
        language=get_language() or "zh-hans",
    )
    for one in scenarios.listed(wanted, "newest")[:_MOST]:
        published = one.published_on
        feed.add_item(
            title=one.label,
            link=address_of(one),
            description=need_of(one),
            unique_id=address_of(one),
            author_name=one.owner_name or None,
            pubdate=datetime.combine(published, time(0), tzinfo=UTC) if published else None,
            updateddate=one.changed_at,
            categories=[one.field.label] if one.field else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
