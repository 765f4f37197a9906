"""The two addresses that machines ask."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


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
    }


def test_readyz_is_503_without_the_database(no_database, client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["ready"] is False


def test_readyz_names_a_migration_that_is_missing(db, client):
    MigrationRecorder(connection).record_unapplied("tenancy", "0001_initial")

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
