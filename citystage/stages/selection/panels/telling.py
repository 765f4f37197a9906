"""The engine's reasons and obstacles in words for officers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.engines.assignment.changing import Violation, ViolationCode
from citystage.engines.assignment.outcome import Obstacle, ObstacleCode
from citystage.stages.selection.models import Conflict, Expert
from citystage.stages.selection.panels.assembling import Assembly


@dataclass(frozen=True, slots=True)
class Told:
    """One obstacle: what is missing in a sentence, and the conflicts that cause it."""

    words: str
    conflicts: tuple[Conflict, ...]


def obstacles(assembly: Assembly, found: Sequence[Obstacle]) -> list[Told]:
    """Why no panels can be formed, each in a sentence."""
    return [
        Told(
            _words(assembly, one),
            tuple(assembly.conflicts[pair] for pair in one.conflicts if pair in assembly.conflicts),
        )
        for one in found
    ]


def _words(assembly: Assembly, one: Obstacle) -> str:
    kind = str(Expert.Kind(one.kind).label) if one.kind else _("any kind")
    said = {
        "kind": kind,
        "cases": len(one.cases),
        "numbers": _numbers(assembly, one.cases),
        "people": _people(assembly, one.experts),
        "wanted": one.wanted,
        "available": one.available,
    }
    sentences = {
        ObstacleCode.KIND_SHORT: _(
            "“%(kind)s” has %(cases)d candidacies that want %(wanted)d seats, and "
            "places for %(available)d."
        ),
        ObstacleCode.SEATS_SHORT: _(
            "%(cases)d candidacies (No. %(numbers)s) want %(wanted)d seats; those "
            "who may sit there have places for %(available)d."
        ),
        ObstacleCode.CASE_SHORT: _(
            "Candidacy No. %(numbers)s wants %(wanted)d experts (%(kind)s); only "
            "%(available)d may judge it."
        ),
        ObstacleCode.TOTAL_SHORT: _(
            "All panels together want %(wanted)d seats; all experts together have "
            "places for %(available)d."
        ),
        ObstacleCode.LEAST_UNMET: _(
            "%(people)s must have %(wanted)d candidacies together; only "
            "%(available)d can be given to them."
        ),
        ObstacleCode.LEAST_OVER_MOST: _(
            "%(people)s: the least load (%(wanted)d) is above what they take (%(available)d)."
        ),
        ObstacleCode.PINNED_CONFLICT: _(
            "%(people)s sits on No. %(numbers)s and is in conflict with it."
        ),
        ObstacleCode.PINNED_OVER_LOAD: _(
            "%(people)s is kept on %(wanted)d panels and takes %(available)d."
        ),
        ObstacleCode.PINNED_OVER_SEATS: _(
            "On No. %(numbers)s %(wanted)d experts are kept; the panel has %(available)d seats."
        ),
        ObstacleCode.PINNED_OVER_KIND: _(
            "On No. %(numbers)s more experts of “%(kind)s” are kept than the panel takes."
        ),
        ObstacleCode.SHAPE_OVER_SEATS: _(
            "The seats asked for by kind (%(wanted)d) are more than a panel has (%(available)d)."
        ),
        ObstacleCode.CAP_SHORT: _(
            "With the chance of each pair capped so low no panels can be drawn; "
            "raise the cap in the terms."
        ),
    }
    sentence = sentences[one.code] % said
    if one.conflicts:
        sentence += " " + ngettext(
            "%(n)d conflict causes it.", "%(n)d conflicts cause it.", len(one.conflicts)
        ) % {"n": len(one.conflicts)}
    return sentence


def _numbers(assembly: Assembly, cases: Sequence[int]) -> str:
    return "、".join(str(assembly.candidacies[at].number) for at in cases[:12])


def _people(assembly: Assembly, experts: Sequence[int]) -> str:
    return "、".join(assembly.experts[at].name for at in experts[:6])


def violations(assembly: Assembly, found: Sequence[Violation]) -> list[str]:
    """What a change would break, each in a sentence."""
    return [_broken(assembly, one) for one in found]


def _broken(assembly: Assembly, one: Violation) -> str:
    said = {
        "who": "" if one.expert is None else assembly.experts[one.expert].name,
        "number": "" if one.case is None else assembly.candidacies[one.case].number,
        "kind": str(Expert.Kind(one.kind).label) if one.kind else "",
        "now": one.number,
        "limit": one.limit,
    }
    sentences = {
        ViolationCode.CONFLICT: _("%(who)s is in conflict with No. %(number)s."),
        ViolationCode.FORBIDDEN: _("%(who)s has left the panel of No. %(number)s."),
        ViolationCode.OVER_LOAD: _("%(who)s would have %(now)d candidacies and takes %(limit)d."),
        ViolationCode.UNDER_LOAD: _(
            "%(who)s would have %(now)d candidacies; at least %(limit)d are wanted."
        ),
        ViolationCode.SEATS: _(
            "The panel of No. %(number)s would have %(now)d experts; it has %(limit)d seats."
        ),
        ViolationCode.KIND_LEAST: _(
            "No. %(number)s would have %(now)d of “%(kind)s”; at least %(limit)d are asked for."
        ),
        ViolationCode.KIND_MOST: _(
            "No. %(number)s would have %(now)d of “%(kind)s”; at most %(limit)d are allowed."
        ),
        ViolationCode.PIN: _("%(who)s is kept on the panel of No. %(number)s."),
        ViolationCode.TWICE: _("%(who)s sits on the panel of No. %(number)s already."),
    }
    return sentences[one.code] % said
