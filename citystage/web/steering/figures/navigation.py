"""Where the records of figures lead, and the way to them for everybody."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.web.shell.going import DESTINATIONS
from citystage.web.shell.navigation import DATA, Entry

DATA.add(Entry(name="figures", label=_("Figures and their evidence"), view="steering:figures"))


def _closing(_actor: Actor, _pk: int) -> str:
    return reverse("steering:figures")


DESTINATIONS.add("evaluation.closing", _closing)
