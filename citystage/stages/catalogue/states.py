"""The life of a scenario as the public sees it, and of a list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class ScenarioState(models.TextChoices):
    """Where a scenario stands, in the words of the public page."""

    RESERVE = "reserve", _("in the reserve pool")
    OPEN = "open", _("open for answers")
    MATCHED = "matched", _("partner found")
    LANDED = "landed", _("landed")
    CLOSED = "closed", _("closed without landing")
    WITHDRAWN = "withdrawn", _("withdrawn")


_S = ScenarioState
_EDIT = Permission.CATALOGUE_RECORD_EDIT

PUBLISH = Move(
    "publish",
    frozenset({_S.RESERVE, _S.WITHDRAWN}),
    _S.OPEN,
    label=_("publish"),
    verb="catalogue.scenario.published",
    needs=Permission.CATALOGUE_LIST_RELEASE,
    tells=("owner", "subscribers"),
)
MATCH = Move(
    "match",
    frozenset({_S.OPEN}),
    _S.MATCHED,
    label=_("record the partner"),
    verb="catalogue.scenario.matched",
    needs=_EDIT,
    tells=("owner", "followers"),
)
LAND = Move(
    "land",
    frozenset({_S.OPEN, _S.MATCHED}),
    _S.LANDED,
    label=_("record the landing"),
    verb="catalogue.scenario.landed",
    needs=_EDIT,
    tells=("owner", "followers"),
)
CLOSE = Move(
    "close",
    frozenset({_S.OPEN, _S.MATCHED}),
    _S.CLOSED,
    label=_("close without landing"),
    verb="catalogue.scenario.closed",
    needs=_EDIT,
    tells=("owner", "followers"),
)
REOPEN = Move(
    "reopen",
    frozenset({_S.MATCHED, _S.CLOSED, _S.LANDED}),
    _S.OPEN,
    label=_("open again"),
    verb="catalogue.scenario.reopened",
    needs=_EDIT,
    tells=("owner", "followers"),
)
WITHDRAW = Move(
    "withdraw",
    frozenset({_S.RESERVE, _S.OPEN, _S.MATCHED, _S.CLOSED}),
    _S.WITHDRAWN,
    label=_("withdraw from the public"),
    verb="catalogue.scenario.withdrawn",
    needs=_EDIT,
    tells=("owner", "followers"),
)

SCENARIO_FLOW = Flow(
    name="scenario",
    states=_S,
    start=_S.RESERVE,
    moves=(PUBLISH, MATCH, LAND, CLOSE, REOPEN, WITHDRAW),
)


class ReleaseState(models.TextChoices):
    """A list is prepared, then released and frozen for good."""

    PREPARING = "preparing", _("in preparation")
    RELEASED = "released", _("released")


_R = ReleaseState

RELEASE = Move(
    "release",
    frozenset({_R.PREPARING}),
    _R.RELEASED,
    label=_("release the list"),
    verb="catalogue.list.released",
    needs=Permission.CATALOGUE_LIST_RELEASE,
    tells=("owners", "subscribers"),
)

RELEASE_FLOW = Flow(name="list", states=_R, start=_R.PREPARING, moves=(RELEASE,))


class LabelState(models.TextChoices):
    """Where a recognition stands."""

    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RENEWED = "renewed", _("renewed by a later one")


_L = LabelState

EXPIRE = Move(
    "expire",
    frozenset({_L.VALID}),
    _L.EXPIRED,
    label=_("let it expire"),
    verb="catalogue.label.expired",
    needs="rule its term is over",
    tells=("owner", "city"),
)
WITHDRAW_LABEL = Move(
    "withdraw",
    frozenset({_L.VALID}),
    _L.WITHDRAWN,
    label=_("withdraw the recognition"),
    verb="catalogue.label.withdrawn",
    needs=Permission.CATALOGUE_LABEL_MANAGE,
    tells=("owner",),
)
RENEW = Move(
    "renew",
    frozenset({_L.VALID, _L.EXPIRED}),
    _L.RENEWED,
    label=_("renew for another term"),
    verb="catalogue.label.renewed",
    needs=Permission.CATALOGUE_LABEL_MANAGE,
    tells=("owner",),
)

LABEL_FLOW = Flow(name="label", states=_L, start=_L.VALID, moves=(EXPIRE, WITHDRAW_LABEL, RENEW))
