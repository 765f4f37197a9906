"""The page of the order by outcomes: what is known, the fit in words, the switch with reasons."""

from django.test import Client

from citystage.stages.matchmaking.models import Reranking
from tests.matchmaking.builders import matching, supplier
from tests.matchmaking.outcomes import became
from tests.matchmaking.test_reranking import fitted
from tests.web.queries import queries_of


def client_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(town, *rest):
    return "/".join(["/bureau/reranking", town.city.code, *map(str, rest), ""])


def test_with_too_few_outcomes_the_page_says_what_is_lacking(town):
    office = client_of(town.city_officer)

    page = office.get(page_of(town)).content.decode()
    refused = office.post(page_of(town, "fit"))

    assert "Not in use: suppliers stand in the order of their scores." in page
    assert "it takes 200 earlier pairs" in page
    assert "Fit and measure" not in page
    assert refused.status_code == 409
    assert not Reranking.objects.exists()


def test_it_is_fitted_read_switched_on_and_off(town):
    matching(town)
    became(town)
    office = client_of(town.city_officer)
    before = office.get(page_of(town)).content.decode()

    done = office.post(page_of(town, "fit"))
    (made,) = Reranking.objects.all()
    page = office.get(page_of(town))
    on = office.post(page_of(town, made.pk, "on"))
    used = office.get(page_of(town)).content.decode()
    off = office.post(page_of(town, made.pk, "off"))

    assert "Nothing was fitted yet" in before
    assert [one.status_code for one in (done, on, off)] == [302] * 3
    heaviest = page.context["weights"][0]
    assert (heaviest.code, heaviest.name) == ("need", "Need and capability")
    assert "adds nothing" in page.content.decode()
    assert len(page.context["curves"].places) == 10
    assert "Use this order" in page.content.decode()
    assert "Every page of suppliers says so." in used
    made.refresh_from_db()
    assert made.state == "off"


def test_an_unproven_fit_has_no_button_but_a_reason(town):
    fitted(town)
    worse = fitted(town, reranked=0.5)
    old = fitted(town, engine="0", plain_curve=[0.5, 1.0], reranked_curve=[0.7, 1.0])
    office = client_of(town.city_officer)

    newest = office.get(page_of(town)).content.decode()
    chosen = office.get(f"{page_of(town)}?fit={worse.pk}")
    refused = office.post(page_of(town, old.pk, "on"))

    assert "an earlier version of the matching" in newest
    assert chosen.context["fitted"] == worse
    assert "There is a newer fit" in chosen.content.decode()
    assert "Use this order" not in newest
    assert refused.status_code == 409


def test_only_the_office_of_the_city_sees_it(town):
    fitted(town)

    answers = [
        client_of(town.officer).get(page_of(town)),
        client_of(town.owner).post(page_of(town, "fit")),
        client_of(town.city_officer).post(page_of(town, 0, "on")),
        client_of(town.city_officer).get("/bureau/reranking/nowhere/"),
    ]

    assert [one.status_code for one in answers] == [404] * 4


def test_pages_of_suppliers_say_that_the_order_is_learned(town):
    matching(town)
    scenario = town.scenario(owner_unit=town.firm)
    supplier(town)
    made = fitted(town, state="on", switched_at="2026-11-20T01:00:00Z")

    page = client_of(town.city_officer).get(f"/matching/{scenario.number}/").content.decode()
    owner = client_of(town.owner).get(f"/matching/{scenario.number}/").content.decode()

    assert "Since 20 Nov 2026 the order follows what became of earlier matches" in page
    assert page_of(town) in page
    assert "the order follows" in owner
    assert page_of(town) not in owner
    assert f"order {made.pk}" in page


def test_the_page_asks_as_much_for_many_fits_as_for_one(town):
    office = client_of(town.city_officer)
    fitted(town)
    one = queries_of(office, page_of(town))
    for _more in range(2):
        fitted(town)

    assert queries_of(office, page_of(town)) == one
