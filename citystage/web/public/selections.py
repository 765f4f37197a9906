"""``/selections/…``: the terms of a selection for everybody, in words, settings told as such."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.foundation.tenancy.queries import city_coded
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries.labs import recognised_of
from citystage.stages.intake import queries as intake
from citystage.stages.selection.phases import stands, working_days
from citystage.stages.selection.queries import programmes as queries
from citystage.stages.selection.wording.lines import Names, in_words, said
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show


@require_safe
@open_page
def selection(request: HttpRequest, stamp: Stamp, city: str, code: str) -> HttpResponse:
    """Who may apply, by which terms, when; and what of it a public source states."""
    place = city_coded(city)
    if place is None:
        raise NotFound("")
    programme = queries.programme_coded(place, code)
    wear_city(request, place)
    terms, known = programme.read_terms(), intake.lexicon(place)
    calendar = calendar_of(place)
    names = Names(fields=known.terms.get("field", {}), districts=known.districts)
    sections = in_words(terms, names)
    context = {
        "programme": programme,
        "call": programme.call,
        "challenge": recognised_of(programme.challenge.application_id)
        if programme.challenge
        else None,
        "open_now": programme.call.takes_applications_at(stamp.at),
        "stands": [
            (one, working_days(calendar, one.phase.since, one.phase.until))
            for one in stands(terms, stamp.at)
        ],
        "sections": [one for one in sections if one.code != "phases"],
        "basis": said(terms.basis),
        "stated": [(one.title, one.stated) for one in sections if one.stated],
        "versions": [one for one in queries.versions_of(programme) if one.number > 1],
        "questions": intake.form_of(programme.call.form).fields,
        "crumbs": [
            Link(label=_("Home"), url=reverse("public:home")),
            Link(label=programme.call.label),
        ],
    }
    return show(request, "public/selection.html", context)
