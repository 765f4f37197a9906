"""Bringing lists in: the upload, and every import there was."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import queries
from citystage.foundation.sheets.actions.upload import upload
from citystage.foundation.sheets.reading import Limits, Unreadable
from citystage.foundation.sheets.reading.limits import MIB
from citystage.foundation.sheets.targets import target, targets
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.web.bureau.import_marks import run_mark
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

PAGE = 30
RELEASES = (
    ("publish", gettext_lazy("publish at once")),
    ("reserve", gettext_lazy("keep in the reserve pool")),
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy("XLSX, XLS, ODS, CSV, JSON Lines or JSON, at most 50 MB."),
        allow_empty_file=True,
    )
    target = forms.ChoiceField(label=gettext_lazy("It is a list of"))
    release = forms.ChoiceField(
        label=gettext_lazy("New entries"), choices=RELEASES, widget=forms.RadioSelect
    )
    city = forms.TypedChoiceField(label=gettext_lazy("City"), coerce=int)

    def __init__(self, data: object = None, files: object = None, *, cities: list[Unit]) -> None:
        super().__init__(data, files, initial={"release": "publish"})  # type: ignore[arg-type]
        self._cities = {city.pk: city for city in cities}
        kinds = [(kind.code, kind.label) for kind in targets()]
        self.fields["target"].choices = kinds  # type: ignore[attr-defined]
        self.fields["city"].choices = [(c.pk, c.label) for c in cities]  # type: ignore[attr-defined]
        if len(cities) == 1:
            self.fields["city"].initial = cities[0].pk
            self.fields["city"].widget = forms.HiddenInput()

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = Limits.from_settings().file_bytes
        if file.size and file.size > limit:
            text = _("The file has %(size)d MB; at most %(limit)d MB are read. Split the list.")
            raise forms.ValidationError(text % {"size": file.size // MIB, "limit": limit // MIB})
        return file

    @property
    def chosen_city(self) -> Unit:
        """The city the list is for."""
        return self._cities[self.cleaned_data["city"]]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def lists(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Upload a list, and see the imports of one's cities."""
    cities = queries.importable_cities(stamp.actor)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    form = UploadForm(cities=cities)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, cities=cities)
        if form.is_valid() and (answer := _upload(form, stamp)):
            return answer
    runs = Paginator(queries.history(stamp.actor), PAGE).get_page(request.GET.get("page"))
    labels = {kind.code: kind.label for kind in targets()}
    context = {
        "form": form,
        "runs": [(run, run_mark(run), labels.get(run.target, run.target)) for run in runs],
        "page": runs,
        "crumbs": [Link(label=_("Import"), url=reverse("bureau:importing"))],
    }
    return show(request, "bureau/importing.html", context, status=422 if form.errors else 200)


def _upload(form: UploadForm, stamp: Stamp) -> HttpResponse | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    try:
        with on_disk(file) as path:
            run = upload(
                path,
                city=form.chosen_city,
                target=target(form.cleaned_data["target"]),
                file_name=file.name or "",
                release=form.cleaned_data["release"],
                stamp=stamp,
            )
    except Unreadable as refusal:
        form.add_error("file", str(refusal.reason))
        return None
    return HttpResponseRedirect(reverse("bureau:import_run", args=[run.pk]), status=303)


@contextmanager
def on_disk(file: "UploadedFile[Any]") -> Iterator[Path]:
    """The uploaded bytes as a file; small uploads come in memory."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
