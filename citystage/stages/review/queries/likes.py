"""Near-duplicates of a text within reach: this batch, all batches, all cities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from citystage.engines.similarity.jaccard import Level, jaccard, verdict
from citystage.engines.similarity.overlap import overlap_spans
from citystage.engines.similarity.signature import signature
from citystage.engines.text.folding import align
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application
from citystage.stages.review import fingerprints
from citystage.stages.review.models import Fingerprint, Tie

type Spans = Sequence[tuple[int, int]]

MOST_COMPARED = 50
"""Candidates whose likeness is worked out exactly."""
_APPLICATION = Application._meta.label_lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Another text that says the same, and where."""

    fingerprint: Fingerprint
    similarity: float
    level: Level
    # What stands in both: spans of one's own text, and of the other's ``text``.
    mine: Spans
    theirs: Spans
    tie: Tie | None = None
    # How near the two are in meaning, for those found by it; and whether it lies elsewhere.
    cosine: float | None = None
    elsewhere: bool = False

    @property
    def percent(self) -> int:
        """The likeness, of meaning where it was found by that, in whole per cent."""
        return round((self.similarity if self.cosine is None else self.cosine) * 100)

    @property
    def application_id(self) -> int | None:
        """The number of the application the other text is, if it is one."""
        kind, _colon, number = self.fingerprint.subject.partition(":")
        return int(number) if kind == _APPLICATION else None


def likes(application: Application, actor: Actor, *, most: int = 10) -> list[Like]:
    """What is like a stored application (draft or filed), most alike first."""
    own = Fingerprint.objects.filter(subject=subject_of(application)).first()
    text = fingerprints.words_of(application)
    if own is None:
        own = Fingerprint(subject=subject_of(application))
    return _found(text, application.city, application.owner_name, actor, own=own, most=most)


def likes_of_text(
    text: str, actor: Actor, *, city: Unit | None = None, owner_name: str = "", most: int = 10
) -> list[Like]:
    """What is like a text that is not saved anywhere."""
    return _found(text, city, owner_name, actor, own=Fingerprint(), most=most)


def likes_by_meaning(
    application: Application, actor: Actor, near: Mapping[str, float], *, besides: Sequence[Like]
) -> list[Like]:
    """Those of ``near`` (subject: cosine) within reach that nobody told from it, nearest first.

    ``besides`` are found by their words already.
    """
    own = fingerprint_of(application) or Fingerprint(subject=subject_of(application))
    ties = _ties_of(own)
    others = [pk for pk, tie in ties.items() if tie.verdict == Tie.Verdict.NOT_SAME]
    known = [like.fingerprint.pk for like in besides]
    rows = visible(actor).filter(subject__in=near).exclude(Q(pk__in=others + known))
    found = rows.exclude(_same_record(own)).select_related("city", "family")
    text = fingerprints.words_of(application)
    names = [*fingerprints.owner_words(application.city), application.owner_name]
    stripped = fingerprints.bare(text, names)
    place = (application.city_id, application.owner_name)
    return [
        replace(
            _like(text, row, jaccard(stripped, row.bare), ties.get(row.pk)),
            cosine=near[row.subject],
            elsewhere=(row.city_id, row.owner_name) != place,
        )
        for row in sorted(found, key=lambda row: (-near[row.subject], row.pk))
    ]


def _found(  # noqa: PLR0913 -- the parts of one question
    text: str, city: Unit | None, owner_name: str, actor: Actor, *, own: Fingerprint, most: int
) -> list[Like]:
    stripped = fingerprints.bare(text, [*fingerprints.owner_words(city), owner_name])
    bands = signature(stripped)
    if not bands:
        return []
    ties = _ties_of(own)
    others = [pk for pk, tie in ties.items() if tie.verdict == Tie.Verdict.NOT_SAME]
    rows = (
        visible(actor)
        .filter(bands__overlap=bands)
        .exclude(Q(pk__in=others) | _same_record(own))
        .annotate(shared=_shared(bands))
        .select_related("city", "family")
        .order_by("-shared", "pk")[:MOST_COMPARED]
    )
    ranked = sorted(((jaccard(stripped, row.bare), row) for row in rows), key=lambda one: -one[0])
    near = [(j, row) for j, row in ranked if verdict(j) is not Level.DIFFERENT][:most]
    return [_like(text, row, j, ties.get(row.pk)) for j, row in near]


