"""Who is told: a notice in the page, and a mail as the person wants it."""

import pytest
from django.core.mail import EmailMessage, send_mail
from django.utils.translation import override

from citystage.foundation.access.roles import Role
from citystage.foundation.notices import queries
from citystage.foundation.notices.actions.minding import (
    AlreadySent,
    cancel,
    choose,
    hold,
    mark_read,
    send_now,
)
from citystage.foundation.notices.models import Cursor, Group, Mail, Notice, Preference
from citystage.foundation.notices.telling import tell
from citystage.kernel.refusals import NotAllowed, NotFound

WORDS = "“%(title)s” is public now."


def say(town, *people, group=Group.FOLLOWED, actor=None):
    stamp = town.stamp(actor or town.city_officer)
    about = town.city
    tell(people, group=group, template=WORDS, values={"title": "甲"}, about=about, stamp=stamp)


def wish(town, person, mail, group=Group.FOLLOWED):
    choose({group: mail}, stamp=town.stamp(person))


def test_everybody_is_told_once_in_page_and_by_mail(town):
    say(town, town.owner, town.clerk, town.owner)

    assert [n.person for n in Notice.objects.order_by("pk")] == [town.owner, town.clerk]
    assert set(Mail.objects.values_list("to", flat=True)) == {
        "owner@example.invalid",
        "clerk@example.invalid",
    }


def test_nobody_is_told_of_the_own_act(town):
    say(town, town.city_officer)

    assert not Notice.objects.exists()


def test_words_come_in_the_readers_language(town):
    town.owner.language = "en"
    town.owner.save()

    with override("zh-hans"):
        say(town, town.owner)

    mail = Mail.objects.get()
    assert mail.subject == "“甲” is public now."
    assert mail.body.startswith("“甲” is public now.")
    assert f"/go/tenancy.unit:{town.city.pk}" in mail.body
    with override("en"):
        assert Notice.objects.get().text == "“甲” is public now."


def test_a_person_chooses_how_to_be_mailed(town):
    wish(town, town.owner, Preference.Mail.NEVER)
    wish(town, town.clerk, Preference.Mail.DAILY)
    town.officer.email = ""
    town.officer.save()

    say(town, town.owner, town.clerk, town.officer)

    assert [(mail.person, mail.in_digest) for mail in Mail.objects.all()] == [(town.clerk, True)]
    assert Notice.objects.count() == 3


def test_wishes_are_read_with_their_defaults(town):
    wish(town, town.owner, Preference.Mail.DAILY)
    wish(town, town.owner, Preference.Mail.NEVER)

    found = queries.wishes_of(town.owner)

    assert found[Group.FOLLOWED] == Preference.Mail.NEVER
    assert found[Group.TASK] == Preference.Mail.AT_ONCE


def test_notices_are_marked_read_one_by_one_or_all_together(town):
    for _ in range(3):
        say(town, town.owner, town.clerk)
    first = queries.notices_of(town.owner.pk)[0]

    one = mark_read(notice_ids=[first.pk], stamp=town.stamp(town.owner))
    left = queries.unread_count(town.owner.pk)
    rest = mark_read(notice_ids=None, stamp=town.stamp(town.owner))

    assert (one, left, rest, queries.unread_count(town.owner.pk)) == (1, 2, 2, 0)
    assert queries.unread_count(town.clerk.pk) == 3


def test_a_notice_is_its_readers_alone(town):
    say(town, town.owner)
    notice = Notice.objects.get()

    assert queries.reach_notice(town.owner.pk, notice.pk) == notice
    with pytest.raises(NotFound):
        queries.reach_notice(town.clerk.pk, notice.pk)


@pytest.fixture
def mail(town):
    say(town, town.owner)
    return Mail.objects.get()


def test_a_mail_is_held_and_let_go(town, mail):
    stamp = town.stamp(town.city_officer)

    held = hold(mail, stamp=stamp)
    counts = queries.outbox_counts(stamp.actor)
    sent = send_now(mail, stamp=stamp)

    assert (held.due_at, sent.due_at) == (None, stamp.at)
    assert counts == {"waiting": 1, "held": 1, "failed": 0, "sent": 0, "cancelled": 0}


def test_a_cancelled_mail_stays_cancelled(town, mail):
    stamp = town.stamp(town.city_officer)

    cancel(mail, stamp=stamp)

    for act in (hold, send_now, cancel):
        with pytest.raises(AlreadySent):
            act(mail, stamp=stamp)


def test_the_outbox_is_for_its_keepers(town, mail):
    keeper, other = town.stamp(town.city_officer).actor, town.stamp(town.owner).actor

    assert list(queries.outbox(keeper)) == [mail]
    assert list(queries.outbox(keeper, show="sent")) == []
    assert list(queries.outbox(keeper, show="nonsense", words="OWNER@")) == [mail]
    assert list(queries.outbox(keeper, words="nobody")) == []
    assert queries.reach_mail(keeper, mail.pk) == mail
    with pytest.raises(NotFound):
        queries.reach_mail(keeper, 0)
    for read in (queries.outbox, queries.outbox_counts):
        with pytest.raises(NotAllowed):
            read(other)
    with pytest.raises(NotAllowed):
        hold(mail, stamp=town.stamp(town.owner))


def test_the_system_administrator_keeps_the_outbox_too(town, mail):
    administrator = town.person("admin", Role.SYSTEM_ADMINISTRATOR, town.city)

    assert list(queries.outbox(town.stamp(administrator).actor)) == [mail]


@pytest.mark.django_db
def test_mail_of_packages_goes_through_the_outbox(settings):
    settings.MAILERS = {"default": {"BACKEND": "citystage.foundation.notices.mail.OutboxBackend"}}
    sent = send_mail("Reset", "Link", None, ["a@example.invalid", "b@example.invalid"])
    sent += EmailMessage("Two", "Text", to=["c@example.invalid"]).send()

    assert sent == 2
    assert set(Mail.objects.values_list("to", "subject")) == {
        ("a@example.invalid", "Reset"),
        ("b@example.invalid", "Reset"),
        ("c@example.invalid", "Two"),
    }


def test_rows_name_themselves(town, mail):
    assert str(mail) == mail.subject
    assert str(Notice.objects.get()) == WORDS
    assert str(Preference(group="task", mail="never")) == "task: never"
    assert str(Cursor(name="x")) == "x"
