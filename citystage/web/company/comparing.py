"""Revisions of an application, and any two of them compared."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.text.diff import diff
from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries
from citystage.stages.selection.queries.locking import keep_away
from citystage.web.shell.components import Link, Segment
from citystage.web.shell.pages import page, show


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004 -- an integer column


@require_safe
@page
def revisions(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """List the revisions; compare two, the last one with the one before it at first."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    rows = list(queries.revisions_of(application))
    last = application.revision
    # Saves that were folded left gaps in the numbers.
    earlier = [one.number for one in rows if one.number < last]
    first = _number(request, "first", earlier[-1] if earlier else last)
    second = _number(request, "second", last)
    lexicon = queries.lexicon(application.city, application=application)
    changes = [
        (
            one,
            [
                Segment(kind=part.change.value, text=part.text)
                for part in diff(one.before, one.after)
            ],
        )
        for one in queries.compare(application, first, second, lexicon=lexicon)
        if not one.same
    ]
    context = {
        "application": application,
        "revisions": rows,
        "first": first,
        "second": second,
        "changes": changes,
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(
                label=application.title or _("Untitled draft"),
                url=reverse("company:need", args=[pk]),
            ),
            Link(label=_("Revisions")),
        ],
    }
    return show(request, "company/comparing.html", context)
