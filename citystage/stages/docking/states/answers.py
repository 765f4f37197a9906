"""The lives of a scenario opened for answers, and of one answer to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class OpeningState(models.TextChoices):
    """What became of a scenario opened for answers; its closing is a moment, not a state."""

    OPEN = "open", _("no outcome yet")
    CHOSEN = "chosen", _("an answer was chosen")
    NONE_SUITABLE = "none_suitable", _("none was suitable")
    CANCELLED = "cancelled", _("cancelled")


_O = OpeningState
_JUDGE = "rule may_conclude"
CHOOSE = Move(
    "choose",
    frozenset({_O.OPEN}),
    _O.CHOSEN,
    label=_("choose an answer"),
    verb="docking.opening.chosen",
    needs=_JUDGE,
    tells=("answering companies", "followers"),
)
CHOOSE_NONE = Move(
    "choose_none",
    frozenset({_O.OPEN}),
    _O.NONE_SUITABLE,
    label=_("record that none is suitable"),
    verb="docking.opening.none_suitable",
    needs=_JUDGE,
    tells=("answering companies", "followers"),
)
CANCEL = Move(
    "cancel",
    frozenset({_O.OPEN}),
    _O.CANCELLED,
    label=_("cancel the call for answers"),
    verb="docking.opening.cancelled",
    needs=_JUDGE,
    tells=("answering companies", "followers"),
)
OPENING_FLOW = Flow(
    name="opening",
    states=_O,
    start=_O.OPEN,
    moves=(CHOOSE, CHOOSE_NONE, CANCEL),
)


class AnswerState(models.TextChoices):
    """Where one answer stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    INVITED = "invited", _("invited to show")
    CHOSEN = "chosen", _("chosen")
    NOT_CHOSEN = "not_chosen", _("not chosen")


_A = AnswerState
SUBMIT = Move(
    "submit",
    frozenset({_A.DRAFT, _A.SUBMITTED}),
    _A.SUBMITTED,
    label=_("submit the answer"),
    verb="docking.answer.submitted",
    needs="rule may_submit",
    tells=("owner, unless sealed", "members of the consortium"),
)
FALL_BACK = Move(
    "fall_back",
    frozenset({_A.SUBMITTED}),
    _A.DRAFT,
    label=_("take back, as a member left"),
    verb="docking.answer.fell_back",
    needs="rule a member of the consortium takes its consent back",
    tells=("answering company",),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_A.DRAFT, _A.SUBMITTED, _A.SHORTLISTED, _A.INVITED}),
    _A.WITHDRAWN,
    label=_("withdraw the answer"),
    verb="docking.answer.withdrawn",
    needs="rule may_withdraw",
    tells=("owner, unless sealed", "members of the consortium"),
)
TAKE_UP = Move(
    "take_up",
    frozenset({_A.WITHDRAWN}),
    _A.DRAFT,
    label=_("take up again"),
    verb="docking.answer.taken_up",
    needs="rule may_write",
    tells=(),
)
SHORTLIST = Move(
    "shortlist",
    frozenset({_A.SUBMITTED}),
    _A.SHORTLISTED,
    label=_("put on the shortlist"),
    verb="docking.answer.shortlisted",
    needs="rule may_judge",
    tells=("answering company",),
)
OFF_SHORTLIST = Move(
    "off_shortlist",
    frozenset({_A.SHORTLISTED}),
    _A.SUBMITTED,
    label=_("take off the shortlist"),
    verb="docking.answer.off_shortlist",
    needs="rule may_judge",
    tells=("answering company",),
)
INVITE = Move(
    "invite",
    frozenset({_A.SUBMITTED, _A.SHORTLISTED, _A.INVITED}),
    _A.INVITED,
    label=_("invite to show"),
    verb="docking.answer.invited",
    needs="rule may_judge",
    tells=("answering company",),
)
BE_CHOSEN = Move(
    "be_chosen",
    frozenset({_A.SUBMITTED, _A.SHORTLISTED, _A.INVITED}),
    _A.CHOSEN,
    label=_("choose this answer"),
    verb="docking.answer.chosen",
    needs=_JUDGE,
    tells=("answering company",),
)
NOT_BE_CHOSEN = Move(
    "not_be_chosen",
    frozenset({_A.SUBMITTED, _A.SHORTLISTED, _A.INVITED}),
    _A.NOT_CHOSEN,
    label=_("do not choose this answer"),
    verb="docking.answer.not_chosen",
    needs=_JUDGE,
    tells=("answering company",),
)
ANSWER_FLOW = Flow(
    name="answer",
    states=_A,
    start=_A.DRAFT,
    moves=(
        SUBMIT,
        FALL_BACK,
        WITHDRAW,
        TAKE_UP,
        SHORTLIST,
        OFF_SHORTLIST,
        INVITE,
        BE_CHOSEN,
        NOT_BE_CHOSEN,
    ),
)
# Before the owner, and not decided yet.
STANDING = frozenset({_A.SUBMITTED, _A.SHORTLISTED, _A.INVITED})
# What the owner's side may ever read.
GIVEN = STANDING | {_A.CHOSEN, _A.NOT_CHOSEN}


class ConsentState(models.TextChoices):
    """What a member of a consortium said to its share."""

    ASKED = "asked", _("waits for its word")
    AGREED = "agreed", _("has agreed")
    DECLINED = "declined", _("declined")


_C = ConsentState
AGREE = Move(
    "agree",
    frozenset({_C.ASKED, _C.DECLINED}),
    _C.AGREED,
    label=_("agree to the share of work"),
    verb="docking.member.agreed",
    needs="rule may_consent",
    tells=("answering company",),
)
DECLINE = Move(
    "decline",
    frozenset({_C.ASKED, _C.AGREED}),
    _C.DECLINED,
    label=_("decline"),
    verb="docking.member.declined",
    needs="rule may_consent",
    tells=("answering company",),
)
ASK_AGAIN = Move(
    "ask_again",
    frozenset({_C.AGREED, _C.DECLINED}),
    _C.ASKED,
    label=_("ask again, as the share changed"),
    verb="docking.member.asked_again",
    needs="rule may_write",
    tells=("member",),
)
CONSENT_FLOW = Flow(name="consent", states=_C, start=_C.ASKED, moves=(AGREE, DECLINE, ASK_AGAIN))
