"""Interest and introductions: begin, agree, decline, take back, and the contact once both agree."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.sheets.fields import Field
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.docking.actions.introduce import (
    Beginning,
    agree_introduction,
    begin_introduction,
    decline_introduction,
    show_contact,
    take_back_interest,
)
from citystage.stages.docking.introducing import BadContact, Contact
from citystage.stages.docking.models import Introduction
from citystage.stages.docking.queries import introductions as queries
from citystage.stages.docking.queries import progress
from citystage.stages.docking.rules import introductions as rules
from citystage.stages.docking.states.introductions import IntroductionState, Side
from citystage.stages.matchmaking.queries.reach import reach_supplier
from citystage.web.docking.answering.forms import BrokerForm, ContactForm, ReasonForm
from citystage.web.docking.answering.index import tabs
from citystage.web.docking.tracking import files
from citystage.web.docking.tracking.progressed import led
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option, Text
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

_COLUMNS = (
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="number", zh="编号", en="No."),
    Field(code="supplier", zh="供给单位", en="Supplier"),
    Field(code="state", zh="状态", en="State"),
    Field(code="begun", zh="发起方", en="Begun by"),
    Field(code="broker", zh="场景经理人", en="Broker"),
    Field(code="since", zh="发起日期", en="Since"),
)


@require_safe
@page
def index(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Everything one has a part in, and what each broker has brought about."""
    here = Address.of(request).without("page")
    wanted = (here.values("state") or ("",))[-1]
    broker = _broker(here)
    rows = queries.mine(stamp.actor, show=wanted, broker=broker)
    choices: list[tuple[str, Text]] = [("", _("All"))]
    choices += [(one.value, one.label) for one in IntroductionState]
    choices.append((queries.LANDED, _("Landed")))
    context = {
        "tabs": tabs(stamp.actor, "introductions"),
        "page": Paginator(rows, 20).get_page(request.GET.get("page")),
        "options": [
            Option(
                value=value,
                label=label,
                url=str(here.having("state", value) if value else here.without("state")),
                active=value == wanted,
            )
            for value, label in choices
        ],
        "narrowed": str(here.without("broker", "state")) if broker is not None else "",
        "files": files.offered(request, "docking:introductions_export"),
        "credits": [(one, _behind(one.unit.pk)) for one in queries.credits_of(stamp.actor)],
        "crumbs": [Link(label=_("Introductions"))],
    }
    return show(request, "docking/answering/introductions.html", context)


def _broker(here: Address) -> int | None:
    sent = (here.values("broker") or ("",))[-1]
    known = sent.isascii() and sent.isdecimal() and len(sent) < 19  # noqa: PLR2004 -- a column
    return int(sent) if known else None


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    here = Address.of(request)
    wanted = (here.values("state") or ("",))[-1]
    found = queries.mine(stamp.actor, show=wanted, broker=_broker(here))[: files.MOST]
    rows: Iterator[dict[str, object]] = (
        {
            "scenario": one.scenario.label,
            "number": one.scenario.number,
            "supplier": one.organisation.label,
            "state": str(one.get_state_display()),
            "begun": str(one.get_begun_as_display()),
            "broker": one.introducer.label if one.introducer else "",
            "since": timezone.localdate(one.begun_at).isoformat(),
        }
        for one in found
    )
    return files.as_file("introductions", kind, _COLUMNS, rows)


def _behind(broker: int) -> dict[str, str]:
    """Where the introductions of each number of a broker are listed."""
    own = Address(reverse("docking:introductions")).having("broker", broker)
    shown = (IntroductionState.INTRODUCED.value, queries.LANDED, IntroductionState.DECLINED.value)
    return {"begun": str(own)} | {one: str(own.having("state", one)) for one in shown}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp, number: str, organisation: int) -> HttpResponse:
    """Show interest in a scenario or a supplier, or bring the two together."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    supplier = reach_supplier(organisation)
    if found := queries.standing(scenario, supplier):
        seen = queries.mine(stamp.actor).filter(pk=found.pk).exists()
        if seen and not _may_join(stamp, found):
            return HttpResponseRedirect(reverse("docking:introduction", args=[found.pk]))
    sides = queries.sides_in(stamp.actor, scenario, supplier)
    if not sides:
        raise NotFound(_("There is no such pair within your reach."))
    side = _first(sides)
    rules.may_begin(stamp.actor, side, scenario, supplier).enforce(NotAllowed)
    form = _begin_form(request, side)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (made := _begun(form, scenario, supplier, side, stamp)):
            messages.success(request, _("The other side is asked."))
            return HttpResponseRedirect(reverse("docking:introduction", args=[made.pk]))
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "supplier": supplier,
        "side": side,
        "form": form,
        "crumbs": [
            Link(label=_("Introductions"), url=reverse("docking:introductions")),
            Link(label=scenario.label),
        ],
    }
    return show(request, "docking/answering/interest.html", context, status=status)


def _first(sides: frozenset[Side]) -> Side:
    """Of several hats at once the one with the most at stake."""
    return next(one for one in (Side.SUPPLIER, Side.OWNER, Side.BROKER) if one in sides)


def _may_join(stamp: Stamp, found: Introduction) -> bool:
    """Whether this person's word is still wanted: then the form is shown."""
    sides = queries.my_sides(stamp.actor, found)
    return sides == {Side.BROKER} and found.introducer_id is None


