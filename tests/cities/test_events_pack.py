"""Events of a pack: entered once, as held, each statement with its source."""

from citystage.cities.loading import load_city
from citystage.stages.events.models import Event


def test_the_ceremony_of_2021_is_entered_with_its_sources(transactional_db):
    load_city("qingdao", dry_run=False)

    (event,) = Event.objects.all()
    assert (event.number, event.state, event.kind) == ("QD-2021-E001", "held", "release")
    assert event.organiser.code == "development-reform"
    assert len(event.statements) == 9
    assert {one["source"]["published"] for one in event.statements} == {"2021-07-30"}

    load_city("qingdao", dry_run=False)
    assert Event.objects.count() == 1
