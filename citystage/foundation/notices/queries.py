"""Reading notices and the outbox."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Actor
from citystage.foundation.notices.actions.minding import may_manage_outbox
from citystage.foundation.notices.models import Group, Mail, Notice, Preference
from citystage.kernel.refusals import NotFound


def notices_of(user_id: int) -> QuerySet[Notice]:
    """Everything a person was told, newest first."""
    return Notice.objects.filter(person_id=user_id).order_by("-at", "-pk")


def unread_count(user_id: int) -> int:
    """How many of them are unread."""
    return Notice.objects.filter(person_id=user_id, read_at__isnull=True).count()


def reach_notice(user_id: int, pk: int) -> Notice:
    """One notice of the person."""
    notice = Notice.objects.filter(person_id=user_id, pk=pk).first()
    if notice is None:
        raise NotFound(_("There is no such notice."))
    return notice


def wishes_of(user: User) -> dict[Group, Preference.Mail]:
    """How the person wants each group by mail."""
    kept = dict(Preference.objects.filter(person=user).values_list("group", "mail"))
    return {group: Preference.Mail(kept.get(group, Preference.Mail.AT_ONCE)) for group in Group}


def outbox(actor: Actor, *, show: str = "waiting", words: str = "") -> QuerySet[Mail]:
    """Mails for whoever keeps the outbox: ``waiting``, ``sent``, ``failed`` or ``cancelled``."""
    may_manage_outbox(actor).enforce()
    waiting = Q(sent_at__isnull=True, cancelled_at__isnull=True)
    kinds = {
        "waiting": waiting,
        "failed": waiting & Q(attempts__gt=0),
        "sent": Q(sent_at__isnull=False),
        "cancelled": Q(cancelled_at__isnull=False),
    }
    found = Mail.objects.filter(kinds.get(show, waiting))
    if words:
        found = found.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    return found.order_by("-queued_at", "-pk")


def reach_mail(actor: Actor, pk: int) -> Mail:
    """One mail of the outbox."""
    may_manage_outbox(actor).enforce()
    mail = Mail.objects.filter(pk=pk).first()
    if mail is None:
        raise NotFound(_("There is no such mail."))
    return mail
