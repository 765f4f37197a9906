"""Reading notices and the outbox."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Actor
from citystage.foundation.notices.actions.minding import may_manage_outbox
from citystage.foundation.notices.models import Group, Mail, Notice, Preference
from citystage.kernel.refusals import NotFound

_WAITING = Q(sent_at__isnull=True, cancelled_at__isnull=True)
OUTBOX_KINDS: dict[str, Q] = {
    "waiting": _WAITING,
    "held": _WAITING & Q(due_at__isnull=True),
    "failed": _WAITING & Q(attempts__gt=0),
    "sent": Q(sent_at__isnull=False),
    "cancelled": Q(cancelled_at__isnull=False),
}


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
    """Mails for whoever keeps the outbox: those of one kind of ``OUTBOX_KINDS``."""
    may_manage_outbox(actor).enforce()
    found = Mail.objects.filter(OUTBOX_KINDS.get(show, _WAITING))
    if words:
        found = found.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    return found.order_by("-queued_at", "-pk")


def outbox_counts(actor: Actor) -> dict[str, int]:
    """How many mails there are of each kind; one query."""
    may_manage_outbox(actor).enforce()
    counts = {kind: Count("pk", filter=which) for kind, which in OUTBOX_KINDS.items()}
    found: dict[str, int] = Mail.objects.aggregate(**counts)
    return found


def reach_mail(actor: Actor, pk: int) -> Mail:
    """One mail of the outbox."""
    may_manage_outbox(actor).enforce()
    mail = Mail.objects.filter(pk=pk).first()
    if mail is None:
        raise NotFound(_("There is no such mail."))
    return mail
