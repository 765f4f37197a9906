"""One application: where it stands, what it says, what happened, and what its people may do."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries, rules
from citystage.stages.intake.actions.invite_editor import invite_editor
from citystage.stages.intake.actions.remove_editor import remove_editor
from citystage.stages.intake.actions.restore import restore
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import WRITING, ApplicationState
from citystage.stages.intake.writing import BadAnswers
from citystage.stages.review import queries as review
from citystage.stages.selection.queries.candidacies import candidacy_of, correction_of
from citystage.stages.selection.queries.locking import keep_away
from citystage.stages.selection.states.candidacies import LOOKED_INTO, UNDER_WAY
from citystage.web.company.completeness import completeness
from citystage.web.company.needs import TONES
from citystage.web.company.returned import asked_for
from citystage.web.shell.components import Event, Link
from citystage.web.shell.pages import page, show

_TEMPLATE = "company/need.html"


@require_safe
@page
def need(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the application to those who may see it."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    return _show(request, stamp, application)


def _show(
    request: HttpRequest,
    stamp: Stamp,
    application: Application,
    *,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    actor = stamp.actor
    lexicon = queries.lexicon(application.city, application=application)
    owner = queries.owns(application, actor)
    editor = owner or queries.edits(application, actor)
    complete = completeness(application, application.answers)
    candidacy = candidacy_of(application.pk) if complete else None
    correction = correction_of(candidacy) if candidacy and editor else None
    closed = application.state in (ApplicationState.WITHDRAWN, ApplicationState.NOT_RECOMMENDED)
    context = {
        "application": application,
        "asked": asked_for(application),
        "tone": TONES[application.state],
        "sides": queries.sides(application, lexicon=lexicon),
        "files": queries.attachments_of(application),
        "events": [_event(entry) for entry in timeline(application).reverse()],
        "comments": review.comments(application, actor),
        "complete": complete if editor else None,
        "gate": None if complete else review.gate(application),
        "candidacy": candidacy,
        "correction": correction,
        "looked_into": LOOKED_INTO if owner else (),
        "claims_open": editor and candidacy is not None and candidacy.state in UNDER_WAY,
        "editors": queries.editors_of(application) if editor else (),
        "owner": owner,
        "editor": editor,
        "may_edit": rules.may_revise(application, editor=editor, actor=actor),
        "may_invite": rules.may_invite(application, owner=owner),
        "may_submit": owner and application.state in WRITING,
        "may_withdraw": owner and not closed,
        "may_restore": owner and application.state == ApplicationState.WITHDRAWN,
        "errors": errors or {},
        "sent": request.POST,
        "crumbs": [
            Link(label=_("My applications"), url=reverse("company:needs")),
            Link(label=application.title or _("Untitled draft")),
        ],
    }
    return show(request, _TEMPLATE, context, status=422 if errors else 200)


def _event(entry: object) -> Event:
    payload = getattr(entry, "payload", {})
    actor, unit = getattr(entry, "actor", None), getattr(entry, "unit", None)
    who = str(actor or "")
    if actor and unit:
        who = _("%(who)s (%(unit)s)") % {"who": who, "unit": unit.label}
    return Event(
        at=entry.at,  # type: ignore[attr-defined]
        what=entry.label,  # type: ignore[attr-defined]
        who=who,
        note=str(payload.get("reason", "")),
    )


def _act(
    request: HttpRequest, stamp: Stamp, pk: int, act: Callable[[Application], str]
) -> HttpResponse:
    """Do one thing to an own application and say so; complaints stand on its page."""
    application = queries.reach_own(stamp.actor, pk)
    try:
        said = act(application)
    except BadAnswers as refusal:
        return _show(request, stamp, application, errors=refusal.errors)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("company:need", args=[pk]))


@require_POST
@page
def take_back(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Withdraw, with the reason."""

    def act(application: Application) -> str:
        withdraw(application, reason=request.POST.get("reason", ""), stamp=stamp)
        return _("The application is withdrawn. You may restore it as a draft.")

    return _act(request, stamp, pk, act)


@require_POST
@page
def restore_draft(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Take a withdrawal back."""

    def act(application: Application) -> str:
        restore(application, stamp=stamp)
        return _("The application is a draft again.")

    return _act(request, stamp, pk, act)


@require_POST
@page
def invite(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Let another person edit."""

    def act(application: Application) -> str:
        editor = invite_editor(application, email=request.POST.get("email", ""), stamp=stamp)
        return _("%s may now edit.") % editor.email

    return _act(request, stamp, pk, act)


@require_POST
@page
def remove(request: HttpRequest, stamp: Stamp, pk: int, editor: int) -> HttpResponse:
    """Take an invitation back."""

    def act(application: Application) -> str:
        remove_editor(application, editor_id=editor, stamp=stamp)
        return _("The invitation is taken back.")

    return _act(request, stamp, pk, act)


@require_safe
@page
def attachment(_request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Hand out a file of an application one may see, always as a download."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    found = queries.reach_attachment(application, number)
    try:
        with found.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise NotFound("") from gone
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=found.name
    )
    return response
