"""The windows of a call follow the phases of its programme."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.models import Call
from citystage.stages.selection.faults import worded
from citystage.stages.selection.terms import Terms


class BadTerms(Refusal):
    """The terms do not go with the call; ``code`` names the fault."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(worded(code))
        self.code = code


class NoReason(Refusal):
    """A change of the terms is given with its reason."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("Give the reason; it stands with the new version for everybody."))


def window_of(terms: Terms, *, recommended: bool) -> tuple[datetime, datetime, datetime | None]:
    """Opening, closing, and the end of recommendations. Raises ``BadTerms``."""
    filing, word = terms.phase("apply"), terms.phase("recommend")
    if filing is None:
        raise BadTerms("no_apply_phase")
    if recommended and word is None:
        raise BadTerms("no_recommend_phase")
    return filing.since, filing.until, word.until if word else None


def settled(settings: CallSettings, terms: Terms) -> CallSettings:
    """The settings of a call that selects, with the windows its phases give."""
    opens, closes, until = window_of(terms, recommended=settings.needs_recommendation)
    return replace(
        settings,
        opens_at=opens,
        closes_at=closes,
        recommend_until=until,
        way=Call.Way.SELECTION,
    )


def put_on(call: Call, terms: Terms) -> dict[str, list[str | None]]:
    """Give the (locked) call the windows of ``terms``; returns old and new of what moved."""
    wanted = dict(
        zip(
            ("opens_at", "closes_at", "recommend_until"),
            window_of(terms, recommended=call.needs_recommendation),
            strict=True,
        )
    )
    moved = {name: value for name, value in wanted.items() if getattr(call, name) != value}
    changes = {name: [_iso(getattr(call, name)), _iso(value)] for name, value in moved.items()}
    for name, value in moved.items():
        setattr(call, name, value)
    if moved:
        call.version += 1
        call.save(update_fields=[*moved, "version"])
    return changes


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