def _like(text: str, row: Fingerprint, similarity: float, tie: Tie | None) -> Like:
    mine, theirs = _overlap(text, row.text)
    return Like(
        fingerprint=row,
        similarity=similarity,
        level=verdict(similarity),
        mine=mine,
        theirs=theirs,
        tie=tie,
    )


def _overlap(left: str, right: str) -> tuple[Spans, Spans]:
    """What stands in both as written, whatever script or width it is written in."""
    one, other = align(left), align(right)
    shared = overlap_spans(one.text, other.text)
    return (
        [one.original(span) for span in shared.left],
        [other.original(span) for span in shared.right],
    )


def visible(actor: Actor) -> QuerySet[Fingerprint]:
    """Public texts, those an officer reaches, and the person's own."""
    reach = actor.reach(Permission.INTAKE_APPLICATION_READ)
    own = Application.objects.editable_by(actor).annotate(
        subject=Concat(Value(f"{_APPLICATION}:"), Cast("pk", TextField()), output_field=TextField())
    )
    return Fingerprint.objects.filter(
        Q(public=True) | subtree(reach, "path") | Q(subject__in=own.values("subject"))
    )


def reach_fingerprint(actor: Actor, fingerprint_id: int) -> Fingerprint:
    """One of them by its number; what lies out of reach is not found."""
    found = visible(actor).select_related("city", "family").filter(pk=fingerprint_id).first()
    if found is None:
        raise NotFound(_("No such text is within your reach."))
    return found


def fingerprint_of(application: Application) -> Fingerprint | None:
    """What is kept of an application's text; nothing before it is submitted."""
    return Fingerprint.objects.filter(subject=subject_of(application)).first()


def compare(one: Fingerprint, other: Fingerprint) -> Like:
    """Two stored texts side by side, with what was said of the pair."""
    left, right = sorted((one.pk, other.pk))
    tie = Tie.objects.filter(left_id=left, right_id=right).select_related("made_by").first()
    return _like(one.text, other, jaccard(one.bare, other.bare), tie)


def judged(actor: Actor) -> QuerySet[Tie]:
    """What was said of pairs within reach, newest first."""
    seen = visible(actor).values("pk")
    return (
        Tie.objects.filter(left__in=seen, right__in=seen)
        .select_related("left", "right", "left__family", "right__family", "made_by")
        .order_by("-made_at", "-pk")
    )


def reach_tie(actor: Actor, tie_id: int) -> Tie:
    """One judgement by its number."""
    found = judged(actor).filter(pk=tie_id).first()
    if found is None:
        raise NotFound(_("No such judgement is within your reach."))
    return found


def _ties_of(own: Fingerprint) -> dict[int, Tie]:
    """What was said of this text and others, by the other's number."""
    if own.pk is None:
        return {}
    rows = Tie.objects.filter(Q(left=own) | Q(right=own)).select_related("made_by")
    return {row.right_id if row.left_id == own.pk else row.left_id: row for row in rows}


def _same_record(own: Fingerprint) -> Q:
    """The text itself, what it grew from, and what grew from it."""
    if not own.subject:
        return Q(pk__in=[])
    same = Q(subject=own.subject) | Q(origin=own.subject)
    return same | Q(subject=own.origin) if own.origin else same


def _shared(bands: list[int]) -> Func:
    """How many bands a row shares with ``bands``."""
    return Func(
        F("bands"),
        Value(bands, output_field=ArrayField(BigIntegerField())),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
