"""Invented projects taken through the real actions: under way, accepted, landed, failed."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from citystage.cities.demo.dues import owe
from citystage.cities.demo.flows import CALL, CITY, CITY_OFFICER, DEPARTMENT_OFFICER, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.cities.demo.pictures import picture
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.taxonomy.models import Scheme, Side, Tier
from citystage.foundation.taxonomy.queries import find_term
from citystage.stages.catalogue.actions.link_part import link_part
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.entering import next_numbers
from citystage.stages.catalogue.facts import ScenarioEntered
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.versions import keep_version
from citystage.stages.intake.models import Call
from citystage.stages.projects.actions.accept_project import ask_acceptance, sign_acceptance
from citystage.stages.projects.actions.add_evidence import Shown, add_evidence
from citystage.stages.projects.actions.begin_project import Start, begin_project
from citystage.stages.projects.actions.claim_arrival import Came, claim_arrival
from citystage.stages.projects.actions.copy_pattern import copy_pattern
from citystage.stages.projects.actions.decide_claim import prove_arrival, prove_first_use
from citystage.stages.projects.actions.end_project import fail_project
from citystage.stages.projects.actions.keep_flag import Raised, raise_flag
from citystage.stages.projects.actions.keep_milestone import judge_milestone
from citystage.stages.projects.actions.keep_payment import Sum, note_payment
from citystage.stages.projects.actions.mind_reports import plan_reports
from citystage.stages.projects.actions.report_first_use import Used, report_first_use
from citystage.stages.projects.actions.write_pattern import (
    Told,
    draft_pattern,
    propose_pattern,
    publish_pattern,
)
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Milestone, Project
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.states.claims import FirstUseKind
from citystage.stages.projects.states.projects import (
    EvidenceKind,
    FlagKind,
    PaymentKind,
    Standing,
)

FILE: Final = Path(__file__).parent / "projects.toml"
_SUPPLIER, _COMPANY = "示例智能机器人有限公司", "demo-company-member"
_CHILDREN: Final = {
    "智慧港口+人工智能": "（示例）码头轮胎吊",
    "机器人+训练服务": "（示例）地铁道床",
}
_PAPER: Final = b"%PDF-1.4\n% example: an invented paper of the demonstration\n"


def land_all() -> int:
    """Make what is not there yet; a second time changes nothing. Returns how many are new."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if Project.objects.filter(city__code=CITY).exists():
        return 0
    for one in told["projects"]:
        _take(one)
    for one in told["arrivals"]:
        _bring(one)
    plan_reports(unit_of(CITY, ""), stamp=stamp_of(CITY_OFFICER))
    _link()
    return len(told["projects"])


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _then(account: str, days: int) -> Stamp:
    """The person so many days from now, never later than now."""
    stamp = stamp_of(account)
    return replace(stamp, at=stamp.at + timedelta(days=min(days, 0)))


def _take(told: Mapping[str, Any]) -> None:
    project = _begin(_scenario(told), told)
    for milestone, asked in zip(project.milestones.all(), told["milestones"], strict=True):
        _work(project, milestone, asked, told)
    for kind in ("amount", "paid"):
        if kind in told:
            _note(project, kind, int(told[kind]), told)
    then = _then(str(told["account"]), -1)
    owe(project, told.get("dues", ()), today=timezone.localdate(), stamp=then)
    _END[told["ends"]](project, told)


