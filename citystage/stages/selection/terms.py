"""The terms of a programme as data: who is selected how, by whom, when, and what follows.

Stored with each version of a programme and shown on its public page. What no public source states
(weights, terms, days) is a setting; ``basis`` says where each comes from.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

type Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
type Share = Annotated[float, Field(gt=0, le=1)]

type PhaseCode = Literal[
    "apply",
    "recommend",
    "check",
    "panel",
    "scoring",
    "consensus",
    "diligence",
    "decision",
    "notice",
]
# The phases in the order they run; the public sees them, pages open and close by them.
PHASES: Final[tuple[PhaseCode, ...]] = (
    "apply",
    "recommend",
    "check",
    "panel",
    "scoring",
    "consensus",
    "diligence",
    "decision",
    "notice",
)
type ExpertKind = Literal["science", "industry", "investment", "finance", "law", "user_department"]
type ConflictKind = Literal[
    "employer", "kin", "investor", "adviser", "co_owner", "competitor", "co_work", "applicant"
]


class Part(BaseModel):
    """Strict and frozen, as all terms are."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """What people read, in both languages."""

    zh: str
    en: str


class Phase(Part):
    """One phase; its window is half-open, ``[since, until)``."""

    code: PhaseCode
    since: AwareDatetime
    until: AwareDatetime

    @model_validator(mode="after")
    def runs_forward(self) -> Self:
        if self.until <= self.since:
            raise ValueError("phase_runs_backward")
        return self


class Check(Part):
    """One item of the formal check."""

    code: Code
    name: Words
    # A defect here may be corrected once; otherwise it refuses the candidacy.
    correctable: bool = True


class Bench(Part):
    """So many experts of one kind on every panel."""

    kind: ExpertKind
    least: Annotated[int, Field(ge=1, le=20)]


class Panel(Part):
    """The shape of each candidacy's panel, and what one expert may be asked."""

    seats: Annotated[int, Field(ge=1, le=30)]
    benches: tuple[Bench, ...] = ()
    min_load: Annotated[int, Field(ge=0)] = 0
    max_load: Annotated[int, Field(ge=1)] = 20
    alternates: Annotated[int, Field(ge=0, le=10)] = 1
    # The highest chance any expert-candidacy pair may have; 1 leaves the draw out.
    pair_cap: Share = 1.0

    @model_validator(mode="after")
    def benches_fit(self) -> Self:
        if sum(bench.least for bench in self.benches) > self.seats:
            raise ValueError("benches_exceed_seats")
        if self.min_load > self.max_load:
            raise ValueError("loads_cross")
        return self


class Anchor(Part):
    """What a value means in words."""

    value: Decimal
    words: Words


class Criterion(Part):
    """One criterion of the score form."""

    code: Code
    name: Words
    help: Words | None = None
    weight: Annotated[Decimal, Field(gt=0, le=1000)]
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(100)
    step: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    anchors: tuple[Anchor, ...] = ()
    # A mean below this keeps the candidacy out, whatever its total.
    minimum: Decimal | None = None
    # A value below this must be explained in words.
    explain_below: Decimal | None = None

    @model_validator(mode="after")
    def scale_runs_forward(self) -> Self:
        if self.high <= self.low:
            raise ValueError("scale_runs_backward")
        return self


class Scoring(Part):
    """The score form, and how its scores become an order."""

    criteria: tuple[Criterion, ...] = Field(min_length=1)
    # Experts see neither names nor contacts, only the redacted copy.
    blind: bool = False
    drop_extremes: bool = False
    # Which order the decision is made on; the other one stands beside it.
    order: Literal["raw", "calibrated"] = "raw"
    # Calibration is not used for an expert with fewer sheets, nor in a smaller programme.
    least_sheets: Annotated[int, Field(ge=2)] = 4
    least_candidacies: Annotated[int, Field(ge=3)] = 8
    # Of 100, over all criteria.
    minimum_total: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)
    # A spread (standard deviation, of 100) above this is shown as disagreement.
    disagreement: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(12)
    consensus: bool = True


class Places(Part):
    """How many may be selected, in all and within a field or district (by their codes)."""

    total: Annotated[int, Field(ge=1)] | None = None
    fields: dict[str, Annotated[int, Field(ge=0)]] = {}
    districts: dict[str, Annotated[int, Field(ge=0)]] = {}


