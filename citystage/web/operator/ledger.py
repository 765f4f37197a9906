"""The audit administrator browses the ledger, opens an entry, exports, and verifies the chains."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import browsing
from citystage.foundation.ledger.facts import kinds
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.verification import verify
from citystage.foundation.sheets.defusing import defused
from citystage.foundation.tenancy.queries import unit_called
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show
from citystage.web.shell.persons import PersonField

UNMASKED = "catalogue.contact.unmasked"
_SIZE = 50
# An export holds so many rows at most; a longer period is taken in parts.
MOST_EXPORTED = 50_000
_COLUMNS = ("id", "at", "verb", "subject", "person", "unit", "channel", "request_id", "payload")


class FilterForm(forms.Form):
    """What the ledger is cut to."""

    person = PersonField(label=gettext_lazy("Person"))
    unit = forms.CharField(
        label=gettext_lazy("Acted for"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Full name of the unit"),
    )
    verb = forms.ChoiceField(label=gettext_lazy("What happened"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Record"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As in “catalogue.scenario:17”"),
    )
    since = Day(label=gettext_lazy("From"), required=False)
    until = Day(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        words = sorted((str(kind.label), verb) for verb, kind in kinds().items())
        choices = [("", _("everything")), *((verb, f"{label} ({verb})") for label, verb in words)]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]

    def clean_unit(self) -> int | None:
        """The unit's number."""
        typed = self.cleaned_data["unit"]
        if not typed:
            return None
        if found := unit_called(typed):
            return found.pk
        raise forms.ValidationError(_("No unit bears this name."))

    def wanted(self) -> browsing.EntryFilter:
        """What was asked for; nothing that was typed wrong is left out silently (see the page)."""
        said = self.cleaned_data
        last = said.get("until")
        return browsing.EntryFilter(
            person_id=said.get("person"),
            unit_id=said.get("unit"),
            verb=said.get("verb", ""),
            subject=said.get("subject", "").strip(),
            since=_midnight(said["since"]) if said.get("since") else None,
            until=_midnight(last + timedelta(days=1)) if last else None,
        )


def _midnight(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _number(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0  # noqa: PLR2004 -- bigint


def _crumbs(*more: Link) -> list[Link]:
    first = Link(label=_("My work"), url=reverse("work:home"))
    return [first, Link(label=_("Ledger"), url=reverse("operator:ledger")), *more]


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The entries, newest first."""
    return _browse(request, stamp, FilterForm(request.GET), _("Ledger"))


@require_safe
@page
def unmaskings(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Who looked at whose contact data."""
    asked = request.GET.copy()
    asked["verb"] = UNMASKED
    return _browse(request, stamp, FilterForm(asked), _("Contact data shown"))


def _browse(request: HttpRequest, stamp: Stamp, form: FilterForm, title: str) -> HttpResponse:
    browsing.may_read(stamp.actor).enforce()
    leaf = browsing.Leaf([], 0, 0)
    if form.is_valid():
        found = browsing.entries(stamp.actor, form.wanted())
        before, after = _number(request, "before"), _number(request, "after")
        leaf = browsing.leaf(found, before=before, after=after, size=_SIZE)
    here = Address.of(request).without("before", "after")
    asked = {name: form[name].value() or "" for name in form.fields}
    context = {
        "crumbs": [*_crumbs()[:1], Link(label=title)],
        "title": title,
        "form": form,
        "leaf": leaf,
        "older": str(here.having("before", leaf.older)) if leaf.older else "",
        "newer": str(here.having("after", leaf.newer)) if leaf.newer else "",
        "export": f"{reverse('operator:ledger-export')}?{urlencode(asked)}",
        "alone": request.path != reverse("operator:ledger"),
    }
    return show(request, "operator/ledger.html", context, status=422 if form.errors else 200)


@require_safe
@page
def entry(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One entry with all that is kept of it."""
    found = browsing.reach_entry(stamp.actor, pk)
    context = {
        "crumbs": _crumbs(Link(label=f"#{found.pk}")),
        "entry": found,
        "payload": json.dumps(found.payload, ensure_ascii=False, indent=2),
        "alike": f"{reverse('operator:ledger')}?{urlencode({'subject': found.subject})}",
    }
    return show(request, "operator/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def verification(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Say what is verified; POST recomputes every chain now."""
    browsing.may_verify(stamp.actor).enforce()
    report = verify() if request.method == "POST" else None
    context = {
        "crumbs": _crumbs(Link(label=_("Verification"))),
        "report": report,
        "reason": REASONS.get(report.reason, "") if report else "",
        "at": stamp.at,
    }
    return show(request, "operator/verification.html", context)


REASONS = {
    "changed": gettext_lazy("The entry is not as it was written."),
    "unlinked": gettext_lazy("The entry is not chained to the one before it."),
    "missing": gettext_lazy("An entry before it is gone."),
    "tail": gettext_lazy("Entries at the end of a chain are gone."),
}


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What the filter shows as CSV, newest first, safe to open in a spreadsheet program."""
    form = FilterForm(request.GET)
    browsing.may_read(stamp.actor).enforce()
    if not form.is_valid():
        return _browse(request, stamp, form, _("Ledger"))
    found = browsing.entries(stamp.actor, form.wanted())[:MOST_EXPORTED]
    name = f"ledger-{stamp.at.astimezone(UTC):%Y%m%dT%H%M%SZ}.csv"
    return StreamingHttpResponse(  # type: ignore[return-value]
        _csv(found.iterator(chunk_size=1000)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Echo:
    """A file that hands back each line."""

    def write(self, line: str) -> str:
        return line


def _csv(found: Iterator[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    lines = ([defused(cell) for cell in _cells(one)] for one in found)
    # The mark tells Excel that it is UTF-8.
    yield "\ufeff"
    for line in chain([list(_COLUMNS)], lines):
        yield str(writer.writerow(line))


def _cells(one: Entry) -> list[str]:
    return [
        str(one.pk),
        one.at.isoformat(),
        one.verb,
        one.subject,
        one.actor.username if one.actor else "",
        one.unit.name if one.unit else "",
        one.channel,
        str(one.request_id),
        json.dumps(one.payload, ensure_ascii=False, sort_keys=True),
    ]
