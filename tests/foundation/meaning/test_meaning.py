"""Vectors are wanted in an act, made by a job, and read by content."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from citystage.engines.meaning.contract import MeaningUnavailable, TextRefused, Vectors
from citystage.engines.meaning.nothing import Nothing
from citystage.foundation.meaning import embedding
from citystage.foundation.meaning.clearing import clear_unused, note_used
from citystage.foundation.meaning.embedding import clear_other_models, embed_missing
from citystage.foundation.meaning.jobs import embed_wanted
from citystage.foundation.meaning.models import Meaning, Outage, Phrase
from citystage.foundation.meaning.providing import provider
from citystage.foundation.meaning.queries import MOST_ATTEMPTS, standing, vectors_of
from citystage.foundation.meaning.wanting import want
from tests.engines.meaning.providers import Hashing
from tests.foundation.meaning.conftest import use

MINUTES = 60


class Moody(Hashing):
    """Out of order, or unwilling to take some texts."""

    def __init__(self, *, out: bool = False, refuses: str = "") -> None:
        super().__init__()
        self.out, self.refuses = out, refuses

    def documents(self, texts: Sequence[str]) -> Vectors:
        if self.out:
            raise MeaningUnavailable("the endpoint cannot be reached")
        if self.refuses and self.refuses in texts:
            raise TextRefused("the endpoint refused a text with status 400")
        return super().documents(texts)


def test_a_text_is_wanted_once_made_once_and_read(db: None, model: Hashing):
    want(["无人机 巡检", "养老", "", " \x00"])
    want(["养老", "无人机  巡检\n"])

    made = embed_wanted.call()

    found = vectors_of(["养老", "无人机\t巡检", "没有", ""])
    assert made == 2
    assert sorted(model.asked) == ["养老", "无人机 巡检"]
    assert found.missing == ("没有",)
    assert np.allclose(found.found["无人机\t巡检"], model.query("无人机 巡检"), atol=1e-3)
    assert found.rows(["养老", "没有"]).shape == (2, 8)
    assert found.rows([]).shape == (0, 8)
    assert embed_wanted.call() == 0


def test_wanting_is_one_insert(db: None, django_assert_num_queries):
    for texts in (["a"], ["a", "b", "c"]):
        with django_assert_num_queries(1):
            want(texts)
    with django_assert_num_queries(0):
        want([])


def test_wanting_goes_back_with_its_act(db: None):
    with transaction.atomic():
        want(["a"])
        transaction.set_rollback(True)

    assert Phrase.objects.count() == 0


def test_reading_is_one_query(db: None, model: Hashing, django_assert_num_queries):
    want(["a", "b", "c"])
    embed_wanted.call()

    for texts in (["a"], ["a", "b", "c"]):
        with django_assert_num_queries(1):
            assert vectors_of(texts).missing == ()


def test_without_a_model_texts_wait_and_the_site_says_why(
    db: None, monkeypatch: pytest.MonkeyPatch
):
    use(monkeypatch, Nothing("left out by choice"))
    want(["a"])

    assert embed_wanted.call() == 0
    assert vectors_of(["a"]).missing == ("a",)
    now = standing()
    assert (now.model, now.dim, now.why_not) == ("", 0, "left out by choice")
    assert (now.have, now.waiting) == (0, 0)


def test_another_model_takes_over_without_losing_the_first(
    db: None, model: Hashing, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(embedding, "TURN", 2)
    want(["a", "b", "c"])
    embed_wanted.call()
    second = Hashing()
    second.name = "hashing/2"
    use(monkeypatch, second)

    assert embed_missing(second, seconds=-1) == 2
    assert clear_other_models(second) == 0
    assert Meaning.objects.filter(model="hashing/1").count() == 3
    assert (standing().have, standing().waiting) == (2, 1)

    embed_wanted.call()

    assert set(Meaning.objects.values_list("model", flat=True)) == {"hashing/2"}
    assert vectors_of(["a", "b", "c"]).missing == ()


def test_going_back_finds_the_vectors_again(db: None, model: Hashing):
    second = Hashing()
    second.name = "hashing/2"
    want(["a", "b"])
    embed_missing(model, seconds=MINUTES)
    embed_missing(second, seconds=MINUTES)
    model.asked.clear()

    embed_missing(model, seconds=MINUTES)

    assert model.asked == []
    assert standing().have == 2


def test_an_outage_is_noted_paused_and_forgotten(db: None, monkeypatch: pytest.MonkeyPatch):
    moody = Moody(out=True)
    use(monkeypatch, moody)
    want(["a"])

    assert embed_wanted.call() == 0
    assert standing().outage == "the endpoint cannot be reached"
    assert standing().outage_since
    moody.out = False
    assert embed_wanted.call() == 0  # too soon

    Outage.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    moody.out = True
    embed_wanted.call()
    assert Outage.objects.get().tries == 2

    Outage.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    moody.out = False
    assert embed_wanted.call() == 1
    assert standing().outage == ""


def test_one_refused_text_does_not_hold_up_the_others(db: None, monkeypatch: pytest.MonkeyPatch):
    moody = Moody(refuses="c")
    use(monkeypatch, moody)
    want(list("abcdefg"))

    for _ in range(MOST_ATTEMPTS + 1):
        embed_wanted.call()
        Phrase.objects.update(failed_at=timezone.now() - timedelta(hours=1))

    bad = Phrase.objects.get(text="c")
    assert vectors_of(list("abcdefg")).missing == ("c",)
    assert (bad.attempts, bad.error) == (
        MOST_ATTEMPTS,
        "the endpoint refused a text with status 400",
    )
    assert (standing().have, standing().waiting, standing().failed) == (6, 0, 1)


def test_a_refused_text_waits_before_it_is_tried_again(db: None):
    moody = Moody(refuses="c")
    want(["c"])
    embed_missing(moody, seconds=MINUTES)

    embed_missing(moody, seconds=MINUTES)

    assert Phrase.objects.get().attempts == 1


def test_what_no_record_holds_is_cleared(db: None, model: Hashing):
    want(["old", "kept", "new"])
    embed_wanted.call()
    Phrase.objects.exclude(text="new").update(used_at=timezone.now() - timedelta(days=9))

    note_used(["kept", "never wanted"])
    cleared = clear_unused(since=timezone.now() - timedelta(days=1))

    assert cleared == 1
    assert vectors_of(["old", "kept", "new"]).missing == ("old",)
    assert Meaning.objects.count() == Phrase.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(model: Hashing, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embedding, "TURN", 10)
    want([f"text {n}" for n in range(200)])

    def work() -> None:
        try:
            embed_missing(model, seconds=MINUTES)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    embed_missing(model, seconds=MINUTES)

    assert sorted(model.asked) == sorted(f"text {n}" for n in range(200))
    assert Meaning.objects.count() == 200


def test_asking_in_vain_goes_by_the_index(db: None, model: Hashing):
    want([f"text {n}" for n in range(2000)])
    embed_missing(model, seconds=MINUTES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meaning_phrase")
        cursor.execute(
            "EXPLAIN SELECT id FROM meaning_phrase"
            " WHERE (model < 'hashing/1' OR model > 'hashing/1') AND attempts < 5"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "meaning_phrase_model" in plan


def test_the_settings_choose_the_provider():
    assert provider() is provider()


def test_rows_name_themselves():
    assert str(Phrase(text="无人机")) == "无人机"
    assert str(Meaning(model="m", key=b"\x01")) == "m 01"
    assert str(Outage(model="m", error="down")) == "m: down"
