"""Who works along: members of the consortium with their consent, and invited editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.actions.consortium import (
    BadMember,
    Part,
    agree,
    ask_member,
    decline,
    remove_member,
)
from citystage.stages.docking.actions.editors import BadAddress, invite_editor, remove_editor
from citystage.stages.docking.actions.let_member_write import let_member_write
from citystage.stages.docking.queries import answers
from citystage.stages.docking.writing import NoWords
from citystage.web.docking.answering.answer import show_answer
from citystage.web.docking.answering.forms import EditorForm, MemberForm, ReasonForm
from citystage.web.shell.pages import page


@require_POST
@page
def members(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Ask an organisation to do a part of the work."""
    found = answers.reach_own(stamp.actor, pk)
    form = MemberForm(request.POST, auto_id="id_member_%s")
    if form.is_valid():
        told = form.cleaned_data
        organisation = answers.registered(told["organisation"])
        if organisation is None:
            form.add_error("organisation", _("No organisation of this name has registered here."))
        else:
            part = Part(told["work"], told["share"])
            try:
                ask_member(found, organisation=organisation, part=part, stamp=stamp)
            except BadMember as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("%s is asked.") % organisation.label)
                return HttpResponseRedirect(_back(pk))
    return show_answer(request, stamp, found, "own", forms={"member_form": form}, status=422)


@require_POST
@page
def remove(request: HttpRequest, stamp: Stamp, pk: int, member: int) -> HttpResponse:
    """Take an organisation out of the draft."""
    found = answers.reach_own(stamp.actor, pk)
    remove_member(found, member_id=member, stamp=stamp)
    messages.success(request, _("Taken out of the draft."))
    return HttpResponseRedirect(_back(pk))


@require_POST
@page
def let_write(request: HttpRequest, stamp: Stamp, pk: int, member: int) -> HttpResponse:
    """Let the people of a member write along, or no longer."""
    found = answers.reach_own(stamp.actor, pk)
    writes = request.POST.get("writes") == "yes"
    let_member_write(found, member_id=member, writes=writes, stamp=stamp)
    messages.success(
        request,
        _("Its people write along once it has agreed.") if writes else _("Writes along no longer."),
    )
    return HttpResponseRedirect(_back(pk))


@require_POST
@page
def consent(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The member agrees to its share, or does not take part."""
    found, part = answers.reach_answer(stamp.actor, pk)
    member = answers.my_membership(stamp.actor, found)
    if member is None:
        raise NotFound(_("You are not asked to take part."))
    if request.POST.get("do") == "agree":
        agree(member, stamp=stamp)
        messages.success(request, _("You take part; the others are told."))
        return HttpResponseRedirect(_back(pk))
    form = ReasonForm(request.POST, auto_id="id_consent_%s")
    if form.is_valid():
        try:
            decline(member, reason=form.cleaned_data["reason"], stamp=stamp)
        except NoWords as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("You take no part; the others are told."))
            return HttpResponseRedirect(_back(pk))
    return show_answer(request, stamp, found, part, forms={"consent_form": form}, status=422)


@require_POST
@page
def invite(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Let a person outside the organisation write along."""
    found = answers.reach_own(stamp.actor, pk)
    form = EditorForm(request.POST, auto_id="id_editor_%s")
    if form.is_valid():
        try:
            editor = invite_editor(found, email=form.cleaned_data["email"], stamp=stamp)
        except BadAddress as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%s may write along.") % editor.email)
            return HttpResponseRedirect(_back(pk))
    return show_answer(request, stamp, found, "own", forms={"editor_form": form}, status=422)


@require_POST
@page
def uninvite(request: HttpRequest, stamp: Stamp, pk: int, editor: int) -> HttpResponse:
    """Take an invitation to write back."""
    found = answers.reach_own(stamp.actor, pk)
    remove_editor(found, editor_id=editor, stamp=stamp)
    messages.success(request, _("Writes along no longer."))
    return HttpResponseRedirect(_back(pk))


def _back(pk: int) -> str:
    return reverse("docking:answer", args=[pk])
