"""How states of yearly assessments look, and what several of their pages show."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.foundation.ledger.models import Entry
from citystage.kernel.texts import in_english
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.evaluation.states.exercises import ExerciseState, SubjectState
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Badge, Event, Link, Tone
from citystage.web.shell.happenings import drawn

_E, _S = ExerciseState, SubjectState
_EXERCISE: dict[str, tuple[Tone, str]] = {
    _E.PREPARING: ("plain", "pencil"),
    _E.REPORTING: ("accent", "send"),
    _E.SCORING: ("accent", "gavel"),
    _E.REPLYING: ("info", "message-square"),
    _E.DECIDED: ("good", "check"),
    _E.CANCELLED: ("warn", "x"),
}
_SUBJECT: dict[str, tuple[Tone, str]] = {
    _S.ASKED: ("plain", "clock"),
    _S.HANDED_IN: ("accent", "send"),
    _S.RETURNED: ("warn", "pencil"),
    _S.CHECKED: ("good", "check"),
    _S.MISSED: ("bad", "triangle-alert"),
    _S.SHOWN: ("info", "info"),
    _S.REPLIED: ("accent", "message-square"),
    _S.DECIDED: ("good", "award"),
    _S.DROPPED: ("warn", "x"),
}
_EVENTS: dict[str, tuple[str, Tone]] = {
    "opened": ("send", "accent"),
    "handed_in": ("send", "plain"),
    "sent_back": ("pencil", "warn"),
    "weights_set": ("git-compare", "accent"),
    "scoring_begun": ("gavel", "accent"),
    "missed": ("triangle-alert", "bad"),
    "replied": ("message-square", "accent"),
    "reply_answered": ("message-square", "plain"),
    "results_taken_back": ("x", "warn"),
    "dropped": ("x", "warn"),
    "cancelled": ("x", "warn"),
    "decided": ("award", "good"),
    "reminded": ("bell", "plain"),
    "examiner_left": ("log-out", "warn"),
    "examiner_added": ("plus", "accent"),
}


def exercise_badge(exercise: Exercise) -> Badge:
    """Where an assessment stands."""
    tone, icon = _EXERCISE[exercise.state]
    return Badge(label=exercise.get_state_display(), tone=tone, icon=icon)


def subject_badge(subject: Subject) -> Badge:
    """Where one who is assessed stands."""
    tone, icon = _SUBJECT[subject.state]
    return Badge(label=subject.get_state_display(), tone=tone, icon=icon)


def events(entries: Iterable[Entry]) -> list[Event]:
    """Ledger rows as a timeline."""
    return drawn(entries, _EVENTS)


def last_day(until: datetime | None) -> date | None:
    """The last day of a step whose end is the first moment after it."""
    return timezone.localdate(until - timedelta(microseconds=1)) if until else None


def late_words(subject: Subject) -> str:
    """By how long a self-report came too late; empty when it was in time."""
    late = subject.late
    if late is None:
        return ""
    if late.days:
        return ngettext("%d day late", "%d days late", late.days) % late.days
    hours = late.seconds // 3600
    if hours:
        return ngettext("%d hour late", "%d hours late", hours) % hours
    return _("less than an hour late")


def former_replies(subject: Subject) -> list[dict[str, object]]:
    """Replies to results that were taken back, the latest first, with moments as moments."""
    return [
        one | {name: parse_datetime(one[name]) for name in ("replied_at", "answered_at")}
        for one in reversed(subject.former_replies)
    ]


def name_of(measure: Measure) -> str:
    """A criterion in the reader's language."""
    return said(measure.name)


def listed(names: Iterable[str]) -> str:
    """Names one after another, with the comma of the reader's language."""
    return (", " if in_english() else "、").join(names)


def home() -> Link:
    """The first crumb of every page of the office."""
    return Link(label=_("Yearly assessments"), url=reverse("steering:assessments"))
