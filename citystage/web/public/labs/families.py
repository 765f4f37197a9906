"""How pages speak of what is recognised: a lab, a demonstration, a challenge, its taker, a fund."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models.labs import LABS
from citystage.web.shell.components import Text


@dataclass(frozen=True, slots=True)
class Family:
    """One family in words."""

    name: str
    icon: str
    title: Text
    lead: Text
    search: Text
    # What its own page is called on verification pages, and whoever stands behind it.
    one: Text
    builder: Text
    # The heading above what the application says.
    told: Text
    none: Text
    all: Text
    by_district: Text
    counted: Callable[[int], str]

    def address(self, view: str = "", **more: str) -> str:
        """The directory, or its ``feed`` or ``file``."""
        ending = f"_{view}" if view else ""
        if self.name == LABS:
            return reverse(f"public:labs{ending}", kwargs=more)
        return reverse(f"public:recognised{ending}", kwargs={"family": self.name, **more})


FAMILIES: Final[Mapping[str, Family]] = {
    one.name: one
    for one in (
        Family(
            LABS,
            "flask-conical",
            _("Labs"),
            _(
                "Recognised application labs by batch: who builds them, what for, and whether the"
                " recognition still counts."
            ),
            _("Search labs"),
            _("Lab"),
            _("Builder"),
            _("Direction"),
            _("No lab fits"),
            _("Show all labs"),
            _("Labs by district"),
            lambda n: ngettext("%(n)d lab", "%(n)d labs", n) % {"n": n},
        ),
        Family(
            "demonstrations",
            "award",
            _("Demonstrations"),
            _(
                "Scenarios in use that experts found worth following: what they changed, what"
                " others need to do the same."
            ),
            _("Search demonstrations"),
            _("Demonstration"),
            _("Applicant"),
            _("What it shows"),
            _("No demonstration fits"),
            _("Show all demonstrations"),
            _("Demonstrations by district"),
            lambda n: ngettext("%(n)d demonstration", "%(n)d demonstrations", n) % {"n": n},
        ),
        Family(
            "challenges",
            "target",
            _("Challenges"),
            _(
                "Problems announced with a price: reviewed by experts, open to whoever can solve"
                " them."
            ),
            _("Search challenges"),
            _("Challenge"),
            _("Set by"),
            _("The challenge"),
            _("No challenge fits"),
            _("Show all challenges"),
            _("Challenges by district"),
            lambda n: ngettext("%(n)d challenge", "%(n)d challenges", n) % {"n": n},
        ),
        Family(
            "takers",
            "handshake",
            _("Takers of challenges"),
            _("Who was selected to solve an announced challenge."),
            _("Search takers"),
            _("Taker"),
            _("Taker of the challenge"),
            _("What it takes"),
            _("No taker fits"),
            _("Show all takers"),
            _("Takers by district"),
            lambda n: ngettext("%(n)d taker", "%(n)d takers", n) % {"n": n},
        ),
        Family(
            "funds",
            "coins",
            _("Scenario funds"),
            _("Funds selected to invest in scenarios, labs and demonstrations of the city."),
            _("Search funds"),
            _("Fund"),
            _("Manager"),
            _("What it invests in"),
            _("No fund fits"),
            _("Show all funds"),
            _("Funds by district"),
            lambda n: ngettext("%(n)d fund", "%(n)d funds", n) % {"n": n},
        ),
    )
}


def family_of(name: str) -> Family:
    """The family of an address. Raises ``NotFound``."""
    if found := FAMILIES.get(name):
        return found
    raise NotFound(_("There is no such directory."))
