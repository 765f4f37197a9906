"""What people type into the forms of asks, promises and agreements."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.web.bureau.people import browser


def post(client, view, *args, **data):
    """Send a form of docking."""
    return client.post(reverse(f"docking:{view}", args=args), data)


def file_ask(maker, **changes):
    """An ask of the maker's company for a scene."""
    said = {
        "kind": "scene",
        "title": "开放码头",
        "text": "需要一处码头。",
        "public": "on",
    } | changes
    return post(browser(maker[1]), "new_ask", **said)


def note(client, **changes):
    """A promise as it is noted on the phone."""
    said = {
        "direction": "ours",
        "ours": "示例机器人公司",
        "other": "市交通运输局",
        "what": "提供两台样机",
        "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    return post(client, "note_promise", **(said | changes))


def deal(**changes):
    """An intent or agreement as it is typed."""
    known = {"kind": "purchase", "title": "采购样机", "parties": "示例机器人公司\n示例港口集团"}
    return known | {"amount": "80", "text": "", "broker": ""} | changes
