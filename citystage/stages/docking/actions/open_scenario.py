"""The owner opens a published scenario for answers, and may give more time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.telling import followers_of
from citystage.stages.docking import telling
from citystage.stages.docking.facts.answers import OpeningExtended, ScenarioOpened
from citystage.stages.docking.models import Opening
from citystage.stages.docking.opening import BadOpening, Settings
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.sides import RELATED
from citystage.stages.docking.terms import answering_of
from citystage.stages.docking.writing import in_words
from citystage.stages.intake.closing import at_the_act
from citystage.stages.matchmaking.deciding import lock_scenario


class AlreadyOpen(Refusal):
    """There is a window already."""


@transaction.atomic(durable=True)
def open_scenario(scenario: Scenario, *, settings: Settings, stamp: Stamp) -> Opening:
    """Open the window; by when an outcome is due comes from the city's pack.

    Raises ``AlreadyOpen``, ``BadOpening``.
    """
    locked = lock_scenario(scenario)
    rules.may_open(stamp.actor, locked).enforce()
    if Opening.objects.without_outcome().filter(scenario=locked).exists():
        raise AlreadyOpen(_("This scenario takes answers already, or waits for its outcome."))
    if faults := settings.faults(stamp.at):
        raise BadOpening(faults)
    terms = answering_of(locked.city)
    opening = Opening.objects.create(
        scenario=locked,
        opens_at=settings.opens_at,
        closes_at=settings.closes_at,
        questions_until=settings.questions_until,
        outcome_due_at=terms.outcome_due(settings.closes_at),
        sealed=settings.sealed,
        asks_price=settings.asks_price,
        eligible_kinds=list(settings.eligible_kinds),
        essentials=settings.kept_essentials(),
        note=settings.note.strip()[:2000],
        opened_by_id=stamp.actor.user_id,
        opened_for=stamp.actor.unit,
        opened_at=stamp.at,
    )
    closes = settings.closes_at.isoformat()
    fact = ScenarioOpened(opening_id=opening.pk, scenario_id=locked.pk, closes_at=closes)
    journal.record(fact, subject=opening, stamp=stamp)
    telling.say(
        followers_of(locked),
        gettext_noop("“%(title)s” takes answers until %(until)s."),
        about=locked,
        group=Group.FOLLOWED,
        stamp=stamp,
        title=locked.title,
        until=telling.exact(settings.closes_at),
    )
    return opening


@transaction.atomic(durable=True)
def extend_opening(
    opening: Opening, *, closes_at: datetime, reason: str, version: int, stamp: Stamp
) -> Opening:
    """Give more time, never less; everybody who answers is told. Questions go on accordingly."""
    rows = Opening.objects.select_for_update(of=("self",)).select_related(*RELATED)
    locked = rows.get(pk=opening.pk)
    # Not the beginning of the request: a window that ended meanwhile stays ended.
    stamp = at_the_act(stamp)
    rules.may_extend(stamp.actor, locked, stamp.at).enforce()
    if locked.version != version:
        raise Refusal(_("The window was changed meanwhile; look at it again."))
    said = in_words(reason, _("Say why the time is extended: everybody reads it."))
    if closes_at <= locked.closes_at:
        raise BadOpening({"closes_at": _("The window can only be made longer.")})
    longer = closes_at - locked.closes_at
    locked.closes_at = closes_at
    if stamp.at < locked.questions_until:
        locked.questions_until += longer
    locked.outcome_due_at = answering_of(locked.scenario.city_id).outcome_due(closes_at)
    locked.version += 1
    locked.save(update_fields=["closes_at", "questions_until", "outcome_due_at", "version"])
    fact = OpeningExtended(opening_id=locked.pk, closes_at=closes_at.isoformat(), note=said)
    journal.record(fact, subject=locked, stamp=stamp)
    telling.say(
        telling.audience(locked, stamp),
        gettext_noop("“%(title)s” takes answers longer, until %(until)s: %(reason)s"),
        about=locked.scenario,
        stamp=stamp,
        title=locked.scenario.title,
        until=telling.exact(closes_at),
        reason=said,
    )
    return locked
