"""Numbers of single pages open into their lists: the same number, the same filters, as a file."""

from datetime import date

from django.urls import reverse

from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.docking.models import Agreement, Introduction
from citystage.stages.events.models import Event
from tests.conftest import NOON
from tests.docking import tracking
from tests.evaluation.figures.counted import arrival, organisation
from tests.events.building import announced, comes
from tests.web.bureau.people import browser
from tests.web.opened import differing, head


def rows(who, view, query):
    """How many lines a file has below its head."""
    file = who.get(f"{reverse(view, args=['csv'])}?{query}")
    assert file.status_code == 200
    return len(file.content.decode("utf-8-sig").strip().splitlines()) - 1


def test_totals_of_agreements_open_by_kind_and_force_and_without_amount(town):
    for kind, amount, state in (
        ("purchase", 100, "signed"),
        ("purchase", None, "signed"),
        ("purchase", 5, "ended"),
        ("trial", None, "expired"),
    ):
        Agreement.objects.create(
            city=town.city,
            kind=kind,
            force="binding",
            state=state,
            reason="终止" if state == "ended" else "",
            title="协议",
            amount=amount,
            signed_on=date(2026, 3, 1),
            entered_at=NOON,
        )
    officer = browser(town.city_officer)

    wrong, led = differing(officer, reverse("docking:agreements"))

    assert (wrong, led) == ([], 4)
    unnamed = "kind=purchase&force=binding&state=signed&state=expired&amount=none"
    assert head(officer, f"{reverse('docking:agreements')}?{unnamed}") == 1
    assert rows(officer, "docking:agreements_export", unnamed) == 1


def test_what_a_broker_brought_about_opens(town):
    _firm, _person = tracking.company(town)
    supplier = organisation(town, "示例供给")
    agency = plant(parent=town.city, kind=Unit.Kind.ORGANISATION, name="示例经理人")
    for state in ("introduced", "declined", "waiting"):
        Introduction.objects.create(
            scenario=town.scenario(),
            organisation=supplier,
            state=state,
            reason="不合适" if state == "declined" else "",
            begun_as="broker",
            begun_at=NOON,
            introducer=agency,
            owner_agreed_at=NOON,
            supplier_agreed_at=NOON,
        )
    officer = browser(town.city_officer)
    address = reverse("docking:introductions")

    wrong, led = differing(officer, address)

    assert (wrong, led) == ([], 3)
    assert head(officer, f"{address}?broker={agency.pk}&state=landed") == 0
    assert head(officer, f"{address}?broker=nobody") == 3
    assert rows(officer, "docking:introductions_export", f"broker={agency.pk}&state=declined") == 1


def test_the_sums_of_the_funnel_and_of_the_duty_matrix_open(town):
    town.scenario()
    town.scenario(lead_department=town.transport, district=town.laoshan)
    officer = browser(town.city_officer)

    funnel, led = differing(officer, f"{reverse('docking:funnel')}?by=district")
    duties, sums = differing(officer, reverse("steering:duties"))

    assert (funnel, duties) == ([], [])
    assert led > 1
    assert sums > 2


def test_the_numbers_of_an_event_open_into_its_participants(town):
    event = announced(town)
    comes(town, event)
    officer = browser(town.city_officer)

    hub, led = differing(officer, reverse("events:hub", args=[event.pk]))
    managed, _led = differing(officer, reverse("events:managed"))

    assert (hub, managed, led) == ([], [], 1)
    assert Event.objects.count() == 1


def test_firms_brought_in_open_each_once(town):
    arrival(town, "Alpha")
    arrival(town, "Alpha", district=town.jimo, claimed_for=town.jimo, state="claimed")
    arrival(town, "Beta", state="claimed")
    arrival(town, "Beta", district=town.jimo, claimed_for=town.jimo, state="claimed")
    officer = browser(town.city_officer)
    address = reverse("projects:arrivals")

    wrong, led = differing(officer, address)

    assert (wrong, led) == ([], 2)
    assert (head(officer, address), head(officer, f"{address}?once=claimed")) == (4, 1)
    assert rows(officer, "projects:arrivals_export", "once=claimed") == 1
