"""Invented needs, each taken through the real actions to where the demonstration wants it."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone

from citystage.cities.demo.people import unit_of
from citystage.cities.packs.reading import demonstration_packs
from citystage.foundation.access.models import User
from citystage.foundation.access.queries import actor_of
from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.actions.prepare_list import arrange_list, prepare_list
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.models import Release, Scenario
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.actions.not_recommend import not_recommend
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.return_ import return_
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.writing import Writing
from citystage.stages.review.actions.apply_decisions import apply_decisions
from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.actions.give_opinion import give_opinion
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import prepare_decision
from citystage.stages.review.actions.return_case import return_case
from citystage.stages.review.actions.take_up import take_up
from citystage.stages.review.models import Case, DecisionBatch, PreparedDecision
from citystage.stages.review.states import CaseState

FILE: Final = Path(__file__).parent / "needs.toml"
CITY, CALL = demonstration_packs()[0], "needs-always"
CITY_OFFICER, DEPARTMENT_OFFICER = "demo-city-officer", "demo-department-officer"


def walk_all() -> int:
    """Walk every need that is not there yet, then decide and release. Returns how many are new."""
    needs = tomllib.loads(FILE.read_text(encoding="utf-8"))["needs"]
    call = Call.objects.select_related("city", "form").get(city__code=CITY, code=CALL)
    known = set(Application.objects.filter(call=call).values_list("title", flat=True))
    new = [need for need in needs if need["answers"]["title"] not in known]
    for need in new:
        _WALKS[need["goes_to"]](_filed(call, need), need)
    _decide(call, needs)
    return len(new)


def stamp_of(username: str, *, hat: str = "") -> Stamp:
    """The stamp of a demonstration account, now, in the hat of the unit ``hat`` or its first."""
    now = timezone.now()
    unit_id = unit_of(CITY, hat).pk if hat else None
    actor = actor_of(User.objects.get(username=username), at=now, unit_id=unit_id)
    return Stamp(actor, now, "cli", uuid4())


def _filed(call: Call, need: Mapping[str, Any]) -> Application:
    return draft(
        call,
        writing=Writing(need["answers"]),
        recommender=None,
        third_party=None,
        stamp=stamp_of(need["owner"], hat=need.get("hat", "")),
    )


def _stay(_application: Application, _need: Mapping[str, Any]) -> None:
    """A draft that its owner still writes."""


def _submit(application: Application, need: Mapping[str, Any]) -> None:
    submit(application, version=application.revision, stamp=stamp_of(need["owner"]))


def _withdraw(application: Application, need: Mapping[str, Any]) -> None:
    _submit(application, need)
    withdraw(application, reason=need["words"], stamp=stamp_of(need["owner"]))


def _return(application: Application, need: Mapping[str, Any]) -> None:
    _submit(application, need)
    return_(application, reason=need["words"], stamp=stamp_of(need["officer"]))


def _decline(application: Application, need: Mapping[str, Any]) -> None:
    _submit(application, need)
    not_recommend(application, reason=need["words"], stamp=stamp_of(need["officer"]))


def _recommend(application: Application, need: Mapping[str, Any]) -> Case:
    _submit(application, need)
    recommend(application, opinion=need["opinion"], place=None, stamp=stamp_of(need["officer"]))
    return Case.objects.get(application=application)


def _polish(application: Application, need: Mapping[str, Any]) -> Case:
    return take_up(_recommend(application, need), stamp=stamp_of(CITY_OFFICER))


def _send_back(application: Application, need: Mapping[str, Any]) -> None:
    return_case(_polish(application, need), reason=need["words"], stamp=stamp_of(CITY_OFFICER))


def _ask(application: Application, need: Mapping[str, Any]) -> Case:
    case = _polish(application, need)
    ask_opinions(
        case,
        units=[unit_of(CITY, code) for code in ("transport", "science-technology")],
        question=need["words"],
        stamp=stamp_of(CITY_OFFICER),
    )
    return case


def _ready(application: Application, need: Mapping[str, Any]) -> Case:
    case = _polish(application, need)
    (opinion,) = ask_opinions(
        case,
        units=[unit_of(CITY, "transport")],
        question=need["words"],
        stamp=stamp_of(CITY_OFFICER),
    )
    opinion.refresh_from_db()
    give_opinion(opinion, stance="support", text=need["said"], stamp=stamp_of(DEPARTMENT_OFFICER))
    # The last opinion makes the case ready by itself.
    return Case.objects.get(pk=case.pk)


_WALKS: Final[Mapping[str, Callable[[Application, Mapping[str, Any]], Case | None]]] = {
    "draft": _stay,
    "submitted": _submit,
    "withdrawn": _withdraw,
    "returned": _return,
    "not_recommended": _decline,
    "triage": _recommend,
    "polishing": _polish,
    "sent_back": _send_back,
    "opinions": _ask,
    "prepared": _ready,
    "reserve": _ready,
    "released": _ready,
    "not_chosen": _ready,
}


def _decide(call: Call, needs: list[dict[str, Any]]) -> None:
    """One batch takes effect, and what it chose is listed; another is still being prepared."""
    chosen = _undecided(call, needs, {"released", "reserve"})
    declined = _undecided(call, needs, {"not_chosen"})
    if chosen or declined:
        batch = open_batch(call.city, title="（示例）第一次集体研究", stamp=stamp_of(CITY_OFFICER))
        for case in chosen:
            _prepare(batch, case, PreparedDecision.Outcome.CHOSEN, "")
        for case in declined:
            reason = "（示例）与在建项目重复，建议并入该项目实施。"
            _prepare(batch, case, PreparedDecision.Outcome.NOT_CHOSEN, reason)
        apply_decisions(batch, stamp=stamp_of(CITY_OFFICER))
    _list(call, needs)
    if waiting := _undecided(call, needs, {"prepared"}):
        batch = open_batch(call.city, title="（示例）第二次集体研究", stamp=stamp_of(CITY_OFFICER))
        for case in waiting:
            _prepare(batch, case, PreparedDecision.Outcome.CHOSEN, "")


def _undecided(call: Call, needs: list[dict[str, Any]], going: set[str]) -> list[Case]:
    """Cases of these needs that are ready and stand in no batch yet."""
    prepared = PreparedDecision.objects.values("case")
    found = Case.objects.filter(
        application__call=call, application__title__in=_titles(needs, going), state=CaseState.READY
    )
    return list(found.exclude(pk__in=prepared).order_by("pk"))


def _titles(needs: list[dict[str, Any]], going: set[str]) -> list[str]:
    return [need["answers"]["title"] for need in needs if need["goes_to"] in going]


def _prepare(batch: DecisionBatch, case: Case, outcome: str, reason: str) -> None:
    prepare_decision(
        case, batch=batch, outcome=outcome, reason=reason, place=None, stamp=stamp_of(CITY_OFFICER)
    )


def _list(call: Call, needs: list[dict[str, Any]]) -> None:
    scenarios = Scenario.objects.filter(
        application__call=call, application__title__in=_titles(needs, {"released"})
    ).order_by("pk")
    if Release.objects.filter(city=call.city, code="demo-1").exists():
        return
    stamp = stamp_of(CITY_OFFICER)
    release = prepare_list(
        call.city,
        code="demo-1",
        kind=Release.Kind.OPPORTUNITY,
        number="（示例）第1批",
        title="（示例）场景机会清单",
        title_en="(Example) Scenario opportunity list",
        issuer="青岛市（演示）",
        introduction="演示用的虚构清单，不对应任何真实项目。",
        stamp=stamp,
    )
    ids = list(scenarios.values_list("pk", flat=True))
    arrange_list(release, scenario_ids=ids, stamp=stamp)
    release_list(release, stamp=stamp)
