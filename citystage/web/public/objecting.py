"""Objecting to what a public notice proposes; reading the answer and appealing by the receipt.

A receipt is a key: it is sent in the body of a form and shown on the page that answers it, never
in an address, which servers, proxies and browsers write down.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.file_objection import appeal, file_objection
from citystage.stages.selection.actions.withdraw_objection import withdraw_objection
from citystage.stages.selection.models import Candidacy, Notice, Objection
from citystage.stages.selection.objecting import Words, fresh_receipt
from citystage.stages.selection.queries import notices
from citystage.stages.selection.rules import objections as rules
from citystage.web.public.announcing import left_of, named
from citystage.web.shell.components import Link
from citystage.web.shell.pages import open_page, show
from citystage.web.shell.uploads import Files, ManyFiles

_SALT = "citystage.public.objection"


class ObjectionForm(forms.Form):
    """Ground, argument, remedy, evidence; who, unless anonymous."""

    use_required_attribute = False

    candidacy = forms.ChoiceField(label=_("What you object to"))
    ground = forms.ChoiceField(label=_("Ground"), choices=Objection.Ground.choices)
    argument = forms.CharField(
        label=_("What is wrong, and how you know it"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    remedy = forms.ChoiceField(label=_("Remedy sought"), choices=Objection.Remedy.choices)
    papers = Files(
        label=_("Evidence"),
        required=False,
        help_text=_("Up to five files, 10 MB each: PDF, Word, Excel, PNG, JPEG."),
        widget=ManyFiles,
    )
    way = forms.ChoiceField(
        label=_("How you object"),
        choices=[("named", _("by name")), ("anonymous", _("anonymously"))],
        widget=forms.RadioSelect,
        help_text=_(
            "By name: your name is shown to the deciding office alone, and each look at it is"
            " put on record. Anonymously: nothing about you is kept, the receipt is your only key."
        ),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    contact = forms.CharField(label=_("Where to reach you"), max_length=120, required=False)
    receipt = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: object, candidacies: Iterable[Candidacy], ways: str, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        fields: dict[str, Any] = self.fields
        fields["candidacy"].choices = [(str(one.pk), named(one)) for one in candidacies]
        offered = [one for one in fields["way"].choices if ways in {"both", one[0]}]
        fields["way"].choices = offered
        fields["way"].initial = offered[0][0]

    def clean_argument(self) -> str:
        """Without control characters."""
        return clean(self.cleaned_data["argument"])

    def clean_receipt(self) -> str:
        """The receipt this showing of the form was given."""
        try:
            return str(signing.loads(self.cleaned_data["receipt"], salt=_SALT))
        except signing.BadSignature:
            raise forms.ValidationError(_("Open the form anew, please.")) from None

    def clean(self) -> dict[str, Any]:
        """Who objects by name says the name."""
        said = super().clean() or self.cleaned_data
        if said.get("way") == "named" and not said.get("name", "").strip():
            self.add_error("name", _("Give your name, or object anonymously."))
        return said

    def words(self) -> Words:
        """What was said."""
        said = self.cleaned_data
        return Words(
            ground=said["ground"],
            argument=said["argument"],
            remedy=said["remedy"],
            anonymous=said["way"] == "anonymous",
            name=said["name"],
            contact=said["contact"],
            evidence=said["papers"],
        )


def _fresh() -> str:
    return signing.dumps(fresh_receipt(), salt=_SALT)


def _form(
    request: HttpRequest, notice: Notice, candidacies: list[Candidacy], *, begun: bool = True
) -> ObjectionForm:
    """The form as it was sent; an empty one before it was ``begun``."""
    ways = notice.read_rules().objections
    if request.method == "POST" and begun:
        return ObjectionForm(request.POST, request.FILES, candidacies=candidacies, ways=ways)
    chosen = {"candidacy": request.GET.get("no", ""), "receipt": _fresh()}
    return ObjectionForm(initial=chosen, candidacies=candidacies, ways=ways)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def object_to(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/public-notices/<number>/object/``.

    The form carries its receipt in place of a one-time key: sent twice it is the same objection,
    and no book of sent forms ties the receipt to an account.
    """
    notice = notices.reach_notice(number)
    open_ones = [one for one in notices.proposed(notice) if one.state == "notice"]
    if not open_ones or left_of(notice, stamp) is None:
        return HttpResponseRedirect(reverse("public:notice", args=[number]))
    form = _form(request, notice, open_ones)
    if form.is_bound and form.is_valid():
        made = file_objection(
            notice,
            candidacy_id=int(form.cleaned_data["candidacy"]),
            words=form.words(),
            receipt=form.cleaned_data["receipt"],
            stamp=stamp,
        )
        return _told(request, stamp, notices.by_receipt(made.receipt))
    context = {
        "crumbs": [
            Link(label=_("Public notices"), url=reverse("public:notices")),
            Link(label=notice.number, url=reverse("public:notice", args=[number])),
            Link(label=_("Object")),
        ],
        "notice": notice,
        "form": form,
    }
    return show(request, "public/object.html", context, status=422 if form.is_bound else 200)


class ReceiptForm(forms.Form):
    """The receipt of an objection."""

    receipt = forms.CharField(
        label=_("Receipt"),
        max_length=60,
        help_text=_("24 letters and digits; spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def objections(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/objections/``: enter a receipt, read the answer on the page that follows."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            found = notices.by_receipt(form.cleaned_data["receipt"])
        except NotFound as refusal:
            form.add_error("receipt", str(refusal))
        else:
            return _told(request, stamp, found)
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("My objection"))],
        "form": form,
    }
    return show(request, "public/objections.html", context, status=422 if form.is_bound else 200)


def _told(request: HttpRequest, stamp: Stamp, found: Objection) -> HttpResponse:
    """Where it stands, and the answer; the page is kept nowhere."""
    context = {
        "crumbs": [
            Link(label=_("My objection"), url=reverse("public:objections")),
            Link(label=found.notice.number),
        ],
        "objection": found,
        "groups": [found.receipt[at : at + 4] for at in range(0, len(found.receipt), 4)],
        "may_appeal": rules.may_appeal(found, found.candidacy, stamp.at)
        and notices.appeal_of(found) is None,
        "appeal": notices.appeal_of(found),
        "papers": notices.papers_of(found),
        "open": found.state in {"filed", "admitted"},
    }
    response = show(request, "public/objection.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@open_page
def withdraw(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/objections/withdraw/``: take the objection of the receipt sent back."""
    found = notices.by_receipt(request.POST.get("held", ""))
    withdraw_objection(found, held=found.receipt, stamp=stamp)
    return _told(request, stamp, notices.by_receipt(found.receipt))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def appeal_against(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/objections/appeal/``: once, with a receipt of its own; opened by the receipt held."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:objections"))
    found = notices.by_receipt(request.POST.get("held", ""))
    rules.may_appeal(found, found.candidacy, stamp.at).enforce(WrongState)
    form = _form(request, found.notice, [found.candidacy], begun="argument" in request.POST)
    if not form.is_bound:
        form.initial["candidacy"] = str(found.candidacy_id)
    if form.is_bound and form.is_valid():
        made = appeal(
            found,
            held=found.receipt,
            words=form.words(),
            receipt=form.cleaned_data["receipt"],
            stamp=stamp,
        )
        return _told(request, stamp, notices.by_receipt(made.receipt))
    context = {
        "crumbs": [
            Link(label=_("My objection"), url=reverse("public:objections")),
            Link(label=_("Appeal")),
        ],
        "notice": found.notice,
        "against": found,
        "form": form,
    }
    return show(request, "public/object.html", context, status=422 if form.is_bound else 200)
