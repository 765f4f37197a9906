"""A project under way between the town's firm and a maker, with the steps tests need."""

from datetime import timedelta
from decimal import Decimal

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.stages.projects.actions.accept_project import ask_acceptance, sign_acceptance
from citystage.stages.projects.actions.add_evidence import Shown, add_evidence
from citystage.stages.projects.actions.begin_project import Start, begin_project
from citystage.stages.projects.actions.keep_milestone import judge_milestone
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.states.projects import EvidenceKind, Standing
from tests.conftest import NOON
from tests.docking import tracking

TODAY = NOON.date()
PDF = Sent("合同.pdf", b"%PDF-1.7 example")


def jpeg(*segments):
    """The smallest JPEG that is read as one, with these segments in front."""
    head = b"".join(b"\xff" + mark + (len(c) + 2).to_bytes(2) + c for mark, c in segments)
    return b"\xff\xd8" + head + b"\xff\xda\x00\x02\x01\x02\xff\xd9"


class Landing:
    """One scenario of the town's firm; the maker supplies."""

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
        self.maker, self.maker_person = tracking.company(town)

    def stamp(self, person=None, **at):
        return self.town.stamp(person or self.town.owner, **at)

    def start(self, **changes):
        known = {
            "title": "无人集卡常态运行",
            "begun_on": TODAY - timedelta(days=100),
            "due_on": TODAY + timedelta(days=80),
            "supplier": self.maker,
            "aims": [
                Aim(
                    title="夜间运行里程",
                    due_on=TODAY + timedelta(days=30),
                    unit="公里",
                    baseline=Decimal(0),
                    target=Decimal(1000),
                ),
            ],
        }
        return Start(**(known | changes))

    def begin(self, person=None, **changes):
        return begin_project(self.scenario, start=self.start(**changes), stamp=self.stamp(person))

    def photo(self, project, person=None, *, at=NOON, **changes):
        known = {
            "kind": EvidenceKind.PHOTO,
            "title": "夜间作业现场",
            "happened_on": at.date(),
            "milestone": project.milestones.first(),
            "file": Sent("现场.jpg", jpeg()),
        }
        stamp = self.stamp(person or self.maker_person, at=at)
        return add_evidence(project, shown=Shown(**(known | changes)), stamp=stamp)

    def judge(self, project, standing=Standing.MET, actual="1200", words="达标", **changes):
        milestone = project.milestones.first()
        return judge_milestone(
            milestone,
            standing=standing,
            actual=Decimal(actual) if actual else None,
            words=words,
            version=milestone.version,
            stamp=self.stamp(**changes),
        )

    def accepting(self):
        project = self.begin()
        self.photo(project)
        self.judge(project)
        return ask_acceptance(project, stamp=self.stamp())

    def landed(self):
        project = self.accepting()
        sign_acceptance(project, words="同意", stamp=self.stamp())
        return sign_acceptance(project, words="同意", stamp=self.stamp(self.maker_person))
