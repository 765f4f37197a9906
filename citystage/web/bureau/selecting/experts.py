"""The register of experts and the shareholdings known: what conflicts are found from."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.enter_relation import (
    NoSource,
    end_shareholding,
    enter_shareholding,
)
from citystage.stages.selection.entries import Share
from citystage.stages.selection.models import Expert
from citystage.stages.selection.queries import experts
from citystage.stages.selection.queries.organisations import known
from citystage.stages.selection.states.panels import ExpertState
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, chips, facet
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show

_PAGE = 40
_SORTS = {
    "name": gettext_lazy("Name"),
    "load": gettext_lazy("most asked first"),
    "confirmed": gettext_lazy("longest unconfirmed first"),
}
COLUMNS = (
    Field(code="name", zh="姓名", en="Name"),
    Field(code="kind", zh="类别", en="Kind"),
    Field(code="employer", zh="工作单位", en="Employer"),
    Field(code="job_title", zh="职务职称", en="Position"),
    Field(code="expertise", zh="专长", en="Expertise", kind=Kind.LONG),
    Field(code="fields", zh="领域", en="Fields"),
    Field(code="state", zh="状态", en="State"),
    Field(code="confirmed_at", zh="确认时间", en="Confirmed", kind=Kind.DATE),
    Field(code="serving", zh="承担评审项数", en="Seats", kind=Kind.NUMBER),
)


def _wanted(here: Address) -> experts.ExpertFilter:
    return experts.ExpertFilter(
        kinds=tuple(one for one in here.values("kind") if one in Expert.Kind.values),
        states=tuple(one for one in here.values("state") if one in ExpertState.values),
        fields=here.values("field"),
        text="".join(here.values("q")[-1:])[:200],
        sort="".join(here.values("sort")[-1:]) or "name",
    )


def _office_only(stamp: Stamp) -> None:
    if not stamp.actor.may(Permission.SELECTION_EXPERT_MANAGE):
        raise NotFound(_("There is nothing here for your role."))


@require_safe
@page
def register(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Everybody who may be asked, with filters in the address."""
    _office_only(stamp)
    here = Address.of(request)
    wanted, counted = _wanted(here), experts.tally(stamp.actor)
    facets = [
        facet("kind", _("Kind"), _offered(Expert.Kind.choices, counted["kind"]), here=here),
        facet("state", _("State"), _offered(ExpertState.choices, counted["state"]), here=here),
    ]
    context = {
        "page": Paginator(experts.register(stamp.actor, wanted), _PAGE).get_page(
            request.GET.get("page")
        ),
        "words": wanted.text,
        "here": here,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "sorts": [(code, label, code == wanted.sort) for code, label in _SORTS.items()],
        "exports": [
            Link(
                label=kind.upper(),
                url=str(here.at(reverse("bureau:experts_export", args=[kind]))),
            )
            for kind in ("xlsx", "csv", "jsonl")
        ],
        "crumbs": [
            Link(label=_("Selections"), url=reverse("bureau:selections")),
            Link(label=_("Experts")),
        ],
    }
    return show(request, "bureau/selecting/experts.html", context)


def _offered(
    choices: Iterable[tuple[str, Any]], counted: dict[str, int]
) -> list[tuple[str, Any, int | None]]:
    return [(value, label, counted[value]) for value, label in choices if value in counted]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The register as one sees it, as a file; addresses stay in the register."""
    _office_only(stamp)
    if kind not in {"xlsx", "csv", "jsonl"}:
        raise NotFound(_("There is no such file of this list."))
    rows = experts.register(stamp.actor, _wanted(Address.of(request)))
    name = f"experts-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, COLUMNS, _rows(rows))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(found: Iterable[Expert]) -> Iterator[Row]:
    for one in found:
        yield {
            "name": one.name,
            "kind": str(one.get_kind_display()),
            "employer": one.employer.label if one.employer else one.employer_name,
            "job_title": one.job_title,
            "expertise": one.expertise,
            "fields": "、".join(one.fields),
            "state": str(one.get_state_display()),
            "confirmed_at": timezone.localdate(one.confirmed_at) if one.confirmed_at else None,
            "serving": one.serving,  # type: ignore[attr-defined]
        }


class ShareForm(forms.Form):
    """Who owns a share of whom."""

    use_required_attribute = False

    holder = CleanChar(label=gettext_lazy("Who owns"), max_length=200)
    held = CleanChar(label=gettext_lazy("A share of"), max_length=200)
    percent = forms.DecimalField(
        label=gettext_lazy("Per cent (empty: not known)"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    since = Day(label=gettext_lazy("Since"), required=False)
    until = Day(label=gettext_lazy("Until (empty: still)"), required=False)
    source = CleanChar(
        label=gettext_lazy("Where it is known from"),
        max_length=300,
        help_text=gettext_lazy("A register, a page, a letter; with its date."),
    )

    def clean(self) -> dict[str, Any]:
        """Two organisations, and a term that runs forward."""
        said = super().clean() or self.cleaned_data
        if said.get("holder") and said.get("holder") == said.get("held"):
            self.add_error("held", _("Nobody owns a share of themselves; name the other one."))
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The share must end after it begins."))
        return said

    def share(self) -> Share:
        """What was said."""
        said = self.cleaned_data
        return Share(
            holder=known(said["holder"]) or said["holder"],
            held=known(said["held"]) or said["held"],
            percent=said["percent"],
            since=said["since"],
            until=said["until"],
            source=said["source"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def shareholdings(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What is known of who owns whom; a new one below."""
    _office_only(stamp)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_shareholding(experts.cities(stamp.actor)[0], share=form.share(), stamp=stamp)
        except NoSource as refusal:
            form.add_error("source", str(refusal))
        else:
            messages.success(request, _("The shareholding is on record."))
            return HttpResponseRedirect(reverse("bureau:shareholdings"))
    context = {
        "form": form,
        "page": Paginator(experts.shareholdings(stamp.actor), _PAGE).get_page(
            request.GET.get("page")
        ),
        "crumbs": [
            Link(label=_("Experts"), url=reverse("bureau:experts")),
            Link(label=_("Shareholdings")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "bureau/selecting/shareholdings.html", context, status=status)


@require_POST
@page
def end_share(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Count a shareholding no longer."""
    share = experts.reach_shareholding(stamp.actor, pk)
    end_shareholding(share, city=experts.cities(stamp.actor)[0], stamp=stamp)
    messages.success(
        request, _("The shareholding no longer counts from today; it stays on record.")
    )
    return HttpResponseRedirect(reverse("bureau:shareholdings"))
