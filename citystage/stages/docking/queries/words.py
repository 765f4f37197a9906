"""Answers in words, as they were handed in or as they stand in the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models import Capability
from citystage.stages.docking.contents import Content, PriceMode, Reply
from citystage.stages.docking.models import Answer, AnswerMember, AnswerPaper, Opening
from citystage.stages.docking.states.answers import ConsentState


@dataclass(frozen=True, slots=True)
class Point:
    """One essential with what the answer says to it."""

    key: str
    number: int
    text: str
    reply: Reply
    capability: Capability | None
    papers: Sequence[AnswerPaper]


@dataclass(frozen=True, slots=True)
class Share:
    """Who does how much of what."""

    name: str
    work: str
    share: int | None
    state: str = ""
    pk: int = 0
    # Its people write along once it has agreed.
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in words, as it was handed in or as it stands in the draft."""

    answer: Answer
    content: Content
    points: Sequence[Point]
    shares: Sequence[Share]

    @property
    def yes(self) -> int:
        """How many essentials are answered with yes."""
        return sum(point.reply.can == "yes" for point in self.points)

    @property
    def price_mode(self) -> str:
        """How it is priced, in words."""
        mode = self.content.price_mode
        return str(PriceMode(mode).label) if mode else ""


def told(answers: Sequence[Answer], opening: Opening, *, given: bool) -> list[Told]:
    """Many answers in words, with a fixed number of questions to the database."""
    raws = [(one.given if given else None) or one.content for one in answers]
    contents = [Content.read(raw) for raw in raws]
    named = {
        reply.capability
        for content in contents
        for reply in content.replies.values()
        if reply.capability
    }
    capabilities = Capability.objects.in_bulk(named)
    papers: dict[int, list[AnswerPaper]] = {}
    for paper in AnswerPaper.objects.filter(answer__in=answers):
        papers.setdefault(paper.answer_id, []).append(paper)
    members: dict[int, list[AnswerMember]] = {}
    for member in AnswerMember.objects.filter(answer__in=answers).select_related("organisation"):
        members.setdefault(member.answer_id, []).append(member)
    return [
        Told(
            answer,
            content,
            _points(opening, content, capabilities, _shown(papers.get(answer.pk, []), raw, given)),
            _shares(answer, content, raw, members.get(answer.pk, []), given=given),
        )
        for answer, raw, content in zip(answers, raws, contents, strict=True)
    ]


def _shown(
    papers: Sequence[AnswerPaper],
    raw: Mapping[str, Any],
    given: bool,  # noqa: FBT001 -- as told
) -> list[AnswerPaper]:
    if given and "papers" in raw:
        return [one for one in papers if one.pk in raw["papers"]]
    return [one for one in papers if one.dropped_at is None]


def _points(
    opening: Opening,
    content: Content,
    capabilities: Mapping[int, Capability],
    papers: Sequence[AnswerPaper],
) -> list[Point]:
    found = []
    for number, asked in enumerate(opening.asked, start=1):
        reply = content.replies.get(asked["key"], Reply())
        found.append(
            Point(
                key=asked["key"],
                number=number,
                text=in_readers_language(asked["text"], asked.get("text_en", "")),
                reply=reply,
                capability=capabilities.get(reply.capability or 0),
                papers=[one for one in papers if one.essential == asked["key"]],
            )
        )
    return found


def _shares(
    answer: Answer,
    content: Content,
    raw: Mapping[str, Any],
    members: Sequence[AnswerMember],
    *,
    given: bool,
) -> list[Share]:
    if given and "members" in raw:
        others = [
            Share(in_readers_language(one["name"], one["name_en"]), one["work"], one["share"])
            for one in raw["members"]
        ]
    else:
        others = [
            Share(
                one.organisation.label,
                one.work,
                one.share,
                str(ConsentState(one.state).label),
                one.pk,
                one.writes,
            )
            for one in members
        ]
    if not others:
        return []
    return [Share(answer.organisation.label, content.own_work, content.share), *others]
