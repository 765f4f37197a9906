"""People and records for tests of asks, promises and agreements."""

from datetime import date, timedelta

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting, Unit, plant
from citystage.stages.docking.actions.answer_ask import Reply, reply_to_ask
from citystage.stages.docking.actions.file_ask import Wanted, file_ask
from citystage.stages.docking.actions.note_promise import Said, confirm_promise, note_promise
from citystage.stages.docking.states.asks import AskKind, AskOutcome
from tests.conftest import NOON

TODAY = NOON.date()


def routes(town, *rows, **asks):
    """A pack that sends each (kind, field, unit) its way."""
    told = [
        {"kind": kind, "unit": unit} | ({"field": field} if field else {})
        for kind, field, unit in rows
    ]
    value = {"routes": told, "asks": asks}
    PackSetting.objects.create(city=town.city, name="docking", version=1, value=value)


def company(town, username="maker", name="示例机器人公司", **fields):
    """A registered company of Laoshan with one person, who acts for it."""
    seat = plant(parent=town.laoshan, kind=Unit.Kind.ORGANISATION, name=name, code="")
    organisation = Organisation.objects.create(
        city=town.city,
        district=town.laoshan,
        seat=seat,
        name=name,
        folded_name=fold(name),
        standing=Organisation.Standing.APPROVED,
        **fields,
    )
    return organisation, town.person(username, Role.COMPANY_MEMBER, seat)


def ask(town, person, **changes):
    """An ask of this person's company for a scene."""
    known = {
        "kind": AskKind.SCENE,
        "title": "开放码头",
        "text": "需要一处码头试用。",
        "public": True,
    }
    return file_ask(town.city, wanted=Wanted(**(known | changes)), stamp=town.stamp(person))


def replied(town, made, person, outcome=AskOutcome.AGREED, **changes):
    """The ask, answered by this person."""
    reply = Reply(outcome=outcome, words="同意开放。", **changes)
    return reply_to_ask(made, reply=reply, stamp=town.stamp(person))


def promise(town, person, giver, taker, *, days=10, **changes):
    """A promise noted by this person."""
    said = {
        "giver": giver,
        "taker": taker,
        "what": "提供试验场地",
        "due_on": TODAY + timedelta(days),
    }
    return note_promise(said=Said(**(said | changes)), stamp=town.stamp(person))


def standing(town, giving, taking, **changes):
    """A promise that both sides confirmed: (unit, person) each."""
    made = promise(town, giving[1], giving[0], taking[0], **changes)
    return confirm_promise(made, version=1, stamp=town.stamp(taking[1]))


def day(text):
    """A day as it is written."""
    return date.fromisoformat(text)
