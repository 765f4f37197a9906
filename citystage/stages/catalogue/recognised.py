"""What a candidacy becomes when it takes effect: lab, demonstration, challenge, taker, fund."""

from django.db.models import Q
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.kernel.working_days import months_after
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.models.labs import FAMILIES, LABS
from citystage.stages.catalogue.recognising import Wanted, give, lock_city, next_batch
from citystage.stages.selection.models import Candidacy

# The answers of an application that its page shows, the first that is given.
_DIRECTION = ("direction", "summary", "need")
_NEEDS = ("verify", "needs", "policy_detail")


def recognise(candidacy_id: int, *, stamp: Stamp) -> Label:
    """Give the label of the programme's terms; a candidacy is recognised once."""
    along = ("application__city", "programme__challenge", "organisation", "district")
    candidacy = Candidacy.objects.select_related(*along).get(pk=candidacy_id)
    if known := Label.objects.filter(candidacy_id=candidacy.pk).first():
        return known
    lock_city(candidacy.application.city_id)
    terms = candidacy.programme.read_terms().recognition
    since = timezone.localdate(stamp.at)
    lab = _lab(candidacy, terms.kind, stamp)
    months = terms.term_months
    wanted = Wanted(
        kind=lab.kind,
        words=terms.label.model_dump(),
        pattern=terms.numbering,
        since=since,
        until=months_after(since, months) if months else None,
        candidacy_id=candidacy.pk,
    )
    return give(lab, wanted, stamp=stamp)


def _lab(candidacy: Candidacy, kind: str, stamp: Stamp) -> Lab:
    application = candidacy.application
    answers = application.answers
    return Lab.objects.create(
        city=application.city,
        kind=kind if kind in Lab.Kind.values else Lab.Kind.OTHER,
        name=_free_name(application.city_id, application.title, candidacy.pk),
        builder=candidacy.organisation,
        builder_name=application.owner_name,
        batch=_batch(candidacy),
        field=_term(application.city_id, candidacy.field),
        district=candidacy.district,
        # How a taker means to solve it is nobody else's to read.
        direction="" if kind == Lab.Kind.TAKER else _first(answers, _DIRECTION),
        needs=_first(answers, _NEEDS) if kind in FAMILIES[LABS] else "",
        application=application,
        challenge=_taken(candidacy),
        created_at=stamp.at,
    )


def _taken(candidacy: Candidacy) -> Lab | None:
    """The announced challenge its programme asks takers for."""
    challenge = candidacy.programme.challenge
    if challenge is None:
        return None
    return Lab.objects.filter(application_id=challenge.application_id).first()


def _free_name(city_id: int, title: str, number: int) -> str:
    name = title[:190]
    taken = Lab.objects.filter(city_id=city_id, name=name).exists()
    return f"{name} ({number})" if taken else name


def _batch(candidacy: Candidacy) -> int:
    """What one programme selects is one batch."""
    siblings = Candidacy.objects.filter(programme=candidacy.programme_id).values("application_id")
    same = Lab.objects.filter(application__in=siblings).order_by("batch").first()
    return same.batch if same else next_batch(candidacy.application.city)


def _term(city_id: int, code: str) -> Term | None:
    mine = Q(city=city_id) | Q(city__isnull=True)
    return Term.objects.filter(mine, scheme=Scheme.FIELD, code=code).first() if code else None


def _first(answers: dict[str, object], keys: tuple[str, ...]) -> str:
    return next((str(answers[key]) for key in keys if isinstance(answers.get(key), str)), "")
