"""A letter goes out: a notice in the page, and the whole text in the outbox of mails."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Group, Mail, Preference
from citystage.foundation.notices.telling import link_to, tell
from citystage.stages.docking.letters import Decision, letter
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.telling import writers_of


def post(opening: Opening, answer: Answer, decision: Decision, *, stamp: Stamp) -> None:
    """To everybody who writes for the organisation, each in their own language, once."""
    people = writers_of(answer, stamp)
    tell(
        people,
        group=Group.PROGRESS,
        template=gettext_noop("The letter on your answer to “%(title)s” is here."),
        values={"title": opening.scenario.title},
        about=answer,
        stamp=stamp,
        mail=Preference.Mail.NEVER,
    )
    mails = []
    for person in people:
        if not person.email:
            continue
        with override(person.language):
            written = letter(opening, answer, decision)
            body = _("%(words)s\n\nOpen it: %(link)s\n\nCityStage") % {
                "words": written.body,
                "link": link_to(subject_of(answer)),
            }
        mails.append(
            Mail(
                to=person.email,
                person=person,
                subject=written.subject[:290],
                body=body,
                due_at=stamp.at,
                queued_at=stamp.at,
                key=f"docking.letter:{answer.pk}:{person.pk}",
            )
        )
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
