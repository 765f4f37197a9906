"""Evidence from docking and events: answers, outcomes, agreements, promises, asks, visits."""

from typing import Final

from citystage.engines.indicators.explaining import Said
from citystage.stages.evaluation.sources.pieces import AROUND, FIRM, OF_SCENARIO, SCENARIO
from citystage.stages.evaluation.sources.source import ByName, Source, among, on

_OPENING = (
    "docking_opening opening JOIN catalogue_scenario scenario"
    f" ON scenario.id = opening.scenario_id{AROUND}"
)
_ANSWER = (
    "docking_answer answer JOIN docking_opening opening ON opening.id = answer.opening_id"
    " JOIN catalogue_scenario scenario ON scenario.id = opening.scenario_id"
    f" JOIN directory_organisation firm ON firm.id = answer.organisation_id{AROUND}"
)
# What nobody but its own side may know of yet does not count yet.
_GIVEN = (
    "answer.submitted_at IS NOT NULL AND answer.state NOT IN ('draft', 'withdrawn')"
    " AND NOT (opening.sealed AND opening.closes_at > now())"
)
_OF_ANSWER = {
    "happened_on": on("answer.submitted_at"),
    "title": "scenario.number || ' ' || scenario.title",
    "readers": among("firm.seat_id", "scenario.owner_unit_id", "owner.seat_id"),
}
_BY_OPENING = {"docking.opening": "SELECT id FROM docking_answer WHERE opening_id = ANY(%(ids)s)"}

