"""The home of every role: what waits, by deadline, in few queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership.models import Invitation, Registration
from citystage.foundation.notices.models import Mail
from citystage.stages.catalogue.models import Release
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review.models import Case, DecisionBatch, Opinion
from citystage.stages.review.states import CaseState, OpinionState
from citystage.web.work.todo import KINDS, MOST, Task, grouped, todo
from tests.conftest import NOON, Town


def signed_in(person, language="zh-hans"):
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(person)
    return client


def tasks(town, user):
    return todo(town.stamp(user).actor, user, at=NOON).tasks


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_with_something_to_do(town: Town, role: Role):
    person = town.person("visitor", role, town.city)

    response = signed_in(person, "en").get("/work/")

    assert (response.status_code, len(response.context["abilities"]) > 1) == (200, True)


def test_a_person_without_a_unit_is_led_to_registering(town: Town):
    response = signed_in(town.person("newcomer")).get("/work/")

    assert response.context["abilities"][0].view == "company:registering"


def test_visitors_sign_in_first(db, client):
    assert client.get("/work/")["Location"] == "/account/login/?next=%2Fwork%2F"


def case(town, state, **fields):
    application = town.application(state=ApplicationState.RECOMMENDED)
    return Case.objects.create(application=application, state=state, opened_at=NOON, **fields)


def test_the_recommender_finds_applications_with_their_last_day(town):
    application = town.application()

    (task,) = tasks(town, town.officer)

    assert (task.kind, task.url, task.due) == (
        "recommend",
        f"/bureau/recommending/{application.pk}/",
        town.call.recommend_until,
    )


def test_the_owner_finds_drafts_and_what_was_returned(town):
    town.application(state=ApplicationState.DRAFT)
    town.application(state=ApplicationState.RETURNED)

    with override("en"):
        verbs = sorted(str(task.verb) for task in tasks(town, town.owner))

    assert verbs == ["Complete", "Put right"]


def test_the_city_finds_cases_batches_lists_registrations_and_failed_mails(town):
    case(town, CaseState.TRIAGE)
    case(town, CaseState.READY)
    case(town, CaseState.POLISHING)
    case(town, CaseState.POLISHING, officer=town.city_officer)
    DecisionBatch.objects.create(
        city=town.city, title="第一批", made_by=town.city_officer, made_at=NOON
    )
    Release.objects.create(city=town.city, code="2026-1", title="清单", made_at=NOON)
    organisation = Organisation.objects.create(name="公司", folded_name="公司")
    Registration.objects.create(
        person=town.owner,
        organisation=organisation,
        decider=town.laoshan,
        role="company_member",
        filed_at=NOON,
    )
    Mail.objects.create(to="a@example.invalid", subject="信", queued_at=NOON, attempts=1)

    kinds = sorted(task.kind for task in tasks(town, town.city_officer))

    assert kinds == ["batch", "case", "case", "case", "list", "mail", "registration"]


def test_a_department_finds_what_it_is_asked(town):
    Opinion.objects.create(
        case=case(town, CaseState.OPINIONS),
        unit=town.transport,
        state=OpinionState.ASKED,
        due_at=NOON,
    )

    assert [task.kind for task in tasks(town, town.clerk)] == ["opinion"]


def invited(town, email):
    return Invitation.objects.create(
        email=email,
        unit=town.firm,
        role="demand_owner",
        token_hash="x",
        invited_by=town.owner,
        invited_at=NOON,
        expires_at=NOON + timedelta(days=1),
    )


def test_the_invited_finds_the_invitation(town):
    invited(town, "clerk@example.invalid")

    assert [task.title for task in tasks(town, town.clerk)] == ["示例港口集团"]


def test_invitations_follow_an_address_that_changes(town):
    invited(town, "another@example.invalid")
    before = tasks(town, town.clerk)
    town.clerk.email = "another@example.invalid"
    town.clerk.save()

    assert before == []
    assert [task.title for task in tasks(town, town.clerk)] == ["示例港口集团"]


def test_a_long_queue_is_cut_and_points_to_the_whole(town):
    for _ in range(MOST + 2):
        town.application()

    found = todo(town.stamp().actor, town.officer, at=NOON)

    assert len(found.tasks) == MOST
    assert [url for _label, url in found.more] == ["/bureau/recommending/"]


def due(moment):
    return Task(kind="case", title="x", verb="v", url="/", due=moment)


def test_tasks_are_grouped_by_deadline():
    # A Saturday evening in Qingdao; the week ends on Sunday.
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    midnight = datetime(2026, 11, 21, 16, tzinfo=UTC)
    moments = [now, midnight, midnight + timedelta(hours=1), midnight + timedelta(days=3), None]

    groups = grouped([due(moment) for moment in moments], at=now)

    named = {group.name: [task.due for task in group.tasks] for group in groups}
    assert named == dict(
        zip(("overdue", "today", "week", "later", "undated"), ([m] for m in moments), strict=True)
    )


def test_the_home_shows_figures_that_open(town):
    town.application(state=ApplicationState.RECOMMENDED)
    case(town, CaseState.TRIAGE)

    figures = {
        user.username: [
            (figure.value, figure.url)
            for figure in signed_in(user).get("/work/").context["figures"]
        ]
        for user in (town.officer, town.owner, town.city_officer)
    }

    assert figures["officer"][0] == ("2", "/bureau/recommending/")
    assert figures["owner"] == [("2", "/company/file/")]
    assert figures["city_officer"][0] == ("1", "/bureau/triage/?state=triage")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("who", ["city_officer", "officer", "owner"])
def test_the_home_takes_as_many_queries_for_three_as_for_one(
    town, who, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        town.application()
        case(town, CaseState.TRIAGE)
    client = signed_in(getattr(town, who))

    with django_assert_max_num_queries(MOST_QUERIES) as taken:
        client.get("/work/")

    assert len(taken) == PINNED[who]


MOST_QUERIES = 12
PINNED = {"city_officer": 9, "officer": 11, "owner": 9}


def test_a_term_that_has_ended_is_no_hat(town):
    Grant.objects.filter(user=town.officer).update(until=timezone.now() - timedelta(days=1))

    assert signed_in(town.officer).get("/work/").context["unit"] is None


@pytest.mark.parametrize(
    ("who", "subject", "target"),
    [
        ("officer", "membership.registration:7", "/bureau/registrations/7/"),
        ("owner", "membership.registration:7", "/company/registering/7/"),
        ("owner", "access.user:7", "/me/"),
        ("keeper", "access.user:7", "/operator/people/7/"),
        ("owner", "tenancy.unit:7", "/work/colleagues/"),
        ("city_officer", "tenancy.unit:7", "/work/"),
    ],
)
def test_records_of_people_are_opened_where_one_may(town, who, subject, target):
    town.person("keeper", Role.SYSTEM_ADMINISTRATOR, town.city)
    grant = Grant.objects.select_related("user").get(user__username=who)

    assert signed_in(grant.user).get(f"/go/{subject}")["Location"] == target


def test_every_kind_has_its_pages():
    assert {kind.queue.partition(":")[0] for kind in KINDS.values()} == {
        "bureau",
        "company",
        "docking",
        "events",
        "expert",
        "operator",
        "projects",
        "steering",
        "trials",
        "work",
    }
