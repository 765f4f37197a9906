"""One trial: where it stands, what is missing in numbers, and what one can do now."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.trials.contents import Content, points
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.queries import readings, standing, tolerances
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.rules import readings as reading_rules
from citystage.stages.trials.rules import tolerances as tolerance_rules
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.states.trials import ENDED, SIGNED
from citystage.stages.trials.terms import Frame
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown
from citystage.web.trials.acts import STEPS
from citystage.web.trials.happenings import story_of
from citystage.web.trials.landing import landing_of
from citystage.web.trials.listing import ensure
from citystage.web.trials.marks import (
    days_between,
    judgement_mark,
    tolerance_mark,
    trial_mark,
)
from citystage.web.trials.permitted import Present

_LATEST = 5


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/<pk>/``."""
    ensure(stamp.actor)
    return draw(request, stamp, queries.reach_trial(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    ensure(stamp.actor)
    found = queries.reach_trial(stamp.actor, pk)
    if wrong := steps.take(request, stamp, Present(found), name, STEPS):
        return draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("trials:trial", args=[pk]))


def draw(
    request: HttpRequest, stamp: Stamp, trial: Trial, wrong: Shown | None = None
) -> HttpResponse:
    """The page, with a step that was sent and cannot be taken."""
    wear_city(request, trial.city)
    present = Present(trial)
    frame, versions = present.frame, queries.versions_of(trial)
    in_force, waiting = queries.in_force(versions), queries.open_text(versions)
    present.waiting = waiting
    events, earlier = story_of(trial, frame)
    shown = in_force or waiting or versions[0]
    signed = trial.state in SIGNED
    now = frame.step(trial.step)
    context = {
        "trial": trial,
        "mark": trial_mark(trial),
        "days": days_between(trial.starts_on, trial.ends_on),
        "over": signed and trial.ends_on <= timezone.localdate(stamp.at),
        "side": standing.side(stamp.actor, trial),
        "signed": signed,
        "ended": trial.state in ENDED,
        "step": now,
        "ladder": standing.ladder(trial, frame),
        "ahead": present.ahead if signed else None,
        "doubted": _doubted(present) if signed else None,
        "landing": landing_of(stamp.actor, trial),
        "targets": standing.targets(trial, shown, frame) if in_force else (),
        "points": list(points(trial, Content.of(shown.content), frame)),
        "shown": shown,
        "version": in_force,
        "waiting": waiting,
        "signatures": _signatures(waiting or in_force),
        "texts": len(versions),
        "steps": steps.open_to(stamp.actor, present, STEPS, wrong=wrong),
        "act": reverse("trials:trial", args=[trial.pk]),
        **_around(stamp, trial, frame),
        "events": events,
        "earlier": earlier,
        "crumbs": [
            Link(label=_("Trial agreements"), url=reverse("trials:list")),
            Link(label=trial.title),
        ],
    }
    return show(request, "trials/trial.html", context, status=422 if wrong else 200)


def _doubted(present: Present) -> dict[str, object] | None:
    """The step that is to be judged again, with what its time comes to now."""
    if (doubted := present.doubted) is None:
        return None
    return {
        "ascent": doubted,
        "step": present.frame.step(doubted.step),
        "lines": standing.evidence(present.trial, present.frame, doubted),
    }


def _signatures(version: Version | None) -> list[Any]:
    """Who signed this text and stands by it."""
    if version is None:
        return []
    return [one for one in version.signatures.all() if one.dropped_at is None]


def _around(stamp: Stamp, trial: Trial, frame: Frame) -> dict[str, object]:
    """Readings, incidents and tolerances, and which pages about them are open."""
    actor = stamp.actor
    waiting = str(_("not judged yet"))
    cut = readings.Cut()
    return {
        "latest": [
            (one, frame.measure(one.measure), plain(one.value))
            for one in readings.readings(trial, cut)[:_LATEST]
        ],
        "may_add": reading_rules.may_add(actor, trial),
        "may_write": rules.may_draft(actor, trial),
        "may_amend": rules.may_amend(actor, trial),
        "may_tolerate": tolerance_rules.may_grant(actor, trial) and trial.state in SIGNED,
        "may_judge": tolerance_rules.may_judge(actor, trial),
        "incidents": [
            (one, judgement_mark(one, waiting=waiting)) for one in tolerances.incidents_of(trial)
        ],
        "tolerances": [(one, tolerance_mark(one)) for one in tolerances.of_trial(trial)],
    }