def _begin_form(request: HttpRequest, side: Side) -> Form:
    sent = request.POST if request.method == "POST" else None
    if side == Side.BROKER:
        return BrokerForm(sent)
    user = request.user
    first = {"name": getattr(user, "name", ""), "email": getattr(user, "email", "")}
    return ContactForm(sent, initial=first)


def _begun(
    form: Form, scenario: Scenario, supplier: Organisation, side: Side, stamp: Stamp
) -> Introduction | None:
    told = form.cleaned_data
    contact = None if side == Side.BROKER else _contact_in(form)
    beginning = Beginning(side, told["words"], contact)
    try:
        return begin_introduction(scenario, organisation=supplier, beginning=beginning, stamp=stamp)
    except BadContact as refusal:
        for name, words in refusal.errors.items():
            form.add_error(name, words)
    return None


def _contact_in(form: Form) -> Contact:
    told = form.cleaned_data
    return Contact(told["name"], told["phone"], told["email"])


@require_safe
@page
def introduction(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Where it stands, and this person's word."""
    found = queries.reach_introduction(stamp.actor, pk)
    return _show(request, stamp, found)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Agree, decline, or take the interest back."""
    found = queries.reach_introduction(stamp.actor, pk)
    side = _side_of(stamp, found)
    if verb == "take-back":
        take_back_interest(found, stamp=stamp)
        messages.success(request, _("Taken back; the other side is told."))
        return HttpResponseRedirect(reverse("docking:introductions"))
    if side is None or verb not in {"agree", "decline"}:
        raise NotFound(_("There is no such step."))
    form: Form
    if verb == "agree":
        form = ContactForm(request.POST, auto_id="id_agree_%s")
        if form.is_valid():
            try:
                agree_introduction(found, side=side, contact=_contact_in(form), stamp=stamp)
            except BadContact as refusal:
                for name, words in refusal.errors.items():
                    form.add_error(name, words)
            else:
                return _done(request, pk)
        return _show(request, stamp, found, agree=form, status=422)
    form = ReasonForm(request.POST, auto_id="id_decline_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        decline_introduction(found, side=side, reason=reason, stamp=stamp)
        return _done(request, pk)
    return _show(request, stamp, found, decline=form, status=422)


def _done(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, _("Noted; the other side is told."))
    return HttpResponseRedirect(reverse("docking:introduction", args=[pk]))


@require_POST
@page
def contact(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the other side's contact; the look is on record."""
    found = queries.reach_introduction(stamp.actor, pk)
    side = _side_of(stamp, found)
    other = Side.OWNER if side == Side.SUPPLIER else Side.SUPPLIER
    given = show_contact(found, side=other, stamp=stamp)
    return _show(request, stamp, found, contact=given)


def _side_of(stamp: Stamp, found: Introduction) -> Side | None:
    sides = queries.my_sides(stamp.actor, found)
    return next((one for one in (Side.SUPPLIER, Side.OWNER) if one in sides), None)


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Introduction,
    *,
    agree: Form | None = None,
    decline: Form | None = None,
    contact: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    side = _side_of(stamp, found)
    agreed = {Side.OWNER: found.owner_agreed_at, Side.SUPPLIER: found.supplier_agreed_at}
    waiting = found.state == IntroductionState.WAITING
    first = {"name": getattr(request.user, "name", ""), "email": getattr(request.user, "email", "")}
    wear_city(request, found.scenario.city)
    context = {
        "introduction": found,
        "scenario": found.scenario,
        "side": side,
        "asked": waiting and side is not None and agreed[side] is None,
        "may_take_back": waiting and rules.may_take_back(stamp.actor, found),
        "may_see": side is not None and found.state == IntroductionState.INTRODUCED,
        "agree_form": agree or ContactForm(initial=first, auto_id="id_agree_%s"),
        "decline_form": decline or ReasonForm(auto_id="id_decline_%s"),
        "contact": contact,
        "progress": led(stamp.actor, progress.of_pair(found)),
        "crumbs": [
            Link(label=_("Introductions"), url=reverse("docking:introductions")),
            Link(label=found.scenario.label),
        ],
    }
    return show(request, "docking/answering/introduction.html", context, status=status)
