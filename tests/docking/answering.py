"""A town in which a scenario takes answers: owner, two companies, a broker."""

from datetime import timedelta

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.docking.actions.begin_answer import begin_answer
from citystage.stages.docking.actions.open_scenario import open_scenario
from citystage.stages.docking.actions.submit_answer import submit_answer
from citystage.stages.docking.actions.write_answer import write_answer
from citystage.stages.docking.contents import Content, Reply
from citystage.stages.docking.opening import Settings
from tests.conftest import NOON

CLOSES = NOON + timedelta(days=10)
AFTER = CLOSES + timedelta(hours=1)


def organisation(town, name, *, unit=None, kind="company", role=Role.COMPANY_MEMBER):
    """A registered organisation with one person, called after its first letters."""
    seat = unit or plant(parent=town.jimo, kind=Unit.Kind.ORGANISATION, name=name)
    made = Organisation.objects.create(
        city=town.city,
        district=town.jimo,
        seat=seat,
        name=name,
        folded_name=fold(name),
        kind=kind,
        standing=Organisation.Standing.APPROVED,
    )
    person = town.person(f"at-{made.pk}", role, seat)
    return made, person


class Docked:
    """The scenario of the town's firm; companies Blue and Red answer."""

    def __init__(self, town):
        self.town = town
        self.firm = Organisation.objects.create(
            city=town.city,
            district=town.laoshan,
            seat=town.firm,
            name="示例港口集团",
            folded_name=fold("示例港口集团"),
            standing=Organisation.Standing.APPROVED,
        )
        self.scenario = town.scenario(
            owner=self.firm, owner_unit=town.firm, lead_department=town.transport
        )
        self.blue, self.blue_person = organisation(town, "示例蓝色科技")
        self.red, self.red_person = organisation(town, "示例红色科技")

    def settings(self, **changes):
        known = {
            "opens_at": NOON,
            "closes_at": CLOSES,
            "questions_until": CLOSES - timedelta(days=3),
            "essentials": ["能在夜间运行", "有三个以上案例"],
            "sealed": True,
            "asks_price": True,
        }
        return Settings(**(known | changes))

    def open(self, **changes):
        stamp = self.town.stamp(self.town.owner)
        return open_scenario(self.scenario, settings=self.settings(**changes), stamp=stamp)

    def open_again(self):
        """After an outcome that found nobody."""
        stamp = self.town.stamp(self.town.owner, at=AFTER)
        later = self.settings(
            opens_at=AFTER,
            closes_at=AFTER + timedelta(days=10),
            questions_until=AFTER + timedelta(days=5),
        )
        return open_scenario(self.scenario, settings=later, stamp=stamp)

    def draft(self, opening, person, at=NOON):
        return begin_answer(opening, stamp=self.town.stamp(person, at=at))

    def written(self, opening, person, at=NOON, **changes):
        answer = self.draft(opening, person, at=at)
        stamp = self.town.stamp(person, at=at)
        return write_answer(answer, content=content(**changes), version=0, stamp=stamp)

    def given(self, opening, person, at=NOON, **changes):
        answer = self.written(opening, person, at=at, **changes)
        stamp = self.town.stamp(person, at=at)
        return submit_answer(answer, version=answer.revision, stamp=stamp)


def content(**changes):
    """A whole answer to the two essentials."""
    known = {
        "summary": "我们用激光雷达夜间运行。",
        "replies": {
            "e1": Reply(can="yes", evidence="2025年在示例码头夜间运行180天。"),
            "e2": Reply(can="no", evidence="目前两个案例。"),
        },
        "price_mode": "fixed",
        "price": 350_000_000,
        "weeks": 12,
        "schedule": "第4周到场，第12周验收。",
        "wanted": "提供夜间作业窗口。",
    }
    return Content(**(known | changes))
