"""The invented event: announced, twelve organisations registered, four more invited."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from citystage.cities.demo.flows import CITY, stamp_of
from citystage.cities.demo.people import open_told, unit_of
from citystage.foundation.directory.models import Organisation
from citystage.stages.events import asking
from citystage.stages.events.actions.announce_event import publish_event
from citystage.stages.events.actions.change_page import Page, change_page
from citystage.stages.events.actions.invite import invite
from citystage.stages.events.actions.keep_agenda import (
    RoomWords,
    SessionWords,
    keep_room,
    keep_session,
)
from citystage.stages.events.actions.prepare_event import prepare_event
from citystage.stages.events.actions.register import Wish, register
from citystage.stages.events.describing import Description
from citystage.stages.events.models import Event

FILE: Final = Path(__file__).parent / "events.toml"
OFFICER: Final = "demo-city-officer"


def hold() -> bool:
    """Prepare, announce and fill the event through the real acts, unless it is there."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if Event.objects.filter(title=told["event"]["title"]).exists():
        return False
    open_told(told)
    event = _announced(told)
    for one in told["accounts"]:
        _comes(event, one)
    codes = told["event"]["invited"]
    asked = Organisation.objects.filter(seat__code__in=codes).values_list("pk", flat=True)
    invite(event, organisations=asked, words=told["event"]["words"], stamp=stamp_of(OFFICER))
    return True


def _announced(told: Mapping[str, Any]) -> Event:
    words, stamp = told["event"], stamp_of(OFFICER)
    day = timezone.localtime(stamp.at).replace(minute=0, second=0, microsecond=0)
    day += timedelta(days=words["in_days"])
    starts = day.replace(hour=words["from_hour"])
    said = Description(
        starts_at=starts,
        ends_at=day.replace(hour=words["until_hour"]),
        questions=asking.read(words["questions"]),
        contact=words["contact"],
        text=words["text"].strip(),
        **{name: words[name] for name in ("kind", "title", "title_en", "place", "address")},
        capacity=words["capacity"],
    )
    event = prepare_event(unit_of(CITY, ""), said=said, stamp=stamp)
    rooms = {
        one["name"]: keep_room(event, pk=None, said=RoomWords(**one), stamp=stamp).pk
        for one in told["rooms"]
    }
    for one in told["sessions"]:
        keep_session(event, pk=None, said=_session(one, starts, rooms), stamp=stamp)
    return publish_event(event, stamp=stamp)


def _session(told: Mapping[str, Any], starts: datetime, rooms: Mapping[str, int]) -> SessionWords:
    return SessionWords(
        title=told["title"],
        starts_at=starts + timedelta(minutes=told["from_minute"]),
        ends_at=starts + timedelta(minutes=told["until_minute"]),
        room_id=rooms[told["room"]],
        speakers=told["speakers"],
    )


def _comes(event: Event, told: Mapping[str, Any]) -> None:
    stamp = stamp_of(told["username"])
    wish = Wish(
        name=told["name"], side=told["side"], phone="0532-00000000", typed={"q1": "1", "q2": "o2"}
    )
    place = register(event, wish=wish, stamp=stamp)
    page = Page(
        in_brochure=told["in_brochure"],
        shows_contact=told["shows_contact"],
        direction=told["direction"],
        needs=told["needs"],
    )
    change_page(place, page=page, version=place.version, stamp=stamp)
