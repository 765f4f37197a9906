"""The life of a review case, and of one department's opinion."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class CaseState(models.TextChoices):
    """Where a case stands between the recommendation and the decision."""

    TRIAGE = "triage", _("waiting for triage")
    POLISHING = "polishing", _("being polished")
    RETURNED = "returned", _("with its owner for changes")
    OPINIONS = "opinions", _("departments are asked")
    READY = "ready", _("ready for decision")
    CHOSEN = "chosen", _("chosen")
    NOT_CHOSEN = "not_chosen", _("not chosen")
    MERGED = "merged", _("merged into another")
    WITHDRAWN = "withdrawn", _("withdrawn by its owner")


_S = CaseState
_ACTIVE = frozenset({_S.TRIAGE, _S.POLISHING, _S.RETURNED, _S.OPINIONS, _S.READY})

TAKE_UP = Move(
    "take_up",
    frozenset({_S.TRIAGE}),
    _S.POLISHING,
    label=_("take up for polishing"),
    verb="review.case.taken_up",
    needs=Permission.REVIEW_CASE_TRIAGE,
    tells=("owner",),
)
RETURN_CASE = Move(
    "return",
    frozenset({_S.TRIAGE, _S.POLISHING, _S.OPINIONS, _S.READY}),
    _S.RETURNED,
    label=_("return for changes"),
    verb="review.case.returned",
    needs=Permission.REVIEW_CASE_POLISH,
    # Intake tells the owner, when it reopens the application.
    tells=("recommender",),
)
RESUME = Move(
    "resume",
    frozenset({_S.RETURNED}),
    _S.POLISHING,
    label=_("go on after changes"),
    verb="review.case.resumed",
    needs="rule owner submitted again",
    # Intake has told the city of the submission.
    tells=(),
)
ASK_OPINIONS = Move(
    "ask_opinions",
    frozenset({_S.POLISHING}),
    _S.OPINIONS,
    label=_("ask departments"),
    verb="review.case.opinions_asked",
    needs=Permission.REVIEW_OPINION_ASK,
    # Each department hears when its own turn comes (ASK).
    tells=(),
)
CONCLUDE_OPINIONS = Move(
    "conclude_opinions",
    frozenset({_S.OPINIONS}),
    _S.READY,
    label=_("close the round of opinions"),
    verb="review.case.opinions_concluded",
    needs="rule every opinion is given or waived",
    tells=("city",),
)
MAKE_READY = Move(
    "make_ready",
    frozenset({_S.POLISHING}),
    _S.READY,
    label=_("ready for decision"),
    verb="review.case.made_ready",
    needs=Permission.REVIEW_CASE_POLISH,
    tells=(),
)
BACK_TO_POLISHING = Move(
    "back_to_polishing",
    frozenset({_S.READY, _S.OPINIONS}),
    _S.POLISHING,
    label=_("back to polishing"),
    verb="review.case.sent_back",
    needs=Permission.REVIEW_CASE_POLISH,
    tells=(),
)
CHOOSE = Move(
    "choose",
    frozenset({_S.READY}),
    _S.CHOSEN,
    label=_("choose"),
    verb="review.case.chosen",
    needs=Permission.REVIEW_DECISION_APPLY,
    tells=("owner", "recommender"),
)
DECLINE = Move(
    "decline",
    frozenset({_S.TRIAGE, _S.POLISHING, _S.READY}),
    _S.NOT_CHOSEN,
    label=_("do not choose"),
    verb="review.case.declined",
    needs=Permission.REVIEW_DECISION_APPLY,
    tells=("owner", "recommender"),
)
MERGE = Move(
    "merge",
    frozenset({_S.TRIAGE, _S.POLISHING, _S.OPINIONS, _S.READY}),
    _S.MERGED,
    label=_("merge into another"),
    verb="review.case.merged",
    needs=Permission.REVIEW_DUPLICATE_JUDGE,
    tells=("owner", "other owner"),
)
UNMERGE = Move(
    "unmerge",
    frozenset({_S.MERGED}),
    _S.POLISHING,
    label=_("undo the merge"),
    verb="review.case.unmerged",
    needs=Permission.REVIEW_DUPLICATE_JUDGE,
    tells=("owner", "other owner"),
)
FOLLOW_WITHDRAWAL = Move(
    "follow_withdrawal",
    _ACTIVE,
    _S.WITHDRAWN,
    label=_("withdrawn by its owner"),
    verb="review.case.withdrawn",
    needs="rule owner withdrew the application",
    tells=(),
)

# An owner who took the need back, or was not chosen, may file it again: the same case begins anew.
OPEN_AGAIN = Move(
    "open_again",
    frozenset({_S.WITHDRAWN, _S.NOT_CHOSEN}),
    _S.TRIAGE,
    label=_("open again"),
    verb="review.case.opened_again",
    needs="rule the application was recommended anew",
    # Intake has told the city of the recommendation.
    tells=(),
)

CASE_FLOW = Flow(
    name="case",
    states=_S,
    start=_S.TRIAGE,
    moves=(
        TAKE_UP,
        RETURN_CASE,
        RESUME,
        ASK_OPINIONS,
        CONCLUDE_OPINIONS,
        MAKE_READY,
        BACK_TO_POLISHING,
        CHOOSE,
        DECLINE,
        MERGE,
        UNMERGE,
        FOLLOW_WITHDRAWAL,
        OPEN_AGAIN,
    ),
)


class OpinionState(models.TextChoices):
    """Where one department's opinion stands."""

    QUEUED = "queued", _("its turn has not come")
    ASKED = "asked", _("asked")
    GIVEN = "given", _("given")
    WAIVED = "waived", _("no longer needed")


_O = OpinionState

ASK = Move(
    "ask",
    frozenset({_O.QUEUED}),
    _O.ASKED,
    label=_("ask"),
    verb="review.opinion.asked",
    needs=Permission.REVIEW_OPINION_ASK,
    tells=("department",),
)
GIVE = Move(
    "give",
    frozenset({_O.ASKED}),
    _O.GIVEN,
    label=_("give the opinion"),
    verb="review.opinion.given",
    needs=Permission.REVIEW_OPINION_GIVE,
    tells=("city",),
)
WAIVE = Move(
    "waive",
    frozenset({_O.QUEUED, _O.ASKED}),
    _O.WAIVED,
    label=_("do without"),
    verb="review.opinion.waived",
    needs=Permission.REVIEW_OPINION_ASK,
    tells=("department",),
)

OPINION_FLOW = Flow(name="opinion", states=_O, start=_O.QUEUED, moves=(ASK, GIVE, WAIVE))
