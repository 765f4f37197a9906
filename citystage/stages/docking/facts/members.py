"""What docking tells of consortiums, editors and files of an answer."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAsked(Fact):
    """An organisation was asked to do a part of the work."""

    verb = "docking.member.asked"
    label = _("member of the consortium asked")

    member_id: int
    answer_id: int
    organisation_id: int
    share: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAskedAgain(Fact):
    """The share or the work changed: consent is asked again."""

    verb = "docking.member.asked_again"
    label = _("member asked again")

    member_id: int
    answer_id: int
    share: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAgreed(Fact):
    """It agreed to its share."""

    verb = "docking.member.agreed"
    label = _("member agreed")

    member_id: int
    answer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeclined(Fact):
    """It does not take part (any more)."""

    verb = "docking.member.declined"
    label = _("member declined")

    member_id: int
    answer_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Fact):
    """The answering organisation took it out of the consortium."""

    verb = "docking.member.left"
    label = _("member taken out")

    member_id: int
    answer_id: int
    organisation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLetWrite(Fact):
    """A member of the consortium writes along from now on, or no longer."""

    verb = "docking.member.let_write"
    label = _("who writes along changed")

    member_id: int
    answer_id: int
    writes: bool


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEditorInvited(Fact):
    """A person outside the organisation may write."""

    verb = "docking.answer.editor_invited"
    label = _("co-editor invited")

    answer_id: int
    editor_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEditorRemoved(Fact):
    """That person may write no longer; of the address only its SHA-256 is kept."""

    verb = "docking.answer.editor_removed"
    label = _("co-editor removed")

    answer_id: int
    email_hash: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAdded(Fact):
    """A file was put behind an essential."""

    verb = "docking.answer.paper_added"
    label = _("file added")

    answer_id: int
    paper_id: int
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDropped(Fact):
    """A file was taken out of the draft."""

    verb = "docking.answer.paper_dropped"
    label = _("file taken out")

    answer_id: int
    paper_id: int
