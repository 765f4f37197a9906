"""A supplier is confirmed, pinned, rejected, excluded, proposed; a decision is taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.intake import queries
from citystage.stages.matchmaking.actions.judge import judge, withdraw_judgement
from citystage.stages.matchmaking.actions.judge_draft import judge_draft, withdraw_from_draft
from citystage.stages.matchmaking.actions.propose import propose
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.queries import reach
from citystage.stages.matchmaking.states import JudgementKind
from citystage.stages.selection.queries.locking import keep_away
from citystage.web.matching import drafts
from citystage.web.matching.able import Turned, draw
from citystage.web.matching.forms import AgainstForm, ProposeForm
from citystage.web.shell.components import Text
from citystage.web.shell.pages import page, wants_part

_KINDS: Final = {
    "confirm": JudgementKind.CONFIRM,
    "pin": JudgementKind.PIN,
    "reject": JudgementKind.REJECT,
    "exclude": JudgementKind.EXCLUDE,
}
_SAID: Final[Mapping[str, Text]] = {
    "confirm": gettext_lazy("Confirmed: %s."),
    "pin": gettext_lazy("Stays on top: %s."),
    "reject": gettext_lazy("Put aside for this scenario: %s."),
    "exclude": gettext_lazy("Not offered here any more: %s."),
    "propose": gettext_lazy("Proposed to the owner: %s."),
    "withdraw": gettext_lazy("The decision is taken back; it is ranked like any other: %s."),
}
_WITHOUT_WORDS: Final = frozenset({"confirm", "pin"})


@require_POST
@page
def decide(
    request: HttpRequest, stamp: Stamp, number: str, organisation: int, verb: str
) -> HttpResponse:
    """One decision on one supplier of a scenario."""
    scenario = reach.reach_matchable(stamp.actor, number)
    about = _About(
        judge=partial(judge, scenario),
        withdraw=partial(withdraw_judgement, scenario),
        propose=partial(propose, scenario),
        draw=partial(draw, request, stamp, scenario),
        back=reverse("matching:able", args=[number]),
    )
    return _decide(request, stamp, about, organisation, verb)


@require_POST
@page
def decide_draft(
    request: HttpRequest, stamp: Stamp, pk: int, organisation: int, verb: str
) -> HttpResponse:
    """The same for a draft, of which nobody is a broker."""
    application = queries.reach_application(stamp.actor, pk)
    keep_away(stamp.actor, application)
    about = _About(
        judge=partial(judge_draft, application),
        withdraw=partial(withdraw_from_draft, application),
        propose=_nobody_proposes,
        draw=partial(drafts.draw, request, stamp, application),
        back=reverse("matching:draft", args=[pk]),
    )
    return _decide(request, stamp, about, organisation, verb)


def _nobody_proposes(**_said: object) -> Judgement:
    raise NotFound(_("A draft has no broker yet."))


@dataclass(frozen=True, slots=True)
class _About:
    """What is decided on: a scenario or a draft, with its acts and its page."""

    judge: Callable[..., Judgement]
    withdraw: Callable[..., Judgement | None]
    propose: Callable[..., Judgement]
    draw: Callable[..., HttpResponse]
    back: str


def _decide(
    request: HttpRequest, stamp: Stamp, about: _About, organisation: int, verb: str
) -> HttpResponse:
    if verb not in _SAID:
        raise NotFound(_("There is no such act."))
    supplier = reach.reach_supplier(organisation)
    act = _ACTS.get(verb, _judge)
    made, wrong = act(request, stamp, about, supplier, verb)
    if wrong is not None:
        return about.draw(wrong, status=422)
    said = str(_SAID[verb]) % supplier.label
    if wants_part(request):
        just = made if verb in _KINDS else None
        return about.draw(Turned(just=just))
    messages.success(request, said)
    return HttpResponseRedirect(about.back)


type _Done = tuple[Judgement | None, Turned | None]


def _judge(
    request: HttpRequest, stamp: Stamp, about: _About, supplier: Organisation, verb: str
) -> _Done:
    reason, words = "", ""
    if verb not in _WITHOUT_WORDS:
        form = AgainstForm(request.POST, auto_id=f"id_against_{supplier.pk}_%s")
        if not form.is_valid():
            return None, Turned(supplier.pk, {"against": form})
        reason, words = form.cleaned_data["reason"], form.cleaned_data["words"]
    made = about.judge(
        organisation=supplier,
        kind=_KINDS[verb],
        reason=reason,
        words=words,
        capability=reach.capability_of(supplier, _number(request, "capability")),
        seen=_number(request, "seen"),
        stamp=stamp,
    )
    return made, None


def _withdraw(
    request: HttpRequest, stamp: Stamp, about: _About, supplier: Organisation, _verb: str
) -> _Done:
    seen = _number(request, "seen")
    return about.withdraw(organisation=supplier, seen=seen, stamp=stamp), None


def _propose(
    request: HttpRequest, stamp: Stamp, about: _About, supplier: Organisation, _verb: str
) -> _Done:
    form = ProposeForm(request.POST, auto_id=f"id_propose_{supplier.pk}_%s")
    if not form.is_valid():
        return None, Turned(supplier.pk, {"propose": form})
    made = about.propose(
        organisation=supplier,
        capability=reach.capability_of(supplier, _number(request, "capability")),
        words=form.cleaned_data["words"],
        stamp=stamp,
    )
    return made, None


_ACTS: Final[Mapping[str, Callable[..., _Done]]] = {"withdraw": _withdraw, "propose": _propose}


def _number(request: HttpRequest, name: str) -> int | None:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else None  # noqa: PLR2004 -- a column
