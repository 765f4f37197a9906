"""A released list cannot be changed, and one that was changed all the same is found."""

import json

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from citystage.config import cli
from citystage.stages.catalogue.integrity import check
from citystage.stages.catalogue.models import Release, ReleaseItem
from tests.catalogue.listing import prepared_list, released

__all__ = ["released"]


def refused(write):
    with pytest.raises(ProgrammingError, match="frozen"), transaction.atomic():
        write()


def forge(release):
    """What somebody with the rights of the database's owner may do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE catalogue_releaseitem DISABLE TRIGGER catalogue_refuse_frozen")
        item = release.items.get(ordinal=1)
        item.frozen = item.frozen | {"title": "改过的标题"}
        item.save()
        cursor.execute("ALTER TABLE catalogue_releaseitem ENABLE TRIGGER catalogue_refuse_frozen")


def test_items_of_a_released_list_are_refused(town, released):
    items = ReleaseItem.objects.filter(release=released)

    refused(lambda: items.update(frozen={}))
    refused(lambda: items.update(ordinal=9))
    refused(items.delete)
    refused(
        lambda: ReleaseItem.objects.create(release=released, scenario=town.scenario(), ordinal=9)
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "别的"),
        ("sha256", "0" * 64),
        ("issuer", ""),
        ("stated_items", 3),
        ("state", "preparing"),
    ],
)
def test_the_heading_of_a_released_list_is_refused(released, column, value):
    refused(lambda: Release.objects.filter(pk=released.pk).update(**{column: value}))


def test_a_released_list_cannot_be_deleted(released):
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM catalogue_release"))


def test_what_is_not_hashed_may_be_mended(released):
    assert Release.objects.filter(pk=released.pk).update(title_en="Corrected title") == 1


def test_a_list_in_preparation_changes_freely(town):
    release = prepared_list(town)

    release.items.all().delete()

    assert release.delete()[0] == 1


def test_the_check_finds_a_forged_list(town, released):
    forge(released)

    ((release, fault),) = check()

    assert release == released
    assert fault is not None
    assert (fault.code, fault.stored) == ("2026-1", released.sha256)


def test_the_command_tells_and_fails(released, capsys):
    whole = cli.run_within(["lists", "verify"])
    forge(released)
    broken = cli.run_within(["lists", "verify"])
    as_json = cli.run_within(["lists", "verify", "--json"])

    lines = capsys.readouterr().out.splitlines()
    assert (whole, broken, as_json) == (0, 1, 1)
    assert lines[0] == "1 released lists, 0 changed since their release."
    assert lines[1].startswith("qingdao/2026-1 ")
    told = json.loads(lines[-1])
    assert (told["lists"], [one["code"] for one in told["broken"]]) == (1, ["2026-1"])