CALLED: Final = Source(
    code="scenario_called",
    name=Said("开放应答", "calls for answers"),
    unit="scenario",
    record="docking.opening",
    id="opening.id",
    tables=_OPENING,
    where="opening.state <> 'cancelled'",
    columns=OF_SCENARIO
    | {
        "happened_on": on("opening.opens_at"),
        "title": "scenario.number || ' ' || scenario.title",
        "public": "true",
    },
)
SCENARIO_ANSWERED: Final = Source(
    code="scenario_answered",
    name=Said("应答", "answers"),
    unit="scenario",
    record="docking.answer",
    id="answer.id",
    tables=_ANSWER,
    where=_GIVEN,
    columns=OF_SCENARIO | _OF_ANSWER,
    touched_by=_BY_OPENING,
)
ANSWER: Final = Source(
    code="answer",
    name=Said("应答", "answers"),
    unit="organisation",
    record="docking.answer",
    id="answer.id",
    tables=_ANSWER,
    where=_GIVEN,
    columns=SCENARIO | FIRM | _OF_ANSWER,
    touched_by=_BY_OPENING,
)
DECIDED: Final = Source(
    code="scenario_decided",
    name=Said("应答结果", "outcomes"),
    unit="scenario",
    record="docking.opening",
    id="opening.id",
    tables=_OPENING,
    where="opening.decided_at IS NOT NULL",
    columns=OF_SCENARIO
    | {
        "happened_on": on("opening.decided_at"),
        "kind": "opening.state",
        "title": "scenario.number || ' ' || scenario.title",
        "public": "true",
    },
    kinds={
        "chosen": Said("选定", "an answer chosen"),
        "none_suitable": Said("均不合适", "none suitable"),
        "cancelled": Said("取消", "cancelled"),
    },
)
INTRODUCED: Final = Source(
    code="introduction",
    name=Said("牵线对接", "introductions"),
    unit="organisation",
    record="docking.introduction",
    id="met.id",
    tables=(
        "docking_introduction met JOIN catalogue_scenario scenario ON scenario.id = met.scenario_id"
        f" JOIN directory_organisation firm ON firm.id = met.organisation_id{AROUND}"
    ),
    where="met.state = 'introduced'",
    columns=SCENARIO
    | FIRM
    | {
        "happened_on": on("greatest(met.owner_agreed_at, met.supplier_agreed_at)"),
        "title": "scenario.number || ' ' || scenario.title",
        "readers": among("firm.seat_id", "scenario.owner_unit_id", "owner.seat_id"),
    },
)
_DEALS = {
    "cooperation": Said("合作", "cooperation"),
    "purchase": Said("采购", "purchase"),
    "investment": Said("投资", "investment"),
    "trial": Said("试用", "trial"),
}
_AGREEMENT = (
    "docking_agreement agreement"
    f" LEFT JOIN catalogue_scenario scenario ON scenario.id = agreement.scenario_id{AROUND}"
)
_OF_AGREEMENT = SCENARIO | {
    "city_id": "agreement.city_id",
    "happened_on": "agreement.signed_on",
    "kind": "agreement.kind",
    "title": "agreement.title",
    # A paper or a published source stands behind it; else it is only said.
    "proven": (
        "(agreement.source <> '{}' OR EXISTS (SELECT 1 FROM docking_proof paper"
        " WHERE paper.agreement_id = agreement.id))"
    ),
    "readers": (
        "array_remove(ARRAY(SELECT coalesce(party.unit_id, side.seat_id) FROM docking_party party"
        " LEFT JOIN directory_organisation side ON side.id = party.organisation_id"
        " WHERE party.agreement_id = agreement.id)::bigint[], NULL)"
    ),
}
AGREEMENT: Final = Source(
    code="agreement",
    name=Said("签约", "agreements"),
    unit="agreement",
    record="docking.agreement",
    id="agreement.id",
    tables=_AGREEMENT,
    where="true",
    columns=_OF_AGREEMENT
    | {
        "unit": "'agreement:' || agreement.id",
        "label": "agreement.title",
        "amount": "coalesce(agreement.amount, 0)",
    },
    kinds=_DEALS,
    amount=True,
)
# A side that was typed, and was nobody the directory knew then.
_NAMELESS: Final = "party.organisation_id IS NULL AND party.unit_id IS NULL"
AGREEMENT_PARTY: Final = Source(
    code="agreement_party",
    name=Said("签约", "agreements"),
    unit="organisation",
    record="docking.agreement",
    id="agreement.id",
    tables=(
        f"{_AGREEMENT} JOIN (SELECT DISTINCT party.agreement_id,"
        " coalesce(party.organisation_id, known.organisation_id) AS organisation_id"
        " FROM docking_party party LEFT JOIN evaluation_firms known"
        f" ON {_NAMELESS} AND known.name = party.name) side ON side.agreement_id = agreement.id"
        " JOIN directory_organisation firm ON firm.id = side.organisation_id"
    ),
    where="true",
    columns=_OF_AGREEMENT | FIRM,
    kinds=_DEALS,
    by_name=ByName(
        tables="docking_party party",
        id="party.agreement_id",
        name="party.name",
        where=f"party.agreement_id IS NOT NULL AND {_NAMELESS}",
    ),
)
PROMISE: Final = Source(
    code="promise_ended",
    name=Said("承诺办结", "promises that ended"),
    unit="promise",
    record="docking.promise",
    id="promise.id",
    tables=(
        "docking_promise promise LEFT JOIN catalogue_scenario scenario"
        f" ON scenario.id = promise.scenario_id{AROUND}"
        " JOIN tenancy_unit giver ON giver.id = promise.giver_id"
    ),
    where="promise.state IN ('kept', 'dropped') AND promise.ended_at IS NOT NULL",
    columns=SCENARIO
    | {
        "city_id": "promise.city_id",
        "unit": "'promise:' || promise.id",
        "happened_on": on("promise.ended_at"),
        "kind": "promise.state",
        "label": "left(promise.what, 200)",
        "title": "left(promise.what, 200)",
        "claimant": "giver.name",
        "readers": among("promise.giver_id", "promise.taker_id"),
    },
    kinds={"kept": Said("已兑现", "kept"), "dropped": Said("未兑现", "dropped")},
)
_ASK = (
    "docking_ask ask JOIN tenancy_unit answering ON answering.id = ask.unit_id"
    " LEFT JOIN directory_organisation firm ON firm.seat_id = ask.asker_id"
    f" LEFT JOIN catalogue_scenario scenario ON scenario.id = ask.scenario_id{AROUND}"
)
_OF_ASK = {
    "city_id": "ask.city_id",
    "happened_on": on("ask.replied_at"),
    "district_id": "CASE WHEN answering.kind = 'district' THEN ask.unit_id END",
    "department_id": "CASE WHEN answering.kind = 'department' THEN ask.unit_id END",
    "chain": "coalesce(chain.code, '')",
    "owner_kind": "coalesce(firm.kind, '')",
    "title": "ask.title",
    "claimant": "answering.name",
    "public": "ask.public",
    "readers": among("ask.asker_id", "ask.unit_id", "ask.first_unit_id"),
}
ASK: Final = Source(
    code="ask_answered",
    name=Said("诉求答复", "replies to asks"),
    unit="ask",
    record="docking.ask",
    id="ask.id",
    tables=_ASK,
    where="ask.replied_at IS NOT NULL",
    columns=_OF_ASK
    | {
        "unit": "'ask:' || ask.id",
        "label": "ask.title",
        "kind": "CASE WHEN ask.replied_at < ask.due_at THEN 'in_time' ELSE 'late' END",
    },
    kinds={"in_time": Said("按期", "in time"), "late": Said("逾期", "late")},
)
ASKER: Final = Source(
    code="ask_service",
    name=Said("诉求办理", "asks that were answered"),
    unit="organisation",
    record="docking.ask",
    id="ask.id",
    tables=_ASK,
    where="ask.replied_at IS NOT NULL AND firm.id IS NOT NULL",
    columns=_OF_ASK | {"unit": FIRM["unit"], "label": FIRM["label"], "label_en": FIRM["label_en"]},
)
VISIT: Final = Source(
    code="event_visit",
    name=Said("参加活动", "visits to events"),
    unit="organisation",
    record="events.place",
    id="seat.id",
    tables=(
        "events_place seat JOIN events_event event ON event.id = seat.event_id"
        " JOIN directory_organisation firm ON firm.id = seat.organisation_id"
        " LEFT JOIN tenancy_unit host ON host.id = event.organiser_id"
    ),
    where="seat.arrived_at IS NOT NULL",
    columns={
        "city_id": "event.city_id",
        "unit": FIRM["unit"],
        "label": FIRM["label"],
        "label_en": FIRM["label_en"],
        "owner_kind": FIRM["owner_kind"],
        "happened_on": on("seat.arrived_at"),
        "kind": "event.kind",
        "district_id": "CASE WHEN host.kind = 'district' THEN host.id END",
        "department_id": "CASE WHEN host.kind = 'department' THEN host.id END",
        "title": "event.title",
        "title_en": "event.title_en",
        "claimant": "coalesce(host.name, '')",
        "readers": among("firm.seat_id", "event.organiser_id"),
    },
)
SOURCES: Final = (
    *(CALLED, SCENARIO_ANSWERED, ANSWER, DECIDED, INTRODUCED),
    *(AGREEMENT, AGREEMENT_PARTY, PROMISE, ASK, ASKER, VISIT),
)
