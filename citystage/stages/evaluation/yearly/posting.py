"""A result letter goes out: a notice in the page, and the whole text in the outbox of mails."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Group, Mail, Preference
from citystage.foundation.notices.telling import link_to, tell
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.yearly.letters import body_of, subject_line
from citystage.stages.evaluation.yearly.people import people_of


def post(subject: Subject, *, stamp: Stamp) -> None:
    """To everybody on the side of the assessed, each in their own language, once."""
    people = people_of(subject, stamp.at)
    tell(
        people,
        group=Group.PROGRESS,
        template=gettext_noop("The result letter of “%(name)s” is here: %(title)s."),
        values={"name": subject.name, "title": subject.exercise.title},
        about=subject,
        stamp=stamp,
        mail=Preference.Mail.NEVER,
    )
    mails = []
    for person in people:
        if not person.email:
            continue
        with override(person.language):
            body = _("%(words)s\n\nOpen it: %(link)s\n\nCityStage") % {
                "words": body_of(subject, stamp.at),
                "link": link_to(subject_of(subject)),
            }
            mails.append(
                Mail(
                    to=person.email,
                    person=person,
                    subject=subject_line(subject)[:290],
                    body=body,
                    due_at=stamp.at,
                    queued_at=stamp.at,
                    key=f"evaluation.letter:{subject.pk}:{person.pk}",
                )
            )
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
