"""What the clock does for trials: the last day is announced, a missing outcome climbs."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.stages.selection.posting import ZONE
from citystage.stages.trials import parties
from citystage.stages.trials.facts.agreements import EndReminded, OutcomeMissed
from citystage.stages.trials.models import Trial
from citystage.stages.trials.settings import terms_of


@transaction.atomic(durable=True)
def mind_trials(*, stamp: Stamp) -> int:
    """Remind once, climb once; returns how many people were told of. Safe to run twice."""
    today = stamp.at.astimezone(ZONE).date()
    rows = Trial.objects.select_for_update(of=("self",)).signed().select_related(*parties.ALONG)
    return sum(_mind(one, today, stamp) for one in rows.order_by("pk"))


def _mind(trial: Trial, today: date, stamp: Stamp) -> bool:
    days = terms_of(trial.city_id).watching
    last = (trial.ends_on - timedelta(days=1)).isoformat()
    if trial.climbed_at is None and today >= trial.ends_on + timedelta(days=days.outcome_days):
        trial.climbed_at = stamp.at
        trial.save(update_fields=["climbed_at"])
        missed = OutcomeMissed(trial_id=trial.pk, last_day=last)
        journal.record(missed, subject=trial, stamp=stamp)
        words = gettext_noop("“%(title)s” ended on %(last)s, and no outcome is on record.")
        parties.say(trial, parties.ALL, words, stamp, group=Group.TASK, last=last)
        return True
    if trial.reminded_at is None and today >= trial.ends_on - timedelta(days=days.end_remind_days):
        trial.reminded_at = stamp.at
        trial.save(update_fields=["reminded_at"])
        reminded = EndReminded(trial_id=trial.pk, last_day=last)
        journal.record(reminded, subject=trial, stamp=stamp)
        words = gettext_noop("The last day of “%(title)s” is %(last)s. Agree on the outcome.")
        parties.say(trial, parties.BOTH, words, stamp, group=Group.TASK, last=last)
        return True
    return False
