"""Sentences alike in meaning that share no word: wanted when first met, told once known."""

import numpy as np
import pytest

from citystage.config.forgetting import KEPT, forget_unused
from citystage.engines.matching.records import Verdict
from citystage.foundation.meaning import embedding
from citystage.foundation.meaning import queries as vectors
from citystage.foundation.meaning.models import Phrase
from citystage.kernel.remembering import forget_everything
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Capability
from citystage.stages.matchmaking.finding import knowledge
from citystage.stages.matchmaking.finding import meaning as room
from citystage.stages.matchmaking.models import Suggestion
from citystage.stages.matchmaking.queries.scenarios import fitting_organisation
from citystage.stages.matchmaking.queries.suppliers import able_suppliers
from tests.conftest import NOON
from tests.matchmaking.builders import PHARMACY, matching, member, supplier

NEED = "码头水平运输由外包司机完成。夜里也要有人看守堤岸。"
ABLE = "提供码头水平运输的无人集卡。全天候自主值守系统。"


class Watch:
    """Tells three things apart: keeping watch, what moves in a port, and all else."""

    name, dim, why_not = "watch", 3, ""

    def query(self, text):
        told = [float(any(word in text for word in words)) for words in ("守", "码头集卡")]
        vector = np.array([*told, 0.0 if any(told) else 1.0], dtype=np.float32)
        return vector / np.linalg.norm(vector)

    def documents(self, texts):
        return np.stack([self.query(text) for text in texts])


@pytest.fixture(autouse=True)
def model(monkeypatch):
    for place in (vectors, room):
        monkeypatch.setattr(place, "provider", Watch)


@pytest.fixture
def scenario(town):
    matching(town)
    for number in range(40):
        supplier(town, f"示例药房{number}公司", text=f"{PHARMACY}第{number}版。", title="发药")
    supplier(town, text=ABLE)
    made = town.scenario(summary=NEED)
    fill([made])
    return made


def embedded():
    embedding.embed_missing(Watch(), seconds=60)
    knowledge.forget()
    room.forget()
    forget_everything()


def reasons(row):
    return {(one.demand.text, one.supply.text) for one in row.reasons if one.how == "meaning"}


def test_a_sentence_is_answered_by_meaning_once_its_vector_is_there(town, scenario):
    actor = town.stamp(town.city_officer).actor
    embedded()

    before = able_suppliers(actor, scenario)
    wanted = set(Phrase.objects.filter(model="").values_list("text", flat=True))
    embedded()
    after = able_suppliers(actor, scenario)

    assert {"夜里也要有人看守堤岸。", "全天候自主值守系统"} & wanted
    assert before.rows[0].organisation == after.rows[0].organisation
    assert before.rows[0].score == after.rows[0].score
    assert any("看守" in one and "值守" in other for one, other in reasons(after.rows[0]))
    assert reasons(after.rows[0]) - reasons(before.rows[0])
    assert not Phrase.objects.filter(model="").exists()


def test_what_fits_a_company_is_told_by_meaning_too(town, scenario):
    embedded()
    organisation = scenario and supplier(town, "示例值守公司", text=ABLE).organisation
    actor = town.stamp(member(town, organisation)).actor
    embedded()
    fitting_organisation(actor, organisation)
    embedded()

    rows = fitting_organisation(actor, organisation).rows

    assert any("看守" in one and "值守" in other for one, other in reasons(rows[0]))


def test_sentences_of_what_may_fit_stay_when_others_are_forgotten(town, scenario):
    actor = town.stamp(town.city_officer).actor
    embedded()
    row = able_suppliers(actor, scenario).rows[0]
    sentences = set(Phrase.objects.filter(model="").values_list("text", flat=True))
    embedded()
    Suggestion.objects.create(
        scenario=scenario,
        organisation=row.organisation,
        capability=Capability.objects.get(organisation=row.organisation),
        score=row.score,
        verdict=Verdict.MATCH,
        rank=1,
        changed_at=NOON,
    )
    Phrase.objects.update(used_at=NOON - 2 * KEPT)

    forget_unused.call()
    left = set(Phrase.objects.values_list("text", flat=True))
    Suggestion.objects.all().delete()
    Phrase.objects.update(used_at=NOON - 2 * KEPT)
    forget_unused.call()

    assert sentences <= left
    assert not sentences <= set(Phrase.objects.values_list("text", flat=True))
