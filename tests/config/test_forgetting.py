"""At night texts that no record holds are forgotten; those of every kind of record stay."""

from datetime import timedelta

from django.utils import timezone

from citystage.config.forgetting import forget_unused
from citystage.foundation.meaning.models import Phrase
from citystage.foundation.meaning.wanting import want
from citystage.stages.intake.states import ApplicationState
from citystage.stages.matchmaking.finding.meaning import spoken_by_profile
from citystage.stages.matchmaking.models import Profile
from citystage.stages.review.fingerprints import spoken
from tests.conftest import NOON


def test_texts_of_records_stay_and_others_go(town):
    town.scenario(title="水库巡护", summary="环湖道路夜间无人值守。")
    filed = town.application()
    gone = town.application(title="撤回的需求", state=ApplicationState.WITHDRAWN)
    profile = Profile.objects.create(
        user=town.owner, title="巡检", words="做水下巡检机器人。", made_at=NOON, changed_at=NOON
    )
    want([spoken(filed), spoken(gone), *spoken_by_profile(profile), "of nothing"])
    Phrase.objects.update(used_at=timezone.now() - timedelta(days=9))
    want(["being written"])

    assert forget_unused.call() == 2
    assert forget_unused.call() == 0

    left = set(Phrase.objects.values_list("text", flat=True))
    assert {spoken(filed), *spoken_by_profile(profile), "being written"} < left
    assert len(left) == 4
