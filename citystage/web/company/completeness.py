"""How far an application is: what is asked, what is answered, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from citystage.stages.intake import queries
from citystage.stages.intake.forming.answering import missing
from citystage.stages.intake.forming.definition import Field
from citystage.stages.intake.models import Application, Call


@dataclass(frozen=True, slots=True)
class Completeness:
    """The questions that must be answered before submitting, and those that are not yet."""

    asked: int
    gaps: tuple[Field, ...]

    @property
    def answered(self) -> int:
        """How many are."""
        return self.asked - len(self.gaps)


def completeness(application: Application, answers: Mapping[str, object]) -> Completeness | None:
    """Of a call that selects; others show the quality of their text instead."""
    if application.call.way != Call.Way.SELECTION:
        return None
    form = queries.form_of(application.form)
    asked = [one for one in form.visible(answers) if one.required and one.stage == "intake"]
    gaps = missing(form, answers, stage="intake")
    return Completeness(len(asked), tuple(one for one in asked if one.key in gaps))
