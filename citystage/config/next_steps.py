"""What an installation still lacks before anybody can work in it, and the command that gives it."""

from collections.abc import Iterator

from django.conf import settings

from citystage.cities.packs.reading import demonstration_packs
from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.queries import cities


def next_steps() -> Iterator[str]:
    """Lines for the terminal; none for a demonstration or an installation at work."""
    if settings.DEMO:
        return
    known = cities()
    if not known:
        packs = ", ".join(demonstration_packs())
        yield "No city is set up yet. Load one that comes along, or a pack of your own:"
        yield f"    citystage load-city NAME        ({packs}, or a folder; --dry-run shows what)"
        yield "Then appoint its first administrator:"
    elif not Grant.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).exists():
        yield "Nobody administers this installation yet. Appoint the first administrator:"
    else:
        return
    city = known[0].code if known else "CITY"
    yield f"    citystage make-admin USERNAME EMAIL --city {city}"
    yield "`make run` shows everything with demonstration accounts instead, in a home of its own."
