"""An expert's entry: read, changed and confirmed by the expert or kept by the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.enter_relation import (
    NoSource,
    end_relation,
    enter_relation,
)
from citystage.stages.selection.actions.invite_expert import (
    AlreadyInRegister,
    invite_expert,
    invite_expert_again,
)
from citystage.stages.selection.actions.keep_expert import (
    ChangedMeanwhile,
    change_expert,
    confirm_expert,
    retire_expert,
)
from citystage.stages.selection.actions.note_absence import drop_absence, note_absence
from citystage.stages.selection.models import Expert
from citystage.stages.selection.queries import experts
from citystage.stages.selection.rules import experts as rules
from citystage.web.expert.entry_forms import (
    AbsenceForm,
    EntryForm,
    InviteForm,
    initial_of,
)
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale, stale
from citystage.web.shell.pages import page, show
from citystage.web.shell.relations import RelationForm


def _crumbs(stamp: Stamp, expert: Expert | None, *links: Link) -> list[Link]:
    own = expert is not None and expert.user_id == stamp.actor.user_id
    top = (
        Link(label=_("Panels"), url=reverse("expert:home"))
        if own
        else Link(label=_("Experts"), url=reverse("bureau:experts"))
    )
    return [top, *links]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def invite(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The office enters somebody and asks them to confirm."""
    kept = experts.cities(stamp.actor)
    if not kept:
        raise NotFound(_("There is nothing here for your role."))
    form = InviteForm(request.POST or None, city=kept[0])
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_expert(
                kept[0], email=form.cleaned_data["email"], entry=form.entry(), stamp=stamp
            )
        except AlreadyInRegister as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%s is asked to confirm the entry.") % made.name)
            return HttpResponseRedirect(reverse("expert:entry", args=[made.pk]))
    crumbs = _crumbs(stamp, None, Link(label=_("Invite an expert")))
    status = 422 if form.is_bound else 200
    return show(request, "expert/edit.html", {"form": form, "crumbs": crumbs}, status=status)


@require_safe
@page
def entry(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The whole entry: what the person knows, ties, absences, seats."""
    return _entry(request, stamp, experts.reach_expert(stamp.actor, pk))


def _entry(
    request: HttpRequest,
    stamp: Stamp,
    expert: Expert,
    *,
    relation: RelationForm | None = None,
    absence: AbsenceForm | None = None,
) -> HttpResponse:
    own = expert.user_id is None or expert.user_id == stamp.actor.user_id
    context = {
        "expert": expert,
        "own": own and experts.own_entries(stamp.actor).filter(pk=expert.pk).exists(),
        "may_manage": bool(rules.may_manage(stamp.actor, expert.city)),
        "may_change": bool(rules.may_change(stamp.actor, expert)),
        "relations": experts.relations(expert),
        "absences": experts.absences(expert),
        "served": experts.served(expert),
        "relation_form": relation or RelationForm(),
        "absence_form": absence or AbsenceForm(),
        "crumbs": _crumbs(stamp, expert, Link(label=expert.name)),
    }
    wrong = any(form is not None for form in (relation, absence))
    return show(request, "expert/entry.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Change what the entry says."""
    expert = experts.reach_expert(stamp.actor, pk)
    form = EntryForm(request.POST or None, initial=initial_of(expert), city=expert.city)
    outrun = stale(request, expert.version) if request.method == "POST" else None
    if request.method == "POST" and form.is_valid() and not outrun:
        try:
            change_expert(expert, entry=form.entry(), version=expert.version, stamp=stamp)
        except ChangedMeanwhile:
            expert.refresh_from_db()
            outrun = Stale(str(expert.version))
        else:
            messages.success(request, _("The entry is changed."))
            return HttpResponseRedirect(reverse("expert:entry", args=[pk]))
    context = {
        "form": form,
        "expert": expert,
        "stale": outrun,
        "crumbs": _crumbs(
            stamp,
            expert,
            Link(label=expert.name, url=reverse("expert:entry", args=[pk])),
            Link(label=_("Change")),
        ),
    }
    status = 409 if outrun else 422 if form.is_bound else 200
    return show(request, "expert/edit.html", context, status=status)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Confirm the entry, leave the register, or come back."""
    expert = experts.reach_expert(stamp.actor, pk)
    if verb == "confirm":
        confirm_expert(expert, stamp=stamp)
        messages.success(request, _("Thank you. The entry is confirmed as of today."))
    elif verb == "retire":
        retire_expert(expert, reason=request.POST.get("reason", "")[:1000], stamp=stamp)
        messages.success(request, _("%s is no longer asked.") % expert.name)
    elif verb == "invite":
        invite_expert_again(expert, stamp=stamp)
        messages.success(request, _("%s is asked to confirm the entry.") % expert.name)
    else:
        raise NotFound(_("There is no such act."))
    return HttpResponseRedirect(reverse("expert:entry", args=[pk]))


@require_POST
@page
def add_relation(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Enter a tie to an organisation."""
    expert = experts.reach_expert(stamp.actor, pk)
    form = RelationForm(request.POST)
    if form.is_valid():
        try:
            enter_relation(expert, tie=form.tie(), source=form.cleaned_data["source"], stamp=stamp)
        except NoSource as refusal:
            form.add_error("source", str(refusal))
        else:
            messages.success(request, _("The relation is on record."))
            return HttpResponseRedirect(reverse("expert:entry", args=[pk]) + "#relations")
    return _entry(request, stamp, expert, relation=form)


@require_POST
@page
def drop_relation(request: HttpRequest, stamp: Stamp, pk: int, relation: int) -> HttpResponse:
    """Count a tie no longer."""
    expert = experts.reach_expert(stamp.actor, pk)
    end_relation(experts.reach_relation(expert, relation), stamp=stamp)
    messages.success(request, _("The relation no longer counts from today; it stays on record."))
    return HttpResponseRedirect(reverse("expert:entry", args=[pk]) + "#relations")


@require_POST
@page
def add_absence(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Say when one cannot be asked."""
    expert = experts.reach_expert(stamp.actor, pk)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _entry(request, stamp, expert, absence=form)
    said = form.cleaned_data
    note_absence(expert, since=said["since"], until=said["until"], words=said["words"], stamp=stamp)
    messages.success(request, _("The days are kept free."))
    return HttpResponseRedirect(reverse("expert:entry", args=[pk]) + "#absences")


@require_POST
@page
def cancel_absence(request: HttpRequest, stamp: Stamp, pk: int, absence: int) -> HttpResponse:
    """One can be asked on these days after all."""
    expert = experts.reach_expert(stamp.actor, pk)
    drop_absence(experts.reach_absence(expert, absence), stamp=stamp)
    messages.success(request, _("You can be asked on these days again."))
    return HttpResponseRedirect(reverse("expert:entry", args=[pk]) + "#absences")
