"""What a person sees when the database or the disk fails."""

import pytest
from django.test import Client

PAGES = pytest.mark.urls("tests.config.pages")


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@PAGES
def test_outage_answers_503_and_asks_to_come_back_when_the_database_is_gone(no_database, visitor):
    response = visitor.get("/asking", headers={"accept-language": "en"})

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Back in a moment" in response.content.decode()


@PAGES
def test_outage_answers_503_also_when_a_middleware_needs_the_database(
    no_database, visitor, settings
):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.config.pages.needing_the_database"]

    response = visitor.get("/uploading")

    assert response.status_code == 503


@PAGES
def test_outage_answers_503_while_the_server_shuts_down(db, visitor):
    assert visitor.get("/closing").status_code == 503


@PAGES
@pytest.mark.parametrize("address", ["/full", "/uploading"])
def test_outage_says_plainly_that_the_disk_is_full(db, visitor, address):
    response = visitor.get(address, headers={"accept-language": "en"})

    assert response.status_code == 507
    assert "There is no space left to save this" in response.content.decode()


@PAGES
@pytest.mark.parametrize("address", ["/deadlock", "/breaking"])
def test_outage_leaves_other_faults_as_they_are(db, visitor, address):
    assert visitor.get(address).status_code == 500


@PAGES
def test_outage_keeps_out_of_the_way_of_good_answers(db, visitor):
    assert visitor.get("/asking").content == b"fine"
