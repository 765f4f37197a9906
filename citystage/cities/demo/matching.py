"""Invented suppliers, a scenario given to a broker with a proposal, a profile, a first match."""

import tomllib
from pathlib import Path
from typing import Any, Final

from citystage.cities.demo.flows import CITY, CITY_OFFICER, stamp_of
from citystage.cities.demo.people import seat, unit_of
from citystage.cities.packs.reading import demonstration_packs
from citystage.foundation.access.models import User
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import find_term
from citystage.foundation.tenancy.queries import city_coded
from citystage.stages.catalogue.facts import CapabilityEntered
from citystage.stages.catalogue.indexing import fill_capabilities
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking.actions.mandates import give_mandate
from citystage.stages.matchmaking.actions.profiles import save_profile
from citystage.stages.matchmaking.actions.propose import propose
from citystage.stages.matchmaking.actions.rematch import rematch_city
from citystage.stages.matchmaking.jobs import run_rematch
from citystage.stages.matchmaking.models import Profile, Run
from citystage.stages.matchmaking.wishing import Wish

FILE: Final = Path(__file__).parent / "suppliers.toml"
GIVEN = "（示例）车站扶梯故障提前预警"
PROPOSED = "（示例）车站扶梯振动监测与故障预警"
# Who may match each city of the demonstration again.
_OFFICES = {"qingdao": CITY_OFFICER, "chengdu": "demo-chengdu"}


def set_the_table() -> None:
    """Make what is missing; a second time changes nothing."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for organisation in told["organisations"]:
        seat(organisation)
    for capability in told["capabilities"]:
        _describe(capability)
    _give()
    _look_out()
    for code in demonstration_packs():
        _match(code)


def _describe(told: dict[str, Any]) -> None:
    organisation = Organisation.objects.get(seat=unit_of(CITY, told["organisation"]))
    if Capability.objects.filter(organisation=organisation, title=told["title"]).exists():
        return
    stamp = stamp_of(CITY_OFFICER)
    made = Capability.objects.create(
        organisation=organisation,
        city=organisation.city,
        title=told["title"],
        description=told["description"],
        cases=told.get("cases", ""),
        applies_to=told["applies_to"],
        field=find_term(Scheme.FIELD, organisation.city, told["field"]),
        readiness=told["readiness"],
        version=1,
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    fill_capabilities([made])
    fact = CapabilityEntered(capability_id=made.pk, origin="pack")
    journal.record(fact, subject=made, stamp=stamp)


def _give() -> None:
    """The broker has one scenario and proposes a supplier for it."""
    scenario = Scenario.objects.get(title=GIVEN)
    supplier = Capability.objects.select_related("organisation").get(title=PROPOSED)
    broker = unit_of(CITY, "demo-broker")
    give_mandate(scenario, broker=broker, stamp=stamp_of(CITY_OFFICER))
    propose(
        scenario,
        organisation=supplier.organisation,
        capability=supplier,
        words="（示例）已在商场试用同类设备，可先装两台对比。",
        stamp=stamp_of("demo-broker"),
    )


def _look_out() -> None:
    """The demonstration's company is told of what newly fits it."""
    organisation = Organisation.objects.get(seat=unit_of(CITY, "demo-robots"))
    if not Profile.objects.filter(organisation=organisation).exists():
        wish = Wish(title="（示例）巡检与预警", words="巡检机器人、设备故障预警", least=20)
        save_profile(organisation, wish=wish, stamp=stamp_of("demo-company-member"))


def _match(code: str) -> None:
    """Ask for a first match of the city; a worker makes it as soon as the site runs."""
    city, username = city_coded(code), _OFFICES.get(code, "")
    if city is None or not User.objects.filter(username=username).exists():
        return
    if not Run.objects.filter(city=city).exists():
        run = rematch_city(city, stamp=stamp_of(username))
        run_rematch.enqueue(run.pk)
