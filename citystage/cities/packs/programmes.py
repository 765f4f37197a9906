"""Selections, as packs write them: templates an officer begins with, and calls that use one."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from citystage.cities.packs.documents import Document
from citystage.cities.packs.schema import Code, Several, Strictly, Words
from citystage.kernel.toml_faults import faults
from citystage.stages.selection.faults import worded
from citystage.stages.selection.terms import PHASES, PhaseCode, Terms

# Any moment will do to check a template: only the lengths of its phases count.
_SAMPLE: Final = datetime(2026, 1, 1, tzinfo=UTC)

type Kind = Literal["lab", "demonstration", "challenge", "taker", "fund"]


class PhaseLength(Strictly):
    """A phase and how many days it lasts; each begins where the one before ends."""

    code: PhaseCode
    days: Annotated[int, Field(ge=1, le=400)]


class Template(BaseModel):
    """What an officer begins with; ``terms`` are those of ``selection/terms.py`` without phases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    title: Words
    purpose: Words
    # Who may apply, in words; ``eligible_kinds`` are those the system can tell by itself.
    eligibility: Words
    kind: Kind
    form: Code
    eligible_kinds: Several[str] = ()
    needs_recommendation: bool = True
    sealed: bool = False
    default_quota: Annotated[int, Field(ge=0, le=500)] = 5
    phases: Several[PhaseLength] = Field(min_length=1)
    terms: dict[str, Any]

    @model_validator(mode="after")
    def phases_run_in_order(self) -> Self:
        order = [PHASES.index(one.code) for one in self.phases]
        if order != sorted(set(order)):
            raise ValueError(worded("phases_out_of_order"))
        codes = {one.code for one in self.phases}
        if "apply" not in codes:
            raise ValueError(worded("no_apply_phase"))
        if self.needs_recommendation and "recommend" not in codes:
            raise ValueError(worded("no_recommend_phase"))
        return self

    @model_validator(mode="after")
    def recognises_what_it_calls_for(self) -> Self:
        told = self.terms.get("recognition", {})
        kind = told.get("kind", "lab") if isinstance(told, dict) else "lab"
        labs = {"lab", "scenario_lab", "innovation_lab", "other"}
        if kind not in (labs if self.kind == "lab" else {self.kind}):
            raise ValueError(worded("recognition_of_other_kind"))
        return self

    def timed(self, opens_at: datetime, terms: dict[str, Any] | None = None) -> dict[str, Any]:
        """The terms with phases that begin at ``opens_at``; ``terms`` replaces whole parts."""
        phases, since = [], opens_at
        for one in self.phases:
            until = since + timedelta(days=one.days)
            phases.append({"code": one.code, "since": since, "until": until})
            since = until
        return self.terms | (terms or {}) | {"phases": phases}


class Programme(BaseModel):
    """A call of the city that selects by a template; ``terms`` replaces whole parts of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    template: Code
    title: Words
    purpose: Words
    opens_at: AwareDatetime | None = None
    # For demonstrations: opened so many days before it is loaded for the first time.
    opened_days_ago: Annotated[int, Field(ge=0, le=60)] | None = None
    default_quota: Annotated[int, Field(ge=0, le=500)] | None = None
    quotas: dict[str, Annotated[int, Field(ge=0, le=500)]] = {}
    terms: dict[str, Any] = {}

    @model_validator(mode="after")
    def opens_once(self) -> Self:
        if (self.opens_at is None) == (self.opened_days_ago is None):
            raise ValueError(
                _("Give either “opens_at” or “opened_days_ago”, not both and not neither.")
            )
        return self


class ProgrammesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    templates: Several[Template] = ()
    programmes: Several[Programme] = ()


def terms_of(programme: Programme, templates: tuple[Template, ...], *, opens_at: datetime) -> Terms:
    """The terms of a programme of a checked pack, with phases from ``opens_at``."""
    template = next(one for one in templates if one.code == programme.template)
    return Terms.model_validate(template.timed(opens_at, programme.terms))


def check(base: Document[ProgrammesFile], own: Document[ProgrammesFile]) -> None:
    """Blame what is wrong inside the terms, where it stands."""
    known = {}
    for document in (base, own):
        if document.content is None:
            continue
        for number, template in enumerate(document.content.templates):
            known[template.code] = template
            sample = template.timed(_SAMPLE)
            _blame(document, ("templates", number, "terms"), sample, {*sample})
    if own.content is None:
        return
    for number, programme in enumerate(own.content.programmes):
        found = known.get(programme.template)
        if found is None:
            continue
        place = ("programmes", number, "terms")
        _blame(own, place, found.timed(_SAMPLE, programme.terms), {*programme.terms})


def _blame(
    document: Document[ProgrammesFile],
    place: tuple[str | int, ...],
    terms: dict[str, Any],
    own: set[str],
) -> None:
    try:
        Terms.model_validate(terms)
    except ValidationError as error:
        for where, reason in faults(error, worded=worded):
            # A part that stands in the template is blamed there.
            if not where or where[0] in own or where[0] not in terms:
                document.blame((*place, *where), reason)
