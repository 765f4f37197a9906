"""The small forms of a collective decision."""

from collections.abc import Iterable
from typing import Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.models import User
from citystage.stages.selection.models import Ballot, BallotItem
from citystage.web.bureau.typing import CleanChar
from citystage.web.bureau.wording import Words


class TitleForm(forms.Form):
    """What the vote is called."""

    title = CleanChar(label=gettext_lazy("Title of the vote"), max_length=200)


class ReasonForm(forms.Form):
    """Why; those it concerns read it."""

    reason = Words(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("It is shown to those it concerns.")
    )


class ProposalForm(forms.Form):
    """What is proposed for one candidacy."""

    proposal = forms.ChoiceField(label=gettext_lazy("Proposal"), choices=BallotItem.Outcome.choices)
    reason = Words(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("When it is not selected, its applicant reads it word for word."),
        required=False,
    )

    @classmethod
    def of(cls, item: BallotItem) -> Self:
        """Filled with what is proposed now."""
        known = {"proposal": item.proposal, "reason": item.reason}
        return cls(initial=known, auto_id=f"id_item{item.pk}_%s")


class VotersForm(forms.Form):
    """Who votes, and who leads."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Voters"), widget=forms.CheckboxSelectMultiple
    )
    chair = forms.ChoiceField(label=gettext_lazy("Who leads the vote"), required=False)

    def __init__(self, *args: object, people: Iterable[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(user.pk), str(user)) for user in people]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", _("nobody")), *choices]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, ballot: Ballot, people: Iterable[User]) -> Self:
        """Filled with those named now."""
        named = list(ballot.voters.all())
        known = {
            "people": [str(one.user_id) for one in named],
            "chair": next((str(one.user_id) for one in named if one.chairs), ""),
        }
        return cls(initial=known, people=people, auto_id="id_voters_%s")


class NoticeForm(forms.Form):
    """The words of the public notice."""

    title = CleanChar(
        label=gettext_lazy("Title of the public notice"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("Needed when something is to be selected."),
    )
    text = Words(label=gettext_lazy("Introduction of the public notice"), required=False)

    @classmethod
    def of(cls, ballot: Ballot) -> Self:
        """Named after the call."""
        title = _("Public notice: proposed for selection in “%(call)s”") % {
            "call": ballot.programme.call.label
        }
        return cls(initial={"title": title}, auto_id="id_apply_%s")
