"""An invented challenge, reviewed and announced, and the call for its takers, under way."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from citystage.cities.demo.flows import CITY, CITY_OFFICER, stamp_of
from citystage.cities.demo.labs import Paper, file_with, papers
from citystage.cities.demo.people import unit_of
from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake.actions.open_call import open_call
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.queries.forms import forms_of
from citystage.stages.selection.actions.answer_seat import accept_seat
from citystage.stages.selection.actions.apply_ballot import apply_ballot
from citystage.stages.selection.actions.cast_vote import cast_vote
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.actions.close_ballot import close_ballot
from citystage.stages.selection.actions.compose_panel import ask_experts, name_chair, seat_expert
from citystage.stages.selection.actions.move_candidacy import move_candidacy
from citystage.stages.selection.actions.name_voters import name_voters
from citystage.stages.selection.actions.open_ballot import open_ballot
from citystage.stages.selection.actions.prepare_ballot import prepare_ballot
from citystage.stages.selection.actions.prepare_programme import prepare_programme
from citystage.stages.selection.actions.save_sheet import hand_in_sheet
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.actions.write_consensus import Agreement, write_consensus
from citystage.stages.selection.checking import Finding
from citystage.stages.selection.marking import Marks
from citystage.stages.selection.models import Candidacy, Expert, Notice, Programme, Seat
from citystage.stages.selection.objecting import SETTLING
from citystage.stages.selection.queries.templates import templates_of
from citystage.stages.selection.terms import Panel, Terms

FILE: Final = Path(__file__).parent / "challenge.toml"


def announce() -> int:
    """Bring in what is not there yet, through the real actions. Returns how many calls are new."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    city = unit_of(CITY, "")
    if Call.objects.filter(city=city, code=told["challenge"]["code"]).exists():
        return 0
    if not {"challenges", "takers"} <= {one.code for one in templates_of(city)}:
        return 0
    challenge = _announced(_prepared(city, told["challenge"]), told["challenge"])
    takers = _prepared(city, told["takers"], challenge)
    for one in told["proposals"]:
        _propose(takers.call, one, told["takers"]["filed_days_ago"])
    return 2


def _past(username: str, told: Mapping[str, Any], step: str, *, hat: str = "") -> Stamp:
    """Somebody's stamp at a step of the file: the demonstration has a past."""
    stamp = stamp_of(username, hat=hat)
    return replace(stamp, at=stamp.at - timedelta(days=told[f"{step}_days_ago"]))


def _prepared(city: Unit, told: Mapping[str, Any], challenge: Candidacy | None = None) -> Programme:
    """A programme from its template, its call open."""
    template = next(one for one in templates_of(city) if one.code == told["template"])
    form = forms_of(city).filter(code=template.told["form"]).order_by("-version").first()
    assert form is not None
    stamp = _past(CITY_OFFICER, told, "opened")
    settings = CallSettings(
        code=told["code"],
        title=told["title"],
        title_en=told["title_en"],
        form=form,
        kind=template.told["kind"],
        opens_at=stamp.at,
        needs_recommendation=template.told["needs_recommendation"],
        sealed=template.told["sealed"],
        default_places=template.told["default_quota"],
        eligible_kinds=template.told["eligible_kinds"],
        introduction=template.told["purpose"]["zh"],
        introduction_en=template.told["purpose"]["en"],
    )
    terms = template.terms(stamp.at).model_copy(
        update={"panel": Panel.model_validate(told["panel"])}
    )
    made = prepare_programme(city, settings=settings, terms=terms, challenge=challenge, stamp=stamp)
    made.call = open_call(made.call, stamp=stamp)
    return made


def _announced(programme: Programme, told: Mapping[str, Any]) -> Candidacy:
    """The challenge from its application to the end of its notice."""
    filed = file_with(
        programme.call,
        told["answers"],
        papers(programme.call),
        stamp=_past(told["owner"], told, "filed"),
    )
    submit(filed, version=filed.revision, stamp=_past(told["owner"], told, "filed"))
    filed.refresh_from_db()
    word = _past(told["district"], told, "recommended")
    recommend(filed, opinion=told["opinion"], place=None, stamp=word)
    candidacy = Candidacy.objects.get(application=filed)
    _judge(candidacy, programme.read_terms(), told)
    move_candidacy(candidacy, step="make_ready", stamp=_past(CITY_OFFICER, told, "agreed"))
    notice = _decide(programme, told)
    over = replace(stamp_of(CITY_OFFICER), at=notice.until + SETTLING)
    take_effect(candidacy, stamp=over)
    candidacy.refresh_from_db()
    return candidacy


def _judge(candidacy: Candidacy, terms: Terms, told: Mapping[str, Any]) -> None:
    found = {one.code: Finding(result="met") for one in terms.checks}
    check_candidacy(candidacy, found=found, stamp=_past(CITY_OFFICER, told, "checked"))
    office = _past(CITY_OFFICER, told, "asked")
    seats = [
        seat_expert(candidacy, expert=one, stamp=office)
        for one in Expert.objects.filter(user__username__in=told["experts"]).order_by("pk")
    ]
    chair = name_chair(seats[0], stamp=office)
    ask_experts(candidacy.programme, stamp=office)
    marks = Marks(
        values={one.code: "8" for one in terms.scoring.criteria},
        remark="（示例）问题讲得清楚，测法可行。",
    )
    for seat in Seat.objects.filter(candidacy=candidacy).select_related("expert__user"):
        account = _account(seat)
        word = "本人与该申报单位无利益关系。"
        accept_seat(seat, word=word, stamp=_past(account, told, "asked"))
        hand_in_sheet(seat, marks=marks, version=0, stamp=_past(account, told, "scored"))
    agreement = Agreement(
        values=marks.values,
        words=told["agreed"],
        agreed=frozenset(seat.expert_id for seat in seats),
    )
    write_consensus(
        chair,
        agreement=agreement,
        version=0,
        sign=True,
        stamp=_past(_account(chair), told, "agreed"),
    )


def _account(seat: Seat) -> str:
    assert seat.expert.user is not None
    return seat.expert.user.username


def _decide(programme: Programme, told: Mapping[str, Any]) -> Notice:
    office = _past(CITY_OFFICER, told, "voted")
    ballot = prepare_ballot(programme, title="（示例）榜题遴选委员会表决", stamp=office)
    people = list(User.objects.filter(username__in=told["voters"]).order_by("username"))
    name_voters(ballot, people=people, chair=people[0], stamp=office)
    open_ballot(ballot, stamp=office)
    for item in ballot.items.all():
        for person in people:
            stamp = _past(person.username, told, "voted")
            cast_vote(item, choice="for", words="", stamp=stamp)
    close_ballot(ballot, stamp=office)
    notice = apply_ballot(
        ballot, title=told["notice"], text="", stamp=_past(CITY_OFFICER, told, "noticed")
    )
    assert notice is not None
    return notice


def _propose(call: Call, told: Mapping[str, Any], days: int) -> Application:
    stamp = stamp_of(told["account"], hat=told["unit"])
    stamp = replace(stamp, at=stamp.at - timedelta(days=days))
    files: Mapping[str, Paper] = papers(call) if told["submits"] else {}
    filed = file_with(call, told["answers"], files, stamp=stamp)
    return submit(filed, version=filed.revision, stamp=stamp) if told["submits"] else filed
