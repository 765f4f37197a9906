"""The steering view as it is drawn: rings, bars of the funnel, tiles, landings, what is stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import placed_districts
from citystage.kernel.texts import in_english
from citystage.stages.docking.funnel import STEPS, Line
from citystage.stages.docking.models import Progress
from citystage.stages.evaluation.queries.stuck import StuckKind
from citystage.stages.evaluation.queries.stuck_work import Stuck
from citystage.stages.evaluation.queries.wall import View
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Text, Tile
from citystage.web.steering.plan.shown import Ring, ring_of

# What a tile counts: a measure of the duty matrix, by which step of the funnel it is read.
MEASURES: Final[dict[str, Text]] = {
    "opened": gettext_lazy("Scenes opened"),
    "answered": gettext_lazy("Answered"),
    "landed": gettext_lazy("Landed"),
}
_STEP: Final = {"answered": "answer", "landed": "landing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step of the funnel."""

    label: Text
    number: int
    of: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """One landing: what, where, by whom, and the page that shows its proof."""

    title: str
    words: str
    place: str
    maker: str
    progress: Progress
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that is stuck."""

    title: str
    # Who has the next step, and what it is.
    who: str
    step: str
    since: str
    late: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things of one kind; ``more`` says how many are not listed."""

    label: Text
    total: str
    more: str
    rows: Sequence[Held]


def rings(view: View) -> list[Ring]:
    """The targets of the plan that runs."""
    return [ring_of(aim) for aim in view.aims]


def bars(view: View) -> list[Bar]:
    """The funnel from the first suggestion to landing."""
    if view.funnel is None:
        return []
    behind = Address(reverse("docking:funnel_records"))
    return [
        Bar(
            label=step.label,
            number=number,
            of=view.funnel.total or 1,
            url=str(behind.having("step", step.code)),
        )
        for step, number in zip(STEPS, view.funnel.reached, strict=True)
    ]


def tiles(view: View, measure: str) -> list[Tile]:
    """The schematic map; each tile opens the records it counts."""
    records = Address(reverse("steering:duty_records")).having("city", view.city.code)
    return [
        Tile(
            label=short(unit),
            count=_counted(view.districts.get(unit.pk), measure),
            url=str(records.having("district", unit.code).having("measure", measure)),
            column=unit.tile_column or 0,
            row=unit.tile_row or 0,
        )
        for unit in placed_districts()
        if unit.city_id == view.city.pk
    ]


def _counted(line: Line | None, measure: str) -> int:
    if line is None:
        return 0
    if measure not in _STEP:
        return line.total
    place = next(n for n, step in enumerate(STEPS) if step.code == _STEP[measure])
    return line.reached[place]


def short(unit: Unit) -> str:
    """A district's name as it fits a tile."""
    if in_english():
        return unit.label.partition(" (")[0].removesuffix(" District")
    return unit.short_name or unit.name


def landings(view: View) -> list[Landing]:
    """What landed last."""
    return [
        Landing(
            title=one.scenario.label,
            words=one.words,
            place=one.scenario.district.label if one.scenario.district else "",
            maker=one.organisation.label if one.organisation else "",
            progress=one,
            url=reverse("shell:go", args=[one.source]),
        )
        for one in view.landings
    ]


def groups(view: View, *, most: int | None = None) -> list[Group]:
    """What is stuck, kind by kind; of each at most so many."""
    return [
        Group(
            label=kind.label,
            total=_counted_out(kind.total, beyond=kind.beyond),
            more=_more(kind, len(kind.rows[:most])),
            rows=[_held(row) for row in kind.rows[:most]],
        )
        for kind in view.stuck
    ]


def _counted_out(number: int, *, beyond: bool) -> str:
    """A number of things; very many are not counted to the last one."""
    if beyond:
        return _("more than %(n)s") % {"n": formats.count(number)}
    return formats.count(number)


def _more(kind: StuckKind, listed: int) -> str:
    left = kind.total - listed
    if not left:
        return ""
    words = ngettext("%(n)s more", "%(n)s more", left)
    return words % {"n": _counted_out(left, beyond=kind.beyond)}


def _held(row: Stuck) -> Held:
    return Held(
        title=row.title,
        who=row.who or _("nobody named"),
        step=row.step,
        since=_since(row),
        late=_late(row),
        url=reverse("shell:go", args=[row.subject]),
    )


def _since(row: Stuck) -> str:
    if row.since is None or row.ahead:
        return ""
    return _("since %(day)s") % {"day": formats.day(row.since)}


def _late(row: Stuck) -> str:
    if not row.days:
        return _("suspended today") if row.still else _("due today")
    if row.ahead:
        return ngettext("ends in %(n)d day", "ends in %(n)d days", row.days) % {"n": row.days}
    if row.still:
        return ngettext("for %(n)d day", "for %(n)d days", row.days) % {"n": row.days}
    return ngettext("%(n)d day late", "%(n)d days late", row.days) % {"n": row.days}
