"""The timeline of trials and tolerances; readings are gathered by day and source."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.foundation.ledger.models import Entry
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries import batches, trials
from citystage.stages.trials.queries.batches import Incoming
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.terms import Frame
from citystage.web.shell import formats
from citystage.web.shell.components import Event, Link, Tone
from citystage.web.shell.happenings import drawn

_LOOK: Final[Mapping[str, tuple[str, Tone]]] = {
    "begun": ("pencil", "plain"),
    "revised": ("pencil", "warn"),
    "side_signed": ("pencil", "accent"),
    "signed": ("handshake", "good"),
    "amended": ("handshake", "good"),
    "amendment_proposed": ("git-compare", "plain"),
    "amendment_withdrawn": ("x", "warn"),
    "dropped": ("x", "warn"),
    "ended": ("award", "accent"),
    "suspended": ("circle-alert", "bad"),
    "resumed": ("history", "good"),
    "unlocked": ("layers", "good"),
    "doubted": ("triangle-alert", "bad"),
    "confirmed": ("check", "good"),
    "upheld": ("gavel", "accent"),
    "lost": ("corner-up-left", "bad"),
    "agreed": ("check", "good"),
    "agreement_taken_back": ("corner-up-left", "warn"),
    "reported": ("triangle-alert", "bad"),
    "judged": ("gavel", "accent"),
    "added": ("upload", "plain"),
    "removed": ("trash-2", "warn"),
    "made": ("link", "plain"),
    "granted": ("shield-check", "accent"),
    "withdrawn": ("x", "warn"),
    "reminded": ("bell", "plain"),
    "end_reminded": ("bell", "plain"),
    "outcome_missed": ("triangle-alert", "bad"),
    "publicity_changed": ("eye", "plain"),
}


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """One event per fact."""
    return drawn(entries, _LOOK)


# Days with readings, up to the newest one, that the page of a trial tells of.
_DAYS: Final = 14


def story_of(trial: Trial, frame: Frame) -> tuple[list[Event], bool]:
    """What happened, newest first, a line for each day and source of readings; and whether
    readings came in before those days.
    """
    incoming, earlier = batches.newest(trial, frame, number=_DAYS)
    told = [*events_of(trials.events_of(trial)), *(_came(trial, one) for one in incoming)]
    return sorted(told, key=lambda one: one.at, reverse=True), earlier


def _came(trial: Trial, one: Incoming) -> Event:
    day = reverse("trials:day", args=[trial.pk, one.day.isoformat()])
    return Event(
        at=one.last,
        what=_("Readings, %(source)s") % {"source": Source(one.source).label},
        note=" · ".join((counted(one), *one.totals)),
        icon="upload",
        links=[Link(label=_("Open the batches"), url=f"{day}?source={one.source}", icon="layers")],
    )


def counted(one: Incoming) -> str:
    """How many readings, in how many batches."""
    words = ngettext(
        "%(readings)s in %(batches)s batch", "%(readings)s in %(batches)s batches", one.batches
    )
    number = ngettext("%s reading", "%s readings", one.readings)
    return words % {
        "readings": number % formats.count(one.readings),
        "batches": formats.count(one.batches),
    }
