"""A target as a page draws it: a ring, a grade, and what is to be said of it in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citystage.foundation.taxonomy.models import Tier
from citystage.stages.evaluation.models import Target
from citystage.stages.evaluation.plan_forecast import Forecast, TooLittle
from citystage.stages.evaluation.plan_pace import Grade
from citystage.stages.evaluation.queries.plan import Aim
from citystage.stages.evaluation.queries.plan_pipeline import Stage
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Badge, Text
from citystage.web.shell.figures import figure_url
from citystage.web.steering.numbers import percent, written

_GRADES: dict[Grade, Badge] = {
    Grade.REACHED: Badge(label=gettext_lazy("reached"), tone="good", icon="check"),
    Grade.ON_TRACK: Badge(label=gettext_lazy("on track"), tone="good", icon="arrow-up-right"),
    Grade.BEHIND: Badge(label=gettext_lazy("behind"), tone="warn", icon="triangle-alert"),
    Grade.FAR_BEHIND: Badge(label=gettext_lazy("far behind"), tone="bad", icon="circle-alert"),
    Grade.MISSED: Badge(label=gettext_lazy("not reached in time"), tone="bad", icon="x"),
    Grade.EARLY: Badge(label=gettext_lazy("too early to say"), tone="plain", icon="clock"),
    Grade.AHEAD_OF_TIME: Badge(label=gettext_lazy("not begun"), tone="plain", icon="calendar"),
    Grade.UNKNOWN: Badge(label=gettext_lazy("not measured"), tone="plain", icon="circle-help"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of what is on its way, with the way to its records."""

    label: Text
    number: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What is drawn of one target; the words say everything that the ring shows."""

    aim: Aim
    value: str
    at_least: str
    unit: str
    until: Text
    url: str
    # Of a count that goes on from a baseline: where the counted part opens.
    behind: str
    percent: int
    claimed_percent: int
    # Where the claimed part of the ring begins, counted backwards as SVG has it.
    claimed_from: int
    grade: Badge
    baseline: str
    pace: str
    growth: str
    expected: str
    forecast: str
    claimed: str
    # What of it belongs to the reader's district or department, and where that opens.
    part: str
    part_url: str
    pipeline: Sequence[Step] = ()

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.aim.target


def ring_of(
    aim: Aim,
    *,
    pipeline: Sequence[Stage] = (),
    shut: Collection[str] = (),
    whole_city: bool = True,
) -> Ring:
    """One target, worded; figures of ``shut`` indicators have no page for this reader.

    What is on its way is counted for the city: to whom the lists show less, they are no links.
    """
    share, url = percent(aim.pace.share), _opens(aim, shut)
    return Ring(
        aim=aim,
        value="—" if aim.reached is None else written(aim.reached),
        at_least=written(aim.at_least),
        unit=aim.target.unit_label,
        until=_until(aim),
        url="" if aim.base else url,
        behind=url if aim.base else "",
        percent=share,
        claimed_percent=min(100 - share, percent(aim.claimed_share)),
        claimed_from=-share,
        grade=_GRADES[aim.pace.grade],
        baseline=_baseline(aim),
        pace=_pace(aim),
        growth=_growth(aim),
        expected=_expected(aim),
        forecast=_forecast(aim),
        claimed=_claimed(aim),
        part=_part(aim),
        part_url=_opens(aim, shut, cut=True) if aim.share else "",
        pipeline=[_step(aim, stage, whole_city=whole_city) for stage in pipeline],
    )


def _opens(aim: Aim, shut: Collection[str], *, cut: bool = False) -> str:
    code = aim.target.indicator
    if aim.figure is None or code in shut:
        return ""
    where = (aim.share.by, aim.share.area.code) if cut and aim.share else ()
    return figure_url(aim.target.plan.city.code, code, aim.span.period, *where)


def _part(aim: Aim) -> str:
    """The share of a district or department, said to be one."""
    share = aim.share
    if share is None or aim.figure is None:
        return ""
    told = {
        "area": share.area.label,
        "n": written(share.value),
        "unit": aim.target.unit_label,
        "percent": percent(float(share.value / aim.figure.value)) if aim.figure.value else 0,
    }
    if not share.adds:
        return _("In %(area)s: %(n)s %(unit)s.") % told
    if not share.claimed:
        return _("Share of %(area)s: %(n)s %(unit)s, %(percent)d%% of the city's.") % told
    words = _(
        "Share of %(area)s: %(n)s %(unit)s, %(percent)d%% of the city's; %(claimed)s more only"
        " claimed."
    )
    return words % (told | {"claimed": written(share.claimed)})


def _step(aim: Aim, stage: Stage, *, whole_city: bool) -> Step:
    if stage.way.startswith("projects:") and not whole_city:
        return Step(stage.label, stage.number, "")
    if stage.way == "funnel":
        behind = Address(reverse("docking:funnel_records")).having("step", stage.key)
    elif stage.way == "super":
        behind = Address(reverse("public:scenarios")).having("city", aim.target.plan.city.code)
        behind = behind.having("tier", Tier.SUPER).having("status", stage.key)
    else:
        behind = Address(reverse(stage.way)).having("state", stage.key)
    return Step(stage.label, stage.number, str(behind))


def _until(aim: Aim) -> str:
    last = aim.span.ends.year - 1
    if aim.target.period == Target.Period.YEAR:
        return _("in %(year)d") % {"year": last}
    return _("by the end of %(year)d") % {"year": last}


def _baseline(aim: Aim) -> str:
    revision = aim.revision
    if revision.baseline is None or revision.baseline_year is None:
        return ""
    told = {"base": written(revision.baseline), "year": revision.baseline_year}
    if not aim.base or aim.figure is None:
        return _("It begins from %(base)s at the end of %(year)d.") % told
    words = _("It goes on from %(base)s at the end of %(year)d; %(gained)s are proven since.")
    return words % (told | {"gained": written(aim.figure.value)})


def _growth(aim: Aim) -> str:
    if aim.growth is None or not aim.is_open:
        return ""
    observed, required = (written(100 * rate) for rate in aim.growth)
    words = _("%(observed)s%% growth a year so far; %(required)s%% a year are required.")
    return words % {"observed": observed, "required": required}


def _pace(aim: Aim) -> str:
    pace = aim.pace
    if pace.a_month is None:
        return ""
    so_far = written(pace.a_month)
    if pace.grade in {Grade.REACHED, Grade.MISSED} or pace.needed is None:
        return _("%(so_far)s a month on average.") % {"so_far": so_far}
    words = _("%(so_far)s a month so far; %(needed)s a month are needed from now on.")
    return words % {"so_far": so_far, "needed": written(pace.needed)}


def _expected(aim: Aim) -> str:
    if aim.figure is None or not aim.is_open:
        return ""
    by_now = {"expected": written(aim.pace.expected)}
    if aim.revision.milestones:
        return _("By now %(expected)s would be on the way the milestones set.") % by_now
    return _("By now %(expected)s would be on the straight way to the target.") % by_now


def _forecast(aim: Aim) -> str:
    outlook = aim.outlook
    if outlook is None or not aim.is_open:
        return ""
    if isinstance(outlook, TooLittle):
        words = _(
            "Too little to forecast: it takes %(least_quarters)d full quarters and"
            " %(least_units)d proven units; there are %(quarters)d and %(units)d."
        )
        return words % {
            "least_quarters": outlook.least_quarters,
            "least_units": outlook.least_units,
            "quarters": outlook.quarters,
            "units": outlook.units,
        }
    return _range(outlook)


def _range(outlook: Forecast) -> str:
    words = _(
        "Going on as in the last %(quarters)d quarters, it ends at %(low)s to %(high)s"
        " (middle %(middle)s; %(share)d of 100 outcomes lie within)."
    )
    return words % {
        "quarters": outlook.quarters,
        "low": written(outlook.low),
        "high": written(outlook.high),
        "middle": written(outlook.middle),
        "share": outlook.share,
    }


def _claimed(aim: Aim) -> str:
    figure = aim.figure
    if figure is None or not figure.claimed:
        return ""
    number = int(figure.claimed)
    words = ngettext(
        "%(n)s more (%(unit)s) is claimed without evidence; it is not counted as reached.",
        "%(n)s more (%(unit)s) are claimed without evidence; they are not counted as reached.",
        number,
    )
    return words % {"n": written(figure.claimed), "unit": aim.target.unit_label}
