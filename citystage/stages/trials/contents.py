"""What a trial agreement says: its points as data, and the text that is made of them and signed."""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import Field

from citystage.foundation.documents.labels import long_date
from citystage.kernel.refusals import Refusal
from citystage.kernel.texts import in_english
from citystage.stages.selection.terms import Part
from citystage.stages.trials.models import Trial
from citystage.stages.trials.numbers import write_numbers
from citystage.stages.trials.terms import Frame, Numbers, TrialTerms

LONGEST: Final = 5000
_WAN: Final = Decimal(1_000_000)
type _Text = Annotated[str, Field(max_length=LONGEST)]


class BadContent(Refusal):
    """Something in the text cannot stand."""

    status = 422


class Content(Part):
    """The points of the agreement; ``ends_on`` is the day after the last one. Money in fen."""

    title: Annotated[str, Field(min_length=1, max_length=240)]
    object: _Text
    district: int | None = None
    place: Annotated[str, Field(min_length=1, max_length=300)]
    starts_on: date
    ends_on: date
    free: bool = True
    fee: Annotated[int, Field(ge=0)] | None = None
    fee_words: Annotated[str, Field(max_length=300)] = ""
    numbers: Numbers
    price: Annotated[int, Field(ge=0)] | None = None
    price_words: Annotated[str, Field(max_length=300)] = ""
    data: _Text
    property: _Text
    insurance: _Text
    exit: _Text
    other: _Text = ""

    @classmethod
    def of(cls, raw: Any) -> "Content":  # noqa: ANN401 -- plain data of a version
        """The content of a version."""
        return cls.model_validate(raw)

    def kept(self) -> dict[str, Any]:
        """As a version keeps it."""
        return self.model_dump(mode="json")

    def check(self, terms: TrialTerms, frame: Frame) -> None:
        """Raise ``BadContent`` for what cannot stand."""
        if self.ends_on <= self.starts_on:
            raise BadContent(_("The trial ends before it begins."))
        if (self.ends_on - self.starts_on).days > terms.watching.longest_days:
            raise BadContent(_("A trial here lasts at most %d days.") % terms.watching.longest_days)
        if not self.numbers:
            raise BadContent(_("Write at least one number to reach."))
        needs = [one for line in self.numbers for choice in line.any for one in choice.all]
        if unknown := sorted({n.measure for n in needs if frame.measure(n.measure) is None}):
            told = "、".join(unknown)
            raise BadContent(_("This trial does not measure: %s. Take it out.") % told)
        if not self.free and self.fee is None and not self.fee_words:
            raise BadContent(_("Say what the trial costs, or that it is free."))


def where_of(content: Content) -> tuple[int | None, str, str]:
    """What bodies agree to when they permit a step: this object at this place."""
    return content.district, content.place, content.object


def points(trial: Trial, content: Content, frame: Frame) -> Iterator[tuple[str, str]]:
    """Heading and words of every point, in the reader's language, in the order of the text."""
    yield (
        _("The two sides"),
        "\n".join(
            (
                _("Owner of the scenario: %s") % trial.owner_unit.label,
                _("Supplier: %s") % trial.supplier.label,
            )
        ),
    )
    yield (
        _("Scenario"),
        f"{trial.scenario.number} {trial.scenario.label}",
    )
    yield _("What is tried"), content.object
    yield _("Place"), content.place
    yield _("Trial period"), _period(content)
    yield _("Fee"), _("free of charge") if content.free else _money(content.fee, content.fee_words)
    yield _("Numbers to reach"), write_numbers(content.numbers, frame.measures)
    yield _("Steps of permission"), "\n".join(
        f"{number}. {step.label}：{step.allowed}" if not in_english()
        else f"{number}. {step.label}: {step.allowed}"
        for number, step in enumerate(frame.steps, start=1)
    )  # fmt: skip
    yield _("Price if it is taken over"), _money(content.price, content.price_words)
    yield _("Data"), content.data
    yield _("Intellectual property"), content.property
    yield _("Insurance and liability"), content.insurance
    yield _("Exit"), content.exit
    if content.other:
        yield _("Other"), content.other


def _period(content: Content) -> str:
    language = "en" if in_english() else "zh-hans"
    last = date.fromordinal(content.ends_on.toordinal() - 1)
    return _("%(first)s to %(last)s") % {
        "first": long_date(content.starts_on, language),  # type: ignore[arg-type]
        "last": long_date(last, language),  # type: ignore[arg-type]
    }


def _money(fen: int | None, words: str) -> str:
    told = _("CNY %s ten thousand") % _wan(fen) if fen is not None else ""
    return "\n".join(filter(None, (told, words))) or _("to be agreed")


def _wan(fen: int) -> str:
    return f"{(Decimal(fen) / _WAN).normalize():f}"


def text_of(trial: Trial, content: Content, frame: Frame, *, language: str) -> str:
    """The whole text in one language."""
    with override(language):
        parts = [content.title]
        for number, (heading, words) in enumerate(points(trial, content, frame), start=1):
            parts.append(f"{number}. {heading}\n{words}")
    return "\n\n".join(parts)


def digest(text: str, text_en: str) -> str:
    """The hash that is signed: of both texts as they are kept."""
    return hashlib.sha256(f"{text}\n\n{text_en}".encode()).hexdigest()