class Conflicts(Part):
    """Which relations keep an expert away, and which are only declared."""

    bars: tuple[ConflictKind, ...] = (
        "employer",
        "kin",
        "investor",
        "adviser",
        "co_owner",
        "applicant",
    )
    declared: tuple[ConflictKind, ...] = ("competitor", "co_work")
    years_back: Annotated[int, Field(ge=0, le=20)] = 3
    # Relations over a third party are flagged for an officer to judge, or bar at once.
    transitive: Literal["flag", "bar"] = "flag"
    claims_by_applicants: bool = True


class DiligenceItem(Part):
    """One item of the due-diligence checklist."""

    code: Code
    name: Words
    evidence: bool = True


class Diligence(Part):
    """Due diligence as a step of its own."""

    wanted: bool = True
    days: Annotated[int, Field(ge=1)] = 20
    items: tuple[DiligenceItem, ...] = ()
    # After so many months a rating no longer counts.
    rating_months: Annotated[int, Field(ge=1)] = 12
    # An institution that means to invest: barred, or allowed with the declaration on record.
    investors: Literal["bar", "declare"] = "declare"


class Deciding(Part):
    """The collective decision."""

    quorum: Annotated[int, Field(ge=1)] = 3
    # The share of votes cast (abstentions left out) that carries a proposal.
    majority: Share = 0.5
    strictly_more: bool = True


class Notice(Part):
    """The public notice and what may be said against it."""

    working_days: Annotated[int, Field(ge=1, le=60)] = 5
    objections: Literal["named", "anonymous", "both"] = "both"
    answer_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    appeal_working_days: Annotated[int, Field(ge=0, le=60)] = 5
    grounds: tuple[Code, ...] = ("facts", "eligibility", "procedure", "conflict", "rights", "other")


class Recognition(Part):
    """What a selected candidacy becomes."""

    label: Words
    kind: Code = "lab"
    # {year}, {batch}, {number} are filled in; {number:03d} pads.
    numbering: str = "{year}-{number:03d}"
    term_months: Annotated[int, Field(ge=1)] | None = None
    reports_a_year: Annotated[int, Field(ge=0, le=12)] = 1


type PartName = Literal[
    "phases",
    "checks",
    "panel",
    "scoring",
    "conflicts",
    "diligence",
    "places",
    "deciding",
    "notice",
    "recognition",
]


class Stated(Part):
    """A part of the terms that a public source states; all others are settings."""

    part: PartName
    words: Words


class Terms(Part):
    """Everything a programme rests on beside its call (window, form, quotas, eligibility)."""

    phases: tuple[Phase, ...]
    checks: tuple[Check, ...] = Field(min_length=1)
    correction_hours: Annotated[int, Field(ge=0, le=720)] = 24
    panel: Panel
    scoring: Scoring
    conflicts: Conflicts = Conflicts()
    diligence: Diligence = Diligence()
    places: Places = Places()
    deciding: Deciding = Deciding()
    notice: Notice = Notice()
    recognition: Recognition
    # Experts whose entry is older than this are asked to confirm it first.
    expert_entry_months: Annotated[int, Field(ge=1)] = 12
    # Where the figures come from as a whole, and what a public source says of single parts.
    basis: Words
    stated: tuple[Stated, ...] = ()

    @model_validator(mode="after")
    def phases_run_in_order(self) -> Self:
        order = [PHASES.index(phase.code) for phase in self.phases]
        if order != sorted(set(order)):
            raise ValueError("phases_out_of_order")
        codes = [one.code for one in self.scoring.criteria]
        if len(codes) != len(set(codes)):
            raise ValueError("criterion_twice")
        if len(self.checks) != len({one.code for one in self.checks}):
            raise ValueError("check_twice")
        items = self.diligence.items
        if len(items) != len({one.code for one in items}):
            raise ValueError("diligence_item_twice")
        return self

    def phase(self, code: PhaseCode) -> Phase | None:
        """The phase of this name, when the programme has it."""
        return next((one for one in self.phases if one.code == code), None)

    def in_phase(self, code: PhaseCode, moment: datetime) -> bool:
        """Whether ``moment`` lies in the half-open window of the phase."""
        phase = self.phase(code)
        return phase is not None and phase.since <= moment < phase.until
