"""What the page of a scenario says of the talks behind it: promises kept, and who follows up."""

from django.urls import reverse
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.queries import following, mergers, promises
from citystage.stages.docking.rules.following import may_follow


def told_of_talks(scenario: Scenario, stamp: Stamp) -> dict[str, object]:
    """Promises for everybody; the follow-up line for those who keep it."""
    keeps = (
        following.keeps(stamp.actor)
        and following.is_followed(scenario)
        and bool(may_follow(stamp.actor, scenario, None))
    )
    return {
        "kept": promises.kept_of_scenario(scenario, today=timezone.localdate(stamp.at)),
        "minutes": reverse("docking:minutes_of_scenario", args=[scenario.number])
        if promises.notes(stamp.actor)
        else "",
        "merged_into": mergers.merged_into(scenario),
        "merged_here": mergers.merged_here(scenario),
        "keeps_line": keeps,
        "line": following.line_of(scenario) if keeps else None,
    }
