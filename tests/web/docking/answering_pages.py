"""What people type into the pages of answering, and what they read."""

import re

from citystage.stages.docking.models import Answer

TYPED = {
    "summary": "We drive at night.",
    "can.e1": "yes",
    "evidence.e1": "180 nights at a quay.",
    "can.e2": "no",
    "price_mode": "fixed",
    "price": "350",
    "weeks": "12",
    "schedule": "Accepted in week 12.",
    "wanted": "A window at night.",
}
MOMENT = "%Y-%m-%dT%H:%M:%S"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def after(response, status=302):
    assert response.status_code == status, text_of(response)[:2000]
    return response


def written(client, opening, **changes):
    """Begin by the page, save by the page."""
    page = after(client.post(f"/docking/scenarios/{opening.scenario.number}/answer/"))
    answer = Answer.objects.latest("pk")
    sent = TYPED | {"_version": str(answer.revision), "do": "save"} | changes
    after(client.post(page["Location"], sent))
    return Answer.objects.get(pk=answer.pk)


def handed(client, opening):
    answer = written(client, opening)
    after(client.post(f"/docking/answers/{answer.pk}/submit/", {"_version": answer.revision}))
    return answer
