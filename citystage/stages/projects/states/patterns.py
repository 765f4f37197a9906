"""The life of a pattern 示范模式: what others can copy from what landed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class PatternState(models.TextChoices):
    """Where a pattern stands."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for the city's yes")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


_S = PatternState
PROPOSE = Move(
    "propose",
    frozenset({_S.DRAFT}),
    _S.PROPOSED,
    label=_("propose for publication"),
    verb="projects.pattern.proposed",
    needs="rule may_write_pattern",
    tells=("city",),
)
PUBLISH = Move(
    "publish",
    frozenset({_S.PROPOSED}),
    _S.PUBLISHED,
    label=_("publish"),
    verb="projects.pattern.published",
    needs=Permission.PROJECT_PATTERN_PUBLISH,
    tells=("owner",),
)
RETURN = Move(
    "return",
    frozenset({_S.PROPOSED}),
    _S.DRAFT,
    label=_("return for changes"),
    verb="projects.pattern.returned",
    needs=Permission.PROJECT_PATTERN_PUBLISH,
    tells=("owner",),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.PROPOSED, _S.PUBLISHED}),
    _S.WITHDRAWN,
    label=_("withdraw, with reason"),
    verb="projects.pattern.withdrawn",
    needs="rule may_withdraw_pattern",
    tells=("owner", "copiers"),
)
PATTERN_FLOW = Flow(
    name="pattern", states=_S, start=_S.DRAFT, moves=(PROPOSE, PUBLISH, RETURN, WITHDRAW)
)
