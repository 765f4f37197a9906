"""Short ways to act in the town of the tests."""

from citystage.foundation.ledger.models import Entry
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.writing import Writing

NEED = {"title": "港区无人集卡", "need": "码头需要无人驾驶集卡。"}


def verbs():
    """What the ledger tells, oldest first."""
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def drafted(town, typed=None, **settings):
    known = {"recommender": None, "third_party": None, "stamp": town.stamp(town.owner)}
    writing = Writing(NEED if typed is None else typed, settings.pop("files", {}))
    return draft(town.call, writing=writing, **(known | settings))


def submitted(town, **settings):
    one = drafted(town, **settings)
    return submit(one, version=one.revision, stamp=town.stamp(town.owner))


def recommended(town, place=None, **settings):
    one = submitted(town, **settings)
    recommend(one, opinion="同意推荐。", place=place, stamp=town.stamp())
    one.refresh_from_db()
    return one
