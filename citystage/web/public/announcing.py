"""Public notices of what is proposed for selection: a page each, with a countdown and a feed."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.stages.selection.models import Candidacy, Notice
from citystage.stages.selection.queries import notices
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show

_PER_PAGE, _MOST = 20, 50


@dataclass(frozen=True, slots=True)
class Left:
    """How much of the notice remains: whole days and hours, and working days still to come."""

    days: int
    hours: int
    working_days: int
    # Whether the holidays of every day counted are published.
    certain: bool


def left_of(notice: Notice, stamp: Stamp) -> Left | None:
    """What remains at this moment; nothing once it has ended."""
    if stamp.at >= notice.until:
        return None
    remaining = notice.until - stamp.at
    calendar = calendar_of(notice.programme.city_id)
    today, last = timezone.localdate(stamp.at), timezone.localdate(notice.until)
    return Left(
        days=remaining.days,
        hours=remaining.seconds // 3600,
        working_days=calendar.between(today, last),
        certain=not calendar.years or calendar.knows(today, last),
    )


@require_safe
@open_page
def notice_index(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/public-notices/``."""
    page = Paginator(notices.posted(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Public notices"))],
        "page": page,
        "rows": [(one, notices.running(one, stamp.at)) for one in page],
    }
    return show(request, "public/notices.html", context)


@require_safe
@open_page
def notice_page(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/public-notices/<number>/``."""
    notice = notices.reach_notice(number)
    wear_city(request, notice.programme.city)
    candidacies = notices.proposed(notice)
    open_ones, followed = notices.told(notice, candidacies), notices.upheld(notice)
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Public notices"), url=reverse("public:notices")),
            Link(label=notice.number),
        ],
        "notice": notice,
        "rules": notice.read_rules(),
        "left": left_of(notice, stamp),
        "rows": [(one, open_ones.get(one.pk, 0), followed.get(one.pk, ())) for one in candidacies],
        "recognition": notice.programme.read_terms().recognition,
    }
    return show(request, "public/notice.html", context)


@require_safe
def notice_feed(request: HttpRequest) -> HttpResponse:
    """``/public-notices/feed.atom``: the newest first."""
    feed = Atom1Feed(
        title=gettext("CityStage: public notices"),
        link=settings.SITE_ADDRESS + reverse("public:notices"),
        description=gettext("What is proposed for selection, and until when one may object."),
        feed_url=settings.SITE_ADDRESS + request.get_full_path(),
        language=get_language() or "zh-hans",
    )
    for one in notices.posted()[:_MOST]:
        address = settings.SITE_ADDRESS + reverse("public:notice", args=[one.number])
        feed.add_item(
            title=one.title,
            link=address,
            description=one.text,
            unique_id=address,
            author_name=one.programme.city.label,
            pubdate=one.posted_at,
            updateddate=one.concluded_at or one.posted_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def named(candidacy: Candidacy) -> str:
    """A candidacy in a list to choose from."""
    return f"{candidacy.application.title} · {candidacy.application.owner_name}"
