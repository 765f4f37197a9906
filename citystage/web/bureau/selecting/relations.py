"""An officer's own ties to organisations: declared once, kept away by them everywhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.declare_own_relation import (
    declare_own_relation,
    end_own_relation,
)
from citystage.stages.selection.queries import relations as queries
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show
from citystage.web.shell.relations import RelationForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def relations(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/bureau/selection/relations/``: what is on record, and one more."""
    if not stamp.actor.may(Permission.SELECTION_CANDIDACY_READ):
        raise NotFound(_("There is nothing here for your role."))
    form = RelationForm(request.POST or None)
    # Whoever speaks for oneself is the source.
    del form.fields["source"]
    if form.is_bound and form.is_valid():
        declare_own_relation(tie=form.tie(), stamp=stamp)
        messages.success(
            request, _("The tie is on record; the next look for conflicts keeps you away by it.")
        )
        return HttpResponseRedirect(reverse("bureau:own_relations"))
    context = {
        "form": form,
        "rows": queries.own_relations(stamp.actor),
        "kept_away": queries.keeping_away(stamp.actor),
        "crumbs": [
            Link(label=_("Selections"), url=reverse("bureau:selections")),
            Link(label=_("My ties to organisations")),
        ],
    }
    status = 422 if form.errors else 200
    return show(request, "bureau/selecting/relations.html", context, status=status)


@require_POST
@page
def end(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Count one no longer."""
    end_own_relation(queries.reach_own_relation(stamp.actor, pk), stamp=stamp)
    messages.success(
        request, _("The tie no longer counts from today; conflicts found by it stay until judged.")
    )
    return HttpResponseRedirect(reverse("bureau:own_relations"))
