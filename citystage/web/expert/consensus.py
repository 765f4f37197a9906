"""The chair's page: what the panel agrees on, who differs, signed once."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.save_sheet import Outrun
from citystage.stages.selection.actions.write_consensus import (
    Agreement,
    NotWhole,
    write_consensus,
)
from citystage.stages.selection.marking import BadMarks
from citystage.stages.selection.models import Consensus, Seat, Sheet
from citystage.stages.selection.queries import blind, sheets
from citystage.stages.selection.rules.scores import may_agree
from citystage.stages.selection.wording.lines import number, said
from citystage.web.expert.scoring import reached
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def consensus(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the sheets beside the form; keep it, or sign it."""
    seat = reached(stamp, pk)
    panel = sheets.panel_sheets(seat, stamp.at)
    if not seat.chairs or not panel:
        raise NotFound(_("There is nothing here for your role."))
    if request.method != "POST":
        return _show(request, seat, panel)
    sign = request.POST.get("do") == "sign"
    agreement = _written(request, seat, panel)
    try:
        write_consensus(
            seat, agreement=agreement, version=sent_version(request), sign=sign, stamp=stamp
        )
    except BadMarks as refusal:
        return _show(request, seat, panel, errors=refusal.errors, status=422)
    except NotWhole as refusal:
        return _show(request, seat, panel, errors={"members": str(refusal)}, status=422)
    except Outrun:
        found = sheets.consensus_of(seat.candidacy)
        stale = Stale(str(found.version if found else 0))
        return _show(request, seat, panel, stale=stale, status=409)
    messages.success(request, _("The consensus is signed.") if sign else _("The draft is kept."))
    return HttpResponseRedirect(reverse("expert:consensus", args=[pk]))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    seat: Seat,
    panel: Sequence[Sheet],
    *,
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    called, candidacy = blind.name(seat.candidacy), seat.candidacy
    found = sheets.consensus_of(candidacy)
    typed = request.method == "POST"
    now = _written(request, seat, panel) if typed else _as_kept(found)
    context = {
        "seat": seat,
        "called": called,
        "consensus": found,
        "version": found.version if found else 0,
        "allowed": may_agree(seat, None, found, timezone.now(), own=True),
        "asked": [
            (
                one.code,
                said(one.name),
                (number(one.low), number(one.high), number(one.step)),
                [sheet.values.get(one.code, "—") for sheet in panel],
                now.values.get(one.code, ""),
                (errors or {}).get(one.code, ""),
            )
            for one in candidacy.programme.read_terms().scoring.criteria
        ],
        "members": [
            (
                one.seat.expert,
                one.seat.expert_id in now.agreed,
                now.differing.get(one.seat.expert_id, ""),
            )
            for one in panel
        ],
        "words": now.words,
        "errors": errors,
        "stale": stale,
        "crumbs": [
            Link(label=_("Panels"), url=reverse("expert:home")),
            Link(label=called, url=reverse("expert:score", args=[seat.pk])),
            Link(label=_("Consensus")),
        ],
    }
    return show(request, "expert/consensus.html", context, status=status)


def _written(request: HttpRequest, seat: Seat, panel: Sequence[Sheet]) -> Agreement:
    sent = request.POST
    experts = [one.seat.expert_id for one in panel]
    criteria = seat.candidacy.programme.read_terms().scoring.criteria
    return Agreement(
        values={one.code: sent.get(f"mark-{one.code}", "").strip() for one in criteria},
        words=clean(sent.get("words", "")).strip(),
        agreed=frozenset(key for key in experts if sent.get(f"agrees-{key}")),
        differing={
            key: text
            for key in experts
            if (text := clean(sent.get(f"differs-{key}", "")).strip()[:2000])
        },
    )


def _as_kept(found: Consensus | None) -> Agreement:
    if found is None:
        return Agreement(values={}, words="", agreed=frozenset())
    return Agreement(
        values=found.values,
        words=found.words,
        agreed=frozenset(found.agreed),
        differing={one["expert"]: one["words"] for one in found.differing},
    )
