"""The scores of a programme for its office: who gave what, both orders, who would be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Prefetch

from citystage.engines.scoring.calibration import Calibration, WhyNot, calibrate
from citystage.engines.scoring.calibration import Terms as Sample
from citystage.engines.scoring.combining import CaseTotal, Rule, raw
from citystage.engines.scoring.deciding import Decision, Verdict, decide
from citystage.engines.scoring.deciding import Places as Room
from citystage.engines.scoring.disagreement import Disagreement, disagreement
from citystage.engines.scoring.form import Form
from citystage.engines.scoring.marks import Marking
from citystage.engines.scoring.marks import values as totals
from citystage.engines.scoring.ranking import Row as Ranked
from citystage.engines.scoring.ranking import rank
from citystage.engines.scoring.what_if import Moved, reweigh
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.marking import form_of, numbers, total_of
from citystage.stages.selection.models import Candidacy, Conflict, Consensus, Programme, Seat
from citystage.stages.selection.standing import barring
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import SeatState
from citystage.stages.selection.terms import Places, Scoring

_S = CandidacyState
# From the panel on; what the formal check refused never had scores.
SCORED_STATES = (
    _S.REVIEWING,
    _S.DILIGENCE,
    _S.READY,
    _S.NOTICE,
    _S.EFFECTIVE,
    _S.NOT_CHOSEN,
    _S.OVERTURNED,
)
# Of the highest and the lowest one each is left out, from so many sheets on.
DROP_FROM = 3
_COUNTS = (SeatState.ACCEPTED, SeatState.SCORED, SeatState.ASKED)


@dataclass(frozen=True, slots=True)
class Cell:
    """One seat: its total when the sheet is in, whether it is left out as an extreme."""

    seat: Seat
    total: float | None
    dropped: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One candidacy with all that its scores come to."""

    candidacy: Candidacy
    cells: Sequence[Cell]
    missing: Sequence[Seat]
    total: CaseTotal | None
    place: Ranked | None
    estimate_place: int | None
    disagreement: Disagreement | None
    consensus: Consensus | None
    agreed: float | None
    verdict: Verdict | None

    @property
    def late(self) -> int:
        """Sheets one may be reminded of: the seat is taken, the panel still judges."""
        if self.candidacy.state != CandidacyState.REVIEWING:
            return 0
        return sum(one.state == SeatState.ACCEPTED for one in self.missing)

    @property
    def key(self) -> str:
        """The name of the candidacy among the engine's cases."""
        return key_of(self.candidacy)


@dataclass(frozen=True, slots=True)
class Board:
    """All candidacies in the order that decides, both calibrations, what keeps out whom."""

    lines: Sequence[Line]
    form: Form
    markings: Sequence[Marking]
    rule: Rule
    calibration: Calibration
    too_few: int | None
    decision: Decision
    by: str
    kept_from: Sequence[tuple[Candidacy, Conflict]]

    @property
    def why_not(self) -> Sequence[WhyNot]:
        """Why nothing is calibrated, when it is not."""
        return self.calibration.why_not


def key_of(candidacy: Candidacy) -> str:
    """Cases sort by number where nothing else tells them apart."""
    return f"{candidacy.number:06d}"


def board(actor: Actor, programme: Programme) -> Board:
    """Everything this officer may see of the scores; four queries.

    What a conflict bars is not counted in at all, so that nothing can be told from places left
    open; the page says which candidacies these are.
    """
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD)
    rows = reach.filter(programme=programme, state__in=SCORED_STATES)
    kept = rows.barred_to(actor).order_by("number")
    open_rows = rows.open_to(actor).select_related("application", "district", "consensus")
    seats = Seat.objects.filter(state__in=_COUNTS).select_related("expert", "sheet")
    found = list(
        open_rows.prefetch_related(Prefetch("seats", queryset=seats.order_by("expert__name", "pk")))
        .order_by("number")
        .fetch_mode(FETCH_RAISE)
    )
    return _board(programme, found, _kept_from(actor, list(kept)))


def order_of(programme: Programme) -> dict[int, Verdict]:
    """Candidacy -> its place in the order that decides, and why it would be in or out.

    For the house itself, whoever asks: ballots propose by it. Those without scores are left out.
    """
    seats = Seat.objects.filter(state__in=_COUNTS).select_related("expert", "sheet")
    rows = Candidacy.objects.filter(programme=programme, state__in=SCORED_STATES)
    found = list(
        rows.select_related("application", "district", "consensus").prefetch_related(
            Prefetch("seats", queryset=seats)
        )
    )
    lines = _board(programme, found, []).lines
    return {line.candidacy.pk: line.verdict for line in lines if line.verdict is not None}


def _kept_from(actor: Actor, kept: list[Candidacy]) -> list[tuple[Candidacy, Conflict]]:
    barred = barring(actor, kept)
    return [(one, barred[one.pk]) for one in kept]


