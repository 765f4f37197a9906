"""What a profile looks for, and how one wish is compared with another."""

from dataclasses import dataclass, fields

from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.matchmaking.models import Profile
from citystage.stages.matchmaking.states import Telling

_FURTHEST = 90, 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The content of a profile: ``fields``, ``chains``, ``districts`` are codes; empty means any.

    ``latitude``, ``longitude`` (degrees, WGS 84) and ``radius_km`` go together; ``least`` is in
    points of 100.
    """

    title: str
    words: str = ""
    # What the organisation has described as its capabilities counts as well.
    with_capabilities: bool = False
    city: Unit | None = None
    fields: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: int | None = None
    least: int = 0
    told: Telling = Telling.AT_ONCE


PARTS = tuple(part.name for part in fields(Wish))


def is_whole(wish: Wish) -> Verdict:
    """A title, something to look for, and a place with its distance."""
    if not wish.title.strip():
        return Verdict(_("Give the profile a name."))
    own = wish.with_capabilities
    sought = (own, wish.words.strip(), wish.fields, wish.chains, wish.districts, wish.radius_km)
    if not any(sought):
        return Verdict(_("Say what you look for: words, a field, a chain, a district or a place."))
    if not 0 <= wish.least <= 100:  # noqa: PLR2004 -- points of a hundred
        return Verdict(_("The least score is between 0 and 100."))
    return _is_placed(wish)


def _is_placed(wish: Wish) -> Verdict:
    placed = (wish.latitude, wish.longitude, wish.radius_km)
    if placed == (None, None, None):
        return ALLOWED
    if wish.latitude is None or wish.longitude is None or wish.radius_km is None:
        return Verdict(_("A distance needs a place, and a place a distance."))
    if abs(wish.latitude) > _FURTHEST[0] or abs(wish.longitude) > _FURTHEST[1]:
        return Verdict(_("There is no such place."))
    if not 0 < wish.radius_km <= 20_000:  # noqa: PLR2004 -- half of the way around the globe
        return Verdict(_("The distance is between 1 and 20,000 km."))
    return ALLOWED


def apply(wish: Wish, profile: Profile) -> list[str]:
    """Write it into ``profile``; returns the names of parts that changed."""
    wanted = {name: getattr(wish, name) for name in PARTS}
    for name in ("fields", "chains", "districts"):
        wanted[name] = list(wanted[name])
    wanted["title"], wanted["told"] = wish.title.strip()[:120], str(wish.told)
    changed = [name for name, value in wanted.items() if getattr(profile, name) != value]
    for name in changed:
        setattr(profile, name, wanted[name])
    return changed


def wish_of(profile: Profile) -> Wish:
    """What a saved profile says, as a form shows it."""
    told = {name: getattr(profile, name) for name in PARTS}
    for name in ("fields", "chains", "districts"):
        told[name] = tuple(told[name])
    return Wish(**told | {"told": Telling(profile.told)})
