"""An amount that was noted, and one that falls due: each on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.verdicts import Verdict
from citystage.stages.projects.actions.keep_payment import withdraw_payment
from citystage.stages.projects.actions.plan_payment import withdraw_instalment
from citystage.stages.projects.models import Instalment, Payment
from citystage.stages.projects.queries import money as queries
from citystage.stages.projects.queries.projects import reach_project
from citystage.stages.projects.rules import projects as rules
from citystage.web.projects.landing.parts import sent, shown_part, withdrawal
from citystage.web.projects.marks import due_mark
from citystage.web.shell.pages import page


def _may_take_back(actor: Actor, one: Payment | Instalment) -> Verdict:
    if one.withdrawn_at is not None:
        return Verdict(_("This step is no longer open."))
    return rules.may_pay(actor, one.project)


_LABEL = gettext_lazy("Take it back, with the reason")
_DONE = gettext_lazy("Taken back; the reason stays.")
_OF_PAYMENT = withdrawal(withdraw_payment, _may_take_back, _LABEL, _DONE)
_OF_INSTALMENT = withdrawal(withdraw_instalment, _may_take_back, _LABEL, _DONE)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def payment(
    request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = ""
) -> HttpResponse:
    """``/projects/<pk>/amounts/<number>/``."""
    project = reach_project(stamp.actor, pk)
    found = queries.reach_payment(project, number)
    found.project = project
    title = str(found.get_kind_display())
    extra: dict[str, object] = {"payment": found}
    return shown_part(request, stamp, found, name, _OF_PAYMENT, ("payment", title), extra)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def instalment(
    request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = ""
) -> HttpResponse:
    """``/projects/<pk>/dues/<number>/``."""
    project = reach_project(stamp.actor, pk)
    due = queries.reach_instalment(project, number, today=timezone.localdate(stamp.at))
    due.row.project = project
    extra: dict[str, object] = {
        "due": due,
        "mark": due_mark(due.state),
        "payments": queries.payments_for(due.row),
    }
    what = ("instalment", _("Amount due"))
    return shown_part(request, stamp, due.row, name, _OF_INSTALMENT, what, extra)


@require_safe
@page
def payment_file(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The proof of an amount."""
    return sent(queries.reach_payment(reach_project(stamp.actor, pk), number))
