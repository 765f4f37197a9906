"""Readings of a trial: the list with its sums, typed ones, uploaded ones, and one removed."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.reading import Unreadable
from citystage.foundation.sheets.writing import Row as FileRow
from citystage.stages.trials.actions.add_readings import add_readings, remove_reading
from citystage.stages.trials.models import Batch, Reading, Trial
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.queries import readings as queries
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries.readings import Cut
from citystage.stages.trials.queries.trials import reach_trial
from citystage.stages.trials.rules import readings as rules
from citystage.stages.trials.series import read_series
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.taking import LONGEST_NAME, BadReading, Row
from citystage.stages.trials.terms import Frame
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.days import Moment
from citystage.web.shell.fields import CleanText, ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.trials.listing import ensure

PER_PAGE: Final = 50
# Digits of a batch in the address.
_LONGEST: Final = 18
_MEGABYTES: Final = 10
_COLUMNS: Final = (
    Field(code="at", zh="时间", en="Time"),
    Field(code="measure", zh="指标", en="Measure"),
    Field(code="value", zh="数值", en="Value", kind=Kind.NUMBER),
    Field(code="unit", zh="单位", en="Unit"),
    Field(code="site", zh="点位", en="Site"),
    Field(code="device", zh="设备", en="Device"),
    Field(code="note", zh="备注", en="Note"),
    Field(code="source", zh="来源", en="Source"),
    Field(code="by", zh="录入人", en="Entered by"),
    Field(code="added", zh="录入时间", en="Entered at"),
    Field(code="backdated", zh="补录", en="Entered later"),
    Field(code="removed", zh="剔除原因", en="Removed because"),
)


class ReadingForm(forms.Form):
    """One reading as it is typed."""

    use_required_attribute = False
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    value = forms.DecimalField(
        label=gettext_lazy("Value"), min_value=0, max_digits=14, decimal_places=4
    )
    at = Moment(label=gettext_lazy("When it was measured"))
    site = CleanText(
        label=gettext_lazy("Measuring site"),
        rows=1,
        max_length=LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("Sites and households are counted by these names."),
    )
    device = CleanText(
        label=gettext_lazy("Device"), rows=1, max_length=LONGEST_NAME, required=False
    )
    note = CleanText(label=gettext_lazy("Note"), rows=1, max_length=300, required=False)

    def __init__(self, *args: Any, frame: Frame, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [
            (one.code, f"{one.label} · {one.unit_label}") for one in frame.measures if one.is_read
        ]
        fields["at"].initial = timezone.localtime()


class FileForm(forms.Form):
    """Many readings in one file."""

    use_required_attribute = False
    series = forms.FileField(
        label=gettext_lazy("CSV or Excel file"),
        help_text=gettext_lazy(
            "Columns: time, measure, value; also site, device, note. At most 10 MB."
        ),
    )

    def clean_series(self) -> Any:  # noqa: ANN401 -- an uploaded file
        """Not larger than what is read."""
        file = self.cleaned_data["series"]
        if file.size > _MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("A file is larger than 10 MB."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@page
def browse(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/<pk>/readings/``; POST enters one, or a file of many."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    frame = standing.frame(trial)
    posted = request.POST if request.method == "POST" else None
    many = posted is not None and "upload" in posted
    typed = ReadingForm(None if many else posted, frame=frame, auto_id="id_one_%s")
    sent = FileForm(posted if many else None, request.FILES if many else None, auto_id="id_file_%s")
    if posted is not None:
        batch = _file(sent, trial, frame, stamp) if many else _one(typed, trial, stamp)
        if batch is not None:
            messages.success(request, _told(batch))
            return HttpResponseRedirect(reverse("trials:readings", args=[pk]))
    context = _page(request, stamp, trial, frame) | {"typed": typed, "sent": sent}
    return show(request, "trials/readings.html", context, status=422 if posted else 200)


def _one(form: ReadingForm, trial: Trial, stamp: Stamp) -> Batch | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    row = Row(
        measure=said["measure"],
        value=said["value"],
        happened_at=said["at"],
        site=said["site"],
        device=said["device"],
        note=said["note"],
    )
    try:
        return add_readings(trial, rows=[row], source=Source.FORM, stamp=stamp)
    except BadReading as refusal:
        form.add_error(None, str(refusal))
        return None


def _file(form: FileForm, trial: Trial, frame: Frame, stamp: Stamp) -> Batch | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["series"]
    most = standing.terms(trial.city_id).feeding.rows_per_file
    try:
        rows = read_series(file.name, file.read(), frame, most=most)
        return add_readings(trial, rows=rows, source=Source.FILE, name=file.name, stamp=stamp)
    except (BadReading, Unreadable) as refusal:
        form.add_error("series", str(refusal))
        return None


def _told(batch: Batch) -> str:
    if batch.known:
        return _("%(new)d readings were taken; %(known)d stood there already.") % {
            "new": batch.number,
            "known": batch.known,
        }
    return _("%d readings were taken.") % batch.number


def _cut(here: Address) -> Cut:
    return Cut(
        measures=here.values("measure"),
        sources=here.values("source"),
        marks=here.values("mark"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
        batch=_batch(here),
        sort=(here.values("sort") or ("new",))[-1],
    )


def _batch(here: Address) -> int | None:
    told = (here.values("batch") or ("",))[-1]
    return int(told) if told.isascii() and told.isdecimal() and len(told) < _LONGEST else None


def _orders(here: Address, now: str) -> list[Option]:
    labels = {
        "new": _("latest reading first"),
        "old": _("earliest reading first"),
        "entered": _("last entered"),
    }
    return [
        Option(value=name, label=label, url=str(here.having("sort", name)), active=name == now)
        for name, label in labels.items()
    ]


def _groups(here: Address, frame: Frame) -> list[Facet]:
    read = [(one.code, one.label, None) for one in frame.measures if one.is_read]
    sources = [(one.value, one.label, None) for one in Source]
    marks = [("backdated", _("entered later"), None), ("removed", _("removed reading"), None)]
    batch = [(str(one), str(one), None) for one in (_batch(here),) if one]
    return [
        *([facet("batch", _("Batch"), batch, here=here)] if batch else []),
        facet("measure", _("Measure"), read, here=here),
        facet("source", _("Source"), sources, here=here),
        facet("mark", _("Marked as"), marks, here=here),
    ]


def _page(request: HttpRequest, stamp: Stamp, trial: Trial, frame: Frame) -> dict[str, object]:
    here = Address.of(request)
    cut, groups = _cut(here), _groups(here, frame)
    found = queries.readings(trial, cut)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "trial": trial,
        "page": leaf,
        "rows": [(one, frame.measure(one.measure), plain(one.value)) for one in leaf],
        "totals": [
            (one, frame.measure(one.code), plain(one.value)) for one in queries.totals(found)
        ],
        "may_add": rules.may_add(stamp.actor, trial),
        "may_remove": rules.may_remove(stamp.actor, trial),
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("measure", "source", "mark", "batch", "q", "page")),
        "words": cut.words,
        "here": here,
        "orders": _orders(here, cut.sort),
        "cut": cut != Cut(sort=cut.sort),
        "files": exports.offered(request, "trials:readings_export", trial.pk),
        "crumbs": [*_way(trial), Link(label=_("Trial readings"))],
    }


def _way(trial: Trial) -> list[Link]:
    return [
        Link(label=_("Trial agreements"), url=reverse("trials:list")),
        Link(label=trial.title, url=reverse("trials:trial", args=[trial.pk])),
    ]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    found = queries.readings(trial, _cut(Address.of(request)))[: exports.MOST]
    rows = _rows(found, standing.frame(trial))
    return exports.as_file(f"trial-{pk}-readings", kind, _COLUMNS, rows)


def _rows(found: Iterable[Reading], frame: Frame) -> Iterator[FileRow]:
    for one in found:
        measure = frame.measure(one.measure)
        yield {
            "at": timezone.localtime(one.happened_at).isoformat(timespec="seconds"),
            "measure": measure.label if measure else one.measure,
            "value": one.value,
            "unit": measure.unit_label if measure else "",
            "site": one.site,
            "device": one.device,
            "note": one.note,
            "source": str(one.batch.get_source_display()),
            "by": str(one.batch.token or one.batch.made_by or ""),
            "added": timezone.localtime(one.batch.made_at).isoformat(timespec="seconds"),
            "backdated": _("yes") if one.backdated else "",
            "removed": one.removal_reason,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@page
def one(request: HttpRequest, stamp: Stamp, pk: int, reading: int) -> HttpResponse:
    """One reading with everything known of it; POST removes it, with the reason."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    found = queries.reading_of(trial, reading)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remove_reading(found, reason=form.cleaned_data["reason"], stamp=stamp)
        messages.success(request, _("The reading counts no more; the reason is on record."))
        return HttpResponseRedirect(reverse("trials:readings", args=[pk]))
    context = {
        "trial": trial,
        "reading": found,
        "measure": standing.frame(trial).measure(found.measure),
        "value": plain(found.value),
        "form": form,
        "may_remove": rules.may_remove(stamp.actor, trial) and found.removed_at is None,
        "crumbs": [
            *_way(trial),
            Link(label=_("Trial readings"), url=reverse("trials:readings", args=[pk])),
            Link(label=_("Reading %d") % found.pk),
        ],
    }
    return show(request, "trials/reading.html", context, status=422 if form.is_bound else 200)
