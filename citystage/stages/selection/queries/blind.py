"""What experts may know of a candidacy: its name, or only its number where the call is blind."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from citystage.stages.selection.models import Candidacy, Seat


def is_blind(candidacy: Candidacy) -> bool:
    """Whether the terms hide who applies from the panel."""
    return candidacy.programme.read_terms().scoring.blind


def name(candidacy: Candidacy) -> str:
    """What a panel calls this candidacy."""
    if is_blind(candidacy):
        return _("Candidacy No. %d") % candidacy.number
    return candidacy.application.title


def names(seats: Iterable[Seat]) -> dict[int, str]:
    """Candidacy -> what its panel calls it; the terms of each programme are read once."""
    blind: dict[int, bool] = {}
    called: dict[int, str] = {}
    for seat in seats:
        candidacy = seat.candidacy
        if candidacy.programme_id not in blind:
            blind[candidacy.programme_id] = is_blind(candidacy)
        called[candidacy.pk] = (
            _("Candidacy No. %d") % candidacy.number
            if blind[candidacy.programme_id]
            else candidacy.application.title
        )
    return called
