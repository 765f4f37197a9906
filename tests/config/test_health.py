"""The two addresses that machines ask."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from citystage.foundation.index.places import key_of, socket_path
from citystage.foundation.index.server import Server


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_names_each_part(db, client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "index": "ok",
        "search": "by words from the database: off",
    }


@dataclass
class Told:
    """A search index that says how it stands."""

    ready: bool
    lag: int

    def status(self, _given):
        return {"ready": self.ready, "lag": self.lag, "problem": ""}


@pytest.fixture(
    params=[
        (Told(ready=True, lag=0), "ok"),
        (Told(ready=True, lag=12), "12 changes behind"),
        (Told(ready=False, lag=0), "by words from the database: filling"),
    ]
)
def told(request, settings, tmp_path):
    """What an index that runs beside the site says of itself, and how it is worded."""
    standing, words = request.param
    settings.HOME, settings.SEARCH_INDEX = tmp_path, "embedded"
    key = key_of(settings.SECRET_KEY)
    server = Server(socket_path(tmp_path), key, {"status": standing.status})
    server.start()
    yield words
    server.stop()


def test_readyz_tells_how_far_the_search_index_is(db, client, told):
    found = client.get("/readyz").json()

    assert (found["ready"], found["search"]) == (True, told)


def test_readyz_is_503_without_the_database(no_database, client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["ready"] is False


def test_readyz_names_a_migration_that_is_missing(db, client):
    MigrationRecorder(connection).record_unapplied("tenancy", "0003_split_units")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["migrations"].startswith("to be applied: ")


@pytest.mark.django_db(transaction=True)
def test_readyz_names_an_index_that_broke_off(client):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE twice AS SELECT 1 AS n UNION ALL SELECT 1")
        with pytest.raises(Exception, match="could not create unique index"):
            cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON twice (n)")

    found = client.get("/readyz").json()["index"]

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE twice")
    assert found == "invalid: broken"
