"""The migration that renews what was kept before the stripping changed."""

import importlib

from django.apps import apps

from citystage.foundation.meaning.models import Phrase
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import fingerprints
from citystage.stages.review.models import Fingerprint
from tests.review.builders import HARBOUR, fingerprint, need

RENEWED = importlib.import_module("citystage.stages.review.migrations.0003_likeness_renewed")
KEPT = ("subject", "bare", "bands")


def test_old_fingerprints_become_what_new_ones_are(town):
    for owner in ("示例港口集团", "示例水务集团"):
        filed = town.application(answers=need(f"{owner}青岛市{HARBOUR}"), owner_name=owner)
        fingerprint(town, filed)
    fingerprints.put(fingerprints.Text(subject="else:1", title="", text=HARBOUR, path="/9/"))
    expected = list(Fingerprint.objects.order_by("pk").values_list(*KEPT))
    Fingerprint.objects.update(bare="as it was", bands=[1, 2])

    RENEWED.renew(apps, None)

    assert list(Fingerprint.objects.order_by("pk").values_list(*KEPT)) == expected


def test_what_was_taken_back_is_not_offered_again(town):
    row = fingerprint(town, town.application(answers=need(HARBOUR)))
    fingerprints.withdraw(row.subject)
    Fingerprint.objects.update(bare="as it was")

    RENEWED.renew(apps, None)

    row = Fingerprint.objects.get(subject=row.subject)
    assert (row.bands, row.bare != "as it was") == ([], True)


def test_needs_of_before_want_what_new_ones_want(town):
    filed = town.application(answers=need(HARBOUR))
    town.application(answers=need("撤回的。"), title="撤回", state=ApplicationState.WITHDRAWN)

    RENEWED.want_vectors(apps, None)

    assert [one.text for one in Phrase.objects.all()] == [fingerprints.spoken(filed)]
