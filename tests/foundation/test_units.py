import pytest

from citystage.foundation.tenancy import queries
from citystage.foundation.tenancy.models import Unit


@pytest.mark.parametrize("written_out", [0, 300])
def test_inside_are_the_offices_and_all_below_them_by_keys_or_by_a_question(
    town, monkeypatch, written_out
):
    monkeypatch.setattr(queries, "_WRITTEN_OUT", written_out)

    found = Unit.objects.filter(queries.inside([town.laoshan, town.health], "pk"))

    assert set(found) == {town.laoshan, town.firm, town.health}


def test_inside_no_office_is_nothing(town):
    assert not Unit.objects.filter(queries.inside([], "pk")).exists()
