"""Numbers that open: the list behind each has the same number at its head, for whoever looks."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from citystage.cities.demo import set_up
from citystage.cities.loading import load_city
from citystage.foundation.access.models import User
from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures
from citystage.stages.events.models import Event
from citystage.stages.selection.models import Programme
from tests.evaluation.figures.counted import house
from tests.web.bureau.people import browser
from tests.web.opened import differing


@pytest.fixture
def demonstration(settings, transactional_db):
    settings.DEMO = True
    load_city("qingdao", dry_run=False)
    load_city("chengdu", dry_run=False)
    set_up()
    rebuild_figures(stamp=house())


def pages():
    public = [
        reverse("public:home"),
        reverse("public:labs"),
        reverse("projects:first_uses"),
    ]
    here = {"city__code": "qingdao"}
    duties, funnel = reverse("steering:duties"), reverse("docking:funnel")
    inside = [
        *(f"{funnel}?by={by}" for by in ("field", "district", "department", "owner", "broker")),
        f"{funnel}?year=2026",
        *(f"{duties}?measure={one}" for one in ("opened", "answered", "landed", "overdue")),
        f"{duties}?rows=firm",
        *(
            reverse(name)
            for name in (
                "docking:agreements",
                "docking:introductions",
                "docking:openings",
                "events:managed",
                "bureau:lists",
                "bureau:importing",
                "bureau:decisions",
                "bureau:selections",
                "projects:arrivals",
            )
        ),
        *(reverse("events:hub", args=[one.pk]) for one in Event.objects.filter(**here)),
        *(reverse("bureau:selection", args=[one.pk]) for one in Programme.objects.filter(**here)),
    ]
    return public, inside


def test_every_number_of_the_demonstration_is_that_of_its_list(demonstration):
    public, inside = pages()
    officer = browser(User.objects.get(username="demo-city-officer"))
    visits = [(Client(), one) for one in public] + [(officer, one) for one in (*public, *inside)]

    seen = [(address, *differing(who, address)) for who, address in visits]

    assert [(address, wrong) for address, wrong, _led in seen if wrong] == []
    assert sum(led for _address, _wrong, led in seen) > 100


def drawn(text, **values):
    return Template("{% load figures %}" + text).render(Context(values)).strip()


def test_a_number_leads_to_its_list_and_says_what_it_counts():
    written = drawn("{% counted n url label %}", n=1234, url="/list/?a=1&b=2", label="Filed")

    assert 'href="/list/?a=1&amp;b=2"' in written
    assert written.endswith('>1,234<span class="sr-only"> Filed</span></a>')


@pytest.mark.parametrize(("n", "url"), [(7, ""), (0, "/list/"), (None, "/list/")])
def test_a_number_without_a_list_or_with_nothing_in_it_is_plain(n, url):
    assert drawn("{% counted n url %}", n=n, url=url) == str(n or 0)


@pytest.mark.parametrize("view", ["unanswered", "thin", "labs", "idle", "merged"])
def test_each_gap_of_the_coverage_board_goes_into_a_file(town, view):
    officer = browser(town.city_officer)

    page = officer.get(f"/docking/coverage/?show={view}")
    file = officer.get(f"/docking/coverage/export.csv?show={view}")

    assert f"/docking/coverage/export.csv?show={view}" in page.content.decode()
    assert (file.status_code, len(file.content.decode().strip().splitlines())) == (200, 1)
