"""The closing report of a trial: what was agreed, what was measured, what came of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.trials.contents import Content, points
from citystage.stages.trials.models import Ascent, Incident, Tolerance, Trial, Version
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.queries import readings, standing, tolerances
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.reckoning import LineSeen, Seen
from citystage.stages.trials.states.trials import ENDED
from citystage.stages.trials.terms import Frame
from citystage.web.shell import formats
from citystage.web.shell.pages import page
from citystage.web.trials.listing import ensure
from citystage.web.trials.marks import days_between
from citystage.web.trials.printing import printed
from citystage.web.trials.versions import signed_by

type Part = tuple[str, str]

# Of the points of the agreement: the sides, the scenario, the object, the place, the period.
_TAKEN_OVER = 5


@require_safe
@page
def paper(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """``/trials/<pk>/report.pdf``, or ``.docx``; there is none before the trial has ended."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    versions = queries.versions_of(trial)
    signed = queries.in_force(versions)
    if trial.state not in ENDED or trial.ended_at is None or signed is None:
        raise NotFound(_("A trial that has not ended has no closing report."))
    ended = timezone.localdate(trial.ended_at)
    sheet = FiledPaper(
        title=_("Closing report: %s") % trial.title,
        owner=trial.owner_unit.label,
        lead=f"{trial.get_state_display()} · {formats.day(ended)}",
        language="en" if in_english() else "zh-hans",
        printed_on=ended,
        answers=_numbered(_parts(trial, standing.frame(trial), signed)),
        files_title=_("Hash of the signed text (SHA-256)"),
        files=((_("Text %d") % signed.number, signed.sha256),),
    )
    return printed(sheet, f"trial-{pk}-report", kind)


def _numbered(parts: Iterable[Part]) -> list[Part]:
    return [(f"{place}. {head}", words) for place, (head, words) in enumerate(parts, start=1)]


def _parts(trial: Trial, frame: Frame, signed: Version) -> Iterator[Part]:
    content = Content.of(signed.content)
    yield from list(points(trial, content, frame))[:_TAKEN_OVER]
    yield _("Outcome"), f"{trial.get_state_display()}\n{trial.outcome_words}"
    yield _("Price if it is taken over"), "\n".join(_prices(trial))
    yield _("Numbers to reach"), _reached(standing.targets(trial, signed, frame))
    yield _("Steps of permission"), "\n".join(_steps(trial, frame))
    yield _("Trial readings"), "\n".join(_readings(trial, frame))
    yield _("Incidents"), "\n".join(map(_incident, tolerances.incidents_of(trial))) or _("none")
    yield (
        _("What is tolerated"),
        "\n".join(map(_tolerated, tolerances.of_trial(trial))) or _("none"),
    )
    if signed.amendment:
        yield _("Amendments"), _("%d, each signed by both sides") % signed.amendment
    if trial.lessons:
        yield _("What others should know"), trial.lessons
    valid = [one for one in signed.signatures.all() if one.dropped_at is None]
    yield _("Signatures under the agreement"), "\n".join(map(signed_by, valid))


def _prices(trial: Trial) -> Iterator[str]:
    agreed = formats.money(trial.price) if trial.price is not None else _("to be agreed")
    yield _("As the agreement has it: %s") % agreed
    if trial.taken_price is not None:
        yield _("At which it is taken over: %s") % formats.money(trial.taken_price)


def _reached(lines: Sequence[LineSeen]) -> str:
    either = _("; or ")
    return "\n".join(
        either.join("、".join(map(_seen, choice.needs)) for choice in line.choices)
        for line in lines
    )


def _seen(one: Seen) -> str:
    told = {
        "name": one.measure.label,
        "bound": one.wanted,
        "have": one.had,
        "unit": one.measure.unit_label,
    }
    if one.upper:
        bound = _("%(name)s at most %(bound)s %(unit)s: measured %(have)s")
    else:
        bound = _("%(name)s at least %(bound)s %(unit)s: measured %(have)s")
    verdict = _("%s (reached)") if one.reached else _("%s (not reached)")
    return verdict % (bound % told)


def _steps(trial: Trial, frame: Frame) -> Iterator[str]:
    step = frame.step(trial.step)
    yield _("Reached at the end: %s") % (step.label if step else _("no permission"))
    for one in queries.ascents_of(trial):
        yield _ascent(one, frame)


def _ascent(one: Ascent, frame: Frame) -> str:
    step = frame.step(one.step)
    told = {
        "step": step.label if step else one.step,
        "when": formats.moment(one.unlocked_at),
        "fallen": formats.moment(one.fallen_at) if one.fallen_at else "",
        "reason": one.fallen_reason or one.upheld_reason,
    }
    if one.fallen_at:
        return _("“%(step)s”: unlocked %(when)s, lost %(fallen)s: %(reason)s") % told
    if one.upheld_at:
        return _("“%(step)s”: unlocked %(when)s, judged again and kept: %(reason)s") % told
    return _("“%(step)s”: unlocked %(when)s") % told


def _readings(trial: Trial, frame: Frame) -> Iterator[str]:
    told = readings.tally(trial)
    if told.first is None or told.last is None:
        yield _("none")
        return
    number = ngettext("%s reading", "%s readings", told.standing) % formats.count(told.standing)
    days = days_between(
        timezone.localdate(told.first), timezone.localdate(told.last) + timedelta(days=1)
    )
    yield f"{number} · {days}"
    yield _("Entered later: %(later)d; removed with a reason: %(removed)d") % {
        "later": told.later,
        "removed": told.removed,
    }
    for one in readings.totals(readings.readings(trial, readings.Cut())):
        measure = frame.measure(one.code)
        if measure is not None and measure.measured == "sum":
            yield f"{measure.label} {plain(one.value)} {measure.unit_label}"


def _incident(one: Incident) -> str:
    judged = one.get_judgement_display() if one.judgement else _("not judged yet")
    told = (formats.moment(one.happened_at), one.what, judged, one.reasons, one.consequence)
    return " · ".join(" ".join(part.split()) for part in told if part)


def _tolerated(one: Tolerance) -> str:
    days = days_between(one.starts_on, one.ends_on)
    return f"{one.title} · {days} · {one.decided_for.label} · {one.rule}"
