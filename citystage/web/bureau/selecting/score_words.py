"""What scores come to, in words: why not calibrated, who is in or out and why, what is tied."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.scoring.calibration import WhyNotCode
from citystage.engines.scoring.deciding import ReasonCode
from citystage.stages.selection.queries.scores import Board, Line
from citystage.stages.selection.terms import Scoring

_REASONS: Final[Mapping[ReasonCode, object]] = {
    ReasonCode.IN_ORDER: gettext_lazy("in: by its place in the order"),
    ReasonCode.PROMISED: gettext_lazy("in: a place is promised to its group"),
    ReasonCode.FAILED: gettext_lazy("out: below a minimum of a criterion"),
    ReasonCode.BELOW_LEAST: gettext_lazy("out: below the least total of %(limit)s"),
    ReasonCode.PLACES_FULL: gettext_lazy("out: all %(limit)s places are taken"),
    ReasonCode.GROUP_FULL: gettext_lazy("out: %(group)s has its %(limit)s places already"),
    ReasonCode.KEPT_FOR_OTHERS: gettext_lazy("out: the places left are promised to others"),
    ReasonCode.TIE_UNDECIDED: gettext_lazy("open: equal ones would take more places than are left"),
}


def verdict(line: Line) -> str:
    """In, out or open, with the reason; empty without a total."""
    found = line.verdict
    if found is None:
        return _("no total yet") if line.total is None else ""
    limit = "" if found.limit is None else f"{found.limit:g}"
    return str(_REASONS[found.reason]) % {"limit": limit, "group": _group(line, found.group)}


def _group(line: Line, code: str) -> str:
    district = line.candidacy.district
    return district.label if district and district.code == code else code


def ties(line: Line) -> str:
    """With whom it is tied in the raw order."""
    if line.place is None or not line.place.tied_with:
        return ""
    numbers = "、".join(str(int(case)) for case in line.place.tied_with)
    return _("tied with No. %s; people decide") % numbers


def order_that_decides(board: Board, scoring: Scoring) -> str:
    """Which order the places below follow."""
    if board.by == "calibrated":
        return _("Places follow the calibrated order, as the terms say; the raw one stands beside.")
    if scoring.order == "calibrated":
        return _("The terms ask for the calibrated order; it cannot be used: the raw one counts.")
    return _("Places follow the raw order, as the terms say.")


def why_not(board: Board, scoring: Scoring) -> list[str]:
    """Why nothing is calibrated, in sentences; empty when it is."""
    if board.too_few is not None:
        return [
            _("Not calibrated: %(there)d candidacies have scores, the terms want %(least)d.")
            % {"there": board.too_few, "least": scoring.least_candidacies}
        ]
    sentences: Mapping[WhyNotCode, Callable[[], str]] = {
        WhyNotCode.FEW_EXPERTS: lambda: _(
            "Not calibrated: only %(number)d experts have enough sheets, %(limit)d are wanted."
        ),
        WhyNotCode.FEW_IN_CASE: lambda: _(
            "Not calibrated: %(number)d candidacies have fewer than %(limit)d sheets."
        ),
        WhyNotCode.NOT_CONNECTED: lambda: _(
            "Not calibrated: the candidacies fall into %(number)d groups without a common expert."
        ),
        WhyNotCode.NO_SPARE: lambda: _(
            "Not calibrated: there are too few sheets to tell strict experts from weak candidacies."
        ),
    }
    return [
        sentences[one.code]() % {"number": one.number, "limit": one.limit} for one in board.why_not
    ]


def leniencies(board: Board) -> list[tuple[str, float, float, int, bool]]:
    """Experts with what they give above (or below) others, its error, sheets, whether counted."""
    names = {
        str(cell.seat.expert_id): cell.seat.expert.name
        for line in board.lines
        for cell in line.cells
    }
    found = [
        (names.get(key, ""), one.value, one.error, one.count, one.calibrated)
        for key, one in board.calibration.experts.items()
    ]
    return sorted(found)
