"""Fingerprints: every text that may have a twin is kept here in the form twins are found by.

Later stages put their own records here, in the transaction that changes them: ``put`` for one,
``put_many`` for an import, ``withdraw`` for what must no longer be found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from citystage.engines.similarity.signature import signature
from citystage.engines.text.folding import fold
from citystage.engines.text.stripping import strip_context
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.remembering import remembered
from citystage.stages.intake.models import Application
from citystage.stages.review.models import Fingerprint

_COLUMNS = ["origin", "city", "path", "public", "title", "owner_name", "text", "bare", "bands"]
_SEATS = (Unit.Kind.CITY, Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT, Unit.Kind.STATE_FIRM)
_BATCH = 1000
# A model reads about so far; the title and the first answers tell the matter.
_READ = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text to be found by its likeness.

    ``subject`` is the ledger's name of the record (``journal.subject_of``), ``origin`` that of the
    record it grew from; ``path`` is the path of the unit whose officers may see it.
    """

    subject: str
    title: str
    text: str
    path: str
    city: Unit | None = None
    owner_name: str = ""
    public: bool = False
    origin: str = ""


def put(text: Text) -> Fingerprint:
    """Keep one text, or replace what was kept of it; ties and family stay."""
    return put_many([text])[0]


def put_many(texts: Iterable[Text]) -> list[Fingerprint]:
    """Keep many texts with few statements (imports); the last of one subject wins."""
    latest = {one.subject: one for one in texts}
    words = {city: owner_words(city) for city in {one.city for one in latest.values()}}
    rows = [_fingerprint(one, words[one.city]) for one in latest.values()]
    Fingerprint.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=_COLUMNS,
    )
    return rows


def withdraw(subject: str) -> None:
    """No longer offer this text to anybody; what was said of it is remembered."""
    Fingerprint.objects.filter(subject=subject).update(bands=[], public=False)


def owner_words(city: Unit | None) -> list[str]:
    """Names that say who and where, not what: the city, its districts, departments and firms."""
    return [] if city is None else list(_owner_words(city.pk))


@remembered
def _owner_words(city_id: int) -> list[str]:
    seats = Unit.objects.filter(Q(pk=city_id) | Q(city=city_id), kind__in=_SEATS)
    return [name for pair in seats.values_list("name", "short_name") for name in pair if name]


def bare(text: str, words: Iterable[str]) -> str:
    """The text as likeness is measured on it: folded, without owner, place and phase."""
    return strip_context(fold(text), [fold(word) for word in words])


def spoken(application: Application) -> str:
    """What of an application is understood by meaning: its need, bare of owner and place."""
    names = [*owner_words(application.city), application.owner_name]
    return spoken_words(words_of(application), names)


def spoken_words(said: str, names: Iterable[str]) -> str:
    """The same of ``words_of``, bare of ``names``."""
    title, _newline, rest = said.partition("\n")
    return bare(f"{title}。{rest}"[:_READ], names)


def words_of(application: Application) -> str:
    """What an application says of its need: title and long answers, never contacts."""
    return words_of_answers(application.title, application.answers, application.form.definition)


def words_of_answers(
    title: str, answers: Mapping[str, object], definition: Mapping[str, object]
) -> str:
    """The same for answers that are not saved yet."""
    fields = definition.get("fields")
    asked = fields if isinstance(fields, list) else []
    long = [field["key"] for field in asked if field.get("type") == "long_text"]
    said = [title, *(str(answers.get(key) or "") for key in long)]
    return "\n".join(filter(None, (one.strip() for one in said)))


def _fingerprint(one: Text, words: list[str]) -> Fingerprint:
    stripped = bare(one.text, [*words, one.owner_name])
    return Fingerprint(
        subject=one.subject,
        origin=one.origin,
        city=one.city,
        path=one.path,
        public=one.public,
        title=one.title[:300],
        owner_name=one.owner_name[:200],
        text=one.text,
        bare=stripped,
        bands=signature(stripped),
    )
