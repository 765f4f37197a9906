"""Everything a person was told, and how they want to be told by mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.notices import queries
from citystage.foundation.notices.actions.minding import choose, mark_read
from citystage.foundation.notices.models import Group, Preference
from citystage.web.shell.components import Link
from citystage.web.shell.context import BELL, frame_of
from citystage.web.shell.pages import page, show

PER_PAGE = 30


def _unread(actor: Actor) -> int:
    return queries.unread_count(actor.person)


BELL.view, BELL.count = "shell:notices", _unread


@require_safe
@page
def notices(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show all of it, newest first; ``?unread=1`` only what is new."""
    found = queries.notices_of(stamp.actor.person)
    only_new = request.GET.get("unread") == "1"
    if only_new:
        found = found.filter(read_at__isnull=True)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "unread": queries.unread_count(stamp.actor.person),
        "only_new": only_new,
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Notices"))],
    }
    return show(request, "shell/notices.html", context)


@require_POST
@page
def read(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Mark one (``notice``) or all read; with ``open`` lead on to what it is about."""
    number = request.POST.get("notice", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):  # noqa: PLR2004 -- fits
        mark_read(notice_ids=None, stamp=stamp)
        return HttpResponseRedirect(reverse("shell:notices"))
    notice = queries.reach_notice(stamp.actor.person, int(number))
    mark_read(notice_ids=[notice.pk], stamp=stamp)
    if "open" in request.POST:
        return HttpResponseRedirect(reverse("shell:go", args=[notice.subject]))
    return HttpResponseRedirect(reverse("shell:notices"))


class WishesForm(forms.Form):
    """How the person wants each group by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        for group in Group:
            label = group.label
            self.fields[group.value] = forms.ChoiceField(
                label=label, choices=Preference.Mail.choices, widget=forms.RadioSelect
            )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def settings(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show and keep the wishes."""
    user = frame_of(request).user
    assert user is not None
    form = WishesForm(request.POST or None, initial=queries.wishes_of(user))
    if request.method == "POST" and form.is_valid():
        wishes = {Group(name): Preference.Mail(mail) for name, mail in form.cleaned_data.items()}
        choose(wishes, stamp=stamp)
        messages.success(request, _("Your choice has been saved."))
        return HttpResponseRedirect(reverse("shell:notice_settings"))
    context = {
        "form": form,
        "address": user.email,
        "crumbs": [
            Link(label=_("Notices"), url=reverse("shell:notices")),
            Link(label=_("By mail")),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "shell/notice_settings.html", context, status=status)
