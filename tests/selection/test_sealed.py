"""Sealed calls and the exact closing."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.intake import queries
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.models import Application, Call
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.actions.end_phase import end_phase
from citystage.stages.selection.actions.order_candidacies import order_candidacies
from citystage.stages.selection.actions.redact import add_copy
from citystage.stages.selection.changing import forbidden
from citystage.stages.selection.checking import Finding
from citystage.stages.selection.terms import Terms
from tests.conftest import NOON, Town
from tests.intake.acting import NEED, drafted
from tests.selection.building import candidacy, programme, terms
from tests.selection.deciding import PDF
from tests.web.bureau.people import browser

pytestmark = pytest.mark.django_db(transaction=True)
BLIND = terms()["scoring"] | {"blind": True}


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def sealed(town):
    """A sealed call that closes in an hour by the real clock, with one submitted application."""
    made = programme(town)
    call = made.call
    call.sealed, call.closes_at = True, timezone.now() + timedelta(hours=1)
    call.save()
    town.call = call
    one = drafted(town, typed=NEED | {"title": "密封的实验室"})
    return submit(one, version=one.revision, stamp=town.stamp(town.owner))


def test_nobody_reads_a_candidacy_of_a_sealed_call_before_it_closes(town):
    made = programme(town)
    one = candidacy(town, made)
    of_call = Call.objects.filter(pk=made.call_id)
    office = browser(town.city_officer)
    pages = [
        reverse("bureau:selection_candidacy", args=[made.pk, one.number]),
        reverse("bureau:selection_candidacies", args=[made.pk]),
    ]

    of_call.update(sealed=True, closes_at=timezone.now() + timedelta(hours=1))
    before = [office.get(page) for page in pages]
    of_call.update(closes_at=timezone.now() - timedelta(seconds=1))
    after = [office.get(page) for page in pages]

    title = one.application.title
    assert [page.status_code for page in (*before, *after)] == [404, 200, 200, 200]
    assert [title in page.text for page in (*before, *after)] == [False, False, True, True]


def test_nobody_works_on_a_sealed_call_before_it_has_closed(town):
    made = programme(town, scoring=BLIND)
    one = candidacy(town, made, state="checking")
    Call.objects.filter(pk=made.call_id).update(sealed=True)
    early = town.stamp(town.city_officer, at=made.call.closes_at - timedelta(seconds=1))
    met = {code: Finding(result="met") for code in ("registered", "licence")}
    acts = [
        lambda stamp: order_candidacies(made, places={one.number: 1}, stamp=stamp),
        lambda stamp: add_copy(one, file=PDF, stamp=stamp),
        lambda stamp: check_candidacy(one, found=met, stamp=stamp),
    ]

    for act in acts:
        with override("en"), pytest.raises(NotAllowed, match="sealed until"):
            act(early)

    late = town.stamp(town.city_officer, at=made.call.closes_at)
    acts[0](late)
    acts[2](late)
    one.refresh_from_db()
    assert (one.city_place, one.checks.count()) == (1, 1)


def test_nobody_but_the_applicant_reads_a_sealed_application(town, sealed):
    officers = (town.officer, town.city_officer)

    for one in officers:
        with pytest.raises(NotFound):
            queries.reach_application(town.stamp(one).actor, sealed.pk)
        pages = [
            browser(one).get(address)
            for address in (
                f"/company/file/{sealed.pk}/",
                f"/bureau/recommending/{sealed.pk}/",
                f"/company/file/{sealed.pk}/revisions/",
            )
        ]
        assert {page.status_code for page in pages} == {404}
    assert not queries.desk(town.stamp(town.officer).actor).exists()
    assert "密封的实验室" not in browser(town.officer).get("/bureau/recommending/").text
    assert browser(town.owner).get(f"/company/file/{sealed.pk}/").status_code == 200
    # A notice would lead to a page that is not there for them yet.
    assert not Notice.objects.filter(person=town.officer).exists()


def test_after_the_closing_its_officers_read_it(town, sealed):
    call = sealed.call
    call.closes_at = timezone.now() - timedelta(seconds=1)
    call.save()

    assert queries.reach_application(town.stamp(town.officer).actor, sealed.pk) == sealed
    assert queries.desk(town.stamp(town.officer).actor).count() == 1


def test_the_closing_time_itself_is_too_late_and_lateness_is_told(town):
    made = programme(town)
    town.call = made.call
    closes = made.call.closes_at
    first, second = drafted(town), drafted(town)

    submit(first, version=1, stamp=town.stamp(town.owner, at=closes - timedelta(microseconds=1)))
    with override("en"), pytest.raises(NotAllowed, match="1 second late"):
        submit(second, version=1, stamp=town.stamp(town.owner, at=closes))
    late = town.stamp(town.owner, at=closes + timedelta(seconds=42))
    with override("en"), pytest.raises(NotAllowed, match="42 seconds late"):
        submit(second, version=1, stamp=late)

    assert Application.objects.get(pk=first.pk).state == "submitted"


def test_the_databases_clock_decides_not_the_beginning_of_the_request(town):
    made = programme(town)
    call = made.call
    call.closes_at = timezone.now() - timedelta(seconds=2)
    call.save()
    town.call = made.call
    one = drafted(town)
    # The request came in before the closing, its act happens after it.
    began = town.stamp(town.owner, at=call.closes_at - timedelta(seconds=5))

    with override("en"), pytest.raises(NotAllowed, match="late"):
        submit(one, version=1, stamp=began)


def test_time_passes_in_a_demonstration_only_and_on_record(town, settings):
    made = programme(town)
    settings.DEMO = False
    with pytest.raises(NotAllowed):
        end_phase(made, version=1, stamp=town.stamp(town.city_officer))
    settings.DEMO = True

    passed = end_phase(made, version=1, stamp=town.stamp(town.city_officer))

    passed.call.refresh_from_db()
    phases = passed.read_terms().phases
    assert (phases[0].until, phases[1].since, passed.call.closes_at) == (NOON, NOON, NOON)
    assert passed.version == 2
    with pytest.raises(Refusal):
        end_phase(made, version=1, stamp=town.stamp(town.city_officer))


def told(**changes):
    return Terms.model_validate(terms(**changes))


def test_rules_against_conflicts_become_stricter_never_looser():
    old = told()
    stricter = told(conflicts={"years_back": 5})
    looser = told(conflicts={"years_back": 1})

    assert forbidden(old, stricter, at=NOON) == []
    assert [one.part for one in forbidden(old, looser, at=NOON)] == ["conflicts"]


def test_places_may_grow_not_shrink():
    old = told(places={"total": 5, "districts": {"laoshan": 2}})

    assert forbidden(old, told(places={"total": 6, "districts": {"laoshan": 2}}), at=NOON) == []
    assert forbidden(old, told(places={"total": 5, "districts": {"laoshan": 1}}), at=NOON)
    assert forbidden(old, told(places={"total": 4}), at=NOON)


def test_the_public_page_tells_the_terms_and_where_they_come_from(town):
    made = programme(
        town,
        stated=[{"part": "panel", "words": {"zh": "七人", "en": "Seven people sat in 2021."}}],
    )

    page = browser(town.owner).get(f"/selections/qingdao/{made.call.code}/")

    assert page.status_code == 200
    assert "Seven people sat in 2021." in page.text
    assert "a setting of the tests" in page.text
    assert browser(town.owner).get("/selections/qingdao/nothing/").status_code == 404


def test_one_takes_ones_own_file_along_and_nobody_elses(town, sealed):
    own = browser(town.owner).get(f"/company/file/{sealed.pk}/export.zip")
    other = browser(town.officer).get(f"/company/file/{sealed.pk}/export.zip")

    names = ZipFile(BytesIO(own.content)).namelist()
    assert names == ["application.pdf", "application.json"]
    assert other.status_code == 404
