"""Recognitions: given in the moment of effect, numbered once, withdrawn, renewed, expired."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice as Told
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.label import (
    NoReason,
    NoTerm,
    expire_label,
    renew_label,
    withdraw_label,
)
from citystage.stages.catalogue.jobs import expire_labels
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.queries import labs
from citystage.stages.catalogue.queries.labs import LabFilter
from citystage.stages.catalogue.recognised import recognise
from citystage.stages.catalogue.recognising import Wanted, give, written
from citystage.stages.selection.actions.take_effect import take_effect
from tests.conftest import HOUSE, NOON, Town
from tests.selection import building, deciding

RECOGNITION = {"label": {"zh": "场景应用实验室", "en": "application lab"}, "term_months": 36}


def given(town, name="示例实验室", **fields):
    """A lab of the city with a valid label until the end of 2028."""
    known = {"city": town.city, "name": name, "batch": 1, "created_at": NOON, "kind": "lab"}
    lab = Lab.objects.create(**(known | fields))
    wanted = Wanted(
        kind=lab.kind,
        words=RECOGNITION["label"],
        pattern="{year}-{number:03d}",
        since=date(2026, 1, 1),
        until=date(2029, 1, 1),
    )
    return give(lab, wanted, stamp=HOUSE)


def test_what_takes_effect_is_recognised_in_the_same_moment(town):
    notice = deciding.noticed(town, 2, recognition=RECOGNITION)
    stamp = replace(HOUSE, at=deciding.later(notice))

    for one in deciding.in_notice(notice):
        take_effect(one, stamp=stamp)

    labels = Label.objects.order_by("pk")
    assert [label.number for label in labels] == ["2026-001", "2026-002"]
    assert {label.lab.batch for label in labels} == {1}
    assert labels[0].since == date(2026, 11, 28)
    assert labels[0].until == date(2029, 11, 28)
    assert labels[0].lab.direction == "码头需要无人驾驶集卡。"
    assert Told.objects.filter(person=town.owner, template__contains="is recognised").count() == 2


def test_a_candidacy_is_recognised_once(town):
    candidacy = building.candidacy(town, building.programme(town), state="effective")

    first, again = (recognise(candidacy.pk, stamp=HOUSE) for _ in range(2))

    assert first == again


def test_the_next_programme_is_the_next_batch(town):
    given(town, batch=6)
    first = building.candidacy(town, building.programme(town), state="effective")

    label = recognise(first.pk, stamp=HOUSE)

    assert label.lab.batch == 7
    assert label.until is None


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{number:03d}", "2026-007"),
        ("青场景{batch}-{number}", "青场景3-7"),
        ("{year.__class__}-{number:05d}", "{year.__class__}-00007"),
    ],
)
def test_numbers_follow_their_pattern_and_nothing_else(pattern, number):
    assert written(pattern, year=2026, batch=3, number=7) == number


def test_a_pattern_without_a_year_counts_on(town):
    lab = given(town).lab
    wanted = Wanted(
        kind="lab", words={}, pattern="No. {number}", since=date(2027, 1, 1), until=None
    )
    Label.objects.update(number="No. 1", year=2026, state="withdrawn")

    assert give(lab, wanted, stamp=HOUSE).number == "No. 2"


def test_a_pattern_without_a_number_is_made_unique(town):
    lab = given(town).lab
    Label.objects.update(number="QD", state="withdrawn")
    wanted = Wanted(kind="lab", words={}, pattern="QD", since=date(2026, 5, 1), until=None)

    assert give(lab, wanted, stamp=HOUSE).number == "QD-2"


def test_a_withdrawn_recognition_says_since_when_and_why(town):
    label = given(town)

    with pytest.raises(NoReason):
        withdraw_label(label, reason=" ", stamp=town.stamp(town.city_officer))
    withdraw_label(label, reason="实验室已停办。", stamp=town.stamp(town.city_officer))

    label.refresh_from_db()
    assert (label.state, label.reason, label.ended_at) == ("withdrawn", "实验室已停办。", NOON)
    assert Entry.objects.get(verb="catalogue.label.withdrawn").payload["reason"] == label.reason
    with pytest.raises(WrongState):
        withdraw_label(label, reason="再次。", stamp=town.stamp(town.city_officer))


def test_only_the_office_decides_on_recognitions(town):
    label, stamp = given(town), town.stamp(town.officer)

    with pytest.raises(NotAllowed):
        withdraw_label(label, reason="停办。", stamp=stamp)
    with pytest.raises(NotAllowed):
        renew_label(label, until=date(2032, 1, 1), stamp=stamp)


def test_a_renewal_begins_where_the_term_ends(town):
    label, stamp = given(town), town.stamp(town.city_officer)

    with pytest.raises(NoTerm):
        renew_label(label, until=date(2029, 1, 1), stamp=stamp)
    new = renew_label(label, until=date(2032, 1, 1), stamp=stamp)

    label.refresh_from_db()
    assert (label.state, new.state) == ("renewed", "valid")
    assert (new.since, new.until) == (date(2029, 1, 1), date(2032, 1, 1))
    assert labs.renewed_by(label) == new
    assert new.number == "2029-001"


def test_a_term_that_is_over_expires_once_and_can_be_renewed(town):
    label = given(town)
    last = datetime.combine(date(2028, 12, 31), NOON.timetz())

    assert expire_label(label, stamp=replace(HOUSE, at=last)) is False
    assert expire_label(label, stamp=replace(HOUSE, at=last + timedelta(days=1))) is True
    assert expire_label(label, stamp=replace(HOUSE, at=last + timedelta(days=1))) is False
    assert Told.objects.filter(person=town.city_officer).count() == 1
    new = renew_label(label, until=date(2032, 1, 1), stamp=town.stamp(town.city_officer))
    assert new.state == "valid"


def test_the_clock_lets_expire_what_is_due(town):
    given(town)
    Label.objects.update(since=date(2020, 1, 1), until=date(2021, 1, 1))

    assert expire_labels.func() == 1
    assert expire_labels.func() == 0


def test_a_code_is_found_however_it_is_typed(town):
    label = given(town)
    typed = f" {label.code[:4].lower()}-{label.code[4:8]} {label.code[8:]} "

    assert labs.coded(typed) == label
    assert labs.coded("") is None


def test_the_directory_filters_and_counts(town):
    given(town, "一", batch=1, district=town.laoshan, field=town.field)
    given(town, "二", batch=2, builder_name="示例公司")
    Lab.objects.create(city=town.city, name="三", batch=1, kind="innovation_lab", created_at=NOON)
    Lab.objects.create(city=town.city, name="四", batch=1, kind="fund", created_at=NOON)
    withdraw_label(
        Label.objects.get(lab__name="二"), reason="停办", stamp=town.stamp(town.city_officer)
    )

    def names(**asked):
        found = labs.listed(LabFilter.read({key: [value] for key, value in asked.items()}))
        return [lab.name for lab in found]

    assert names() == ["二", "三", "一"]
    assert names(batch="1", kind="lab") == ["一"]
    assert names(standing="withdrawn") == ["二"]
    assert names(standing="source") == ["三"]
    assert names(q="示例") == ["二"]
    assert names(field="port", district="laoshan", city="qingdao") == ["一"]
    assert names(batch="x", kind="x", standing="x") == ["二", "三", "一"]
    assert labs.counted(LabFilter(batch=(1,)), "kind") == [("innovation_lab", 1), ("lab", 1)]
    assert labs.counted(LabFilter(batch=(1,)), "batch") == [(1, 2), (2, 1)]


@pytest.mark.django_db(transaction=True)
def test_labels_given_at_once_have_numbers_of_their_own(transactional_db):
    town = Town()
    candidacies = [
        building.candidacy(town, building.programme(town), state="effective") for _ in range(3)
    ]
    gate = threading.Barrier(3)

    def run(one):
        gate.wait()
        try:
            with transaction.atomic():
                return recognise(one.pk, stamp=HOUSE).number
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        numbers = list(pool.map(run, candidacies))

    assert sorted(numbers) == ["2026-001", "2026-002", "2026-003"]
    assert sorted(Lab.objects.values_list("batch", flat=True)) == [1, 2, 3]
