"""Verify a list: by its hash, or by a file somebody was given."""

import hashlib
import re

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.freezing import intact
from citystage.stages.catalogue.queries import labs, lists
from citystage.stages.projects.queries import claims
from citystage.web.public.labs.families import FAMILIES
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show

_HASH = re.compile(r"^[0-9a-f]{64}$")
_MOST = 20 * 1024 * 1024


class HashForm(forms.Form):
    """A hash, or the JSON file of a list."""

    sha256 = forms.CharField(
        label=_("SHA-256 of the list"),
        required=False,
        help_text=_("64 signs, as printed on the last page of the list and shown beside it."),
    )
    code = forms.CharField(
        label=_("or the code of a plaque or certificate"),
        required=False,
        max_length=20,
        help_text=_("Twelve letters and digits, under the QR code."),
    )
    file = forms.FileField(
        label=_("or the file with the hashed text"),
        required=False,
        help_text=_("Only its hash is taken; the file is not kept."),
    )

    def clean_sha256(self) -> str:
        """Lower-case hexadecimal without spaces."""
        value = re.sub(r"\s+", "", self.cleaned_data["sha256"]).lower()
        if value and not _HASH.match(value):
            raise forms.ValidationError(_("A SHA-256 has 64 signs: digits and a to f."))
        return value

    def digest(self) -> str:
        """The hash asked for; that of the file when there is one."""
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.cleaned_data.get("sha256", ""))
        if file.size > _MOST:
            self.add_error("file", _("The file is larger than any list."))
            return ""
        found = hashlib.sha256()
        for chunk in file.chunks():
            found.update(chunk)
        return found.hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def verify(request: HttpRequest, stamp: Stamp) -> HttpResponse:  # noqa: ARG001
    """``/verify/``: what the house knows of a hash, and whether the list is still what it was."""
    if request.method == "POST":
        form = HashForm(request.POST, request.FILES)
    else:
        form = HashForm(request.GET if request.GET.get("sha256") else None)
    if form.is_bound and form.is_valid() and (label := labs.coded(form.cleaned_data["code"])):
        return HttpResponseRedirect(reverse("public:verify_label", args=[label.code]))
    if form.is_bound and form.is_valid() and (use := claims.coded(form.cleaned_data["code"])):
        return HttpResponseRedirect(reverse("projects:verify", args=[use.code]))
    digest = form.digest() if form.is_bound and form.is_valid() else ""
    wrong = form.is_bound and not form.is_valid()
    release = lists.hashed(digest) if digest else None
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Verify a list"))],
        "form": form,
        "unknown": form.cleaned_data["code"] if form.is_bound and not wrong else "",
        "digest": digest,
        "release": release,
        "intact": release is not None and intact(release),
    }
    return show(request, "public/verify.html", context, status=422 if wrong else 200)


@require_safe
@open_page
def verify_label(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/verify/<code>/``: what the QR code of a plaque or certificate opens."""
    label = labs.coded(code)
    if label is None and (use := claims.coded(code)):
        return HttpResponseRedirect(reverse("projects:verify", args=[use.code]))
    if label is None:
        raise NotFound(_("No recognition given here has this code."))
    wear_city(request, label.city)
    context = {
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Verify"), url=reverse("public:verify")),
            Link(label=label.number or label.code),
        ],
        "label": label,
        "family": FAMILIES[label.lab.family],
        "issuer": labs.issuer_of(label.city),
        "later": labs.renewed_by(label),
    }
    return show(request, "public/labs/verified.html", context)
