"""What of the terms may still change once the call is open, and why the rest may not.

Applicants and experts rely on the terms they were shown: from the opening on criteria and checks
stand; time may be given, not taken; rules against conflicts may become stricter, not looser.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.selection.terms import PHASES, PhaseCode, Terms


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One change that is refused: the part of the terms, and the reason."""

    part: str
    reason: str | Promise


_SHOWN: Final = _("Applicants rely on it since the call was opened.")
_OVER: Final = _("Its phase has begun; those who take part rely on it.")
_NO_LESS: Final = _("Since the call was opened it may be raised, not lowered.")
_NO_LOOSER: Final = _("Since the call was opened it may become stricter, not looser.")


def forbidden(old: Terms, new: Terms, *, at: datetime) -> list[Forbidden]:
    """Every change from ``old`` to ``new`` that is refused at ``at``, after the opening."""
    found = [*_phases(old, new, at)]
    for part, verdict in _RULES:
        reason = verdict(old, new, at)
        if not reason:
            found.append(Forbidden(part, reason.reason))
    return found


def _phases(old: Terms, new: Terms, at: datetime) -> Iterator[Forbidden]:
    """A phase that is over stands; one that runs may last longer; one to come may move."""
    if [one.code for one in old.phases] != [one.code for one in new.phases]:
        yield Forbidden("phases", _("Since the call was opened, phases are neither added nor cut."))
        return
    for before, after in zip(old.phases, new.phases, strict=True):
        if before == after:
            continue
        place = f"phases.{PHASES.index(before.code)}"
        if before.until <= at:
            yield Forbidden(place, _("This phase is over."))
        elif before.since <= at and after.since != before.since:
            yield Forbidden(place, _("This phase has begun; its beginning stands."))
        elif before.since <= at and after.until < before.until:
            yield Forbidden(place, _("This phase runs; it may last longer, not shorter."))
        elif before.code in ("apply", "recommend") and after.until < before.until:
            yield Forbidden(place, _("It was announced; it may last longer, not shorter."))
        elif after.since < at and after.since != before.since:
            yield Forbidden(place, _("A phase that is still to come begins after now."))


def _begun(terms: Terms, code: PhaseCode, at: datetime) -> bool:
    phase = terms.phase(code)
    return phase is not None and phase.since <= at


type _Rule = Callable[[Terms, Terms, datetime], Verdict]


def _stands(read: Callable[[Terms], object]) -> _Rule:
    return lambda old, new, _at: ALLOWED if read(old) == read(new) else Verdict(_SHOWN)


def _until(code: PhaseCode, read: Callable[[Terms], object]) -> _Rule:
    """May change until the phase begins."""

    def rule(old: Terms, new: Terms, at: datetime) -> Verdict:
        same = read(old) == read(new)
        return ALLOWED if same or not _begun(old, code, at) else Verdict(_OVER)

    return rule


def _grows(code: PhaseCode, read: Callable[[Terms], float]) -> _Rule:
    """May be raised until the phase begins, never lowered."""

    def rule(old: Terms, new: Terms, at: datetime) -> Verdict:
        if read(new) == read(old):
            return ALLOWED
        if read(new) < read(old):
            return Verdict(_NO_LESS)
        return Verdict(_OVER) if _begun(old, code, at) else ALLOWED

    return rule


def _stricter(old: Terms, new: Terms, at: datetime) -> Verdict:
    was, now = old.conflicts, new.conflicts
    looser = (
        not set(was.bars) <= set(now.bars)
        or not set(was.declared) <= {*now.declared, *now.bars}
        or now.years_back < was.years_back
        or (was.transitive == "bar" and now.transitive == "flag")
        or (was.claims_by_applicants and not now.claims_by_applicants)
    )
    if looser:
        return Verdict(_NO_LOOSER)
    return Verdict(_OVER) if was != now and _begun(old, "scoring", at) else ALLOWED


def _investors(old: Terms, new: Terms, at: datetime) -> Verdict:
    if old.diligence.investors == "bar" and new.diligence.investors == "declare":
        return Verdict(_NO_LOOSER)
    return _until("diligence", lambda terms: terms.diligence)(old, new, at)


def _places(old: Terms, new: Terms, at: datetime) -> Verdict:
    was, now = old.places, new.places
    if was == now:
        return ALLOWED
    if _begun(old, "scoring", at):
        return Verdict(_OVER)
    limits = (
        ({"": was.total}, {"": now.total}),
        (was.fields, now.fields),
        (was.districts, now.districts),
    )
    fewer = any(
        _limit(after, code) < _limit(before, code)
        for before, after in limits
        for code in {*before, *after}
    )
    return Verdict(_NO_LESS) if fewer else ALLOWED


def _limit(places: Mapping[str, int | None], code: str) -> float:
    """Places of one kind; none given is no limit."""
    given = places.get(code)
    return inf if given is None else given


def _judged_by(terms: Terms) -> object:
    """What decides who comes first: criteria, and how scores become an order."""
    scoring = terms.scoring
    return (
        [
            (one.code, one.weight, one.low, one.high, one.minimum, one.name)
            for one in scoring.criteria
        ],
        scoring.blind,
        scoring.drop_extremes,
        scoring.order,
        scoring.minimum_total,
    )


_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    ("checks", _stands(lambda terms: terms.checks)),
    ("correction_hours", _grows("check", lambda terms: terms.correction_hours)),
    ("panel", _until("panel", lambda terms: terms.panel)),
    ("scoring", _stands(_judged_by)),
    ("scoring", _until("scoring", lambda terms: terms.scoring)),
    ("conflicts", _stricter),
    ("diligence", _investors),
    ("places", _places),
    ("deciding", _until("decision", lambda terms: terms.deciding)),
    ("notice.working_days", _grows("notice", lambda terms: terms.notice.working_days)),
    (
        "notice.appeal_working_days",
        _grows("notice", lambda terms: terms.notice.appeal_working_days),
    ),
    ("notice", _until("notice", lambda terms: terms.notice)),
    ("recognition", _until("decision", lambda terms: terms.recognition)),
)
