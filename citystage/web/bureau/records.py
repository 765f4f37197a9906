"""All that one screen shows of a case, put together once for the queue and the record page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.forms import BaseForm

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.verdicts import Verdict
from citystage.stages.catalogue.queries.same_needs import alike
from citystage.stages.intake import queries as intake
from citystage.stages.intake.queries import Side
from citystage.stages.review import queries, rules
from citystage.stages.review.models import Case, Comment, Opinion
from citystage.stages.review.queries import Gate, Like
from citystage.stages.review.states import (
    ASK_OPINIONS,
    BACK_TO_POLISHING,
    RETURN_CASE,
    TAKE_UP,
    UNMERGE,
    WAIVE,
    CaseState,
)
from citystage.web.bureau.happenings import events_of
from citystage.web.bureau.marks import opinion_mark, state_mark
from citystage.web.bureau.verb_forms import form_for
from citystage.web.bureau.wording import ReasonForm
from citystage.web.shell.components import Badge, Event, Text

type Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One answered question with the vague words in it and what was said about it."""

    side: Side
    vague: Spans
    comments: Sequence[Comment]


@dataclass
class Record:
    """A case as this person sees it; every part is read when the page draws it, once."""

    case: Case
    stamp: Stamp
    # Forms that were sent and refused, by verb: shown again with what was typed.
    refused: Mapping[str, BaseForm] = field(default_factory=dict)
    about: str = ""

    @cached_property
    def mark(self) -> Badge:
        return state_mark(self.case.state)

    @cached_property
    def gate(self) -> Gate | None:
        return queries.gate(self.case.application)

    @cached_property
    def likes(self) -> list[Like]:
        return alike(self.case.application, self.stamp.actor)

    @cached_property
    def absorbed(self) -> list[Case]:
        return queries.absorbed(self.case)

    @cached_property
    def _said(self) -> list[Comment]:
        besides = [one.application for one in self.absorbed]
        rows = queries.comments(self.case.application, self.stamp.actor, besides=besides)
        return list(rows)

    @cached_property
    def comments(self) -> list[Comment]:
        """What is said of the whole, and all that was said of the cases merged into this one."""
        own, asked = self.case.application_id, {one.side.key for one in self.fields}
        return [one for one in self._said if one.application_id != own or one.field not in asked]

    @cached_property
    def fields(self) -> list[Shown]:
        application = self.case.application
        lexicon = intake.lexicon(application.city, application=application)
        vague = self.gate.vague if self.gate else {}
        spoken: dict[str, list[Comment]] = {}
        for one in self._said:
            if one.application_id == application.pk:
                spoken.setdefault(one.field, []).append(one)
        return [
            Shown(side, vague.get(side.key, ()), spoken.get(side.key, ()))
            for side in intake.sides(application, lexicon=lexicon)
        ]

    @cached_property
    def _asked(self) -> list[Opinion]:
        return list(queries.opinions_of(self.case))

    @cached_property
    def opinions(self) -> list[tuple[Opinion, Badge, BaseForm | None]]:
        """Each opinion with its mark and, where one may do without it, the form for that."""
        rows = []
        for one in self._asked:
            name = f"waive-{one.pk}"
            fresh = ReasonForm(auto_id=f"id_{name}_%s")
            open_form = self.refused.get(name, fresh) if self._may_waive(one) else None
            rows.append((one, opinion_mark(one.state), open_form))
        return rows

    def _may_waive(self, opinion: Opinion) -> bool:
        return bool(self.may["waive"]) and opinion.state in WAIVE.sources

    @property
    def revision(self) -> int:
        return self.case.application.revision

    @cached_property
    def events(self) -> list[Event]:
        return events_of(queries.happened(self.case, self._asked))

    @cached_property
    def officers(self) -> list[User]:
        return queries.officers(self.case, self.stamp)

    @cached_property
    def place(self) -> int | None:
        recommendation = getattr(self.case.application, "recommendation", None)
        return recommendation.place if recommendation else None

    @cached_property
    def word(self) -> str:
        """What the recommender wrote."""
        recommendation = getattr(self.case.application, "recommendation", None)
        return recommendation.opinion if recommendation else ""

    @cached_property
    def may(self) -> Mapping[str, Verdict]:
        """What this person may do now, by verb."""
        actor, case = self.stamp.actor, self.case
        return {
            "take_up": rules.may_move(actor, case, TAKE_UP),
            "assign": rules.may_assign(actor, case),
            "return": rules.may_move(actor, case, RETURN_CASE),
            "ask": rules.may_move(actor, case, ASK_OPINIONS),
            "ready": rules.may_make_ready(actor, case),
            "back": rules.may_move(actor, case, BACK_TO_POLISHING),
            "polish": rules.may_polish(actor, case),
            "unmerge": rules.may_move(actor, case, UNMERGE),
            "comment": rules.may_comment(actor, case.application, "officers", asked=False),
            "judge": rules.holds(actor, Permission.REVIEW_DUPLICATE_JUDGE, case),
            "waive": rules.holds(actor, Permission.REVIEW_OPINION_ASK, case),
        }

    @cached_property
    def forms(self) -> Mapping[str, BaseForm]:
        """The form of each verb that is open and needs words; refused ones as they were typed."""
        wanted = [verb for verb in ("assign", "return", "ask", "back", "comment") if self.may[verb]]
        fresh = {verb: form_for(verb, self.case, self.stamp, about=self.about) for verb in wanted}
        return {**fresh, **self.refused}

    @property
    def held_back(self) -> Text:
        """Why making ready is closed though the state is right: the call's floor of quality."""
        polishing = self.case.state == CaseState.POLISHING and self.may["polish"]
        return rules.is_good_enough(self.case).reason if polishing else ""
