"""Two presses at the same moment: one act, one answer for both."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from citystage.foundation.access.models import Submission
from citystage.web.shell.once import answer_once, fresh_key


@pytest.mark.django_db(transaction=True)
def test_of_eight_presses_at_once_one_acts():
    key, acts, gate = fresh_key(), [], Barrier(8)

    def press(_number: int) -> tuple[int, str]:
        request = RequestFactory().post("/act/", {"_once": key})
        request.user = type("Visitor", (), {"pk": None})()

        def act() -> HttpResponse:
            acts.append(1)
            return HttpResponse("done")

        gate.wait()
        try:
            response = answer_once(request, act)
            return response.status_code, response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))

    assert len(acts) == 1
    assert answers == [(200, "done")] * 8
    assert Submission.objects.count() == 1
