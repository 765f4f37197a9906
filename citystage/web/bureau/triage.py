"""The triage queue: queue left, record right, filters in the address, many rows at once."""

from functools import partial

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.review import queries, steps
from citystage.stages.review.actions.act_on_many import Step, act_on_many
from citystage.stages.review.models import Case
from citystage.stages.review.queries import TriageChoices, TriageFilter
from citystage.stages.review.states import CaseState
from citystage.web.bureau.marks import state_mark
from citystage.web.bureau.records import Record
from citystage.web.bureau.ways import to_queue
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.pages import page, show

PAGE = 30
BANDS = {
    "weak": gettext_lazy("weak (below 50)"),
    "fair": gettext_lazy("fair (50 to 79)"),
    "ready": gettext_lazy("good (80 and more)"),
}
_SORTS = {
    "opened": gettext_lazy("longest waiting first"),
    "-opened": gettext_lazy("newest first"),
    "quality": gettext_lazy("weakest text first"),
    "-quality": gettext_lazy("best text first"),
    "place": gettext_lazy("recommender's place"),
    "title": gettext_lazy("title"),
}


def filter_of(here: Address) -> TriageFilter:
    """What the address asks for; what it cannot mean is left out."""
    return TriageFilter(
        states=tuple(one for one in here.values("state") if one in CaseState.values),
        districts=_numbers(here.values("district")),
        fields=here.values("field"),
        calls=_numbers(here.values("call")),
        bands=here.values("band"),
        officer="".join(here.values("officer")[-1:]),
        text="".join(here.values("q")[-1:])[:200],
        sort="".join(here.values("sort")[-1:]) or "opened",
    )


def _numbers(values: tuple[str, ...]) -> tuple[int, ...]:
    longest = 18
    return tuple(
        int(one) for one in values if one.isascii() and one.isdecimal() and len(one) <= longest
    )


@require_safe
@page
def queue(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show the queue, and beside it the record that ``case=`` names."""
    if not stamp.actor.may(Permission.REVIEW_CASE_READ):
        raise NotFound(_("There is nothing here for your role."))
    here = Address.of(request)
    wanted = filter_of(here)
    rows = Paginator(queries.triage(stamp.actor, wanted), PAGE).get_page(request.GET.get("page"))
    chosen = _numbers(here.values("case"))
    record = Record(queries.reach_case(stamp.actor, chosen[-1]), stamp) if chosen else None
    choices = queries.triage_choices(stamp.actor)
    facets = _facets(choices, here)
    context = {
        "rows": [(case, state_mark(case.state), _open(here, case)) for case in rows],
        "page": rows,
        "total": rows.paginator.count,
        "facets": facets,
        "chips": [*chips(facets), *_words(here)],
        "clear": here.path,
        "sorts": _sorts(here),
        "here": here,
        "words": wanted.text,
        "exports": [
            Link(label=kind.upper(), url=str(_export(here, kind)))
            for kind in ("xlsx", "csv", "jsonl")
        ],
        "record": record,
        "list_url": str(here.without("case")),
        "next": str(here),
        "officers": _colleagues(rows, stamp),
        "may_judge": stamp.actor.may(Permission.REVIEW_DUPLICATE_JUDGE),
        "crumbs": None,
    }
    return show(request, "bureau/triage.html", context)


def _open(here: Address, case: Case) -> str:
    # The page of the queue stays, so the address is not built by ``having``.
    pairs = (*here.without("case").pairs, ("case", str(case.pk)))
    return str(Address(here.path, pairs))


def _export(here: Address, kind: str) -> Address:
    return here.without("case").at(reverse("bureau:triage_export", args=[kind]))


def _words(here: Address) -> list[Link]:
    return [
        Link(label=_("Words: %s") % word, url=str(here.without("q"))) for word in here.values("q")
    ]


def _sorts(here: Address) -> list[Option]:
    now = (here.values("sort") or ("opened",))[-1]
    return [
        Option(value=key, label=label, url=str(here.having("sort", key)), active=key == now)
        for key, label in _SORTS.items()
    ]


def _facets(choices: TriageChoices, here: Address) -> list[Facet]:
    here = here.without("case")
    states = [
        (state, label, choices.states[state])
        for state, label in CaseState.choices
        if state in choices.states
    ]
    bands = [(key, label, choices.bands[key]) for key, label in BANDS.items()]
    officers = choices.officers
    if choices.unassigned:
        officers = [("none", _("nobody yet"), choices.unassigned), *officers]
    return [
        facet("state", _("State"), states, here=here),
        facet("district", _("Recommended by"), choices.districts, here=here),
        facet("band", _("Quality"), bands, here=here),
        facet("officer", _("Officer"), officers, here=here),
        facet("field", _("Field"), choices.fields, here=here),
        facet("call", _("Call"), choices.calls, here=here),
    ]


def _colleagues(rows: Page[Case], stamp: Stamp) -> list[User]:
    """Whom the rows on this page may be given to; only for those who triage."""
    if not rows.object_list or not stamp.actor.may(Permission.REVIEW_CASE_TRIAGE):
        return []
    return queries.officers(rows.object_list[0], stamp)


@require_POST
@page
def acts(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """One act on the ticked rows; the answer says row by row what became of it."""
    ids = _numbers(tuple(request.POST.getlist("case")))
    if not ids:
        raise Refusal(_("Tick at least one case first."))
    step, name = _step(request, stamp, ids)
    outcomes = act_on_many(ids, step=step, stamp=stamp)
    done = sum(not one.refusal for one in outcomes)
    context = {
        "act": name,
        "outcomes": outcomes,
        "done": done,
        "failed": len(outcomes) - done,
        "back": to_queue(request.POST.get("next", "")),
        "crumbs": [
            Link(label=_("Polishing"), url=reverse("bureau:triage")),
            Link(label=name),
        ],
    }
    return show(request, "bureau/outcomes.html", context)


def _step(request: HttpRequest, stamp: Stamp, ids: tuple[int, ...]) -> tuple[Step, str]:
    wanted = request.POST.get("act", "")
    if wanted == "take_up":
        return steps.take_up, _("Take up")
    if wanted == "ready":
        return steps.make_ready, _("Make ready")
    if wanted == "return":
        reason = request.POST.get("reason", "").strip()[:2000]
        if not reason:
            raise Refusal(_("Write the reason first: the owners will read it."))
        return partial(steps.send_back, reason=reason), _("Return for changes")
    if wanted == "assign":
        first = queries.reach_case(stamp.actor, ids[0])
        chosen = request.POST.get("officer", "")
        known = {str(one.pk): one for one in queries.officers(first, stamp)}
        if chosen not in known:
            raise Refusal(_("Choose to whom the cases are given."))
        return partial(steps.assign, officer=known[chosen]), _("Give to an officer")
    raise NotFound(_("There is no such step."))