@transaction.atomic
def _scenario(told: Mapping[str, Any]) -> Scenario:
    city, stamp = unit_of(CITY, ""), _then(CITY_OFFICER, told["begun_days"] - 30)
    owner = Organisation.objects.select_related("seat").get(seat__code=told["owner"])
    (number,) = next_numbers(city, year=timezone.localdate(stamp.at).year, count=1)
    made = Scenario.objects.create(
        city=city,
        number=number,
        title=told["scenario"],
        summary=told["need"],
        answers={"need": told["need"]},
        tier=Tier.NARROW,
        side=Side.INDUSTRY,
        field=find_term(Scheme.FIELD, city, told["field"]),
        district=unit_of(CITY, told["district"]),
        lead_department=unit_of(CITY, "transport"),
        owner=owner,
        owner_unit=owner.seat,
        owner_name=owner.name,
        year=timezone.localdate(stamp.at).year,
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    keep_version(made, stamp=stamp)
    fill([made])
    fact = ScenarioEntered(scenario_id=made.pk, origin="import")
    journal.record(fact, subject=made, stamp=stamp)
    return made


def _begin(scenario: Scenario, told: Mapping[str, Any]) -> Project:
    scenario = publish(scenario, stamp=_then(CITY_OFFICER, told["begun_days"] - 20))
    name = told.get("supplier", _SUPPLIER)
    start = Start(
        title=told["title"],
        about=told["about"],
        begun_on=_day(told["begun_days"]),
        due_on=_day(told["due_days"]),
        supplier=Organisation.objects.get(name=name),
        aims=[_aim(one) for one in told["milestones"]],
    )
    stamp = _then(told["account"], told["begun_days"])
    return begin_project(scenario, start=start, stamp=stamp)


def _aim(told: Mapping[str, Any]) -> Aim:
    return Aim(
        title=told["title"],
        due_on=_day(told["due_days"]),
        unit=told.get("unit", ""),
        baseline=_number(told.get("baseline")),
        target=_number(told.get("target")),
        essential=told.get("essential", True),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _work(
    project: Project, milestone: Milestone, told: Mapping[str, Any], whole: Mapping[str, Any]
) -> None:
    account, days = str(whole["account"]), min(int(told["due_days"]), -3)
    # Of a supplier without an account here the owner brings the evidence.
    brings = account if "supplier" in whole else _COMPANY
    for kind in told.get("evidence", ()):
        shown = _shown(kind, milestone, days - 2)
        add_evidence(project, shown=shown, stamp=_then(brings, days - 1))
    if "standing" in told:
        judge_milestone(
            milestone,
            standing=Standing(told["standing"]),
            actual=_number(told.get("actual")),
            words=f"（示例）{told['words']}" if "words" in told else "",
            version=1,
            stamp=_then(account, days),
        )


def _shown(kind: str, milestone: Milestone, days: int) -> Shown:
    day = _day(days)
    if kind == "photo":
        return Shown(
            kind=EvidenceKind.PHOTO,
            title="（示例）现场照片：设备夜间作业",
            happened_on=day,
            milestone=milestone,
            file=Sent("example.png", picture()),
        )
    if kind == "report":
        return Shown(
            kind=EvidenceKind.THIRD_PARTY,
            title="（示例）第三方检测报告",
            author="（示例）示例检测认证中心",
            happened_on=day,
            milestone=milestone,
            file=Sent("example.pdf", _PAPER),
        )
    return Shown(
        kind=EvidenceKind.SERIES,
        title=f"（示例）{milestone.title}逐日读数",
        happened_on=day,
        milestone=milestone,
        unit=milestone.unit,
        readings=_readings(milestone, day),
    )


def _readings(milestone: Milestone, last: date) -> str:
    """Thirty days on the way from the baseline to a little beyond the target."""
    begins = float(milestone.baseline or 0)
    ends = float(milestone.target or 1)
    return "\n".join(
        f"{last - timedelta(days=29 - n)}, {begins + (ends - begins) * min(1.05, n / 26):.1f}"
        for n in range(30)
    )


def _note(project: Project, kind: str, amount: int, told: Mapping[str, Any]) -> None:
    paid = kind == "paid"
    days = told["due_days"] + 10 if paid else told["begun_days"] + 2
    noted = Sum(
        kind=PaymentKind.PAID if paid else PaymentKind.AGREED,
        amount=amount,
        on_day=_day(min(days, -1)),
        words="（示例）验收后支付" if paid else "（示例）采购合同",
        file=Sent("example.pdf", _PAPER),
    )
    note_payment(project, noted=noted, stamp=_then(told["account"], days + 1))


def _run(project: Project, told: Mapping[str, Any]) -> None:
    """One open risk; its first report stays unwritten and is overdue."""
    raised = Raised(
        kind=FlagKind.RISK,
        title="（示例）雨季云台进水，备件到货晚",
        words="（示例）防水云台预计晚到三周，二号里程碑可能延期。",
    )
    raise_flag(project, raised=raised, stamp=_then(str(told["account"]), -10))


def _accept(project: Project, _told: Mapping[str, Any]) -> None:
    """The supplier signed; the owner's signature is waited for."""
    ask_acceptance(project, stamp=_then(_COMPANY, -4))
    sign_acceptance(project, words="（示例）指标均已达成。", stamp=_then(_COMPANY, -3))


def _land(project: Project, told: Mapping[str, Any]) -> None:
    """Both signed; its first use is proven, its pattern published, and copied once."""
    account = str(told["account"])
    ask_acceptance(project, stamp=_then(account, -38))
    sign_acceptance(project, words="（示例）同意验收。", stamp=_then(account, -37))
    sign_acceptance(project, words="（示例）同意验收。", stamp=_then(_COMPANY, -36))
    project.refresh_from_db()
    _first_use(project, told["product"])
    pattern = draft_pattern(project, stamp=_then(account, -30))
    words = Told(
        title=project.title,
        cost=project.amount,
        **{name: f"（示例）{text}" for name, text in told["pattern"].items()},
    )
    pattern = propose_pattern(pattern, told=words, version=1, stamp=_then(account, -28))
    publish_pattern(pattern, stamp=_then(CITY_OFFICER, -25))
    call = Call.objects.get(city__code=CITY, code=CALL)
    copy_pattern(pattern, call=call, stamp=_then("demo-port-owner", 0))


def _first_use(project: Project, told: Mapping[str, Any]) -> None:
    """Reported by the owner and by the department: one product, counted once."""
    used = Used(
        kind=FirstUseKind(told["kind"]),
        maker=told["maker"],
        name=told["name"],
        model=told["model"],
        user=project.owner_unit.name,
        used_on=_day(-100),
        place=told["place"],
        project=project,
        amount=project.amount,
        words="（示例）全线上线运行，为本产品首次整线应用。",
        proofs=[Sent("example.pdf", _PAPER)],
    )
    city, account = project.city, "demo-demand-owner"
    use = report_first_use(city, used=used, stamp=_then(account, -34))
    other = replace(used, project=None, district=project.district, words="（示例）部门填报。")
    report_first_use(city, used=other, stamp=_then(DEPARTMENT_OFFICER, -33))
    prove_first_use(use, stamp=_then(CITY_OFFICER, -32))


def _fail(project: Project, told: Mapping[str, Any]) -> None:
    fail_project(project, reason=told["reason"], stamp=_then(str(told["account"]), -18))


_END: Final = {"running": _run, "accepting": _accept, "landed": _land, "failed": _fail}


def _bring(told: Mapping[str, Any]) -> None:
    """A firm brought in; one of them is claimed by two districts."""
    came = Came(
        name=told["name"],
        uscc="",
        district=unit_of(CITY, told["district"]),
        arrived_on=_day(told["days"]),
        amount=told.get("amount"),
        words=told["words"],
        proofs=[Sent("example.pdf", _PAPER)],
    )
    city = unit_of(CITY, "")
    arrival = claim_arrival(city, came=came, stamp=_then(told["by"], told["days"] + 3))
    if told.get("proven"):
        prove_arrival(arrival, stamp=_then(CITY_OFFICER, told["days"] + 6))


def _link() -> None:
    """Invented scenarios as children of super scenarios that the plan names; one has landed."""
    for title, begins in _CHILDREN.items():
        whole = Scenario.objects.filter(city__code=CITY, tier=Tier.SUPER, title=title).first()
        part = Scenario.objects.filter(city__code=CITY, title__startswith=begins).first()
        if whole is not None and part is not None:
            link_part(whole, part=part, stamp=stamp_of(CITY_OFFICER))
