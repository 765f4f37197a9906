"""Signs that no person types into an address, and the database does not take."""

import pytest


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/events/?q=%00&city=%00", 200),
        ("/events/?q=%C0%80", 200),
        ("/docking/asks/answered/?q=a%00b", 200),
        ("/events/guests/%00/", 404),
        ("/events/desk/%00/", 404),
    ],
)
def test_a_page_reads_over_them(town, visitor, address, status):
    assert visitor.get(address).status_code == status
