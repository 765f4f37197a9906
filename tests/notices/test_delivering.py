"""Mail leaves the outbox once: into a folder or to a real server; failures come again later."""

from datetime import timedelta
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection

from citystage.foundation.access.models import Submission
from citystage.foundation.notices import jobs
from citystage.foundation.notices.actions.deliver import MOST_ATTEMPTS, deliver
from citystage.foundation.notices.actions.digest import digest
from citystage.foundation.notices.carriers import Folder, Smtp, carrier
from citystage.foundation.notices.models import Mail
from tests.conftest import NOON
from tests.notices.mailing import mail_server


def queue(to="reader@example.invalid", **fields):
    known = {"subject": "新场景：港航", "body": "正文", "due_at": NOON, "queued_at": NOON}
    return Mail.objects.create(to=to, **(known | fields))


class Broken:
    def carry(self, _mail):
        raise OSError("the server is down")


@pytest.mark.django_db
def test_a_folder_takes_one_file_for_each_mail(tmp_path):
    mail = queue(subject="第一行\n第二行")

    left = deliver(carrier(f"file://{tmp_path}/out%20box"), at=NOON)

    (file,) = (tmp_path / "out box").iterdir()
    mail.refresh_from_db()
    assert (left, mail.sent_at, mail.attempts) == (1, NOON, 1)
    assert file.name == f"{mail.pk:08d}.eml"
    assert b"Message-ID: <mail-" in file.read_bytes()


@pytest.mark.django_db
def test_a_real_server_takes_it_signed_in():
    queue()

    with mail_server() as server:
        left = deliver(carrier(server.url), at=NOON)

    (message,) = server.kept
    assert (left, len(server.logins)) == (1, 1)
    assert message["To"] == "reader@example.invalid"
    assert message.get_payload(decode=True).decode().strip() == "正文"


@pytest.mark.django_db
def test_a_server_without_names_needs_no_sign_in():
    queue()

    with mail_server() as server:
        left = deliver(Smtp(server.url.replace("user:secret@", "")), at=NOON)

    assert (left, server.logins) == (1, [])


@pytest.mark.django_db
def test_a_refused_mail_comes_again_later_and_the_others_leave():
    refused, taken = queue(to="refused@example.invalid"), queue()

    with mail_server() as server:
        left = deliver(carrier(server.url), at=NOON)

    refused.refresh_from_db()
    taken.refresh_from_db()
    assert (left, refused.sent_at, taken.sent_at) == (1, None, NOON)
    assert (refused.attempts, refused.due_at) == (1, NOON + timedelta(minutes=1))
    assert "no such box" in refused.error


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_does_not_block_the_others(tmp_path):
    poison, good = queue(to="a@b.invalid\nBcc: x@y.invalid"), queue()

    left = deliver(Folder(tmp_path), at=NOON)

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (left, poison.sent_at, good.sent_at) == (1, None, NOON)
    assert poison.error


@pytest.mark.django_db
def test_a_dead_server_is_asked_ever_more_seldom_and_at_last_no_more():
    mail = queue()
    at, waits = NOON, []

    for _ in range(MOST_ATTEMPTS + 2):
        deliver(Broken(), at=at)
        mail.refresh_from_db()
        waits.append((mail.due_at - at) // timedelta(minutes=1))
        at = mail.due_at

    assert mail.attempts == MOST_ATTEMPTS
    assert waits[:4] == [1, 4, 9, 16]


@pytest.mark.django_db
def test_what_is_not_due_waits(tmp_path):
    queue(due_at=NOON + timedelta(minutes=1))
    queue(due_at=None)
    queue(cancelled_at=NOON)
    queue(in_digest=True)

    assert deliver(Folder(tmp_path), at=NOON) == 0


@pytest.mark.django_db
def test_a_turn_sends_so_many_at_most(tmp_path):
    for _ in range(3):
        queue()

    assert deliver(Folder(tmp_path), at=NOON, most=2) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once():
    for _ in range(12):
        queue()
    gate, guard, carried = Barrier(3), Lock(), []

    class Counting:
        def carry(self, mail):
            with guard:
                carried.append(mail.pk)

    def work():
        gate.wait()
        deliver(Counting(), at=NOON)
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(carried) == sorted(Mail.objects.values_list("pk", flat=True))
    assert not Mail.objects.filter(sent_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_the_daily_mail_puts_a_persons_notices_together(town):
    town.owner.language = "en"
    town.owner.save()
    for number in range(2):
        queue(to=town.owner.email, person=town.owner, in_digest=True, body=f"news {number}")
    queue(to="guest@example.invalid", in_digest=True)
    held = queue(to=town.owner.email, person=town.owner, in_digest=True, due_at=None)

    first, second = digest(at=NOON), digest(at=NOON)

    mail = Mail.objects.get(to=town.owner.email, in_digest=False)
    held.refresh_from_db()
    assert (first, second) == (2, 0)
    assert mail.subject == "CityStage: 2 notices"
    assert mail.body == "What happened since your last mail:\n\n1. news 0\n\n2. news 1"
    assert held.cancelled_at is None


@pytest.mark.django_db(transaction=True)
def test_the_jobs_send_digest_and_sweep(town, settings, tmp_path):
    settings.MAIL_URL = f"file://{tmp_path}"
    queue(in_digest=True)
    old = Submission.objects.create(key="00000000-0000-0000-0000-000000000001", path="/")
    Submission.objects.filter(pk=old.pk).update(begun_at=NOON - timedelta(days=9))

    put, sent, swept = (
        jobs.daily_digest.call(),
        jobs.deliver_outbox.call(),
        jobs.sweep_form_keys.call(),
    )

    assert (put, sent, swept) == (1, 1, 1)


def test_an_unknown_carrier_is_named():
    assert carrier("smtps://mail.example.invalid").parts.scheme == "smtps"
    with pytest.raises(ValueError, match="gopher"):
        carrier("gopher://x")
