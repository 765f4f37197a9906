"""The life of one candidacy from the formal check to its effect."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class CandidacyState(models.TextChoices):
    """Where a candidacy stands."""

    CHECKING = "checking", _("in formal check")
    CORRECTING = "correcting", _("to be corrected by the applicant")
    REVIEWING = "reviewing", _("before the panel")
    DILIGENCE = "diligence", _("in due diligence")
    READY = "ready", _("ready for decision")
    NOTICE = "notice", _("in public notice")
    EFFECTIVE = "effective", _("selected")
    REFUSED = "refused", _("did not pass the formal check")
    NOT_CHOSEN = "not_chosen", _("not selected")
    OVERTURNED = "overturned", _("overturned after an objection")
    WITHDRAWN = "withdrawn", _("withdrawn by its applicant")


_S = CandidacyState
UNDER_WAY = frozenset({_S.CHECKING, _S.CORRECTING, _S.REVIEWING, _S.DILIGENCE, _S.READY, _S.NOTICE})
# A panel has still to read it.
TO_BE_READ = frozenset({_S.CHECKING, _S.CORRECTING, _S.REVIEWING})
# Due diligence may have found something to be mended.
LOOKED_INTO = frozenset({_S.DILIGENCE, _S.READY, _S.NOTICE, _S.EFFECTIVE})

PASS_CHECK = Move(
    "pass_check",
    frozenset({_S.CHECKING}),
    _S.REVIEWING,
    label=_("pass the formal check"),
    verb="selection.candidacy.check_passed",
    needs=Permission.SELECTION_CANDIDACY_CHECK,
    tells=("owner",),
)
ASK_CORRECTION = Move(
    "ask_correction",
    frozenset({_S.CHECKING}),
    _S.CORRECTING,
    label=_("ask for corrections"),
    verb="selection.candidacy.correction_asked",
    needs=Permission.SELECTION_CANDIDACY_CHECK,
    tells=("owner", "recommender"),
)
CORRECT = Move(
    "correct",
    frozenset({_S.CORRECTING}),
    _S.CHECKING,
    label=_("hand in the corrections"),
    verb="selection.candidacy.corrected",
    needs="rule the applicant, within the hours given",
    tells=("city",),
)
CORRECTION_LAPSED = Move(
    "correction_lapsed",
    frozenset({_S.CORRECTING}),
    _S.CHECKING,
    label=_("the time for corrections is over"),
    verb="selection.candidacy.correction_lapsed",
    needs="rule the hours given are over",
    tells=("owner", "city"),
)
FAIL_CHECK = Move(
    "fail_check",
    frozenset({_S.CHECKING}),
    _S.REFUSED,
    label=_("refuse in the formal check"),
    verb="selection.candidacy.check_failed",
    needs=Permission.SELECTION_CANDIDACY_CHECK,
    tells=("owner", "recommender"),
)
TO_DILIGENCE = Move(
    "to_diligence",
    frozenset({_S.REVIEWING}),
    _S.DILIGENCE,
    label=_("send into due diligence"),
    verb="selection.candidacy.sent_to_diligence",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=("owner",),
)
MAKE_READY = Move(
    "make_ready",
    frozenset({_S.REVIEWING, _S.DILIGENCE}),
    _S.READY,
    label=_("ready for decision"),
    verb="selection.candidacy.made_ready",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=(),
)
BACK_TO_PANEL = Move(
    "back_to_panel",
    frozenset({_S.DILIGENCE, _S.READY}),
    _S.REVIEWING,
    label=_("back to the panel"),
    verb="selection.candidacy.sent_back",
    needs=Permission.SELECTION_PANEL_LEAD,
    tells=(),
)
PROPOSE = Move(
    "propose",
    frozenset({_S.READY}),
    _S.NOTICE,
    label=_("propose, and give public notice"),
    verb="selection.candidacy.proposed",
    needs=Permission.SELECTION_DECISION_APPLY,
    tells=("owner", "recommender"),
)
NOT_CHOOSE = Move(
    "not_choose",
    frozenset({_S.REVIEWING, _S.DILIGENCE, _S.READY}),
    _S.NOT_CHOSEN,
    label=_("do not select"),
    verb="selection.candidacy.not_chosen",
    needs=Permission.SELECTION_DECISION_APPLY,
    tells=("owner", "recommender"),
)
TAKE_EFFECT = Move(
    "take_effect",
    frozenset({_S.NOTICE}),
    _S.EFFECTIVE,
    label=_("take effect"),
    verb="selection.candidacy.took_effect",
    needs="rule the notice has ended and no objection is open",
    tells=("owner", "recommender", "city"),
)
OVERTURN = Move(
    "overturn",
    frozenset({_S.NOTICE}),
    _S.OVERTURNED,
    label=_("overturn"),
    verb="selection.candidacy.overturned",
    needs="rule an objection to it was upheld",
    tells=("owner", "recommender", "city"),
)
JUDGE_AGAIN = Move(
    "judge_again",
    frozenset({_S.NOTICE}),
    _S.REVIEWING,
    label=_("judge again after an objection"),
    verb="selection.candidacy.judged_again",
    needs="rule an objection to it was upheld",
    tells=("owner", "recommender", "city"),
)
FOLLOW_WITHDRAWAL = Move(
    "follow_withdrawal",
    UNDER_WAY,
    _S.WITHDRAWN,
    label=_("withdrawn by its applicant"),
    verb="selection.candidacy.withdrawn",
    needs="rule the applicant withdrew the application",
    tells=(),
)

CANDIDACY_FLOW = Flow(
    name="candidacy",
    states=_S,
    start=_S.CHECKING,
    moves=(
        PASS_CHECK,
        ASK_CORRECTION,
        CORRECT,
        CORRECTION_LAPSED,
        FAIL_CHECK,
        TO_DILIGENCE,
        MAKE_READY,
        BACK_TO_PANEL,
        PROPOSE,
        NOT_CHOOSE,
        TAKE_EFFECT,
        OVERTURN,
        JUDGE_AGAIN,
        FOLLOW_WITHDRAWAL,
    ),
)
