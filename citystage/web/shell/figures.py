"""Where a number opens: the address of its number page, for every wing."""

from django.urls import reverse

from citystage.web.shell.addresses import Address


def figure_url(city: str, code: str, period: str = "", by: str = "", key: str = "") -> str:
    """The page of a figure by the codes of its city and indicator; of a part with ``by``, ``key``.

    Without a period the page chooses the running one.
    """
    address = Address(reverse("steering:figure", args=[city, code]))
    for name, value in (("period", period), ("by", by), ("key", key)):
        address = address.having(name, value) if value or (name == "key" and by) else address
    return str(address)
