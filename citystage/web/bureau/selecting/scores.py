"""The scores of a selection: matrix, both orders, what-if, export, and the next step in bulk."""

from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS
from citystage.foundation.sheets.writing import Row as SheetRow
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.selection.actions.move_candidacy import (
    Step,
    move_candidacy,
    why_not_yet,
)
from citystage.stages.selection.actions.remind_scorers import remind_scorers
from citystage.stages.selection.actions.reopen_sheet import reopen_sheet
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries import scores as queries
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.queries.scores import Board, Line
from citystage.stages.selection.queries.seats import reach_seat
from citystage.stages.selection.states.candidacies import (
    BACK_TO_PANEL,
    MAKE_READY,
    TO_DILIGENCE,
)
from citystage.stages.selection.wording.lines import said
from citystage.web.bureau.selecting import score_words as wording
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.pages import page

_LEAD: Final = Permission.SELECTION_PANEL_LEAD
_STEPS: Final = {
    "to_diligence": TO_DILIGENCE,
    "make_ready": MAKE_READY,
    "back_to_panel": BACK_TO_PANEL,
}
OFFERED: Final = ("xlsx", "csv", "jsonl")
_MOST_WEIGHT: Final = 1_000


@require_safe
@page
def scores(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Everything the scores come to, and under the weights the address asks for."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    return _show(request, stamp, programme, queries.board(stamp.actor, programme))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    programme: Programme,
    board: Board,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    terms = programme.read_terms()
    names = {one.code: said(one.name) for one in terms.scoring.criteria}
    weights, wrong = _weights(request, names)
    by_key = {line.key: line for line in board.lines}
    told = {
        "board": board,
        "rows": [_told(line, board, names) for line in board.lines],
        "kept_from": [(one, conflict_kinds()[conflict.kind]) for one, conflict in board.kept_from],
        "late": sum(line.late for line in board.lines),
        "by": wording.order_that_decides(board, terms.scoring),
        "why_not": wording.why_not(board, terms.scoring),
        "experts": wording.leniencies(board),
        "weights": [
            (one.code, names[one.code], weights.get(one.code, float(one.weight)))
            for one in terms.scoring.criteria
        ],
        "moved": [(by_key[one.case], one) for one in queries.what_if(board, weights)]
        if weights and not wrong
        else [],
        "wrong_weights": wrong,
        "decision": board.decision,
        "wants_diligence": terms.diligence.wanted,
        "query": request.GET.urlencode(),
    } | dict(context or {})
    return framed(
        request, stamp, programme, "scores", "bureau/selecting/scores.html", told, status=status
    )


def _told(line: Line, board: Board, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "line": line,
        "one": line.candidacy,
        "estimate": board.calibration.cases.get(line.key),
        "ties": wording.ties(line),
        "failed": [names[code] for code in (line.total.failed if line.total else ())],
        "apart": names.get(line.disagreement.criterion, "") if line.disagreement else "",
        "verdict": wording.verdict(line),
    }


def _weights(request: HttpRequest, names: Mapping[str, str]) -> tuple[dict[str, float], bool]:
    """The weights of the address (w_<criterion>=n), and whether they cannot be counted with."""
    found: dict[str, float] = {}
    for code in names:
        text = request.GET.get(f"w_{code}", "").strip()[:20]
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            return found, True
        if not isfinite(value) or not 0 <= value <= _MOST_WEIGHT:
            return found, True
        found[code] = value
    return found, bool(found) and len(found) == len(names) and not any(found.values())


@require_POST
@page
def acts(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Remind, or take the chosen ones on: first what would happen, then it happens."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    step = request.POST.get("step", "")
    if request.POST.get("do") == "remind":
        told = remind_scorers(programme, stamp=stamp)
        words = ngettext("%d expert is reminded.", "%d experts are reminded.", told)
        messages.success(request, words % told if told else _("Nobody is reminded twice a day."))
        return _back(pk)
    if step not in _STEPS:
        raise NotFound(_("There is no such act."))
    board = queries.board(stamp.actor, programme)
    wanted = set(request.POST.getlist("chosen"))
    chosen = [line for line in board.lines if str(line.candidacy.number) in wanted]
    reason = clean(request.POST.get("reason", "")).strip()[:1000]
    if request.POST.get("do") != "go":
        context = {
            "preview": [_would(line, programme, step) for line in chosen],  # type: ignore[arg-type]
            "step": step,
            "step_label": _STEPS[step].label,
            "reason": reason,
        }
        return _show(request, stamp, programme, board, context)
    _move(request, chosen, step, reason, stamp)  # type: ignore[arg-type]
    return _back(pk)


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_scores", args=[pk]))


def _would(line: Line, programme: Programme, step: Step) -> tuple[Line, str]:
    """A chosen line, and why the step is not open to it (empty: it is)."""
    one = line.candidacy
    one.programme = programme
    if one.state not in _STEPS[step].sources:
        return line, _("This step does not begin at “%s”.") % one.get_state_display()
    return line, why_not_yet(one, step)


def _move(request: HttpRequest, chosen: list[Line], step: Step, reason: str, stamp: Stamp) -> None:
    moved = 0
    for line in chosen:
        try:
            move_candidacy(line.candidacy, step=step, reason=reason, stamp=stamp)
        except Refusal as refusal:
            told = {"number": line.candidacy.number, "reason": str(refusal)}
            messages.warning(request, _("No. %(number)s: %(reason)s") % told)
        else:
            moved += 1
    if moved:
        words = ngettext("%d candidacy is moved.", "%d candidacies are moved.", moved)
        messages.success(request, words % moved)


@require_POST
@page
def reopen(request: HttpRequest, stamp: Stamp, pk: int, seat: int) -> HttpResponse:
    """Give a sheet back to its expert."""
    reach_programme(stamp.actor, pk, _LEAD)
    found = reach_seat(stamp.actor, seat)
    reason = clean(request.POST.get("reason", ""))[:1000]
    reopen_sheet(found, reason=reason, stamp=stamp)
    messages.success(request, _("The scores of %s are open again.") % found.expert.name)
    return _back(pk)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """Every sheet's total beside both orders, as a file; without what one is kept away from."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    board = queries.board(stamp.actor, programme)
    people = {
        cell.seat.expert_id: cell.seat.expert.name for line in board.lines for cell in line.cells
    }
    columns = (*COLUMNS, *(Field(code=f"e{key}", zh=name, en=name) for key, name in people.items()))
    name = f"scores-{programme.call.code}-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, columns, _sheet(board))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


COLUMNS: Final = (
    Field(code="number", zh="序号", en="No.", kind=Kind.NUMBER),
    Field(code="title", zh="名称", en="Title"),
    Field(code="place", zh="原始名次", en="Raw place", kind=Kind.NUMBER),
    Field(code="total", zh="原始总分", en="Raw total"),
    Field(code="calibrated_place", zh="校准名次", en="Calibrated place", kind=Kind.NUMBER),
    Field(code="calibrated", zh="校准总分", en="Calibrated total"),
    Field(code="error", zh="标准误", en="Standard error"),
    Field(code="consensus", zh="合议总分", en="Consensus"),
    Field(code="deviation", zh="分歧（标准差）", en="Spread"),
    Field(code="state", zh="状态", en="State"),
)


def _sheet(board: Board) -> Iterator[SheetRow]:
    for line in board.lines:
        estimate = board.calibration.cases.get(line.key)
        known: SheetRow = {
            "number": line.candidacy.number,
            "title": line.candidacy.application.title,
            "place": line.place.place if line.place else None,
            "total": _figure(line.total.total if line.total else None),
            "calibrated_place": line.estimate_place,
            "calibrated": _figure(estimate.value if estimate else None),
            "error": _figure(estimate.error if estimate else None),
            "consensus": _figure(line.agreed),
            "deviation": _figure(line.disagreement.deviation if line.disagreement else None),
            "state": str(line.candidacy.get_state_display()),
        } | {f"e{cell.seat.expert_id}": _figure(cell.total) for cell in line.cells}
        yield {code: value for code, value in known.items() if value not in {None, ""}}


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
