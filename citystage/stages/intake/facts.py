"""What intake tells the rest of the house."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CallPrepared(Fact):
    """A call was written; nobody can answer it yet."""

    verb = "intake.call.prepared"
    label = _("call prepared")

    call_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CallOpened(Fact):
    """A call takes applications from now on."""

    verb = "intake.call.opened"
    label = _("call opened")
    public = True

    call_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed(Fact):
    """A call takes no more applications."""

    verb = "intake.call.closed"
    label = _("call closed")
    public = True

    call_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CallChanged(Fact):
    """The settings of a call were changed; ``changes`` maps a field to its old and new value."""

    verb = "intake.call.changed"
    label = _("call changed")

    call_id: int
    changes: dict[str, list[object]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersionMade(Fact):
    """A form got a new version; applications under way keep theirs."""

    verb = "intake.form.version_made"
    label = _("new version of the form")

    form_version_id: int
    version: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDrafted(Fact):
    """Somebody began an application."""

    verb = "intake.application.drafted"
    label = _("draft begun")

    application_id: int
    call_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRevised(Fact):
    """The answers changed; ``fields`` names which."""

    verb = "intake.application.revised"
    label = _("text revised")

    application_id: int
    revision: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EditorInvited(Fact):
    """A person was invited to edit an application."""

    verb = "intake.application.editor_invited"
    label = _("co-editor invited")

    application_id: int
    editor_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRemoved(Fact):
    """A person may no longer edit an application."""

    verb = "intake.application.editor_removed"
    label = _("co-editor removed")

    application_id: int
    email_hash: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted(Fact):
    """The owner filed the application; the recommender is to answer."""

    verb = "intake.application.submitted"
    label = _("submitted")
    public = True

    application_id: int
    revision: int
    # Seconds between the receipt, which counts, and the act.
    waited: float = 0.0


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationResubmitted(Fact):
    """The owner answered a return from review; the case goes on."""

    verb = "intake.application.resubmitted"
    label = _("submitted again")

    application_id: int
    revision: int
    # Seconds between the receipt, which counts, and the act.
    waited: float = 0.0


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReturned(Fact):
    """The recommender asks the owner for changes."""

    verb = "intake.application.returned"
    label = _("returned for changes")

    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReopened(Fact):
    """Review sent the application back to its owner."""

    verb = "intake.application.reopened"
    label = _("returned by the city for changes")

    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRecommended(Fact):
    """A district or department put its name to an application; review takes over."""

    verb = "intake.application.recommended"
    label = _("recommended")
    public = True

    application_id: int
    unit_id: int
    place: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAccepted(Fact):
    """A call without recommendation hands the application to review."""

    verb = "intake.application.accepted"
    label = _("taken into review")

    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationNotRecommended(Fact):
    """The recommender declined, with the reason."""

    verb = "intake.application.not_recommended"
    label = _("not recommended")

    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationsReordered(Fact):
    """A recommender changed its order; ``order`` lists application ids from the first place."""

    verb = "intake.recommendations.reordered"
    label = _("order of recommendations changed")

    call_id: int
    unit_id: int
    order: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Fact):
    """The owner took the application back."""

    verb = "intake.application.withdrawn"
    label = _("withdrawn")

    application_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRestored(Fact):
    """The owner took the withdrawal back."""

    verb = "intake.application.restored"
    label = _("restored as a draft")

    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLapsed(Fact):
    """The time for changes went by; it goes on as it was handed in before."""

    verb = "intake.application.lapsed"
    label = _("went on without changes")

    application_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedLapsed(Fact):
    """The same, in a call without recommendation."""

    verb = "intake.application.lapsed_accepted"
    label = _("went on without changes, nobody recommends")

    application_id: int
