"""How a figure, its period and the reason of a reading are written."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citystage.engines.indicators.periods import Period
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_english, in_readers_language
from citystage.stages.evaluation.deriving.places import Turn
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Reading
from citystage.stages.evaluation.queries.figure_reasons import Reason
from citystage.web.shell import formats

CUTS: Final[Mapping[str, str | Promise]] = {
    "district": gettext_lazy("District"),
    "department": gettext_lazy("Responsible department"),
    "chain": gettext_lazy("Industry chain"),
    "owner_kind": gettext_lazy("Kind of owner"),
}


def number(indicator: Indicator, value: Decimal | None) -> str:
    """The value as people write it, without its unit; what cannot be measured is a dash."""
    if value is None and indicator.adds:
        value = Decimal(0)
    if value is None:
        return "—"
    if indicator.money:
        return formats.money(int(value * 100))
    if value == value.to_integral_value():
        return formats.count(int(value))
    return f"{value.normalize():,f}"


def unit(indicator: Indicator, value: Decimal | None) -> str:
    """What follows the value; money says its own, and what cannot be measured says so."""
    if value is None and not indicator.adds:
        return _("nothing to measure yet")
    return "" if indicator.money else indicator.unit_label


def period_name(period: Period) -> str:
    """2026年, 2026年第三季度, 2026–2028年; 2026, third quarter of 2026."""
    if period.grain == "ever":
        return _("since the beginning")
    if period.grain == "quarter":
        return _quarter(period)
    first, last = period.first.year, period.until.year - 1
    words = f"{first}" if first == last else f"{first}–{last}"
    return words if in_english() else f"{words}年"


def _quarter(period: Period) -> str:
    place = (period.first.month + 2) // 3
    if in_english():
        return f"Q{place} {period.first.year}"
    return f"{period.first.year}年第{'一二三四'[place - 1]}季度"


def answering(city: Unit, unit: Unit | None) -> str:
    """Who answers for the figure."""
    if unit is not None:
        return unit.label
    return _("the coordinating office of %(city)s") % {"city": city.label}


def turn_words(turn: Turn) -> str:
    """What became of a unit, or where it came from, as its figures say it."""
    names = (in_readers_language(zh, en) for zh, en in turn.others)
    told = {
        "units": (", " if in_english() else "、").join(names),
        "day": formats.day(turn.on),
        "last": formats.day(turn.on - timedelta(days=1)),
    }
    return {
        "split": _("split on %(day)s into %(units)s"),
        "part": _("until %(last)s part of %(units)s"),
        "merged": _("merged into %(units)s on %(day)s"),
        "joined": _("with %(units)s since %(day)s"),
    }[turn.kind] % told


def reason_words(reason: Reason) -> list[str]:
    """Why the reading differs from the one before it."""
    reading = reason.reading
    if reading.kind == Reading.Kind.FIRST:
        return [_("First reading.")]
    if reading.kind == Reading.Kind.REDEFINED:
        return [_("The definition was changed: %(formula)s") % {"formula": reading.formula}]
    return _changes(reason) or [_("Evidence of another period or part changed what belongs here.")]


def _changes(reason: Reason) -> list[str]:
    """How much evidence came, moved, went and changed, a sentence each."""
    found = []
    if n := len(reason.came):
        found.append(ngettext("%(n)d piece of evidence came.", "%(n)d pieces of evidence came.", n))
        found[-1] %= {"n": n}
    if n := reason.late:
        words = ngettext(
            "%(n)d of them was noted long after it happened.",
            "%(n)d of them were noted long after they happened.",
            n,
        )
        found.append(words % {"n": n})
    if n := len(reason.moved):
        words = ngettext(
            "%(n)d piece of evidence counts for another unit than before: the directory knows it,"
            " or it was merged.",
            "%(n)d pieces of evidence count for other units than before: the directory knows them,"
            " or they were merged.",
            n,
        )
        found.append(words % {"n": n})
    if n := len(reason.went):
        words = ngettext(
            "%(n)d piece of evidence was withdrawn or belongs elsewhere now.",
            "%(n)d pieces of evidence were withdrawn or belong elsewhere now.",
            n,
        )
        found.append(words % {"n": n})
    if n := len(reason.changed):
        words = ngettext(
            "%(n)d piece of evidence says otherwise than before.",
            "%(n)d pieces of evidence say otherwise than before.",
            n,
        )
        found.append(words % {"n": n})
    return found
