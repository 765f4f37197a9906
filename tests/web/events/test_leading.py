"""Where links in notices lead, and what waits on the work page and in the rail."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.stages.events.actions.invite import invite
from citystage.stages.events.models import Event
from tests.events.building import announced, comes, draft, firm
from tests.web.bureau.people import browser
from tests.web.events.test_pages import TIMES, at

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notice_leads_each_person_to_the_own_page(town):
    event = announced(town, **TIMES)
    place = comes(town, event)
    participant, officer = browser(place.person), browser(town.city_officer)

    assert participant.get(f"/go/events.place:{place.pk}").url == at("place", place.pk)
    assert participant.get(f"/go/events.event:{event.pk}").url == at("event", event.number)
    assert officer.get(f"/go/events.event:{event.pk}").url == at("hub", event.pk)
    assert officer.get(f"/go/events.place:{place.pk}").status_code == 404
    assert participant.get("/go/events.event:0").status_code == 404
    elsewhere = browser(town.jimo_officer).get(f"/go/events.event:{event.pk}")
    assert elsewhere.url == at("event", event.number)


def test_my_work_has_events_to_prepare_to_close_and_invitations(town):
    event = draft(town, **TIMES)
    asked = announced(town, **TIMES, title="示例邀请会", title_en="Example invited")
    organisation, person = firm(town, "示例甲公司")
    invite(asked, organisations=[organisation.pk], words="", stamp=town.stamp(town.city_officer))
    over = announced(town, **TIMES, title="示例旧会", title_en="Example past")
    Event.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(hours=3),
        ends_at=timezone.now() - timedelta(hours=1),
    )

    work = browser(town.city_officer).get(reverse("work:home")).content.decode()
    theirs = browser(person).get(reverse("work:home")).content.decode()

    assert at("hub", event.pk) in work
    assert at("hub", over.pk) in work
    assert at("event", asked.number) in theirs
