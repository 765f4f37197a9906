"""What an expert's entry says, as it is typed: checked once for the office and the expert."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.models import Expert, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One expert's entry; the employer by record when the directory knows it."""

    name: str
    kind: str
    employer: Organisation | None = None
    employer_name: str = ""
    job_title: str = ""
    expertise: str = ""
    fields: list[str] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    most_cases: int | None = None


def write(expert: Expert, entry: Entry) -> None:
    """Put the entry into the row (not saved)."""
    expert.name, expert.kind = entry.name, entry.kind
    expert.employer = entry.employer
    expert.employer_name = entry.employer.name if entry.employer else entry.employer_name
    expert.job_title, expert.expertise = entry.job_title, entry.expertise
    expert.fields, expert.chains = entry.fields, entry.chains
    expert.most_cases = entry.most_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation as it is declared: to an organisation of the directory, or by its name."""

    kind: Relation.Kind
    organisation: Organisation | None = None
    organisation_name: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share (of 100; none when only the fact is known) of one organisation in another."""

    holder: Organisation | str
    held: Organisation | str
    percent: Decimal | None = None
    since: date | None = None
    until: date | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What is said of a person and a candidacy: a conflict, from where, with what force."""

    kind: str
    origin: str
    standing: str
    words: str = ""
    path: list[dict[str, str]] = field(default_factory=list)
    transitive: bool = False


def name_of(one: Organisation | str) -> str:
    """The name an organisation is entered under."""
    return one.name if isinstance(one, Organisation) else one


def stale_before(moment: datetime, months: int) -> datetime:
    """An entry confirmed before this moment has to be confirmed again (a month: 30.44 days)."""
    return moment - timedelta(days=round(months * 30.4375))


def city_of(unit: Unit) -> Unit:
    """The city a unit belongs to; a city is its own."""
    return unit.city or unit
