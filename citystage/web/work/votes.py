"""The votes a person is called to: what is proposed, and the own signed vote on each."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries as intake
from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.selection.actions.cast_vote import WordsMissing, cast_vote
from citystage.stages.selection.models import Ballot, Vote
from citystage.stages.selection.queries import ballots as queries
from citystage.stages.selection.tallying import rule_of
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class VoteForm(forms.Form):
    """One vote."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your vote"), choices=Vote.Choice.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Needed against a proposal, and to step aside."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_safe
@page
def vote(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/work/votes/<pk>/``."""
    return _show(request, stamp, queries.reach_my_ballot(stamp.actor, pk))


@require_POST
@page
def cast(request: HttpRequest, stamp: Stamp, pk: int, item_id: int) -> HttpResponse:
    """Sign the vote on one proposal."""
    ballot = queries.reach_my_ballot(stamp.actor, pk)
    item = queries.reach_item(ballot, item_id)
    form = VoteForm(request.POST, auto_id=f"id_item{item.pk}_%s")
    if form.is_valid():
        try:
            cast_vote(item, stamp=stamp, **form.cleaned_data)
        except WordsMissing as refusal:
            form.add_error("words", str(refusal))
    if not form.is_valid():
        return _show(request, stamp, ballot, wrong=(item.pk, form))
    messages.success(request, _("Your vote is signed."))
    return HttpResponseRedirect(f"{reverse('work:vote', args=[pk])}#item-{item.pk}")


def _show(
    request: HttpRequest, stamp: Stamp, ballot: Ballot, *, wrong: tuple[int, VoteForm] | None = None
) -> HttpResponse:
    lines = queries.my_sheet(stamp.actor, ballot, stamp.at)
    lexicon = intake.lexicon(ballot.programme.city)
    waiting = {} if wrong is None else {wrong[0]: wrong[1]}
    context = {
        "ballot": ballot,
        "share": str(rule_of(ballot).share),
        "lines": [
            (
                line,
                waiting.get(line.item.pk) or _form_of(line),
                () if line.barred else _said(line, lexicon),
            )
            for line in lines
        ],
        "voted": sum(line.mine is not None for line in lines),
        "mine": sum(line.barred is None for line in lines),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=ballot.title),
        ],
    }
    return show(request, "work/vote.html", context, status=422 if wrong else 200)


def _said(line: queries.Line, lexicon: Lexicon) -> list[intake.Side]:
    if line.barred:
        return []
    application = line.item.candidacy.application
    return [side for side in intake.sides(application, lexicon=lexicon) if side.text]


def _form_of(line: queries.Line) -> VoteForm:
    known = {"choice": line.mine.choice, "words": line.mine.words} if line.mine else {}
    return VoteForm(initial=known, auto_id=f"id_item{line.item.pk}_%s")
