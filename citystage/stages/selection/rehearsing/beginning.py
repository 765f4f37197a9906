"""The dry run from the applications to the panels."""

from datetime import timedelta
from math import ceil
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.stages.selection.models import Expert
from citystage.stages.selection.rehearsing.scene import Clash, Scene, Told

# A quarter of the candidacies is supposed to have defects.
_WITH_DEFECTS: Final = 4


def apply(at: Scene) -> Told:
    yield ngettext("%d application", "%d applications", at.supposed.applications) % (
        at.supposed.applications
    )
    yield _("closes"), at.phase.until
    if at.days < 10:  # noqa: PLR2004 -- two weeks
        yield Clash(
            at.phase.code,
            ngettext(
                "Only %d working day to write a long application.",
                "Only %d working days to write a long application.",
                at.days,
            )
            % at.days,
            stops=False,
        )


def recommend(at: Scene) -> Told:
    places = at.supposed.districts * at.supposed.places
    yield _("%(districts)d districts with %(places)d places each: %(all)d in all") % {
        "districts": at.supposed.districts,
        "places": at.supposed.places,
        "all": places,
    }
    if places < at.supposed.applications:
        yield Clash(
            at.phase.code,
            _("%(out)d of %(all)d applications cannot be recommended: places run out.")
            % {"out": at.supposed.applications - places, "all": at.supposed.applications},
            stops=False,
        )
    if not at.days:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)


def check(at: Scene) -> Told:
    cases = at.supposed.candidacies
    if at.days:
        yield _("%(cases)d candidacies, %(each)d a working day") % {
            "cases": cases,
            "each": ceil(cases / at.days),
        }
    else:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)
    hours = at.terms.correction_hours
    if hours:
        yield _("about %(some)d of them with one correction of %(hours)d hours") % {
            "some": ceil(cases / _WITH_DEFECTS),
            "hours": hours,
        }
        last = at.phase.until - timedelta(hours=hours)
        yield _("last moment to ask for corrections"), last
        if last <= at.phase.since:
            yield Clash(
                at.phase.code,
                _("The phase is shorter than the %d hours for corrections.") % hours,
                stops=True,
            )


def panel(at: Scene) -> Told:
    panel, kinds = at.terms.panel, dict(Expert.Kind.choices)
    seats = at.supposed.candidacies * panel.seats
    room = at.supposed.experts_in_all * panel.max_load
    yield _("%(seats)d seats for %(experts)d experts who take %(most)d each at most") % {
        "seats": seats,
        "experts": at.supposed.experts_in_all,
        "most": panel.max_load,
    }
    if at.supposed.experts_in_all < panel.seats:
        yield Clash(
            at.phase.code,
            _("A panel needs %(seats)d experts; there are %(experts)d.")
            % {"seats": panel.seats, "experts": at.supposed.experts_in_all},
            stops=True,
        )
    if room < seats:
        yield Clash(
            at.phase.code,
            _("%(seats)d seats, but room for %(room)d: more experts or a higher load.")
            % {"seats": seats, "room": room},
            stops=True,
        )
    for bench in panel.benches:
        wanted = at.supposed.candidacies * bench.least
        given = at.supposed.experts.get(bench.kind, 0) * panel.max_load
        if given < wanted:
            yield Clash(
                at.phase.code,
                _("%(kind)s: %(wanted)d seats wanted, room for %(given)d.")
                % {"kind": kinds[bench.kind], "wanted": wanted, "given": given},
                stops=True,
            )
    if at.supposed.experts_in_all * panel.min_load > seats:
        yield Clash(
            at.phase.code,
            _("The least load of %d cannot be reached by all experts.") % panel.min_load,
            stops=True,
        )
