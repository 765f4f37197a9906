"""What is locked, and in which order: the ballot, then candidacies by number, then their notice."""

from collections.abc import Iterable

from citystage.stages.selection.models import Ballot, Candidacy, Notice, Objection

_WITH = (
    "application__recommender",
    "application__owner_unit",
    "application__city",
    "programme__city",
    "programme__call",
)


def lock_ballot(ballot: Ballot) -> Ballot:
    """The ballot as it stands now, held until the transaction ends."""
    rows = Ballot.objects.select_for_update(of=("self",))
    return rows.select_related("programme__city", "programme__call").get(pk=ballot.pk)


def lock_candidacies(numbers: Iterable[int]) -> dict[int, Candidacy]:
    """Candidacies by primary key, locked in ascending order, so that two acts never cross."""
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(pk__in=list(numbers))
    rows = rows.select_related(*_WITH)
    return {one.pk: one for one in rows.order_by("pk")}


def lock_candidacy(candidacy_id: int) -> Candidacy:
    """One candidacy."""
    return lock_candidacies([candidacy_id])[candidacy_id]


def lock_notice(notice_id: int) -> Notice:
    """A notice, after its candidacies."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("programme__city")
    return rows.get(pk=notice_id)


def lock_objection(objection: Objection) -> tuple[Objection, Candidacy]:
    """An objection with the candidacy it is about, the candidacy first."""
    candidacy = lock_candidacy(objection.candidacy_id)
    rows = Objection.objects.select_for_update(of=("self",))
    return rows.select_related("notice__programme__city").get(pk=objection.pk), candidacy
