"""Trials in the search: what each is found by, and by whom one that is not for everybody."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.engines.text.words import Lexicon
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.indexing import documents, facets, filling, kinds
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import ENDED, TrialState

KIND: Final = "trial"
# Held by who acts for a side, of that very unit; and by the offices over a trial.
_SIDE, _OFFICE = "trial-side", "trial-office"
_UNSIGNED: Final = (TrialState.DRAFT, TrialState.DROPPED)
_ALONG: Final = (
    *("city", "district", "department", "owner_unit", "supplier"),
    *("scenario__field", "scenario__chain"),
)
_TYPES: Final[dict[TrialState, Promise]] = {
    TrialState.DRAFT: _("trial in draft"),
    TrialState.RUNNING: _("trial under way"),
    TrialState.SUSPENDED: _("suspended trial"),
    TrialState.TAKEN: _("trial that was taken over"),
    TrialState.NOT_TAKEN: _("trial that was not taken over"),
    TrialState.FAILED: _("trial that did not work"),
    TrialState.DROPPED: _("trial that was not concluded"),
}


def join() -> None:
    """Have trials found like everything else."""
    audience.carry(tokens)
    kinds.register(
        kinds.Kind(
            KIND,
            pgettext_lazy("kind of record", "trial"),
            records=Trial.objects.all,
            fill=fill_trials,
            types=tuple((f"trial_{state.value}", label) for state, label in _TYPES.items()),
        )
    )


def tokens(actor: Actor) -> Iterator[str]:
    """What a reader holds; no query."""
    yield from audience.held(_SIDE, actor, Permission.TRIAL_KEEP)
    yield from audience.held(_OFFICE, actor, Permission.TRIAL_READ)


def found_by(trial: Trial) -> list[str]:
    """Everybody, once it has ended and both sides allow it; else both sides and, of a signed one,
    the offices over it. The same as ``Trial.objects.visible_to`` and ``shown``.
    """
    if trial.is_shown and trial.state in ENDED:
        return [audience.PUBLIC]
    sides = (trial.owner_unit_id, trial.supplier.seat_id)
    found = [f"{_SIDE}:{pk}" for pk in sides if pk]
    if trial.state not in _UNSIGNED:
        for office in (trial.city, trial.district, trial.department, trial.owner_unit):
            found += audience.over(_OFFICE, office)
    return list(dict.fromkeys(found))


def fill_trials(trials: Iterable[Trial]) -> None:
    """(Re)write the documents of ``trials``; one query, one for the vocabulary."""
    words = filling.lexicon()
    wanted = Trial.objects.filter(pk__in=[trial.pk for trial in trials])
    filling.write([document(trial, words) for trial in wanted.select_related(*_ALONG)])


def document(trial: Trial, words: Lexicon) -> SearchDocument:
    """Found by title, both sides, place, scenario, and by what came of it and was learned.

    Nothing is in it that the public page of a closed trial does not say.
    """
    made = documents.begun(KIND, trial.pk, found_by(trial), trial.changed_at)
    scenario, owner, supplier = trial.scenario, trial.owner_unit, trial.supplier
    made.city_id = trial.city_id
    made.title, made.owner_name = trial.title, owner.name
    made.body = "\n".join(part for part in (trial.outcome_words, trial.lessons) if part)
    made.names = list(dict.fromkeys([owner.name, supplier.name, *_named(trial)]))
    said = f"{trial.place} {scenario.title} {scenario.title_en} {supplier.name_en}"
    documents.weigh(made, scenario.number, said, words)
    made.facets = _facets(trial)
    ended = timezone.localdate(trial.ended_at) if trial.ended_at else None
    made.numbers = facets.numbers(trial.changed_at, published=ended)
    made.latitude, made.longitude = facets.centre(trial.district, trial.city)
    return made


def _named(trial: Trial) -> list[str]:
    return [trial.district.name] if trial.district else []


def _facets(trial: Trial) -> facets.Facets:
    scenario = trial.scenario
    year = timezone.localdate(trial.ended_at).year if trial.ended_at else trial.starts_on.year
    found = facets.kept(
        type=f"trial_{trial.state}",
        city=trial.city.code,
        district=trial.district.code if trial.district else "",
        field=scenario.field.code if scenario.field else "",
        chain=scenario.chain.code if scenario.chain else "",
        year=str(year),
    )
    sides = dict.fromkeys(str(pk) for pk in (trial.supplier_id, scenario.owner_id) if pk)
    return found | {"owner": list(sides)}
