"""``/steering/brief.pdf`` and ``.docx``: the view on two pages, in the reader's language."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.briefs import Brief, BriefTable, brief_pdf
from citystage.foundation.documents.model import Language
from citystage.foundation.documents.word.brief import brief_docx
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.docking.funnel import STEPS
from citystage.stages.evaluation.queries import wall as queries
from citystage.stages.evaluation.queries.wall import View
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.exports import attached
from citystage.web.shell.pages import page
from citystage.web.steering.numbers import written
from citystage.web.steering.plan.shown import Ring
from citystage.web.steering.wall import shown
from citystage.web.steering.wall.pages import asked

_MADE: Final = {
    "pdf": (brief_pdf, "application/pdf"),
    "docx": (
        brief_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@require_safe
@page
def brief(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The parts of the address on two pages."""
    if kind not in _MADE:
        raise NotFound(_("There is no such file of this list."))
    city, parts = asked(stamp, Address.of(request))
    view = queries.view(stamp.actor, city, parts=parts, at=stamp.at)
    make, media_type = _MADE[kind]
    return attached(make(paper(view, parts)), f"steering-brief.{kind}", media_type)


def paper(view: View, parts: tuple[str, ...]) -> Brief:
    """What stands on the two pages."""
    language: Language = "en" if in_english() else "zh-hans"
    front = [
        *([_plan(view)] if "plan" in parts else []),
        *([_funnel(view)] if "funnel" in parts else []),
    ]
    back = [
        *([_districts(view)] if "map" in parts else []),
        *([_landings(view)] if "landings" in parts else []),
        *([_stuck(view)] if "stuck" in parts else []),
    ]
    office = view.area.label
    return Brief(
        letterhead=_("%(place)s: brief on scenarios") % {"place": view.city.label},
        title=view.plan.label if view.plan else _("Steering brief"),
        issuer=office,
        as_of=_("As of %(at)s") % {"at": formats.moment(view.at)},
        dated=timezone.localdate(view.at),
        language=language,
        front=front,
        back=back,
        method=_method(),
        cut=_("Further rows stand on the page."),
    )


def _method() -> str:
    return _(
        "Only what evidence proves counts, each unit once; claims are shown beside it. Pace"
        " compares the growth so far with the growth the target requires; the forecast lets"
        " the full quarters so far go on. Every number opens into its records on the site."
    )


def _plan(view: View) -> BriefTable:
    rings = shown.rings(view)
    return BriefTable(
        heading=_("Targets of the plan"),
        head=(
            _("Target"),
            _("Reached"),
            _("At least"),
            _("Claimed"),
            _("Standing"),
            _("A month so far"),
            _("Needed a month"),
        ),
        numeric=(1, 2, 3, 5, 6),
        rows=[_target(ring) for ring in rings],
        note=" ".join(
            _("%(name)s: %(words)s") % {"name": ring.target.label, "words": ring.part}
            for ring in rings
            if ring.part
        ),
        nothing=_("The plan has no target yet.") if view.plan else _("No plan runs this year."),
    )


def _target(ring: Ring) -> list[str]:
    pace, figure = ring.aim.pace, ring.aim.figure
    return [
        ring.target.label,
        ring.value,
        f"{ring.at_least} {ring.unit}",
        written(figure.claimed) if figure else "—",
        str(ring.grade.label),
        "—" if pace.a_month is None else written(pace.a_month),
        "—" if pace.needed is None else written(pace.needed),
    ]


def _funnel(view: View) -> BriefTable:
    line = view.funnel
    rows = [[_("Scenarios"), str(line.total), ""]] if line else []
    if line:
        rows += [
            [str(step.label), str(number), _share(number, line.total)]
            for step, number in zip(STEPS, line.reached, strict=True)
        ]
    return BriefTable(
        heading=_("From suggestion to landing"),
        head=(_("Step of the funnel"), _("Scenarios"), _("Share")),
        numeric=(1, 2),
        rows=rows,
    )


def _share(number: int, total: int) -> str:
    return f"{round(100 * number / total)}%" if total else ""


def _districts(view: View) -> BriefTable:
    lists = {name: shown.tiles(view, name) for name in shown.MEASURES}
    rows = [
        [str(tile.label), *(str(lists[name][place].count) for name in shown.MEASURES)]
        for place, tile in enumerate(lists["opened"])
    ]
    return BriefTable(
        heading=_("By district"),
        head=(_("District"), *(str(label) for label in shown.MEASURES.values())),
        numeric=(1, 2, 3),
        rows=rows,
        nothing=_("No district has a place on the map."),
    )


def _landings(view: View) -> BriefTable:
    return BriefTable(
        heading=_("Newest landings"),
        head=(_("Scenario"), _("Day"), _("District"), _("Supplier")),
        rows=[
            [one.title, formats.day(timezone.localdate(one.progress.at)), one.place, one.maker]
            for one in shown.landings(view)
        ],
        nothing=_("Nothing has landed yet."),
    )


def _told(row: shown.Held) -> str:
    """With whom, and what they are to do."""
    return _("%(who)s (%(step)s)") % {"who": row.who, "step": row.step} if row.step else row.who


def _stuck(view: View) -> BriefTable:
    groups = shown.groups(view)
    totals = [_("%(kind)s: %(n)s") % {"kind": one.label, "n": one.total} for one in groups]
    return BriefTable(
        heading=_("What is stuck, and with whom"),
        head=(_("What"), _("With whom"), _("How late"), _("Kind")),
        rows=[
            [row.title, _told(row), row.late, str(group.label)]
            for group in groups
            for row in group.rows
        ],
        nothing=_("Nothing is overdue."),
        note=_("In all: %(totals)s") % {"totals": " · ".join(totals)} if totals else "",
    )