def _board(
    programme: Programme, found: list[Candidacy], kept: list[tuple[Candidacy, Conflict]]
) -> Board:
    terms = programme.read_terms()
    scoring, form = terms.scoring, form_of(terms.scoring)
    markings = [one for case in found for one in _markings(case, scoring)]
    rule = rule_of(scoring)
    results = raw(markings, form, rule)
    calibration, too_few = _calibrated(markings, form, scoring)
    agreed = {key_of(one): value for one in found if (value := _agreed(one, scoring)) is not None}
    ranking = {row.case: row for row in _ranked(results)}
    by, deciding = _deciding(scoring, results, calibration, agreed)
    failed = [case for case, one in results.items() if one.failed and case not in agreed]
    decision = _decided(deciding, terms.places, scoring, found, failed)
    verdicts = {one.case: one for one in decision.rows}
    apart = disagreement(markings, form, high_from=float(scoring.disagreement))
    estimated = rank({case: one.value for case, one in calibration.cases.items()})
    places = {row.case: row.place for row in estimated}
    lines = [
        Line(
            candidacy=one,
            cells=_cells(one, results.get(key_of(one))),
            missing=[seat for seat in one.seats.all() if seat.state != SeatState.SCORED],
            total=results.get(key_of(one)),
            place=ranking.get(key_of(one)),
            estimate_place=places.get(key_of(one)),
            disagreement=apart.get(key_of(one)),
            consensus=getattr(one, "consensus", None),
            agreed=agreed.get(key_of(one)),
            verdict=verdicts.get(key_of(one)),
        )
        for one in found
    ]
    lines.sort(key=lambda line: _order(line, verdicts))
    return Board(lines, form, markings, rule, calibration, too_few, decision, by, kept)


def _order(line: Line, verdicts: Mapping[str, Verdict]) -> tuple[int, str]:
    verdict = verdicts.get(line.key)
    return (verdict.place if verdict else 1_000_000, line.key)


def _markings(candidacy: Candidacy, scoring: Scoring) -> list[Marking]:
    """The sheets handed in; a sheet that no longer fits the form is not counted."""
    return [
        Marking(key_of(candidacy), str(seat.expert_id), numbers(seat.sheet.values))
        for seat in candidacy.seats.all()
        if seat.state == SeatState.SCORED and total_of(scoring, seat.sheet.values) is not None
    ]


def rule_of(scoring: Scoring) -> Rule:
    """How single totals become one."""
    drop = 1 if scoring.drop_extremes else 0
    return Rule(
        drop_highest=drop,
        drop_lowest=drop,
        drop_from=DROP_FROM,
        minimum=float(scoring.minimum_total) or None,
    )


def _calibrated(
    markings: Sequence[Marking], form: Form, scoring: Scoring
) -> tuple[Calibration, int | None]:
    """The calibration, or how many candidacies with sheets there are when they are too few."""
    cases = len({one.case for one in markings})
    if cases < scoring.least_candidacies:
        return Calibration(used=False), cases
    sample = Sample(least_per_expert=scoring.least_sheets)
    return calibrate(totals(markings, form), sample), None


def _ranked(results: Mapping[str, CaseTotal]) -> tuple[Ranked, ...]:
    """The raw order; equal totals by the heaviest criteria are for people to break."""
    return rank({case: one.total for case, one in results.items() if one.total is not None})


def _agreed(candidacy: Candidacy, scoring: Scoring) -> float | None:
    consensus = getattr(candidacy, "consensus", None)
    if consensus is None or consensus.signed_at is None:
        return None
    return total_of(scoring, consensus.values)


def _deciding(
    scoring: Scoring,
    results: Mapping[str, CaseTotal],
    calibration: Calibration,
    agreed: Mapping[str, float],
) -> tuple[str, tuple[Ranked, ...]]:
    """Which order decides, and that order; a signed consensus takes the place of single marks."""
    values = {case: one.total for case, one in results.items() if one.total is not None}
    by = "raw"
    if scoring.order == "calibrated" and calibration.used:
        by, values = "calibrated", {case: one.value for case, one in calibration.cases.items()}
    return by, rank(values | dict(agreed))


def _decided(
    ranking: Sequence[Ranked],
    places: Places,
    scoring: Scoring,
    found: Sequence[Candidacy],
    failed: Sequence[str],
) -> Decision:
    groups = {
        key_of(one): {
            name: code
            for name, code in (
                ("field", one.field),
                ("district", one.district.code if one.district else ""),
            )
            if code
        }
        for one in found
    }
    room = Room(
        total=len(found) if places.total is None else places.total,
        most={"field": places.fields, "district": places.districts},
        least_value=float(scoring.minimum_total) or None,
    )
    return decide(ranking, room, groups, failed=failed)


def _cells(candidacy: Candidacy, result: CaseTotal | None) -> list[Cell]:
    left_out = {name for name, _value in result.dropped} if result else set()
    known = dict((*result.kept, *result.dropped)) if result else {}
    return [
        Cell(seat, known.get(str(seat.expert_id)), str(seat.expert_id) in left_out)
        for seat in candidacy.seats.all()
    ]


def what_if(board_: Board, weights: Mapping[str, float]) -> Sequence[Moved]:
    """The raw order under other weights; nothing is kept."""
    return reweigh(board_.markings, board_.form, weights, board_.rule)
