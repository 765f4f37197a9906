"""An invented call for answers: one answer, two questions, and a broker's introduction."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from citystage.cities.demo.flows import CITY, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.begin_answer import begin_answer
from citystage.stages.docking.actions.introduce import Beginning, begin_introduction
from citystage.stages.docking.actions.open_scenario import open_scenario
from citystage.stages.docking.actions.questions import answer_question, ask_question
from citystage.stages.docking.actions.submit_answer import submit_answer
from citystage.stages.docking.actions.write_answer import write_answer
from citystage.stages.docking.contents import Content, Reply
from citystage.stages.docking.models import Introduction, Opening
from citystage.stages.docking.opening import Settings
from citystage.stages.docking.states.introductions import Side

FILE: Final = Path(__file__).parent / "answering.toml"


def take_answers() -> None:
    """Open it once; a second time changes nothing."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    scenario = Scenario.objects.get(title=told["opening"]["scenario"])
    if not Opening.objects.filter(scenario=scenario).exists():
        opening = _open(scenario, told["opening"])
        _answer(opening, told["answer"])
        for question in told["questions"]:
            _ask(opening, question, owner=told["opening"]["owner"])
    _introduce(told["introduction"])


def _open(scenario: Scenario, told: dict[str, Any]) -> Opening:
    stamp = stamp_of(told["owner"])
    settings = Settings(
        opens_at=stamp.at,
        closes_at=stamp.at + timedelta(days=told["days"]),
        questions_until=stamp.at + timedelta(days=told["questions_days"]),
        essentials=told["essentials"],
        # Not sealed, so that a visitor sees from both sides what an answer looks like.
        sealed=False,
        asks_price=True,
        note=told["note"],
    )
    return open_scenario(scenario, settings=settings, stamp=stamp)


def _answer(opening: Opening, told: dict[str, Any]) -> None:
    stamp = stamp_of(told["by"])
    answer = begin_answer(opening, stamp=stamp)
    keys = [str(one["key"]) for one in opening.asked]
    replies = {
        key: Reply(can=one["can"], evidence=one["evidence"], case=one.get("case", ""))
        for key, one in zip(keys, told["replies"], strict=True)
    }
    content = Content(
        summary=told["summary"],
        replies=replies,
        price_mode=told["price_mode"],
        price=told["price"],
        price_words=told["price_words"],
        weeks=told["weeks"],
        schedule=told["schedule"],
        wanted=told["wanted"],
    )
    written = write_answer(answer, content=content, version=answer.revision, stamp=stamp)
    submit_answer(written, version=written.revision, stamp=stamp)


def _ask(opening: Opening, told: dict[str, Any], *, owner: str) -> None:
    asked = ask_question(opening, text=told["text"], stamp=stamp_of(told["by"]))
    if "reply" in told:
        answer_question(
            asked, reply=told["reply"], addendum=told["addendum"], stamp=stamp_of(owner)
        )


def _introduce(told: dict[str, Any]) -> None:
    scenario = Scenario.objects.get(title=told["scenario"])
    organisation = Organisation.objects.get(seat=unit_of(CITY, told["organisation"]))
    if Introduction.objects.filter(scenario=scenario, organisation=organisation).exists():
        return
    begin_introduction(
        scenario,
        organisation=organisation,
        beginning=Beginning(Side.BROKER, told["words"]),
        stamp=stamp_of(told["by"]),
    )
